"""A sheet as columns of text, row after row, with the cells as calamine reads them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

import pyarrow as pa
from python_calamine import CalamineSheet, PasswordError, load_workbook

from tiig.model.errors import FILE_DAMAGED, TiigError, Where
from tiig.model.file_errors import FILE_PROTECTED
from tiig.receive.batches import texts
from tiig.receive.cells import texts_of


class Grid(Protocol):
    """The rows of a sheet from the first on, to be taken once."""

    def take(self, count: int) -> list[pa.Array]:
        """Return the next rows, column by column from A on, absent cells as null."""


class CalamineGrid:
    """Any sheet that calamine opens; cells with an error keep its name."""

    def __init__(
        self, raw: bytes, name: str, errors: Mapping[tuple[int, int], str], where: Where
    ) -> None:
        """Open the sheet; `errors` are names by row (from 1) and column (from 0)."""
        opened = _calamine_sheet(raw, name, where)
        self._column = opened.start[1] if opened.start else 0
        self._rows: Iterator[Sequence[object]] = iter(opened.iter_rows())
        self._errors = errors
        self._row = 0

    def take(self, count: int) -> list[pa.Array]:
        """Return the next rows of the sheet, column by column."""
        rows = list(islice(self._rows, count))
        columns: list[list[str | None]] = [[None] * len(rows) for _ in range(self._column)]
        columns += [texts_of(column) for column in zip(*rows, strict=True)]
        for (row, column), name in self._errors.items():
            if self._row < row <= self._row + len(rows) and column < len(columns):
                columns[column][row - self._row - 1] = name
        self._row += len(rows)
        return [texts(column) for column in columns or [[]]]


def _calamine_sheet(raw: bytes, name: str, where: Where) -> CalamineSheet:
    """Let calamine open the sheet; whatever it says of a failure stays unsaid."""
    try:
        return load_workbook(io.BytesIO(raw)).get_sheet_by_name(name)
    except PasswordError:
        raise TiigError(FILE_PROTECTED, where) from None
    except Exception:  # noqa: BLE001 - a foreign reader: its errors quote cells
        raise TiigError(FILE_DAMAGED, where, what="the sheet cannot be read") from None
