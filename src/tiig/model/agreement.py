"""Data sharing agreements as enforceable records: what may come in, and who may see what.

An agreement is a TOML file that a person can read; `agreement_reading.read_agreement` turns
it into these frozen values. Whether it is in force is told by days, never by a flag.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

EVERYTHING = "*"
"""What the areas of a recipient say where they are all areas there are."""


class AgreementKind(StrEnum):
    """Whether data come in under an agreement, or figures go out."""

    SENDER = "sender"
    RECIPIENT = "recipient"


class AgreementState(StrEnum):
    """How an agreement stands on a day.

    A draft is not signed on that day; one that is `agreed` has not begun; `ended` was ended
    by a person before its last day, `expired` ran out.
    """

    DRAFT = "draft"
    AGREED = "agreed"
    IN_FORCE = "in force"
    ENDED = "ended"
    EXPIRED = "expired"


BLANK = "[fill in:"
"""How a blank of a draft begins, which the parties must fill in before they sign."""


class ItemTreatment(StrEnum):
    """What becomes of an identifying item the moment it is read."""

    AGE = "age"
    LSOA = "lsoa"
    DISTRICT = "district"
    PSEUDONYM = "pseudonym"


_BECOMES = {ItemTreatment.AGE: "age", ItemTreatment.LSOA: "residence_lsoa"}


@dataclass(frozen=True)
class ItemGrant:
    """An item that a sender may send, the finest detail kept of it, and whether it is published.

    `detail` None is the finest that the standard has.
    """

    item: str
    detail: str | None = None
    publish: bool = True


@dataclass(frozen=True)
class TreatmentTerm:
    """An identifying item that may arrive: on which legal basis, and what it becomes."""

    item: str
    basis: str
    treatment: ItemTreatment

    @property
    def becomes(self) -> str | None:
        """The item that is kept in its place and so must be agreed as well; None: none must."""
        return _BECOMES.get(self.treatment)


@dataclass(frozen=True)
class DraftTerm:
    """An item that a draft proposes; `treatment` is what becomes of one that identifies."""

    item: str
    treatment: ItemTreatment | None = None


@dataclass(frozen=True)
class Retention:
    """How long what was received is kept: originals and place phrases in days, refused in hours.

    `frequent_phrases_days` is how long phrases are kept that may outlive `phrases_days`; None:
    as long as the agreement runs.
    """

    originals_days: int
    phrases_days: int
    refused_hours: int
    frequent_phrases_days: int | None = None


@dataclass(frozen=True)
class FreeTextTerms:
    """The share of cells naming somebody above which a file is refused; phrases kept longer."""

    refuse_above: float = 0.02
    keep_frequent_phrases: bool = False


@dataclass(frozen=True)
class AgreementEnd:
    """A person's decision that an agreement is no longer in force from a day on."""

    agreement: str
    from_day: date
    because: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What both kinds say: for what, from when to when (`end` is the last day), when reviewed.

    `added_at` and `ended` are what the catalogue knows of it; None in a file just read.
    """

    id: str
    version: int
    title: str
    purpose: str
    start: date
    end: date
    review: date
    signed: date | None = None
    synthetic: bool = False
    fingerprint: str = ""
    added_at: datetime | None = None
    ended: AgreementEnd | None = None

    @property
    def key(self) -> str:
        """The agreement's name in lineage: `id@version`."""
        return f"{self.id}@{self.version}"

    @property
    def last_day(self) -> date:
        """The last day in force, by its own words or by a person's decision."""
        if self.ended is None:
            return self.end
        return min(self.end, self.ended.from_day - timedelta(days=1))

    def state_on(self, day: date) -> AgreementState:
        """Return how it stands on a day."""
        if self.signed is None or day < self.signed:
            return AgreementState.DRAFT
        if self.ended is not None and self.ended.from_day <= min(day, self.end):
            return AgreementState.ENDED
        if day > self.end:
            return AgreementState.EXPIRED
        return AgreementState.AGREED if day < self.start else AgreementState.IN_FORCE

    def in_force_on(self, day: date) -> bool:
        """Tell whether anything may be done under it on a day."""
        return self.state_on(day) is AgreementState.IN_FORCE

    def has_begun_on(self, day: date) -> bool:
        """Tell whether it is, or once was, in force."""
        return self.state_on(day) not in {AgreementState.DRAFT, AgreementState.AGREED}

    def review_passed_on(self, day: date) -> bool:
        """Tell whether people are to be reminded to look at it again."""
        return self.in_force_on(day) and day > self.review

    def overlaps(self, other: Agreement) -> bool:
        """Tell whether there is a day on which both would be in force."""
        drafts = self.signed is None or other.signed is None
        begins = max(self.start, other.start)
        return not drafts and begins <= min(self.last_day, other.last_day)


