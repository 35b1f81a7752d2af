"""The first tables: submissions, what is in force, the ledger, the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    _received()
    _in_force()
    _told()
    _kept()


def _received() -> None:
    op.create_table(
        "profiles",
        sa.Column("sender", sa.String(200), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(80), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("profile", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("fingerprint", sa.String(80), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("sites", sa.Text(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("set_aside", sa.Integer(), nullable=False),
        sa.Column("ignored", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(80)),
        sa.Column("nil", sa.Boolean(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
    )
    op.create_index("ix_submissions_sender", "submissions", ["sender"])
    op.create_index("ix_submissions_key", "submissions", ["key"])


def _in_force() -> None:
    op.create_table(
        "derivations",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("profile", sa.String(200), nullable=False),
        sa.Column("standard", sa.String(80), nullable=False),
        sa.Column("rules", sa.String(80), nullable=False),
        sa.Column("code", sa.String(200), nullable=False),
    )
    op.create_table(
        "packs",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.String(80), nullable=False),
        sa.Column("written_at", sa.String(27), nullable=False),
        sa.Column("standard", sa.String(80), nullable=False),
    )
    op.create_table(
        "pairs",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("revision", sa.String(80), nullable=False),
        sa.Column("derivation", sa.String(80), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("tells_assaults", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("packs", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.String(27), nullable=False),
        sa.Column("known_from", sa.String(27), nullable=False),
        sa.Column("known_until", sa.String(27)),
        sa.Column("nil", sa.Boolean(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_pairs_revision", "pairs", ["revision"])
    op.create_index("ix_pairs_known_until", "pairs", ["known_until"])
    op.create_index("ix_pairs_site_month", "pairs", ["site", "month"])


def _told() -> None:
    op.create_table(
        "measures",
        sa.Column("submission", sa.String(80), primary_key=True),
        sa.Column("site", sa.String(200), primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("measure", sa.String(200), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
    )
    op.create_table(
        "findings",
        sa.Column("submission", sa.String(80), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("rule", sa.String(200), nullable=False),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("column", sa.String(200)),
        sa.Column("effect", sa.String(200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
    )
    op.create_table(
        "receipts",
        sa.Column("submission", sa.String(80), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "manifests",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("purpose", sa.Text()),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("manifest", sa.String(80), nullable=False),
        sa.Column("preset", sa.String(200), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
    )


def _kept() -> None:
    op.create_table(
        "local_values",
        sa.Column("sender", sa.String(200), primary_key=True),
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.String(27), nullable=False),
    )
    op.create_table(
        "local_counters",
        sa.Column("sender", sa.String(200), primary_key=True),
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("next", sa.Integer(), nullable=False),
    )
    op.create_table(
        "intents",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("submission", sa.String(80), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("lease_until", sa.String(27), nullable=False),
        sa.Column("originals", sa.Text(), nullable=False),
        sa.Column("packs", sa.Text(), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("authenticated", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text()),
        sa.Column("because", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Refuse: a catalogue goes back by restoring a backup, never by dropping tables."""
    message = "restore a backup instead"
    raise NotImplementedError(message)
