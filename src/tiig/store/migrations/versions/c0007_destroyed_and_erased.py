"""What was destroyed on its date, and what was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "destructions",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("submission", sa.String(80), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("ordered_at", sa.String(27), nullable=False),
        sa.Column("agreement", sa.String(200)),
        sa.Column("done_at", sa.String(27)),
    )
    op.create_table(
        "tombstones",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("erasure", sa.String(80), nullable=False),
        sa.Column("submission", sa.String(80), nullable=False),
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("before", sa.String(80), nullable=False),
        sa.Column("after", sa.String(80), nullable=False),
    )
    op.create_table(
        "erased_marks",
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("layers", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("mark", sa.String(80), primary_key=True),
        sa.Column("erasure", sa.String(80), nullable=False),
    )
