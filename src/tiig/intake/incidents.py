"""Incidents as they arise at intake, and what their senders are told."""

from __future__ import annotations

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


def notes(incident: Incident | None) -> tuple[RowNote, ...]:
    """Say to the sender where identifiers stand and what to do, never what they are."""
    if incident is None:
        return ()
    return tuple(
        RowNote(
            rule=RULE,
            item="",
            column=place.where,
            effect="refused",
            sentence=f"Here stand {_KINDS.get(place.kind, 'identifiers')}.",
            advice=_ADVICE.get(place.kind, _OUT),
            count=place.cells,
            rows=place.rows,
        )
        for place in incident.places
    )
