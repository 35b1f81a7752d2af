"""Small batches as `translate` gives them, and the packaged rule book."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import polars as pl
import pytest

from tiig.model.days import Days
from tiig.model.identified import RawRows, TypedRows
from tiig.model.profile import RowUnit
from tiig.model.states import ItemState, state_column
from tiig.standard import Standard, load_standard
from tiig.validate import Declared, RowMemory, RuleBook, rule_book

Batch = Callable[..., TypedRows]


@pytest.fixture(scope="session")
def standard() -> Standard:
    """The packaged standard."""
    return load_standard()


@pytest.fixture(scope="session")
def book(standard: Standard) -> RuleBook:
    """The rule book of the packaged standard."""
    return rule_book(standard)


@pytest.fixture
def declared() -> Declared:
    """One site and one month, received in the next."""
    return Declared(frozenset({"SITE1"}), Days.parse("2026-06"), date(2026, 7, 10))


@pytest.fixture
def memory() -> RowMemory:
    """The memory of a file that has just begun."""
    return RowMemory(bytes(range(32)), row_is=RowUnit.ATTENDANCE)


@pytest.fixture
def batch() -> Batch:
    """Build a batch from columns of values; rows are plain and countable unless told."""

    def build(
        columns: Mapping[str, Sequence[object]],
        *,
        states: Mapping[str, Sequence[ItemState]] | None = None,
        first_row: int = 2,
    ) -> TypedRows:
        height = len(next(iter(columns.values())))
        plain: dict[str, Sequence[object]] = {
            "site": ["SITE1"] * height,
            "arrival_at": [datetime(2026, 6, 12, 23, 5)] * height,
        }
        every = plain | dict(columns)
        row = pl.Series("row", range(first_row, first_row + height), dtype=pl.UInt32)
        made, raw = [row], [row]
        for name, values in every.items():
            column = pl.Series(name, values)
            told = (states or {}).get(name) or [
                ItemState.BLANK if value is None else ItemState.GIVEN for value in values
            ]
            made.append(column if column.dtype != pl.Null else column.cast(pl.String))
            made.append(pl.Series(state_column(name), [int(s) for s in told], dtype=pl.UInt8))
            raw.append(column.cast(pl.String))
        return TypedRows(pl.DataFrame(made), RawRows(pl.DataFrame(raw)))

    return build
