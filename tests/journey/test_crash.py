"""Work that fails at any seam leaves nothing, on this machine and on a server.

What becomes of work that is killed there, `tests/faults` proves.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from tests.journey.conftest import HEADER, PROFILE, line
from tests.postgres_server import address, fresh_database, password, server

from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.ports import Intent
from tiig.services import Services
from tiig.testing import agree
from tiig.testing.seams import ListingSeams
from tiig.wiring import make_workspace, open_services, read_settings
from tiig.wiring.session import connect

LEAST_SEAMS = 7


@dataclass(frozen=True)
class Before:
    """A workspace to copy; its catalogue may be a database of a server."""

    root: Path
    socket: str | None = None
    database: str = ""

    @contextmanager
    def copied(self, workspace: Path) -> Iterator[Path]:
        """Give a copy of it, catalogue and all, and remove it."""
        shutil.copytree(self.root, workspace)
        if self.socket is None:
            yield workspace
        else:
            with fresh_database(self.socket, like=self.database) as name:
                settings = workspace / "tiig.toml"
                told = settings.read_text(encoding="utf-8")
                settings.write_text(told.replace(self.database, name), encoding="utf-8")
                yield workspace
        shutil.rmtree(workspace)


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)],
)
def before(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Before]:
    """A workspace in which June stands with 30 rows, and a file of June with 31 beside it."""
    root = tmp_path_factory.mktemp("crash") / "workspace"
    if request.param == "sqlite":
        yield Before(june_stands(make_workspace(root)))
        return
    with server() as socket, fresh_database(socket) as name:
        secret = root.with_name("passwords")  # as people keep them whose programs run at night
        secret.touch(mode=0o600)
        secret.write_text(f"*:*:*:*:{password(socket)}\n", encoding="utf-8")
        made = make_workspace(root, database=f"{address(socket, name)}&passfile={secret}")
        yield Before(june_stands(made), socket, name)


def june_stands(root: Path) -> Path:
    """Send June's 30 rows, and write the file with 31."""
    (root / "elm.toml").write_text(PROFILE, encoding="utf-8")
    for rows in (30, 31):
        places = [line(f"N{number}", Place="Corn Market") for number in range(rows)]
        (root / f"june-{rows}.csv").write_text("\n".join([HEADER, *places, ""]), encoding="utf-8")
    with connect(root) as tiig:
        tiig.add_sender(root / "elm.toml")
        agree(tiig.services)
        tiig.submit(root / "june-30.csv", sender="elm", month="2026-06")
    return root


def send(services: Services, workspace: Path) -> None:
    """Send the longer June."""
    asked = SubmitRequest(str(workspace / "june-31.csv"), "elm", "2026-06")
    submit(asked, asker=Asker.local("test"), services=services, progress=Silent())


@pytest.fixture(scope="module")
def seams(before: Before, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The seams that the submission passes before its commit, in order."""
    listing = ListingSeams()
    with (
        before.copied(tmp_path_factory.mktemp("listing") / "workspace") as copy,
        open_services(read_settings(copy), seams=listing) as services,
    ):
        listing.passed.clear()
        send(services, copy)
    passed = listing.passed[: listing.passed.index("after-commit")]
    assert len(passed) >= LEAST_SEAMS
    return passed


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
    before: Before, seams: list[str], tmp_path: Path, fault: BaseException
) -> None:
    """At each seam, a full disk and Ctrl-C leave June as it was, no file and no open work."""
    with before.copied(tmp_path / "workspace") as workspace:
        break_off(workspace, seams, fault)


def break_off(workspace: Path, seams: list[str], fault: BaseException) -> None:
    """Break a submission off at each seam before its commit, in one workspace."""
    settings = read_settings(workspace)
    with open_services(settings) as services:
        there = (services.lake.on_disk(), services.vault.on_disk())
    for number, seam in enumerate(seams, start=1):
        with open_services(settings, seams=Failing(number, fault)) as services:
            with pytest.raises((type(fault), TiigError)):
                send(services, workspace)
            assert (services.lake.on_disk(), services.vault.on_disk()) == there, seam
            assert services.catalogue.intents() == (), seam
    with connect(workspace, because="test") as tiig:
        assert tiig.count(preset="internal").rows[-1].count.value == 30
        assert tiig.doctor().healthy


def test_doctor_says_when_unfinished_work_ends(before: Before, tmp_path: Path) -> None:
    """Work that may go on elsewhere is no fault: its lease is told, and that it ends by itself."""
    with (
        before.copied(tmp_path / "workspace") as workspace,
        connect(workspace, because="test") as tiig,
    ):
        lease = tiig.services.clock.now() + timedelta(hours=1)
        tiig.services.catalogue.announce(Intent("i-1", "s-1", "elm", lease))
        found = tiig.doctor()

        assert found.healthy
        assert "Work of elm has not ended: i-1" in found.facts[-1]
        assert f"the first command after {lease:%H:%M}" in found.facts[-1]
