"""The quality programme: agreed targets and their ends, actions, uses of releases, re-bases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.String(80)
_NAME = sa.String(200)
_WORD = sa.String(20)
_MONTH = sa.String(7)
_DAY = sa.String(10)
_MOMENT = sa.String(27)


def upgrade() -> None:
    """Make the tables."""
    _targets()
    _actions()
    op.create_table(
        "release_uses",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("release", _ID, nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("organisation", _NAME, nullable=False),
        sa.Column("on_day", _DAY, nullable=False),
        sa.Column("person", _NAME, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_table(
        "rebases",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site", _NAME, nullable=False),
        sa.Column("item", _NAME, nullable=False),
        sa.Column("measure", _NAME, nullable=False),
        sa.Column("month", _MONTH, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("person", _NAME, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("undoes", _ID),
    )


def _targets() -> None:
    op.create_table(
        "agreed_targets",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site", _NAME, nullable=False),
        sa.Column("item", _NAME, nullable=False),
        sa.Column("dimension", _WORD, nullable=False),
        sa.Column("first_month", _MONTH, nullable=False),
        sa.Column("last_month", _MONTH),
        sa.Column("agreed_by", _NAME, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("person", _NAME, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("at_least", sa.Integer()),
        sa.Column("at_most", sa.Integer()),
        sa.Column("chosen_from", _ID, nullable=False),
    )
    op.create_table(
        "target_ends",
        sa.Column("target", _ID, primary_key=True),
        sa.Column("last_month", _MONTH, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("person", _NAME, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )


def _actions() -> None:
    op.create_table(
        "quality_actions",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site", _NAME, nullable=False),
        sa.Column("item", _NAME, nullable=False),
        sa.Column("measure", _NAME, nullable=False),
        sa.Column("first_month", _MONTH, nullable=False),
        sa.Column("last_month", _MONTH, nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("owner", _NAME, nullable=False),
        sa.Column("due", _DAY, nullable=False),
        sa.Column("person", _NAME, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_table(
        "action_entries",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("action", _ID, nullable=False, index=True),
        sa.Column("step", _WORD, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person", _NAME, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("kind", _WORD),
        sa.Column("on_day", _DAY),
        sa.Column("owner", _NAME),
        sa.Column("due", _DAY),
        sa.Column("closing", _WORD),
    )
