"""What would unlock most: the assaults that become usable when a department repairs an item.

Only assaults that lack nothing but the repaired items become usable, and not all of these: some
victims cannot or will not tell. How many is seen where somebody asked: an answer was entered and
says nothing (not known, "other"). The usual level over all departments is taken, because one
far above it has a habit and not other victims.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

from tiig.model.unlock import RepairGain
from tiig.quality.spread import Level, interval, usual_level
from tiig.standard.quality import DEFAULT, USABLE, WHOLE_ROWS, Applies, among

FIELDS: Mapping[str, tuple[str, ...]] = {
    "date": ("injury_at",),
    "place": ("injury_place_type", "assault_location_description"),
    "weapon": ("injury_mechanism",),
}
"""What a usable record tells, in the order of the digits of `usable 101`, and where it is told."""

REPAIRS = tuple(FIELDS)

_TELLS_NOTHING = {"injury_place_type": (DEFAULT,), "injury_mechanism": (DEFAULT,)}
"""Answers that are given and say nothing: the node "other". A default time still tells a date."""
_ANSWERED = ("given", "part", "not known")
_MONTH_DIGITS = 2

Counts = Mapping[tuple[str, str], int]
"""Stored counts of a department by item and measure, added up over months."""


@dataclass(frozen=True)
class _Lack:
    """How an item is lacked at a department: by rows, and what was asked and told nothing.

    `asked` is the share of rows in which each of its fields was answered at all, `silent` the
    share of these that tell nothing; None where nobody is ever asked.
    """

    rows: int
    share: float
    asked: float
    silent: float | None


def ranked_gains(
    sites: Mapping[str, Counts], months: Mapping[str, int], repairs: Sequence[str], share: float
) -> dict[str, tuple[RepairGain, ...]]:
    """Return gains by department: of each item alone, or of `repairs` together.

    `share` of what is missing is repaired; `months` says over how many months counts go.
    """
    lacks = {site: _lacks(counts) for site, counts in sites.items()}
    levels = {
        item: usual_level(
            (one[item].silent, round(one[item].asked * patterns_total(sites[site])))
            for site, one in lacks.items()
        )
        for item in REPAIRS
    }
    chosen = [tuple(repairs)] if repairs else [(item,) for item in REPAIRS]
    found = {}
    for site, counts in sites.items():
        unable = {item: _unable(lacks[site][item], levels[item]) for item in REPAIRS}
        gains = [_gain(counts, items, unable, share, months[site]) for items in chosen]
        found[site] = tuple(sorted(gains, key=lambda one: (-one.expected, one.items)))
    return found


def patterns_total(counts: Counts) -> int:
    """Return the recorded assaults that were counted by what they tell."""
    return sum(_patterns(counts).values())


def usable_total(counts: Counts) -> int:
    """Return the recorded assaults that tell everything."""
    return _patterns(counts).get(frozenset(), 0)


def _patterns(counts: Counts) -> dict[frozenset[str], int]:
    """Return recorded assaults by the items that they lack."""
    return {
        frozenset(item for item, digit in zip(REPAIRS, digits, strict=True) if digit == "0"): count
        for (item_of, measure), count in counts.items()
        if item_of == WHOLE_ROWS and measure.startswith(USABLE)
        for digits in (measure.removeprefix(USABLE),)
    }


def _lacks(counts: Counts) -> dict[str, _Lack]:
    total = patterns_total(counts)
    lacking = {
        item: sum(count for lacked, count in _patterns(counts).items() if item in lacked)
        for item in REPAIRS
    }
    return {
        item: _lack(lacking[item], total, [_field(counts, one, total) for one in fields])
        for item, fields in FIELDS.items()
    }


def _field(counts: Counts, field: str, total: int) -> tuple[float, float]:
    """Return the share of assaults in which a field is answered, and of these, tells nothing."""

    def of(measure: str) -> int:
        return counts.get((field, among(measure, Applies.ASSAULTS)), 0)

    answered = sum(of(measure) for measure in _ANSWERED)
    silent = of("not known") + sum(of(one) for one in _TELLS_NOTHING.get(field, ()))
    return (
        min(answered / total, 1.0) if total else 0.0,
        min(silent / answered, 1.0) if answered else 0.0,
    )


def _lack(rows: int, total: int, fields: Sequence[tuple[float, float]]) -> _Lack:
    """Take apart what is lacked: fields left empty, which happens by habit, and silent answers.

    Where two fields tell of an item, how often both are silent is not counted. It is what
    remains of the lacking rows when empty fields fall on rows whatever these could tell.
    """
    share = rows / total if total else 0.0
    asked = prod(answered for answered, _ in fields)
    if not asked:
        return _Lack(rows, share, 0.0, None)
    by_habit = sum(
        prod(
            (1 - answered) if place in empty else answered * silent
            for place, (answered, silent) in enumerate(fields)
        )
        for number in range(1, len(fields) + 1)
        for empty in combinations(range(len(fields)), number)
    )
    least = min(silent for _, silent in fields)
    return _Lack(rows, share, asked, min(max((share - by_habit) / asked, 0.0), least))


def _unable(lack: _Lack, level: Level) -> Level:
    """Return the share of the lacking rows that nobody could tell, and its variance."""
    if not lack.rows:
        return Level(0.0, 0.0)
    silent = lack.silent or 0.0
    after_asking = lack.asked * silent
    left_empty = max(lack.share - after_asking, 0.0)
    untold = lack.asked * min(silent, level.mean)
    untold += min(left_empty, (1 - lack.asked) * level.mean)
    mean = min(untold / lack.share, 1 - 0.5 / (lack.rows + 1))
    ours = mean * (1 - mean) / lack.rows
    return Level(mean, mean**2 * level.relative + ours)


def _gain(
    counts: Counts,
    items: tuple[str, ...],
    unable: Mapping[str, Level],
    share: float,
    months: int,
) -> RepairGain:
    """Return what a repair brings: rows that lack nothing else, as far as they can be told."""
    repaired = set(items)
    freed = {
        lacked: count
        for lacked, count in _patterns(counts).items()
        if lacked and count and lacked <= repaired
    }
    parts = [(count, *_told(lacked, unable, share)) for lacked, count in freed.items()]
    low, high = interval(parts)
    lacking = {lacked: n for lacked, n in _patterns(counts).items() if lacked & repaired}
    rows = sum(lacking.values())
    expected = sum(count * mean for count, mean, _ in parts)

    def a_month(number: float) -> float:
        return round(number / months, _MONTH_DIGITS) if months else 0.0

    return RepairGain(
        items=items,
        lacking=rows,
        only=sum(freed.values()),
        unanswerable=round(_mixed(lacking, repaired, unable), 3),
        expected=a_month(expected),
        low=a_month(low),
        high=a_month(high),
    )


def _told(lacked: Iterable[str], unable: Mapping[str, Level], share: float) -> tuple[float, float]:
    """Return the chance that all that is lacked is told after the repair, and its variance."""
    means = [share * (1 - unable[item].mean) for item in lacked]
    mean = prod(means)
    relative = sum(
        share**2 * unable[item].variance / one**2
        for item, one in zip(lacked, means, strict=True)
        if one
    )
    return mean, mean**2 * relative


def _mixed(
    lacking: Mapping[frozenset[str], int], repaired: set[str], unable: Mapping[str, Level]
) -> float:
    """Return the share of lacking rows that stay without one of the repaired items."""
    rows = sum(lacking.values())
    told = sum(
        count * prod(1 - unable[item].mean for item in lacked & repaired)
        for lacked, count in lacking.items()
    )
    return 1 - told / rows if rows else 0.0
