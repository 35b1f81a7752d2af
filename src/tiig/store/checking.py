"""The store's own check of a batch: declared columns, closed sets and forms, no free text.

Gate one has judged these rows already; this second look costs little, because the cast
that encodes a column for its pack is the check. Faults name a column, never a value.
"""

from __future__ import annotations

from typing import NoReturn

import polars as pl

from tiig.model.errors import Where
from tiig.model.months import Month
from tiig.model.states import ItemState, state_column
from tiig.store.content import text_bytes
from tiig.store.faults import refuse
from tiig.store.layout import ALWAYS_THERE, KEYED_ID, KEYED_LETTERS, MONTH, Layout

HEXADECIMAL = b"0123456789abcdef"


def checked(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Return the batch as its pack will hold it: every declared column, closed sets as Enum.

    A declared column that the batch lacks is added empty, its state NOT_IN_LAYOUT.
    """
    check_columns(rows, layout)
    found = rows.schema  # made anew each time that it is asked for
    encoded = rows.with_columns(
        pl.col(name).cast(kind, strict=False)
        for name, kind in layout.closed.items()
        if name in found and found[name] != kind
    )
    _check_values(rows, encoded, layout)
    _check_forms(encoded, layout)
    _check_states(encoded, layout)
    return encoded.with_columns(absent_columns(encoded.columns, layout)).select(*layout.columns)


def check_columns(rows: pl.DataFrame, layout: Layout) -> None:
    """Refuse columns that are not declared or of another type; looks at no value."""
    _check_names(rows, layout)
    for name, kind in rows.schema.items():
        _check_type(name, kind, layout)


def absent_columns(present: list[str], layout: Layout) -> list[pl.Expr]:
    """Return the declared columns that are not there: empty, and NOT_IN_LAYOUT where coded."""
    here = set(present)
    absent = [name for name in layout.columns if name not in here]
    return [
        pl.lit(int(ItemState.NOT_IN_LAYOUT), pl.UInt8()).alias(name)
        if layout.is_state(name)
        else pl.lit(None, layout.closed.get(name, layout.columns[name])).alias(name)
        for name in absent
    ]


def _check_names(rows: pl.DataFrame, layout: Layout) -> None:
    here = set(rows.columns)
    for name in rows.columns:
        if name not in layout.columns:
            _refuse("undeclared column", name)
        if layout.stateful(name) and state_column(name) not in here:
            _refuse("column without its state", name)
    for name in ALWAYS_THERE:
        if name not in here or rows[name].null_count():
            _refuse("every row needs this column", name)


def _check_type(name: str, found: pl.DataType, layout: Layout) -> None:
    declared = layout.columns[name]
    coded = declared == pl.String() and isinstance(found, pl.Categorical | pl.Enum)
    if found != declared and not coded:
        _refuse("wrong type", name)


def _check_values(rows: pl.DataFrame, encoded: pl.DataFrame, layout: Layout) -> None:
    for name in layout.closed:
        if name in rows.columns and rows[name].null_count() != encoded[name].null_count():
            _refuse("value outside its closed set", name)


def _check_forms(rows: pl.DataFrame, layout: Layout) -> None:
    for name, form in layout.forms.items():
        if name not in rows.columns:
            continue
        if not (_keyed(rows[name]) if form == KEYED_ID else _fits(rows[name], form)):
            _refuse("value of another form", name)
    try:
        for month in rows[MONTH].unique().cast(pl.String()):
            Month.parse(month)
    except ValueError:
        _refuse("not a month", MONTH)


def _fits(column: pl.Series, form: str) -> bool:
    """Tell whether all values have a form; they are few, so each is looked at once."""
    return column.unique().cast(pl.String()).str.contains(rf"\A(?:{form})\z").all()


def _keyed(column: pl.Series) -> bool:
    """Tell whether all values have the form KEYED_ID: each row has its own, so no regex."""
    texts = column.cast(pl.String())
    lengths = texts.str.len_bytes()
    same = lengths.min() in {None, KEYED_LETTERS} and lengths.max() in {None, KEYED_LETTERS}
    return same and not bytes(text_bytes(texts)).translate(None, HEXADECIMAL)


def _check_states(rows: pl.DataFrame, layout: Layout) -> None:
    states = [name for name in rows.columns if layout.is_state(name)]
    largest = rows.select(pl.col(states).max()).row(0) if states else ()
    for name, value in zip(states, largest, strict=True):
        if value is not None and value > max(ItemState):
            _refuse("not an item state", name)


def _refuse(what: str, column: str) -> NoReturn:
    refuse(what, Where(column=column))
