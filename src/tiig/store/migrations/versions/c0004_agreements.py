"""Agreements, every version as the text that was added, their ends, and releases under them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; releases of before were made under no agreement."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("party", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(80), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
    )
    op.create_table(
        "agreement_ends",
        sa.Column("agreement", sa.String(200), primary_key=True),
        sa.Column("from_day", sa.String(10), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
    )
    op.add_column("releases", sa.Column("agreement", sa.String(200)))
