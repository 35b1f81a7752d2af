"""What the detectors say of the columns of a proposal: none that identifies is ever kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tiig.model.profile import ColumnRole
from tiig.model.proposal import ColumnSuggestion, Proposal, SiteSuggestion, Use
from tiig.standard import Standard
from tiig.translate.roles import role_of
from tiig.translate.suggesting.sites import no_site, site_column

_OF_USE = {
    Use.DESCRIPTION: ColumnRole.CODED,
    Use.PERIOD: ColumnRole.MOMENT,
    Use.FREE_TEXT: ColumnRole.FREE_TEXT,
}
_ADVICE = (
    "it holds what identifies ({kinds}): ask for an export without it, "
    "since a file that has it is refused"
)


def roles_of(proposal: Proposal, standard: Standard) -> dict[str, ColumnRole]:
    """Return what each column would be to the detectors, if the proposal were accepted."""
    return {
        column.name: role_of(standard.items[column.item])
        if column.item
        else _OF_USE.get(column.use, ColumnRole.IGNORED)
        for column in proposal.columns
    }


def with_identifiers(proposal: Proposal, found: Mapping[str, tuple[str, ...]]) -> Proposal:
    """Return a proposal in which no column is kept of which the detectors found the kinds."""
    columns = tuple(
        _identifying(column, found[column.name]) if column.name in found else column
        for column in proposal.columns
    )
    kept = {column.name for column in columns if column.use is Use.ITEM}
    columns = tuple(
        replace(one, use=Use.IGNORED, describes=None)
        if one.use is Use.DESCRIPTION and one.describes not in kept
        else replace(one, description=None)
        if one.description in found
        else one
        for one in columns
    )
    period = proposal.period
    return replace(
        proposal,
        columns=columns,
        sites=_sites(proposal, found),
        period=None if period is not None and found.keys() & {*period[:2]} else period,
    )


def _sites(proposal: Proposal, found: Mapping[str, tuple[str, ...]]) -> tuple[SiteSuggestion, ...]:
    """Return the sites without what stands in a column that identifies."""
    column = site_column(proposal.columns)
    if column is None:
        return proposal.sites
    if column.name in found:
        return (no_site(proposal.file.looked_at),)
    if any(one.describes == column.name and one.name in found for one in proposal.columns):
        return tuple(
            replace(one, name="" if one.code else "".join(one.values)) for one in proposal.sites
        )
    return proposal.sites


def _identifying(column: ColumnSuggestion, kinds: tuple[str, ...]) -> ColumnSuggestion:
    told = ", ".join(kind.replace("_", " ") for kind in kinds)
    return replace(
        column,
        use=Use.IDENTIFIER,
        item=None,
        formats=(),
        codes=(),
        description=None,
        describes=None,
        treatment=None,
        defaults=(),
        confidence=max(column.confidence if column.use is Use.IDENTIFIER else 0.0, 0.95),
        reason=f"the detectors found {told}",
        advice=_ADVICE.format(kinds=told),
        refuses=True,
    )
