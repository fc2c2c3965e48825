"""First schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes all tables."""
    op.create_table(
        "interview",
        sa.Column("interview_id", sa.String(12), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("convention", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("warnings", sa.JSON, nullable=False),
    )
    op.create_table(
        "transcript",
        sa.Column("file", sa.String, primary_key=True),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("read_key", sa.String, nullable=False),
        sa.Column("interview_id", sa.String(12), sa.ForeignKey("interview.interview_id")),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
    )
    op.create_table(
        "segment",
        sa.Column(
            "interview_id",
            sa.String(12),
            sa.ForeignKey("interview.interview_id"),
            primary_key=True,
        ),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("speaker", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("start_ms", sa.Integer),
        sa.Column("end_ms", sa.Integer),
    )
    op.create_table(
        "passage",
        sa.Column("passage_id", sa.String(16), primary_key=True),
        sa.Column(
            "interview_id", sa.String(12), sa.ForeignKey("interview.interview_id"), nullable=False
        ),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("speaker", sa.String, nullable=False),
        sa.Column("start_ms", sa.Integer),
        sa.Column("question_start", sa.Integer),
        sa.Column("question_end", sa.Integer),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
    )
    op.create_index("ix_passage_interview", "passage", ["interview_id", "start"])
    op.create_table(
        "stage",
        sa.Column(
            "interview_id",
            sa.String(12),
            sa.ForeignKey("interview.interview_id"),
            primary_key=True,
        ),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
    )
    passage = "passage.passage_id"
    op.create_table(
        "mention",
        sa.Column("passage_id", sa.String(16), sa.ForeignKey(passage), primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("entity", sa.String, nullable=False),
        sa.Column("stakeholder", sa.String, nullable=False),
    )
    op.create_table(
        "vector",
        sa.Column("passage_id", sa.String(16), sa.ForeignKey(passage), primary_key=True),
        sa.Column("embedding", sa.LargeBinary, nullable=False),
        sa.Column("pooled", sa.LargeBinary, nullable=False),
        sa.Column("sentences", sa.LargeBinary, nullable=False),
        sa.Column("spans", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "coding",
        sa.Column("passage_id", sa.String(16), sa.ForeignKey(passage), primary_key=True),
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("coder", sa.String, primary_key=True),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("abstained", sa.Boolean, nullable=False),
        sa.Column("probability", sa.Float),
        sa.Column("evidence", sa.JSON, nullable=False),
    )
    op.create_table(
        "theme_fit",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
    )
    op.create_table(
        "theme",
        sa.Column("theme_id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("keywords", sa.JSON, nullable=False),
        sa.Column("quotes", sa.JSON, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("stability", sa.Float),
    )
    op.create_table(
        "theme_passage",
        sa.Column("passage_id", sa.String(16), sa.ForeignKey(passage), primary_key=True),
        sa.Column("theme_id", sa.String, sa.ForeignKey("theme.theme_id")),
        sa.Column("x", sa.Float),
        sa.Column("y", sa.Float),
    )


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise NotImplementedError("the first schema cannot be undone; delete study.db instead")
