"""Compute every derived column of a batch, and open it for the store."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tiig.derive.coarsening import coarsened
from tiig.derive.context import DeriveContext
from tiig.derive.flags import of_age, of_assaults, of_attendance
from tiig.derive.groups import ANY_ASSAULT, INFERRED, RECORDED, assault, injury_group
from tiig.derive.items import YES, Items
from tiig.derive.moments import EVENT_DEFAULT, calendar, default_time, instants
from tiig.model.gates import Attendances, Deidentified, attendances
from tiig.model.profile import RowUnit
from tiig.model.states import local_column, state_column
from tiig.standard.columns import storage_columns
from tiig.standard.standard import Standard

ROW_RANK = "row_rank"
"""Which of several rows of one attendance is counted: the one with the lowest rank."""

_ROWS_APART = 100_000_000
"""More rows than any file has, so that the group of an injury ranks before its row."""


def derive(rows: Deidentified, standard: Standard, context: DeriveContext) -> Attendances:
    """Add everything that is not in the file, as the standard's definitions say.

    A stored item that the batch lacks is added as not in the layout. What the sender's
    agreement does not keep is left out at the end.
    """
    items = Items(standard, frozenset(rows.frame.columns))
    by_cells = {**instants(items), **calendar(items, context), **of_age(items)}
    columns = _computed(rows, items, context, by_cells, default_time(items, context))
    whole = attendances(rows, _absent(items) | columns, _declared(standard))
    return coarsened(whole, context.coarsened)


def derive_again(rows: Deidentified, standard: Standard, context: DeriveContext) -> Attendances:
    """Derive anew, of rows as they were stored, what rests on coded items; the rest stays.

    What rests on moments and ages alone stays as it was told: the agreement may have kept the
    hour and the band, and what was told of them before cannot be told again.
    """
    items = Items(standard, frozenset(rows.frame.columns))
    stood = (pl.col("event_time_default") == YES).fill_null(value=False)
    columns = _computed(rows, items, context, {}, stood)
    return attendances(rows, columns, _declared(standard))


def _computed(
    rows: Deidentified,
    items: Items,
    context: DeriveContext,
    also: Mapping[str, pl.Expr],
    event_default: pl.Expr,
) -> dict[str, pl.Expr]:
    """Compute the columns that rest on coded items, and others with them."""
    first = injury_group(items) | assault(items, context)
    then = {
        **also,
        **of_assaults(items),
        **of_attendance(items, context),
        ROW_RANK: _rank(items.standard, context),
    }
    shown = [name for name in first if name != ANY_ASSAULT]
    first[EVENT_DEFAULT] = event_default
    # Lazily, because only then are parts that columns share computed once.
    known = rows.frame.lazy().with_columns(**items.codes()).with_columns(**first)
    derived = known.select(pl.col(shown), **then).collect()
    return {name: pl.lit(derived[name]) for name in derived.columns}


def _declared(standard: Standard) -> frozenset[str]:
    return frozenset(storage_columns(standard)) | {ROW_RANK}


def _rank(standard: Standard, context: DeriveContext) -> pl.Expr:
    """Rank the rows of an attendance: the later counts, or the injury that matters most.

    Where each row is an injury, an assault ranks first - recorded before inferred -, then
    the groups in the order of their tree, then the earlier row.
    """
    row = pl.col("row").cast(pl.Int32)
    if context.row_is is RowUnit.ATTENDANCE:
        return -row
    tree = standard.trees["injury_group"]
    groups = tree.at_depth_map(1)
    place = pl.coalesce(
        pl.when(
            pl.col("injury_group").is_in([node for node in groups if groups[node] == top])
        ).then(pl.lit(number, dtype=pl.Int32))
        for number, top in enumerate(tree.top, start=2)
    )
    recorded, inferred = (pl.col("assault") == word for word in (RECORDED, INFERRED))
    first = pl.when(recorded).then(pl.lit(0)).when(inferred).then(pl.lit(1)).otherwise(place)
    return first.cast(pl.Int32) * _ROWS_APART + row


def _absent(items: Items) -> dict[str, pl.Expr]:
    """Return every stored item that the batch lacks: no value, state `not in layout`."""
    found: dict[str, pl.Expr] = {}
    for item in items.standard.stored_items:
        if item.id not in items.columns:
            found[item.id] = items.value(item.id)
            if item.coded:
                found[local_column(item.id)] = pl.lit(None, dtype=pl.UInt32)
        if state_column(item.id) not in items.columns:
            found[state_column(item.id)] = items.state(item.id)
    return found