@dataclass(frozen=True, kw_only=True)
class SenderAgreement(Agreement):
    """What a sender may send, on which basis, and how long it is kept."""

    sender: str
    controller: str
    processor: str
    basis: str
    items: tuple[ItemGrant, ...]
    retention: Retention
    treatments: tuple[TreatmentTerm, ...] = ()
    free_text: FreeTextTerms = FreeTextTerms()

    def grant(self, item: str) -> ItemGrant | None:
        """Return what it says of an item; None: the item may not be kept."""
        return next((one for one in self.items if one.item == item), None)

    def treatment(self, item: str) -> TreatmentTerm | None:
        """Return what becomes of an identifying item; None: it may not arrive."""
        return next((one for one in self.treatments if one.item == item), None)


@dataclass(frozen=True, kw_only=True)
class RecipientAgreement(Agreement):
    """Which figures an organisation may have: areas, items, and how small numbers are hidden.

    `areas` are codes of local authorities, or `*`. `compares` lets the papers of its areas
    set them beside the others.
    """

    organisation: str
    areas: tuple[str, ...]
    items: tuple[str, ...]
    preset: str
    threshold: int | None = None
    compares: bool = True

    @property
    def everywhere(self) -> bool:
        """Whether its areas are all there are."""
        return self.areas == (EVERYTHING,)


AnyAgreement = SenderAgreement | RecipientAgreement
Kind = TypeVar("Kind", bound=Agreement)


def version_on(versions: Iterable[Kind], day: date) -> Kind | None:
    """Return the version of one agreement that counts on a day: the newest that has begun.

    A draft of the next version takes nothing from the one before it; where none has begun
    it is the newest.
    """
    known = sorted(versions, key=lambda one: one.version)
    found = [one for one in known if one.has_begun_on(day)] or known
    return found[-1] if found else None


def standing_words(agreement: AnyAgreement, day: date) -> str:
    """Say in words how an agreement stands on a day."""
    state = agreement.state_on(day)
    if state is AgreementState.ENDED and agreement.ended is not None:
        return f"it was ended from {agreement.ended.from_day} on"
    words = {
        AgreementState.DRAFT: "it is not signed",
        AgreementState.AGREED: f"it begins on {agreement.start}",
        AgreementState.EXPIRED: f"its last day was {agreement.end}",
    }
    return words.get(state, f"in force until {agreement.last_day}")


def counting_on(agreements: Iterable[AnyAgreement], day: date) -> tuple[AnyAgreement, ...]:
    """Return, of each agreement, the version that counts on a day, by id."""
    by_id: dict[str, list[AnyAgreement]] = {}
    for one in agreements:
        by_id.setdefault(one.id, []).append(one)
    found = (version_on(versions, day) for _, versions in sorted(by_id.items()))
    return tuple(one for one in found if one is not None)


def sender_agreement(
    agreements: Iterable[AnyAgreement], sender: str, day: date
) -> SenderAgreement | None:
    """Return the agreement under which a sender may send on a day, if there is one."""
    for one in counting_on(agreements, day):
        if isinstance(one, SenderAgreement) and one.sender == sender and one.in_force_on(day):
            return one
    return None


def as_known_at(agreements: Iterable[AnyAgreement], moment: datetime) -> tuple[AnyAgreement, ...]:
    """Return what was known at a moment: versions added later, and later ends, left out."""
    known = (one for one in agreements if one.added_at is None or one.added_at <= moment)
    return tuple(
        one if one.ended is None or one.ended.at <= moment else replace(one, ended=None)
        for one in known
    )


@dataclass(frozen=True)
class AgreementRecord:
    """One stored version of an agreement, as the text that was added.

    `party` is the sender's id or the organisation.
    """

    id: str
    version: int
    kind: AgreementKind
    party: str
    text: str
    fingerprint: str
    added_at: datetime
