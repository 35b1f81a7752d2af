"""Killed at any numbered seam, the store is as before or as after, and start-up heals."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tiig.store import heal
from tiig.testing import agree, crash
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

Line = Callable[..., str]
LEAST_SEAMS = 8


@pytest.fixture(scope="module")
def before(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace in which June stands with 30 rows, and a file of June with 31 beside it."""
    root = make_workspace(tmp_path_factory.mktemp("crash") / "workspace")
    (root / "elm.toml").write_text(elm_profile, encoding="utf-8")
    for rows in (30, 31):
        places = [elm_line(f"N{number}", Place="Corn Market") for number in range(rows)]
        lines = [elm_header, *places]
        (root / f"june-{rows}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with connect(root) as tiig:
        tiig.add_sender(root / "elm.toml")
        agree(tiig.services)
        tiig.submit(root / "june-30.csv", sender="elm", month="2026-06")
    return root


def words(number: int, workspace: Path) -> list[str]:
    """Return what the crash program is told: submit the longer June and die at a seam."""
    return [str(number), str(workspace), str(workspace / "june-31.csv"), "elm", "2026-06"]


@pytest.fixture(scope="module")
def die_at() -> Callable[[int, Path], int | None]:
    """Kills a process of its own at a seam; returns its exit code.

    Each is forked from a server that has imported the program and done nothing yet, so that
    the imports are paid for once. The process that dies is a whole one, killed from within.
    """
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tiig.testing.crash", "tiig.wiring"])

    def die(number: int, workspace: Path) -> int | None:
        process = made.Process(target=crash.main, args=(words(number, workspace),))
        process.start()
        process.join(timeout=60)
        return process.exitcode

    return die


@pytest.fixture(scope="module")
def seams(before: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The seams that the submission passes, in order, as the program lists them."""
    copy = tmp_path_factory.mktemp("listing") / "workspace"
    shutil.copytree(before, copy)
    command = [sys.executable, "-m", "tiig.testing.crash", *words(0, copy)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_killed_at_every_seam(
    before: Path, seams: list[str], tmp_path: Path, die_at: Callable[[int, Path], int | None]
) -> None:
    """Nothing acknowledged is lost, nothing is half there, nothing is doubled."""
    assert len(seams) >= LEAST_SEAMS
    for number, seam in enumerate(seams, start=1):
        workspace = tmp_path / f"{number}"
        shutil.copytree(before, workspace)

        assert die_at(number, workspace) == -signal.SIGKILL, seam

        with connect(workspace, because="test") as tiig:
            rows = tiig.count(preset="internal").rows[-1].count.value
            states = [str(one.state) for one in tiig.submissions()]
            assert (rows, states) in [(30, ["in force"]), (31, ["superseded", "in force"])], seam
            services = tiig.services
            later = services.clock.now() + timedelta(hours=2)
            heal(services.catalogue, services.lake, services.vault, later)
            assert tiig.doctor().faults == (), seam

        with connect(workspace, because="test") as tiig:
            tiig.submit(workspace / "june-31.csv", sender="elm", month="2026-06")
            assert tiig.count(preset="internal").rows[-1].count.value == 31, seam
            assert tiig.doctor().healthy, seam
        shutil.rmtree(workspace)


def test_a_full_disk_leaves_the_store_untouched(before: Path, tmp_path: Path) -> None:
    """An error of the disk at each seam ends in a sentence, and the month stays as it was."""

    class NoRoom:
        """Fails as a full disk does, at the third seam."""

        passed = 0

        def reach(self, seam: str) -> None:
            """Run out of room."""
            del seam
            self.passed += 1
            if self.passed == 3:
                raise OSError(28, "No space left on device")

    workspace = tmp_path / "workspace"
    shutil.copytree(before, workspace)
    with connect(workspace, because="test") as tiig:
        tiig.services = replace(tiig.services, seams=NoRoom())
        with pytest.raises(OSError, match="No space"):
            tiig.submit(workspace / "june-31.csv", sender="elm", month="2026-06")
        assert tiig.count(preset="internal").rows[-1].count.value == 30
