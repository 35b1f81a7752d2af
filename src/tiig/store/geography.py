"""Geographies by name and vintage: the built-in schematic one, and those that were imported.

The schematic areas are invented and say so. Default: the one that `tiig.toml` names, else
the first imported one that has a lookup to authorities, else the schematic one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import polars as pl

from tiig.model.errors import GEOGRAPHY_UNKNOWN, SETTINGS_INVALID, TiigError
from tiig.model.geography import (
    BOUNDARIES,
    CROSSWALK,
    DEPRIVATION,
    LOOKUP,
    POPULATION,
    Piece,
    PieceRecord,
)
from tiig.model.ports import GeographyRecord
from tiig.standard.schematic import VINTAGE, SchematicGeography, schematic_geography
from tiig.store.in_memory.geography import MemoryGeographyFiles

_SOURCE = "Invented areas and residents; not about any real place or person"
_LEVELS = ("la", "msoa", "lsoa")
_PEOPLE = {"lsoa": pl.String, "sex": pl.String, "age_band": pl.String, "population": pl.Int64}
_DECILES = {"lsoa": pl.String, "decile": pl.Int32}


class Files(Protocol):
    """Where imported pieces are kept."""

    def records(self) -> tuple[PieceRecord, ...]:
        """Return every piece, oldest first."""
        ...

    def piece(self, record: PieceRecord) -> Piece:
        """Return a piece."""
        ...

    def add(self, pieces: Sequence[tuple[PieceRecord, Piece]]) -> None:
        """Keep pieces, all or none."""
        ...


class Geographies:
    """Serves the schematic geography and imported ones; pieces are read once."""

    def __init__(self, files: Files | None = None, default: str | None = None) -> None:
        self._files = files or MemoryGeographyFiles()
        self._default = default
        self._read: dict[str, Piece] = {}

    def list(self) -> tuple[GeographyRecord, ...]:
        """Return what can be counted by, the default first."""
        imported: dict[str, list[PieceRecord]] = {}
        for record in self._files.records():
            imported.setdefault(record.geography, []).append(record)
        whole = [_listed(name, own) for name, own in imported.items() if _is_whole(own)]
        found = [*whole, self._invented()]
        first = self._default or found[0].name
        if first not in {one.name for one in found}:
            what = "geography names none that has a lookup to authorities"
            raise TiigError(SETTINGS_INVALID, what=what)
        return tuple(sorted(found, key=lambda one: one.name != first))

    def lookup(self, name: str) -> pl.DataFrame:
        """Return `lsoa`, `la` and what other levels and names are told, one row an LSOA."""
        if name == VINTAGE:
            return self._schematic().lookup
        lookups = [piece.frame for piece in self._of(name, LOOKUP)]
        if not lookups:
            raise TiigError(GEOGRAPHY_UNKNOWN)
        joined: pl.DataFrame | None = None
        for frame in lookups:
            told = frame.drop("postcode", strict=False).unique(
                subset="lsoa", keep="first", maintain_order=True
            )
            if joined is None:
                joined = told
                continue
            added = [column for column in told.columns if column not in joined.columns]
            joined = joined.join(told.select("lsoa", *added), on="lsoa", how="left")
        assert joined is not None  # noqa: S101 - there is at least one lookup
        return joined.sort("lsoa")

    def population(self, name: str) -> pl.DataFrame:
        """Return `lsoa`, `sex`, `age_band`, `population`; see PERSONS; empty where not told."""
        if name == VINTAGE:
            return self._schematic().population
        found = [one.frame for one in self._of(name, POPULATION) if one.level == "lsoa"]
        return found[0].rename({"code": "lsoa"}) if found else pl.DataFrame(schema=_PEOPLE)

    def deprivation(self, name: str) -> pl.DataFrame:
        """Return `lsoa` and `decile` (1 = most deprived); empty where not told."""
        if name == VINTAGE:
            return self._schematic().deprivation
        found = [one.frame for one in self._of(name, DEPRIVATION)]
        return found[0] if found else pl.DataFrame(schema=_DECILES)

    def tiles(self, name: str) -> dict[str, tuple[int, int]]:
        """Return column and row of each authority on a tile map; none for imported ones."""
        if name != VINTAGE:
            return {}
        return {area: (x, y) for area, x, y in self._schematic().tiles.iter_rows()}

    def boundaries(self, name: str, level: str) -> pl.DataFrame | None:
        """Return boundaries to draw with, the coarser of two."""
        found = [one for one in self._of(name, BOUNDARIES) if one.level == level]
        coarse = sorted(found, key=lambda one: not one.for_drawing)
        return coarse[0].frame if coarse else None

    def crosswalk(self, name: str, vintages: str) -> pl.DataFrame | None:
        """Return a crosswalk by the vintages that it leads from and to."""
        found = [one for one in self._of(name, CROSSWALK) if one.vintage == vintages]
        return found[0].frame if found else None

    def pieces(self, name: str | None = None) -> tuple[PieceRecord, ...]:
        """Return what was imported, oldest first."""
        return tuple(one for one in self._files.records() if name in {None, one.geography})

    def piece(self, record: PieceRecord) -> Piece:
        """Return a piece, read once."""
        if record.id not in self._read:
            self._read[record.id] = self._files.piece(record)
        return self._read[record.id]

    def add(self, pieces: Sequence[tuple[PieceRecord, Piece]]) -> None:
        """Keep pieces, all or none."""
        self._files.add(pieces)

    def _of(self, name: str, kind: str) -> tuple[Piece, ...]:
        if name == VINTAGE:
            return ()
        records = self.pieces(name)
        if not records:
            raise TiigError(GEOGRAPHY_UNKNOWN)
        return tuple(self.piece(one) for one in records if one.kind == kind)

    def _invented(self) -> GeographyRecord:
        lookup = self._schematic().lookup
        areas = {level: lookup[level].n_unique() for level in _LEVELS}
        return GeographyRecord(VINTAGE, VINTAGE, _SOURCE, schematic=True, areas=areas)

    @staticmethod
    def _schematic() -> SchematicGeography:
        return schematic_geography()


def _is_whole(records: Sequence[PieceRecord]) -> bool:
    return any(one.kind == LOOKUP and "la" in one.areas for one in records)


def _listed(name: str, records: Sequence[PieceRecord]) -> GeographyRecord:
    lookups = [one for one in records if one.kind == LOOKUP]
    areas: dict[str, int] = {}
    for one in reversed(lookups):
        areas |= one.areas
    sources = "; ".join(dict.fromkeys(f"{one.source} ({one.licence})" for one in records))
    return GeographyRecord(
        name=name, vintage=lookups[0].vintage, source=sources, schematic=False, areas=areas
    )
