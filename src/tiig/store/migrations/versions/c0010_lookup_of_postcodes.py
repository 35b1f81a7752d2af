"""How rows were read tells by which lookup postcodes became areas; none did before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    lookup = sa.Column("lookup", sa.String(200), nullable=False, server_default="")
    op.add_column("derivations", lookup)
