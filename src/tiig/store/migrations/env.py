"""What Alembic runs: the steps, on the connection and in the transaction that `schema` opened."""

from __future__ import annotations

from typing import Any

from alembic import context

from tiig.store.catalogue.tables import metadata


def _applied(*_: Any, **_told: Any) -> None:  # noqa: ANN401 - Alembic tells more than is asked
    """Pass a seam after each step."""
    seams = context.config.attributes.get("seams")
    if seams is not None:
        seams.reach("step-migrated")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    on_version_apply=_applied,
)
with context.begin_transaction():
    context.run_migrations()
