"""Geographies by name and vintage; the built-in schematic one is the default.

Its areas are invented and say so. Real lookups and populations are imported beside it.
"""

from __future__ import annotations

import polars as pl

from tiig.model.errors import GEOGRAPHY_UNKNOWN, TiigError
from tiig.model.ports import GeographyRecord
from tiig.standard.schematic import VINTAGE, SchematicGeography, schematic_geography

_SOURCE = "Invented areas and residents; not about any real place or person"
_LEVELS = ("la", "msoa", "lsoa")


class Geographies:
    """Serves the schematic geography, made when it is first asked for."""

    def __init__(self) -> None:
        self._made: SchematicGeography | None = None

    def list(self) -> tuple[GeographyRecord, ...]:
        """Return what is there, the default first."""
        lookup = self._schematic().lookup
        areas = {level: lookup[level].n_unique() for level in _LEVELS}
        record = GeographyRecord(
            name=VINTAGE, vintage=VINTAGE, source=_SOURCE, schematic=True, areas=areas
        )
        return (record,)

    def lookup(self, name: str) -> pl.DataFrame:
        """Return `lsoa`, `msoa`, `la` and their names (String), one row an LSOA."""
        return self._named(name).lookup

    def population(self, name: str) -> pl.DataFrame:
        """Return `lsoa`, `sex`, `age_band` (node ids) and `population` (Int64)."""
        return self._named(name).population

    def deprivation(self, name: str) -> pl.DataFrame:
        """Return `lsoa` and `decile` (1 = most deprived)."""
        return self._named(name).deprivation

    def tiles(self, name: str) -> dict[str, tuple[int, int]]:
        """Return column and row of each authority on a tile map."""
        return {area: (x, y) for area, x, y in self._named(name).tiles.iter_rows()}

    def _named(self, name: str) -> SchematicGeography:
        if name != VINTAGE:
            raise TiigError(GEOGRAPHY_UNKNOWN)
        return self._schematic()

    def _schematic(self) -> SchematicGeography:
        if self._made is None:
            self._made = schematic_geography()
        return self._made
