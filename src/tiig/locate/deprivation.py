"""Indices of deprivation: national deciles and ranks, taken as they were published."""

from __future__ import annotations

import polars as pl

from tiig.locate.codes import check_once, checked_level, refuse_rows
from tiig.locate.drafts import Dated, Draft
from tiig.locate.opening import Opened
from tiig.locate.sheets import code_columns, whole_numbers
from tiig.model.area_errors import AREA_FILE_KIND, AREA_NUMBER
from tiig.model.errors import TiigError, Where
from tiig.model.geography import PartKind

_DECILES = 10


def read_deprivation(sheet: pl.DataFrame, opened: Opened, dated: Dated) -> Draft:
    """Read the decile (1 = most deprived) and rank of each LSOA; AREA_NUMBER where they clash."""
    column = next((one for one in code_columns(sheet) if one.level == "lsoa"), None)
    if column is None:
        raise TiigError(AREA_FILE_KIND, opened.where, what="it has no column with codes of LSOAs")
    where = Where(file=opened.name, column=column.header)
    checked_level(sheet[column.header], where, "lsoa")
    check_once(sheet[column.header], where)
    found = {"area": sheet[column.header]}
    for name in ("decile", "rank"):
        header = _header(sheet, name)
        if header is not None:
            most = _DECILES if name == "decile" else None
            found[name] = _numbers(sheet, header, opened, most=most)
    frame = pl.DataFrame(found).sort("area")
    _check_ranks(frame, opened)
    vintage, by = dated.vintage()
    return Draft(
        kind=PartKind.DEPRIVATION,
        level="lsoa",
        frame=frame,
        file=opened.name,
        fingerprint=opened.fingerprint,
        vintage=vintage,
        vintage_by=by,
        areas_of=column.year,
        detail="national deciles",
        remarks=opened.remarks,
    )


def _header(sheet: pl.DataFrame, word: str) -> str | None:
    for name in sheet.columns:
        said = name.lower()
        if word in said and ("imd" in said or "index of multiple deprivation" in said):
            return name
    return None


def _numbers(sheet: pl.DataFrame, header: str, opened: Opened, *, most: int | None) -> pl.Series:
    numbers, bad = whole_numbers(sheet[header])
    wrong = bad | (numbers < 1).fill_null(value=True)
    if most is not None:
        wrong = wrong | (numbers > most).fill_null(value=True)
    what = "deciles are whole numbers from 1 to 10" if most else "ranks are whole, from 1"
    refuse_rows(wrong, AREA_NUMBER, Where(file=opened.name, column=header), what)
    return numbers


def _check_ranks(frame: pl.DataFrame, opened: Opened) -> None:
    if "rank" not in frame.columns:
        return
    twice = frame.filter(pl.col("rank").is_duplicated())
    if not twice.is_empty():
        what = f"{twice.height} areas share a rank with another, first {twice['area'][0]}"
        raise TiigError(AREA_NUMBER, opened.where, what=what)
    ordered = frame.sort("rank")["decile"]
    if not ordered.is_sorted():
        what = "deciles do not rise with ranks; 1 must be the most deprived of both"
        raise TiigError(AREA_NUMBER, opened.where, what=what)
