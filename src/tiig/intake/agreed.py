"""What a sender's agreement lets be kept of a file, in the words of the stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tiig import translate
from tiig.derive import NOTHING_COARSER, Coarsened
from tiig.model.agreement import SenderAgreement
from tiig.model.receipt import RowNote
from tiig.standard import Standard, details_of
from tiig.standard.details import AGE_BAND, AGE_GROUP, DAY, GROUP, HOUR

_TOLD_BY_AGE: Mapping[str, frozenset[str]] = {
    AGE_BAND: frozenset({"age_band", "under_25"}),
    AGE_GROUP: frozenset({"age_group", "under_25", "child"}),
}
"""Columns that tell no more of an age than a detail does; the others are left out."""
_OF_AGE = frozenset({"age_band", "age_group", "under_25", "child"})


@dataclass(frozen=True)
class Agreed:
    """An agreement as the stages need it.

    `by_group` maps nodes to the broad category kept of them, `by_area` codes to the wider
    area, `by_day` names moments kept by their day; `coarsened` is what is left out once
    everything has been derived, `made_here` are identifying items that the hospital converts
    itself into what is agreed. Without an agreement all is read: at the hospital, where
    the rows are its own.
    """

    agreement: SenderAgreement | None = None
    by_group: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by_area: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by_day: tuple[str, ...] = ()
    coarsened: Coarsened = NOTHING_COARSER
    made_here: frozenset[str] = frozenset()

    def granted(self, plan: translate.Plan) -> translate.Plan:
        """Return the plan without the items that may not be kept: they are never read."""
        if self.agreement is None:
            return plan
        return plan.limited_to(self.made_here | {one.item for one in self.agreement.items})

    def notes(self, whole: translate.Plan, rows: int) -> Iterator[RowNote]:
        """Yield what of a file is dropped or kept by a coarser value, for the receipt."""
        if self.agreement is None:
            return
        for item in whole.items:
            grant = self.agreement.grant(item)
            column = whole.file_column(item) or ""
            if grant is None and item in self.made_here:
                continue
            if grant is None:
                yield RowNote(
                    rule="item_in_agreement",
                    item=item,
                    column=column,
                    effect="dropped",
                    sentence=f"The agreement {self.agreement.key} does not hold this item.",
                    advice="Leave the column out of the export, or agree on the item.",
                    count=rows,
                    rows="",
                )
            elif grant.detail not in {None, *_finest(item, whole)}:
                yield RowNote(
                    rule="detail_in_agreement",
                    item=item,
                    column=column,
                    effect="coarsened",
                    sentence=f"The agreement {self.agreement.key} keeps this by {grant.detail}.",
                    advice="Nothing to do.",
                    count=rows,
                    rows="",
                )


def read_agreed(
    agreement: SenderAgreement, standard: Standard, by_area: Mapping[str, Mapping[str, str]]
) -> Agreed:
    """Read an agreement that was checked against this standard; areas are looked up elsewhere."""
    told = _TOLD_BY_AGE.get(_details(agreement).get("age") or "")
    return Agreed(
        agreement=agreement,
        by_group={
            item: standard.tree_of(item).at_depth_map(1) for item in kept_by(agreement, GROUP)
        },
        by_area=by_area,
        by_day=kept_by(agreement, DAY),
        coarsened=Coarsened(
            by_hour=kept_by(agreement, HOUR),
            valueless=() if told is None else ("age",),
            untold=() if told is None else tuple(sorted(_OF_AGE - told)),
        ),
    )


def kept_by(agreement: SenderAgreement, detail: str) -> tuple[str, ...]:
    """Return the items that an agreement keeps by a detail."""
    return tuple(item for item, named in _details(agreement).items() if named == detail)


def _details(agreement: SenderAgreement) -> Mapping[str, str]:
    return {one.item: one.detail for one in agreement.items if one.detail is not None}


def _finest(item: str, plan: translate.Plan) -> tuple[str, ...]:
    found = next(feed.item for feed in plan.feeds if feed.item.id == item)
    return details_of(found)[:1]
