"""Set the files of a geography against each other, and put them together or refuse them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tiig.kit.rounding import rounded
from tiig.locate.areas import areas_of, other_vintages
from tiig.locate.codes import PLURALS, some
from tiig.locate.drafts import Draft
from tiig.locate.postcodes import postcodes_of
from tiig.model.area_errors import AREA_CODE, AREA_VINTAGE_OTHER, AREAS_DIFFER
from tiig.model.errors import TiigError
from tiig.model.geography import LEVELS, PartKind

_DRIFT_PER_CENT = 1.0
"""Totals of small areas and of authorities that differ by more than this are told."""


@dataclass(frozen=True, eq=False)
class Joined:
    """A geography put together: its drafts, cut to its areas, and the tables made of them.

    `areas`: one row an LSOA. `others`: codes of another vintage, with the LSOA that fits each
    best. `postcodes`: `postcode`, `lsoa` and the `basis` (given, lookup or place).
    """

    year: str
    drafts: tuple[Draft, ...]
    areas: pl.DataFrame
    others: pl.DataFrame
    postcodes: pl.DataFrame
    measured: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """Return how many areas there are of each level, the widest first."""
        levels = [level for level in reversed(LEVELS) if level in self.areas.columns]
        return {level: self.areas[level].n_unique() for level in levels}


def joined(drafts: Sequence[Draft], *, year: str, within: frozenset[str] = frozenset()) -> Joined:
    """Put files together as areas of one vintage; each fault names its file.

    `within` cuts national files to authorities; without it every file must be about exactly
    the areas of the lookups.
    """
    _check_roles(drafts)
    lookups = [one for one in drafts if one.kind is PartKind.LOOKUP]
    areas = areas_of(lookups, year, within)
    others = other_vintages(lookups, year, areas, None)
    strangers = set(others["other"])
    cut = tuple(_cut(one, areas, year, strangers, within=within) for one in drafts)
    others = other_vintages(lookups, year, areas, _residents(cut))
    postcodes, measured = postcodes_of(cut, year, areas, others)
    return Joined(year, cut, areas, others, postcodes, (*measured, *_drift(cut)))


def _check_roles(drafts: Sequence[Draft]) -> None:
    """Refuse two files that tell the same."""
    seen: dict[tuple[str, ...], str] = {}
    for one in drafts:
        if one.role in seen:
            what = f"it tells the same as the file {seen[one.role]}; give one of them"
            raise TiigError(AREAS_DIFFER, one.where, what=what)
        seen[one.role] = one.file


def _cut(
    draft: Draft, areas: pl.DataFrame, year: str, strangers: set[str], *, within: frozenset[str]
) -> Draft:
    """Check a file's areas against those of the geography, and leave out what lies elsewhere."""
    if draft.kind in {PartKind.LOOKUP, PartKind.POSTCODES}:
        return draft
    if draft.level == "lsoa" and draft.areas_of not in {"", year}:
        what = f"its LSOAs are those of {draft.areas_of}, the geography is of {year}"
        raise TiigError(AREA_VINTAGE_OTHER, draft.where, what=what)
    if draft.level not in areas.columns:
        if draft.level == "region":
            return draft
        what = f"it is about {PLURALS[draft.level]}, and no lookup leads from LSOAs to them"
        raise TiigError(AREAS_DIFFER, draft.where, what=what)
    column = "code" if draft.kind is PartKind.BOUNDARIES else "area"
    wanted, here = set(areas[draft.level]), set(draft.frame[column])
    lacking, strange = sorted(wanted - here), sorted(here - wanted)
    if strangers & set(strange):
        known = sorted(strangers & set(strange))
        what = f"{len(known):,} of its LSOAs are not of {year}: {some(known)}"
        raise TiigError(AREA_VINTAGE_OTHER, draft.where, what=what)
    plural = PLURALS[draft.level]
    if lacking:
        what = f"it lacks {len(lacking):,} of {len(wanted):,} {plural}: {some(lacking)}"
        raise TiigError(AREAS_DIFFER, draft.where, what=what)
    if strange and not within:
        what = f"{len(strange):,} {plural} are in no lookup: {some(strange)}"
        raise TiigError(AREAS_DIFFER, draft.where, what=what)
    if not strange:
        return draft
    told = f"{len(strange):,} {plural} elsewhere were left out."
    kept = draft.frame.filter(pl.col(column).is_in(sorted(wanted)))
    return replace(draft, frame=kept, remarks=(*draft.remarks, told))


def _residents(drafts: Sequence[Draft]) -> pl.DataFrame | None:
    """Return how many people live in each LSOA, where a file tells."""
    for one in drafts:
        if one.kind is PartKind.POPULATION and one.level == "lsoa":
            return one.frame.group_by("area").agg(pl.col("population").sum()).sort("area")
    return None


def _drift(drafts: Sequence[Draft]) -> Iterator[str]:
    """Tell where populations of two levels do not have the same total."""
    people = [one for one in drafts if one.kind is PartKind.POPULATION]
    totals = [(one, int(one.frame["population"].sum())) for one in people]
    if any(total <= 0 for _, total in totals):
        raise TiigError(AREA_CODE, people[0].where, what="nobody lives in its areas")
    for one, total in totals[1:]:
        first, other = totals[0]
        apart = 100 * abs(total - other) / other
        if apart > _DRIFT_PER_CENT:
            yield (
                f"Populations differ: {other:,} by {first.file}, {total:,} by {one.file} "
                f"({rounded(apart, 1)} % apart)."
            )
