"""Send a file of the corpus through the real journey, and tell what became of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpus.makers.base import PROFILE, Sample, Step

from tiig.journeys.nil_return import NilRequest, declare_nil
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.journeys.withdraw import withdraw_submission
from tiig.kit.progress import Silent
from tiig.kit.rows import from_ranges
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.receipt import Receipt, RowNote
from tiig.model.states import ItemState
from tiig.model.submission import SubmissionState
from tiig.services import Services
from tiig.standard import Standard
from tiig.standard.quality import measure_name
from tiig.testing import agree, in_memory_services

ASKER = Asker.local("analyst", purpose="testing")
_WORDS = {
    SubmissionState.IN_FORCE: "taken",
    SubmissionState.HELD: "held",
    SubmissionState.REFUSED: "refused",
}


@dataclass
class Became:
    """What became of the last file, and what stands afterwards.

    `fates` are those of all files in order; `told` is everything that was said.
    """

    services: Services
    fates: list[str] = field(default_factory=list)
    error: str = ""
    receipt: Receipt | None = None
    told: list[str] = field(default_factory=list)
    submissions: list[str] = field(default_factory=list)

    def send(self, step: Step, path: Path) -> None:
        """Take one step; a fault that a person can act on is a fate like another."""
        self.error, self.receipt = "", None
        try:
            self._note(self._done(step, path))
        except TiigError as fault:
            self.error = fault.kind.id
            self.fates.append("turned away")
            self.told += [fault.sentence, fault.advice, str(fault.as_json())]

    def _done(self, step: Step, path: Path) -> SubmitAnswer | None:
        quiet = Silent()
        if step.verb == "withdraw":
            withdraw_submission(
                self.submissions[-1], "a mistake",
                asker=ASKER, services=self.services, progress=quiet,
            )  # fmt: skip
            return None
        if step.verb == "nil":
            request = NilRequest("elm", step.name, step.month or "")
            declare_nil(request, asker=ASKER, services=self.services, progress=quiet)
            return None
        asked = SubmitRequest(str(path), step.sender, step.month, confirm=step.confirm)
        return submit(asked, asker=ASKER, services=self.services, progress=quiet)

    def _note(self, answer: SubmitAnswer | None) -> None:
        if answer is None:
            self.fates.append("done")
            return
        self.submissions.append(answer.submission)
        self.error, self.receipt = answer.error or "", answer.receipt
        self.fates.append("known" if answer.repeated else _WORDS[answer.state])
        self.told.append(answer.receipt.to_json())

    @property
    def counts(self) -> str:
        """Read = stored + set aside + ignored, by the receipt."""
        if self.receipt is None:
            return ""
        tally = self.receipt.tally
        return f"{tally.read} = {tally.stored} + {tally.set_aside} + {tally.ignored}"

    @property
    def rules(self) -> str:
        """The rules under which rows were set aside, with the rows."""
        return _notes(self.receipt.set_aside if self.receipt else ())

    @property
    def findings(self) -> str:
        """What was found in rows that are stored."""
        notes = self.receipt.findings if self.receipt else ()
        return _notes(note for note in notes if note.effect != "scrubbed")

    @property
    def scrubbed(self) -> str:
        """Where something that identifies was taken out of free text: columns and rows."""
        notes = self.receipt.findings if self.receipt else ()
        return "; ".join(
            f"{note.column} {note.rows}" for note in notes if note.effect == "scrubbed"
        )

    @property
    def states(self) -> str:
        """Every item that is not given in some stored row, by its state."""
        if not self.submissions:
            return ""
        counted: Counter[tuple[str, str]] = Counter()
        for one in self.services.catalogue.measures(self.submissions[-1]):
            counted[one.item, one.measure] += one.count
        return "; ".join(
            f"{item} {measure} {count}"
            for (item, measure), count in sorted(counted.items())
            if item in ITEMS and measure in UNTOLD
        )

    @property
    def stands(self) -> str:
        """What is in force at the end: rows by site and month."""
        return "; ".join(
            f"{pair.site} {pair.month} {'nil' if pair.nil else pair.rows}"
            for pair in sorted(
                self.services.catalogue.pairs(), key=lambda pair: (pair.month, pair.site)
            )
        )

    def stored_rows(self) -> list[int]:
        """The rows of the file that lie in the store, by their numbers."""
        pairs = self.services.catalogue.pairs_of(self.submissions[-1])
        if not pairs:
            return []
        numbers: list[int] = self.services.lake.table(pairs)["row"].to_list()
        return sorted(numbers)


ITEMS = frozenset(re.findall(r'item = "(\w+)"', PROFILE))
"""The items of the sender's layout; all others are never in it."""

UNTOLD = {measure_name(state) for state in ItemState if state is not ItemState.GIVEN}
"""The states of an item that is not given."""


def _notes(notes: Iterable[RowNote]) -> str:
    return "; ".join(f"{note.rule} {note.rows}" for note in sorted(notes, key=lambda n: n.rule))


def numbers_of(notes: Iterable[RowNote]) -> list[int]:
    """Return the row numbers that notes name, each as often as it is named."""
    return sorted(row for note in notes for row in from_ranges(note.rows))


def profile_text(changes: Mapping[str, str]) -> str:
    """Return the sender's profile with replacements, each of which must find its place once."""
    text = PROFILE
    for old, new in changes.items():
        if text.count(old) != 1:
            message = f"the profile holds {old!r} {text.count(old)} times"
            raise ValueError(message)
        text = text.replace(old, new)
    return text


def run(sample: Sample, folder: Path, standard: Standard) -> Became:
    """Send all files of a sample into a house of its own."""
    services = in_memory_services(standard)
    became = Became(services)
    try:
        text = profile_text(sample.profile)
        add_sender(text, asker=ASKER, services=services, progress=Silent())
    except TiigError as fault:
        became.fates, became.error = ["profile refused"], fault.kind.id
        return became
    agree(services)
    for number, step in enumerate(sample.steps):
        (folder / str(number)).mkdir()
        path = folder / str(number) / step.name
        if step.verb == "send":
            path.write_bytes(step.data)
        became.send(step, path)
    return became
