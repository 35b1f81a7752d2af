"""What a case is: how it is set up, what is done, and how one sees afterwards what holds."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.faults import checker

from tiig.journeys.doctor import doctor
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.ports import Seams
from tiig.services import Services
from tiig.store import heal
from tiig.wiring import make_workspace, open_services, read_settings

DATABASE, SECRET = "TIIG_DATABASE_URL", "TIIG_DATABASE_PASSWORD"
Arm = Callable[[], None]


@dataclass(frozen=True)
class Place:
    """Where a case is at work: its folder, and files that every run of it shares."""

    workspace: Path
    files: Path


@dataclass(frozen=True)
class Journey:
    """Work in an open workspace: `prepare` and `run` take its services and the shared files.

    With a `server` the catalogue is on one.
    """

    name: str
    ready: Callable[[Services, Path], None]
    run: Callable[[Services, Path], None]
    server: bool = False

    def prepare(self, place: Place) -> None:
        """Make the workspace as it stands before."""
        make_workspace(place.workspace)
        with open_services(read_settings(place.workspace)) as services:
            self.ready(services, place.files)

    def work(self, place: Place, seams: Seams, arm: Arm) -> None:
        """Do the work; the fault is set once the workspace is open."""
        with open_services(read_settings(place.workspace), seams=seams) as services:
            arm()
            self.run(services, place.files)

    def look(self, place: Place, *, again: bool) -> dict[str, Any]:
        """Start anew, do the work again if asked to, and say what the workspace holds."""
        return looked_over(place.workspace, lambda one: self.run(one, place.files), again=again)


@dataclass(frozen=True)
class Door:
    """Work that has no open workspace yet; `run` and `seen` take the place."""

    name: str
    ready: Callable[[Place], None]
    run: Callable[[Place, Seams], None]
    seen: Callable[[Place], dict[str, Any]]
    server: bool = False

    def prepare(self, place: Place) -> None:
        """Make what stands before."""
        self.ready(place)

    def work(self, place: Place, seams: Seams, arm: Arm) -> None:
        """Do the work under the fault."""
        arm()
        self.run(place, seams)

    def look(self, place: Place, *, again: bool) -> dict[str, Any]:
        """Do the work again if asked to, and say what is there."""
        if again:
            self.run(place, Unseen())
        return self.seen(place)


class Unseen:
    """Passes every seam."""

    def reach(self, seam: str) -> None:
        """Go on."""


def looked_over(
    workspace: Path, work: Callable[[Services], None] | None = None, *, again: bool = False
) -> dict[str, Any]:
    """Heal as a start-up two hours later would, and return what doctor and checker say."""
    began = time.perf_counter()
    with open_services(read_settings(workspace)) as services:
        seconds = time.perf_counter() - began
        if again and work is not None:
            work(services)
        later = services.clock.now() + timedelta(hours=2)
        heal(services.catalogue, services.lake, services.vault, later)
        asker = Asker.local("fault test")
        said = doctor(asker=asker, services=services, progress=Silent()).faults
    found = checker.inspect(workspace, os.environ.get(DATABASE), os.environ.get(SECRET))
    return {"told": found.told, "faults": [*found.faults, *said], "seconds": seconds}
