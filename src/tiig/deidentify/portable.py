"""Turn stripped rows into text for a sealed package, in the layout of the standard."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from tiig.deidentify.strip import (
    ATTENDANCE_ID,
    ATTENDANCE_NUMBER,
    LINKABLE,
    PERSON_ID,
    PERSON_NUMBER,
    PLACE_TEXT,
    Stripped,
    place_words,
)
from tiig.model.gates import Portable
from tiig.model.identified import ROW, JudgedRows
from tiig.model.places import PHRASE_ID
from tiig.model.portable import NOT_KNOWN, SOURCE_ROW, UNMAPPED, UNREADABLE
from tiig.model.states import ItemState, state_column
from tiig.standard.items import Item, Kind
from tiig.standard.standard import Standard

_HEX: Final = list("0123456789abcdef")
_BREAKS: Final = r"[\x00-\x1f\x7f\x{85}\x{2028}\x{2029}]+"
_LETTERS: Final = list("abcdefghijklmnop")
"""Keyed numbers travel in letters, so that no run of their digits passes for a telephone."""


def portable(
    judged: JudgedRows,
    stripped: Stripped,
    layout: Collection[str],
    standard: Standard,
    *,
    persons: bool,
) -> Portable:
    """Return the batch as text columns, each headed by its item, in the order of the standard.

    `layout` names the items that the hospital's file has. Without `persons` the keyed
    person numbers are left out, because they would link to nothing.
    """
    frame = stripped.rows.frame
    columns = {SOURCE_ROW: pl.col(ROW).cast(pl.String)}
    if ATTENDANCE_NUMBER in layout:
        columns[ATTENDANCE_NUMBER] = _lettered(pl.when(pl.col(LINKABLE)).then(ATTENDANCE_ID))
    if PERSON_NUMBER in layout and persons:
        columns[PERSON_NUMBER] = _lettered(pl.col(PERSON_ID))
    if PLACE_TEXT in layout:
        columns[PLACE_TEXT] = _place(judged)
    fed = {*layout, *(one.into for one in stripped.converted.values())}
    for item in standard.stored_items:
        if item.id in fed:
            columns[item.id] = _text(item)
    order = [SOURCE_ROW, *standard.items]
    return Portable(frame.select(columns[name].alias(name) for name in order if name in columns))


def _place(judged: JudgedRows) -> pl.Expr:
    """Return the words of place as written, scrubbed; null where nothing of a place is left.

    As written, because capitals and stops tell people from places when TIIG scrubs once more.
    """
    scrubbed = pl.lit(place_words(judged.frame))
    return pl.when(pl.col(PHRASE_ID).is_not_null()).then(scrubbed.str.replace_all(_BREAKS, " "))


def _lettered(keyed: pl.Expr) -> pl.Expr:
    return keyed.str.replace_many(_HEX, _LETTERS)


def _text(item: Item) -> pl.Expr:
    """Return a value in its one spelling, or the word that says why there is none."""
    state = pl.col(state_column(item.id))
    return (
        pl.when(state == int(ItemState.NOT_KNOWN))
        .then(pl.lit(NOT_KNOWN))
        .when(state == int(ItemState.UNREADABLE))
        .then(pl.lit(UNREADABLE))
        .when(state == int(ItemState.UNMAPPED))
        .then(pl.lit(UNMAPPED))
        .otherwise(_spelled(item, state))
    )


def _spelled(item: Item, state: pl.Expr) -> pl.Expr:
    value = pl.col(item.id)
    if item.kind is not Kind.MOMENT:
        return value.cast(pl.String)
    day, whole = value.dt.strftime("%Y-%m-%d"), value.dt.strftime("%Y-%m-%dT%H:%M:%S%.f")
    return pl.when(state == int(ItemState.PART)).then(day).otherwise(whole)
