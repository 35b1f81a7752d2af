"""Open a pack: refuse what is plain or changed, decrypt, take only the row groups wanted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from tiig.model.errors import PACK_DAMAGED, PACK_PLAIN, TiigError
from tiig.model.submission import Pack, SiteMonth
from tiig.store.layout import MONTH, SITE
from tiig.store.packs import ENCRYPTED, PLAIN
from tiig.store.sealing import Sealing


@dataclass(frozen=True)
class Wanted:
    """Which rows and columns of a pack are wanted; without columns, all that it has."""

    site_months: frozenset[SiteMonth] = frozenset()
    columns: frozenset[str] | None = None
    dictionaries: frozenset[str] = frozenset()

    @property
    def sites(self) -> list[str]:
        """The sites, sorted."""
        return sorted({key.site for key in self.site_months})

    @property
    def months(self) -> list[str]:
        """The months as stored, sorted."""
        return sorted({str(key.month) for key in self.site_months})


def verified_bytes(path: Path, pack: Pack) -> bytes:
    """Return a pack's bytes; PACK_PLAIN or PACK_DAMAGED where they are not the ones written."""
    try:
        content = path.read_bytes()
    except OSError:
        raise TiigError(PACK_DAMAGED, pack=pack.id) from None
    if content[:4] == PLAIN:
        raise TiigError(PACK_PLAIN, pack=pack.id)
    if content[:4] != ENCRYPTED or hashlib.sha256(content).hexdigest() != pack.sha256:
        raise TiigError(PACK_DAMAGED, pack=pack.id)
    return content


def opened_rows(path: Path, pack: Pack, sealing: Sealing, wanted: Wanted) -> pl.DataFrame:
    """Return the rows of the wanted row groups, decrypted; neighbours may come along."""
    return framed([opened_table(path, pack, sealing, wanted)])


def framed(tables: Sequence[pa.Table]) -> pl.DataFrame:
    """Return tables of one schema, at least one, as one frame."""
    together = pa.concat_tables(tables).unify_dictionaries() if len(tables) > 1 else tables[0]
    frame = pl.from_arrow(together)
    if not isinstance(frame, pl.DataFrame):
        message = "a table is a frame"
        raise TypeError(message)
    return frame


def opened_table(path: Path, pack: Pack, sealing: Sealing, wanted: Wanted) -> pa.Table:
    """Return the same as a table of Arrow; safe to call from several threads.

    One thread reads one pack: small packs are read faster side by side than each by many.
    """
    content = verified_bytes(path, pack)
    try:
        opener = sealing.for_reading()
        names = pq.ParquetFile(pa.BufferReader(content), decryption_properties=opener).schema.names
        file = pq.ParquetFile(
            pa.BufferReader(content),
            read_dictionary=[name for name in names if name in wanted.dictionaries],
            decryption_properties=opener,
        )
        here = [name for name in names if wanted.columns is None or name in wanted.columns]
        groups = _groups(file, wanted)
        if not groups:
            table = pa.Table.from_batches([], file.schema_arrow).select(here)
        else:
            table = file.read_row_groups(groups, columns=here, use_threads=len(groups) > 1)
        return table.replace_schema_metadata(None)  # it names the pack, and so sets tables apart
    except (OSError, pa.ArrowException, ValueError, LookupError, RuntimeError):
        raise (sealing.fault or TiigError(PACK_DAMAGED, pack=pack.id)) from None


def _groups(file: pq.ParquetFile, wanted: Wanted) -> list[int]:
    """Return the row groups whose first and last site and month let a wanted row be there."""
    names = file.schema_arrow.names
    if not wanted.site_months:
        return list(range(file.num_row_groups))
    places = [(names.index(SITE), wanted.sites), (names.index(MONTH), wanted.months)]
    return [
        group
        for group in range(file.num_row_groups)
        if all(_may_hold(file, group, column, values) for column, values in places)
    ]


def _may_hold(file: pq.ParquetFile, group: int, column: int, values: list[str]) -> bool:
    told = file.metadata.row_group(group).column(column).statistics
    if told is None or not told.has_min_max:
        return True
    return any(told.min <= value <= told.max for value in values)
