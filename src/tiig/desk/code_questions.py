"""Local values that nothing explains yet, as the rows in force hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from tiig.desk.code_effects import about
from tiig.desk.code_suggestions import Suggestion, suggestions
from tiig.desk.rereading import pairs_of_sender
from tiig.model.code_map import (
    NOTHING_DECIDED,
    CodeStanding,
    CodeState,
    Question,
    is_a_question,
    standings,
)
from tiig.model.states import ItemState
from tiig.services import Services


@dataclass(frozen=True)
class CodeQuestion:
    """A listed local value: about how many rows hold it unexplained, by month, and how it stands.

    The senders' own receipts are exact; here no small number is told.
    """

    sender: str
    item: str
    value: str
    first_seen: datetime
    rows: str
    by_month: Mapping[str, str]
    standing: CodeStanding
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def state(self) -> CodeState:
        """How it stands."""
        return self.standing.state


@dataclass(frozen=True)
class Unlisted:
    """About how many rows hold values of an item that are too rare or too telling to be listed."""

    sender: str
    item: str
    rows: str


@dataclass(frozen=True)
class CodeQuestions:
    """Every question, those with the most rows first, and what is not listed."""

    questions: tuple[CodeQuestion, ...]
    unlisted: tuple[Unlisted, ...] = ()


@dataclass
class _Found:
    """Rows of one sender that nothing explains."""

    listed: dict[Question, dict[str, int]] = field(default_factory=dict)
    unlisted: dict[str, int] = field(default_factory=dict)


def code_questions(
    services: Services, senders: Sequence[str], item: str | None = None
) -> CodeQuestions:
    """Return the questions of senders, of one item or of all."""
    stands = standings(services.catalogue.code_decisions())
    items = [one.id for one in services.standard.stored_items if one.coded]
    asked = [one for one in items if item in {None, one}]
    told: list[tuple[int, CodeQuestion]] = []
    unlisted: list[Unlisted] = []
    for sender in senders:
        found = _found(sender, asked, services)
        told += _told(sender, asked, found, stands, services)
        unlisted += [
            Unlisted(sender, name, about(rows)) for name, rows in sorted(found.unlisted.items())
        ]
    ordered = sorted(told, key=lambda one: (-one[0], one[1].sender, one[1].item, one[1].value))
    return CodeQuestions(tuple(one for _, one in ordered), tuple(unlisted))


def _found(sender: str, items: Sequence[str], services: Services) -> _Found:
    pairs = pairs_of_sender(sender, services)
    months = {pair.id: str(pair.month) for pair in pairs}
    values = {(one.item, one.number): one.value for one in services.catalogue.local_values(sender)}
    found = _Found()
    counts = services.lake.local_counts(pairs, items)
    open_ = counts.filter(pl.col("state") == int(ItemState.UNMAPPED))
    for pair, name, number, rows in open_.select("pair", "item", "number", "rows").iter_rows():
        value = values.get((name, number))
        if value is None or not is_a_question(value):
            found.unlisted[name] = found.unlisted.get(name, 0) + rows
            continue
        by_month = found.listed.setdefault(Question(sender, name, value), {})
        by_month[months[pair]] = by_month.get(months[pair], 0) + rows
    return found


def _told(
    sender: str,
    items: Sequence[str],
    found: _Found,
    stands: Mapping[Question, CodeStanding],
    services: Services,
) -> Iterator[tuple[int, CodeQuestion]]:
    """Yield questions with their rows: what nothing explains, and what was ever decided."""
    for one in services.catalogue.local_values(sender):
        asked = Question(sender, one.item, one.value)
        by_month = found.listed.get(asked, {})
        if one.item not in items or (not by_month and asked not in stands):
            continue
        rows = sum(by_month.values())
        yield (
            rows,
            CodeQuestion(
                sender,
                one.item,
                one.value,
                one.first_seen,
                about(rows) if rows else "none",
                {month: about(rows) for month, rows in sorted(by_month.items())},
                stands.get(asked, NOTHING_DECIDED),
                suggestions(asked, stands, services.standard),
            ),
        )
