"""Pieces of geographies on disk: immutable Parquet, named by one manifest an import.

The manifest is written last and whole: without it nothing of an import is there.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from tiig.kit.plain import as_plain
from tiig.model.errors import GEOGRAPHY_DAMAGED, TiigError
from tiig.model.geography import Piece, PieceRecord
from tiig.store import durable
from tiig.store.faults import disk_errors

FOLDER = "geography"


class GeographyFiles:
    """The folder `geography` of a workspace."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        self._hashes: dict[str, str] = {}

    def records(self) -> tuple[PieceRecord, ...]:
        """Return every piece, oldest first; GEOGRAPHY_DAMAGED where a manifest is not whole."""
        found = []
        for manifest in sorted(self._folder.glob("*.json")):
            try:
                for entry in json.loads(manifest.read_text(encoding="utf-8")):
                    found.append(_record(entry["piece"]))
                    self._hashes[entry["piece"]["id"]] = str(entry["sha256"])
            except (OSError, ValueError, KeyError, TypeError):
                raise TiigError(GEOGRAPHY_DAMAGED, what=f"manifest {manifest.stem}") from None
        return tuple(found)

    def piece(self, record: PieceRecord) -> Piece:
        """Read a piece and prove that it is what was written."""
        try:
            content = (self._folder / f"{record.id}.parquet").read_bytes()
        except OSError:
            content = b""
        if sha256(content).hexdigest() != self._hashes.get(record.id):
            raise TiigError(GEOGRAPHY_DAMAGED, what=f"piece {record.id}")
        return Piece(
            kind=record.kind,
            level=record.level,
            vintage=record.vintage,
            file=record.file,
            fingerprint=record.fingerprint,
            frame=pl.read_parquet(io.BytesIO(content)),
            for_drawing=record.for_drawing,
            checks=record.checks,
        )

    def add(self, pieces: Sequence[tuple[PieceRecord, Piece]]) -> None:
        """Write the pieces, then the manifest that makes them count."""
        entries = []
        with disk_errors():
            durable.private_folder(self._folder)
            durable.sync(self._folder.parent)
            for record, piece in pieces:
                buffer = io.BytesIO()
                piece.frame.write_parquet(buffer)
                content = buffer.getvalue()
                durable.write_private(self._folder / f"{record.id}.parquet", content)
                entries.append({"piece": as_plain(record), "sha256": sha256(content).hexdigest()})
            text = json.dumps(entries, ensure_ascii=False, indent=1)
            durable.write_private(self._folder / f"{pieces[0][0].id}.json", text.encode())


def _record(told: Mapping[str, Any]) -> PieceRecord:
    at, checks = datetime.fromisoformat(told["at"]), tuple(told["checks"])
    return PieceRecord(**{**told, "at": at, "checks": checks})
