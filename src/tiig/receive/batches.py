"""Rows as Arrow batches: `row` (UInt32) and every column as text, as a reader hands them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tiig.model.errors import TiigError, Where
from tiig.model.file_errors import HEADER_BLANK
from tiig.model.rows import ROW
from tiig.receive.header import Header

_SHOWN = 10
_NUMBER = pa.uint32()
_TEXT = pa.string()

STRAYS = pa.schema(
    [
        pa.field("place", _TEXT, nullable=False),
        pa.field("text", _TEXT, nullable=False),
        pa.field("of_staff", pa.bool_(), nullable=False),
    ]
)
"""Texts around a table: where they stand, and whether they name who made the file."""


def schema_of(names: Iterable[str]) -> pa.Schema:
    """Return the one schema that rows with these columns have."""
    texts = [pa.field(name, _TEXT) for name in names]
    return pa.schema([pa.field(ROW, _NUMBER, nullable=False), *texts])


def batch_of(
    numbers: npt.NDArray[np.uint32], columns: Sequence[pa.Array], names: Iterable[str]
) -> pa.RecordBatch:
    """Put row numbers beside columns of text."""
    return pa.RecordBatch.from_arrays(
        [pa.array(numbers, _NUMBER), *columns], schema=schema_of(names)
    )


def texts(cells: Sequence[str | None]) -> pa.Array:
    """Return cells as a column of text."""
    return pa.array(cells, _TEXT, from_pandas=False)


def split_empty(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, list[int]]:
    """Part the rows that hold a cell from those that hold none, given by their row numbers."""
    columns = batch.columns[1:]
    if any(column.null_count == 0 for column in columns):
        return batch, []
    empty = pc.is_null(columns[0])
    for column in columns[1:]:
        empty = pc.and_(empty, pc.is_null(column))
    rows: list[int] = batch.column(0).filter(empty).to_pylist()
    return (batch.filter(pc.invert(empty)), rows) if rows else (batch, [])


def without_unnamed(batch: pa.RecordBatch, header: Header, where: Where) -> pa.RecordBatch:
    """Drop the unnamed columns, or refuse the file if a cell stands in one of them.

    `batch` has `row` and then a column for every field of the header.
    """
    named = len(header.names) + 1
    held = [column for column in batch.columns[named:] if column.null_count < len(column)]
    if held:
        marks = pc.is_valid(held[0])
        for column in held[1:]:
            marks = pc.or_(marks, pc.is_valid(column))
        rows = tuple(batch.column(0).filter(marks).to_pylist()[:_SHOWN])
        raise TiigError(HEADER_BLANK, Where(file=where.file, sheet=where.sheet, rows=rows))
    return batch.select(range(named)) if header.unnamed else batch


def strays_batch(strays: Sequence[tuple[str, str, bool]]) -> pa.RecordBatch:
    """Put texts around the table into a batch; there is at least one."""
    places, found, of_staff = zip(*strays, strict=True)
    return pa.RecordBatch.from_arrays(
        [texts(places), texts(found), pa.array(of_staff, pa.bool_())], schema=STRAYS
    )
