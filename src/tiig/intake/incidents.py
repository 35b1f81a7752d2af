"""Incidents as they arise at intake, and what their senders are told."""

from __future__ import annotations

from collections.abc import Mapping

from tiig.intake.parcel import Parcel
from tiig.intake.whole_file import WholeFile
from tiig.kit.rows import as_ranges
from tiig.model.incident import Incident, IncidentPlace
from tiig.model.receipt import RowNote
from tiig.services import Services

RULE = "no_direct_identifier"
_KINDS = {
    "nhs_number": "NHS numbers", "chi_number": "CHI numbers",
    "ni_number": "National Insurance numbers", "phone": "telephone numbers",
    "e_mail": "e-mail addresses", "postcode": "full postcodes", "birth_date": "dates of birth",
    "name": "names of people", "address": "addresses",
}  # fmt: skip
_ADVICE = {
    "postcode": "Send the LSOA instead, or leave it out.",
    "birth_date": "Send the age in years instead, or leave it out.",
}
_OUT = "Leave it out of the export; what staff wrote there must be corrected at the source."


def of(parcel: Parcel, whole: WholeFile, services: Services) -> Incident | None:
    """Return the incident that a file with identifiers is; None where it holds none."""
    verdict = whole.search.verdict()
    if not verdict.refused:
        return None
    keep = whole.terms.keep_refused
    return Incident(
        id=services.ids.new(),
        at=services.clock.now(),
        submission=parcel.id,
        sender=parcel.profile.sender,
        places=tuple(
            IncidentPlace(hit.column, hit.kind, hit.cells, as_ranges(hit.first_rows))
            for hit in verdict.hits
            if hit.refuses
        ),
        destroy_by=parcel.received_at + keep,
        original=parcel.original if keep and not parcel.held_before else None,
    )


def notes(
    incident: Incident | None, unagreed: Mapping[str, tuple[str, str]]
) -> tuple[RowNote, ...]:
    """Say to the sender where identifiers stand and what to do, never what they are.

    `unagreed` are columns that the profile would convert, with the item and treatment that no
    agreement names.
    """
    if incident is None:
        return ()
    return tuple(
        RowNote(
            rule=RULE,
            item="",
            column=place.where,
            effect="refused",
            sentence=f"Here stand {_KINDS.get(place.kind, 'identifiers')}.",
            advice=_advice(place, unagreed),
            count=place.cells,
            rows=place.rows,
        )
        for place in incident.places
    )


def _advice(place: IncidentPlace, unagreed: Mapping[str, tuple[str, str]]) -> str:
    """Say what to do about a place; where a conversion is only not agreed, how to agree on it."""
    out = _ADVICE.get(place.kind, _OUT)
    if place.where not in unagreed:
        return out
    item, treatment = unagreed[place.where]
    return (
        f"{out} The sender profile turns it into {treatment}, but the agreement does not: that "
        f"takes the item {item} under [[items]] and a [[treatment]] with its basis and "
        f'treatment = "{treatment}".'
    )
