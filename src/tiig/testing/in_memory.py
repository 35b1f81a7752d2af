"""Services without a disk: real adapters in memory, a clock that moves when told."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tiig.deidentify import kinds_in
from tiig.model.backup import BackupMade, BackupRequest
from tiig.model.backup_errors import BACKUP_NO_FILES
from tiig.model.errors import TiigError
from tiig.model.ports import Catalogue, Progress
from tiig.services import Services
from tiig.standard import Standard, load_standard
from tiig.store import Destroyer, Geographies, MemoryShelf, SqlCatalogue, give_up, reconcile
from tiig.store.in_memory import MemoryCatalogue, MemoryKeys, MemoryLake, MemoryVault
from tiig.store.seams import NoSeams

STARTS_AT = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


class ToldClock:
    """A clock that stands still, but for a second at each look, so that moments differ."""

    def __init__(self, at: datetime = STARTS_AT) -> None:
        """Start at a moment."""
        self.at = at

    def now(self) -> datetime:
        """Return the moment and move on by a second."""
        self.at += timedelta(seconds=1)
        return self.at


class CountedIds:
    """Ids of the form of UUIDv7 in the order in which they were asked for."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._asked = 0

    def new(self) -> str:
        """Return the next id."""
        self._asked += 1
        return str(uuid.UUID(int=(self._asked << 80) | (7 << 76) | (2 << 62)))


def nothing_to_copy(request: BackupRequest, progress: Progress) -> BackupMade:
    """Refuse: what lives in memory has no files."""
    del request, progress
    raise TiigError(BACKUP_NO_FILES)


def in_memory_services(
    standard: Standard | None = None, *, database_url: str | None = None
) -> Services:
    """Return Services that leave no trace; each call makes a store of its own.

    With a `database_url` the catalogue alone is kept there.
    """
    clock, ids, keys = ToldClock(), CountedIds(), MemoryKeys()
    used = standard or load_standard()
    catalogue: Catalogue = (
        MemoryCatalogue(clock=clock, signer=keys, search=kinds_in)
        if database_url is None
        else SqlCatalogue(database_url, clock=clock, signer=keys, search=kinds_in)
    )
    keys.bind(catalogue.key_layers)
    vault = MemoryVault(keys)
    lake = MemoryLake(keys=keys, clock=clock, ids=ids, standard=used)
    return Services(
        catalogue=catalogue,
        lake=lake,
        vault=vault,
        keys=keys,
        geography=Geographies(catalogue, MemoryShelf()),
        clock=clock,
        ids=ids,
        seams=NoSeams(),
        standard=used,
        code_version="test",
        overlay=Path("standard"),
        reconcile=lambda: reconcile(catalogue, lake, vault),
        carry_out=Destroyer(catalogue, lake, vault, clock).carry_out,
        back_up=nothing_to_copy,
        give_up=lambda intent: give_up(catalogue, lake, vault, intent),
    )
