"""One pack: a Parquet file written once, sealed as it is written, hashed as it leaves.

Row groups end where a site-month ends, so that a reader takes only what it needs; but small
neighbours share one group, up to 16,384 rows, because it is small pieces that are slow and
not the cipher: 1,440 tiny pieces read 3.6 times slower than a dozen of the same rows.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from tiig.store.durable import PRIVATE_FILE
from tiig.store.faults import disk_fault, our_fault
from tiig.store.layout import MONTH, SITE, Layout
from tiig.store.sealing import Sealing

ROWS_TOGETHER = 16_384
SUFFIX = ".parquet"
_BUFFER = 1 << 20
ENCRYPTED, PLAIN = b"PARE", b"PAR1"
"""First four bytes of a Parquet file with an encrypted footer, and of a plain one."""

STANDARD_NOTE = b"tiig.standard"
PACK_NOTE = b"tiig.pack"


@dataclass(frozen=True)
class PackFile:
    """What a written file came to."""

    rows: int
    sha256: str


class _Hashed(io.RawIOBase):
    """A file that hashes what passes, and keeps the disk's own fault for us to name."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        self._file = os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")
        self._hash = hashlib.sha256()
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Write and hash; pyarrow hides why a write fails, so the reason is kept."""
        view = memoryview(data)  # type: ignore[arg-type]  # whatever buffer pyarrow hands over
        if self._file.closed:
            return view.nbytes
        try:
            self._file.write(view)
        except OSError as fault:
            self.fault = fault
            raise
        self._hash.update(view)
        return view.nbytes

    def finish(self) -> str:
        """Flush to the disk and return the hash of the bytes."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return self._hash.hexdigest()

    def drop(self) -> None:
        """Close without care for what was written; what still comes goes nowhere."""
        with suppress(OSError):
            self._file.close()


class PackWriter:
    """Writes batches into one sealed file; each call adds whole row groups."""

    def __init__(self, path: Path, notes: dict[bytes, bytes], sealing: Sealing) -> None:
        self._path = path
        self._notes = notes
        self._sealing = sealing
        self._writer: pq.ParquetWriter | None = None
        self._rows = 0
        try:
            self._sink = _Hashed(path)
            self._buffer = io.BufferedWriter(self._sink, _BUFFER)  # a page is a small write
        except OSError as fault:
            raise disk_fault(fault) from None

    def write(self, rows: pl.DataFrame, groups: list[int] | None = None) -> None:
        """Add rows, cut into row groups of these sizes."""
        # Months repeat in long runs: as text they need no dictionary of all known months.
        months = [pl.col(name).cast(pl.String()) for name in rows.columns if name == MONTH]
        plain = rows.with_columns(months)
        table = plain.to_arrow()
        start = 0
        try:
            writer = self._open(table.schema, plain)
            for size in groups or [rows.height]:
                writer.write_table(table.slice(start, size), row_group_size=max(size, 1))
                start += size
        except (OSError, pa.ArrowException):
            raise self._named() from None
        self._rows += rows.height

    def finish(self) -> PackFile:
        """Write the footer and flush the file to the disk."""
        try:
            if self._writer is not None:
                self._writer.close()
            self._buffer.flush()
            return PackFile(self._rows, self._sink.finish())
        except (OSError, pa.ArrowException) as fault:
            known = isinstance(fault, OSError) and fault.errno is not None
            raise (disk_fault(fault) if known else self._named()) from None

    def drop(self) -> None:
        """Let go of the file and remove it."""
        self._sink.drop()
        if self._writer is not None:
            with suppress(OSError, pa.ArrowException):
                self._writer.close()
        self._path.unlink(missing_ok=True)

    def _named(self) -> Exception:
        fault = self._sink.fault
        return our_fault("pack not written") if fault is None else disk_fault(fault)

    def _open(self, schema: pa.Schema, rows: pl.DataFrame) -> pq.ParquetWriter:
        if self._writer is None:
            texts = [name for name, kind in rows.schema.items() if isinstance(kind, pl.Enum)]
            self._writer = pq.ParquetWriter(
                self._buffer,
                schema.with_metadata(self._notes),
                encryption_properties=self._sealing.for_writing(),
                # Enum columns are dictionaries already; ids and small numbers gain nothing.
                use_dictionary=[*texts, *({SITE, MONTH} & set(rows.columns))],
                # Readers choose row groups by these two alone.
                write_statistics=[name for name in (SITE, MONTH) if name in rows.columns],
                compression="zstd",
                compression_level=1,
                store_schema=False,
            )
        return self._writer


def site_month_groups(rows: pl.DataFrame) -> list[int]:
    """Return sizes of row groups for rows sorted by site and month.

    Groups end where a site-month ends; neighbours are put together up to ROWS_TOGETHER.
    """
    keys = rows.select(SITE, pl.col(MONTH).cast(pl.String()))
    return list(_together(keys.to_struct().rle().struct.field("len").to_list()))


def _together(sizes: list[int]) -> Iterator[int]:
    waiting = 0
    for size in sizes:
        if waiting and waiting + size > ROWS_TOGETHER:
            yield waiting
            waiting = 0
        waiting += size
    if waiting:
        yield waiting


def dictionary_columns(layout: Layout) -> list[str]:
    """Return the columns that are read as dictionaries, never row by row."""
    return [name for name in (*layout.closed, *layout.forms) if name not in layout.keyed]
