"""Geographies by name and version: those that were imported, and the built-in schematic one.

The catalogue names the tables of every version, a shelf holds them. Tables that no version
names are what a broken-off import left, and go when they are an hour old.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from tiig.model.area_errors import GEOGRAPHY_UNKNOWN
from tiig.model.errors import TiigError
from tiig.model.geography import GeographyRecord, PartKind, Population
from tiig.model.ports import Catalogue
from tiig.standard.schematic import VINTAGE, SchematicGeography, schematic_geography
from tiig.store.healing import YOUNG, moment_of
from tiig.store.shelves import Shelf

_SOURCE = "Invented areas and residents; not about any real place or person"
_LEVELS = ("la", "msoa", "lsoa")
_EMPTY: Mapping[str, Mapping[str, Any]] = {
    "deprivation": {"lsoa": pl.String, "decile": pl.Int32},
    "others": {"other": pl.String, "lsoa": pl.String, "exact": pl.Boolean, "year": pl.String},
    "postcodes": {"postcode": pl.String, "lsoa": pl.String, "basis": pl.String},
    "shapes": {"code": pl.String, "name": pl.String, "shape": pl.Binary},
}
_TELLS_MOST = ("by sex and age", "by age", "by sex", "totals")


class Geographies:
    """Serves tables of areas, each read once in a process."""

    def __init__(self, catalogue: Catalogue, shelf: Shelf) -> None:
        self._catalogue = catalogue
        self._shelf = shelf
        self._read: dict[str, pl.DataFrame] = {}

    def list(self) -> tuple[GeographyRecord, ...]:
        """Return the newest version of each, the built-in one first."""
        newest = {one.name: one.record for one in self._catalogue.geographies()}
        return (_schematic_record(), *(newest[name] for name in sorted(newest)))

    def record(self, name: str, *, at: datetime | None = None) -> GeographyRecord:
        """Return a geography as known at a moment (None: now); GEOGRAPHY_UNKNOWN else."""
        if name == VINTAGE:
            return _schematic_record()
        found = [
            one
            for one in self._catalogue.geographies()
            if name in {one.name, f"{one.name}@{one.version}"}
            and (at is None or one.known_from <= at)
        ]
        if not found:
            raise TiigError(GEOGRAPHY_UNKNOWN)
        return found[-1].record

    def lookup(self, name: str) -> pl.DataFrame:
        """Return `lsoa`, `la`, as far as told `msoa` and `ward`, and names, one row an LSOA."""
        if name == VINTAGE:
            return _schematic().lookup
        return self.frame(self.record(name).frames["areas"])

    def populations(self, name: str) -> tuple[Population, ...]:
        """Return the populations that are known, those that tell most first."""
        if name == VINTAGE:
            people = _schematic().population.rename({"lsoa": "area"})
            return (Population("lsoa", people, _SOURCE),)
        # Nothing is counted by ward or region, so that their residents are of no use to rates.
        parts = [
            one
            for one in self.record(name).parts
            if one.kind is PartKind.POPULATION and one.level in _LEVELS
        ]
        parts.sort(key=lambda one: (_TELLS_MOST.index(one.detail), _LEVELS.index(one.level)))
        return tuple(
            Population(one.level, self.frame(one.frame), f"{one.file}, {one.vintage}")
            for one in parts
        )

    def deprivation(self, name: str) -> pl.DataFrame:
        """Return `lsoa` and `decile` (1 = most deprived); no rows where it is not known."""
        if name == VINTAGE:
            return _schematic().deprivation
        part = self.record(name).part(PartKind.DEPRIVATION, "lsoa")
        if part is None:
            return pl.DataFrame(schema=_EMPTY["deprivation"])
        return self.frame(part.frame).select(
            pl.col("area").alias("lsoa"), pl.col("decile").cast(pl.Int32)
        )

    def others(self, name: str) -> pl.DataFrame:
        """Return `other` codes of another vintage, their best `lsoa`, `exact` and `year`."""
        return self._joined(name, "others")

    def postcodes(self, name: str) -> pl.DataFrame:
        """Return `postcode` (without space), `lsoa` and `basis`; no rows where not imported."""
        return self._joined(name, "postcodes")

    def shapes(self, name: str, level: str) -> pl.DataFrame:
        """Return `code`, `name`, `shape` (WKB, metres) to draw: the simplest that there are."""
        if name != VINTAGE:
            record = self.record(name)
            for detail in ("simplified", None):
                part = record.part(PartKind.BOUNDARIES, level, detail)
                if part is not None:
                    return self.frame(part.frame)
        return pl.DataFrame(schema=_EMPTY["shapes"])

    def tiles(self, name: str) -> dict[str, tuple[int, int]]:
        """Return column and row of each authority on a tile map; none where nobody drew one."""
        if name != VINTAGE:
            self.record(name)
            return {}
        return {area: (x, y) for area, x, y in _schematic().tiles.iter_rows()}

    def frame(self, frame: str) -> pl.DataFrame:
        """Return a stored table by id."""
        if frame not in self._read:
            self._read[frame] = self._shelf.get(frame)
        return self._read[frame]

    def keep(self, frame: pl.DataFrame) -> str:
        """Store a table, durably, and return its id; the catalogue must name it to keep it."""
        return self._shelf.put(frame)

    def heal(self, now: datetime) -> tuple[str, ...]:
        """Remove tables that no version names and that are older than an hour."""
        there = self._shelf.names()
        strays = there - self._named()  # named after: what was committed meanwhile stays
        moments = {name: moment_of(name) for name in strays}
        old = sorted(name for name, made in moments.items() if made and made < now - YOUNG)
        self._shelf.discard(old)
        return tuple(old)

    def faults(self) -> tuple[str, ...]:
        """Return a sentence for each table that is missing or damaged."""
        told = []
        for name in sorted(self._named()):
            try:
                self._shelf.get(name)
            except TiigError:
                told.append(f"A table of areas is missing or damaged: {name}")
        return tuple(told)

    def _named(self) -> frozenset[str]:
        versions = self._catalogue.geographies()
        return frozenset(name for one in versions for name in one.record.every_frame)

    def _joined(self, name: str, what: str) -> pl.DataFrame:
        frames = {} if name == VINTAGE else self.record(name).frames
        return self.frame(frames[what]) if what in frames else pl.DataFrame(schema=_EMPTY[what])


def _schematic() -> SchematicGeography:
    return schematic_geography()


def _schematic_record() -> GeographyRecord:
    lookup = _schematic().lookup
    areas = {level: lookup[level].n_unique() for level in _LEVELS}
    return GeographyRecord(
        name=VINTAGE, vintage=VINTAGE, source=_SOURCE, schematic=True, areas=areas
    )
