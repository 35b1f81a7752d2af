"""One file of areas to one draft: opened, recognised, read."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tiig.locate.deprivation import read_deprivation
from tiig.locate.drafts import Dated, Draft
from tiig.locate.lookups import read_lookup, read_postcodes
from tiig.locate.opening import Opened, open_file
from tiig.locate.people import Bands, read_population
from tiig.locate.sheets import kind_of, read_sheet
from tiig.model.area_errors import AREA_FILE_KIND, GEO_EXTRA_MISSING
from tiig.model.errors import TiigError
from tiig.model.geography import PartKind

_DIGITS = 12
"""Hex digits of a fingerprint that tell one lookup from another."""


def read_file(path: Path, *, bands: Bands, said: str | None = None) -> Draft:
    """Read a file of areas; `said` is its vintage where a person named it.

    Raises FILE_MISSING, FILE_EMPTY or one of the kinds of `area_errors`, naming the place.
    """
    opened = open_file(path)
    dated = Dated(opened.name, said)
    if opened.text.lstrip()[:1] in {"{", "["}:
        return _boundaries(opened, dated)
    sheet = read_sheet(opened)
    kind = kind_of(sheet, opened)
    if kind is PartKind.POSTCODES:
        return read_postcodes(sheet, opened, dated)
    if kind is PartKind.DEPRIVATION:
        return read_deprivation(sheet, opened, dated)
    if kind is PartKind.POPULATION:
        return read_population(sheet, opened, dated, bands)
    return read_lookup(sheet, opened, dated)


def read_postcode_lookup(path: Path) -> tuple[str, pl.DataFrame]:
    """Return the name of a lookup from `postcode` to `lsoa`, of the newest year it has, and it.

    Raises as `read_file` does; AREA_FILE_KIND where the file leads to no LSOA.
    """
    opened = open_file(path)
    sheet = read_sheet(opened)
    if kind_of(sheet, opened) is not PartKind.POSTCODES:
        raise TiigError(AREA_FILE_KIND, opened.where, what="it has no column of postcodes")
    draft = read_postcodes(sheet, opened, Dated(opened.name))
    lsoas = sorted(name for name in draft.frame.columns if name.startswith("lsoa"))
    if not lsoas:
        raise TiigError(AREA_FILE_KIND, opened.where, what="its postcodes lead to no LSOA")
    year, digest = f"20{lsoas[-1].removeprefix('lsoa')}", opened.fingerprint[:_DIGITS]
    name = f"the hospital's lookup to LSOAs of {year} (SHA-256 {digest})"
    return name, draft.frame.select("postcode", pl.col(lsoas[-1]).alias("lsoa"))


def _boundaries(opened: Opened, dated: Dated) -> Draft:
    """Read outlines with the libraries of the extra `geo`."""
    try:
        from tiig.locate.shapes import read_boundaries  # noqa: PLC0415 - only maps need it
    except ImportError:
        raise TiigError(GEO_EXTRA_MISSING) from None
    return read_boundaries(opened, dated)
