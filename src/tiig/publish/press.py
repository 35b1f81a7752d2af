"""Presses: processes beside ours that write papers, warm before the first paper is composed.

Drawing is most of the work and the engine draws one chart at a time, so that threads do not
help. A press takes nothing but papers (what may be shown), and none of our settings.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Self

from tiig.publish.paper import Paper
from tiig.publish.paper_files import warm_up, write_paper

_OURS = "TIIG_"
_MOST = 2
Written = tuple[Path, ...]


class Presses:
    """Some presses for some kinds of files: start them early, they warm up by themselves."""

    def __init__(self, kinds: Sequence[str], *, presses: int = _MOST) -> None:
        """Start at most so many, and never more than there are processors."""
        self._kinds = tuple(kinds)
        self._every = [_Press(self._kinds) for _ in range(min(presses, os.cpu_count() or 1))]
        self._idle: SimpleQueue[_Press] = SimpleQueue()
        for press in self._every:
            self._idle.put(press)

    def __enter__(self) -> Self:
        """Give the presses."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let each finish the paper in hand, so that nothing half done is left."""
        for press in self._every:
            press.close()

    def write(self, papers: Sequence[tuple[str, Paper]], folder: Path) -> Iterator[Written]:
        """Write papers by their stems, and yield the files of each in order."""
        with ThreadPoolExecutor(len(self._every)) as hands:
            jobs = [hands.submit(self._one, paper, folder, stem) for stem, paper in papers]
            try:
                for job in jobs:
                    yield job.result()
            finally:
                hands.shutdown(wait=True, cancel_futures=True)

    def _one(self, paper: Paper, folder: Path, stem: str) -> Written:
        press = self._idle.get()
        try:
            return press.write(paper, folder, stem, self._kinds)
        finally:
            self._idle.put(press)


class _Press:
    """One process with a pipe to it and a pipe back."""

    def __init__(self, kinds: Sequence[str]) -> None:
        settings = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", __name__, *kinds],  # -P: nothing of this folder is run
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=settings,
            process_group=0,  # Ctrl-C ends us, and we end it: at once it would leave its words
        )

    def write(self, paper: Paper, folder: Path, stem: str, kinds: Sequence[str]) -> Written:
        """Have one paper written; what goes wrong there is raised here."""
        to, back = self._process.stdin, self._process.stdout
        if to is None or back is None:
            message = "a press has two pipes"
            raise RuntimeError(message)
        to.write(pickle.dumps((paper, folder, stem, kinds)))
        to.flush()
        answer = pickle.load(back)  # noqa: S301 - from our own process
        if isinstance(answer, Exception):
            raise answer
        written: Written = answer
        return written

    def close(self) -> None:
        """Say that there is nothing more, and wait."""
        if self._process.stdin is not None:
            with suppress(OSError):  # it is gone: whoever asked it for a paper was told
                self._process.stdin.close()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def write_papers(
    papers: Sequence[tuple[str, Paper]], folder: Path, kinds: Sequence[str]
) -> Iterator[Written]:
    """Write papers by their stems with presses of their own; yields the files of each."""
    with Presses(kinds, presses=min(_MOST, len(papers))) as presses:
        yield from presses.write(papers, folder)


def _serve(kinds: Sequence[str], orders: IO[bytes], answers: IO[bytes]) -> None:
    """Write paper after paper until no more are ordered."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who ordered decides when to stop
    warm_up(kinds)
    while True:
        try:
            paper, folder, stem, wanted = pickle.load(orders)  # noqa: S301 - from our parent
        except EOFError:
            return
        try:
            answer: Written | Exception = write_paper(paper, folder, stem, wanted)
        except OSError as fault:
            answer = OSError(fault.errno, type(fault).__name__)
        except Exception as fault:  # noqa: BLE001 - a library's message quotes what it was given
            answer = RuntimeError(type(fault).__name__)
        answers.write(pickle.dumps(answer))
        answers.flush()


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return the pipe from our parent and that to it; what libraries print goes elsewhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, answers


if __name__ == "__main__":
    _serve(sys.argv[1:], *_pipes())
