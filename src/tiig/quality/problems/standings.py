"""Problems that need no chance: a month that is absent, a site that came late, another form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from tiig.model.coverage import Standing
from tiig.model.months import Month
from tiig.model.problems import Problem, ProblemKind, ProblemState
from tiig.quality.problems.rules import NEW_MONTHS

Standings = Iterable[tuple[str, Month, Standing]]
"""How each expected site-month stands, as coverage tells it."""
Forms = Mapping[tuple[str, Month], str]
"""By site and month: what names the form of the file in force, such as its profile's version."""


def standing_problems(
    standings: Standings, began_at: Mapping[str, Month] | None = None
) -> Iterator[Problem]:
    """Yield absent months, those on end as one, and sites that began after the others.

    `began_at` names the months of first files that never came into force: a site whose first
    file waits has not come late.
    """
    by_site: dict[str, dict[Month, Standing]] = {}
    for site, month, standing in standings:
        by_site.setdefault(site, {})[month] = standing
    sent = began_at or {}
    begins = {site: _began(its, sent.get(site)) for site, its in by_site.items()}
    first = min((month for month in begins.values() if month is not None), default=None)
    for site, its in sorted(by_site.items()):
        began = begins[site]
        if first is None or began is None:
            continue
        if began > first:
            yield _late(site, began, first, max(its))
        yield from _absent(site, [month for month in sorted(its) if month >= began], its)


def form_problems(forms: Forms) -> Iterator[Problem]:
    """Yield each month from which a site's files have another form than the month before."""
    by_site: dict[str, dict[Month, str]] = {}
    for (site, month), form in forms.items():
        by_site.setdefault(site, {})[month] = form
    for site, its in sorted(by_site.items()):
        for before, month in pairwise(sorted(its)):
            if its[month] != its[before]:
                yield _changed(site, (before, month), (its[before], its[month]), max(its))


def _began(its: Mapping[Month, Standing], sent: Month | None) -> Month | None:
    reported = [month for month, one in its.items() if one.reported]
    return min([*reported, *([] if sent is None else [sent])], default=None)


def _late(site: str, began: Month, first: Month, now: Month) -> Problem:
    return Problem(
        site=site,
        item="",
        measure="",
        kind=ProblemKind.LATE_JOINER,
        first=began,
        last=began,
        found=began,
        state=_settled(began, now),
        evidence=f"Its first month is {began}; others have months since {first}. "
        "Figures of the whole region rise where it joins.",
    )


def _absent(site: str, months: Sequence[Month], its: Mapping[Month, Standing]) -> Iterator[Problem]:
    run: list[Month] = []
    seen = False
    for month in months:
        if its[month] is Standing.ABSENT:
            run.append(month)
            continue
        if run:
            yield _missing(site, run, months[-1], over=True, again=seen)
            seen = True
        run = []
    if run:
        yield _missing(site, run, months[-1], over=False, again=seen)


def _missing(site: str, run: Sequence[Month], now: Month, *, over: bool, again: bool) -> Problem:
    told = str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}"
    return Problem(
        site=site,
        item="",
        measure="",
        kind=ProblemKind.ABSENT,
        first=run[0],
        last=run[-1],
        found=run[0],
        state=state_of(run[0], now, over=over, again=again),
        evidence=f"Nothing is in force for {told}; it is absent, not zero.",
    )


def _changed(site: str, months: tuple[Month, Month], forms: tuple[str, str], now: Month) -> Problem:
    before, month = months
    return Problem(
        site=site,
        item="",
        measure="",
        kind=ProblemKind.CODING,
        first=month,
        last=month,
        found=month,
        state=_settled(month, now),
        evidence=f"Files are read as {forms[1]} from {month} on, and as {forms[0]} until {before}: "
        "compare what its codes mean before and after.",
    )


def _settled(month: Month, now: Month) -> ProblemState:
    """Return the state of what happens once: news for a while, and then done with."""
    recent = now.index - month.index < NEW_MONTHS
    return ProblemState.NEW if recent else ProblemState.RESOLVED


def state_of(found: Month, now: Month, *, over: bool, again: bool) -> ProblemState:
    """Return how a problem stands at a month."""
    if over:
        return ProblemState.RESOLVED
    if again:
        return ProblemState.RECURRING
    return ProblemState.NEW if now.index - found.index < NEW_MONTHS else ProblemState.PERSISTING
