"""What somebody may do under an agreement, and why: each reason by its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tiig import desk
from tiig.model.agreement import (
    AnyAgreement,
    RecipientAgreement,
    SenderAgreement,
    standing_words,
    version_on,
)
from tiig.model.agreement_errors import AGREEMENT_UNKNOWN
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.ports import Progress
from tiig.services import Services
from tiig.standard import Item


@dataclass(frozen=True)
class CheckRequest:
    """An agreement, or a sender; with `by` and `where` the question that is to be judged."""

    agreement: str | None = None
    sender: str | None = None
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    measure: str = "attendances"

    @property
    def asks(self) -> bool:
        """Whether a question is to be judged."""
        return bool(self.by or self.where)


@dataclass(frozen=True)
class Reason:
    """One thing that is allowed or not, and why."""

    about: str
    allowed: bool
    why: str


@dataclass(frozen=True)
class Checked:
    """Whether what was asked about is allowed, with every reason."""

    agreement: str
    allowed: bool
    reasons: tuple[Reason, ...]


def check_agreement(
    request: CheckRequest, *, asker: Asker, services: Services, progress: Progress
) -> Checked:
    """Say what an agreement allows today, or whether it allows a question; nothing is counted."""
    del asker
    progress.step("judging")
    today = services.clock.now().date()
    if request.agreement is None:
        found: AnyAgreement = desk.agreement_for(request.sender or "", services)
    else:
        versions = desk.agreement_named(request.agreement, services)
        chosen = version_on(versions, today)
        if chosen is None:
            raise TiigError(AGREEMENT_UNKNOWN, agreement=request.agreement)
        found = chosen
    standing = Reason("today", found.in_force_on(today), standing_words(found, today))
    if isinstance(found, SenderAgreement):
        reasons = (standing, *_incoming(found, services, today))
        return Checked(found.key, standing.allowed, reasons)
    if request.asks:
        judged = tuple(_of_question(found, request, services))
        return Checked(
            found.key, all(one.allowed for one in (standing, *judged)), (standing, *judged)
        )
    return Checked(found.key, standing.allowed, (standing, *_outgoing(found, services)))


def _incoming(terms: SenderAgreement, services: Services, today: date) -> Iterator[Reason]:
    yield Reason("basis", True, f"{terms.controller} as controller: {terms.basis}")
    for item, sent in desk.items_of_sender(terms.sender, services, today):
        told = desk.conversion_of(terms, item, services, today)
        yield _of_item(terms, item, sent=sent) if told is None else Reason(item.id, *told)
    days = terms.retention
    words = (
        f"originals {days.originals_days} days",
        f"place phrases {days.phrases_days} days",
        f"refused files {days.refused_hours} hours",
    )
    yield Reason("retention", True, ", ".join(words))


def _of_item(terms: SenderAgreement, item: Item, *, sent: bool) -> Reason:
    grant, term = terms.grant(item.id), terms.treatment(item.id)
    if grant is None:
        told = "the layout has it; it is dropped" if sent else "it would be dropped"
        return Reason(item.id, False, f"{item.label}: no item of the agreement; {told}")
    kept = f"kept by {grant.detail}" if grant.detail else "kept as sent"
    if not item.stored:
        kept = "a keyed id is kept" if item.keyed_as else "read, and never kept"
    if term is not None:
        kept = f"becomes {term.treatment} at once: {term.basis}"
    secret = "" if grant.publish else "; not for publication"
    return Reason(item.id, True, f"{item.label}: {kept}{secret}")


def _outgoing(terms: RecipientAgreement, services: Services) -> Iterator[Reason]:
    yield Reason("purpose", True, f"{terms.organisation}: {terms.purpose}")
    least = "" if terms.threshold is None else f", no number below {terms.threshold}"
    yield Reason("protection", True, f"preset {terms.preset}{least}")
    areas = "every area" if terms.everywhere else f"residents of {', '.join(terms.areas)} only"
    yield Reason("areas", True, areas)
    for name, label, allowed in desk.dimensions_of_recipient(terms, services):
        why = "is one of its items, or follows from one" if allowed else "is none of its items"
        yield Reason(name, allowed, f"{label} {why}")


def _of_question(
    terms: RecipientAgreement, request: CheckRequest, services: Services
) -> Iterator[Reason]:
    question = desk.question_of(
        services.standard, by=request.by, where=request.where, measure=request.measure
    )
    told = tuple(desk.refusals(terms, question, services))
    yield from (Reason("question", False, sentence) for sentence in told)
    if not told:
        words = f"its items and areas hold all that is asked; preset {terms.preset}"
        yield Reason("question", True, words)
