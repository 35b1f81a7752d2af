"""Count a batch by site, month and category, so that the next month can be held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from tiig.model.gates import Attendances
from tiig.standard.quality import NODE, ON, SCOPE_ITEMS, WHOLE_ROWS
from tiig.standard.standard import Standard
from tiig.standard.trees import Tree

DAYS = "day"
"""What the rows of each day of the month are counted under."""

WATCHED = ("injury_group", "assault", "age_group", "arrival_hour", "event_time_default")
"""Derived columns whose categories show a filter, a unit or a clock that changed."""

_KEYS = ("site", "month")
_COUNTED = {
    "site": pl.String,
    "month": pl.String,
    "what": pl.String,
    "category": pl.String,
    "count": pl.Int64,
}

_STORED = {
    "site": pl.String,
    "month": pl.String,
    "item": pl.String,
    "measure": pl.String,
    "count": pl.Int64,
}


def portray(rows: Attendances, standard: Standard) -> pl.DataFrame:
    """Return `site`, `month`, `what`, `category`, `count` (Int64): rows with a value.

    `what` is a coded item or a derived column, `category` a node at the top of its tree; under
    `day` stand the days of the month. What does not occur is left out.
    """
    frame = rows.frame
    if frame.is_empty():
        return pl.DataFrame(schema=_COUNTED)
    keys = frame.select(_KEYS).unique().sort(_KEYS).with_row_index("group")
    found = frame.select(_KEYS).join(keys, on=_KEYS, how="left", maintain_order="left")
    groups = found["group"].to_numpy().astype(np.int64)
    items = {item.id: item.tree for item in standard.stored_items if item.coded}
    derived = {name: standard.derived[name].tree for name in WATCHED}
    counted = grouped_portrait(frame, standard, groups, items | derived).join(
        keys, on="group", how="left", maintain_order="left"
    )
    return counted.select(*_COUNTED).sort(*_KEYS, "what", "category")


def grouped_portrait(
    frame: pl.DataFrame,
    standard: Standard,
    groups: npt.NDArray[np.int64],
    trees: Mapping[str, str | None],
) -> pl.DataFrame:
    """Return `group`, `what`, `category`, `count` of days and of columns, by the trees of these."""
    return pl.concat(
        [
            _tally(DAYS, frame["arrival_at"].dt.day().cast(pl.Int64), _DAY_NAMES, groups),
            *_by_category(frame, standard, groups, trees),
        ]
    )


def items_kept(standard: Standard) -> tuple[str, ...]:
    """Return the items of which `shares_kept` tells categories."""
    return tuple(item for item in SCOPE_ITEMS if item not in standard.quality_items)


def shares_kept(portrayed: pl.DataFrame, standard: Standard) -> pl.DataFrame:
    """Return what a portrait tells of every month: `item`, `measure`, `count` by its keys.

    Categories in which a filter shows (`discharge_status/is left`), of items that are not watched
    and counted by their answers anyhow; and rows by weekday (`rows/on 1`: Mondays). Its keys stand
    before `what`: `site` and `month`, and others where there are some.
    """
    if portrayed.is_empty():
        return pl.DataFrame(schema=_STORED)
    keys = portrayed.columns[: portrayed.columns.index("what")]
    days = portrayed.filter(pl.col("what") == DAYS)
    weekday = (pl.col("month") + "-" + pl.col("category").str.zfill(2)).str.to_date().dt.weekday()
    on = days.with_columns(item=pl.lit(WHOLE_ROWS), measure=pl.lit(ON) + weekday.cast(pl.String))
    shares = portrayed.filter(pl.col("what").is_in(items_kept(standard))).with_columns(
        item=pl.col("what"), measure=pl.lit(NODE) + pl.col("category")
    )
    by = [*keys, "item", "measure"]
    stacked = pl.concat([on.select(*by, "count"), shares.select(*by, "count")])
    return stacked.group_by(by).agg(pl.col("count").sum()).sort(by)


def _by_category(
    frame: pl.DataFrame,
    standard: Standard,
    groups: npt.NDArray[np.int64],
    trees: Mapping[str, str | None],
) -> Iterator[pl.DataFrame]:
    for name, tree in trees.items():
        if tree is None or name not in frame.columns:
            continue
        values = frame[name]
        if values.null_count() < frame.height:
            placed, tops, names = _placed(values, standard.trees[tree])
            places = pl.Series(tops, dtype=pl.Int64).gather(placed)
            yield _tally(name, places, names, groups)


def _tally(
    what: str, places: pl.Series, names: tuple[str, ...], groups: npt.NDArray[np.int64]
) -> pl.DataFrame:
    """Count places by group; rows without one are left out."""
    told = places.is_not_null().to_numpy()
    size = len(names)
    flat = groups[told] * size + places.drop_nulls().to_numpy()
    counts = np.bincount(flat)
    (hit,) = np.nonzero(counts)
    return pl.DataFrame(
        {
            "group": (hit // size).astype(np.uint32),
            "what": pl.repeat(what, len(hit), dtype=pl.String, eager=True),
            "category": pl.Series(names, dtype=pl.String).gather(hit % size),
            "count": counts[hit].astype(np.int64),
        }
    )


_DAY_NAMES = tuple(str(day) for day in range(32))


def _placed(values: pl.Series, tree: Tree) -> tuple[pl.Series, list[int], tuple[str, ...]]:
    """Return each value's place among the nodes, the place of each node's top, and the tops.

    Items come typed by their nodes, in an order of their own; texts are typed here.
    """
    kind = values.dtype
    if isinstance(kind, pl.Enum):
        return values.to_physical(), *_tops(tree, tuple(kind.categories))
    nodes = tuple(tree.nodes)
    return values.cast(pl.Enum(nodes), strict=False).to_physical(), *_tops(tree, nodes)


@lru_cache(maxsize=128)
def _tops(tree: Tree, nodes: tuple[str, ...]) -> tuple[list[int], tuple[str, ...]]:
    """Return the place of each node's top, and the tops."""
    names = tree.top
    return [names.index(tree.at_depth(node, 1)) for node in nodes], names
