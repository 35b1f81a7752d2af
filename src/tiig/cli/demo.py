"""`tiig demo`: a synthetic region through the real pipeline, then its pages."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from tiig import synthesis
from tiig.cli.counting import show
from tiig.cli.demo_papers import NAMED_PARTNER, what_next, write_demo_papers
from tiig.cli.door import show_lines, spoken
from tiig.cli.serving import serve
from tiig.cli.submitting import RECEIPTS, in_short, write_receipt
from tiig.journeys.count import CountRequest
from tiig.journeys.submit import SubmitAnswer
from tiig.kit.ahead import one_ahead
from tiig.model.errors import (
    DEMO_INTERRUPTED,
    DEMO_OTHER,
    FILE_EMPTY,
    WORKSPACE_EXISTS,
    TiigError,
)
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.model.submission import SubmissionState
from tiig.wiring import Pages, make_workspace
from tiig.wiring.session import Session, connect

LAST_MONTH, MONTHS = Month(2026, 6), 24
REGION = "Synthetic Greater Manchester"
TRUTH = Path("truth")
"""Where the demonstration keeps what it planted, and how it was started."""

AGREEMENTS = Path("agreements")
"""Where the demonstration's agreements can be read, as they were entered."""

_TOLD_EVERY = 6
"""Months between two lines that say how far it has come."""
_TABLE = CountRequest(
    by=("weapon",),
    where=(f"month={LAST_MONTH.plus(-11)}..{LAST_MONTH}",),
    measure="recorded_assaults",
    preset=NAMED_PARTNER,
)


@dataclass(frozen=True)
class Chosen:
    """What was asked for on the command line."""

    seed: int
    months: int
    scale: float
    faults: bool

    @property
    def first(self) -> Month:
        """The first month of the region."""
        return LAST_MONTH.plus(1 - self.months)


def demo(  # noqa: PLR0913 - the options of the command
    folder: Annotated[
        Path, typer.Argument(help="A new folder for the workspace.", metavar="[DIR]")
    ] = Path("demo-workspace"),
    *,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Do not serve the pages at the end.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another region.")] = 1,
    months: Annotated[
        int, typer.Option("--months", min=1, max=36, help="How many months are invented.")
    ] = MONTHS,
    scale: Annotated[
        float, typer.Option("--scale", min=0.005, max=2.0, help="Share of the region's volume.")
    ] = 1.0,
    faults: Annotated[
        bool, typer.Option("--faults", help="Add faulty files to those of the last month.")
    ] = False,
) -> None:
    """Invent a region, send its hospitals' files month by month, write the last month's papers."""
    chosen = Chosen(seed, months, scale, faults)
    root = _workspace(folder, chosen)
    try:
        with connect(root, because="demonstration") as session, spoken(quiet=False) as progress:
            _Sending(session, root, progress).send(chosen)
            show_lines(
                [
                    "",
                    "Recorded assaults of the last twelve months, for a named partner",
                    "",
                ]
            )
            show(session.under(synthesis.VRU).ask(_TABLE))
            write_demo_papers(session.under(synthesis.VRU), root, progress)
    except KeyboardInterrupt:
        raise TiigError(DEMO_INTERRUPTED) from None
    show_lines(what_next(root, synthesis.VRU))
    if not no_serve:
        serve(workspace=root)


def _workspace(folder: Path, chosen: Chosen) -> Path:
    """Make the workspace, or go on in one that the same demonstration began."""
    root = folder.expanduser().absolute()
    begun = root / TRUTH / "demo.json"
    asked = json.dumps(asdict(chosen), indent=2)
    try:
        make_workspace(folder, region=REGION, pages=Pages(NAMED_PARTNER, synthesis.VRU))
    except TiigError as error:
        if error.kind is not WORKSPACE_EXISTS or not begun.is_file():
            raise
        if begun.read_text(encoding="utf-8") != asked:
            raise TiigError(DEMO_OTHER) from None
    begun.parent.mkdir(exist_ok=True)
    begun.write_text(asked, encoding="utf-8")
    return root


