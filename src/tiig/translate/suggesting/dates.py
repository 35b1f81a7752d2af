"""How days and times of a column are written: the patterns that read nearly all of its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from tiig.model.profile import Part
from tiig.translate.profile_keys import EXCEL, SERIAL

_DAYS = (
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d",
    "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y",
    "%d %b %y", "%d %B %Y", "%d %B %y", "%b %d %Y", "%b %d, %Y", "%B %d, %Y", "%d/%b/%Y",
    "%d/%b/%y", "%Y-%b-%d", "%Y%m%d", "%d%m%Y", "%d%b%Y", "%d%b%y", "%d %m %Y", "%d.%b.%Y",
    "%d-%B-%Y", "%Y %m %d", "%d%m%y", "%y%m%d",
)  # fmt: skip
_TIMES = (
    "%H:%M", "%H:%M:%S", "%H%M", "%H%M%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%H.%M",
    "%H.%M.%S", "%Hh%M", "%H-%M",
)  # fmt: skip
_JOINS = (" ", "T", "", "  ", ", ", " at ", "_", "-", ":", " - ")
_FRACTION = re.compile(r"(:\d\d)\.\d+(?=Z?$)")
_MOST, _ENOUGH, _ADDS = 400, 0.97, 0.01
_COUNTED = re.compile(r"0?\d{1,2}|1[0-2]\d")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SWAPPED = {"%d/%m": "%m/%d", "%d-%m": "%m-%d", "%d.%m": "%m.%d"}
_SERIAL_FIRST, _SERIAL_LAST = 25_000, 60_000


@dataclass(frozen=True)
class Written:
    """How a column's moments are written: patterns in order, the part, and the share they read.

    `ambiguous` says that day and month could as well be the other way round.
    """

    part: Part
    formats: tuple[str, ...]
    share: float
    ambiguous: bool = False


def written(values: Mapping[str, int], *, workbook: bool) -> Written | None:
    """Return how values (with their row counts) are written as moments; None: they are none."""
    some = dict(Counter(values).most_common(_MOST))
    rows = sum(some.values())
    if not rows or not any(any(sign.isdigit() for sign in value) for value in some):
        return None
    if all(_COUNTED.fullmatch(value) for value in some):
        return None  # ages, with noughts before them
    if workbook and (found := _of_workbook(some, rows)):
        return found
    return _serial(some, rows) or _by_patterns(some, rows)


def _of_workbook(values: Mapping[str, int], rows: int) -> Written | None:
    moments = {v: n for v, n in values.items() if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+", v)}
    times = {v: n for v, n in values.items() if re.fullmatch(r"\d\d:\d\d:\d\d", v)}
    if sum(times.values()) >= _ENOUGH * rows:
        return Written(Part.TIME, (EXCEL,), sum(times.values()) / rows)
    share = sum(moments.values()) / rows
    if share < 0.5:  # fewer date cells are chance
        return None
    if sum(n for v, n in moments.items() if v.startswith(("1899-12-3", "1900-01-0"))) > share / 2:
        return Written(Part.TIME, (EXCEL,), share)
    day = all(v.endswith("T00:00:00") for v in moments)
    rest = {v: n for v, n in values.items() if v not in moments}
    other = _by_patterns(rest, sum(rest.values())) if share < _ENOUGH and rest else None
    formats = (EXCEL, *(other.formats if other else ()))
    return Written(Part.DATE if day else Part.WHOLE, formats, share + (1 - share) * bool(other))


def _serial(values: Mapping[str, int], rows: int) -> Written | None:
    fit = [
        v for v in values
        if re.fullmatch(r"\d{5}(?:\.\d+)?", v) and _SERIAL_FIRST <= float(v) <= _SERIAL_LAST
    ]  # fmt: skip
    if sum(values[v] for v in fit) < _ENOUGH * rows:
        return _fractions(values, rows)
    whole = all("." not in v for v in fit)
    near = max(map(float, fit)) - min(map(float, fit)) < 4_000  # eleven years
    if whole and not near:
        return None
    return Written(Part.DATE if whole else Part.WHOLE, (SERIAL,), 1.0)


def _fractions(values: Mapping[str, int], rows: int) -> Written | None:
    fit = [v for v in values if re.fullmatch(r"0?\.\d{3,}|0|0\.5|0\.25|0\.75", v)]
    if sum(values[v] for v in fit) < _ENOUGH * rows or len(fit) < 5:
        return None
    return Written(Part.TIME, (SERIAL,), 1.0)


def _by_patterns(values: Mapping[str, int], rows: int) -> Written | None:
    left, read, part = dict(values), 0, None
    formats: list[str] = []
    for _ in range(3):
        best = _best(left, part)
        if best is None or best[1] < (_ADDS * rows if formats else 0.5 * rows):
            break
        (one, pattern), hit, taken = best
        part = part or one
        formats.append(pattern)
        read += hit
        left = {v: n for v, n in left.items() if v not in taken}
    if part is None or read < 0.8 * rows:
        return None
    return Written(part, tuple(formats), read / rows, _is_ambiguous(formats[0], values))


def _best(
    values: Mapping[str, int], part: Part | None
) -> tuple[tuple[Part, str], int, frozenset[str]] | None:
    found = None
    sample = sorted(values, key=lambda v: -values[v])[:3]
    for one, pattern in _candidates(sample):
        if part is not None and one is not part:
            continue
        taken = frozenset(v for v in values if _reads(v, pattern, one))
        hit = sum(values[v] for v in taken)
        if hit and (found is None or hit > found[1]):
            found = ((one, pattern), hit, taken)
    return found


def _candidates(sample: Sequence[str]) -> Iterator[tuple[Part, str]]:
    """Yield the patterns that read one of a few values; the usual order decides between equals."""
    fitting = dict.fromkeys(
        one
        for value in sample
        for one in _BY_SIGNS.get(_signs_of(value), ())
        if _reads(value, one[1], one[0])
    )
    return iter(sorted(fitting, key=lambda one: _ORDER[one]))


def _all_patterns() -> Iterator[tuple[Part, str]]:
    yield from ((Part.DATE, day) for day in _DAYS)
    yield from ((Part.TIME, time) for time in _TIMES)
    for day, join, time in product(_DAYS, _JOINS, _TIMES):
        if join or ("%Y" in day and not time.startswith("%I")):
            yield Part.WHOLE, f"{day}{join}{time}"
    yield from ((Part.WHOLE, f"{day}T{time}Z") for day, time in product(_DAYS[:1], _TIMES[:2]))
    for day, time in product(_DAYS[:5], _TIMES[:2]):
        yield Part.WHOLE, f"{time} {day}"


_ORDER = {one: place for place, one in enumerate(dict.fromkeys(_all_patterns()))}


def _signs_of(text: str) -> str:
    return "".join(sign for sign in text if not sign.isalnum() and sign != ".")


_SIGNS = {pattern: _signs_of(re.sub(r"%.", "0", pattern)) for _, pattern in _ORDER}
_BY_SIGNS: dict[str, list[tuple[Part, str]]] = {}
for _part, _pattern in _ORDER:
    _BY_SIGNS.setdefault(_SIGNS[_pattern], []).append((_part, _pattern))


def _reads(value: str, pattern: str, part: Part) -> bool:
    if not _shaped(value, pattern):
        return False
    try:
        moment = datetime.strptime(_FRACTION.sub(r"\1", value), pattern)  # noqa: DTZ007
    except ValueError:
        return False
    return part is Part.TIME or _FIRST_YEAR <= moment.year < _LAST_YEAR


def _shaped(value: str, pattern: str) -> bool:
    """Rule most patterns out by their signs alone; digits run together have a fixed length."""
    wanted = _SIGNS.get(pattern)
    if wanted is None:
        wanted = _signs_of(re.sub(r"%.", "0", pattern))
    if _signs_of(value) != wanted or value.count(".") < pattern.count("."):
        return False
    if not wanted and "." not in pattern and "%b" not in pattern and "%B" not in pattern:
        length = sum(4 if one == "Y" else 2 for one in re.findall(r"%(.)", pattern))
        short = length - 1 if pattern == "%H%M" else length
        return value.isdigit() and short <= len(value) <= length
    return True


def _is_ambiguous(pattern: str, values: Mapping[str, int]) -> bool:
    """Tell whether day and month could be the other way round in every value."""
    for usual, american in _SWAPPED.items():
        for one, other in ((usual, american), (american, usual)):
            if one in pattern and f"%Y{one[2]}{one}" not in pattern:
                swapped = pattern.replace(one, other)
                return all(_reads(value, swapped, Part.DATE) for value in values)
    return False
