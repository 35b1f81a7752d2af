"""What people decided that senders' local values mean, and the code map that follows from it.

A decision is added to those before and never changed. One name says what a value means
(`confirmed`), a second one lets it count (`approved`); only then does anything read by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple, Self

from tiig.kit.hashing import digest
from tiig.model.portable import UNMAPPED

COOLING_OFF = timedelta(days=1)
"""How long who confirmed a mapping waits before they may approve it alone: a night's sleep is the
least that can stand for a second pair of eyes, and it is marked for ever that there was none."""

_VERSION_LETTERS = 32


class Question(NamedTuple):
    """A local value of one item of one sender, as `local_values` lists it."""

    sender: str
    item: str
    value: str


def is_a_question(value: str) -> bool:
    """Tell a local value from the word of packages for one that only the hospital knows."""
    return value != UNMAPPED


class CodeStep(StrEnum):
    """What a decision does: say what a value means, let it count, say no, take it back."""

    CONFIRMED = "confirmed"
    APPROVED = "approved"
    REFUSED = "refused"
    UNDONE = "undone"


class CodeState(StrEnum):
    """How a question stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True)
class CodeDecision:
    """One step of a person; `node` is what the value means, where the step says so.

    `alone` marks an approval by the name that had confirmed, after `COOLING_OFF`.
    """

    id: str
    sender: str
    item: str
    value: str
    step: CodeStep
    person: str
    because: str
    at: datetime
    node: str | None = None
    alone: bool = False

    @property
    def question(self) -> Question:
        """What is decided."""
        return Question(self.sender, self.item, self.value)


@dataclass(frozen=True)
class CodeStanding:
    """How a question stands: what counts (`approved`) and what waits (`confirmed`).

    A new mapping may wait while the one before still counts; `replaced` ones counted before it,
    the last one last, and count again when it is taken back. What counts is never refused too.
    """

    approved: CodeDecision | None = None
    confirmed: CodeDecision | None = None
    refused: CodeDecision | None = None
    replaced: tuple[CodeDecision, ...] = ()

    @property
    def state(self) -> CodeState:
        """The state in one word: what waits for somebody comes first."""
        if self.confirmed is not None:
            return CodeState.CONFIRMED
        if self.approved is not None:
            return CodeState.APPROVED
        return CodeState.OPEN if self.refused is None else CodeState.REFUSED

    @property
    def last(self) -> CodeDecision | None:
        """The decision that made it so."""
        return self.confirmed or self.approved or self.refused

    def after(self, decision: CodeDecision) -> CodeStanding:
        """Return how the question stands after one more decision."""
        if decision.step is CodeStep.CONFIRMED:
            return replace(self, confirmed=decision, refused=None)
        if decision.step is CodeStep.APPROVED:
            counted = () if self.approved is None else (self.approved,)
            return CodeStanding(decision, replaced=(*self.replaced, *counted))
        if decision.step is CodeStep.REFUSED:
            refused = decision if self.approved is None else None
            return replace(self, confirmed=None, refused=refused)
        # Taken back is what came last: what waits, then what counts or was refused.
        if self.confirmed or self.refused:
            return replace(self, confirmed=None, refused=None)
        before = self.replaced[-1] if self.replaced else None
        return CodeStanding(before, replaced=self.replaced[:-1])


NOTHING_DECIDED = CodeStanding()


def decision_order(decision: CodeDecision) -> tuple[datetime, str]:
    """Return what decisions are sorted by: when they were made."""
    return decision.at, decision.id


def standings(decisions: Iterable[CodeDecision]) -> Mapping[Question, CodeStanding]:
    """Return how every question stands of which anything was ever decided."""
    found: dict[Question, CodeStanding] = {}
    for one in sorted(decisions, key=decision_order):
        found[one.question] = found.get(one.question, NOTHING_DECIDED).after(one)
    return found


@dataclass(frozen=True)
class CodeMap:
    """What counts for one sender: the node of each (item, local value)."""

    nodes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, sender: str, decisions: Iterable[CodeDecision]) -> Self:
        """Return what stands approved of a sender."""
        return cls.counting(standings(one for one in decisions if one.sender == sender))

    @classmethod
    def counting(cls, stands: Mapping[Question, CodeStanding]) -> Self:
        """Return what of the questions of one sender counts."""
        told = {
            (asked.item, asked.value): standing.approved.node
            for asked, standing in stands.items()
            if standing.approved is not None
        }
        return cls({key: node for key, node in sorted(told.items()) if node is not None})

    @property
    def version(self) -> str:
        """The digest of all that it holds, by which derivations name it; empty: it is empty."""
        told = [[item, value, node] for (item, value), node in sorted(self.nodes.items())]
        return digest(told)[:_VERSION_LETTERS] if told else ""

    def of_item(self, item: str) -> Mapping[str, str]:
        """Return what values of one item mean."""
        return {value: node for (of, value), node in self.nodes.items() if of == item}


def maps_by_version(sender: str, decisions: Iterable[CodeDecision]) -> Mapping[str, CodeMap]:
    """Return every map that ever counted for a sender, by its version.

    Decisions of one moment are of one transaction: no map of a part of them ever counted.
    """
    found = {"": CodeMap()}
    stands: dict[Question, CodeStanding] = {}
    ordered = sorted((one for one in decisions if one.sender == sender), key=decision_order)
    for _, together in groupby(ordered, key=lambda one: one.at):
        for one in together:
            stands[one.question] = stands.get(one.question, NOTHING_DECIDED).after(one)
        codes = CodeMap.counting(stands)
        found[codes.version] = codes
    return found
