"""Take from a reader what it does not need: memory, time, files, network, other programs.

Each limit is tried after it is set: what is told as enforced was seen to hold.
"""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Callable
from contextlib import suppress

from tiig.receive.apart.system_calls import refuse_system_calls

_FILES = 32
_GRACE = 2
"""Seconds between the signal that tells of the time and the end."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
MEMORY, TIME, WRITING, FILES, CORE, OPENING, NETWORK, PROGRAMS = NAMES = (
    "memory",
    "processor time",
    "writing",
    "number of files",
    "core dumps",
    "opening files",
    "network",
    "other programs",
)


def confine(*, memory: int, seconds: int) -> dict[str, bool]:
    """Limit this process for the rest of its life; `memory` is what it may take beyond now.

    Returns for each limit whether it is enforced.
    """
    space = _space_now() + memory
    kept = {
        MEMORY: _limited(resource.RLIMIT_AS, space),
        TIME: _limited(resource.RLIMIT_CPU, seconds, grace=_GRACE),
        WRITING: _limited(resource.RLIMIT_FSIZE, 0),
        FILES: _limited(resource.RLIMIT_NOFILE, _FILES),
        CORE: _limited(resource.RLIMIT_CORE, 0),
    }
    refuse_system_calls()
    return kept | {
        OPENING: _refused(lambda: os.close(os.open(os.devnull, os.O_RDONLY))),
        NETWORK: _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()),
        PROGRAMS: _refused(lambda: os.execv("./nothing", ["./nothing"])),  # noqa: S606 - to see it refused
    }


def _space_now() -> int:
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib is not loaded here
        return int(file.read().split()[0]) * _PAGE


def _limited(which: int, most: int, *, grace: int = 0) -> bool:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard - grace)
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (most, most + grace))
    return resource.getrlimit(which)[0] == most


def _refused(deed: Callable[[], object]) -> bool:
    """Tell whether the kernel refuses to let this process do something."""
    try:
        deed()
    except PermissionError:
        return True
    except OSError:
        return False
    return False
