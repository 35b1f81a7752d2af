"""Postcodes to LSOAs: as given, through a lookup between vintages, or by their place."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tiig.locate.drafts import DETAILED, Draft
from tiig.locate.points import Agreement, agreement, assigned
from tiig.model.area_errors import AREAS_DIFFER
from tiig.model.errors import TiigError
from tiig.model.geography import PartKind

GIVEN, LOOKUP, PLACE = "given", "lookup", "place"


def postcodes_of(
    drafts: Sequence[Draft], year: str, areas: pl.DataFrame, others: pl.DataFrame
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return `postcode`, `lsoa` and `basis`, and what setting outlines against them told.

    A postcode in an LSOA that was split is put into a part by its place, where outlines are
    good enough; else it stays without one.
    """
    known = _by_code(drafts, year, areas, others)
    if not any(one.kind is PartKind.POSTCODES for one in drafts):
        return known, ()
    placed = _places(drafts)
    told: list[str] = []
    best: Draft | None = None
    for draft in drafts:
        if draft.kind is PartKind.BOUNDARIES and draft.level == "lsoa" and placed is not None:
            found = _agreement(known, placed, draft)
            if found is not None:
                told.append(f"{draft.file} ({draft.detail}) {found}.")
            if found is not None and found.may_assign:
                best = draft if best is None or draft.detail == DETAILED else best
    if best is not None and placed is not None:
        known = _with_places(known, placed, best)
    if known.is_empty():
        raise TiigError(AREAS_DIFFER, what="no postcode could be put into an area")
    without = int(known["lsoa"].is_null().sum())
    told.append(f"{known.height - without:,} postcodes lead to an LSOA of {year}.")
    if without:
        told.append(f"{without:,} postcodes lie in LSOAs that were split and lead to none.")
    return known.sort("postcode"), tuple(told)


def _by_code(
    drafts: Sequence[Draft], year: str, areas: pl.DataFrame, others: pl.DataFrame
) -> pl.DataFrame:
    """Return the postcodes of lookups within the areas; null where their LSOA was split."""
    schema = {"postcode": pl.String, "lsoa": pl.String, "basis": pl.String}
    found = [pl.DataFrame(schema=schema)]
    here = areas.select("lsoa", pl.lit(GIVEN).alias("basis"))
    through = others.select(
        pl.col("other"),
        pl.when("exact").then(pl.col("lsoa")).alias("to"),
        pl.lit(LOOKUP).alias("by"),
    )
    for draft in drafts:
        keys = [name for name in draft.frame.columns if name.startswith("lsoa")]
        if draft.kind is not PartKind.POSTCODES or not keys:
            continue
        key = f"lsoa{year[2:]}" if f"lsoa{year[2:]}" in keys else keys[0]
        rows = draft.frame.select("postcode", pl.col(key).alias("lsoa")).drop_nulls()
        same = rows.join(here, on="lsoa", how="inner")
        moved = rows.join(through, left_on="lsoa", right_on="other", how="inner")
        moved = moved.select("postcode", pl.col("to").alias("lsoa"), pl.col("by").alias("basis"))
        found += [same, moved]
    return pl.concat(found).unique("postcode", keep="first", maintain_order=True)


def _places(drafts: Sequence[Draft]) -> pl.DataFrame | None:
    for draft in drafts:
        if draft.kind is PartKind.POSTCODES and {"x", "y"} <= set(draft.frame.columns):
            return draft.frame.select("postcode", "x", "y").drop_nulls()
    return None


def _agreement(known: pl.DataFrame, placed: pl.DataFrame, outlines: Draft) -> Agreement | None:
    both = known.drop_nulls("lsoa").join(placed, on="postcode", how="inner")
    if both.is_empty():
        return None
    return agreement(both.rename({"lsoa": "area"}), outlines.frame)


def _with_places(known: pl.DataFrame, placed: pl.DataFrame, outlines: Draft) -> pl.DataFrame:
    """Put into outlines what codes alone do not settle, and postcodes that no lookup has."""
    settled = known.drop_nulls("lsoa")
    open_ = placed.join(settled, on="postcode", how="anti")
    found = open_.select("postcode").with_columns(
        assigned(open_, outlines.frame).alias("lsoa"), pl.lit(PLACE).alias("basis")
    )
    found = found.drop_nulls("lsoa")
    rest = known.filter(pl.col("lsoa").is_null()).join(found, on="postcode", how="anti")
    return pl.concat([settled, found, rest])
