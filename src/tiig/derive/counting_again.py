"""Count stored rows as intake counts them: the same counts, of many site-months at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tiig.derive.portraying import grouped_portrait, items_kept, shares_kept
from tiig.derive.summary import Grouped, grouped_counts
from tiig.model.states import state_column
from tiig.standard.standard import Standard

_RESTS_ON = ("row", "injury_group", "assault", "arrival_at", "event_time_default")
"""Columns that no watched item names, and that counting needs."""


@dataclass(frozen=True, eq=False)
class StoredGroups:
    """The groups of stored rows, each of one month (`2026-06`), with the items in its file.

    `not_known` are ids of phrases that say only that something is not known.
    """

    months: Sequence[str]
    layouts: Sequence[Collection[str]]
    not_known: Collection[str]


def columns_counted(standard: Standard) -> frozenset[str]:
    """Return the columns of stored rows that are counted."""
    states = {state_column(item.id) for item in standard.stored_items}
    return frozenset({*watched_columns(standard), *states, *items_kept(standard)})


def watched_columns(standard: Standard) -> frozenset[str]:
    """Return the columns of stored rows of which watched items are counted."""
    watched = [standard.items[name] for name in standard.quality_items]
    coded = {item.id for item in watched if item.coded}
    phrases = {item.keyed_as for item in watched if item.keyed_as}
    states = {state_column(item.id) for item in watched if item.stored}
    return frozenset({*_RESTS_ON, *coded, *phrases, *states})


def count_again(
    rows: pl.DataFrame,
    of_rows: npt.NDArray[np.intp],
    groups: StoredGroups,
    missed: Mapping[str, npt.NDArray[np.bool_]],
    standard: Standard,
) -> pl.DataFrame:
    """Return `group`, `item`, `measure`, `count` (Int64) of stored rows: all that intake stores.

    `of_rows` is the group of each row, by its place; `missed` flags rows that missed some rules.
    """
    grouped = Grouped(of_rows, groups.layouts)
    counted = grouped_counts(rows, standard, grouped, groups.not_known, missed)
    trees = {name: standard.items[name].tree for name in items_kept(standard)}
    months = pl.DataFrame({"month": groups.months}).with_row_index("group")
    portrayed = grouped_portrait(rows, standard, of_rows, trees).join(
        months, on="group", how="left", maintain_order="left"
    )
    keyed = portrayed.select("group", "month", "what", "category", "count")
    return pl.concat([counted, shares_kept(keyed, standard).select(counted.columns)])
