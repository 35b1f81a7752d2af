"""Tables from CSV, every cell still text, and which kind of table it is."""

from __future__ import annotations

import csv
import re

import polars as pl

from tiig.locate.codes import AreaColumn, area_column
from tiig.locate.opening import Opened
from tiig.model.area_errors import AREA_FILE_DAMAGED, AREA_FILE_KIND
from tiig.model.errors import TiigError
from tiig.model.file_errors import FILE_NO_ROWS
from tiig.model.geography import PartKind

POSTCODE = ("pcds", "pcd7", "pcd8", "pcd", "postcode")
TOTALS = ("total_population", "total_residents", "all_ages", "total", "all ages")
AGE = re.compile(r"^(?P<sex>[fm]?)(?P<low>\d{1,3})(?P<open>\+)?$")
_MANY_AGES = 15


def read_sheet(opened: Opened) -> pl.DataFrame:
    """Return the rows as text; AREA_FILE_DAMAGED or FILE_NO_ROWS where that cannot be."""
    first = opened.text.lstrip("\n").split("\n", 1)[0]
    try:
        header = [name.strip() for name in next(csv.reader([first.rstrip("\r")]))]
    except (csv.Error, StopIteration):
        raise TiigError(AREA_FILE_DAMAGED, opened.where, what="it has no header") from None
    if len(header) != len(set(header)) or not all(header):
        what = "a column has no name, or two have the same"
        raise TiigError(AREA_FILE_DAMAGED, opened.where, what=what)
    body = opened.text.lstrip("\n").encode()
    try:
        frame = pl.read_csv(body, infer_schema=False)
    except pl.exceptions.PolarsError:
        what = "its rows do not have as many cells as its header"
        raise TiigError(AREA_FILE_DAMAGED, opened.where, what=what) from None
    if frame.is_empty():
        raise TiigError(FILE_NO_ROWS, opened.where)
    frame.columns = header
    cells = pl.all().str.strip_chars()
    return frame.with_columns(pl.when(cells == "").then(None).otherwise(cells).name.keep())


def code_columns(frame: pl.DataFrame) -> list[AreaColumn]:
    """Return the columns of codes, in the order of the file."""
    found = [one for name in frame.columns if (one := area_column(name))]
    return [one for one in found if not one.names]


def kind_of(frame: pl.DataFrame, opened: Opened) -> PartKind:
    """Tell what a table is by its columns; AREA_FILE_KIND where they are of no known kind."""
    names = {name.lower(): name for name in frame.columns}
    if names.keys() & set(POSTCODE) or {"pc", "pq", "ea", "no"} <= names.keys():
        return PartKind.POSTCODES
    if any("imd" in name and "decile" in name for name in names):
        return PartKind.DEPRIVATION
    ages = sum(bool(AGE.match(name)) for name in names)
    long = "value" in names and names.keys() & {"age", "age_group", "indicator", "sex"}
    coded = bool(code_columns(frame)) or "area_code" in names
    if coded and (ages >= _MANY_AGES or long or names.keys() & set(TOTALS)):
        return PartKind.POPULATION
    if len({(one.level, one.year) for one in code_columns(frame)}) > 1:
        return PartKind.LOOKUP
    what = (
        "its columns are those of no lookup, postcode file, population or index of deprivation"
        if coded
        else "it has no column with codes of areas, such as LSOA21CD or area_code"
    )
    raise TiigError(AREA_FILE_KIND, opened.where, what=what)


def whole_numbers(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return whole numbers (null where a cell is none), and which cells are no whole number."""
    plain = column.str.replace_all(",", "").str.replace(r"\.0+$", "")
    numbers = plain.cast(pl.Int64, strict=False)
    return numbers, numbers.is_null()
