"""A plain sheet as columns of text, row after row, written as calamine's cells are written."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tiig.receive.cells import text_of
from tiig.receive.package import Package
from tiig.receive.plain_book import NotPlainError, Style, shared_texts, styles
from tiig.receive.plain_cells import Cells, Mask, cells_of

_STRETCH = 1 << 22
_LONGEST_HEAD = 1 << 24
_DAY_MILLISECONDS = 86_400_000
_FIRST_DAY, _DAY_AFTER_LAST = 61, 2_958_466
"""Serial days of the 1900 system about which all agree: from 1900-03-01 to 9999-12-31."""
_EPOCH = np.datetime64("1899-12-30", "ms")
_LARGEST_WHOLE = 2.0**53
_SIGNS = np.zeros(256, np.bool_)
_SIGNS[np.frombuffer(b"0123456789.+-eE", np.uint8)] = True


class PlainGrid:
    """The sheet's rows from the first on, to be taken once."""

    def __init__(self, package: Package, part: str, *, width: int, date_system: int) -> None:
        """Read the whole sheet; NotPlainError where it is not plain from beginning to end."""
        self._width, self._row = width, 0
        self._days = date_system == 1900  # noqa: PLR2004 - the usual system
        shared = shared_texts(package)
        self._shared = len(shared)
        self._styles = np.array([*styles(package), Style.NUMBER], np.uint8)
        self._pool = [shared]
        self._size = len(shared)
        read = [self._read(cells_of(one)) for one in _stretches(package, part)]
        self._rows, self._columns, self._places = (
            np.concatenate([one[number] for one in read]) if read else np.empty(0, np.int64)
            for number in range(3)
        )
        keys = self._rows.astype(np.int64) << 14 | self._columns
        if (keys[1:] <= keys[:-1]).any() or (self._columns >= width).any():
            raise NotPlainError
        try:
            self._texts = pa.concat_arrays(self._pool)
        except pa.ArrowInvalid:  # more text than one array holds
            raise NotPlainError from None

    def take(self, count: int) -> list[pa.Array]:
        """Return the next rows of the sheet, column by column, absent cells as null."""
        first = self._row + 1
        self._row += count
        begin = np.searchsorted(self._rows, first)
        end = np.searchsorted(self._rows, self._row, side="right")
        places = np.full((self._width, count), -1, np.int32)
        rows = self._rows[begin:end].astype(np.int64) - first
        places[self._columns[begin:end], rows] = self._places[begin:end]
        return [self._texts.take(pa.array(column, mask=column < 0)) for column in places]

    def _read(
        self, cells: Cells
    ) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16], npt.NDArray[np.int32]]:
        """Enter the values of a stretch into the pool; return where each cell's text stands."""
        places = np.zeros(len(cells.rows), np.int32)
        shared, numbers, truths = (cells.types == ord(kind) for kind in "snb")
        if not (shared | numbers | truths).all():
            raise NotPlainError
        chosen = cells.whole_numbers(shared)
        if (chosen >= self._shared).any():
            raise NotPlainError
        places[shared] = chosen
        self._enter(places, truths, _truths(cells, truths))
        if numbers.any():
            self._numbers(cells, numbers, places)
        return cells.rows, cells.columns, places

    def _numbers(self, cells: Cells, of: Mask, places: npt.NDArray[np.int32]) -> None:
        values = _floats(cells.texts(of))
        if (cells.styles[of] >= len(self._styles) - 1).any():
            raise NotPlainError
        meant = self._styles[cells.styles[of]]  # the last one is that of no style
        if (meant == Style.OTHER).any():
            raise NotPlainError
        where = np.flatnonzero(of)
        whole = (meant == Style.NUMBER) & (values == np.floor(values))
        whole &= np.abs(values) < _LARGEST_WHOLE
        self._enter(places, where[whole], pa.array(values[whole].astype(np.int64)).cast("string"))
        broken = (meant == Style.NUMBER) & ~whole
        self._enter(
            places, where[broken], pa.array(map(text_of, values[broken].tolist()), "string")
        )
        moments = meant == Style.DAY
        if moments.any():
            if not self._days:
                raise NotPlainError
            self._moments(values[moments], where[moments], places)

    def _moments(
        self,
        values: npt.NDArray[np.float64],
        where: npt.NDArray[np.int64],
        places: npt.NDArray[np.int32],
    ) -> None:
        days = (values >= _FIRST_DAY) & (values < _DAY_AFTER_LAST)
        spent = np.floor(values * _DAY_MILLISECONDS + 0.5)
        times = (spent >= 0) & (spent < _DAY_MILLISECONDS) & (values >= 0)
        if not (days | times).all():
            raise NotPlainError
        moments = _EPOCH + spent.astype(np.int64).astype("timedelta64[ms]")
        exact = spent % 1000 == 0
        for are, first in ((days, 0), (times, 11)):
            for seconds, unit in ((exact, "s"), (~exact, "ms")):
                these = are & seconds
                told = pa.array(moments[these].astype(f"datetime64[{unit}]")).cast("string")
                told = pc.utf8_replace_slice(told, 10, 11, "T")
                self._enter(places, where[these], pc.utf8_slice_codeunits(told, first))

    def _enter(
        self, places: npt.NDArray[np.int32], where: Mask | npt.NDArray[np.int64], told: pa.Array
    ) -> None:
        places[where] = np.arange(self._size, self._size + len(told))
        self._pool.append(told)
        self._size += len(told)


def _truths(cells: Cells, of: Mask) -> pa.Array:
    values = cells.whole_numbers(of)
    if (values > 1).any():
        raise NotPlainError
    return pa.array(np.where(values == 1, "TRUE", "FALSE").tolist(), pa.string())


def _floats(texts: pa.Array) -> npt.NDArray[np.float64]:
    data = np.frombuffer(texts.buffers()[2], np.uint8)
    if not _SIGNS[data].all():
        raise NotPlainError
    try:
        values: npt.NDArray[np.float64] = texts.cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        raise NotPlainError from None
    if not np.isfinite(values).all():
        raise NotPlainError
    return values


def _stretches(package: Package, part: str) -> Iterator[bytes]:
    """Yield the rows of a sheet in stretches of whole rows."""
    text, begun = b"", False
    for piece in package.pieces(part):
        text += piece
        if not begun:
            _, begin, rest = text.partition(b"<sheetData>")
            begun = bool(begin)
            text = rest if begun else text
            if len(text) > _LONGEST_HEAD:
                raise NotPlainError
        if not begun or len(text) < _STRETCH:
            continue
        rows, ended, _ = text.partition(b"</sheetData>")
        cut = len(rows) if ended else rows.rfind(b"<row")
        if cut > 0:
            yield rows[:cut]
        if ended:
            return
        text = rows[max(cut, 0) :]
    rows, ended, _ = text.partition(b"</sheetData>")
    if not begun or not ended:
        raise NotPlainError
    yield rows
