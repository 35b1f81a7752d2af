"""The Excel template: drop-downs, a sheet of all values, a sheet of items, and how to fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from tiig.publish.starting.asked import LONGEST_TEXT, Asked
from tiig.publish.starting.profile import DATA
from tiig.publish.starting.rows import Cell, Table
from tiig.publish.starting.wording import ItemLine, read_me
from tiig.publish.workbook import OPTIONS
from tiig.standard.items import Kind

VALUES, ITEMS, READ_ME = "Values", "Items", "Read me"
ROWS_READY = 10_000
"""Rows below the header that have drop-downs; more may be pasted in."""
_ACCENT, _PALE = "#005EB8", "#F0F4F5"
_DAY, _MOMENT, _TEXT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "@"
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_WIDTHS = {Kind.MOMENT: 18, Kind.WHOLE: 8, Kind.TEXT: 42, Kind.CODE: 32}
_USUAL_WIDTH = 18
_VALUES_HEADER = ("Column", "Value to write", "Where it belongs", "Codes that say the same")
_ITEMS_HEADER = (
    "Column", "Needed", "What it is", "Why it is asked", "How it is written", "Example",
    "ECDS element", "ISTV element",
)  # fmt: skip
_ITEMS_WIDTHS = (28, 16, 44, 52, 44, 28, 56, 34)


@dataclass(frozen=True)
class Template:
    """What the template says besides its rows; `made_on` is its day in the file's properties."""

    title: str
    asked: Sequence[Asked]
    items: Sequence[ItemLine]
    sites: Sequence[tuple[str, str]]
    made_on: date


def write_template(template: Template, table: Table, path: Path) -> None:
    """Write the workbook with these rows in it; equal content gives equal bytes."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        made = datetime.combine(template.made_on, time())
        book.set_properties({"title": template.title, "created": made})
        looks = _Looks(book)
        sheets = {name: book.add_worksheet(name) for name in (READ_ME, DATA, ITEMS, VALUES)}
        _read_me(sheets[READ_ME], template, looks)
        places = _values(sheets[VALUES], template, looks)
        _data(sheets[DATA], template, table, places, looks)
        _items(sheets[ITEMS], template.items, looks)


class _Looks:
    """The formats of the workbook."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        body = {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _ACCENT})
        self.head = book.add_format(
            {"bold": True, "font_color": "white", "bg_color": _ACCENT, "border": 1}
            | {"text_wrap": True, "valign": "vcenter"}
        )
        self.subhead = book.add_format({"bold": True, "font_color": _ACCENT, "font_size": 12})
        self.body = book.add_format(body)
        self.banded = book.add_format(body | {"bg_color": _PALE})
        self.strong = book.add_format(body | {"bold": True})
        self.cells = {
            form: book.add_format({"num_format": form}) for form in (_DAY, _MOMENT, _TEXT)
        }
        self.plain = book.add_format()


def _read_me(sheet: Any, template: Template, looks: _Looks) -> None:  # noqa: ANN401
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, template.title, looks.title)
    place = 1
    for heading, lines in read_me(template.sites):
        place += 1
        sheet.write_string(place, 0, heading, looks.subhead)
        for line in lines:
            place += 1
            sheet.write_string(place, 0, line, looks.body)
        place += 1
    _printed(sheet)


def _values(sheet: Any, template: Template, looks: _Looks) -> dict[str, tuple[int, int]]:  # noqa: ANN401
    """Write every value; returns the first and last row of each item's, from 1."""
    _header(sheet, _VALUES_HEADER, (28, 44, 60, 44), looks)
    found, place = {}, 1
    for number, one in enumerate(one for one in template.asked if one.values):
        look = looks.banded if number % 2 else looks.body
        first = place + 1
        for value in one.values:
            cells = (one.heading, value.text, value.path, ", ".join(value.codes))
            for column, text in enumerate(cells):
                sheet.write_string(place, column, text, look)
            place += 1
        found[one.id] = (first, place)
    sheet.autofilter(0, 0, place - 1, len(_VALUES_HEADER) - 1)
    return found


