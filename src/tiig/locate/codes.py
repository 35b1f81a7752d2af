"""Codes of areas: their forms by level, and which level and vintage a column's name tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import polars as pl

from tiig.model.area_errors import AREA_CODE
from tiig.model.errors import Kind, TiigError, Where

FORMS = {
    "oa": r"[EW]00\d{6}",
    "lsoa": r"[EW]01\d{6}",
    "msoa": r"[EW]02\d{6}",
    "ward": r"[EW]05\d{6}",
    "la": r"[EW]0[6789]\d{6}",
    "region": r"[EW](10|11|12|47|92)\d{6}",
}
"""The forms of codes in England and Wales, by level; `region` is any wider area."""
PLURALS = {
    "oa": "output areas", "lsoa": "LSOAs", "msoa": "MSOAs", "ward": "wards",
    "la": "local authorities", "region": "regions",
}  # fmt: skip
_LEVELS = {"wd": "ward", "lad": "la", "ltla": "la", "local authority district": "la"}
_WORDS = "oa|lsoa|msoa|wd|ward|lad|ltla|la|local authority district"
_SHORT = re.compile(rf"^(?P<level>{_WORDS})(?P<year>\d\d)?_?(?P<end>cd|nm|code|name)$")
_LONG = re.compile(
    rf"^(?P<level>{_WORDS}) ?(?P<year>\d{{4}})? (?P<end>code|name) ?(\((?P<year2>\d{{4}})\))?$"
)
_CENTURY = 2000


@dataclass(frozen=True)
class AreaColumn:
    """A column of codes (or names) of areas: level, and the year of its areas if it is told."""

    header: str
    level: str
    year: str
    names: bool

    @property
    def key(self) -> str:
        """The column's name in our tables: `lsoa21`, `la22`, `msoa21_name`."""
        return f"{self.level}{self.year[2:]}{'_name' if self.names else ''}"


def area_column(header: str) -> AreaColumn | None:
    """Read a column's name as ONS, its users and the indices of deprivation write it."""
    said = header.strip().lower()
    found = _SHORT.match(said) or _LONG.match(said)
    if found is None:
        return None
    told = found.groupdict()
    year = told["year"] or told.get("year2") or ""
    if len(year) == len("21"):
        year = str(_CENTURY + int(year))
    level = _LEVELS.get(told["level"], told["level"])
    return AreaColumn(header, level, year, told["end"] in {"nm", "name"})


def level_of(code: str) -> str | None:
    """Return the level whose form a code has."""
    return next((one for one, form in FORMS.items() if re.fullmatch(form, code)), None)


def checked_level(codes: pl.Series, where: Where, level: str | None = None) -> str:
    """Return the level of a column of codes; AREA_CODE names the rows that have another form.

    The level is the one given, else that of most codes.
    """
    if level is None:
        known = [found for code in codes.drop_nulls().head(200) if (found := level_of(code))]
        if not known:
            raise TiigError(AREA_CODE, where, what="none of them is a code of an area")
        level = max(set(known), key=known.count)
    fits = codes.str.contains(rf"^(?:{FORMS[level]})$").fill_null(value=False)
    refuse_rows(
        ~fits, AREA_CODE, where, f"codes of {PLURALS[level]} are written like {_EXAMPLES[level]}"
    )
    return level


_EXAMPLES = {
    "oa": "E00000001", "lsoa": "E01000001", "msoa": "E02000001", "ward": "E05000001",
    "la": "E08000001", "region": "E47000001",
}  # fmt: skip


def check_once(codes: pl.Series, where: Where) -> None:
    """Refuse codes that stand twice, with their rows."""
    twice = codes.is_duplicated()
    refuse_rows(twice, AREA_CODE, where, f"{codes.filter(twice).n_unique()} stand more than once")


def refuse_rows(bad: pl.Series, kind: Kind, where: Where, what: str) -> None:
    """Refuse a file for its bad rows, naming them: the first after the header is row 2."""
    wrong = bad.fill_null(value=False)
    if wrong.any():
        rows = tuple(int(place) + 2 for place in wrong.arg_true())
        raise TiigError(kind, replace(where, rows=rows), what=what)


def some(codes: list[str], most: int = 3) -> str:
    """Name a few codes and count the others."""
    shown = ", ".join(codes[:most])
    return shown if len(codes) <= most else f"{shown} and {len(codes) - most} more"
