"""Derive columns for rows that are written as in the pictures of tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

import polars as pl
import pytest

from tiig.derive import DeriveContext, derive
from tiig.model.gates import deidentified
from tiig.model.states import ItemState, state_column
from tiig.standard import Standard, load_standard, storage_columns
from tiig.standard.items import Kind

Rows = tuple[dict[str, str], ...]

STATES = {
    "-": ItemState.BLANK,
    "?": ItemState.NOT_KNOWN,
    "!": ItemState.UNREADABLE,
    "%": ItemState.UNMAPPED,
    ".": ItemState.NOT_IN_LAYOUT,
    "~": ItemState.PART,
}
SIGNS = {int(state): sign for sign, state in STATES.items()}
CONTEXT = DeriveContext(
    default_times=frozenset({time(12, 0)}), default_moments=frozenset({datetime(1900, 1, 1, 9)})
)
ARRIVED = "2026-06-12 23:05"


@pytest.fixture(scope="session")
def standard() -> Standard:
    """The packaged standard."""
    return load_standard()


def _columns(name: str, cells: list[str], standard: Standard) -> list[pl.Series]:
    kind = standard.items[name].kind if name in standard.items else Kind.TEXT
    types: dict[Kind, pl.DataType] = {Kind.MOMENT: pl.Datetime("us"), Kind.WHOLE: pl.Int16()}
    dtype = types.get(kind, pl.String())
    values: list[object] = [None if cell in STATES else cell for cell in cells]
    if kind is Kind.MOMENT:
        values = [value and datetime.fromisoformat(str(value)) for value in values]
    elif kind is Kind.WHOLE:
        values = [value and int(str(value)) for value in values]
    made = [pl.Series(name, values, dtype=dtype)]
    if name in standard.items:
        given = [
            ItemState.PART if kind is Kind.MOMENT and " " not in cell else ItemState.GIVEN
            for cell in cells
        ]
        states = [int(STATES.get(cell, known)) for cell, known in zip(cells, given, strict=True)]
        made.append(pl.Series(state_column(name), states, dtype=pl.UInt8))
    return made


@pytest.fixture(scope="session")
def derived(standard: Standard) -> Callable[[Rows, list[str]], list[list[str]]]:
    """Derive some columns of written rows, and write each value or the sign of its state."""

    def run(rows: Rows, wanted: list[str]) -> list[list[str]]:
        full = [{"arrival_at": ARRIVED, **row} for row in rows]
        columns = [pl.Series("row", range(2, len(rows) + 2), dtype=pl.UInt32)]
        for name in full[0]:
            columns += _columns(name, [row[name] for row in full], standard)
        declared = frozenset(storage_columns(standard))
        batch = deidentified(pl.DataFrame(columns), declared)
        frame = derive(batch, standard, CONTEXT).frame
        return [
            [_written(frame, name, number, standard) for name in wanted]
            for number in range(frame.height)
        ]

    return run


def _written(frame: pl.DataFrame, name: str, number: int, standard: Standard) -> str:
    value = frame[name][number]
    if standard.derived[name].stateful:
        state = frame[state_column(name)][number]
        assert (value is None) == (state != ItemState.GIVEN), f"{name}: value and state disagree"
        return SIGNS.get(state, str(value))
    return str(value)
