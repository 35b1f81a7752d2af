"""Packs being written: sealed from the first byte, one file a calendar year, outside the lake.

While the pipeline computes the next batch, a thread checks, seals and hashes the one
before; at most one batch waits. What goes wrong in the thread surfaces at the next call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tiig.model.gates import Attendances
from tiig.model.pack_names import findings_beside, holds_findings
from tiig.model.ports import Seams
from tiig.model.submission import Pack
from tiig.store import durable
from tiig.store.checking import check_columns, checked
from tiig.store.content import ContentDigest
from tiig.store.faults import disk_errors, refuse
from tiig.store.layout import MONTH, Layout
from tiig.store.packs import (
    PACK_NOTE,
    STANDARD_NOTE,
    SUFFIX,
    PackWriter,
    by_site_month,
    repeating_columns,
    site_month_groups,
)
from tiig.store.sealing import Sealing

FINDING_COLUMNS: dict[str, pl.DataType] = {
    "row": pl.UInt32(),
    "rule": pl.UInt16(),
    "item": pl.UInt16(),
}
FINDINGS_TOGETHER = 500_000
"""Findings are few and small; written in large pieces they do not hold up the rows."""
_YEAR_LETTERS = 4


@dataclass(frozen=True)
class Bench:
    """What writing packs needs."""

    folder: Path
    name: str
    layout: Layout
    sealing: Sealing
    content_key: bytes
    seams: Seams
    stamp: Callable[[str, int, str, str], Pack]
    """Makes the Pack of an id, rows, SHA-256 and content digest."""


@dataclass
class _Open:
    writer: PackWriter
    digest: ContentDigest


class ParquetStaging:
    """Takes checked batches; gives packs when finished."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._open: dict[str, _Open] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pack")
        self._pending: Future[None] | None = None
        self._finished = False
        self._findings: list[pl.DataFrame] = []

    def write(self, rows: Attendances) -> None:
        """Check the columns, leave their values to the thread; the batch before must be done."""
        if rows.height:
            check_columns(rows.frame, self._bench.layout)
            kept = [rows.frame]  # handed on, not held: the thread lets go of it once checked
            self._hand_over(lambda: self._write(kept.pop()))

    def write_findings(self, findings: pl.DataFrame) -> None:
        """Add findings of a batch: row, rule and item, whole numbers only."""
        check_findings(findings)
        self._findings.append(findings)
        if sum(kept.height for kept in self._findings) >= FINDINGS_TOGETHER:
            self._flush_findings()

    def finish(self) -> tuple[Pack, ...]:
        """Flush all files to the disk and return their packs, findings last."""
        self._flush_findings()
        self._wait()
        self._check_open()
        packs = []
        for name in sorted(self._open, key=findings_last):
            entry = self._open[name]
            file = entry.writer.finish()
            packs.append(self._bench.stamp(name, file.rows, file.sha256, entry.digest.hex()))
            self._bench.seams.reach("pack-synced")
        with disk_errors():
            durable.sync(self._bench.folder)
        self._finished = True
        return tuple(packs)

    def leave(self) -> None:
        """Stop; packs that were not finished are removed."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        if not self._finished:
            for entry in self._open.values():
                entry.writer.drop()

    def _flush_findings(self) -> None:
        """Hand findings over: they wait until there are many, since each hand-over waits."""
        together = pl.concat(self._findings) if self._findings else None
        self._findings = []
        if together is not None and together.height:
            self._hand_over(lambda: self._write_findings(together))

    def _hand_over(self, work: Callable[[], None]) -> None:
        self._wait()
        self._check_open()
        self._pending = self._thread.submit(work)

    def _check_open(self) -> None:
        if self._finished:
            refuse("staging used after it was finished")

    def _wait(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()

    def _write(self, rows: pl.DataFrame) -> None:
        rows = checked(rows, self._bench.layout).rechunk()  # sorting pieces is slow
        for year, part in by_year(rows):
            entry = self._file(f"{self._bench.name}-{year}")
            entry.digest.add(part)
            ordered = by_site_month(part)
            entry.writer.write(ordered, site_month_groups(ordered))
        self._bench.seams.reach("pack-written")

    def _write_findings(self, findings: pl.DataFrame) -> None:
        entry = self._file(findings_beside(self._bench.name))
        entry.digest.add(findings)
        entry.writer.write(findings)

    def _file(self, name: str) -> _Open:
        if name not in self._open:
            layout = self._bench.layout
            findings = holds_findings(name)
            columns = FINDING_COLUMNS if findings else layout.columns
            repeating = [] if findings else repeating_columns(layout)
            notes = {PACK_NOTE: name.encode(), STANDARD_NOTE: layout.version.encode()}
            path = self._bench.folder / (name + SUFFIX)
            self._open[name] = _Open(
                PackWriter(path, notes, self._bench.sealing, dictionaries=repeating),
                ContentDigest(self._bench.content_key, columns),
            )
        return self._open[name]


def check_findings(findings: pl.DataFrame) -> None:
    """Refuse anything but whole numbers for row, rule and item."""
    if dict(findings.schema) != FINDING_COLUMNS or sum(findings.null_count().row(0)):
        refuse("findings hold row, rule and item and nothing else")


def findings_last(name: str) -> tuple[bool, str]:
    """Sort names of packs: rows by year, then findings."""
    return holds_findings(name), name


def by_year(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each calendar year's rows; most batches have one year and are not copied."""
    year = rows[MONTH].cast(pl.String()).str.head(_YEAR_LETTERS)
    for name in year.unique().sort():
        alone = (year == name).all()
        yield str(name), rows if alone else rows.filter(year == name)
