"""A plain sheet as columns of text, row after row, written as calamine's cells are written."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tiig.model.errors import TiigError
from tiig.receive.calamine_grid import knows_sheet
from tiig.receive.limits import Limits
from tiig.receive.marks import Positions
from tiig.receive.package import BOOK, RELATIONS, Package
from tiig.receive.plain_cells import INLINE, Cells, cells_of
from tiig.receive.plain_numbers import numbers_as_text
from tiig.receive.plain_styles import STYLES_PART, Style, styles
from tiig.receive.plain_text import SHARED_PART, shared_texts
from tiig.receive.plain_walk import stretches
from tiig.receive.plain_xml import NotPlainError, insist
from tiig.receive.sheet import SheetRows

Places = npt.NDArray[np.int32]

_ROOT = "_rels/.rels"
_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_USUAL = {
    (_ROOT, "officeDocument"): {BOOK, f"/{BOOK}"},
    (RELATIONS, "sharedStrings"): {"sharedStrings.xml", f"/{SHARED_PART}"},
    (RELATIONS, "styles"): {"styles.xml", f"/{STYLES_PART}"},
}
_USUAL_SHEET = re.compile(r"xl/worksheets/[A-Za-z0-9_.-]+")
_SHARED, _NUMBER, _TRUTH = "s", "n", "b"


def plain_grid(package: Package, sheet: str, part: str, limits: Limits) -> PlainGrid | None:
    """Read a sheet if it is plain from beginning to end; None where calamine must read it.

    Calamine opens the workbook even so: what it would refuse is its to refuse.
    """
    try:
        grid = PlainGrid(package, part, limits)
    except NotPlainError:
        return None
    return grid if knows_sheet(package.raw, sheet) else None


class PlainGrid:
    """The sheet's rows from the first on, to be taken once; `known` tells which hold what."""

    def __init__(self, package: Package, part: str, limits: Limits) -> None:
        """Read the whole sheet; NotPlainError where it is not plain, or beyond the limits."""
        insist(_USUAL_SHEET.fullmatch(part))
        _insist_on_usual_parts(package)
        self._pool = _Pool(package)
        self.known, self._row, self._last, self._last_filled = SheetRows(), 0, 0, 0
        self._most_cells = limits.cells
        read = [self._read(cells_of(one)) for one in stretches(package, part, limits.chunk)]
        self._rows, self._columns, self._places = (
            np.concatenate([np.empty(0, np.int32), *(one[number] for one in read)])
            for number in range(3)
        )
        self.known.filled = self._rows[np.diff(self._rows, prepend=0) > 0].tolist()
        self._texts = self._pool.closed()

    def take(self, count: int) -> list[pa.Array]:
        """Return the next rows of the sheet, column by column from A on, absent cells as null."""
        first = self._row + 1
        self._row += count
        begin, end = np.searchsorted(self._rows, [first, self._row + 1])
        places = np.full((self.known.width, count), -1, np.int32)
        places[self._columns[begin:end], self._rows[begin:end] - first] = self._places[begin:end]
        return [self._texts.take(pa.array(column, mask=column < 0)) for column in places]

    def _read(self, cells: Cells) -> tuple[Places, Places, Places]:
        """Enter a stretch; return row, column and place in the pool of each cell with a text.

        Rows and values are counted a second time, by plain search.
        """
        counts = cells.text.data.count(b"<row "), cells.text.data.count(b"</c>")
        insist(counts == (len(cells.rows), len(cells.row)))
        insist(cells.rows[0] > self._last)
        self._last = cells.rows[-1]
        places = self._pool.places(cells)
        held = places >= 0
        row, column = (of[held].astype(np.int32) for of in (cells.row, cells.column))
        self.known.width = max(self.known.width, cells.width)
        self._last_filled = max(self._last_filled, int(row.max(initial=0)))
        insist(self._last_filled * self.known.width <= self._most_cells)
        self.known.hidden += len(cells.hidden.intersection(row.tolist())) if cells.hidden else 0
        return row, column, places[held]


class _Pool:
    """The texts of all cells: shared ones first, then those that are entered."""

    def __init__(self, package: Package) -> None:
        shared = shared_texts(package)
        self._styles = np.array(styles(package), np.uint8)
        self._date_system = package.date_system
        self._shared = np.arange(len(shared), dtype=np.int32)
        self._shared[np.asarray(shared.is_null())] = -1
        self._texts = [shared]
        self._size = len(shared)
        self._truths = self._enter(pa.array(["FALSE", "TRUE"], pa.string()))

    def places(self, cells: Cells) -> Places:
        """Return where each cell's text stands in the pool, -1 where it has no letter."""
        shared, numbers, truths, words = map(cells.of_type, (_SHARED, _NUMBER, _TRUTH, INLINE))
        insist((shared | numbers | truths | words).all())
        places = np.empty(len(cells.row), np.int32)
        places[shared] = _chosen(self._shared, cells.indices(shared))
        insist((cells.end[truths] - cells.start[truths] == 1).all())  # no `01`
        places[truths] = _chosen(self._truths, cells.indices(truths))
        if words.any():
            places[words] = self._enter(cells.words(words))
        if numbers.any():
            meant = self._meant(cells.styles(numbers))
            told = numbers_as_text(cells.ascii(numbers), meant, self._date_system)
            places[numbers] = self._enter(told)
        return places

    def closed(self) -> pa.Array:
        """Return all texts."""
        try:
            return pa.concat_arrays(self._texts)
        except pa.ArrowInvalid:  # more text than one array holds
            raise NotPlainError from None

    def _enter(self, told: pa.Array) -> Places:
        self._texts.append(told)
        self._size += len(told)
        return np.arange(self._size - len(told), self._size, dtype=np.int32)

    def _meant(self, of: Positions) -> npt.NDArray[np.uint8]:
        """Return what styles mean; a cell that names none has the first, or is left to calamine."""
        usual = np.where(self._styles[:1] == Style.NUMBER, Style.NUMBER, Style.OTHER)
        found: npt.NDArray[np.uint8] = _chosen(np.append(usual, self._styles), of + 1)
        return found


def _chosen(from_these: npt.NDArray[Any], numbers: Positions) -> npt.NDArray[Any]:
    insist((numbers < len(from_these)).all())
    return from_these[numbers]


def _insist_on_usual_parts(package: Package) -> None:
    """Leave to calamine what refers to workbook, shared texts or styles in another way.

    They are looked for under their usual names; other programs go by what refers to them.
    """
    seen = set()
    for part in (_ROOT, RELATIONS):
        insist(package.has(part))
        try:
            elements = package.elements(part)
        except TiigError:
            raise NotPlainError from None
        for name, attributes in elements:
            insist(name in {"Relationships", "Relationship"})
            kind, target = attributes.get("Type", ""), attributes.get("Target", "")
            usual = _USUAL.get((part, kind.rpartition("/")[2]), {target})
            insist(target in usual)
            seen.add((part, kind))
    insist(any((_ROOT, base + "/officeDocument") in seen for base in _OFFICE))
