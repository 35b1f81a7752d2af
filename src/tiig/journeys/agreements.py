"""Agreements: enter, list, show, end, and say what they allow and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from tiig import desk
from tiig.intake.documents import check_document
from tiig.model.agreement import (
    AgreementEnd,
    AgreementKind,
    AgreementRecord,
    AnyAgreement,
    SenderAgreement,
    as_known_at,
    counting_on,
    standing_words,
    version_on,
)
from tiig.model.agreement_errors import AGREEMENT_INVALID, AGREEMENT_NOT_YET_KNOWN
from tiig.model.agreement_keys import agreement_keys
from tiig.model.agreement_reading import read_agreement, refuse_blanks
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import day_of
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class AgreementLine:
    """One agreement as `tiig agreement list` shows it; `reminders` are for people."""

    id: str
    version: int
    kind: AgreementKind
    party: str
    title: str
    state: str
    start: str
    end: str
    review: str
    reminders: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgreementDetail:
    """The version that counts on a day, as it was added, and what happened to the agreement."""

    line: AgreementLine
    text: str
    history: tuple[str, ...]


@dataclass(frozen=True)
class EndRequest:
    """Which agreement ends, why, and from which day on (None: today)."""

    agreement: str
    because: str
    from_day: str | None = None


def add_agreement(
    text: str, *, asker: Asker, services: Services, progress: Progress
) -> AgreementLine:
    """Enter an agreement, or its next version; the same text twice changes nothing."""
    agreement = read_agreement(text)
    if agreement.signed is not None:
        refuse_blanks(text)
    progress.step("reading the agreement")
    known = services.catalogue.agreement(agreement.id)
    if not known or known[-1].fingerprint != agreement.fingerprint:
        if known and known[-1].ended is not None:
            what = f"agreement.id: {agreement.id} was ended; what follows needs a name of its own"
            raise TiigError(AGREEMENT_INVALID, what=what)
        check_document(text, {key.name for key in agreement_keys()})
        desk.check_agreement(agreement, services)
        record = AgreementRecord(
            id=agreement.id,
            version=agreement.version,
            kind=_kind(agreement),
            party=_party(agreement),
            text=text,
            fingerprint=agreement.fingerprint,
            added_at=services.clock.now(),
        )
        # Its purpose will stand in the audit of every answer: one that names a person ends here.
        with services.catalogue.change(
            replace(asker, purpose=agreement.purpose),
            "added an agreement",
            kind=AuditKind.AGREEMENT,
            subjects=(agreement.key,),
        ) as change:
            change.add_agreement(record)
    return _line(agreement, services.clock.now().date(), services)


def list_agreements(
    on: str | None, *, asker: Asker, services: Services, progress: Progress
) -> tuple[AgreementLine, ...]:
    """Return how every agreement stands on a day (None: today), as it was known on that day."""
    del asker, progress
    day = _day(on, services)
    known = as_known_at(services.catalogue.agreements(), _moment_of(day))
    return tuple(_line(one, day, services) for one in counting_on(known, day))


def show_agreement(
    agreement: str, on: str | None, *, asker: Asker, services: Services, progress: Progress
) -> AgreementDetail:
    """Return the version of an agreement that counts on a day, and its history."""
    del asker, progress
    day = _day(on, services)
    known = desk.agreement_named(agreement, services)
    versions = as_known_at(known, _moment_of(day))
    found = version_on(versions, day)
    if found is None:
        since = f"{known[0].added_at:%Y-%m-%d}"
        raise TiigError(AGREEMENT_NOT_YET_KNOWN, agreement=known[0].id, day=day, since=since)
    text = services.catalogue.agreement_text(found.id, found.version) or ""
    return AgreementDetail(_line(found, day, services), text, _history(versions))


def end_agreement(
    request: EndRequest, *, asker: Asker, services: Services, progress: Progress
) -> AgreementLine:
    """End an agreement from a day on, today or later; nothing brings it back."""
    del progress
    if not request.because.strip():
        raise TiigError(BAD_ARGUMENT, what="an agreement is ended for a reason: say --because")
    versions = desk.agreement_named(request.agreement, services)
    now = services.clock.now()
    desk.check_reason(request.because, now)
    day = now.date() if request.from_day is None else _day(request.from_day, services)
    if day < now.date():
        raise TiigError(BAD_ARGUMENT, what="an agreement ends today or later, never in the past")
    end = AgreementEnd(versions[-1].id, day, request.because.strip(), now)
    about = (end.agreement, day.isoformat())
    with services.catalogue.change(
        asker, request.because.strip(), kind=AuditKind.AGREEMENT, subjects=about
    ) as change:
        change.end_agreement(end)
    ended = version_on(services.catalogue.agreement(end.agreement), now.date())
    return _line(ended or versions[-1], now.date(), services)


def _line(one: AnyAgreement, day: date, services: Services) -> AgreementLine:
    return AgreementLine(
        id=one.id,
        version=one.version,
        kind=_kind(one),
        party=_party(one),
        title=one.title,
        state=str(one.state_on(day)),
        start=one.start.isoformat(),
        end=one.last_day.isoformat(),
        review=one.review.isoformat(),
        reminders=tuple(_reminders(one, day, services)),
    )


def _reminders(one: AnyAgreement, day: date, services: Services) -> list[str]:
    told = []
    if one.review_passed_on(day):
        told.append(f"It was to be reviewed by {one.review}.")
    if not one.in_force_on(day):
        told.append(f"Nothing is allowed under it: {standing_words(one, day)}.")
    if isinstance(one, SenderAgreement) and one.sender not in services.catalogue.senders():
        told.append(f"No sender is called {one.sender} yet.")
    return told


def _history(versions: tuple[AnyAgreement, ...]) -> tuple[str, ...]:
    told = [
        f"Version {one.version} was added at {one.added_at:%Y-%m-%d %H:%M}." for one in versions
    ]
    ended = versions[-1].ended
    if ended is not None:
        told.append(
            f"Ended from {ended.from_day} on (entered at {ended.at:%Y-%m-%d %H:%M}):"
            f" {ended.because}"
        )
    return tuple(told)


def _kind(one: AnyAgreement) -> AgreementKind:
    return AgreementKind.SENDER if isinstance(one, SenderAgreement) else AgreementKind.RECIPIENT


def _party(one: AnyAgreement) -> str:
    return one.sender if isinstance(one, SenderAgreement) else one.organisation


def _day(text: str | None, services: Services) -> date:
    return services.clock.now().date() if text is None else day_of(text, "--on")


def _moment_of(day: date) -> datetime:
    """Return the end of a day in UTC: all that was entered on it is known."""
    return datetime.combine(day, time.max, tzinfo=UTC)
