"""Lookups between levels and vintages, and postcodes with their area or their place."""

from __future__ import annotations

import polars as pl

from tiig.locate.codes import area_column, checked_level, refuse_rows
from tiig.locate.drafts import Dated, Draft
from tiig.locate.opening import Opened
from tiig.locate.sheets import POSTCODE, code_columns
from tiig.model.area_errors import AREA_CODE, AREA_FILE_KIND, AREA_NUMBER
from tiig.model.errors import TiigError, Where
from tiig.model.geography import LEVELS, PartKind

_CHANGE = ("change_code", "chgind", "change")
_POSTCODE_FORM = r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$"
_ENDED = ("doterm",)


def read_lookup(sheet: pl.DataFrame, opened: Opened, dated: Dated) -> Draft:
    """Read which area lies in which; AREA_CODE where codes do not have the form of their level."""
    codes = code_columns(sheet)
    by_key = {}
    for column in codes:
        where = Where(file=opened.name, column=column.header)
        checked_level(sheet[column.header], where, column.level)
        by_key[column.key] = column
    names = [one for name in sheet.columns if (one := area_column(name)) and one.names]
    chosen = [pl.col(one.header).alias(key) for key, one in by_key.items()]
    chosen += [pl.col(one.header).alias(one.key) for one in {o.key: o for o in names}.values()]
    changes = [name for name in sheet.columns if name.lower() in _CHANGE]
    chosen += [pl.col(name).alias("change") for name in changes[:1]]
    frame = sheet.select(chosen).select(pl.exclude("^oa.*$")).unique(maintain_order=True)
    levels = [one.level for one in codes]
    finest = next((level for level in LEVELS if level in levels), "region")
    years = sorted({one.year for one in codes if one.level == finest})
    vintage, by = dated.vintage(columns="-".join(years))
    kept = [one.key for one in codes if one.level != "oa"]
    return Draft(
        kind=PartKind.LOOKUP,
        level=finest,
        frame=frame.sort(frame.columns),
        file=opened.name,
        fingerprint=opened.fingerprint,
        vintage=vintage,
        vintage_by=by,
        areas_of="-".join(years),
        detail=" to ".join(dict.fromkeys(kept)),
        remarks=opened.remarks,
    )


def read_postcodes(sheet: pl.DataFrame, opened: Opened, dated: Dated) -> Draft:
    """Read postcodes with LSOAs, or with eastings and northings in metres (Code-Point Open)."""
    names = {name.lower(): name for name in sheet.columns}
    if {"pc", "pq", "ea", "no"} <= names.keys():
        sheet = _code_point(sheet)
        names = {name.lower(): name for name in sheet.columns}
    header = next(names[name] for name in POSTCODE if name in names)
    codes = sheet[header].str.replace_all(" ", "").str.to_uppercase().alias("postcode")
    bad = ~codes.str.contains(_POSTCODE_FORM).fill_null(value=False)
    where = Where(file=opened.name, column=header)
    refuse_rows(bad, AREA_CODE, where, "postcodes are written like M1 1AA")
    columns = [codes]
    lsoas = [one for one in code_columns(sheet) if one.level == "lsoa" and one.year]
    for one in lsoas:
        checked_level(sheet[one.header], Where(file=opened.name, column=one.header), "lsoa")
        columns.append(sheet[one.header].alias(one.key))
    if "eastings" in names and "northings" in names:
        columns += [
            _metres(sheet[names[name]], short, opened)
            for name, short in (("eastings", "x"), ("northings", "y"))
        ]
    if len(columns) == 1:
        what = "it has postcodes, but neither LSOAs of a year nor eastings and northings"
        raise TiigError(AREA_FILE_KIND, opened.where, what=what)
    ended = next((names[name] for name in _ENDED if name in names), None)
    live = pl.Series("live", [True] * sheet.height) if ended is None else sheet[ended].is_null()
    frame = pl.DataFrame([*columns, live.alias("live")])
    frame = frame.sort("postcode", "live", descending=[False, True])
    frame = frame.unique(subset="postcode", keep="first", maintain_order=True)
    years = [one.year for one in lsoas]
    vintage, by = dated.vintage(columns=years[0] if years else "")
    return Draft(
        kind=PartKind.POSTCODES,
        level="postcode",
        frame=frame,
        file=opened.name,
        fingerprint=opened.fingerprint,
        vintage=vintage,
        vintage_by=by,
        areas_of=years[0] if years else "",
        detail=" and ".join(frame.columns[1:-1]),
        remarks=opened.remarks,
    )


def _code_point(sheet: pl.DataFrame) -> pl.DataFrame:
    """Name the columns of Code-Point Open as its second line does."""
    named = [str(cell) for cell in sheet.row(0)]
    renamed = dict(zip(sheet.columns, named, strict=True))
    return sheet.slice(1).rename(renamed)


def _metres(column: pl.Series, name: str, opened: Opened) -> pl.Series:
    numbers = column.cast(pl.Float64, strict=False).alias(name)
    where = Where(file=opened.name, column=column.name)
    refuse_rows(numbers.is_null(), AREA_NUMBER, where, "eastings and northings are whole metres")
    return numbers.replace({0.0: None})  # Code-Point writes 0 where it knows no place
