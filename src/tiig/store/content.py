"""A keyed digest of a pack's rows: equal for equal rows, whatever the batches or encryption.

Each column is hashed on its own, value after value in the order in which rows came in, so
that neither the cut into batches nor the order inside the pack matters: who reads a pack
back sorts it by `row` and gets the same digest. The key keeps it from telling, in the
catalogue, what a small pack holds.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

import polars as pl

from tiig.kit.hashing import canonical_json


class ContentDigest:
    """Takes batches in the order of `row`, as `checked` returns them."""

    def __init__(self, key: bytes, columns: Mapping[str, pl.DataType]) -> None:
        self._key = key
        self._columns = dict(columns)
        self._rows = 0
        self._hashes = {name: (self._new(name, 0), self._new(name, 1)) for name in columns}

    def add(self, rows: pl.DataFrame) -> None:
        """Take a batch."""
        numbers = rows.select(_numbers(rows[name]) for name in self._hashes)
        for name in self._hashes:
            self._take(rows[name], numbers[name])
        self.count(rows.height)

    def add_column(self, column: pl.Series) -> None:
        """Take one column of a batch by itself; `count` its rows once."""
        self._take(column, column.to_frame().select(_numbers(column)).to_series())

    def count(self, rows: int) -> None:
        """Count the rows of a batch whose columns were taken one by one."""
        self._rows += rows

    def hex(self) -> str:
        """Return the digest of all rows taken."""
        columns = {name: [one.hexdigest() for one in pair] for name, pair in self._hashes.items()}
        told = canonical_json([self._rows, columns])
        return hmac.new(self._key, told.encode(), hashlib.sha256).hexdigest()

    def _take(self, column: pl.Series, numbers: pl.Series) -> None:
        told, beside = self._hashes[column.name]
        told.update(numbers.to_numpy().data)
        if column.dtype == pl.String():
            beside.update(text_bytes(column))

    def _new(self, name: str, part: int) -> hmac.HMAC:
        """Begin the hash of one part of a column: its values, or beside them their lengths."""
        told = canonical_json([name, str(self._columns[name]), part])
        return hmac.new(self._key, told.encode(), hashlib.sha256)


def _numbers(column: pl.Series) -> pl.Expr:
    """Return a column as numbers without nulls: of texts, the lengths of their bytes.

    A null stands as a number that no declared column uses: the type's largest, or its
    smallest where it is signed.
    """
    told = pl.col(column.name)
    if column.dtype == pl.String():
        told = told.str.len_bytes()
    elif column.dtype == pl.Boolean():
        told = told.cast(pl.UInt8())
    else:
        told = told.to_physical()
    if not column.null_count():  # most columns: their bytes are hashed where they lie
        return told
    signed = column.to_physical().dtype.is_signed_integer()
    return told.fill_null(told.lower_bound() if signed else told.upper_bound())


def text_bytes(column: pl.Series) -> memoryview:
    """Return the bytes of all texts of a column, one behind the other, nulls left out."""
    array = column.drop_nulls().rechunk().to_arrow()
    buffers = array.buffers()
    offsets = memoryview(buffers[1]).cast("q")
    start, end = offsets[array.offset], offsets[array.offset + len(array)]
    return memoryview(buffers[2] or b"")[start:end]
