"""What becomes of items that identify as they arrive, and what is missing for that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tiig.desk.areas import postcodes_in_use
from tiig.desk.profiles import profiles_in_force
from tiig.model.agreement import ItemTreatment, SenderAgreement, TreatmentTerm
from tiig.model.area_errors import POSTCODES_MISSING
from tiig.model.errors import TiigError
from tiig.services import Services
from tiig.standard import Item
from tiig.standard.items import Kind

_RAW = frozenset({Kind.BIRTH_DATE, Kind.POSTCODE})
"""Kinds whose cells identify by what they are: without a treatment a file is an incident."""


def conversion_of(
    terms: SenderAgreement, item: Item, services: Services, day: date
) -> tuple[bool, str] | None:
    """Say whether an item is converted and into what, or what is missing; None: not such an item.

    An item that neither the agreement nor the sender's layout knows is of no interest.
    """
    if item.kind not in _RAW:
        return None
    term, layout = terms.treatment(item.id), _said_by_profile(terms.sender, item, services, day)
    if term is None:
        what = "the layout has it, and no [[treatment]] says what it becomes"
        return (False, f"{item.label}: {what}; a file with it is an incident") if layout else None
    missing = tuple(_missing(terms, term, layout, services))
    into = term.becomes or term.treatment
    if missing:
        return False, f"{item.label}: would become {into}, but {'; '.join(missing)}"
    by = f" by the postcodes of {postcodes_in_use(services)[0]}" if _looks_up(term) else ""
    sent = "" if layout else "; no column of the sender profile holds it"
    return True, f"{item.label}: becomes {into} at once{by}: {term.basis}{sent}"


def _missing(
    terms: SenderAgreement, term: TreatmentTerm, layout: frozenset[str], services: Services
) -> Iterator[str]:
    if term.becomes is not None and terms.grant(term.becomes) is None:
        yield f"the agreement does not hold {term.becomes}"
    if layout and str(term.treatment) not in layout:
        yield f"the sender profile says {', '.join(sorted(layout))}: a file with it is an incident"
    if _looks_up(term):
        try:
            postcodes_in_use(services)
        except TiigError as fault:
            if fault.kind is not POSTCODES_MISSING:
                raise
            yield f"the areas in use ({fault.facts['geography']}) hold no postcodes: import them"


def _looks_up(term: TreatmentTerm) -> bool:
    return term.treatment is ItemTreatment.LSOA


def _said_by_profile(sender: str, item: Item, services: Services, day: date) -> frozenset[str]:
    """Return what the sender's profiles in force say that an item becomes."""
    return frozenset(
        str(column.treatment)
        for profile in profiles_in_force(services, day)
        if profile.sender == sender
        for column in profile.columns
        if column.item == item.id
    )
