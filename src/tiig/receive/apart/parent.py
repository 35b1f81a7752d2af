"""The parent's hold on its seed, and on the readers that grow from it.

A seed is started when a file is first read, and serves until this process ends. Processes
that this one forks use the same seed: a request is one message, and each file has a leash
of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tiig.model.errors import TiigError
from tiig.model.reading_errors import READER_MISSING
from tiig.receive.apart.request import Request
from tiig.receive.apart.wire import ENDING, Listener

_PROGRAM = """
import json, sys, types
sys.path[:] = json.loads(sys.argv[2])
# The face of the room loads what its parent's side needs, and no reader does.
room = types.ModuleType("tiig.receive")
room.__path__ = [sys.argv[3]]
sys.modules["tiig.receive"] = room
from tiig.receive.apart.seed import main
main(int(sys.argv[1]))
"""
_ROOM = Path(__file__).resolve().parents[1]
_SURROUNDINGS = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""One thread and one pool of memory: what is reserved and not used counts as taken."""
_WAIT = 5.0


class Ending(NamedTuple):
    """How a reader ended: its status (minus a signal's number), and what it took."""

    status: int
    memory: int
    seconds: float


class ReaderProcess:
    """A reader with its file: orders go in, answers come out, and the leash ends it."""

    def __init__(self, file: int, request: Request, *, size: int) -> None:
        """Have a reader forked; READER_MISSING where that cannot be done."""
        orders, self._orders = os.pipe()
        told, answers = os.pipe()
        self.answers = Listener(told, patience=request.limits.patience_for(size))
        self._leash, leash = socket.socketpair()
        try:
            _fork_reader([file, orders, answers, leash.fileno()])
        except BaseException:
            self.close()
            raise
        finally:
            os.close(orders)
            os.close(answers)
            leash.close()
        self.order(request.to_line())

    def order(self, line: bytes) -> None:
        """Send an order; a reader that is no more will be missed at its answer."""
        with suppress(BrokenPipeError):
            os.write(self._orders, line)

    def ending(self) -> Ending | None:
        """Wait for the reader's end; None where nobody tells of it."""
        told = select.select([self._leash], [], [], _WAIT)[0] and self._leash.recv(ENDING.size)
        return Ending(*ENDING.unpack(told)) if told and len(told) == ENDING.size else None

    def close(self) -> None:
        """Let go: a reader that still is at work is killed, and nobody waits for it any more."""
        self._leash.close()
        self.dismiss()

    def dismiss(self) -> None:
        """Give no more orders and hear no more answers: a reader that is not stuck ends by that."""
        self.answers.close()
        if self._orders >= 0:
            os.close(self._orders)
            self._orders = -1


class _Held:
    """The seed of this process: its control socket, and who started it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.control: socket.socket | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def start(self) -> socket.socket:
        """Return the control socket, of a seed that is started where there is none."""
        with self.lock:
            if self.control is None:
                self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with theirs:
                    self.process = _seed(theirs.fileno())
                self.owner = os.getpid()
            return self.control

    def forget(self, gone: socket.socket) -> None:
        """Do without a seed that has ended."""
        with self.lock:
            if self.control is gone:
                self.end()

    def end(self) -> None:
        """End the seed, if it is this process's own."""
        control, self.control = self.control, None
        process, self.process = self.process, None
        if control is not None:
            control.close()
        if process is not None and self.owner == os.getpid():
            process.terminate()
            process.wait()

    def renew_lock(self) -> None:
        """Another thread may have held the lock when this process was forked."""
        self.lock = threading.Lock()


_held = _Held()
atexit.register(_held.end)
os.register_at_fork(after_in_child=_held.renew_lock)


def _fork_reader(descriptors: list[int]) -> None:
    """Send a request to the seed; where it has ended, to a new one."""
    for again in (True, False):
        control = None
        try:
            control = _held.start()
            socket.send_fds(control, [b"?"], descriptors)
        except OSError:
            if control is None or not again:
                raise TiigError(READER_MISSING) from None
            _held.forget(control)
        else:
            return


def _seed(control: int) -> subprocess.Popen[bytes]:
    """Start a seed that inherits nothing but its control socket; what it says goes nowhere."""
    places = [str(Path(place).absolute()) for place in sys.path]
    room = [str(control), json.dumps(places), str(_ROOM)]
    return subprocess.Popen(  # noqa: S603 - this very Python with a program of ours
        [sys.executable, "-I", "-c", _PROGRAM, *room],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(control,),
        env=_SURROUNDINGS,
        start_new_session=True,
        cwd="/",
    )
