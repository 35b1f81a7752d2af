"""What is in force may be a part of its month; what was until now is the whole of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the days, which months that are there do not need; a period may be written in days."""
    op.add_column("pairs", sa.Column("first_day", sa.String(10)))
    op.add_column("pairs", sa.Column("last_day", sa.String(10)))
    with op.batch_alter_table("submissions") as submissions:
        submissions.alter_column(
            "period", existing_type=sa.String(20), type_=sa.String(40), existing_nullable=False
        )
