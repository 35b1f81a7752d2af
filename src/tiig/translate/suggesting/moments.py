"""Which columns of days and times are which moment: by their names, and by what comes first.

A day and a time of day that belong together are one moment. Nobody leaves before arriving, an
injury comes before its arrival, a triage between; a birthday lies years before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from tiig.model.profile import Part
from tiig.translate.moments import read_texts
from tiig.translate.profile_keys import EXCEL, SERIAL
from tiig.translate.suggesting.dates import Written
from tiig.translate.suggesting.evidence import TIMES, Evidence, of_heading
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.headings import Heading
from tiig.translate.suggesting.lexicon import OTHER

ITEMS = ("arrival_at", "departure_at", "injury_at", "date_of_birth")
_YEAR = 365
_SAYS_TIME = frozenset({"date", "time", "day", "birth"})
_TIME_WORDS = frozenset({"date", "time", "day", "hour"})


@dataclass(frozen=True)
class Moment:
    """A moment of the file: the column of its whole, or of its day, and that of its time."""

    day: Facts
    time: Facts | None
    written: Written
    value: pl.Series
    headings: tuple[Heading, ...]

    @property
    def fill(self) -> float:
        """The share of rows that say the moment."""
        return self.day.fill

    @property
    def round(self) -> float:
        """The share of moments on a quarter of an hour: people round, systems do not."""
        minutes = self.value.dt.minute().drop_nulls()
        return int(minutes.is_in([0, 15, 30, 45]).sum()) / len(minutes) if len(minutes) else 0.0

    @property
    def timed(self) -> bool:
        """Whether a time of day stands there."""
        return self.time is not None or self.written.part is Part.WHOLE


def may_be_moment(facts: Facts, heading: Heading) -> bool:
    """Tell whether a column is read as moments: bare digits need more than that they can be."""
    written = facts.moments
    if written is None:
        return False
    first = next(iter(facts.values), "")
    signed = not first.isalnum() and written.formats[0] != SERIAL
    if signed or written.formats[0] == EXCEL or _SAYS_TIME & set(heading.words):
        return True
    timely = any(heading.fits.get(one, (0.0, ""))[0] >= 0.6 for one in (*ITEMS, *TIMES))
    if not (heading.empty or timely):
        return written.part is not Part.TIME and written.share > 0.99 and facts.length >= 8
    if written.part is Part.TIME:
        return facts.distinct >= 40 and facts.length > 2.5  # a day has many minutes
    recurs = facts.uniqueness < (0.6 if written.formats[0] == SERIAL else 0.95)
    return written.share > 0.97 and (written.part is Part.WHOLE or recurs)


def moments_of(
    columns: Sequence[Facts], headings: Mapping[int, Heading], frame: pl.DataFrame, date_system: int
) -> tuple[list[Moment], list[Facts]]:
    """Return the moments of a file, and times of day that belong to no day."""
    held = [one for one in columns if may_be_moment(one, headings[one.place])]
    days = [one for one in held if one.moments and one.moments.part is Part.DATE]
    times = [one for one in held if one.moments and one.moments.part is Part.TIME]
    pairs = _pairs(days, times, headings)
    found = []
    for one in held:
        if one in times or one.moments is None:
            continue
        time = pairs.get(one.place)
        value = _value(one, time, frame, date_system)
        names = tuple(headings[each.place] for each in (one, time) if each is not None)
        found.append(Moment(one, time, one.moments, value, names))
    taken = {time.place for time in pairs.values()}
    return found, [one for one in times if one.place not in taken]


def _pairs(
    days: Sequence[Facts], times: Sequence[Facts], headings: Mapping[int, Heading]
) -> dict[int, Facts]:
    """Give each day the time that stands beside it or has its name; the surest first."""
    scored = []
    for day in days:
        for time in times:
            likeness = _likeness(headings[day.place], headings[time.place])
            gap = time.place - day.place
            near = 1.0 if gap == 1 else 0.5 if gap == -1 else 0.1 if 0 < gap <= 3 else 0.0
            score = likeness + near
            if likeness >= 0 and score >= 0.9:  # alike, or beside
                scored.append((score, -gap, day.place, time))
    pairs: dict[int, Facts] = {}
    taken: set[int] = set()
    for _, _, day_place, time in sorted(scored, key=lambda one: one[:3], reverse=True):
        if day_place not in pairs and time.place not in taken:
            pairs[day_place] = time
            taken.add(time.place)
    return pairs


def _likeness(day: Heading, time: Heading) -> float:
    """Return how alike two headings are but for `date` and `time`; below 0: they differ."""
    if day.empty or time.empty:
        return 0.0
    one, other = set(day.words) - _TIME_WORDS, set(time.words) - _TIME_WORDS
    if one == other:
        return 2.0
    if not one or not other:
        return 0.4
    mine, yours = _top(day), _top(time)
    if mine and mine == yours:
        return 1.2
    return 0.0 if one & other and not (mine and yours) else -1.0


def _top(heading: Heading) -> str | None:
    every = {name: fit[0] for name, fit in heading.fits.items() if name in ITEMS or name in TIMES}
    best = max(every, key=lambda name: every[name], default=None)
    return best if best and every[best] >= 0.5 else None


def _value(day: Facts, time: Facts | None, frame: pl.DataFrame, date_system: int) -> pl.Series:
    if day.moments is None:
        message = "only a column of moments is read as such"
        raise ValueError(message)
    value = read_texts(frame[day.name], day.moments.formats, day.moments.part, date_system)
    if time is None or time.moments is None:
        return value
    clock = read_texts(frame[time.name], time.moments.formats, Part.TIME, date_system)
    return value.dt.truncate("1d") + (clock - clock.dt.truncate("1d")).fill_null(timedelta(0))


def evidence_of(moments: Sequence[Moment]) -> list[dict[str, Evidence]]:
    """Return what speaks for each moment being each concept."""
    relations = [_Relation(moments, place) for place in range(len(moments))]
    order = _likely_order(moments, relations)
    found = []
    for place, moment in enumerate(moments):
        each = {}
        for concept in (*ITEMS, *TIMES):
            said = max(of_heading(one, concept) for one in moment.headings)
            value, why = relations[place].value(concept, order.get(place))
            fit = max(
                (one.fits.get(concept, (0.0, "")) for one in moment.headings), default=(0.0, "")
            )
            named = f'the name reads "{fit[1]}"' if fit[0] >= 0.45 else ""
            each[concept] = Evidence(said, value, tuple(one for one in (named, why) if one))
        found.append(each)
    return found


class _Relation:
    """How one moment lies to the others of its rows."""

    def __init__(self, moments: Sequence[Moment], place: int) -> None:
        self._all, self._place = moments, place
        self.own = moments[place]
        self.birth = self._is_birth()
        self.constant = self.own.value.dt.date().n_unique() <= 2 and self.own.day.distinct <= 2

    def not_after(self, other: int) -> float:
        """Return the share of rows in which this moment is not after another one."""
        mine, yours = self.own.value, self._all[other].value
        if not (self.own.timed and self._all[other].timed):
            mine, yours = mine.dt.truncate("1d"), yours.dt.truncate("1d")
        return float((mine <= yours).drop_nulls().mean() or 0.0)  # type: ignore[arg-type]

    def value(self, concept: str, likely: str | None) -> tuple[float, str]:
        """Return what the values say for a concept."""
        if concept == "date_of_birth":
            return (7.0, "its days lie years before the visits") if self.birth else (-8.0, "")
        if self.birth:
            return -8.0, ""
        if concept in _STAMPS:
            return (1.5, "the same in every row") if self.constant else (-2.5, "")
        if self.constant and self.own.value.len() > 20:
            return -4.0, ""
        if concept == "arrival_at" and self.own.fill < 0.9:
            return -4.0, ""
        value = 2.0 if likely == concept else -0.6 if likely else 0.0
        return value, _WHY.get(concept, "") if likely == concept else ""

    def _is_birth(self) -> bool:
        """Tell days spread over decades, of which most lie years before the newest visit."""
        mine = _days(self.own.value)
        if not mine or self.own.timed:
            return False
        newest = max(day for one in self._all for day in _days(one.value)[-1:])
        old = newest - mine[len(mine) // 2] > 3 * _YEAR
        return mine[-1] - mine[0] > 15 * _YEAR and (old or len(self._all) == 1)


def _days(value: pl.Series) -> list[int]:
    """Return the days of moments as numbers, in order."""
    days: list[int] = value.dt.epoch("d").drop_nulls().sort().to_list()
    return days


_STAMPS = (OTHER + "made_at", OTHER + "period_from", OTHER + "period_to")
_WHY = {
    "arrival_at": "it is always given and the other times follow it",
    "departure_at": "it is the last time of its row",
    "injury_at": "it lies before the arrival",
}


def _likely_order(moments: Sequence[Moment], relations: Sequence[_Relation]) -> dict[int, str]:
    """Return what the order of times within rows suggests: injury, arrival, …, departure."""
    usual = [
        place for place, one in enumerate(relations)
        if not one.birth and not one.constant and len(moments[place].value.drop_nulls()) > 5
    ]  # fmt: skip
    if not usual:
        return {}
    ahead = {
        place: sum(relations[place].not_after(other) for other in usual if other != place)
        for place in usual
    }
    line = sorted(usual, key=lambda place: -ahead[place])
    found: dict[int, str] = {}
    whole = [place for place in line if moments[place].fill > 0.97]
    first = line[0]
    hurt = len(line) > 1 and (moments[first].fill < 0.97 or moments[first].round > 0.4)
    if hurt and whole and whole != [first]:
        found[first] = "injury_at"
        whole = [place for place in whole if place != first]
    if whole:
        found[whole[0]] = "arrival_at"
    rest = [place for place in line if place not in found]
    if rest:
        found[rest[-1]] = "departure_at"
        between = (OTHER + "triage_at", OTHER + "seen_at", *[OTHER + "referred_at"] * len(rest))
        found |= dict(zip(rest[:-1], between, strict=False))
    return found
