"""Changes of keys: how far each is, and the packs that stand ready for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rotations",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.String(27), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("attendance", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.Integer(), nullable=False),
    )
    op.create_table(
        "swaps",
        sa.Column("old", sa.String(80), primary_key=True),
        sa.Column("rotation", sa.String(80), nullable=False),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.String(80), nullable=False),
        sa.Column("written_at", sa.String(27), nullable=False),
        sa.Column("standard", sa.String(80), nullable=False),
    )
