"""One pack: a Parquet file written once, sealed as it is written, hashed as it leaves.

Row groups end where a site-month ends, so that a reader takes only what it needs; but small
neighbours share one group, up to 65,536 rows, because it is small pieces that are slow and
not the cipher: 1,440 tiny pieces read 3.6 times slower than a dozen of the same rows.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from tiig.model.states import LOCAL_SUFFIX
from tiig.store.durable import PRIVATE_FILE
from tiig.store.faults import disk_fault, our_fault
from tiig.store.layout import MONTH, SITE, Layout
from tiig.store.sealing import Sealing

ROWS_TOGETHER = 65_536
SUFFIX = ".parquet"
_BUFFER = 1 << 20
_MORE_THAN_MONTHS = 1 << 32
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

    def __init__(
        self,
        path: Path,
        notes: dict[bytes, bytes],
        sealing: Sealing,
        *,
        dictionaries: Collection[str] = (),
    ) -> None:
        self._path = path
        self._notes = notes
        self._sealing = sealing
        self._dictionaries = list(dictionaries)
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
        table = rows.with_columns(months).to_arrow()
        start = 0
        try:
            writer = self._open(table.schema)
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

    def _open(self, schema: pa.Schema) -> pq.ParquetWriter:
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._buffer,
                schema.with_metadata(self._notes),
                encryption_properties=self._sealing.for_writing(),
                use_dictionary=self._dictionaries,
                # Readers choose row groups by these two alone.
                write_statistics=[name for name in (SITE, MONTH) if name in schema.names],
                compression="zstd",
                compression_level=1,
                store_schema=False,
                max_rows_per_page=ROWS_TOGETHER,  # each page is compressed and sealed on its own
            )
        return self._writer


@contextmanager
def written_whole(
    path: Path, standard: str, sealing: Sealing, dictionaries: Collection[str]
) -> Iterator[PackWriter]:
    """Give the writer of a new pack, named by its file; what breaks off leaves no file."""
    notes = {PACK_NOTE: path.stem.encode(), STANDARD_NOTE: standard.encode()}
    writer = PackWriter(path, notes, sealing, dictionaries=dictionaries)
    try:
        yield writer
    except BaseException:
        writer.drop()
        raise


def by_site_month(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows by site and month, else in the order they have; in order, they stay as is.

    One small number stands for both, so that only numbers are sorted and rows move once.
    """
    sites = pl.Enum(rows[SITE].unique().cast(pl.String()).sort())
    site = pl.col(SITE).cast(sites).to_physical().cast(pl.UInt64())
    keys = rows.select(site * _MORE_THAN_MONTHS + pl.col(MONTH).to_physical()).to_series()
    if keys.is_sorted():
        return rows
    place = keys.to_frame("key").with_row_index("place").sort("key", maintain_order=True)["place"]
    return rows[place]


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


def repeating_columns(layout: Layout) -> list[str]:
    """Return the columns that are written as dictionaries: few values, each often.

    Ids and moments have too many values; states, a byte each, are written faster as they are.
    """
    few = [name for name, kind in layout.columns.items() if kind == pl.Int16()]
    local = [name for name in layout.columns if name.endswith(LOCAL_SUFFIX)]
    return [*dictionary_columns(layout), *few, *local]
