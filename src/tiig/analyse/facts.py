"""What counting must be told of the world: the sites that send, and a geography."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

AREA_LEVELS = ("la", "msoa", "lsoa")


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


@dataclass(frozen=True, eq=False)
class GeographyFrames:
    """One geography: `lookup` (`lsoa`, `msoa`, `la`, names as `la_name` ...) and populations.

    `population` has `lsoa`, `sex`, `age_band` (node ids) and `population`. `name` holds the
    vintage too. A schematic geography is invented, and every table from it says so.
    """

    name: str
    lookup: pl.DataFrame
    population: pl.DataFrame
    schematic: bool = False

    def codes(self, level: str) -> tuple[tuple[str, str], ...]:
        """Return code and name of every area of a level, by code."""
        name = f"{level}_name"
        columns = [level, name if name in self.lookup.columns else level]
        areas = self.lookup.select(
            pl.col(columns[0]).alias("code"), pl.col(columns[1]).alias("name")
        )
        return tuple(areas.unique(subset="code").sort("code").rows())

    def lsoas(self, level: str, codes: frozenset[str]) -> frozenset[str]:
        """Return the LSOAs that lie in areas of a level."""
        within = self.lookup.filter(pl.col(level).is_in(sorted(codes)))
        return frozenset(within["lsoa"].to_list())

    def up_to(self, level: str) -> dict[str, str]:
        """Return the area of a level that holds each LSOA."""
        return dict(zip(self.lookup["lsoa"], self.lookup[level], strict=True))
