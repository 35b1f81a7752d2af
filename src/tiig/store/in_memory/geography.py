"""Pieces of geographies without a disk."""

from __future__ import annotations

from collections.abc import Sequence

from tiig.model.geography import Piece, PieceRecord


class MemoryGeographyFiles:
    """Pieces by record, in the order in which they came."""

    def __init__(self) -> None:
        self._pieces: dict[str, tuple[PieceRecord, Piece]] = {}

    def records(self) -> tuple[PieceRecord, ...]:
        """Return every piece, oldest first."""
        return tuple(record for record, _ in self._pieces.values())

    def piece(self, record: PieceRecord) -> Piece:
        """Return a piece as it was added."""
        return self._pieces[record.id][1]

    def add(self, pieces: Sequence[tuple[PieceRecord, Piece]]) -> None:
        """Keep pieces."""
        self._pieces |= {record.id: (record, piece) for record, piece in pieces}
