"""From what a system holds to the cells of its export: words, codes, dates, flags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache

import polars as pl

from tiig.model.months import Month
from tiig.model.profile import RowUnit
from tiig.model.states import NOT_KNOWN_NODE
from tiig.standard import Standard, load_standard
from tiig.synthesis.recording.senders import Layout, Sender, Written, local_words

INJURY = "injury"
"""The number of an injury within its attendance, where a row is an injury."""

_SECOND_INJURY = 12
"""Every twelfth attendance has two rows where a row is an injury."""
_NOT_KNOWN = "Not known"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0, in local time
_PERIOD = ("period_from", "period_to")


def rows_of(recorded: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Return the rows of an export: those recorded, or one for each of their injuries."""
    numbered = recorded.with_columns(pl.lit(1, dtype=pl.Int32).alias(INJURY))
    if layout.row_is is RowUnit.ATTENDANCE:
        return numbered
    second = numbered.gather_every(_SECOND_INJURY).with_columns(
        pl.lit(2, dtype=pl.Int32).alias(INJURY)
    )
    return pl.concat([numbered, second]).sort("site", "arrival_at", "attendance_number", INJURY)


def cells_of(rows: pl.DataFrame, sender: Sender, layout: Layout, month: Month) -> pl.DataFrame:
    """Return the export's cells under its own column names: text, or typed for a workbook."""
    return rows.select(_cell(column, sender, month).alias(column.name) for column in layout.columns)


def _cell(column: Written, sender: Sender, month: Month) -> pl.Expr:
    item, how = column.item, column.how
    if item in _PERIOD:
        day = month.first_day if item == _PERIOD[0] else month.last_day
        return pl.lit(day.strftime(how))
    if item == "site":
        return pl.col("site").replace_strict(dict(sender.sites), return_dtype=pl.String)
    return _written(item, how) if item else pl.lit(how.removeprefix("="))


@cache
def _written(item: str, how: str) -> pl.Expr:
    """Write the values of an item in one of the ways that a sender's file names."""
    value = pl.col(item)
    if "%" in how:
        return value.dt.strftime(how)
    if how.startswith("is:"):
        return pl.when(value == how.removeprefix("is:")).then(pl.lit("Y"))
    if how in _SPECIAL:
        return _SPECIAL[how](value)
    if how:
        words = dict(_texts(item, how))
        return value.replace_strict(words, default=None, return_dtype=pl.String)
    return value.cast(pl.String)


def _hours(moment: pl.Expr) -> pl.Expr:
    """Write the time since the arrival in hours, with a decimal comma."""
    hours = (moment - pl.col("arrival_at")).dt.total_minutes() / 60
    return hours.round(2).cast(pl.String).str.replace(".", ",", literal=True)


_SPECIAL: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "hours,": _hours,
    "excel": lambda moment: moment,
    "excel-date": lambda moment: moment.dt.date(),
    "excel-time": lambda moment: moment.dt.time(),
    "excel-serial": lambda moment: (moment - _EPOCH).dt.total_minutes() / 1440,
    "excel-number": lambda number: number,
}


@cache
def _texts(item: str, how: str) -> tuple[tuple[str, str], ...]:
    """Return how each node of an item is written; a node that has no word is its parent's."""
    standard = _standard()
    tree = standard.trees[standard.items[item].tree or ""]
    words = _of_standard(item, how[1:]) if how.startswith("@") else dict(local_words()[how])
    found = dict(_climbing(words, {node: tree.path(node) for node in tree.nodes}))
    if how.startswith("@"):
        found = {node: found.get(node, tree.nodes[node].label) for node in tree.nodes}
    return tuple({**found, NOT_KNOWN_NODE: words.get(NOT_KNOWN_NODE, _NOT_KNOWN)}.items())


def _climbing(
    words: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    for node, path in paths.items():
        written = next((words[above] for above in reversed(path) if above in words), None)
        if written is not None:
            yield node, written


def _of_standard(item: str, scheme: str) -> dict[str, str]:
    """Return the first verified code of each node, or its label."""
    standard = _standard()
    declared = standard.items[item]
    if scheme == "label":
        return {node.id: node.label for node in standard.trees[declared.tree or ""].nodes.values()}
    found: dict[str, str] = {}
    for name in declared.code_sets:
        for entry in standard.code_sets[name].entries:
            if entry.scheme == scheme and entry.verified.maps:
                found.setdefault(entry.node, entry.code)
    return found


@cache
def _standard() -> Standard:
    return load_standard()
