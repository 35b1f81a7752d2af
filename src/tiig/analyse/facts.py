"""What counting must be told of the world: the sites that send, and a geography."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

import polars as pl

from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.geography import Population
from tiig.model.months import Month
from tiig.model.states import NOT_RECORDED_NODE

Found = TypeVar("Found")

AREA_LEVELS = ("deprivation", "la", "msoa", "lsoa")
"""Columns of a lookup that areas are grouped by; fifths of deprivation are groups of LSOAs."""

NESTED = ("la", "msoa", "lsoa")
"""Levels of which each lies wholly in one area of the level before."""


def no_others() -> pl.DataFrame:
    """Return the table of codes of other vintages where there are none."""
    schema = {"other": pl.String, "lsoa": pl.String, "exact": pl.Boolean, "year": pl.String}
    return pl.DataFrame(schema=schema)


@dataclass(frozen=True)
class SiteFacts:
    """What is declared of the sites: `names` by code holds every one that tables show.

    Sites that cannot tell assaults, or send assaults or injuries only, are named by code.
    `received` are the (site, month) that were received or declared nil: what is not among
    them is absent, never zero; None where that is not told. `partly` are those among them of
    which only some days were. `providers` by site.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    cannot_tell_assaults: frozenset[str] = frozenset()
    assaults_only: frozenset[str] = frozenset()
    injuries_only: frozenset[str] = frozenset()
    received: frozenset[tuple[str, str]] | None = None
    partly: frozenset[tuple[str, str]] = frozenset()
    providers: Mapping[str, str] = field(default_factory=dict)

    def presence(self, months: Iterable[Month]) -> dict[str, str]:
        """Tell for each site whether all these months were received: `throughout` or `part`.

        A month of which some days are lacking was not.
        """
        asked = [str(month) for month in months]
        if self.received is None:
            return dict.fromkeys(self.names, "throughout")
        whole = self.received - self.partly
        return {
            site: "throughout" if all((site, month) in whole for month in asked) else "part"
            for site in self.names
        }


@dataclass(frozen=True, eq=False)
class GeographyFrames:
    """One geography: `lookup` (`lsoa`, `msoa`, `la`, names as `la_name` ...) and populations.

    Where deprivation is known, `lookup` has `deprivation`, from 1 (most deprived) to 5.

    `populations` are tables of residents, those that tell most first; `others` are codes of
    another vintage, each with the `lsoa` that fits it best and whether it does so exactly.
    `stored` tells the codes that stand in rows; wider ones among them are of people of whom no
    LSOA is kept. `name` holds the vintage too. A schematic geography is invented, and every
    table says so.
    """

    name: str
    lookup: pl.DataFrame
    populations: tuple[Population, ...]
    schematic: bool = False
    others: pl.DataFrame = field(default_factory=no_others)
    stored: Callable[[], frozenset[str]] = frozenset
    _known: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False, compare=False)

    def codes(self, level: str) -> tuple[tuple[str, str], ...]:
        """Return code and name of every area of a level, by code."""
        return self._once("codes", level, self._codes)

    def _codes(self, level: str) -> tuple[tuple[str, str], ...]:
        name = f"{level}_name"
        columns = [level, name if name in self.lookup.columns else level]
        areas = self.lookup.select(
            pl.col(columns[0]).alias("code"), pl.col(columns[1]).alias("name")
        )
        return tuple(areas.unique(subset="code").sort("code").rows())

    def lsoas(self, level: str, codes: frozenset[str]) -> frozenset[str]:
        """Return the LSOAs that lie in areas of a level, those of another vintage too."""
        return frozenset(lsoa for lsoa, area in self.up_to(level).items() if area in codes)

    def up_to(self, level: str) -> Mapping[str, str]:
        """Return the area of a level that holds each LSOA, those of another vintage too.

        Wider areas that stand in rows are told beside them: they lie in areas at least as wide,
        and are not recorded by narrower ones.
        """
        return self._once("up_to", level, self._up_to)

    def _up_to(self, level: str) -> Mapping[str, str]:
        here = dict(zip(self.lookup["lsoa"], self.lookup[level], strict=True))
        others = zip(self.others["other"], self.others["lsoa"], strict=True)
        known = {**{other: here[lsoa] for other, lsoa in others}, **here}
        return MappingProxyType({**self._wider(level), **known})

    def _wider(self, level: str) -> dict[str, str]:
        """Return the MSOAs and authorities that stand in rows with what they are by a level.

        Only those: where all rows have their LSOA an authority is the sum of its MSOAs, and gate
        two must know that.
        """
        found: dict[str, str] = {}
        stored = self.stored()
        for own in NESTED[:-1]:
            if own in self.lookup.columns:
                told = level in NESTED and NESTED.index(level) <= NESTED.index(own)
                areas = self.lookup[level] if told else [NOT_RECORDED_NODE] * self.lookup.height
                pairs = zip(self.lookup[own], areas, strict=True)
                found |= {code: area for code, area in pairs if code in stored}
        return found

    def _once(self, what: str, level: str, find: Callable[[str], Found]) -> Found:
        """Work out what is asked of a level once; the questions of a page ask it many times."""
        self._check(level)
        if (what, level) not in self._known:
            self._known[what, level] = find(level)
        found: Found = self._known[what, level]
        return found

    def authorities(self) -> Mapping[str, str]:
        """Return the local authority that holds each area of any level."""
        found = {code: code for code in self.lookup["la"]}
        for level in NESTED[1:]:
            if level in self.lookup.columns:
                found |= dict(zip(self.lookup[level], self.lookup["la"], strict=True))
        return found

    def in_areas(self, level: str) -> pl.DataFrame:
        """Return each area of a level once, with what it lies in."""
        wider = NESTED[: NESTED.index(level) + 1]
        columns = [*wider, *(["deprivation"] if level == "lsoa" else [])]
        kept = [name for name in columns if name in self.lookup.columns]
        return self.lookup.select(kept).unique(subset=level, maintain_order=True)

    def _check(self, level: str) -> None:
        if level not in self.lookup.columns:
            raise TiigError(BAD_ARGUMENT, what=f"the geography {self.name} tells no {level}")
