"""Measure: put stored counts above and below the line, as each declared measure says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from tiig.model.measured import BY, MEASURED
from tiig.quality.expectation import expectations
from tiig.standard.quality import (
    NODE,
    ON,
    WHOLE_ROWS,
    About,
    Applies,
    QualityItem,
    QualityMeasure,
    Unit,
    among,
)

COMMONEST = "commonest"
"""The count of the most frequent answer, which is found among the counts of answers."""

_SITE_MONTH = ("site", "month")


def measured(
    stored: pl.DataFrame,
    whole: pl.DataFrame,
    measures: Iterable[QualityMeasure],
    watched: Mapping[str, QualityItem],
    *,
    holidays: Collection[date] = (),
) -> pl.DataFrame:
    """Return every measure of every site-month in force, as `MEASURED` says.

    `stored` has `site`, `month`, `item`, `measure` and `count`, added up over parts of months;
    `whole` the site-months (`site`, `month`) that are wholly in force, with their `rows`. Counts
    that were never made - of an older intake - leave a site-month out; they are not zero. A month
    without rows, as a nil return tells, has nothing of nothing. `holidays` are public ones.
    """
    every = tuple(measures)
    counts = _of_today(stored.join(whole, on=_SITE_MONTH, how="semi"))
    found = shares(counts, every, watched).select(MEASURED.names()).cast(MEASURED)
    nothing = _nothing(whole, every, watched).join(found, on=BY, how="anti")
    beside = _beside_expected(expectations(stored, whole, holidays=holidays), every)
    return pl.concat([found, nothing, beside]).sort(BY)


def _nothing(
    whole: pl.DataFrame, measures: Iterable[QualityMeasure], watched: Mapping[str, QualityItem]
) -> pl.DataFrame:
    """Return every measure of months without a row: nothing of nothing, which is not all well."""
    terms = pl.DataFrame(list(_terms(measures, watched)), schema=_TERMS, orient="row")
    of = terms.select(item="about", measure="into").unique()
    empty = whole.filter(pl.col("rows") == 0).select(_SITE_MONTH)
    return (
        empty.join(of, how="cross").with_columns(count=0, out_of=0).select(MEASURED.names())
    ).cast(MEASURED)


def _beside_expected(expected: pl.DataFrame, measures: Iterable[QualityMeasure]) -> pl.DataFrame:
    """Return rows beside those that were to be expected of the month, where these are known."""
    named = [one.id for one in measures if one.unit is Unit.OF_EXPECTED]
    told = expected.drop_nulls("expected")
    parts = [
        told.select(
            *_SITE_MONTH,
            item=pl.lit(""),
            measure=pl.lit(name),
            count="rows",
            out_of=pl.col("expected").round().cast(pl.Int64),
        )
        for name in named
    ]
    return pl.concat([pl.DataFrame(schema=MEASURED), *parts])


def shares(
    counts: pl.DataFrame,
    measures: Iterable[QualityMeasure],
    watched: Mapping[str, QualityItem],
    keys: Sequence[str] = _SITE_MONTH,
) -> pl.DataFrame:
    """Return measures by `keys`, `item` and `measure`: `count` and `out_of` (Int64).

    `counts` are by the keys, `item` and `measure`, and taken as they are: nothing is left out.
    """
    told = counts.lazy()
    answered = pl.concat([told, _commonest(told, keys)])
    terms = pl.LazyFrame(list(_terms(measures, watched)), schema=_TERMS, orient="row")
    return (
        answered.join(terms, left_on=("item", "measure"), right_on=("of", "term"), how="inner")
        .group_by(*keys, "about", "into")
        .agg(
            (pl.col("count") * pl.col("above")).sum().alias("count"),
            (pl.col("count") * pl.col("below")).sum().alias("out_of"),
        )
        .rename({"about": "item", "into": "measure"})
        .collect()
    )


_TERMS = {
    "of": pl.String,
    "term": pl.String,
    "about": pl.String,
    "into": pl.String,
    "above": pl.Int64,
    "below": pl.Int64,
}


def _terms(
    measures: Iterable[QualityMeasure], watched: Mapping[str, QualityItem]
) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Yield which stored count goes into which measure, and how often above and below."""
    for measure in measures:
        if measure.unit is not Unit.SHARE:
            continue
        if measure.about is About.SITE_MONTH:
            yield from _lines(measure, "", Applies.ALL)
            continue
        for name, item in watched.items():
            if not measure.items or name in measure.items:
                yield from _lines(measure, name, item.applies)


def _lines(
    measure: QualityMeasure, item: str, applies: Applies
) -> Iterator[tuple[str, str, str, str, int, int]]:
    above = dict(_signed(measure.numerator))
    below = dict(_signed(measure.denominator))
    for term in sorted({*above, *below}):
        of, name = (item, among(term, applies)) if item else tuple(term.split("/", 1))
        yield of, name, item, measure.id, above.get(term, 0), below.get(term, 0)


def _signed(terms: Iterable[str]) -> Iterator[tuple[str, int]]:
    for term in terms:
        yield term.removeprefix("-"), -1 if term.startswith("-") else 1


def _of_today(stored: pl.DataFrame) -> pl.DataFrame:
    """Leave out site-months with rows that were counted before answers were."""
    whole_rows = stored.filter(pl.col("item") == WHOLE_ROWS)
    by_day = whole_rows.filter(pl.col("measure").str.starts_with(ON))
    empty = whole_rows.filter(pl.col("measure") == "stored", pl.col("count") == 0)
    counted = pl.concat([by_day, empty]).select(_SITE_MONTH).unique()
    return stored.join(counted, on=_SITE_MONTH, how="semi")


def _commonest(counts: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    """Return the count of the most frequent answer of each item, by the rows it is among."""
    answer = pl.col("measure")
    suffix = answer.str.extract(r"( of [a-z]+)$").fill_null("")
    return (
        counts.filter(answer.str.starts_with(NODE))
        .with_columns(measure=pl.lit(COMMONEST) + suffix)
        .group_by(*keys, "item", "measure")
        .agg(pl.col("count").max())
    )
