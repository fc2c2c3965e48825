"""Why a passage is not coded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Passages get the reason why they are left out; none so far."""
    op.add_column("passage", sa.Column("left_out", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Passages lose it."""
    with op.batch_alter_table("passage") as table:
        table.drop_column("left_out")
