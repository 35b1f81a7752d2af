"""The code map: decisions on local values, and what was read again by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and let derivations name the version of the map."""
    op.create_table(
        "code_decisions",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("node", sa.String(200)),
        sa.Column("alone", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "reread_measures",
        sa.Column("submission", sa.String(80), primary_key=True),
        sa.Column("derivation", sa.String(80), primary_key=True),
        sa.Column("site", sa.String(200), primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("measure", sa.String(200), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
    )
    codes = sa.Column("codes", sa.String(80), nullable=False, server_default="")
    op.add_column("derivations", codes)
