"""What counting must be told of the world: the sites that send, and a geography."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month

AREA_LEVELS = ("deprivation", "la", "msoa", "lsoa")
"""Columns of a lookup that areas are grouped by; fifths of deprivation are groups of LSOAs."""


@dataclass(frozen=True)
class SiteFacts:
    """What is declared of the sites: `names` by code holds every one that tables show.

    Sites that cannot tell assaults, or send assaults or injuries only, are named by code.
    `received` are the (site, month) that were received or declared nil: what is not among
    them is absent, never zero; None where that is not told. `providers` by site.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    cannot_tell_assaults: frozenset[str] = frozenset()
    assaults_only: frozenset[str] = frozenset()
    injuries_only: frozenset[str] = frozenset()
    received: frozenset[tuple[str, str]] | None = None
    providers: Mapping[str, str] = field(default_factory=dict)

    def presence(self, months: Iterable[Month]) -> dict[str, str]:
        """Tell for each site whether all these months were received: `throughout` or `part`."""
        asked = [str(month) for month in months]
        return {
            site: "throughout"
            if self.received is None or all((site, month) in self.received for month in asked)
            else "part"
            for site in self.names
        }


@dataclass(frozen=True, eq=False)
class GeographyFrames:
    """One geography: `lookup` (`lsoa`, `msoa`, `la`, names as `la_name` ...) and populations.

    Where deprivation is known, `lookup` has `deprivation`, from 1 (most deprived) to 5.

    `population` has `lsoa`, `sex`, `age_band` (node ids) and `population`. `name` holds the
    vintage too. A schematic geography is invented, and every table from it says so.
    """

    name: str
    lookup: pl.DataFrame
    population: pl.DataFrame
    schematic: bool = False

    def codes(self, level: str) -> tuple[tuple[str, str], ...]:
        """Return code and name of every area of a level, by code."""
        self._check(level)
        name = f"{level}_name"
        columns = [level, name if name in self.lookup.columns else level]
        areas = self.lookup.select(
            pl.col(columns[0]).alias("code"), pl.col(columns[1]).alias("name")
        )
        return tuple(areas.unique(subset="code").sort("code").rows())

    def lsoas(self, level: str, codes: frozenset[str]) -> frozenset[str]:
        """Return the LSOAs that lie in areas of a level."""
        self._check(level)
        within = self.lookup.filter(pl.col(level).is_in(sorted(codes)))
        return frozenset(within["lsoa"].to_list())

    def up_to(self, level: str) -> dict[str, str]:
        """Return the area of a level that holds each LSOA."""
        self._check(level)
        return dict(zip(self.lookup["lsoa"], self.lookup[level], strict=True))

    def _check(self, level: str) -> None:
        if level not in self.lookup.columns:
            raise TiigError(BAD_ARGUMENT, what=f"the geography {self.name} tells no {level}")
