"""Put lookups together: one row an LSOA with what it lies in, and codes of another vintage."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tiig.locate.codes import PLURALS, some
from tiig.locate.drafts import Draft
from tiig.model.area_errors import AREA_CODE, AREAS_DIFFER, LOOKUP_MISSING
from tiig.model.errors import TiigError

_WIDER = ("msoa", "ward", "la")


def areas_of(lookups: Sequence[Draft], year: str, within: frozenset[str]) -> pl.DataFrame:
    """Return `lsoa` and what each lies in (`msoa`, `ward`, `la`, as far as told) with names.

    Of levels that are told for several years the newest stands, MSOAs are of the LSOAs' own
    year. Raises LOOKUP_MISSING, AREAS_DIFFER, or AREA_CODE where two files contradict.
    """
    key = f"lsoa{year[2:]}"
    told = [one for one in lookups if key in one.frame.columns]
    if not told:
        what = f"no lookup names LSOAs of {year}"
        raise TiigError(LOOKUP_MISSING, what=what)
    columns = {level: _found(told, lookups, key, level) for level in _WIDER}
    la = columns["la"]
    if la is None:
        raise TiigError(LOOKUP_MISSING, what="no lookup leads from LSOA to local authority")
    if within:
        la = la.filter(pl.col("la").is_in(sorted(within)))
        if la["la"].n_unique() < len(within):
            missing = sorted(within - set(la["la"]))
            what = f"no lookup knows the authorities {some(missing)}"
            raise TiigError(AREAS_DIFFER, what=what)
    areas = la
    for level in ("ward", "msoa"):
        wider = columns[level]
        if wider is not None:
            areas = areas.join(wider, on="lsoa", how="left")
            _complete(areas, level)
    _same_lsoas(told, key, areas, within=within)
    for level in ("lsoa", *_WIDER):
        if level in areas.columns:
            areas = _named(areas, level, lookups)
    return areas.sort("lsoa")


def _complete(areas: pl.DataFrame, level: str) -> None:
    without = areas.filter(pl.col(level).is_null())["lsoa"].sort().to_list()
    if without:
        what = f"{len(without)} LSOAs have no {level.upper()} in any lookup: {some(without)}"
        raise TiigError(AREAS_DIFFER, what=what)


def _found(
    told: Sequence[Draft], lookups: Sequence[Draft], key: str, level: str
) -> pl.DataFrame | None:
    """Return `lsoa` and the code of a wider level: told at once, or by way of MSOA or ward."""
    direct = _newest(told, key, level)
    if direct is not None:
        return direct
    if level != "la":
        return None
    for between in ("msoa", "ward"):
        step = _newest(told, key, between)
        name = _newest_key(told, between, key)
        further = [one for one in lookups if name and name in one.frame.columns]
        up = _newest(further, name, "la") if name else None
        if step is not None and up is not None:
            up = up.rename({"lsoa": between})
            return step.join(up, on=between, how="inner").select("lsoa", "la")
    return None


def _keys(drafts: Sequence[Draft], level: str) -> list[str]:
    found = {name for one in drafts for name in one.frame.columns if _is_key(name, level)}
    return sorted(found, reverse=True)


def _is_key(name: str, level: str) -> bool:
    return name.startswith(level) and name.removeprefix(level).isdigit() | (name == level)


def _newest_key(drafts: Sequence[Draft], level: str, key: str) -> str | None:
    own = f"msoa{key.removeprefix('lsoa')}"
    keys = [name for name in _keys(drafts, level) if level != "msoa" or name in {own, "msoa"}]
    return keys[0] if keys else None


def _newest(drafts: Sequence[Draft], key: str, level: str) -> pl.DataFrame | None:
    name = _newest_key(drafts, level, key)
    if name is None:
        return None
    having = [one for one in drafts if {key, name} <= set(one.frame.columns)]
    pieces = [
        one.frame.select(pl.col(key).alias("lsoa"), pl.col(name).alias(level)) for one in having
    ]
    if not pieces:
        return None
    pairs = pl.concat(pieces).drop_nulls().unique()
    twice = pairs.filter(pl.col("lsoa").is_duplicated())["lsoa"].unique().sort().to_list()
    if twice:
        files = " and ".join(dict.fromkeys(one.file for one in having))
        what = f"{len(twice)} lie in two {PLURALS[level]} ({name}) by {files}: {some(twice)}"
        raise TiigError(AREA_CODE, what=what)
    return pairs


def _same_lsoas(
    told: Sequence[Draft], key: str, areas: pl.DataFrame, *, within: frozenset[str]
) -> None:
    """Refuse lookups that are about other LSOAs than the rest."""
    wanted = set(areas["lsoa"])
    for one in told:
        here = set(one.frame[key].drop_nulls())
        lacking, strange = sorted(wanted - here), sorted(here - wanted)
        if lacking:
            what = f"it lacks {len(lacking):,} of {len(wanted):,} LSOAs: {some(lacking)}"
            raise TiigError(AREAS_DIFFER, one.where, what=what)
        if strange and not within:
            what = f"{len(strange):,} LSOAs stand in no other lookup: {some(strange)}"
            raise TiigError(AREAS_DIFFER, one.where, what=what)


def _named(areas: pl.DataFrame, level: str, lookups: Sequence[Draft]) -> pl.DataFrame:
    """Add names where a lookup tells them; a code without a name is its own."""
    names: dict[str, str] = {}
    for one in lookups:
        for key in _keys([one], level):
            if f"{key}_name" in one.frame.columns:
                pairs = one.frame.select(key, f"{key}_name").drop_nulls().unique().sort(key)
                names = {**dict(pairs.rows()), **names}
    code = pl.col(level)
    known = {code: name for code, name in names.items() if code in set(areas[level])}
    if not known:
        return areas
    named = code.replace_strict(known, default=code, return_dtype=pl.String)
    return areas.with_columns(named.alias(f"{level}_name"))


def other_vintages(
    lookups: Sequence[Draft], year: str, areas: pl.DataFrame, residents: pl.DataFrame | None
) -> pl.DataFrame:
    """Return `other` codes of another vintage with the `lsoa` that fits each best.

    `exact` where the whole of it lies in that one; else the part with most `residents`
    (`area`, `population`) is taken, or the first by code. Codes that did not change their
    meaning stand in the geography itself and are left out.
    """
    key = f"lsoa{year[2:]}"
    empty = pl.DataFrame(
        schema={"other": pl.String, "lsoa": pl.String, "exact": pl.Boolean, "year": pl.String}
    )
    found = [empty]
    for one in lookups:
        for other in _keys([one], "lsoa"):
            if key in one.frame.columns and other not in {key, "lsoa"}:
                pairs = one.frame.select(
                    pl.col(other).alias("other"), pl.col(key).alias("lsoa")
                ).drop_nulls()
                year_of = pl.lit(f"20{other.removeprefix('lsoa')}").alias("year")
                found.append(_best_fit(pairs.unique(), residents).with_columns(year_of))
    every = pl.concat(found).unique("other", keep="first", maintain_order=True)
    inside = every.filter(pl.col("lsoa").is_in(areas["lsoa"].implode()))
    return inside.filter(~pl.col("other").is_in(areas["lsoa"].implode())).sort("other")


def _best_fit(pairs: pl.DataFrame, residents: pl.DataFrame | None) -> pl.DataFrame:
    if residents is None:
        weighed = pairs.with_columns(pl.lit(0, pl.Int64).alias("population"))
    else:
        weighed = pairs.join(residents, left_on="lsoa", right_on="area", how="left")
    ordered = weighed.sort("other", "population", "lsoa", descending=[False, True, False])
    return ordered.group_by("other", maintain_order=True).agg(
        pl.col("lsoa").first(), (pl.len() == 1).alias("exact")
    )
