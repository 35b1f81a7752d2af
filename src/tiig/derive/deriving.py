"""Compute every derived column of a batch, and open it for the store."""

from __future__ import annotations

import polars as pl

from tiig.derive.coarsening import coarsened
from tiig.derive.context import DeriveContext
from tiig.derive.flags import of_age, of_assaults, of_attendance
from tiig.derive.groups import ANY_ASSAULT, INFERRED, RECORDED, assault, injury_group
from tiig.derive.items import Items
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
    first = injury_group(items) | assault(items, context)
    first[EVENT_DEFAULT] = default_time(items, context)
    then = {
        **instants(items),
        **calendar(items, context),
        **of_age(items),
        **of_assaults(items),
        **of_attendance(items, context),
        ROW_RANK: _rank(standard, context),
    }
    shown = [name for name in first if name not in {ANY_ASSAULT, EVENT_DEFAULT}]
    # Lazily, because only then are parts that columns share computed once.
    known = rows.frame.lazy().with_columns(**items.codes()).with_columns(**first)
    derived = known.select(pl.col(shown), **then).collect()
    columns = {name: pl.lit(derived[name]) for name in derived.columns}
    declared = frozenset(storage_columns(standard)) | {ROW_RANK}
    whole = attendances(rows, _absent(items) | columns, declared)
    return coarsened(whole, context.coarsened)


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
