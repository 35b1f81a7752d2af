"""Where a file itself says which months it covers: in columns, or in cells above its header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiig.model.profile import Part
from tiig.translate.profile_keys import CELL
from tiig.translate.suggesting.columns import Given
from tiig.translate.suggesting.dates import Written, written
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.lexicon import OTHER

Period = tuple[str, str, str]
"""First day, last day - a column or a cell - and how they are written."""
_FROM, _TO = OTHER + "period_from", OTHER + "period_to"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BEGINS = re.compile(r"(?i)\b(?:from|start|begin|first)")


def period_of(
    columns: Sequence[Given], preamble: Sequence[Sequence[str | None]], *, workbook: bool
) -> Period | None:
    """Return where the period stands, if first and last day are both found."""
    return _of_columns(columns) or _of_cells(preamble, workbook=workbook)


def _of_columns(columns: Sequence[Given]) -> Period | None:
    told = [one for one in columns if one.concept in {_FROM, _TO} and one.formats]
    places = {one.concept: one for one in sorted(told, key=_named)}  # the best named is the last
    if len(places) < 2 or places[_FROM].formats != places[_TO].formats:
        return None
    if any(one.facts.distinct != 1 for one in places.values()):
        return None
    return places[_FROM].facts.name, places[_TO].facts.name, places[_FROM].formats[0]


def _named(one: Given) -> float:
    """Return how well a column's name says which end of the period it is."""
    return heading(one.facts.name).fits.get(one.concept or "", (0.0, ""))[0]


def _of_cells(preamble: Sequence[Sequence[str | None]], *, workbook: bool) -> Period | None:
    """Return two cells above the header that hold days, the first named as a beginning."""
    days: list[tuple[str, str, Written]] = []
    named = False
    for row, cells in enumerate(preamble, start=1):
        named = named or any(_BEGINS.search(cell or "") for cell in cells)
        for place, cell in enumerate(cells[: len(_LETTERS)]):
            found = written({cell.strip(): 1}, workbook=workbook) if cell else None
            if found is not None and found.part is not Part.TIME:
                days.append((f"{CELL}{_LETTERS[place]}{row}", cell or "", found))
    if len(days) != 2 or not named or days[0][2].formats != days[1][2].formats:
        return None
    return days[0][0], days[1][0], days[0][2].formats[0]
