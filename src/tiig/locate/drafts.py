"""What was read from one file, before the files of a geography are set against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from tiig.model.area_errors import AREA_VINTAGE_MISSING
from tiig.model.errors import TiigError, Where
from tiig.model.geography import PartKind

DETAILED, SIMPLIFIED = "detailed", "simplified"
"""Outlines to put records into areas by, and outlines to draw."""
_YEAR = re.compile(r"(?<!\d)(19[6-9]\d|20[0-4]\d)(?!\d)")
_LONG_YEAR = re.compile(r"^\d{4}(-\d\d(-\d\d)?)?$")


@dataclass(frozen=True)
class Draft:
    """One file's table in our columns, with its kind, level, vintage and detail.

    Boundaries: `code`, `name`, `shape` (WKB in metres of the National Grid). Lookups: codes
    and names by level and year (`lsoa21`, `la22_name`). Postcodes: `postcode`, and any of
    `lsoa11`, `x`, `y`. Populations: `area`, `population` and any of `sex`, `age_band`.
    Deprivation: `area`, `decile`, and `rank` where it is given. `areas_of` is the year that
    the areas themselves are told to be of, empty where only their codes can tell.
    """

    kind: PartKind
    level: str
    frame: pl.DataFrame
    file: str
    fingerprint: str
    vintage: str
    vintage_by: str
    areas_of: str = ""
    detail: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def where(self) -> Where:
        """The file, for messages."""
        return Where(file=self.file)

    @property
    def role(self) -> tuple[str, str, str]:
        """What no two files of a geography share."""
        return (self.kind, self.level, self.detail)


@dataclass(frozen=True)
class Dated:
    """What tells the vintage of one file: a person, or the file."""

    file: str
    said: str | None = None

    def vintage(self, *, columns: str = "", period: str = "") -> tuple[str, str]:
        """Return the vintage and who told it; AREA_VINTAGE_MISSING where nobody does."""
        if self.said is not None:
            return self.said, "whoever imported it"
        if period and _LONG_YEAR.match(period):
            return period, "the column of its period"
        if columns:
            return columns, "the names of its columns"
        years = _YEAR.findall(self.file)
        if years:
            return years[-1], "the name of the file"
        raise TiigError(AREA_VINTAGE_MISSING, Where(file=self.file))
