"""Months in force that lack counts, as an older version took them in, and what they count to.

Rows stay as they lie; the pair that follows says by what version they were counted, so that an
answer given before is still given again from what was counted then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from tiig.desk.counting import COUNTED_ANEW, beside_rows, counts_anew
from tiig.desk.measured import counts_by_pair
from tiig.model.submission import Derivation, MeasureCount, Pair, SiteMonth
from tiig.services import Services

_KEY = ("place", "item", "measure")
_COUNTED_BY = "; counted by "


@dataclass(frozen=True)
class Recount:
    """A pair that lacks counts: `lacked` so many; `moved` of those it had are otherwise now.

    `counts` are those that it had, as they are stored, beside those that it lacked, as its rows
    come to now; `derivation` says that these were counted anew.
    """

    pair: Pair
    counts: tuple[MeasureCount, ...]
    derivation: Derivation
    lacked: int
    moved: int


@dataclass(frozen=True)
class Recounts:
    """What was found by counting everything in force anew.

    `rows` were counted; `otherwise` are months that lack nothing and yet are stored otherwise.
    """

    rows: int
    lacking: tuple[Recount, ...]
    otherwise: tuple[SiteMonth, ...]


def recounts_of(pairs: Sequence[Pair], services: Services) -> Recounts:
    """Count the rows of pairs anew, and hold them against what is stored."""
    told = [pair for pair in pairs if pair.rows]
    anew = counts_anew(told, services)
    kept = {pair.id: counts for pair, counts in counts_by_pair(told, services)}
    beside = anew.join(_stored(told, kept), on=_KEY, how="left")
    found = beside.group_by("place").agg(
        lacked=pl.col("stored").is_null().sum(),
        moved=(pl.col("stored").is_not_null() & (pl.col("stored") != pl.col("count"))).sum(),
    )
    lacking, otherwise = [], []
    for place, lacked, moved in found.sort("place").iter_rows():
        pair = told[place]
        if lacked:
            counts = _with_lacked(kept[pair.id], anew.filter(pl.col("place") == place))
            anew_by = _counted_anew(pair, services)
            lacking.append(Recount(pair, counts, anew_by, lacked, moved))
        elif moved:
            otherwise.append(pair.site_month)
    rows = sum(pair.rows for pair in told)
    return Recounts(rows, tuple(lacking), tuple(sorted(set(otherwise))))


def _with_lacked(stored: Sequence[MeasureCount], anew: pl.DataFrame) -> tuple[MeasureCount, ...]:
    """Put beside what is stored of a pair what it lacks; what is stored stays as it is."""
    had = {(one.item, one.measure) for one in stored}
    more = (one for one in beside_rows(anew) if (one.item, one.measure) not in had)
    return (*stored, *more)


def _stored(pairs: Sequence[Pair], kept: Mapping[str, Sequence[MeasureCount]]) -> pl.DataFrame:
    rows = [
        (place, one.item, one.measure, one.count)
        for place, pair in enumerate(pairs)
        for one in kept[pair.id]
    ]
    schema = {name: COUNTED_ANEW[name] for name in _KEY} | {"stored": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _counted_anew(pair: Pair, services: Services) -> Derivation:
    """Return how the rows are read - as before - and by what version they are counted."""
    known = services.catalogue.derivation(pair.derivation)
    if known is None:
        message = "a pair in force names a derivation"
        raise LookupError(message)
    read_by, _, _ = known.code.partition(_COUNTED_BY)
    return Derivation.of(
        profile=known.profile,
        standard=known.standard,
        rules=known.rules,
        code=f"{read_by}{_COUNTED_BY}{services.code_version}",
        lookup=known.lookup,
        codes=known.codes,
    )


def pair_recounted(recount: Recount, new: tuple[str, datetime]) -> Pair:
    """Return what takes a pair's place: the same rows; `new` is its id and when it counts from."""
    return replace(recount.pair, id=new[0], derivation=recount.derivation.id, known_from=new[1])
