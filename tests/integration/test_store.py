"""The store among processes: locks, kills, and the same rows in another process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tiig.model.asker import Asker
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.store import Address, SqlCatalogue
from tiig.wiring.clock import SystemClock

COMMON = """
    import json, os, sys
    from datetime import UTC, datetime
    from pathlib import Path
    import polars as pl
    from tiig.model.asker import Asker
    from tiig.model.gates import attendances, deidentified
    from tiig.model.months import Month
    from tiig.model.profile import Scope
    from tiig.model.submission import Pack, Pair
    from tiig.standard import load_standard
    from tiig.store import FileKeyring, ParquetLake, SqlCatalogue
    from tiig.store.layout import Layout
    from tiig.wiring.clock import SystemClock
    from tiig.wiring.world import TimeOrderedIds

    root = Path(sys.argv[1])
    url = f"sqlite:///{root / 'catalogue.db'}"

    def open_lake(catalogue):
        return ParquetLake(
            root, keys=FileKeyring.open(root / "keys", None), clock=SystemClock(),
            ids=TimeOrderedIds(), standard=load_standard(), packs_by_id=catalogue.packs,
        )

    def store(lake, catalogue, cut):
        rows = pl.DataFrame({
            "row": pl.Series(range(2, 12), dtype=pl.UInt32),
            "site": ["SYN01", "SYN02"] * 5, "site__state": pl.Series([0] * 10, dtype=pl.UInt8),
            "month": ["2026-06"] * 10, "attendance_id": [f"{n:032x}" for n in range(10)],
        })
        declared = frozenset(Layout.of(lake.standard).columns)
        with lake.stage("s") as staging:
            for start in range(0, 10, cut):
                part = rows.slice(start, cut)
                staging.write(attendances(deidentified(part, declared), {}, declared))
            packs = staging.finish()
        lake.publish(packs)
        with catalogue.change(Asker.local("ada"), "stored") as change:
            change.add_packs(packs)
        return packs
"""


def start(script: str, root: Path) -> subprocess.Popen[str]:
    """Start a process that runs a script on a workspace."""
    code = textwrap.dedent(COMMON) + textwrap.dedent(script)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        [sys.executable, "-c", code, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def told(script: str, root: Path) -> object:
    """Run a script to its end and return the JSON it printed."""
    process = start(script, root)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(out)


def test_another_process_holds_the_lock(tmp_path: Path) -> None:
    """While another process writes, ours is told that the workspace is in use; then goes on."""
    url = f"sqlite:///{tmp_path / 'catalogue.db'}"
    catalogue = SqlCatalogue(Address(url, wait_ms=100), clock=SystemClock())
    other = start(
        """
        catalogue = SqlCatalogue(url, clock=SystemClock())
        with catalogue.change(Asker.local("bob"), "slow"):
            print("holding", flush=True)
            sys.stdin.readline()
        """,
        tmp_path,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"

    with pytest.raises(TiigError) as raised, catalogue.change(Asker.local("ada"), "late"):
        pass
    assert STORE_LOCKED is raised.value.kind

    other.communicate("\n", timeout=60)
    with catalogue.change(Asker.local("ada"), "in turn"):
        pass
    assert [row.because for row in catalogue.audit()] == ["slow", "in turn"]
    catalogue.close()


def test_killed_writer_leaves_the_catalogue_as_before(tmp_path: Path) -> None:
    """A process killed inside a transaction leaves nothing of it, and no lock."""
    url = f"sqlite:///{tmp_path / 'catalogue.db'}"
    other = start(
        """
        catalogue = SqlCatalogue(url, clock=SystemClock())
        with catalogue.change(Asker.local("bob"), "kept"):
            pass
        with catalogue.change(Asker.local("bob"), "never") as change:
            change.add_receipt("s", "{}")
            print("inside", flush=True)
            sys.stdin.readline()
        """,
        tmp_path,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "inside\n"
    other.send_signal(signal.SIGKILL)
    other.communicate(timeout=60)

    catalogue = SqlCatalogue(Address(url, wait_ms=1000), clock=SystemClock())
    with catalogue.change(Asker.local("ada"), "afterwards"):
        pass
    assert [row.because for row in catalogue.audit()] == ["kept", "afterwards"]
    assert catalogue.receipt("s") is None
    catalogue.close()


def test_same_rows_in_another_process(tmp_path: Path) -> None:
    """Another process opens the packs, and the same rows have the same content there."""
    first = told(
        """
        FileKeyring.create(root / "keys", None)
        catalogue = SqlCatalogue(url, clock=SystemClock())
        (pack,) = store(open_lake(catalogue), catalogue, 10)
        print(json.dumps([pack.id, pack.content]))
        """,
        tmp_path,
    )
    second = told(
        """
        catalogue = SqlCatalogue(url, clock=SystemClock())
        lake = open_lake(catalogue)
        (known,) = catalogue.packs()
        now = datetime.now(UTC)
        pairs = [
            Pair("p", "SYN02", Month(2026, 6), "s", "d", "north", Scope.ALL_INJURIES, True, 5,
                 (known.id,), now, now)
        ]
        rows = lake.table(pairs)["row"].to_list()
        (again,) = store(lake, catalogue, 3)
        print(json.dumps([known.id, again.content, rows]))
        """,
        tmp_path,
    )

    assert isinstance(first, list)
    assert [*first, [3, 5, 7, 9, 11]] == second
