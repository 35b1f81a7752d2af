"""Plain sheets are read from their bytes as calamine reads them, or are left to it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tiig.model.errors import Where
from tiig.receive.calamine_grid import CalamineGrid
from tiig.receive.limits import USUAL
from tiig.receive.package import Package
from tiig.receive.plain_grid import PlainGrid
from tiig.receive.plain_xml import NotPlainError
from tiig.receive.sheet import rows_of

NOWHERE = Where()
DAYS = (
    "dd/mm/yyyy hh:mm",
    "yyyy-mm-dd",
    r"dd\/mm\/yyyy;@",
    "d mmm yy",
    "hh:mm:ss",
    "h:mm",
    "[$-809]dd mmmm yyyy",
)
NUMBERS = ("0", "0.00", "#,##0", "General")
OTHERS = (
    "[h]:mm",
    "[Red]0.00",
    '"day" 0',
    "0.00E+00",
)
WORD = st.text(st.sampled_from("ab  é𝄞<>&\"';_x0D\n\t"), max_size=8)
MOMENT = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))
NUMBER = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(-1e18, 1e18, allow_subnormal=False),
    st.sampled_from([0, -0.0, 0.1, 1e15, 2.0**53, 2.0**53 + 2, 1e300, 1e-300, 202503000002.0]),
)
SERIAL = st.one_of(st.floats(0, 3_000_000), st.integers(0, 3_000_000), st.floats(0, 1))
CELL = st.one_of(
    st.none(),
    WORD,
    NUMBER,
    st.booleans(),
    st.tuples(SERIAL, st.sampled_from(DAYS)),
    st.tuples(NUMBER, st.sampled_from(NUMBERS)),
)
Cell = None | str | float | bool | tuple[float, str]


def written(rows: list[list[Cell]], *, date_1904: bool = False, inline: bool = False) -> bytes:
    """Write a workbook of one sheet."""
    stream = io.BytesIO()
    options = {"default_date_format": "", "constant_memory": inline, "in_memory": not inline}
    book = xlsxwriter.Workbook(stream, {**options, "date_1904": date_1904})
    sheet = book.add_worksheet()
    formats = {code: book.add_format({"num_format": code}) for code in (*DAYS, *NUMBERS, *OTHERS)}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, tuple):
                sheet.write_number(row, column, cell[0], formats[cell[1]])
            elif isinstance(cell, bool):
                sheet.write_boolean(row, column, cell)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write_number(row, column, cell)
    book.close()
    return stream.getvalue()


def plainly(content: bytes, steps: list[int]) -> list[tuple[str | None, ...]]:
    """Read a workbook as a plain sheet, in steps of so many rows; whole columns of nothing go."""
    package = Package(content, USUAL, NOWHERE)
    part = package.sheet_part(None)[1]
    grid = PlainGrid(package, part, USUAL)
    assert replace(rows_of(package, part, USUAL, NOWHERE), own={}) == grid.known
    return taken(grid, steps)


def by_calamine(content: bytes, steps: list[int]) -> list[tuple[str | None, ...]]:
    """Read it by calamine."""
    package = Package(content, USUAL, NOWHERE)
    name, part = package.sheet_part(None)
    own = rows_of(package, part, USUAL, NOWHERE).own
    return taken(CalamineGrid(content, name, own, NOWHERE), steps)


def taken(grid: PlainGrid | CalamineGrid, steps: list[int]) -> list[tuple[str | None, ...]]:
    """Take rows in steps; cells beyond a row's last one are the same as none."""
    found: list[tuple[str | None, ...]] = []
    for step in steps:
        columns = [column.to_pylist() for column in grid.take(step)]
        for cells in zip(*columns, strict=True):
            told = list(cells)
            while told and told[-1] is None:
                told.pop()
            found.append(tuple(told))
    while found and not found[-1]:
        found.pop()
    return found


@given(
    rows=st.lists(st.lists(CELL, max_size=6), max_size=12),
    step=st.integers(1, 5),
    inline=st.booleans(),
)
def test_a_sheet_reads_the_same_in_both_ways(
    rows: list[list[Cell]], step: int, *, inline: bool
) -> None:
    """Every cell has the same text at the same place, or the sheet is not plain."""
    content = written(rows, inline=inline)
    steps = [step] * 12
    try:
        found = plainly(content, steps)
    except NotPlainError:
        return
    assert found == by_calamine(content, steps)


@given(st.lists(st.tuples(SERIAL, st.sampled_from(DAYS)), min_size=1, max_size=20))
def test_moments_read_the_same_to_the_millisecond(cells: list[Cell]) -> None:
    """Days, moments and times of day; serials about which programs disagree are not plain."""
    content = written([[cell] for cell in cells])
    try:
        found = plainly(content, [20])
    except NotPlainError:
        return
    assert found == by_calamine(content, [20])


PLAIN: list[list[Cell]] = [
    ["a", "b", "c", "d", "e"],
    ["x & y", 202503000002.0, True, (45000.5, "dd/mm/yyyy hh:mm"), (0.5, "hh:mm:ss")],
    [None, 0.1, False, (45000, "yyyy-mm-dd"), None],
    [],
    [" kept ", -3, None, None, (1.5, "0.00")],
]


def test_what_programs_write_for_a_table_is_plain() -> None:
    """Texts, numbers, truths, days and times: none of it needs the slower way."""
    assert plainly(written(PLAIN, inline=True), [5]) == plainly(written(PLAIN), [5])
    assert plainly(written(PLAIN), [2, 1, 9]) == [
        ("a", "b", "c", "d", "e"),
        ("x & y", "202503000002", "TRUE", "2023-03-15T12:00:00", "12:00:00"),
        (None, "0.1", "FALSE", "2023-03-15T00:00:00"),
        (),
        (" kept ", "-3", None, None, "1.5"),
    ]


@pytest.mark.parametrize(
    "rows",
    [[["a"], [(1.5, code)]] for code in OTHERS] + [[["a"], [(60, "yyyy-mm-dd")]], [["a_x000D_"]]],
)
def test_what_is_not_plain_is_left_alone(rows: list[list[Cell]]) -> None:
    """Formats of other kinds, the day that never was, escapes: calamine reads these."""
    with pytest.raises(NotPlainError):
        plainly(written(rows), [2])


def test_another_calendar_is_left_alone() -> None:
    """Days since 1904."""
    with pytest.raises(NotPlainError):
        plainly(written([["a"], [(45000, "yyyy-mm-dd")]], date_1904=True), [2])


def test_python_values_are_what_calamine_gives() -> None:
    """The oracle itself reads what was written."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for row, cell in enumerate([date(2026, 6, 1), datetime(2026, 6, 1, 12, 30), time(9, 5)]):
        sheet.write_datetime(row, 0, cell, day)
    sheet.write_number(3, 0, timedelta(hours=12) / timedelta(days=1), day)
    book.close()
    told = [("2026-06-01T00:00:00",), ("2026-06-01T12:30:00",), ("09:05:00",), ("12:00:00",)]
    assert by_calamine(stream.getvalue(), [4]) == plainly(stream.getvalue(), [4]) == told
