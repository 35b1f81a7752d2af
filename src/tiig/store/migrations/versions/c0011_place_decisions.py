"""Decisions on place phrases, by keyed phrase id: added to and never changed but by new keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "place_decisions",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("phrase", sa.String(80), nullable=False, index=True),
        sa.Column("ruling", sa.String(20), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("place_type", sa.String(80)),
        sa.Column("area", sa.String(80)),
        sa.Column("geography", sa.String(200)),
        sa.Column("name", sa.String(200)),
        sa.Column("undoes", sa.String(80)),
    )
