"""Name problems: several measures that move together are one thing that somebody did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from tiig.model.months import Month
from tiig.model.problems import Problem, ProblemKind, Shape
from tiig.model.quality import Share
from tiig.quality.problems.grid import VOLUME, WHOLE
from tiig.quality.problems.rules import CATEGORY, GONE, LOST, TAKEN_OVER
from tiig.quality.problems.standings import state_of
from tiig.quality.problems.watching import Alarm, watched

TOGETHER = 2
"""Months that the beginnings of what moved together lie apart, at most."""
CAUSES = {
    "usable": (
        "injury_at", "injury_place_type", "injury_mechanism", "assault_location_description",
        "injury_intent",
    ),
    "assaults": ("injury_intent",),
}  # fmt: skip
"""Measures of whole site-months, and the items whose own problem explains them."""


def named(found: Iterable[Alarm], now: Mapping[str, Month]) -> list[Problem]:
    """Return the problems behind alarms; `now` is each site's last month in force."""
    ordered = sorted(found, key=lambda one: (one.key[:2], one.first))
    items = [
        problem
        for _, same in groupby(ordered, key=lambda one: one.key[:2])
        for group in _together(same)
        for problem in [_problem(group, now[group[0].key.site])]
    ]
    return _explained(items)


def _together(same: Iterable[Alarm]) -> Iterator[Sequence[Alarm]]:
    """Yield alarms of one item that began at about the same time and overlap."""
    group: list[Alarm] = []
    for one in same:
        whole = one.key.item == WHOLE
        apart = group and one.first.index - group[0].first.index > TOGETHER
        after = group and one.first > max(other.last for other in group)
        if group and (whole or apart or after):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _problem(group: Sequence[Alarm], now: Month) -> Problem:
    main = min(group, key=lambda one: (watched(one.key).rank, not _gone(one), one.chance))
    site, item, measure = main.key
    over = all(one.over for one in group) or max(one.last for one in group) < now
    again = any(one.times for one in group)
    last = max(one.last for one in group)
    return Problem(
        site=site,
        item=item,
        measure=measure,
        kind=_kind(main, group),
        shape=main.shape,
        first=main.first,
        last=last,
        found=min(one.found for one in group),
        state=state_of(main.found, now, over=over, again=again),
        evidence=_evidence(main, last),
        before=main.before,
        during=main.during,
        chance=main.chance,
        also=tuple(sorted({one.key.measure for one in group} - {measure})),
    )


def _kind(main: Alarm, group: Sequence[Alarm]) -> ProblemKind:
    if main.key.measure.startswith(CATEGORY):
        return _category_kind(group)
    kind = watched(main.key).kind
    if kind is ProblemKind.MISSING and _part(main.during) <= LOST:
        return ProblemKind.FIELD_LOST
    return kind


def _category_kind(group: Sequence[Alarm]) -> ProblemKind:
    """Tell rows that are no longer sent from answers that are given otherwise.

    Without the rows of a category that is gone, the others grow in proportion; one that grew
    by more than that has taken its answers over.
    """
    gone = [one for one in group if one.worse < 0 and _part(one.during) <= GONE * _part(one.before)]
    left = 1 - sum(_part(one.before) for one in gone)
    grown = [one for one in group if one.worse > 0]
    taken = any(_part(one.during) - _part(one.before) / left > TAKEN_OVER for one in grown)
    others = len(group) - len(gone) - len(grown)
    return ProblemKind.FILTER if gone and not taken and not others else ProblemKind.CODING


def _gone(one: Alarm) -> bool:
    """Tell whether a category has gone, or nearly so."""
    category = one.key.measure.startswith(CATEGORY)
    return category and one.worse < 0 and _part(one.during) <= GONE * _part(one.before)


def _part(share: Share) -> float:
    return share.part / share.whole if share.whole else 0.0


def _evidence(main: Alarm, last: Month) -> str:
    if main.key.measure == VOLUME:
        return _volume_evidence(main, last)
    word = watched(main.key).word.format(category=main.key.measure.removeprefix(CATEGORY))
    little = ", little by little," if main.shape is Shape.DRIFT else ""
    until = f" to {last}" if last != main.first else ""
    return (
        f"Of {main.during.whole:,} rows of {main.first}{until}{little} "
        f"{_part(main.during):.0%} {word}; of the {main.before.whole:,} usual ones before "
        f"{_part(main.before):.0%} did."
    )


def _volume_evidence(main: Alarm, last: Month) -> str:
    until = f" to {last}" if last != main.first else ""
    little = ", little by little" if main.shape is Shape.DRIFT else ""
    told = (
        f"{main.during.part:,} rows of {main.first}{until}{little}; by its own weekdays, holidays "
        f"and season {main.during.whole:,} were to be expected."
    )
    if not main.others.whole:
        return told
    return f"{told} All others together had {_part(main.others):.0%} of theirs."


def _explained(problems: Sequence[Problem]) -> list[Problem]:
    """Leave out what a problem of an item explains that began before it or at the same time."""
    return [one for one in problems if not any(_explains(other, one) for other in problems)]


def _explains(other: Problem, one: Problem) -> bool:
    if other.site != one.site or other.first.index > one.first.index + TOGETHER:
        return False
    if other.last < one.first:
        return False
    if other.item != one.item:
        return other.item in CAUSES.get(one.measure, ())
    filtered = other.kind is ProblemKind.FILTER and one.kind is ProblemKind.CODING
    return filtered or (one.measure == "known" and other.measure in _STATES)


_STATES = frozenset({"completeness", "unknown", "validity", "part"})
"""What is not known, blank or unreadable is not usable either."""
