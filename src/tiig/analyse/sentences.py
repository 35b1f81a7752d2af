"""Notes of a table: what its figures leave out and stand for. Counts stand in braces.

Shares of what is not known are not written here: gate two works them out from what it
shows, since an exact share would give small numbers back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tiig.analyse.facts import AREA_LEVELS
from tiig.analyse.plan import Plan
from tiig.analyse.populations import population_of
from tiig.standard.columns import Dimension

_NAMED = 6


def notes_on(plan: Plan, beside: Mapping[str, int]) -> tuple[str, ...]:
    """Return the sentences that belong to a table; `{12}` is a count still to be protected."""
    return (
        *_coverage(plan),
        *_areas(plan),
        *_vintages(plan, beside),
        *_rates(plan, beside),
        *_unit(plan, beside),
    )


def _coverage(plan: Plan) -> Iterator[str]:
    facts = plan.world.sites
    touches = plan.needs_assaults or any(_about_assaults(axis.dimension) for axis in plan.axes)
    if touches and facts.cannot_tell_assaults:
        yield (
            f"Assaults cannot be told at {_named(facts.cannot_tell_assaults)}: not available "
            "there, and in no total of assaults."
        )
    if not plan.needs_assaults and facts.assaults_only:
        yield f"{_named(facts.assaults_only)} send assaults only and are left out."
    if plan.measure.id == "attendances" and facts.injuries_only:
        names = _named(facts.injuries_only)
        yield f"{names} send injuries only: totals lack their other attendances."


def _areas(plan: Plan) -> Iterator[str]:
    dimensions = [axis.dimension for axis in plan.axes]
    dimensions += [plan.known[c.dimension] for c in plan.where if c.dimension in plan.known]
    by_area = any(dimension.level in AREA_LEVELS for dimension in dimensions)
    geography = plan.world.geography
    if by_area:
        yield "Areas are where patients live, never where it happened."
    if geography is not None and (by_area or plan.question.rate is not None):
        invented = (
            ", which is invented: its areas and people are not real" if geography.schematic else ""
        )
        yield f"Areas are of {geography.name}{invented}."


def _vintages(plan: Plan, beside: Mapping[str, int]) -> Iterator[str]:
    """Tell how many were joined to these areas from areas of another vintage."""
    geography = plan.world.geography
    if "strangers" in beside:
        yield (
            "Most homes that are known lie outside this geography; another may be meant: "
            "tiig geography list, and --geography or the setting of that name."
        )
    exact, split = beside.get("exact", 0), beside.get("split", 0)
    if geography is None or not exact + split:
        return
    years = " and ".join(geography.others["year"].unique().sort())
    # Two counts apart, never one and its part: what is left of it could be a few people.
    if exact:
        yield (
            f"{{{exact}}} have codes of LSOAs of {years} and are put into areas of "
            f"{geography.name} by the lookup between them."
        )
    if split:
        yield (
            f"{{{split}}} live in LSOAs of {years} that were split since, and count wholly in the "
            "part that fits best: below local authority their area may be wrong."
        )


def _rates(plan: Plan, beside: Mapping[str, int]) -> Iterator[str]:
    if plan.question.rate is None:
        return
    months = len(plan.world.period) if plan.world.period else 0
    yield "Rates are of residents treated at these emergency departments only."
    if plan.world.geography is not None and not plan.world.geography.schematic:
        yield f"Residents are those of {population_of(plan).source}."
    yield f"Rates are over the whole period ({plan.world.period}, {months} months), not per year."
    yield (
        f"{{{beside['residence']}}} without a usable area of residence in the geography are "
        "left out, because rates are set against its residents."
    )
    if "age" in beside:
        yield (
            f"{{{beside['age']}}} without a known age are counted, and left out of "
            "standardised rates."
        )


def _unit(plan: Plan, beside: Mapping[str, int]) -> Iterator[str]:
    if plan.unit:
        yield (
            f"{{{beside['unit']}}} follow-up attendances and attendances at other departments "
            "are not in these figures."
        )


def _about_assaults(dimension: Dimension) -> bool:
    return dimension.of_assaults or dimension.assault_node is not None


def _named(sites: frozenset[str]) -> str:
    """Name a few sites and count the others, so that the sentence stays one."""
    shown = ", ".join(sorted(sites)[:_NAMED])
    more = len(sites) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown
