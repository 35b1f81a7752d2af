"""Where tables of areas lie: immutable files named by their age and content, or memory.

They are public data and lie unencrypted. A name is a UUIDv7 and the SHA-256 of the bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

import polars as pl

from tiig.model.errors import PACK_DAMAGED, TiigError
from tiig.model.ports import Ids
from tiig.store import durable
from tiig.store.faults import disk_errors

FOLDER = "geography"
_ENDING = ".parquet"


class Shelf(Protocol):
    """A place for tables that never change."""

    def put(self, frame: pl.DataFrame) -> str:
        """Store a table, durably; returns its id."""
        ...

    def get(self, name: str) -> pl.DataFrame:
        """Return a table; PACK_DAMAGED where it is missing or was changed."""
        ...

    def names(self) -> frozenset[str]:
        """Return the ids of everything on the shelf."""
        ...

    def discard(self, names: Collection[str]) -> None:
        """Remove tables that nobody needs."""
        ...


class FolderShelf:
    """Parquet files in one folder of a workspace; each is written apart, flushed, renamed."""

    def __init__(self, workspace: Path, *, ids: Ids) -> None:
        self._folder = workspace / FOLDER
        self._ids = ids

    def put(self, frame: pl.DataFrame) -> str:
        """Store a table, durably; returns its id."""
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd")
        content = buffer.getvalue()
        name = f"{self._ids.new()}-{hashlib.sha256(content).hexdigest()}"
        with disk_errors():
            durable.private_folder(self._folder)
            durable.write_private(self._folder / (name + _ENDING), content)
        return name

    def get(self, name: str) -> pl.DataFrame:
        """Return a table; PACK_DAMAGED where it is missing or was changed."""
        path = self._folder / (name + _ENDING)
        if not path.is_file():
            raise TiigError(PACK_DAMAGED, pack=path.name)
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != name.rpartition("-")[2]:
            raise TiigError(PACK_DAMAGED, pack=path.name)
        return pl.read_parquet(io.BytesIO(content))

    def names(self) -> frozenset[str]:
        """Return the ids of everything on the shelf, half-written files too."""
        if not self._folder.is_dir():
            return frozenset()
        return frozenset(path.name.removesuffix(_ENDING) for path in self._folder.iterdir())

    def discard(self, names: Collection[str]) -> None:
        """Remove tables that nobody needs."""
        for name in names:
            ending = "" if name.endswith(durable.PART) else _ENDING
            durable.remove(self._folder / (name + ending))


class MemoryShelf:
    """Tables that live as long as the process."""

    def __init__(self) -> None:
        self._tables: dict[str, pl.DataFrame] = {}

    def put(self, frame: pl.DataFrame) -> str:
        """Store a table; returns its id."""
        name = f"table-{len(self._tables) + 1}"
        self._tables[name] = frame
        return name

    def get(self, name: str) -> pl.DataFrame:
        """Return a table; PACK_DAMAGED where it is missing."""
        if name not in self._tables:
            raise TiigError(PACK_DAMAGED, pack=name)
        return self._tables[name]

    def names(self) -> frozenset[str]:
        """Return the ids of everything on the shelf."""
        return frozenset(self._tables)

    def discard(self, names: Collection[str]) -> None:
        """Remove tables that nobody needs."""
        for name in names:
            self._tables.pop(name, None)
