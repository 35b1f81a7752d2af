"""Bring stored rows to today's standard and make them countable.

A column that a pack does not have is empty and NOT_IN_LAYOUT; a code that today's standard
does not know is an error that names the column, never a silent null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl

from tiig.model.errors import STANDARD_INVALID, TiigError
from tiig.model.submission import Pair
from tiig.store.checking import absent_columns
from tiig.store.layout import ATTENDANCE, MONTH, ROW, ROW_RANK, SITE, Layout

COUNTED = "counted"
_TOLD_AT, _RANK, _PLACE, _PACK = "~told_at", "~rank", "~place", "~pack"


def aligned(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Return a pack's rows under today's columns and types, closed sets as Enum."""
    return _under(rows, layout).select(layout.counted_columns)


def as_batch(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Return a pack's rows as a batch that may be stored: every column, forms as text."""
    forms = [pl.col(name).cast(pl.String()) for name in layout.forms]
    return _under(rows, layout).select(*layout.columns).with_columns(forms)


def _under(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    kept = rows.select(name for name in rows.columns if name in layout.columns)
    known = kept.with_columns(_as_today(name, kind, layout) for name, kind in kept.schema.items())
    for name in layout.closed:
        if name in kept.columns and known[name].null_count() != kept[name].null_count():
            what = f"packs hold codes of {name} that it does not have"
            raise TiigError(STANDARD_INVALID, what=what)
    return known.with_columns(absent_columns(known.columns, layout))


def told_since(
    rows: pl.DataFrame, packs: Sequence[tuple[int, Sequence[Pair]]], order: Mapping[str, int]
) -> pl.DataFrame:
    """Put beside each row the place of its revision among all; null: not of these pairs.

    The rows are those of `packs` one behind the other: how many, and the pairs that name it.
    """
    told = numbers_of(rows, packs, lambda pair: order[pair.revision])
    return rows.with_columns(told.alias(_TOLD_AT))


def numbers_of(
    rows: pl.DataFrame, packs: Sequence[tuple[int, Sequence[Pair]]], number: Callable[[Pair], int]
) -> pl.Series:
    """Return for each row the number of its pair, the highest of several; null: it has none."""
    named = [(place, pair) for place, (_, pairs) in enumerate(packs) for pair in pairs]
    in_force = pl.DataFrame(
        {
            _PACK: [place for place, _ in named],
            SITE: [pair.site for _, pair in named],
            MONTH: [str(pair.month) for _, pair in named],
            _TOLD_AT: [number(pair) for _, pair in named],
        },
        schema={_PACK: pl.UInt32(), SITE: pl.String(), MONTH: pl.String(), _TOLD_AT: pl.Int64()},
    )
    by = [_PACK, SITE, MONTH]
    latest = in_force.sort(_TOLD_AT).unique(by, keep="last", maintain_order=True)
    alike = latest.with_columns(pl.col(name).cast(rows.schema[name]) for name in (SITE, MONTH))
    lengths = pl.Series([height for height, _ in packs], dtype=pl.UInt32())
    places = pl.int_range(len(packs), dtype=pl.UInt32(), eager=True).repeat_by(lengths)
    keys = rows.select(SITE, MONTH).with_columns(places.explode().drop_nulls().alias(_PACK))
    return keys.join(alike, on=by, how="left", maintain_order="left")[_TOLD_AT]


def countable(parts: Sequence[pl.DataFrame], layout: Layout) -> pl.DataFrame:
    """Return the table of rows `told_since`: sorted by month, site and row, all coded.

    Ids become UInt128, texts of a form (site, areas) Enum of the sorted values that occur.
    """
    rows = pl.concat([told_since(_no_rows(layout), (), {}), *parts])
    ids = [pl.col(name).str.to_integer(base=16, dtype=pl.UInt128()) for name in layout.keyed]
    forms = [
        pl.col(name).cast(pl.Enum(rows[name].unique().drop_nulls().cast(pl.String()).sort()))
        for name in layout.forms
        if name not in layout.keyed
    ]
    coded = rows.with_columns(*ids, *forms)
    order = (
        coded.select(MONTH, SITE, ROW, _TOLD_AT)
        .with_row_index(_PLACE)
        .filter(pl.col(_TOLD_AT).is_not_null())
        .sort(MONTH, SITE, ROW, maintain_order=True)
    )
    table = coded[order[_PLACE]]
    return table.with_columns(_counted(table)).drop(_TOLD_AT)


def _no_rows(layout: Layout) -> pl.DataFrame:
    nothing = pl.DataFrame().with_columns(absent_columns([], layout)).clear()
    return aligned(nothing, layout)


def _as_today(name: str, found: pl.DataType, layout: Layout) -> pl.Expr:
    today = layout.closed.get(name)
    if today is not None:
        return pl.col(name).cast(today, strict=False)
    if name in layout.forms:
        return pl.col(name).cast(pl.String() if name in layout.keyed else pl.Categorical())
    if found != layout.columns[name] and not _widens(found, layout.columns[name]):
        raise TiigError(STANDARD_INVALID, what=f"packs hold {name} under another type")
    return pl.col(name).cast(layout.columns[name])


def _widens(found: pl.DataType, today: pl.DataType) -> bool:
    return found.is_integer() and today.is_integer()


def _counted(rows: pl.DataFrame) -> pl.Series:
    """Mark the one row that stands for its attendance.

    The later revision wins, then the row that `derive` ranked first; without a rank the
    later row of the file. Rows without an attendance id stand for themselves.
    """
    if ATTENDANCE not in rows.columns or rows.is_empty():
        return pl.repeat(True, rows.height, dtype=pl.Boolean(), eager=True).alias(COUNTED)
    again = rows[ATTENDANCE].is_duplicated() & rows[ATTENDANCE].is_not_null()
    rank = pl.col(ROW_RANK).cast(pl.Int64()) if ROW_RANK in rows.columns else pl.lit(None)
    losers = (
        rows.with_row_index(_PLACE)
        .filter(again)
        .with_columns(pl.coalesce(rank, -pl.col(ROW).cast(pl.Int64())).alias(_RANK))
        .sort(ATTENDANCE, _TOLD_AT, _RANK, descending=[False, True, False], maintain_order=True)
        .filter(pl.col(ATTENDANCE).is_first_distinct().not_())[_PLACE]
    )
    return (~pl.int_range(rows.height, eager=True).is_in(losers.implode())).alias(COUNTED)


def revision_order(pairs: Iterable[Pair]) -> Mapping[str, int]:
    """Return the order in which the revisions of pairs were told: their ids sort by time.

    When a pair came in force does not say it: one that is read again, or comes back, is told
    no later for that.
    """
    return {name: place for place, name in enumerate(sorted({pair.revision for pair in pairs}))}