def _items(sheet: Any, items: Sequence[ItemLine], looks: _Looks) -> None:  # noqa: ANN401
    _header(sheet, _ITEMS_HEADER, _ITEMS_WIDTHS, looks)
    for place, one in enumerate(items, start=1):
        sheet.write_string(place, 0, one.heading, looks.strong)
        for column, text in enumerate(one.cells, start=1):
            sheet.write_string(place, column, text, looks.body)


def _data(
    sheet: Any,  # noqa: ANN401
    template: Template,
    table: Table,
    places: dict[str, tuple[int, int]],
    looks: _Looks,
) -> None:
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    asked = {one.heading: one for one in template.asked}
    for column, heading in enumerate(table.header):
        one = asked.get(heading)
        form = _form(one)
        width = _WIDTHS.get(one.item.kind, _USUAL_WIDTH) if one else _USUAL_WIDTH
        sheet.set_column(column, column, width, looks.cells.get(form, looks.plain))
        sheet.write_string(0, column, heading, looks.head)
        sheet.data_validation(1, column, ROWS_READY, column, _allowed(one, template, places))
        for row, cells in enumerate(table.rows, start=1):
            _write(sheet, row, column, cells[column], looks)


def _form(one: Asked | None) -> str:
    if one is None:
        return _DAY
    return {Kind.MOMENT: _MOMENT, Kind.WHOLE: ""}.get(one.item.kind, _TEXT)


def _write(sheet: Any, row: int, column: int, cell: Cell, looks: _Looks) -> None:  # noqa: ANN401
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, looks.cells[_MOMENT])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime.combine(cell, time()), looks.cells[_DAY])
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell, looks.cells[_TEXT])


def _allowed(
    one: Asked | None, template: Template, places: dict[str, tuple[int, int]]
) -> dict[str, Any]:
    """Return a column's drop-down or bounds; a warning only, since codes are welcome too."""
    told: dict[str, Any] = {"ignore_blank": True, "error_type": "warning"}
    if one is None:
        return told | {
            "validate": "date", "criteria": ">", "value": date(2000, 1, 1),
            "input_title": "Period of the file",
            "input_message": "The same day in every row, such as 2026-06-01 or 2026-06-30.",
        }  # fmt: skip
    told["input_title"] = one.heading[:_LONGEST_TITLE]
    told["input_message"] = _shortened(f"{one.item.meaning} Needed: {one.needed}.")
    told["error_title"] = one.heading[:_LONGEST_TITLE]
    told["error_message"] = "This is not as the sheet Items says. Keep it all the same?"
    if one.id in places:
        first, last = places[one.id]
        source = f"='{VALUES}'!$B${first}:$B${last}"
        told["error_message"] = "This is not in the list. Codes of the sheet Values are right too."
        return told | {"validate": "list", "source": source}
    if one.item.kind is Kind.SITE:
        return told | {"validate": "list", "source": [code for code, _ in template.sites]}
    if one.item.kind is Kind.MOMENT:
        return told | {"validate": "date", "criteria": ">", "value": date(2000, 1, 1)}
    if one.item.kind is Kind.WHOLE:
        bounds = {"minimum": one.item.low, "maximum": one.item.high}
        return told | {"validate": "integer", "criteria": "between"} | bounds
    return told | {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT}


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_PROMPT:
        return text
    return f"{text[: _LONGEST_PROMPT - 2].rpartition(' ')[0]} …"


def _header(sheet: Any, names: Sequence[str], widths: Sequence[int], looks: _Looks) -> None:  # noqa: ANN401
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, looks.head)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 24)
    _printed(sheet)
    sheet.repeat_rows(0)


def _printed(sheet: Any) -> None:  # noqa: ANN401
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
