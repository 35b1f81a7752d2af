"""A million rows under new keys, killed twenty times on the way: linkage same before and after."""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import
sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))  # and the benchmarks' extract

from tests.journey.rotation_world import keys_of_packs

from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.model.keys import KeyLayers, RotationPhase
from tiig.services import Services
from tiig.testing.agreements import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

ROWS, KILLS, LONGEST_WAIT = 1_000_000, 20, 20.0
SEED = 20261127


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace that holds a million rows, sent month by month."""
    extract = import_module("extract")
    extract.write_extract(tmp_path / "extract.csv", ROWS)
    (tmp_path / "bench.toml").write_text(extract.profile(), encoding="utf-8")
    rows = pl.read_csv(tmp_path / "extract.csv", infer_schema=False)
    root = make_workspace(tmp_path / "workspace")
    with connect(root) as tiig:
        tiig.add_sender(tmp_path / "bench.toml")
        agree(tiig.services)
        for number in range(1, 13):
            file = tmp_path / f"{number}.csv"
            rows.filter(pl.col("ArrDate").str.slice(3, 2) == f"{number:02d}").write_csv(file)
            tiig.submit(file, sender="bench", month=f"2025-{number:02d}")
            file.unlink()
    (tmp_path / "extract.csv").unlink()
    return root


def links(services: Services) -> dict[str, str]:
    """Return a digest of what each kind of id links: for each row, the first row of the same id."""
    table = services.lake.table(services.catalogue.pairs())
    assert table.height > 0.9 * ROWS
    found = {"rows": digest(table["row"])}
    for name in ("attendance_id", "person_id", "place_phrase_id"):
        ids = table.select(pl.col(name), place=pl.int_range(pl.len()))
        first = pl.when(pl.col(name).is_not_null()).then(pl.col("place").min().over(name))
        found[name] = digest(ids.select(first.fill_null(-1)).to_series())
    return found


def digest(column: pl.Series) -> str:
    """Return a digest of whole numbers."""
    return hashlib.sha256(column.to_numpy().tobytes()).hexdigest()


def killed(workspace: Path, moments: Iterator[float]) -> int:
    """Change all keys, kill it at each moment and begin again; returns how often it was killed."""
    command = [sys.executable, "-m", "tiig.testing.rotating", str(workspace)]
    kills = 0
    for moment in moments:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(moment)
        if process.poll() is not None:
            break
        process.kill()
        assert process.wait() == -signal.SIGKILL
        kills += 1
    return kills


@pytest.mark.slow
def test_a_million_rows_killed_twenty_times(workspace: Path) -> None:
    """Every id changes, every link stays, the old keys are gone, nothing is left behind."""
    with connect(workspace, because="test") as tiig:
        before = links(tiig.services)
        layers = tiig.services.catalogue.key_layers()
    chance = random.Random(SEED)
    kills = 0
    while kills < KILLS:  # a change that ends before it is killed is followed by another
        waits = (chance.uniform(0.5, LONGEST_WAIT) for _ in range(KILLS - kills))
        kills += killed(workspace, waits)
    with connect(workspace, because="test") as tiig:
        services = tiig.services
        if any(one.phase is not RotationPhase.DONE for one in services.catalogue.rotations()):
            rotate_keys(
                RotateRequest(), asker=tiig.asker, services=services, progress=tiig.progress
            )

    with connect(workspace, because="test") as tiig:
        services = tiig.services
        rotations = len(services.catalogue.rotations())
        assert kills == KILLS
        assert rotations >= 1
        assert layers == KeyLayers()
        assert services.catalogue.key_layers() == KeyLayers(*[1 + rotations] * 3)
        assert before == links(services)
        assert keys_of_packs(services) == {f"lake-{1 + rotations}"}
        masters = [one.name for one in services.keys.lines() if one.purpose in {"lake", "vault"}]
        assert masters == [f"lake-{1 + rotations}", f"vault-{1 + rotations}"]
    told = f"{ROWS:,} rows, {kills} kills, {rotations} changes of keys ended, links equal"
    sys.stdout.write(told + "\n")
