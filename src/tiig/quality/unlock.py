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
from tiig.quality.lacks import Counts, patterns
from tiig.quality.spread import Level, Part, interval, usual_level
from tiig.standard.quality import DEFAULT, Applies, among

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


@dataclass(frozen=True)
class _Lack:
    """How an item is lacked at a department, through those of its fields that are ever answered.

    `asked` is the share of its `total` assaults in which each of these fields was answered,
    `silent` the share of these that tell nothing; None where nobody is ever asked.
    """

    rows: int
    total: int
    asked: float
    silent: float | None

    @property
    def evidence(self) -> tuple[float | None, int]:
        """Return what it tells about victims who cannot tell, and of how many rows."""
        return self.silent, round(self.asked * self.total)


@dataclass(frozen=True)
class _Unable:
    """The share of lacking rows that nobody could tell.

    `spread` is the variance that it has by what is not known of the level, `alone` that of a
    single row of those left empty, `rows` all that lack the item.
    """

    mean: float = 0.0
    spread: float = 0.0
    alone: float = 0.0
    rows: int = 0

    def chance(self, count: int) -> float:
        """Return the variance of one of `count` of the lacking rows, which are drawn of all."""
        drawn = self.mean * (1 - self.mean) * (1 - count / self.rows) if self.rows else 0.0
        return drawn + self.alone


def ranked_gains(
    sites: Mapping[str, Counts], months: Mapping[str, int], repairs: Sequence[str], share: float
) -> dict[str, tuple[RepairGain, ...]]:
    """Return gains by department: of each item alone, or of `repairs` together.

    `share` of what is missing is repaired; `months` says over how many months counts go.
    """
    unable: dict[str, dict[str, _Unable]] = {site: {} for site in sites}
    for item, fields in FIELDS.items():
        answered = {
            site: tuple(one for one in fields if _field(counts, one, 1)[0]) or fields
            for site, counts in sites.items()
        }
        levels = {
            chosen: usual_level(_lack(counts, item, chosen).evidence for counts in sites.values())
            for chosen in set(answered.values())
        }
        for site, counts in sites.items():
            chosen = answered[site]
            unable[site][item] = _unable(_lack(counts, item, chosen), levels[chosen])
    asked = [tuple(repairs)] if repairs else [(item,) for item in REPAIRS]
    found = {}
    for site, counts in sites.items():
        gains = [_gain(counts, items, unable[site], share, months[site]) for items in asked]
        found[site] = tuple(sorted(gains, key=lambda one: (-one.expected, one.items)))
    return found


def patterns_total(counts: Counts) -> int:
    """Return the recorded assaults that were counted by what they tell."""
    return sum(patterns(counts).values())


def usable_total(counts: Counts) -> int:
    """Return the recorded assaults that tell everything."""
    return patterns(counts).get(frozenset(), 0)


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


def _lack(counts: Counts, item: str, chosen: Sequence[str]) -> _Lack:
    """Take apart what is lacked: fields left empty, which happens by habit, and silent answers.

    Where two fields tell of an item, how often both are silent is not counted. It is what
    remains of the lacking rows when empty fields fall on rows whatever these could tell.
    """
    total = patterns_total(counts)
    rows = sum(count for lacked, count in patterns(counts).items() if item in lacked)
    fields = [_field(counts, one, total) for one in chosen]
    asked = prod(answered for answered, _ in fields)
    if not asked:
        return _Lack(rows, total, 0.0, None)
    least = min(silent for _, silent in fields)
    if len(fields) == 1:
        return _Lack(rows, total, asked, least)
    remaining = (rows / total - _by_habit(fields)) / asked
    return _Lack(rows, total, asked, min(max(remaining, 0.0), least))


def _by_habit(fields: Sequence[tuple[float, float]]) -> float:
    """Return the share of rows that no field tells of, one at least of them being empty."""
    return sum(
        prod(
            (1 - answered) if place in empty else answered * silent
            for place, (answered, silent) in enumerate(fields)
        )
        for number in range(1, len(fields) + 1)
        for empty in combinations(range(len(fields)), number)
    )


def _unable(lack: _Lack, level: Level) -> _Unable:
    """Return the share of the lacking rows that nobody could tell.

    Silent answers are taken as they are, unless they are so many that a habit explains them.
    """
    if not lack.rows:
        return _Unable()
    share = lack.rows / lack.total
    silent, asked = lack.evidence
    after_asking = min(lack.asked * (silent or 0.0), share)
    left_empty = share - after_asking
    habit = silent is not None and asked > 0 and not level.explains(silent, asked)
    known = 0.0 if habit else after_asking
    guessed = min(lack.asked * level.mean, after_asking) if habit else 0.0
    guessed += min((1 - lack.asked) * level.mean, left_empty)
    mean = min((known + guessed) / share, 1 - 0.5 / (lack.rows + 1))
    part = guessed / share
    return _Unable(mean, part**2 * level.relative, part * (1 - part), lack.rows)


def _gain(
    counts: Counts,
    items: tuple[str, ...],
    unable: Mapping[str, _Unable],
    share: float,
    months: int,
) -> RepairGain:
    """Return what a repair brings: rows that lack nothing else, as far as they can be told."""
    repaired = set(items)
    freed = {
        lacked: count
        for lacked, count in patterns(counts).items()
        if lacked and count and lacked <= repaired
    }
    parts = [_told(lacked, count, unable, share) for lacked, count in freed.items()]
    low, high = interval(parts)
    lacking = {lacked: n for lacked, n in patterns(counts).items() if lacked & repaired}
    rows = sum(lacking.values())
    expected = sum(one.rows * one.mean for one in parts)

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


def _told(lacked: Iterable[str], count: int, unable: Mapping[str, _Unable], share: float) -> Part:
    """Return rows with the chance that all that they lack is told after the repair."""
    those = [unable[item] for item in lacked]
    means = [share * (1 - one.mean) for one in those]
    mean = prod(means)
    relative = sum(
        share**2 * one.spread / told**2 for one, told in zip(those, means, strict=True) if told
    )
    alone = mean * (1 - mean)
    if len(those) == 1:
        alone = share**2 * those[0].chance(count) + (1 - those[0].mean) * share * (1 - share)
    return Part(count, mean, mean**2 * relative, alone)


def _mixed(
    lacking: Mapping[frozenset[str], int], repaired: set[str], unable: Mapping[str, _Unable]
) -> float:
    """Return the share of lacking rows that stay without one of the repaired items."""
    rows = sum(lacking.values())
    told = sum(
        count * prod(1 - unable[item].mean for item in lacked & repaired)
        for lacked, count in lacking.items()
    )
    return 1 - told / rows if rows else 0.0
