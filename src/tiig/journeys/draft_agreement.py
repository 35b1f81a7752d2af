"""Draft the agreement that a sender profile needs: its items, what identifies, and blanks.

Nothing is entered: a draft is a file for the parties, and allows nothing until it is signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tiig import translate
from tiig.model.agreement import DraftTerm, ItemTreatment, TreatmentTerm
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.model.profile import SenderProfile
from tiig.publish.starting import Party, Site, agreement_text
from tiig.standard import Sensitivity, Standard


@dataclass(frozen=True)
class DraftAgreementRequest:
    """The text of a profile, and the organisation that asks for the data, if it is known."""

    profile: str
    processor: str = ""


@dataclass(frozen=True)
class DraftedAgreement:
    """The draft, its number of items, and those that identify and become something else."""

    text: str
    items: int
    treated: tuple[str, ...]


class HasStandard(Protocol):
    """What drafting needs: the standard, with or without a workspace's additions."""

    @property
    def standard(self) -> Standard:
        """The standard."""


def draft_agreement(
    request: DraftAgreementRequest, *, asker: Asker, services: HasStandard, progress: Progress
) -> DraftedAgreement:
    """Return the agreement under which all that a profile feeds could be taken in."""
    del asker
    progress.step("reading the profile")
    profile = translate.read_profile(request.profile, services.standard)
    terms = tuple(_terms(profile, services.standard))
    text = agreement_text(_party(profile, request), terms, Month.of(profile.valid_from))
    treated = tuple(one.item for one in terms if one.treatment is not None)
    return DraftedAgreement(text, len(terms), treated)


def _terms(profile: SenderProfile, standard: Standard) -> Iterator[DraftTerm]:
    """Yield what the profile feeds, in the order of the standard, and what that becomes."""
    how = {
        column.item: None if column.treatment is None else ItemTreatment(column.treatment)
        for column in profile.columns
        if column.item is not None
    }
    fed = {*how, *dict(profile.constants), "site"}
    fed |= {"department_type"} if profile.department_type else set()
    for treated, treatment in how.items():
        if treatment is not None:
            made = TreatmentTerm(treated, "", treatment).becomes
            fed |= {made} if made else set()
    for name, item in standard.items.items():
        if name not in fed:
            continue
        identifies = item.sensitivity is Sensitivity.IDENTIFYING
        yield DraftTerm(name, how.get(name) or (ItemTreatment.PSEUDONYM if identifies else None))


def _party(profile: SenderProfile, request: DraftAgreementRequest) -> Party:
    return Party(
        sender=profile.sender,
        name=profile.name,
        provider=profile.provider,
        sites=tuple(Site(one.code, one.name) for one in profile.sites),
        asks=request.processor,
        synthetic=profile.synthetic,
    )