class _Sending:
    """Hands profiles and files to the same journeys that a hospital uses, and tells the story."""

    def __init__(self, session: Session, root: Path, progress: Progress) -> None:
        self._session, self._root, self._progress = session, root, progress
        known = session.submissions()
        self._profiles = {one.sender: one.version for one in session.senders()}
        self._nils = {(one.sender, one.period) for one in known if one.nil}
        self._sent = {(one.fingerprint, one.sender, one.period, one.state) for one in known}
        self._ends: Counter[str] = Counter()
        self._rows = self._files = self._surprises = 0
        self._late_told = False
        self._began = time.monotonic()

    def send(self, chosen: Chosen) -> None:
        """Send month after month; the next is written while this one is taken in."""
        world = synthesis.make_world(
            seed=chosen.seed, first=chosen.first, months=chosen.months, scale=chosen.scale
        )
        recording = synthesis.Recording(
            world,
            self._root / "inbox",
            seed=chosen.seed,
            extra=synthesis.Faults(LAST_MONTH) if chosen.faults else None,
        )
        self._agree()
        batches = one_ahead(recording.batches(chosen.first, chosen.months))
        for done, batch in enumerate(batches, start=1):
            self._month(batch, done, chosen.months)
            if done % _TOLD_EVERY == 0 or done == chosen.months:
                show_lines([f"{done} of {chosen.months} months: {self._so_far()}"])
        truth = json.dumps(recording.truth(), indent=1, ensure_ascii=False)
        (self._root / TRUTH / "truth.json").write_text(truth, encoding="utf-8")
        show_lines(["", *self._summary()])

    def _agree(self) -> None:
        """Enter the agreements of the senders and recipients: without them nothing is allowed."""
        folder = self._root / AGREEMENTS
        folder.mkdir(exist_ok=True)
        texts = synthesis.demo_agreements(self._session.services.standard)
        for name, text in texts.items():
            path = folder / f"{name}.toml"
            path.write_text(text, encoding="utf-8")
            self._session.add_agreement(path)
        show_lines([f"{len(texts)} agreements are in force; they can be read in {AGREEMENTS}."])

    def _month(self, batch: synthesis.Batch, done: int, months: int) -> None:
        show_lines([f"{batch.month}: {one}." for one in batch.news])
        for due in batch.profiles:
            if due.version > self._profiles.get(due.sender, 0):
                self._session.add_sender(due.path)
        for file in batch.files:
            self._progress.step(
                f"{batch.month} {file.sender}, {self._so_far()}; month", done, months
            )
            self._file(file)
        for nil in batch.nils:
            month = str(nil.month)
            if (nil.sender, month) not in self._nils:
                self._session.nil(sender=nil.sender, site=nil.site, month=month)
                show_lines([f"{month}: {nil.sender} declares that it had nothing to report."])

    def _file(self, file: synthesis.SentFile) -> None:
        """Send one file, unless an earlier run did; say what became of it if it is particular."""
        month = None if file.month is None else str(file.month)
        if self._sent_before(file, month):
            self._ends["sent before"] += 1
            return
        self._files += 1
        try:
            answer = self._session.submit(file.path, sender=file.sender, month=month)
        except TiigError as error:
            if error.kind is not FILE_EMPTY:
                raise
            self._ended(file, synthesis.Fate.TURNED_AWAY, [f"{error.sentence}."])
            return
        if answer.state is SubmissionState.HELD and file.fate is synthesis.Fate.TAKEN:
            answer = self._confirmed(file, answer)
        if not answer.repeated:
            write_receipt(answer.receipt, self._root / RECEIPTS)
            self._rows += answer.receipt.tally.read
        end = synthesis.Fate.KNOWN if answer.repeated else synthesis.Fate(str(answer.state))
        self._ended(file, end, in_short(answer))

    def _confirmed(self, file: synthesis.SentFile, held: SubmitAnswer) -> SubmitAnswer:
        """Take in what was held for a change that is real: a person looked at it."""
        show_lines(["", f"{file.path.name} (it changed, a person looks and confirms)"])
        show_lines([f"  {reason}" for reason in held.receipt.reasons])
        month = None if file.month is None else str(file.month)
        return self._session.submit(file.path, sender=file.sender, month=month, confirm=True)

    def _sent_before(self, file: synthesis.SentFile, month: str | None) -> bool:
        if not self._sent:
            return False
        fingerprint = hashlib.sha256(file.path.read_bytes()).hexdigest()
        # Broken off between held and confirmed, it has not been sent yet.
        waits = SubmissionState.HELD if file.fate is synthesis.Fate.TAKEN else None
        return any(
            sent[:2] == (fingerprint, file.sender) and month in {None, sent[2]} and sent[3] != waits
            for sent in self._sent
        )

    def _ended(self, file: synthesis.SentFile, end: synthesis.Fate, told: list[str]) -> None:
        self._ends[str(end)] += 1
        about = file.about
        if file.set_aside and not self._late_told and not about:
            about, self._late_told = "with late rows of the month before", True
        if end is not file.fate:
            self._surprises += 1
            about = f"{about or 'as exported'}; it should be {file.fate}"
        if about:
            show_lines(["", f"{file.path.name} ({about})", *told])

    def _so_far(self) -> str:
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        return f"{self._files} files, {self._rows:,} rows, {minutes}:{seconds:02d} min"

    def _summary(self) -> list[str]:
        ends = ", ".join(f"{count} {end}" for end, count in sorted(self._ends.items()))
        lines = [f"{self._files} files were sent, each with its receipt: {ends}."]
        if self._surprises:
            lines.append(f"{self._surprises} of them did not end as planned; see above.")
        return lines
