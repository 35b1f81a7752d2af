"""Agreements against the standard, the areas and each other: what may be entered, what it means."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from tiig.desk.areas import areas_above, authority_of
from tiig.desk.permission import covers
from tiig.desk.profiles import profiles_in_force
from tiig.model.agreement import (
    AnyAgreement,
    ItemGrant,
    RecipientAgreement,
    SenderAgreement,
    counting_on,
    sender_agreement,
    standing_words,
)
from tiig.model.agreement_errors import (
    AGREEMENT_INVALID,
    AGREEMENT_UNKNOWN,
    SENDER_WITHOUT_AGREEMENT,
)
from tiig.model.errors import TiigError
from tiig.services import Services
from tiig.standard import Item, Sensitivity, details_of, dimensions
from tiig.standard.details import AUTHORITY, MSOA

COUNTED_BY = ("site", "arrival_at")
"""Items without which no row can be counted."""


def agreement_for(sender: str, services: Services) -> SenderAgreement:
    """Return the agreement under which a sender may send now; SENDER_WITHOUT_AGREEMENT else."""
    today = services.clock.now().date()
    every = services.catalogue.agreements()
    found = sender_agreement(every, sender, today)
    if found is None:
        raise TiigError(SENDER_WITHOUT_AGREEMENT, sender=sender, why=_why(every, sender, today))
    return found


def agreement_named(name: str, services: Services) -> tuple[AnyAgreement, ...]:
    """Return every version of an agreement, oldest first; AGREEMENT_UNKNOWN."""
    versions = services.catalogue.agreement(name.partition("@")[0])
    if not versions:
        raise TiigError(AGREEMENT_UNKNOWN, agreement=name)
    return versions


def check_agreement(agreement: AnyAgreement, services: Services) -> None:
    """Refuse what cannot be enforced or contradicts what is there; AGREEMENT_INVALID."""
    if isinstance(agreement, SenderAgreement):
        for grant in agreement.items:
            _check_grant(agreement, grant, services)
        for term in agreement.treatments:
            if term.becomes is not None and agreement.grant(term.becomes) is None:
                what = f"it becomes {term.becomes}, which does not stand under [[items]]"
                _refuse(f"treatment[{term.item}]: {what}")
        for needed in COUNTED_BY:
            if agreement.grant(needed) is None:
                _refuse(f"items: {needed} is missing, without which no row can be counted")
    else:
        _check_recipient(agreement, services)
    for other in services.catalogue.agreements():
        if (
            other.id != agreement.id
            and _same_sender(agreement, other)
            and agreement.overlaps(other)
        ):
            day = max(agreement.start, other.start)
            _refuse(f"sender.sender: {other.id} is in force for this sender too on {day}")


def senders_without_agreement(services: Services) -> tuple[str, ...]:
    """Name the senders that may not send now."""
    today = services.clock.now().date()
    every = services.catalogue.agreements()
    return tuple(
        sender
        for sender in services.catalogue.senders()
        if sender_agreement(every, sender, today) is None
    )


def reviews_due(services: Services) -> tuple[AnyAgreement, ...]:
    """Return agreements in force whose day of review has passed."""
    today = services.clock.now().date()
    found = counting_on(services.catalogue.agreements(), today)
    return tuple(one for one in found if one.review_passed_on(today))


def _refuse(what: str) -> NoReturn:
    raise TiigError(AGREEMENT_INVALID, what=what)


def _check_grant(agreement: SenderAgreement, grant: ItemGrant, services: Services) -> None:
    place = f"items[{grant.item}]"
    item = services.standard.items.get(grant.item)
    if item is None:
        _refuse(f"{place}.item: the standard has no such item")
    _check_detail(grant, item, place)
    if grant.detail in {MSOA, AUTHORITY} and not areas_above(grant.detail, services):
        _refuse(f"{place}.detail: the areas in use do not tell the {grant.detail} of an LSOA")
    identifies = item.sensitivity is Sensitivity.IDENTIFYING
    if identifies and agreement.treatment(grant.item) is None:
        _refuse(f"{place}.item: it identifies people, and no [[treatment]] says what it becomes")


def _check_detail(grant: ItemGrant, item: Item, place: str) -> None:
    if grant.detail is None:
        return
    known = details_of(item)
    if not known:
        what = "the standard does not say how the item is made coarser; leave detail or item out"
        _refuse(f"{place}.detail: {what}")
    if grant.detail not in known:
        _refuse(f"{place}.detail: it may be one of {', '.join(known)}, the finest first")


def _check_recipient(agreement: RecipientAgreement, services: Services) -> None:
    known = dimensions(services.standard)
    for name in agreement.items:
        if name not in known:
            _refuse(f"recipient.items: nothing can be counted by {name}")
    least = services.choices.named_partner_threshold
    if agreement.threshold is not None and agreement.threshold < least:
        _refuse(f"recipient.threshold: this workspace shows no number below {least} to partners")
    if agreement.everywhere:
        return
    codes = []
    for area in agreement.areas:
        try:
            codes.append(authority_of(area, services)[0])
        except TiigError:
            _refuse(f"recipient.areas: there is no local authority {area} in the areas in use")
    if len(set(codes)) < len(codes):
        _refuse("recipient.areas: names an area twice")


def _same_sender(one: AnyAgreement, other: AnyAgreement) -> bool:
    if isinstance(one, SenderAgreement) and isinstance(other, SenderAgreement):
        return one.sender == other.sender
    return False


def _why(every: tuple[AnyAgreement, ...], sender: str, day: date) -> str:
    found = [
        f"{one.id}: {standing_words(one, day)}"
        for one in counting_on(every, day)
        if isinstance(one, SenderAgreement) and one.sender == sender
    ]
    return f" ({'; '.join(found)})" if found else ""


def items_of_sender(sender: str, services: Services, day: date) -> tuple[tuple[Item, bool], ...]:
    """Return every item of the standard, and whether the sender's layout has it."""
    sent = {
        name
        for profile in profiles_in_force(services, day)
        if profile.sender == sender
        for name in (*(one.item for one in profile.columns), *dict(profile.constants))
    }
    return tuple((one, one.id in sent) for one in services.standard.items.values())


def dimensions_of_recipient(
    terms: RecipientAgreement, services: Services
) -> tuple[tuple[str, str, bool], ...]:
    """Return id, label and whether it may be asked by, of every dimension."""
    known = dimensions(services.standard)
    return tuple((one.id, one.label, covers(terms, one, known)) for one in known.values())
