"""How long the audit trail takes to verify, and to grow by one row.

python benchmarks/audit.py [ROWS] [FOLDER]

Writes so many rows (one million unless told otherwise) into a new SQLite catalogue, with a
chain that holds, then verifies it against a head from the middle in a process of its own, and
prints seconds and the process's highest memory. The rows are entered in large strokes, as no
journey could; the figures of a single change are taken by the usual way.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tiig.model.asker import Asker
from tiig.model.audit import AuditKind, AuditRow, Head, heads_in
from tiig.store import FileKeyring, SqlCatalogue, chain
from tiig.wiring.clock import SystemClock

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ASKER = Asker.local("benchmark", purpose="to measure")
CHANGES = 200
_KINDS = tuple(AuditKind)[:8]


def rows(count: int) -> Iterator[AuditRow]:
    """Yield rows like those of a year of pages: a release of a few tables each."""
    before = chain.GENESIS
    for number in range(1, count + 1):
        subjects = tuple(f"0197c3a1-7b2e-7000-8000-{number:012x}" for _ in range(1 + number % 3))
        told = chain.Told(ASKER, "answered a question under public", _KINDS[number % 8], subjects)
        row = told.row(number, BEGAN + timedelta(seconds=number), before)
        before = row.hash
        yield row


def fill(folder: Path, count: int) -> Head:
    """Make the catalogue with so many rows; returns a signed head from the middle."""
    keys = FileKeyring.create(folder / "keys", None)
    url = f"sqlite:///{folder / 'catalogue.db'}"
    SqlCatalogue(url, clock=SystemClock(), signer=keys).close()
    names = (*chain.COLUMNS, "hash")
    marks = ", ".join("?" for _ in names)
    told = f"INSERT INTO audit ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names
    middle = last = None
    with closing(sqlite3.connect(folder / "catalogue.db")) as database, database:
        for row in rows(count):
            database.execute(told, (*chain.stored_cells(row), row.hash))
            last = row
            if row.number == count // 2:
                middle = row
        assert last is not None
        assert middle is not None
        head = keys.signed(Head(last.number, last.hash, last.at))
        cells = (head.number, head.hash, head.moment, head.key, head.public, head.signature)
        database.execute(
            "INSERT INTO audit_head (number, hash, at, key, public, signature)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            cells,
        )
    return keys.signed(Head(middle.number, middle.hash, middle.at))


def opened(folder: Path) -> SqlCatalogue:
    """Open the catalogue with its key."""
    keys = FileKeyring.open(folder / "keys", None)
    url = f"sqlite:///{folder / 'catalogue.db'}"
    return SqlCatalogue(url, clock=SystemClock(), signer=keys)


def verify(folder: Path, token: str) -> None:
    """Verify in this process and print what it took."""
    catalogue = opened(folder)
    began = time.perf_counter()
    check = catalogue.check_audit(heads_in(token))
    took = time.perf_counter() - began
    assert check.sound, check.faults
    assert check.anchored
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": check.rows, "seconds": round(took, 1), "mib": round(memory)}))
    catalogue.close()


def change(folder: Path) -> float:
    """Return the milliseconds of one change, at the end of the long trail."""
    catalogue = opened(folder)
    began = time.perf_counter()
    for _ in range(CHANGES):
        catalogue.note(ASKER, "looked")
    took = (time.perf_counter() - began) / CHANGES * 1_000
    catalogue.close()
    return took


def main(words: list[str]) -> None:
    """Measure, or - called by itself - verify one catalogue."""
    if words[:1] == ["verify"]:
        verify(Path(words[1]), words[2])
        return
    count = int(words[0]) if words else 1_000_000
    with tempfile.TemporaryDirectory(dir=words[1] if len(words) > 1 else None) as name:
        folder = Path(name)
        began = time.perf_counter()
        head = fill(folder, count)
        print(f"filled with {count:,} rows in {time.perf_counter() - began:.0f} s")
        command = [sys.executable, __file__, "verify", name, head.token]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
        print(f"a change with its row and signed head: {change(folder):.1f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
