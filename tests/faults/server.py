"""A process that has imported the program, and forks one that works and may die.

    python -m tests.faults.server [SHIM]

Reads orders (a JSON object a line), forks, and answers with what became of the fork. A fork
is a whole process with its own threads: it opens the workspace, meets its fault, and leaves
nothing behind in the server. The imports are paid for once.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from tests.faults.case import DATABASE, SECRET, Place, looked_over
from tests.faults.cases import ASKER, PROFILE
from tests.faults.every import CASES

from tiig import receive
from tiig.deidentify.spans import removed
from tiig.derive.moments import ZONE
from tiig.journeys.senders import add_sender
from tiig.kit.clock_changes import local_offsets, repeated_hours, skipped_hours
from tiig.kit.progress import Silent
from tiig.model.errors import TiigError
from tiig.standard import load_standard
from tiig.testing import agree
from tiig.wiring import building, guarded, make_workspace, open_services, read_settings

MODES = ("count", "io-error", "full", "read-only", "kill", "torn")


@dataclass
class FaultySeams:
    """Dies, or fails as a disk does, at the seam of a number, counted from one."""

    at: int = 0
    kills: bool = True
    passed: list[str] = field(default_factory=list)

    def reach(self, seam: str) -> None:
        """Pass, or meet the fault."""
        caller = Path(sys._getframe(1).f_code.co_filename)
        self.passed.append(f"{caller.parent.name}/{caller.stem}: {seam}")
        if len(self.passed) == self.at:
            if self.kills:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(5, "Input/output error")


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Do a case's work under a fault; returns what it says of itself."""
    seams = FaultySeams(order.get("seam", 0), kills=not order.get("raises"))
    began = time.perf_counter()
    told: dict[str, Any] = {"outcome": "done"}

    def arm() -> None:
        seams.passed.clear()
        _arm(order)

    try:
        with guarded("fault test"):
            CASES[order["case"]].work(_place(order), seams, arm)
            told["acknowledged"] = True
            _tell(order, told)
    except TiigError as fault:
        told["outcome"] = fault.kind.id
    _disarm(told)
    return told | {"seams": seams.passed, "seconds": time.perf_counter() - began}


def restart(order: dict[str, Any]) -> dict[str, Any]:
    """Look at what is there as the next process would find it, and do the work again."""
    case, place = CASES[order["case"]], _place(order)
    return case.look(place, again=False) | {"again": case.look(place, again=True)}


def prepare(order: dict[str, Any]) -> dict[str, Any]:
    """Set a case up."""
    case, place = CASES[order["case"]], _place(order)
    case.prepare(place)
    return case.look(place, again=False)


def _place(order: dict[str, Any]) -> Place:
    """Return where a case is at work; its database is told by the environment, as ever."""
    if "database" in order:
        os.environ |= {DATABASE: order["database"], SECRET: order["password"]}
    return Place(Path(order["workspace"]), Path(order["files"]))


def _arm(order: dict[str, Any]) -> None:
    if "largest" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], resource.RLIM_INFINITY))
    if "mode" in order:
        shim = ctypes.CDLL(None)
        shim.tiig_faults(
            order["below"].encode(), MODES.index(order["mode"]), ctypes.c_long(order["call"])
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
    ended = os.pidfd_open(child)
    if not select.select([ended], [], [], order.get("kill_after", 60))[0]:
        os.kill(child, signal.SIGKILL)
    os.close(ended)
    return {"ended": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}


def _warm_up() -> None:
    """Open a workspace that is agreed once: what is read on first use is there for every fork.

    It leaves no thread behind, which a fork would not have; and no fork copies what it inherits
    only because rubbish is looked for in it.
    """
    threads = _threads()
    with TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder) / "workspace")
        with open_services(read_settings(workspace)) as services:
            add_sender(PROFILE, asker=ASKER, services=services, progress=Silent())
            agree(services)
        looked_over(workspace)
    for hours in (local_offsets, skipped_hours, repeated_hours):
        hours(ZONE)
    receive.limits_kept()  # its seed serves every fork
    removed("Fell by the mill")  # which loads the words of places and names
    pa.array(["x"])  # at which Arrow imports pandas
    assert _threads() == threads
    gc.collect()
    gc.freeze()


def _threads() -> list[str]:
    """Return the names of all threads, also those of which Python does not know."""
    tasks = Path("/proc/self/task")
    return sorted((one / "comm").read_text().strip() for one in tasks.iterdir())


def main() -> None:
    """Serve orders until there are no more; the standard is read once, as the imports are."""
    standard = load_standard()
    setattr(building, "load_standard", lambda _overlay: standard)  # noqa: B010 - no case has one
    _warm_up()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_fork(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
