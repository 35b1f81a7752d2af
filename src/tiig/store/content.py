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
        for name, hashes in self._hashes.items():
            for told, part in zip(hashes, _plain(rows[name]), strict=False):
                told.update(_bytes(part))
        self._rows += rows.height

    def hex(self) -> str:
        """Return the digest of all rows taken."""
        columns = {name: [one.hexdigest() for one in pair] for name, pair in self._hashes.items()}
        told = canonical_json([self._rows, columns])
        return hmac.new(self._key, told.encode(), hashlib.sha256).hexdigest()

    def _new(self, name: str, part: int) -> hmac.HMAC:
        """Begin the hash of one part of a column: its values, or beside them their lengths."""
        told = canonical_json([name, str(self._columns[name]), part])
        return hmac.new(self._key, told.encode(), hashlib.sha256)


def _plain(column: pl.Series) -> list[pl.Series]:
    """Return a column as series without nulls that tell all it holds, nulls included.

    A null stands as a number that no declared column uses: the type's largest, or its
    smallest where it is signed. Texts are told by their length and their bytes.
    """
    kind = column.dtype
    if kind == pl.String():
        length = column.str.len_bytes().fill_null(pl.UInt32.max())
        return [length, column.drop_nulls()]
    if kind == pl.Boolean():
        return [column.cast(pl.UInt8()).fill_null(pl.UInt8.max())]
    numbers = column.to_physical()
    signed = numbers.dtype.is_signed_integer()
    return [numbers.fill_null(numbers.lower_bound() if signed else numbers.upper_bound())]


def _bytes(column: pl.Series) -> memoryview:
    """Return the values' bytes as they lie in memory (little-endian on every machine we know)."""
    array = column.rechunk().to_arrow()
    buffers = array.buffers()
    if column.dtype == pl.String():
        offsets = memoryview(buffers[1]).cast("q")
        start, end = offsets[array.offset], offsets[array.offset + len(array)]
        return memoryview(buffers[2] or b"")[start:end]
    width = array.type.byte_width
    return memoryview(buffers[1])[array.offset * width : (array.offset + len(array)) * width]
