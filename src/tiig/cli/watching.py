"""`tiig watch`: a drop folder, looked at again and again, or once for cron."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines
from tiig.cli.stopping import stopping
from tiig.cli.submitting import write_receipt
from tiig.intake.drop_folder import DropFolder, Looked, Waiting
from tiig.intake.settling import Settling
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.journeys.watch import Doing, Fate, Watched, WatchRequest
from tiig.journeys.watch import watch as journey
from tiig.model.asker import Asker
from tiig.model.errors import Family, TiigError
from tiig.model.ports import Progress
from tiig.services import Services
from tiig.wiring import guarded, log_file, read_settings

Folder = Annotated[Path, typer.Argument(help="The folder; a sender's files lie in DIR/<sender>.")]
Once = Annotated[bool, typer.Option("--once", help="Look once, and end: for cron.")]
Every = Annotated[float, typer.Option("--every", min=0.1, help="Seconds between two looks.")]
Settle = Annotated[
    float, typer.Option("--settle", min=0, help="Seconds for which a file must stay as it is.")
]
RemoveTaken = Annotated[
    bool,
    typer.Option("--remove-taken", help="Remove what was taken in: its sealed copy is kept."),
]

TRIED_AGAIN_AFTER = 300.0
"""Seconds until a file that could not be dealt with is tried again, unless it changes."""


def watch(  # noqa: PLR0913 - the options of the command
    folder: Folder,
    *,
    once: Once = False,
    every: Every = 30.0,
    settle: Settle = 10.0,
    remove_taken: RemoveTaken = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Watch a drop folder: what lies whole in DIR/<sender> is submitted and put away."""
    read_settings(workspace)
    with stopping() as stop:
        watcher = Watcher(
            DropFolder(folder), settle, workspace, stop, remove_taken=remove_taken, as_json=as_json
        )
        try:
            with watcher.folder.locked():
                return watcher.look_once() if once else watcher.look_until_stopped(every)
        except TiigError as fault:
            if fault.kind.family is not Family.INTERRUPTED:
                raise
        except KeyboardInterrupt:
            pass
        return _ended()


def _ended() -> int:
    sys.stderr.write("Ended. A file that was begun is finished by the next watch.\n")
    return int(Family.INTERRUPTED)


class Watcher:
    """A folder, and what was seen in it so far."""

    def __init__(  # noqa: PLR0913 - the options of the command
        self,
        folder: DropFolder,
        settle: float,
        workspace: Path | None,
        stop: Event,
        *,
        remove_taken: bool,
        as_json: bool,
    ) -> None:
        self.folder = folder
        self.closed = False
        self._complaints: tuple[str, ...] = ()
        self._settle, self._stop = settle, stop
        self._settling, self._controls = Settling(settle), Settling(settle)
        self._workspace, self._remove_taken, self._as_json = workspace, remove_taken, as_json

    def look_once(self) -> int:
        """Look, wait until files have settled, and look again; returns the exit code."""
        events = self.look()
        if self._stop.wait(self._settle):
            return _ended()
        return _exit_code((*events, *self.look()), closed=self.closed)

    def look_until_stopped(self, every: float) -> int:
        """Look again and again; what may pass, as a disk that is away, is said and waited for."""
        while True:
            try:
                self.look()
            except TiigError as fault:
                if fault.kind.family is not Family.STORE:
                    raise
                self._complain((f"{fault.sentence}. {fault.advice}",))
            if self._stop.wait(every):
                return _ended()

    def look(self) -> tuple[Watched, ...]:
        """Deal with what is whole by now; the workspace is opened only where something is."""
        now = time.monotonic()
        looked = self.folder.look()
        self.closed = bool(looked.closed)
        lone = len(self._controls.settled(looked.controls, now))
        self._complain(_complaints(looked, lone))
        whole = self._settling.settled(looked.files, now)
        if not whole:
            return ()
        found = ask(partial(self._dealt_with, whole), workspace=self._workspace)
        for one, event in found:
            if event.fate is Fate.WAITING:
                self._settling.put_off(one, now + TRIED_AGAIN_AFTER)
        return tuple(event for _, event in found)

    def _complain(self, sentences: tuple[str, ...]) -> None:
        """Say what a person must see to, once until it changes."""
        if sentences != self._complaints:
            sys.stderr.write("".join(f"{_now()} {one}\n" for one in sentences))
        self._complaints = sentences

    def _dealt_with(
        self, files: Sequence[Waiting], *, asker: Asker, services: Services, progress: Progress
    ) -> tuple[tuple[Waiting, Watched], ...]:
        def submitted(path: Path, sender: str, period: str | None) -> SubmitAnswer:
            # Guarded by itself: a fault of ours with one file leaves the others alone.
            with guarded(uuid.uuid4().hex[:8], log_to=lambda: log_file(self._workspace)):
                return submit(
                    SubmitRequest(str(path), sender, period),
                    asker=asker,
                    services=services,
                    progress=progress,
                )

        doing = Doing(submitted, write_receipt)
        request = WatchRequest(
            self.folder,
            files,
            doing,
            self._tell,
            self._stop.is_set,
            remove_taken=self._remove_taken,
        )
        return journey(request, asker=asker, services=services, progress=progress)

    def _tell(self, event: Watched) -> None:
        """Print what became of a file at once: what, whose, and what next; never a value."""
        if self._as_json:
            show_json(event)
        else:
            show_lines(_lines(event))
        sys.stdout.flush()


def _complaints(looked: Looked, controls: int) -> tuple[str, ...]:
    told = "A folder cannot be looked into; what is in it waits."
    found = [f"{sender}: {told}" for sender in looked.closed]
    if looked.strays:
        found.append(f"What lies beside the senders' folders is nobody's: {looked.strays}.")
    if looked.halves:
        found.append(f"Data files wait for their control file (.ctl): {looked.halves}.")
    if controls:
        found.append(f"Control files (.ctl) lie without their data (.dat): {controls}.")
    return tuple(found)


def _lines(event: Watched) -> list[str]:
    head = f"{_now()} {event.sender}: {event.file}: {event.fate}"
    if event.where:
        head += f", now in {event.where}"
    return [
        head,
        *([f"  {event.sentence}"] if event.sentence else []),
        *(f"  What to do: {advice}" for advice in event.advice),
        *([f"  Submission {event.submission}"] if event.submission else []),
    ]


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _exit_code(events: Sequence[Watched], *, closed: bool) -> int:
    fates = {event.fate for event in events}
    if Fate.WAITING in fates or closed:
        return int(Family.STORE)
    return int(Family.FILE) if fates & {Fate.HELD, Fate.REFUSED} else 0
