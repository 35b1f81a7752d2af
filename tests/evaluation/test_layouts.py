"""The evaluation layouts have the form that their README promises."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tiig.standard import Standard, load_standard

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*/*/truth.toml"))
UNTREED = {"~not_known", "~none"}


@pytest.fixture(scope="module")
def standard() -> Standard:
    """Return the packaged standard."""
    return load_standard()


def test_there_are_enough_layouts_of_every_kind() -> None:
    """Eight at least, with headers of each kind."""
    headers = [tomllib.loads(path.read_text("utf-8"))["headers"] for path in LAYOUTS]
    assert len(headers) >= 8
    assert {"ordinary", "outside", "numbered"} == set(headers)


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.parent.name)
def test_the_truth_speaks_for_every_column_and_every_value(path: Path, standard: Standard) -> None:
    """A truth without gaps, against the file that it speaks of."""
    truth = tomllib.loads(path.read_text("utf-8"))
    header, rows = _table(path.parent, truth["file"])
    assert [column["name"] for column in truth["columns"]] == header
    assert {len(row) for row in rows} == {len(header)}
    for place, column in enumerate(truth["columns"]):
        values = {row[place] for row in rows} - {""}
        for reading in (column, *column.get("also", ())):
            _check_reading(reading, values, {*column.get("unjudged", ())}, standard)


def _check_reading(
    reading: dict[str, Any], values: set[str], unjudged: set[str], standard: Standard
) -> None:
    if "item" not in reading:
        return
    item = standard.items[reading["item"]]
    if not item.coded:
        return
    meanings = {*standard.value_map(item).values()} | UNTREED
    assert {*reading["codes"].values()} <= meanings
    assert values <= {*reading["codes"]} | unjudged | {*reading.get("unjudged", ())}


def _table(folder: Path, file: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    above, below = file["header_row"] - 1, file["footer_rows"]
    path = next(folder.glob("extract.*"))
    if file["format"] == "xlsx":
        sheet = load_workbook(path)[file["sheet"]]
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    else:
        text = path.read_bytes().decode(file["encoding"]).removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=file["delimiter"]))
    return rows[above], rows[above + 1 : len(rows) - below]
