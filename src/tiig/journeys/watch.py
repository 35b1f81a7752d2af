"""Take in what lies whole in a drop folder, file by file: claim, submit, receipt, put away.

Broken off at any point, the next look goes on where it stopped: a file is in the folder of its
sender, or claimed, or put away, and a submission that was made is not made again.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from tiig.desk import profile_for
from tiig.handover import is_sealed
from tiig.intake import opening
from tiig.intake.drop_folder import HELD, REFUSED, TAKEN, DropFolder, Waiting
from tiig.intake.parcel import label_of
from tiig.model.asker import Asker
from tiig.model.errors import DISK_FULL, Family, TiigError
from tiig.model.ports import Progress
from tiig.model.receipt import Receipt
from tiig.model.submission import SubmissionState
from tiig.model.watch_errors import DROP_MONTH, DROP_UNREADABLE
from tiig.services import Services
from tiig.translate import month_in_name

_FATES = {SubmissionState.HELD: HELD, SubmissionState.REFUSED: REFUSED}
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Answered(Protocol):
    """What the journey of a submission answers."""

    @property
    def submission(self) -> str:
        """The submission."""

    @property
    def state(self) -> SubmissionState:
        """What became of it."""

    @property
    def receipt(self) -> Receipt:
        """What its sender is told."""


@dataclass(frozen=True)
class Doing:
    """The verbs that the door lends: submit a file of a sender, write a receipt into a folder."""

    submit: Callable[[Path, str, str | None], Answered]
    write_receipt: Callable[[Receipt, Path], object]


@dataclass(frozen=True)
class WatchRequest:
    """Files of a drop folder that are whole; what became of each is told at once.

    `stop` is asked before each file; `remove_taken` keeps no copy of what was taken in.
    """

    folder: DropFolder
    files: Sequence[Waiting]
    doing: Doing
    tell: Callable[[Watched], None]
    stop: Callable[[], bool] = bool
    remove_taken: bool = False


class Fate(StrEnum):
    """What became of a file; one that waits is tried again."""

    TAKEN = TAKEN
    HELD = HELD
    REFUSED = REFUSED
    WAITING = "waiting"


@dataclass(frozen=True)
class Watched:
    """One file: its sender, what messages call it, its fate, and why. Never a value of it."""

    sender: str
    file: str
    fate: Fate
    sentence: str
    advice: tuple[str, ...] = ()
    submission: str = ""
    incident: str = ""
    where: str = ""


def watch(
    request: WatchRequest, *, asker: Asker, services: Services, progress: Progress
) -> tuple[tuple[Waiting, Watched], ...]:
    """Deal with each file, and return it as it lies now; a fault of one leaves the others."""
    del asker
    found = []
    for place, one in enumerate(request.files, start=1):
        if request.stop():
            break
        progress.step("files", place, len(request.files))
        lies, event = _dealt_with(one, request, services)
        if event is not None:
            request.tell(event)
            found.append((lies, event))
    return tuple(found)


def _dealt_with(
    one: Waiting, request: WatchRequest, services: Services
) -> tuple[Waiting, Watched | None]:
    """Return a file as it lies, and what became of it: nothing where it is no longer there."""
    lies = one
    try:
        claimed = request.folder.claim(one)
        if claimed is None:
            return one, None
        lies = claimed
        return lies, _taken(lies, request, services, broken_off=one.claimed)
    except TiigError as fault:
        if fault.kind.family is Family.INTERRUPTED:
            raise
        return lies, _waits(one, fault)
    except OSError as fault:
        full = fault.errno in _FULL
        return lies, _waits(one, TiigError(DISK_FULL if full else DROP_UNREADABLE))


def _waits(one: Waiting, fault: TiigError) -> Watched:
    return Watched(
        one.sender, label_of(one.path.name), Fate.WAITING, fault.sentence, (fault.advice,)
    )


def _taken(one: Waiting, request: WatchRequest, services: Services, *, broken_off: bool) -> Watched:
    try:
        month = _month(one, services)
        known = _refused_before(one, month, services) if broken_off else None
        answer = known or request.doing.submit(one.path, one.sender, month)
    except TiigError as fault:
        if fault.kind.family is not Family.FILE:
            raise
        return _without_receipt(one, fault, request)
    request.doing.write_receipt(answer.receipt, request.folder.receipts(one.sender))
    fate = Fate(_FATES.get(answer.state, TAKEN))
    where = ""
    if fate is Fate.TAKEN and request.remove_taken:
        request.folder.remove(one)
    else:
        where = _below(request.folder.put(one, fate), request)
    receipt = answer.receipt
    sentence = " ".join(receipt.reasons)
    advice = (*receipt.advice, *_about_copy(receipt, fate, where, one.sender))
    return Watched(
        one.sender, receipt.file, fate, sentence, advice, answer.submission,
        receipt.incident or "", where,
    )  # fmt: skip


def _about_copy(receipt: Receipt, fate: Fate, where: str, sender: str) -> tuple[str, ...]:
    if receipt.incident:
        told = (
            f"The copy in {where} holds identifiers: delete it. The sealed copy waits for the data"
        )
        return (f"{told} protection officer: tiig incident show {receipt.incident}",)
    if fate is Fate.HELD:
        return (f"The file lies in {where}: tiig submit FILE --sender {sender} --confirm",)
    return ()


def _month(one: Waiting, services: Services) -> str | None:
    """Return the month that a file's name says, where nothing in it does; DROP_MONTH else."""
    if is_sealed(one.path):
        return None
    profile = profile_for(one.sender, services, services.clock.now().date())
    if profile.period_in_name is not None:
        month = month_in_name(one.path.name, profile.period_in_name)
        if month is not None:
            return str(month)
    if profile.period_cells is None:
        raise TiigError(DROP_MONTH)
    return None


def _refused_before(one: Waiting, month: str | None, services: Services) -> Answered | None:
    """Return the refusal of a file with which a run was broken off: it is no second incident.

    What came into force, or is held, is known to the journey of a submission itself.
    """
    parcel = opening.identify(str(one.path), one.sender, month, services)
    return opening.refused_before(parcel, services)


def _without_receipt(one: Waiting, fault: TiigError, request: WatchRequest) -> Watched:
    """Put a file away that nothing could be said of but why; the note stands beside it."""
    fate = Fate.HELD if fault.kind is DROP_MONTH else Fate.REFUSED
    label = label_of(one.path.name)
    kept = request.folder.put(one, fate, f"{fault.sentence}\n{fault.advice}\n")
    return Watched(
        one.sender, label, fate, fault.sentence, (fault.advice,), where=_below(kept, request)
    )


def _below(path: Path, request: WatchRequest) -> str:
    """Name the folder of a file; the file's own name may hold a person's."""
    return str(path.parent.relative_to(request.folder.root))
