"""Translate a batch: every item that the layout has, typed, with a state beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import polars as pl

from tiig.model.identified import ROW, RawRows, TypedRows
from tiig.model.states import ItemState, local_column, state_column
from tiig.standard.items import Kind
from tiig.translate.cells import read_cells
from tiig.translate.coding import look_up
from tiig.translate.memory import Memory
from tiig.translate.moments import read_birth_date, read_moment
from tiig.translate.planning import Feed, Plan


def translate(raw: RawRows, plan: Plan, memory: Memory) -> TypedRows:
    """Return the batch as typed items; items that the layout does not have are not added.

    Beside `row` stand, for each item of the layout in the order of the standard, its
    value, its state and, if it is coded, its local value id.
    """
    frame = raw.frame
    with ThreadPoolExecutor() as pool:
        read = {
            feed.item.id: pool.submit(_read, frame, feed, plan, memory)
            for feed in plan.feeds
            if feed.constant is None and not _by_value(feed)
        }
        looked = look_up(frame, [feed for feed in plan.feeds if _by_value(feed)], memory)
    columns = [frame[ROW]]
    for feed in plan.feeds:
        item = feed.item
        if feed.constant is not None:
            columns += _constant(feed, frame.height)
            continue
        parts = looked[item.id] if _by_value(feed) else read[item.id].result()
        names = (item.id, state_column(item.id), local_column(item.id))
        # A site is looked up like a code, but has no local value to explain.
        columns += [part.alias(name) for part, name in zip(parts, names, strict=False)][
            : 3 if item.coded else 2
        ]
    _count_defaults(frame, plan, memory)
    return TypedRows(pl.DataFrame(columns), raw)


def _read(
    frame: pl.DataFrame, feed: Feed, plan: Plan, memory: Memory
) -> tuple[pl.Series, pl.Series]:
    if feed.item.kind is Kind.MOMENT:
        return read_moment(frame, feed, plan, memory.add_formats)
    if feed.item.kind is Kind.BIRTH_DATE:
        return read_birth_date(frame, feed, plan, memory.add_formats)
    return read_cells(frame, feed)


def _by_value(feed: Feed) -> bool:
    """Whether the item's cells are explained value by value."""
    return feed.constant is None and (feed.item.coded or feed.item.kind is Kind.SITE)


def _constant(feed: Feed, rows: int) -> list[pl.Series]:
    item, whole = feed.item, feed.item.kind is Kind.WHOLE
    given = int(feed.constant or 0) if whole else feed.constant
    value = pl.repeat(given, rows, dtype=pl.Int16() if whole else feed.kind, eager=True)
    state = pl.repeat(int(ItemState.GIVEN), rows, dtype=pl.UInt8, eager=True)
    local = pl.repeat(None, rows, dtype=pl.UInt32, eager=True)
    columns = [value.alias(item.id), state.alias(state_column(item.id))]
    return [*columns, local.alias(local_column(item.id))] if item.coded else columns


def _count_defaults(frame: pl.DataFrame, plan: Plan, memory: Memory) -> None:
    for feed in plan.feeds:
        for source in feed.sources:
            if source.column.defaults:
                cells = frame[source.header].str.strip_chars()
                rows = cells.is_in(list(source.column.defaults)).sum()
                memory.add_defaults(feed.item.id, int(rows or 0))
