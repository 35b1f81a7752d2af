"""Rows as they were stored, with local values read by another code map than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tiig.model.gates import Deidentified
from tiig.model.places import PHRASE_ID, PLACE_TYPE, is_home
from tiig.model.states import (
    NOT_KNOWN_NODE,
    ItemState,
    local_column,
    state_column,
)


@dataclass(frozen=True)
class Recoding:
    """What the local value with this number meant by the code map, and means now; None: nothing."""

    item: str
    number: int
    before: str | None
    after: str | None


def recoded(rows: Deidentified, changes: Sequence[Recoding], home: str) -> Deidentified:
    """Return the rows with these local values read anew; what else explained them stays.

    `home` is the id of the phrase that stands for every home: where a row turns out to tell of
    one, what was written of the place is nobody's to read.
    """
    here = [one for one in changes if one.item in rows.frame.columns]
    for item in dict.fromkeys(one.item for one in here):
        rows = rows.then(_of_item(rows.frame, [one for one in here if one.item == item], home))
    return rows


def changed_rows(rows: pl.DataFrame, changes: Sequence[Recoding]) -> int:
    """Return how many of counted rows (`item`, `number`, `state`, `value`, `rows`) would change."""
    hits = [(pl.col("item") == one.item) & _hit(one, "number", "state", "value") for one in changes]
    return int(rows.filter(pl.any_horizontal(hits))["rows"].sum()) if hits else 0


def _of_item(frame: pl.DataFrame, changes: Sequence[Recoding], home: str) -> dict[str, pl.Expr]:
    item = changes[0].item
    state, local = state_column(item), local_column(item)
    value_kind = frame.schema[item]
    value, told, phrase = pl.col(item), pl.col(state), pl.col(PHRASE_ID)
    for one in changes:
        hit = _hit(one, local, state, item)
        node, now = _meant(one.after)
        value = pl.when(hit).then(pl.lit(node, dtype=value_kind)).otherwise(value)
        told = pl.when(hit).then(pl.lit(int(now), dtype=pl.UInt8)).otherwise(told)
        if item == PLACE_TYPE and node is not None and is_home(node):
            phrase = pl.when(hit & phrase.is_not_null()).then(pl.lit(home)).otherwise(phrase)
    return {item: value, state: told, PHRASE_ID: phrase}


def _hit(change: Recoding, local: str, state: str, value: str) -> pl.Expr:
    """Tell whether a row was read as the change says that it was."""
    node, then = _meant(change.before)
    read = pl.col(value).is_null() if node is None else pl.col(value).cast(pl.String()) == node
    hit = (pl.col(local) == change.number) & (pl.col(state) == int(then)) & read
    return hit.fill_null(value=False)


def _meant(node: str | None) -> tuple[str | None, ItemState]:
    if node is None:
        return None, ItemState.UNMAPPED
    if node == NOT_KNOWN_NODE:
        return None, ItemState.NOT_KNOWN
    if node.startswith("~"):
        return None, ItemState.BLANK
    return node, ItemState.GIVEN
