"""The digest of a pack's rows as they are read back, in the order of the file received.

Under today's standard it is that of `staging`, closed sets as Enum; what an older standard
wrote has other codes, and is hashed by the columns that it has, as they lie in the file.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tiig.model.submission import Pack
from tiig.store.content import ContentDigest
from tiig.store.layout import ROW, Layout


class PackContent:
    """Takes a pack's columns one by one, each whole and in the order of `row`."""

    def __init__(
        self, pack: Pack, schema: Mapping[str, pl.DataType], layout: Layout, key: bytes
    ) -> None:
        """Begin the digest of a pack whose file has these columns."""
        current = pack.standard == layout.version
        self._closed = layout.closed if current else {}
        self._digest = ContentDigest(key, layout.columns if current else schema)

    def add(self, column: pl.Series) -> None:
        """Take one column."""
        closed = self._closed.get(column.name)
        self._digest.add_column(column if closed is None else column.cast(closed))
        if column.name == ROW:
            self._digest.count(column.len())

    def hex(self) -> str:
        """Return the digest once every column was taken."""
        return self._digest.hex()


def content_of(rows: pl.DataFrame, pack: Pack, layout: Layout, key: bytes) -> str:
    """Return the digest of a pack's rows, read whole."""
    content = PackContent(pack, rows.schema, layout, key)
    for column in rows.sort(ROW):
        content.add(column)
    return content.hex()
