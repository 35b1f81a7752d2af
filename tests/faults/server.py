"""A process that has imported the program, and forks one that works and may die.

    python -m tests.faults.server [SHIM]

Reads orders (a JSON object a line), forks, and answers with what became of the fork. A fork
is a whole process with its own threads: it opens the workspace, meets its fault, and leaves
nothing behind in the server. The imports are paid for once.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.faults import checker
from tests.faults.cases import CASES

from tiig.journeys.doctor import doctor
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.standard import load_standard
from tiig.store import heal
from tiig.wiring import building, guarded, open_services, read_settings

MODES = ("count", "io-error", "full", "read-only", "kill", "torn")
_POLL = 0.000_5


@dataclass
class FaultySeams:
    """Dies, or fails as a disk does, at the seam of a number, counted from one."""

    at: int = 0
    kills: bool = True
    passed: list[str] = field(default_factory=list)

    def reach(self, seam: str) -> None:
        """Pass, or meet the fault."""
        self.passed.append(seam)
        if len(self.passed) == self.at:
            if self.kills:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(5, "Input/output error")


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Do a case's work under a fault; returns what it says of itself."""
    workspace = Path(order["workspace"])
    seams = FaultySeams(order.get("seam", 0), kills=not order.get("raises"))
    began = time.perf_counter()
    told: dict[str, Any] = {"outcome": "done"}
    try:
        with (
            guarded("fault test"),
            open_services(read_settings(workspace), seams=seams) as services,
        ):
            seams.passed.clear()
            _arm(order, workspace)
            CASES[order["case"]].run(services, Path(order["files"]))
            told["acknowledged"] = True
            _tell(order, told)
    except TiigError as fault:
        told["outcome"] = fault.kind.id
    _disarm(told)
    return told | {"seams": seams.passed, "seconds": time.perf_counter() - began}


def restart(order: dict[str, Any]) -> dict[str, Any]:
    """Open the workspace as the next process would, heal, look it over, do the work again."""
    told = _looked_over(order)
    return told | {"again": _looked_over(order, again=True)}


def prepare(order: dict[str, Any]) -> dict[str, Any]:
    """Set a case up."""
    with open_services(read_settings(Path(order["workspace"]))) as services:
        CASES[order["case"]].prepare(services, Path(order["files"]))
    return _looked_over(order)


def _looked_over(order: dict[str, Any], *, again: bool = False) -> dict[str, Any]:
    """Heal as a start-up two hours later would, and return what doctor and checker say."""
    workspace = Path(order["workspace"])
    began = time.perf_counter()
    with open_services(read_settings(workspace)) as services:
        seconds = time.perf_counter() - began
        if again:
            CASES[order["case"]].run(services, Path(order["files"]))
        later = services.clock.now() + timedelta(hours=2)
        heal(services.catalogue, services.lake, services.vault, later)
        asker = Asker.local("fault test")
        said = doctor(asker=asker, services=services, progress=Silent()).faults
    found = checker.inspect(workspace)
    return {"told": found.told, "faults": [*found.faults, *said], "seconds": seconds}


def _arm(order: dict[str, Any], workspace: Path) -> None:
    if "largest" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], resource.RLIM_INFINITY))
    if "mode" in order:
        shim = ctypes.CDLL(None)
        shim.tiig_faults(
            str(workspace).encode(), MODES.index(order["mode"]), ctypes.c_long(order["call"])
        )


def _disarm(told: dict[str, Any]) -> None:
    with suppress(AttributeError):
        shim = ctypes.CDLL(None)
        shim.tiig_counted.restype = ctypes.c_long
        told["calls"] = shim.tiig_counted()
        shim.tiig_faults(b"", 0, ctypes.c_long(0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _tell(order: dict[str, Any], told: dict[str, Any]) -> None:
    """Write the answer where a person would have seen it: from now on it is promised."""
    Path(order["answer"]).write_text(json.dumps(told), encoding="utf-8")


def _fork(order: dict[str, Any]) -> dict[str, Any]:
    """Do an order in a process of its own; kill it after a while where the order says so."""
    deeds = {"work": work, "restart": restart, "prepare": prepare}
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _tell(order, deeds[order["do"]](order))
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)
    until = time.perf_counter() + order.get("kill_after", 60)
    done, status = os.waitpid(child, os.WNOHANG)
    while not done:
        if time.perf_counter() > until:
            os.kill(child, signal.SIGKILL)
            done, status = os.waitpid(child, 0)
            break
        time.sleep(_POLL)
        done, status = os.waitpid(child, os.WNOHANG)
    return {"ended": os.waitstatus_to_exitcode(status)}


def main() -> None:
    """Serve orders until there are no more; the standard is read once, as the imports are."""
    standard = load_standard()
    setattr(building, "load_standard", lambda _overlay: standard)  # noqa: B010 - no case has one
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_fork(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
