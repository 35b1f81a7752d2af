"""What a letter tells of the programme: the one thing to ask, problems, actions and their effects.

All is of the department's own rows. What others did is told in whole numbers of departments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tiig import disclose, quality
from tiig.desk.effects import effects_in, effects_of_these
from tiig.desk.letter_region import Region
from tiig.desk.problems import item_label
from tiig.model.effects import ActionEffect
from tiig.model.letter import ActionTold, Ask, EffectTold, News, ProblemTold
from tiig.model.months import Month, Period
from tiig.model.problems import Problem, ProblemKind, ProblemState, Shape
from tiig.model.quality_actions import ActionStanding, standings_of
from tiig.model.unlock import one_to_ask
from tiig.services import Services
from tiig.standard.quality import Better

OVER_MONTHS = 3
"""In a first letter a problem that is over is told for so many months."""
_NOT_THEIRS = ProblemKind.LATE_JOINER
"""Nothing that a department can do anything about."""


def ask_told(site: str, region: Region) -> Ask | None:
    """Return the one thing to ask, by the rule of the work list; None where there is none."""
    found = region.gains.get(site)
    best = None if found is None else one_to_ask(found.gains)
    if found is None or best is None:
        return None

    def rows(a_month: float, least: int) -> int:
        return min(max(round(a_month * found.months), least), best.only)

    could = rows(best.expected, 1)
    return Ask(
        part=best.items[0],
        records=best.only,
        assaults=quality.patterns_total(found.counts),
        could=could,
        low=rows(best.low, 0),
        high=rows(best.high, could),
    )


def problems_told(
    site: str, before: Month | None, region: Region, services: Services
) -> tuple[ProblemTold, ...]:
    """Return what stands at the letter's month, and what is over since the letter `before`.

    The month of the letter before is looked at anew, from what is known now.
    """
    now = _of(site, region.problems(region.month))
    then = None if before is None else _of(site, region.problems(before))
    told = (_problem(one, _news(one, then, region.month), services) for one in now)
    return tuple(one for one in told if one is not None)


def _of(site: str, problems: Iterable[Problem]) -> list[Problem]:
    return [one for one in problems if one.site == site and one.kind is not _NOT_THEIRS]


def _news(one: Problem, then: list[Problem] | None, month: Month) -> News | None:
    """Return what is new about a problem; None where it was over when the letter before came."""
    over = one.state is ProblemState.RESOLVED
    if then is None:
        if over:
            return News.OVER if month.index - one.last.index <= OVER_MONTHS else None
        told = {ProblemState.NEW: News.NEW, ProblemState.RECURRING: News.BACK}
        return told.get(one.state, News.STILL)
    same = [other for other in then if _same(other, one)]
    stood = any(other.state is not ProblemState.RESOLVED for other in same)
    if over:
        return News.OVER if stood or not same else None
    if stood:
        return News.STILL
    return News.BACK if one.state is ProblemState.RECURRING or same else News.NEW


def _same(other: Problem, one: Problem) -> bool:
    """Tell whether two findings are one problem, seen at two times."""
    about = (other.item, other.measure) == (one.item, one.measure)
    return about and other.first <= one.last and one.first <= other.last


def _problem(one: Problem, news: News | None, services: Services) -> ProblemTold | None:
    if news is None:
        return None
    return ProblemTold(
        item=one.item,
        label=item_label(one.item, services),
        kind=one.kind,
        drift=one.shape is Shape.DRIFT,
        first=one.first,
        last=one.last,
        news=news,
        before=one.before,
        during=one.during,
    )


def actions_told(
    site: str, own: Period, period: Period, region: Region, services: Services
) -> tuple[ActionTold, ...]:
    """Return the actions at a site as they stood, the first opened first.

    `own` are the months since the site has been its sender's: what was found before tells of an
    earlier sender's rows. What is closed is told while its months are among the letter's.
    """
    at = region.at
    every = standings_of(
        (one for one in services.catalogue.quality_actions() if one.at <= at),
        (one for one in services.catalogue.action_entries() if one.at <= at),
    )
    here = [
        one
        for one in every
        if one.action.site == site
        and one.action.first_month >= own.first
        and (one.closing is None or one.action.last_month >= period.first)
    ]
    asked = effects_of_these((one for one in here if _judged(one, services)), every)
    effects = effects_in(asked, region.series, services) if asked["actions"] else ()
    told = {one.action: _effect(one, services) for one in effects}
    return tuple(_actions(here, told, region))


def _judged(one: ActionStanding, services: Services) -> bool:
    """Tell whether a letter tells its effect: of shares of rows that are better high or low."""
    declared = services.standard.quality_measures.get(one.action.measure)
    return bool(one.done) and declared is not None and declared.better is not Better.STEADY


def _actions(
    here: Iterable[ActionStanding], effects: dict[str, EffectTold], region: Region
) -> Iterator[ActionTold]:
    for one in here:
        yield ActionTold(
            one.action.finding,
            str(one.action.kind),
            one.due,
            str(one.state_on(region.at.date())),
            effects.get(one.action.id),
        )


def _effect(one: ActionEffect, services: Services) -> EffectTold:
    effect = one.effect
    others = len(effect.others) if len(effect.others) >= disclose.FEWEST_OTHERS else 0
    return EffectTold(
        done=one.kind,
        month=effect.done,
        label=f"{one.item_label} ({one.measure_label.lower()})" if one.item else one.measure_label,
        better=str(services.standard.quality_measures[one.measure].better),
        verdict=effect.verdict,
        before=effect.before,
        after=effect.after,
        others=others,
        less=sum(abs(o.change) < abs(effect.change) for o in effect.others) if others else 0,
    )
