"""Write the cells of an export as the file a hospital sends: delimited text or a workbook."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Literal

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tiig.model.months import Month
from tiig.synthesis.recording.senders import Layout

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed day keeps equal workbooks equal
_BASE = date(1899, 12, 30)


def write_file(cells: pl.DataFrame, layout: Layout, month: Month, path: Path) -> None:
    """Write an export; equal cells give equal bytes."""
    if layout.sheet:
        _write_workbook(cells, layout, month, path)
    else:
        path.write_bytes(_text(cells, layout).encode(layout.encoding))


def _text(cells: pl.DataFrame, layout: Layout) -> str:
    style: Literal["always", "necessary"] = "always" if layout.quoted else "necessary"
    body: str = cells.write_csv(separator=layout.delimiter, quote_style=style)
    above = "".join(f"{line}\n" for line in layout.above)
    below = "".join(f"{line}{layout.delimiter * (cells.width - 1)}\n" for line in layout.below)
    return above + body + below


def _write_workbook(cells: pl.DataFrame, layout: Layout, month: Month, path: Path) -> None:
    """Write a sheet with the period above the header; each text stands once in the book."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(layout.sheet)
        formats = {
            str(kind): book.add_format({"num_format": pattern})
            for kind, pattern in (
                (pl.Date, "dd/mm/yyyy"), (pl.Time, "hh:mm"), (pl.Datetime, "dd/mm/yyyy hh:mm"),
                (pl.Float64, "0.000000"),
            )
        }  # fmt: skip
        for place, (words, day) in enumerate(
            [("Reporting period from", month.first_day), ("Reporting period to", month.last_day)]
        ):
            sheet.write_string(place, 0, words)
            sheet.write_number(place, 1, (day - _BASE).days, formats[str(pl.Date)])
        sheet.write_string(2, 0, "Invented hospital, invented patients")
        for column, name in enumerate(cells.columns):
            sheet.write_string(3, column, name)
        kinds = [formats.get(str(kind.base_type())) for kind in cells.dtypes]
        numbers = cells.select(_number(name, kind) for name, kind in cells.schema.items())
        _write_rows(sheet, numbers, kinds, first=4)


def _write_rows(
    sheet: Worksheet, cells: pl.DataFrame, formats: list[object | None], *, first: int
) -> None:
    texts = [kind == pl.String for kind in cells.dtypes]
    for row, values in enumerate(cells.iter_rows(), start=first):
        for column, value in enumerate(values):
            if value is None:
                continue
            if texts[column]:
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value, formats[column])


def _number(name: str, kind: pl.DataType) -> pl.Expr:
    """Turn days and times into the serial numbers that a workbook holds."""
    column = pl.col(name)
    if kind == pl.Time:
        return column.cast(pl.Int64) / 86_400_000_000_000
    if kind == pl.Date:
        return (column - _BASE).dt.total_days()
    if isinstance(kind, pl.Datetime):
        return (column - pl.lit(_BASE).cast(kind)).dt.total_seconds() / 86_400
    return column
