"""The reporting period that a file declares about itself, and whether its rows repeat it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tiig.model.days import Days
from tiig.model.errors import PERIOD_CELLS, TiigError, Where
from tiig.model.identified import RawRows
from tiig.model.profile import PeriodCells, SenderProfile
from tiig.translate.cells import answered
from tiig.translate.moments import read_day
from tiig.translate.profile_keys import CELL

_LETTERS = 26
_FIRST_SYSTEM = 1900


@dataclass(frozen=True)
class _Reader:
    """How the period's days are written."""

    patterns: tuple[str, ...]
    date_system: int

    def day(self, text: str) -> date | None:
        return read_day(text, self.patterns, self.date_system)


def declared_period(
    profile: SenderProfile,
    preamble: Sequence[Sequence[str | None]],
    raw: RawRows | None,
    *,
    date_system: int | None = None,
) -> Days | None:
    """Return the days that the file says it covers; None where the profile names no cells.

    `preamble` are the rows above the header, `raw` the first batch (only looked at where
    the profile names columns). Raises PERIOD_CELLS where they are missing, unreadable or
    disagree.
    """
    cells = profile.period_cells
    if cells is None:
        return None
    reader = _Reader(cells.formats, date_system or _FIRST_SYSTEM)
    first, last = (_day(place, reader, preamble, raw) for place in (cells.start, cells.end))
    if first is None or last is None or last < first:
        raise _refused(cells)
    return Days(first, last)


def check_period(
    profile: SenderProfile,
    raw: RawRows,
    period: Days | None,
    *,
    date_system: int | None = None,
) -> None:
    """Refuse a later batch whose period columns do not repeat what the file declared."""
    cells = profile.period_cells
    if cells is None or period is None:
        return
    reader = _Reader(cells.formats, date_system or _FIRST_SYSTEM)
    for place, declared in ((cells.start, period.first), (cells.end, period.last)):
        told = () if place.startswith(CELL) else _texts(place, raw)
        if any(reader.day(text) != declared for text in told):
            raise _refused(cells)


def _day(
    place: str,
    reader: _Reader,
    preamble: Sequence[Sequence[str | None]],
    raw: RawRows | None,
) -> date | None:
    if place.startswith(CELL):
        text = _cell(place, preamble)
        return None if text is None else reader.day(text)
    days = {reader.day(text) for text in _texts(place, raw)}
    return days.pop() if len(days) == 1 else None


def _texts(place: str, raw: RawRows | None) -> list[str]:
    """Return the distinct cells of a period column, blanks left out."""
    if raw is None:
        return []
    column = raw.frame[_header(place, raw)].unique().drop_nulls()
    texts: list[str] = column.filter(answered(column)).to_list()
    return texts


def _header(place: str, raw: RawRows) -> str:
    return next(name for name in raw.frame.columns if name.strip() == place)


def _cell(place: str, preamble: Sequence[Sequence[str | None]]) -> str | None:
    """Return the text of a cell called as a spreadsheet calls it."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", place.removeprefix(CELL)).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    row = int(digits)
    if row > len(preamble) or column > len(preamble[row - 1]):
        return None
    return preamble[row - 1][column - 1]


def _refused(cells: PeriodCells) -> TiigError:
    columns = [place for place in (cells.start, cells.end) if not place.startswith(CELL)]
    return TiigError(PERIOD_CELLS, Where(column=" and ".join(dict.fromkeys(columns)) or None))
