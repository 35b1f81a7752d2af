"""Exact checks on the suspicious cells of one column and one batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from tiig.deidentify.days import YEAR, rough_days, rough_moments, run_together, serial_day
from tiig.deidentify.numbers import check_digit_right, health_number_kind
from tiig.deidentify.plainly import UNUSUAL, plainly
from tiig.deidentify.spans import kinds_in
from tiig.deidentify.suspicion import FULL_DATE
from tiig.model.identified import ROW

_CELL: Final = pl.col("cell")
_TOGETHER: Final = _CELL.str.replace_all(r"[\s./\-]", "")
_USUAL_GROUPS: Final = r"^\s*[0-9]{3}[ ./\-]{1,3}[0-9]{3}[ ./\-]{1,3}[0-9]{4}\s*$"
_TEN_DIGITS: Final = (
    _CELL.str.contains(r"^[\s0-9./\-]{10,20}$")
    & _TOGETHER.str.contains(r"^[0-9]{10}$")
    & ~_CELL.str.contains(_USUAL_GROUPS)
)
"""Ten digits and nothing else, in groups that are not those of a health number."""
_DIGITS_ALONE: Final = _CELL.str.extract(r"^\s*([0-9]{5,8})(?:[.]0*)?\s*$", 1)
_ONLY_A_DATE: Final = _CELL.str.contains(
    rf"^\s*(?:{FULL_DATE})(?:[ T,]+[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.][0-9]{{1,9}})?)?)?"
    r"(?:Z|[+\-][0-9]{2}:?[0-9]{2})?\s*$",
)
_FAR_FUTURE: Final = 2100 * YEAR


def ten_digit_cells(cells: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Return which cells are ten digits and nothing else, and (row, kind) of those that pass."""
    ten = cells.select(_TEN_DIGITS & ~_ONLY_A_DATE).to_series()
    digits = _TOGETHER
    passing = cells.filter(ten).filter(check_digit_right(digits))
    return ten, passing.select(ROW, kind=health_number_kind(digits))


def day_like_cells(
    cells: pl.DataFrame, newest: int, *, serials: bool
) -> tuple[pl.Series, pl.DataFrame]:
    """Return which cells are five to eight digits alone, and (row, day) where they can be one."""
    digits = cells.select(ROW, _DIGITS_ALONE.alias("cell"))
    alone = digits["cell"].is_not_null()
    day = serial_day(_CELL) if serials else run_together(_CELL, newest)
    days = digits.filter(alone).select(ROW, day=day.cast(pl.Int32))
    return alone, days.drop_nulls()


def plain_cells(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with unusual signs written as usual ones, each distinct text once."""
    odd = cells.filter(_CELL.str.contains(f"{UNUSUAL}|_"))["cell"].unique().to_list()
    if not odd:
        return cells
    known = pl.DataFrame({"cell": odd, "plain": [plainly(text) for text in odd]})
    joined = cells.join(known, on="cell", how="left", maintain_order="left")
    return joined.select(ROW, pl.coalesce("plain", "cell").alias("cell"))


def in_texts(cells: pl.DataFrame, *, codes: bool) -> pl.DataFrame:
    """Return (row, kind) of what the texts show by themselves, each distinct text once."""
    texts = cells.filter(~_ONLY_A_DATE).get_column("cell").unique().to_list()
    kinds = [(text, kind) for text in texts for kind in sorted(kinds_in(text, codes=codes))]
    found = pl.DataFrame(
        kinds, schema={"cell": pl.String, "kind": pl.String}, orient="row"
    ).unique()
    return cells.join(found, on="cell", maintain_order="left").select(ROW, "kind")


def moments(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return (row, moment): the latest readable declared moment of each row, roughly."""
    days = [rough_moments(frame[name]).alias(str(place)) for place, name in enumerate(columns)]
    latest = pl.max_horizontal(pl.lit(None, pl.Int32), *days)
    return frame.select(pl.col(ROW), latest.alias("moment"))


def old_dates(cells: pl.DataFrame, moment: pl.DataFrame, newest: int | None) -> pl.DataFrame:
    """Return (row, kind) of full dates more than a year before the row's own moment.

    A row without a readable moment is judged by `newest`, the newest seen in the file;
    where there is none, a full date cannot be told from a birthday and counts as one.
    """
    dates = (
        cells.select(ROW, _CELL.str.extract_all(FULL_DATE).alias("date"))
        .explode("date")
        .drop_nulls()
    )
    day = rough_days(dates["date"], _FAR_FUTURE if newest is None else newest)
    known = dates.with_columns(day=day).filter(pl.col("day").is_not_null())
    judged = known.join(moment, on=ROW, how="left", maintain_order="left")
    visit = pl.coalesce("moment", pl.lit(newest, pl.Int32))
    old = judged.filter(visit.is_null() | (visit - pl.col("day") > YEAR))
    return old.select(ROW, kind=pl.lit("birth_date"))
