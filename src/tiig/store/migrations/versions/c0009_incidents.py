"""Incidents: refused files with identifiers, by place and kind, until an officer closes them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("submission", sa.String(80), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("destroy_by", sa.String(27), nullable=False),
        sa.Column("original", sa.String(80)),
        sa.Column("destroyed_at", sa.String(27)),
        sa.Column("closed_by", sa.String(200)),
        sa.Column("closed_at", sa.String(27)),
        sa.Column("outcome", sa.Text()),
    )
