"""Workbooks of invented hospitals: every cell as it was, as another library reads it."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tiig.model.months import Month
from tiig.synthesis.recording.workbooks import write_workbook

CELLS = pl.DataFrame(
    {
        "No": ["A1", "A2", "A3"],
        "Day": [date(2026, 6, 1), None, date(2026, 6, 30)],
        "At": [time(23, 59), time(0, 0), None],
        "When": [datetime(2026, 6, 1, 12, 30), None, datetime(2026, 6, 30)],
        "Age": [34, 0, None],
        "Serial": [46174.5, None, 46203.123456],
        "Where": ['<b> & "x"', " outside, by the door ", None],
        "No again": ["A1", "No", "A1"],
    }
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The workbook."""
    path = tmp_path / "month.xlsx"
    write_workbook(CELLS, "Extract", Month(2026, 6), path)
    return path


def test_every_cell_can_be_read_back(path: Path) -> None:
    """Texts, days, times and numbers are what they were; what is empty stays empty."""
    (sheet,) = openpyxl.load_workbook(path)
    above, rows = list(sheet.iter_rows(max_row=4)), list(sheet.iter_rows(min_row=5))

    assert sheet.title == "Extract"
    assert [row[1].value for row in above[:2]] == [datetime(2026, 6, 1), datetime(2026, 6, 30)]
    assert [cell.value for cell in above[3]] == CELLS.columns
    for found, wanted in zip(rows, CELLS.iter_rows(), strict=True):
        for cell, value in zip(found, wanted, strict=True):
            day = type(value) is date
            assert cell.value == (datetime(*value.timetuple()[:3]) if day else value)


def test_days_and_times_are_numbers_with_a_format(path: Path) -> None:
    """As a hospital's system exports them: the cell's format alone tells what it is."""
    (sheet,) = openpyxl.load_workbook(path)
    patterns = [cell.number_format for cell in sheet[5]]

    assert patterns[1:4] == ["dd/mm/yyyy", "hh:mm", "dd/mm/yyyy hh:mm"]
    assert (patterns[4], patterns[5]) == ("General", "0.000000")


def test_equal_cells_give_equal_bytes(path: Path, tmp_path: Path) -> None:
    """Nothing of the day or the machine is in the file."""
    again = tmp_path / "again.xlsx"
    write_workbook(CELLS, "Extract", Month(2026, 6), again)

    assert again.read_bytes() == path.read_bytes()
