"""The seed: a process that has loaded what reading needs, and forks a reader for each file.

It reads no file itself. A request is one message on its control socket with four
descriptors: file, orders, answers, and a leash. The leash's other end is the parent's: when
that is closed, by the parent or by its death, the reader is killed; when the reader ends,
its status is told there. Without a parent the seed ends, and all readers with it.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module

import pyarrow as pa

from tiig.receive.apart import reader
from tiig.receive.apart.wire import ENDING

_GIVEN = 4
_ABOVE = 64
_LOADED_LATE = (
    "concurrent.futures.thread",
    "encodings.ascii",
    "encodings.cp1252",
    "encodings.cp437",
    "encodings.iso8859_1",
    "encodings.utf_16",
    "encodings.utf_16_be",
    "encodings.utf_16_le",
    "encodings.utf_8",
    "numpy.ma",
)
"""What Python loads when it is first needed: a reader can open no module any more."""
_DIE_WITH_PARENT, _DUMPABLE = 1, 4


class Seed:
    """Serves requests until the control socket is closed."""

    def __init__(self, control: socket.socket) -> None:
        """Listen to a socket, and to children that end."""
        self._control = control
        self._readers: dict[int, socket.socket] = {}
        self._ended, self._wake = os.pipe()
        for end in (self._ended, self._wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        self._poll = select.poll()
        for descriptor in (control.fileno(), self._ended):
            self._poll.register(descriptor, select.POLLIN)

    def serve(self) -> None:
        """Fork, kill and bury until there is no parent."""
        while True:
            ready = {descriptor for descriptor, _ in self._poll.poll()}
            # In this order a descriptor that is closed here is never taken for a new one.
            for descriptor in ready - {self._control.fileno(), self._ended}:
                self._kill(descriptor)
            if self._ended in ready:
                self._bury()
            if self._control.fileno() in ready and not self._fork():
                return

    def _fork(self) -> bool:
        """Fork a reader for the next request; False where there is no parent any more."""
        try:
            word, given, _, _ = socket.recv_fds(self._control, 1, _GIVEN)
        except OSError:
            return False
        if not word:
            return False
        seed = os.getpid()
        try:
            child = os.fork() if len(given) == _GIVEN else -1
        except OSError:  # no process is left: the parent sees its leash closed
            child = -1
        if child == 0:
            _become_reader(given[:-1], seed)
        for descriptor in given[:-1] if child > 0 else given:
            os.close(descriptor)
        if child > 0:
            self._readers[child] = socket.socket(fileno=given[-1])
            self._poll.register(given[-1], select.POLLIN)
        return True

    def _kill(self, leash: int) -> None:
        """Kill a reader that the parent has let go: nobody waits for what it would say."""
        for child, held in self._readers.items():
            if held.fileno() == leash:
                os.kill(child, signal.SIGKILL)
        self._poll.unregister(leash)

    def _bury(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._ended, 4096)
        with suppress(ChildProcessError):
            while (ended := os.wait4(-1, os.WNOHANG))[0]:
                child, status, used = ended
                leash = self._readers.pop(child, None)
                if leash is None:
                    continue
                with suppress(KeyError):
                    self._poll.unregister(leash.fileno())
                code, spent = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
                with suppress(OSError):
                    leash.send(ENDING.pack(code, used.ru_maxrss * 1024, spent))
                leash.close()


def _become_reader(own: list[int], seed: int) -> None:
    """Be a reader from here on, with its three descriptors and no others; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        library = ctypes.CDLL(None)
        library.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        library.prctl(_DUMPABLE, 0, 0, 0, 0)
        if os.getppid() != seed:
            return  # it ended meanwhile, and can tell nobody
        high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, _ABOVE) for descriptor in own]
        for place, descriptor in zip(
            (reader.FILE, reader.ORDERS, reader.ANSWERS), high, strict=True
        ):
            os.dup2(descriptor, place, inheritable=False)
        os.closerange(reader.ANSWERS + 1, _ABOVE * 16)
        reader.serve()
        code = 0
    finally:
        os._exit(code)


def main(control: int) -> None:
    """Load what readers load late, then serve."""
    for name in _LOADED_LATE:
        import_module(name)
    sys.meta_path.clear()  # from here on a module that is not there is just not there
    pa.array(["x"], pa.string())  # Arrow looks once for pandas, which no reader needs
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    Seed(socket.socket(fileno=control)).serve()
