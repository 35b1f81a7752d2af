"""Killed at any numbered seam, the store is as before or as after, and start-up heals."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.ports import Intent
from tiig.store import heal
from tiig.testing import agree, crash
from tiig.wiring import make_workspace, open_services, read_settings
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


class Failing:
    """Fails in its own way at a seam of a number, counted from one."""

    def __init__(self, number: int, fault: BaseException) -> None:
        self.left, self.fault = number, fault

    def reach(self, seam: str) -> None:
        """Fail here if this is the seam."""
        del seam
        self.left -= 1
        if self.left == 0:
            raise self.fault


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"]
)
def test_work_that_breaks_off_leaves_nothing(
    before: Path, seams: list[str], tmp_path: Path, fault: BaseException
) -> None:
    """At each seam, a full disk and Ctrl-C leave June as it was, no file and no open work."""
    workspace = tmp_path / "workspace"
    shutil.copytree(before, workspace)
    asked = SubmitRequest(str(workspace / "june-31.csv"), "elm", "2026-06")
    asker, settings = Asker.local("test"), read_settings(workspace)
    with open_services(settings) as services:
        there = (services.lake.on_disk(), services.vault.on_disk())
    for number, seam in enumerate(seams[: seams.index("after-commit")], start=1):
        with open_services(settings, seams=Failing(number, fault)) as services:
            with pytest.raises((type(fault), TiigError)):
                submit(asked, asker=asker, services=services, progress=Silent())
            assert (services.lake.on_disk(), services.vault.on_disk()) == there, seam
            assert services.catalogue.intents() == (), seam
    with connect(workspace, because="test") as tiig:
        assert tiig.count(preset="internal").rows[-1].count.value == 30
        assert tiig.doctor().healthy


def test_doctor_says_when_unfinished_work_ends(before: Path, tmp_path: Path) -> None:
    """Work that may go on elsewhere is no fault: its lease is told, and that it ends by itself."""
    workspace = tmp_path / "workspace"
    shutil.copytree(before, workspace)
    with connect(workspace, because="test") as tiig:
        lease = tiig.services.clock.now() + timedelta(hours=1)
        tiig.services.catalogue.announce(Intent("i-1", "s-1", "elm", lease))
        found = tiig.doctor()

    assert found.healthy
    assert "Work of elm has not ended: i-1" in found.facts[-1]
    assert f"the first command after {lease:%H:%M}" in found.facts[-1]
