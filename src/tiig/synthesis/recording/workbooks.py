"""A workbook as a hospital's system exports it: xlsxwriter makes the book, Polars its rows.

Cell by cell, a workbook took as long as making up the month in it. So xlsxwriter writes what is
above the rows and every format once; rows and their texts are put in as they would stand.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tiig.model.months import Month

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed day keeps equal workbooks equal
_PACKED, _FAST = (1980, 1, 31, 0, 0, 0), 1
_BASE = date(1899, 12, 30)
_PATTERNS = (
    (pl.Date, "dd/mm/yyyy"), (pl.Time, "hh:mm"), (pl.Datetime, "dd/mm/yyyy hh:mm"),
    (pl.Float64, "0.000000"),
)  # fmt: skip
_ABOVE = 4
"""Rows above those of the export: the period, whose it is, the header."""
_SHEET, _TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_FORMAT = re.compile(rf'<c r="([A-Z]+){_ABOVE + 1}" s="(\d+)"/>')
_ROWS, _END = re.compile(rf'<row r="{_ABOVE + 1}" .*?</row>', re.DOTALL), "</sheetData>"
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_SHARED = re.compile(r' count="\d+" uniqueCount="\d+">.*</sst>', re.DOTALL)
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def write_workbook(cells: pl.DataFrame, sheet: str, month: Month, path: Path) -> None:
    """Write a sheet with the period above the header; equal cells give equal bytes.

    Each text stands once in the book; days and times are numbers with a format.
    """
    texts = _texts(cells)
    with zipfile.ZipFile(_book(cells, sheet, month)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    plain = parts[_SHEET].decode()
    rows = _rows(cells, texts, dict(_FORMAT.findall(plain)))
    corner = f"{xl_col_to_name(cells.width - 1)}{_ABOVE + cells.height}"
    plain = _DIMENSION.sub(f'<dimension ref="A1:{corner}"/>', plain)
    parts[_SHEET] = _ROWS.sub("", plain).replace(_END, rows + _END).encode()
    shared = _shared(texts, cells)
    parts[_TEXTS] = _SHARED.sub(lambda _: shared, parts[_TEXTS].decode()).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            told = zipfile.ZipInfo(name, _PACKED)
            book.writestr(told, content, zipfile.ZIP_DEFLATED, compresslevel=_FAST)


def _heads(cells: pl.DataFrame) -> list[str]:
    """Return the texts above the rows, in the order in which they are written."""
    about = "Invented hospital, invented patients"
    return ["Reporting period from", "Reporting period to", about, *cells.columns]


def _texts_in(cells: pl.DataFrame) -> list[str]:
    """Return the columns that hold text."""
    return [name for name, kind in cells.schema.items() if kind == pl.String]


def _texts(cells: pl.DataFrame) -> list[str]:
    """Return every text of the book once, in the order in which it is first met."""
    said = pl.concat_list(_texts_in(cells)).explode()
    met = cells.select(said.unique(maintain_order=True).drop_nulls())
    return list(dict.fromkeys([*_heads(cells), *met.to_series()]))


def _shared(texts: list[str], cells: pl.DataFrame) -> str:
    """Return the texts as a book holds them, and how often they stand in it altogether."""
    said = sum(cells[name].count() for name in _texts_in(cells)) + len(_heads(cells))
    outer = pl.col("text").str.contains(r"^\s|\s$")
    space = pl.when(outer).then(pl.lit(' xml:space="preserve"')).otherwise(pl.lit(""))
    plain = pl.col("text").str.replace_many(list(_ESCAPED), list(_ESCAPED.values()))
    told = pl.DataFrame({"text": texts}).select(
        pl.concat_str(pl.lit("<si><t"), space, pl.lit(">"), plain, pl.lit("</t></si>"))
    )
    every = "".join(told.to_series())
    return f' count="{said}" uniqueCount="{len(texts)}">{every}</sst>'


def _book(cells: pl.DataFrame, name: str, month: Month) -> io.BytesIO:
    """Write the book without its rows; in their place stands a cell of each format."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(name)
        formats = {str(kind): book.add_format({"num_format": told}) for kind, told in _PATTERNS}
        from_words, to_words, about, *columns = _heads(cells)
        for row, (words, day) in enumerate(
            [(from_words, month.first_day), (to_words, month.last_day)]
        ):
            sheet.write_string(row, 0, words)
            sheet.write_number(row, 1, (day - _BASE).days, formats[str(pl.Date)])
        sheet.write_string(2, 0, about)
        for column, head in enumerate(columns):
            sheet.write_string(3, column, head)
        for column, kind in enumerate(cells.dtypes):
            if str(kind.base_type()) in formats:
                sheet.write_blank(_ABOVE, column, None, formats[str(kind.base_type())])
    return made


def _rows(cells: pl.DataFrame, texts: list[str], formats: dict[str, str]) -> str:
    """Return the rows as a sheet holds them; an empty cell is not there."""
    row = (pl.int_range(pl.len()) + _ABOVE + 1).cast(pl.String)
    known = pl.Enum(texts)
    parts = [pl.lit('<row r="'), row, pl.lit('">')]
    for place, (name, kind) in enumerate(cells.schema.items()):
        column = xl_col_to_name(place)
        style = f' s="{formats[column]}"' if column in formats else ""
        style = ' t="s"' if kind == pl.String else style
        value = pl.col(name).cast(known).to_physical() if kind == pl.String else _number(name, kind)
        cell = pl.concat_str(
            pl.lit(f'<c r="{column}'), row, pl.lit(f'"{style}><v>'), value, pl.lit("</v></c>")
        )
        parts.append(cell.fill_null(""))
    told = cells.select(pl.concat_str(*parts, pl.lit("</row>"))).to_series()
    return "".join(told)


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
