"""Judge rows that are written as in the pictures of tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import polars as pl
import pytest

from tiig.model.days import Days
from tiig.model.identified import RawRows, TypedRows
from tiig.model.profile import RowUnit
from tiig.model.states import ItemState, state_column
from tiig.standard import Standard, load_standard
from tiig.standard.items import Item, Kind
from tiig.validate import Declared, RowMemory, RuleBook, rule_book
from tiig.validate.cells import DUPLICATE, REPEATED, Cells, with_absent

STATES = {
    "-": ItemState.BLANK,
    "?": ItemState.NOT_KNOWN,
    "!": ItemState.UNREADABLE,
    "%": ItemState.UNMAPPED,
    ".": ItemState.NOT_IN_LAYOUT,
}
TYPES = {Kind.MOMENT: pl.Datetime("us"), Kind.WHOLE: pl.Int16(), Kind.BIRTH_DATE: pl.Date()}
DECLARED = Declared(frozenset({"SITE1", "SITE2"}), Days.parse("2026-06"), date(2026, 7, 10))


def _value(item: Item, cell: str) -> object:
    if cell in STATES:
        return None
    if item.kind is Kind.MOMENT:
        return datetime.fromisoformat(cell)  # naive: local time, as in every batch
    if item.kind is Kind.BIRTH_DATE:
        return date.fromisoformat(cell)
    return int(cell) if item.kind is Kind.WHOLE else cell


def _state(item: Item, cell: str) -> int:
    if cell in STATES:
        return int(STATES[cell])
    part = item.kind is Kind.MOMENT and " " not in cell
    return int(ItemState.PART if part else ItemState.GIVEN)


def typed(rows: tuple[dict[str, str], ...], standard: Standard) -> TypedRows:
    """Build the batch that `translate` would give for rows written as in a picture."""
    numbers = pl.Series("row", range(2, len(rows) + 2), dtype=pl.UInt32)
    columns, raw = [numbers], [numbers]
    for name in rows[0]:
        item = standard.items[name]
        cells = [row[name] for row in rows]
        values = [_value(item, cell) for cell in cells]
        columns.append(pl.Series(name, values, dtype=TYPES.get(item.kind, pl.String())))
        states = [_state(item, cell) for cell in cells]
        columns.append(pl.Series(state_column(name), states, dtype=pl.UInt8))
        raw.append(pl.Series(name, cells, dtype=pl.String))
    return TypedRows(pl.DataFrame(columns), RawRows(pl.DataFrame(raw)))


@pytest.fixture(scope="session")
def standard() -> Standard:
    """The packaged standard."""
    return load_standard()


@pytest.fixture(scope="session")
def book(standard: Standard) -> RuleBook:
    """The rule book of the packaged standard."""
    return rule_book(standard)


@pytest.fixture(scope="session")
def outcomes_of(book: RuleBook) -> Callable[[str, tuple[dict[str, str], ...]], list[str]]:
    """Judge rows by one rule and say its outcome for each, in words."""

    def judge_rows(rule: str, rows: tuple[dict[str, str], ...]) -> list[str]:
        batch = typed(rows, book.standard)
        frame = with_absent(batch.frame, book.standard)
        memory = RowMemory(bytes(range(32)), row_is=RowUnit.ATTENDANCE)
        copies, repeats = memory.recognise(frame, batch.raw.frame.drop("row"))
        frame = frame.with_columns(copies.alias(DUPLICATE), repeats.alias(REPEATED))
        test = book.by_id[rule].test(Cells(book.standard, DECLARED))
        words = {True: "met", False: "missed", None: "not applicable"}
        return [words[told] for told in frame.with_columns(told=test)["told"]]

    return judge_rows
