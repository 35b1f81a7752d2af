"""Rows of packs with the local values that they came with: counted, or whole to be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from tiig.model.code_ports import LOCAL_COUNTS
from tiig.model.gates import Attendances, Deidentified, deidentified
from tiig.model.states import ItemState, local_column, state_column
from tiig.model.submission import Pair
from tiig.store.aligning import aligned, as_batch, told_since
from tiig.store.checking import checked
from tiig.store.layout import MONTH, ROW, SITE, Layout

ROWS_AT_ONCE = 200_000
"""Rows of a batch: below what a gate lets pass."""

_PAIR = "pair"


def columns_for(items: Sequence[str]) -> frozenset[str]:
    """Return the columns that counting the local values of items needs."""
    told = {name for item in items for name in (item, state_column(item), local_column(item))}
    return frozenset({SITE, MONTH, *told})


def local_counts(rows: pl.DataFrame, pairs: Sequence[Pair], items: Sequence[str]) -> pl.DataFrame:
    """Count the local values of items in one pack's rows of these pairs, as LOCAL_COUNTS says."""
    of_pair = _pair_of_each(rows, pairs)
    parts = [pl.DataFrame(schema=LOCAL_COUNTS)]
    for item in items:
        value, state, local = item, state_column(item), local_column(item)
        if not {value, state, local} <= set(rows.columns):
            continue
        told = rows.select(
            of_pair.alias(_PAIR),
            pl.lit(item).alias("item"),
            pl.col(local).cast(pl.UInt32()).alias("number"),
            pl.col(state).cast(pl.UInt8()).alias("state"),
            pl.col(value).alias("value"),
        ).filter(
            pl.col(_PAIR).is_not_null(),
            pl.col("number").is_not_null() | (pl.col("state") == int(ItemState.UNMAPPED)),
        )
        by = [name for name in LOCAL_COUNTS if name != "rows"]
        counted = told.group_by(by).agg(pl.len().alias("rows"))
        parts.append(counted.select(pl.col(name).cast(kind) for name, kind in LOCAL_COUNTS.items()))
    return pl.concat(parts).sort(*LOCAL_COUNTS)


def batches(rows: pl.DataFrame, pairs: Sequence[Pair], layout: Layout) -> Iterator[Deidentified]:
    """Yield one pack's rows of these pairs, whole, in the order of the file.

    They passed gate one before they were ever stored; nothing is added to them here.
    """
    here = rows.filter(_pair_of_each(rows, pairs).is_not_null())
    whole = as_batch(here, layout).sort(ROW)
    for start in range(0, whole.height, ROWS_AT_ONCE):
        yield deidentified(whole.slice(start, ROWS_AT_ONCE), frozenset(layout.columns))


def summed(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Put counts of several packs together."""
    told = pl.concat([pl.DataFrame(schema=LOCAL_COUNTS), *parts])
    by = [name for name in LOCAL_COUNTS if name != "rows"]
    return told.group_by(by).agg(pl.col("rows").sum()).select(*LOCAL_COUNTS).sort(*LOCAL_COUNTS)


def parts(
    anew: Sequence[tuple[Sequence[Pair], Attendances]], layout: Layout, order: Mapping[str, int]
) -> Iterator[pl.DataFrame]:
    """Yield rows that stand for those of pairs, as parts of a table."""
    for pairs, rows in anew:
        here = aligned(checked(rows.frame, layout), layout)
        yield told_since(here, [(here.height, pairs)], order)


def _pair_of_each(rows: pl.DataFrame, pairs: Sequence[Pair]) -> pl.Series:
    """Return the pair that each row of a pack belongs to; null: to none of these."""
    known = pl.DataFrame(
        {
            SITE: [pair.site for pair in pairs],
            MONTH: [str(pair.month) for pair in pairs],
            _PAIR: [pair.id for pair in pairs],
        },
        schema={SITE: pl.String(), MONTH: pl.String(), _PAIR: pl.String()},
    )
    keys = rows.select(pl.col(SITE, MONTH).cast(pl.String()))
    return keys.join(known, on=[SITE, MONTH], how="left", maintain_order="left")[_PAIR]
