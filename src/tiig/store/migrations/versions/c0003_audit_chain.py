"""The audit trail becomes a chain: kind, subjects, agreement, hash of each row, a signed head."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from tiig.model.audit import Head, Signer
from tiig.store import chain

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000


def upgrade() -> None:
    """Add the columns, chain the rows that stand, sign the head."""
    for column in (
        sa.Column("agreement", sa.Text()),
        sa.Column("kind", sa.String(20), nullable=False, server_default="change"),
        sa.Column("subjects", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("hash", sa.String(64), nullable=False, server_default=""),
    ):
        op.add_column("audit", column)
    head_table = op.create_table(
        "audit_head",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("public", sa.String(80), nullable=False),
        sa.Column("signature", sa.String(200), nullable=False),
    )
    head = _chained()
    if head is not None:
        signer: Signer | None = context.config.attributes.get("signer")
        told = signer.signed(head) if signer else head
        row = {
            "number": told.number,
            "hash": told.hash,
            "at": told.moment,
            "key": told.key,
            "public": told.public,
            "signature": told.signature,
        }
        op.bulk_insert(head_table, [row])


def downgrade() -> None:
    """Refuse: a catalogue goes back by restoring a backup, never by dropping tables."""
    message = "restore a backup instead"
    raise NotImplementedError(message)


def _chained() -> Head | None:
    """Give each row the hash that follows from the row before it; return the last as head."""
    names = (*chain.COLUMNS, "hash")
    bare: dict[str, sa.types.TypeEngine[Any]] = {
        "number": sa.Integer(),
        "authenticated": sa.Boolean(),
    }
    told = [sa.Column(name, bare.get(name, sa.Text())) for name in names]
    table = sa.Table("audit", sa.MetaData(), *told)
    connection, hash_, number, at = op.get_bind(), chain.GENESIS, 0, ""
    wanted = sa.select(*(table.c[name] for name in chain.COLUMNS)).order_by(table.c.number)
    while rows := connection.execute(wanted.where(table.c.number > number).limit(_AT_ONCE)).all():
        hashes = []
        for row in rows:
            hash_ = chain.linked(hash_, chain.plain(row))
            number, at = row.number, row.at
            hashes.append({"this": number, "told": hash_})
        change = sa.update(table).where(table.c.number == sa.bindparam("this"))
        connection.execute(change.values(hash=sa.bindparam("told")), hashes)
    return Head(number, hash_, datetime.fromisoformat(at)) if number else None
