"""Themes get an identity: events that are replayed, what a fit leaves behind, strengths.

Fits from before had no identity to carry on; the next run fits anew.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW: dict[str, tuple[sa.Column[Any], ...]] = {
    "theme": (
        sa.Column("origin", sa.String, nullable=False, server_default="found"),
        sa.Column("parent", sa.String, nullable=False, server_default=""),
        sa.Column("description", sa.Text, nullable=False, server_default=""),
        sa.Column("coherence", sa.Float, nullable=True),
    ),
    "theme_passage": (
        sa.Column("strength", sa.Float, nullable=True),
        sa.Column("decided", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("also", sa.JSON, nullable=False, server_default="[]"),
    ),
    "theme_fit": (
        sa.Column("made_from", sa.String, nullable=False, server_default=""),
        sa.Column("words_key", sa.String, nullable=False, server_default=""),
        sa.Column("passages", sa.Integer, nullable=False, server_default="0"),
        sa.Column("content", sa.LargeBinary, nullable=True),
    ),
}


def upgrade() -> None:
    """The register's tables; what stood before is forgotten."""
    for table in ("theme_passage", "theme", "theme_fit"):
        op.execute(f"DELETE FROM {table}")
    op.create_table(
        "theme_event",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
    )
    for table, columns in _NEW.items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    """Without the register."""
    op.drop_table("theme_event")
    for table, columns in _NEW.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
