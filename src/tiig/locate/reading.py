"""One file of areas to one draft: opened, recognised, read."""

from __future__ import annotations

from pathlib import Path

from tiig.locate.deprivation import read_deprivation
from tiig.locate.drafts import Dated, Draft
from tiig.locate.lookups import read_lookup, read_postcodes
from tiig.locate.opening import Opened, open_file
from tiig.locate.people import Bands, read_population
from tiig.locate.sheets import kind_of, read_sheet
from tiig.model.area_errors import GEO_EXTRA_MISSING
from tiig.model.errors import TiigError
from tiig.model.geography import PartKind


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


def _boundaries(opened: Opened, dated: Dated) -> Draft:
    """Read outlines with the libraries of the extra `geo`."""
    try:
        from tiig.locate.shapes import read_boundaries  # noqa: PLC0415 - only maps need it
    except ImportError:
        raise TiigError(GEO_EXTRA_MISSING) from None
    return read_boundaries(opened, dated)
