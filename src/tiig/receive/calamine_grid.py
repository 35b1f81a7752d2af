"""A sheet as columns of text, row after row, with the cells as calamine reads them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import pyarrow as pa
from python_calamine import CalamineSheet, PasswordError, load_workbook

from tiig.model.errors import FILE_DAMAGED, TiigError, Where
from tiig.model.file_errors import FILE_PROTECTED
from tiig.receive.batches import texts
from tiig.receive.cells import texts_of


class CalamineGrid:
    """The rows of a sheet from the first on, to be taken once, as calamine reads them.

    Cells that it reads as something else than what stands there keep their own text.
    """

    def __init__(
        self, raw: bytes, name: str, own: Mapping[tuple[int, int], str], where: Where
    ) -> None:
        """Open the sheet; `own` are texts by row (from 1) and column (from 0)."""
        opened = _calamine_sheet(raw, name, where)
        self._column = opened.start[1] if opened.start else 0
        self._rows: Iterator[Sequence[object]] = iter(opened.iter_rows())
        self._own = own
        self._where = where
        self._row = 0

    def take(self, count: int) -> list[pa.Array]:
        """Return the next rows, column by column from A on, absent cells as null."""
        try:
            rows = list(islice(self._rows, count))
        except Exception:  # noqa: BLE001 - a foreign reader: its errors quote cells
            raise _unreadable(self._where) from None
        columns = [pa.nulls(len(rows), pa.string())] * self._column
        columns += [texts_of(column) for column in zip(*rows, strict=True)]
        for column, cells in self._own_of(len(rows)).items():
            if column < len(columns):
                told = columns[column].to_pylist()
                for row, text in cells:
                    told[row] = text
                columns[column] = texts(told)
        self._row += len(rows)
        return columns or [texts([])]

    def _own_of(self, count: int) -> dict[int, list[tuple[int, str]]]:
        """Return the cells of the next rows that keep their own text, by column."""
        found: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in self._own.items():
            if self._row < row <= self._row + count:
                found.setdefault(column, []).append((row - self._row - 1, text))
        return found


def knows_sheet(raw: bytes, name: str) -> bool:
    """Tell whether calamine opens the workbook and finds one sheet of this name."""
    try:
        return load_workbook(io.BytesIO(raw)).sheet_names.count(name) == 1
    except Exception:  # noqa: BLE001 - a foreign reader: its errors quote cells
        return False


def _calamine_sheet(raw: bytes, name: str, where: Where) -> CalamineSheet:
    """Let calamine open the sheet; whatever it says of a failure stays unsaid."""
    try:
        return load_workbook(io.BytesIO(raw)).get_sheet_by_name(name)
    except PasswordError:
        raise TiigError(FILE_PROTECTED, where) from None
    except Exception:  # noqa: BLE001 - a foreign reader: its errors quote cells
        raise _unreadable(where) from None


def _unreadable(where: Where) -> TiigError:
    return TiigError(FILE_DAMAGED, where, what="the sheet cannot be read")
