"""Which sheet of a workbook is a table, and where its header and its footer stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tiig.model.identified import ROW, RawRows, StrayTexts
from tiig.model.profile import FileFormat, FileLayout

_NAMES = "names of sheets and ranges"
_MOST_ABOVE, _MOST_BELOW = 20, 5
Aside = tuple[str, tuple[str | None, ...], RawRows]
"""A place, the first row there, and rows below it."""

Row = tuple[int, tuple[str | None, ...]]


@dataclass(frozen=True)
class _Sheet:
    """The first and last rows of a sheet, each with its number, and how many there are."""

    name: str | None
    first: tuple[Row, ...]
    last: tuple[Row, ...]
    rows: int
    hidden: bool


def sheet_layouts(strays: StrayTexts, asides: Iterable[Aside]) -> Iterator[FileLayout]:
    """Yield the layouts of a workbook to try: the sheet with the longest table first."""
    names = strays.frame.filter(strays.frame["place"] == _NAMES)["text"].to_list()
    sheets = list(_sheets(asides, names))
    for sheet in sorted(sheets, key=lambda one: (one.hidden, -one.rows)):
        for header_row in _headers(sheet.first):
            width = _filled(dict(sheet.first)[header_row])
            for footer in dict.fromkeys((_footer(sheet.last, width), 0)):
                yield FileLayout(
                    format=FileFormat.XLSX,
                    sheet=sheet.name,
                    header_row=header_row,
                    footer_rows=footer,
                )


def _sheets(asides: Iterable[Aside], names: Sequence[str]) -> Iterator[_Sheet]:
    place, count = "", 0
    first: tuple[Row, ...] = ()
    last: tuple[Row, ...] = ()
    found: list[tuple[str, tuple[Row, ...], tuple[Row, ...], int]] = []
    for where, header, raw in asides:
        rows = _rows(raw)
        if where != place:
            if place:
                found.append((place, first, last, count))
            begin = rows[0][0] - 1 if rows else 1
            place, first, count = where, ((begin, header), *rows[:_MOST_ABOVE]), 0
        last, count = tuple(rows[-_MOST_BELOW:]) or last, count + raw.height
    if place:
        found.append((place, first, last, count))
    for one, top, bottom, number in found:
        digits = int("".join(sign for sign in one if sign.isdigit()) or 1)
        name = names[digits - 1] if digits <= len(names) else None
        yield _Sheet(name, top, bottom, number, one.startswith("hidden"))


def _rows(raw: RawRows) -> list[Row]:
    frame = raw.frame
    some = frame if frame.height <= 2 * _MOST_ABOVE else frame[_ends(frame.height)]
    numbers = some[ROW].to_list()
    return list(zip(numbers, some.drop(ROW).iter_rows(), strict=True))


def _ends(height: int) -> list[int]:
    return [*range(_MOST_ABOVE), *range(height - _MOST_BELOW, height)]


def _headers(first: Sequence[Row]) -> Iterator[int]:
    """Yield rows that may be the header: all cells words, none twice, as wide as what follows."""
    widest = max((_filled(cells) for _, cells in first), default=0)
    for number, cells in first:
        named = _between(cells)
        words = [cell.strip() for cell in named if cell and cell.strip()]
        whole = len(words) == len(named) and len(set(words)) == len(words)
        wordy = sum(1 for word in words if not word[0].isdigit()) * 2 >= len(words)
        if whole and wordy and len(words) >= max(1, 0.8 * widest):
            yield number


def _between(cells: Sequence[str | None]) -> Sequence[str | None]:
    """Return the cells from the first filled one to the last."""
    filled = [place for place, cell in enumerate(cells) if cell and cell.strip()]
    return cells[filled[0] : filled[-1] + 1] if filled else ()


def _filled(cells: Sequence[str | None]) -> int:
    return sum(1 for cell in cells if cell and cell.strip())


def _footer(last: Sequence[Row], width: int) -> int:
    """Count the rows at the end that fill few cells of a wide table."""
    odd = 0
    for _, cells in reversed(last):
        filled = _filled(cells)
        if filled == 0:
            continue
        if filled > max(1, width // 3):
            break
        odd += 1
    return odd if width > 2 else 0
