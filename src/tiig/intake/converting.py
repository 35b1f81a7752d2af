"""What dates of birth and postcodes become on their way in: by agreement, with which lookup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from tiig import deidentify, translate
from tiig.model.agreement import SenderAgreement
from tiig.model.profile import SenderProfile, Treatment
from tiig.model.receipt import RowNote
from tiig.standard import Standard

BIRTH, POSTCODE, AGE = "date_of_birth", "residence_postcode", "age"
_TO_AGE = (BIRTH, str(Treatment.AGE))
_TO_LSOA = (POSTCODE, str(Treatment.LSOA))
_INTO: Mapping[str, str] = {
    str(Treatment.AGE): AGE,
    str(Treatment.LSOA): "residence_lsoa",
    str(Treatment.DISTRICT): "residence_district",
}
_WORDS: Mapping[str, str] = {
    AGE: "the age at arrival",
    "residence_lsoa": "the area of residence (LSOA)",
    "residence_district": "the postcode district",
}
_DONE = "Nothing to do: the identifying values were not kept."
_ELSEWHERE = (
    "Those without an area are of people from elsewhere, mistyped, newer than the lookup, or in "
    "an area that was split since (see how-to/geography, Postcodes)."
)


@dataclass(frozen=True, eq=False)
class Lookup:
    """Postcodes with the LSOA that each leads to; `name` says which lookup, for lineage."""

    name: str
    postcodes: pl.DataFrame = field(repr=False)


Pairs = frozenset[tuple[str, str]]
"""Identifying items, each with what it becomes."""


def wanted_pairs(profile: SenderProfile) -> Pairs:
    """Return what the profile says that identifying items become."""
    return frozenset(
        (column.item, str(column.treatment))
        for column in profile.columns
        if column.item is not None and column.treatment is not None
    )


def agreed_pairs(agreement: SenderAgreement) -> Pairs:
    """Return what may become of identifying items: what they become must be agreed too."""
    return frozenset(
        (one.item, str(one.treatment))
        for one in agreement.treatments
        if one.becomes is None or agreement.grant(one.becomes) is not None
    )


def pairs_of(profile: SenderProfile, agreement: SenderAgreement | None, *, own: bool) -> Pairs:
    """Return what identifying items become here.

    At TIIG both profile and agreement say so. `own` rows the hospital converts itself, into
    what an agreement, if it gives one, lets leave.
    """
    wanted = wanted_pairs(profile)
    if agreement is None:
        return wanted if own else frozenset()
    agreed = wanted & agreed_pairs(agreement)
    if not own:
        return agreed
    held = {pair for pair in wanted if agreement.grant(_INTO.get(pair[1], "")) is not None}
    return agreed | held


def needs_lookup(pairs: Pairs) -> bool:
    """Tell whether postcodes become LSOAs."""
    return _TO_LSOA in pairs


def conversions(pairs: Pairs, lookup: Lookup | None, standard: Standard) -> deidentify.Conversions:
    """Return the conversions for gate one; bounds of an age are those of the standard."""
    limits = standard.items[AGE]
    return deidentify.Conversions(
        ages=(limits.low or 0, limits.high or 0) if _TO_AGE in pairs else None,
        postcodes=lookup.postcodes if lookup is not None and needs_lookup(pairs) else None,
        districts=(POSTCODE, str(Treatment.DISTRICT)) in pairs,
    )


def notes(
    counts: Mapping[str, deidentify.Converted],
    plan: translate.Plan,
    agreement: SenderAgreement | None,
    lookup: Lookup | None,
) -> Iterator[RowNote]:
    """Say of each identifying item what it became, on which basis, and where it told nothing."""
    for item, told in sorted(counts.items()):
        if not told.given:
            continue
        looked_up = lookup is not None and told.into == _INTO[str(Treatment.LSOA)]
        by = f", by {lookup.name}" if lookup is not None and looked_up else ""
        yield RowNote(
            rule="identifier_converted",
            item=item,
            column=plan.file_column(item) or "",
            effect=f"converted to {told.into}",
            sentence=f"{_became(told)}{by}.{_basis(item, agreement)}",
            advice=_ELSEWHERE if looked_up and told.untold else _DONE,
            count=told.given,
            rows="",
        )


def _became(told: deidentify.Converted) -> str:
    stood = told.given - told.filled - told.untold
    words = f"{told.given:,} read: {told.filled:,} became {_WORDS[told.into]}"
    if stood:
        words += f", beside {stood:,} one was sent, which stands"
    if told.untold:
        words += f", {told.untold:,} tell none"
    return words


def _basis(item: str, agreement: SenderAgreement | None) -> str:
    term = None if agreement is None else agreement.treatment(item)
    if agreement is None or term is None:
        return ""
    grant = None if term.becomes is None else agreement.grant(term.becomes)
    detail = f", kept by {grant.detail}" if grant is not None and grant.detail else ""
    return f" Agreement {agreement.key}{detail}: {term.basis}"
