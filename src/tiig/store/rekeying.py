"""A pack made anew under other keys: rewrapped without touching its data, or written again.

Written again, its keyed ids are one layer further and every other value is the same: the old
rows are held against the digest of their content before, the new ones after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from tiig.kit.keyed import keyed
from tiig.model.errors import PACK_DAMAGED, TiigError
from tiig.model.places import PHRASE_ID
from tiig.model.submission import Pack
from tiig.store import durable, footers
from tiig.store.faults import disk_errors, refuse
from tiig.store.layout import ROW, Layout
from tiig.store.opening import verified_bytes
from tiig.store.pack_content import PackContent
from tiig.store.packs import PackFile, repeating_columns, written_whole
from tiig.store.sealing import Sealing

COLUMNS = {"attendance": "attendance_id", "person": "person_id", "phrase": PHRASE_ID}
"""The column of each kind of keyed id."""

_TAIL_READ = 1 << 16
"""The key material stands at the beginning of the footer and is far shorter."""

Layers = Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True)
class Rewriting:
    """What making packs anew needs."""

    layout: Layout
    sealing: Sealing
    content_key: bytes


def sealed_under(path: Path, pack: str, sealing: Sealing) -> str:
    """Return the name of the master key that a pack needs, from its plain tail alone."""
    return sealing.name_of(_wrapped_key(path, pack))


def check_key(path: Path, pack: str, sealing: Sealing) -> None:
    """Raise KEY_MISSING where the ring has no key that opens a pack."""
    sealing.unwrap(_wrapped_key(path, pack))


def _wrapped_key(path: Path, pack: str) -> bytes:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(size - footers.TAIL)
            length = footers.footer_length(file.read(footers.TAIL))
            file.seek(size - footers.TAIL - length)
            return footers.key_material(file.read(min(length, _TAIL_READ))).wrapped
    except (OSError, ValueError, LookupError):
        raise TiigError(PACK_DAMAGED, pack=pack) from None


def reseal(source: Path, target: Path, pack: Pack, sealing: Sealing) -> PackFile:
    """Copy a pack with its file key wrapped under the newest master key; flushed to the disk."""
    content = verified_bytes(source, pack)
    try:
        anew = footers.rewrapped(
            content, sealing.newest, lambda old: sealing.wrap(sealing.unwrap(old))
        )
    except (ValueError, LookupError):
        raise TiigError(PACK_DAMAGED, pack=pack.id) from None
    with disk_errors():
        durable.write_flushed(target, anew)
    return PackFile(pack.rows, hashlib.sha256(anew).hexdigest())


def rekey(
    source: Path, target: Path, pack: Pack, work: Rewriting, layers: Layers
) -> tuple[PackFile, str]:
    """Write a pack again with its keyed ids one layer further; returns it and its content digest.

    Memory holds one row group, or one column, at a time.
    """
    old = _Opened(verified_bytes(source, pack), pack, work)
    found, expected = old.contents({}, layers)
    if old.current and found != pack.content:
        raise TiigError(PACK_DAMAGED, pack=pack.id)
    file = _write(old, target, layers)
    new = _Opened(target.read_bytes(), pack, work)
    if file.rows != pack.rows or new.contents({}) != [expected]:
        target.unlink()
        refuse("a pack written under new keys differs")
    return file, expected


class _Opened:
    """A pack's bytes, read by row group or by column."""

    def __init__(self, content: bytes, pack: Pack, work: Rewriting) -> None:
        self.work = work
        self.pack = pack
        try:
            self._file = pq.ParquetFile(
                pa.BufferReader(content), decryption_properties=work.sealing.for_reading()
            )
            self.names: list[str] = self._file.schema_arrow.names
        except (OSError, pa.ArrowException, ValueError):
            raise (work.sealing.fault or TiigError(PACK_DAMAGED, pack=pack.id)) from None

    @property
    def current(self) -> bool:
        """Tell whether the rows were written under today's standard."""
        return self.pack.standard == self.work.layout.version

    def groups(self) -> Iterator[pl.DataFrame]:
        """Yield the row groups in order."""
        for number in range(self._file.num_row_groups):
            yield self._frame(self._file.read_row_group(number))

    def contents(self, *further: Layers) -> list[str]:
        """Return the digests of the rows with their ids so many layers further, read once."""
        place = self._column(ROW).arg_sort()
        schema = self._frame(pa.Table.from_batches([], self._file.schema_arrow)).schema
        work = self.work
        told = [PackContent(self.pack, schema, work.layout, work.content_key) for _ in further]
        for name in self.names:
            column = self._column(name)[place]
            for one, layers in zip(told, further, strict=True):
                one.add(_further(column, layers))
        return [one.hex() for one in told]

    def _column(self, name: str) -> pl.Series:
        return self._frame(self._file.read(columns=[name]))[name]

    def _frame(self, table: pa.Table) -> pl.DataFrame:
        frame = pl.from_arrow(table)
        if not isinstance(frame, pl.DataFrame):
            message = "a table is a frame"
            raise TypeError(message)
        return frame


def _write(old: _Opened, target: Path, layers: Layers) -> PackFile:
    repeating = [name for name in repeating_columns(old.work.layout) if name in old.names]
    with disk_errors():
        target.unlink(missing_ok=True)
    with written_whole(target, old.pack.standard, old.work.sealing, repeating) as writer:
        for rows in old.groups():
            writer.write(rows.with_columns(_further(rows[name], layers) for name in rows.columns))
        return writer.finish()


def _further(column: pl.Series, layers: Layers) -> pl.Series:
    """Return a column of keyed ids one layer further; others as they are."""
    for purpose, keys in layers.items():
        if COLUMNS[purpose] == column.name:
            return keyed(column, keys)
    return column
