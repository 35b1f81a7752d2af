"""What encryption costs: the same packs written and read, sealed and plain, in one run.

python benchmarks/encryption.py FOLDER [--rows 1000000] [--runs 5]

Rows come from the benchmark extract, submitted once. Both kinds are written by the house's
writer with the same row groups, and read cold (nothing in memory but what the operating
system keeps of files) by the house's reader into the same grouped count; the plain kind has
its encryption left out and nothing else. Medians; runs in turn.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl
from extract import profile, write_extract

from tiig.model.submission import Pack
from tiig.services import Services
from tiig.standard import load_standard
from tiig.store import ParquetLake, opening
from tiig.store.in_memory import MemoryKeys
from tiig.store.layout import Layout
from tiig.store.packs import PackFile, PackWriter, repeating_columns, site_month_groups
from tiig.store.sealing import Sealing
from tiig.testing.agreements import agree
from tiig.wiring import make_workspace
from tiig.wiring.clock import SystemClock
from tiig.wiring.session import connect
from tiig.wiring.world import TimeOrderedIds

MOST_ON_WRITE, MOST_ON_READ = 1.25, 2.0
GROUPED = ("site", "month", "injury_group")

Done = TypeVar("Done")


class Plain(Sealing):
    """Leaves encryption out."""

    def for_writing(self) -> None:  # type: ignore[override]  # pyarrow: None is plain
        """Return no settings."""

    def for_reading(self) -> None:  # type: ignore[override]  # the same
        """Return no settings."""


@dataclass
class Kind:
    """One way to keep packs, with the seconds that it took."""

    name: str
    lake: ParquetLake
    sealing: Sealing
    packs: list[Pack]
    written: list[float]
    read: list[float]


def main() -> None:
    """Write and read both kinds in turn, compare the counts, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with connect(workspace_of(asked.folder, asked.rows)) as tiig:
        services = tiig.services
        frames = rows_of(services)
        kinds = [kind(asked.folder, name) for name in ("sealed", "plain")]
        for _ in range(asked.runs):
            counts = [once(one, frames, services) for one in kinds]
            assert counts[0].equals(counts[1]), "sealed and plain packs do not count alike"
    rows = sum(frame.height for frame in frames.values())
    print(f"{rows:,} rows in {len(frames)} packs, {asked.runs} runs, counts equal")
    sealed, plain = kinds
    judge("write", sealed.written, plain.written, MOST_ON_WRITE)
    judge("cold grouped read", sealed.read, plain.read, MOST_ON_READ)


def workspace_of(folder: Path, rows: int) -> Path:
    """Return a workspace that holds the extract."""
    extract, root = folder / f"extract-{rows}.csv", folder / f"workspace-{rows}"
    if root.exists():
        return root
    write_extract(extract, rows)
    (folder / "profile.toml").write_text(profile(), encoding="utf-8")
    make_workspace(root)
    with connect(root) as tiig:
        tiig.add_sender(folder / "profile.toml")
        agree(tiig.services)
        tiig.submit(extract, sender="bench", month="2025-01..2025-12")
    return root


def rows_of(services: Services) -> dict[str, pl.DataFrame]:
    """Return the rows of every pack as its file holds them."""
    lake = services.lake
    assert isinstance(lake, ParquetLake)
    found = {}
    for pack in services.catalogue.packs():
        if not pack.id.endswith("-findings"):
            columns = frozenset(lake._layout.columns)  # noqa: SLF001 - looks into the house on purpose
            wanted = opening.Wanted(frozenset(), columns, frozenset())
            path, sealing = lake._path(pack.id), lake._sealing  # noqa: SLF001 - the same
            found[pack.id] = opening.opened_rows(path, pack, sealing, wanted)
    return found


def kind(folder: Path, name: str) -> Kind:
    """Make an empty lake of a kind."""
    root = folder / name
    shutil.rmtree(root, ignore_errors=True)
    (root / "lake").mkdir(parents=True)
    keys, known = MemoryKeys(), list[Pack]()
    lake = ParquetLake(
        root,
        keys=keys,
        clock=SystemClock(),
        ids=TimeOrderedIds(),
        standard=load_standard(),
        packs_by_id=lambda ids: [pack for pack in known if pack.id in ids],
    )
    sealing = Sealing(keys) if name == "sealed" else Plain(keys)
    lake.__dict__["_sealing"] = sealing
    return Kind(name, lake, sealing, known, [], [])


def once(one: Kind, frames: dict[str, pl.DataFrame], services: Services) -> pl.DataFrame:
    """Write and read one kind once; returns the grouped counts."""
    for path in (one.lake.root / "lake").iterdir():
        path.unlink()
    one.packs.clear()
    seconds, files = timed(lambda: write(one, frames))
    one.written.append(seconds)
    listed = {pack.id: pack for pack in services.catalogue.packs()}
    for name, file in files.items():
        known = listed[name]
        one.packs.append(Pack(name, file.rows, file.sha256, "", known.written_at, known.standard))
    opening.ENCRYPTED, opening.PLAIN = (  # the same reader, told what to expect
        (b"PARE", b"PAR1") if one.name == "sealed" else (b"PAR1", b"PARE")
    )
    one.lake.__dict__.pop("_tables", None)
    seconds, counts = timed(lambda: grouped(one, services))
    one.read.append(seconds)
    return counts


def write(one: Kind, frames: dict[str, pl.DataFrame]) -> dict[str, PackFile]:
    """Write every pack."""
    repeating = repeating_columns(Layout.of(one.lake.standard))
    files = {}
    for name, rows in frames.items():
        path = one.lake.root / "lake" / f"{name}.parquet"
        writer = PackWriter(path, {}, one.sealing, dictionaries=repeating)
        writer.write(rows, site_month_groups(rows))
        files[name] = writer.finish()
    return files


def grouped(one: Kind, services: Services) -> pl.DataFrame:
    """Read the packs cold and count rows by group."""
    table = one.lake.table(services.catalogue.pairs())
    return table.group_by(GROUPED).len().with_columns(pl.col(GROUPED).cast(pl.String)).sort(GROUPED)


def timed(work: Callable[[], Done]) -> tuple[float, Done]:
    """Return how long work took, with what it gave."""
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def judge(what: str, sealed: list[float], plain: list[float], most: float) -> None:
    """Print medians and their ratio."""
    ratio = statistics.median(sealed) / statistics.median(plain)
    met = "met" if ratio <= most else "NOT MET"
    print(
        f"{what}: sealed {statistics.median(sealed):.2f} s, "
        f"plain {statistics.median(plain):.2f} s, ratio {ratio:.2f} (at most {most}: {met})"
    )


if __name__ == "__main__":
    main()
