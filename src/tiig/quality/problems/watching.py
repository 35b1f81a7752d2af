"""Watch every series of a region: what was found, when it began, and whether it is over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tiig.kit.intervals import Floats
from tiig.model.months import Month
from tiig.model.problems import NOTHING, Shape
from tiig.model.quality import Share
from tiig.model.rebases import Series
from tiig.quality.problems.chance import months_correlation
from tiig.quality.problems.fitting import Line, Spell, spell_from
from tiig.quality.problems.grid import VOLUME, Flags, Grid, grid_of
from tiig.quality.problems.rules import (
    CATEGORY,
    IN_CATEGORY,
    LEAST_SPREAD,
    WATCHED,
    Watched,
)
from tiig.quality.problems.scanning import Lines, first_found
from tiig.quality.problems.volumes import TIMES

Rebased = Mapping[Series, Collection[Month]]
"""The months at which somebody recorded that a series begins anew."""


@dataclass(frozen=True)
class Alarm:
    """One stretch of months in which a series is not what it was; shares as they are measured.

    `worse` is 1 where the share rose and -1 where it fell; `times` counts the earlier alarms of
    the same series and direction in the same stretch; `others`, of a volume, what all other
    departments had in these months of their usual rows.
    """

    key: Series
    worse: int
    first: Month
    last: Month
    found: Month
    over: bool
    shape: Shape
    before: Share
    during: Share
    chance: float
    times: int
    others: Share = NOTHING


def is_watched(measure: str) -> bool:
    """Tell whether a measure is watched."""
    return measure.startswith(CATEGORY) or measure in WATCHED


def watched(key: Series) -> Watched:
    """Return how a series is watched, of those that are."""
    return IN_CATEGORY if key.measure.startswith(CATEGORY) else WATCHED[key.measure]


def alarms(measured: pl.DataFrame, rebased: Rebased) -> list[Alarm]:
    """Return every alarm of every series, by series and month; volume is as `volumes` says."""
    measures = [one for one in measured["measure"].unique() if is_watched(one)]
    grid = grid_of(measured, measures)
    if not grid.keys:
        return []
    rows, worse, spans = _laid_out(grid, rebased)
    lines = _lines(grid, rows, worse, spans)
    found = _spells(lines)
    return sorted(
        (
            _alarm(grid, lines, (int(rows[line]), int(worse[line])), line, spell, chance, times)
            for line, spell, chance, times in found
        ),
        key=lambda one: (one.key, one.first),
    )


_Array = NDArray[np.int_]


def _laid_out(grid: Grid, rebased: Rebased) -> tuple[_Array, _Array, _Array]:
    """Return each line's series, direction and columns (first, and after the last)."""
    told: list[tuple[int, int, int, int]] = []
    for row, key in enumerate(grid.keys):
        begins = {month for month in rebased.get(key, ()) if month in grid.months}
        cuts = [0, *sorted(grid.months.index(month) for month in begins), len(grid.months)]
        told += [
            (row, worse, first, end)
            for worse in watched(key).worse
            for first, end in pairwise(cuts)
            if end > first
        ]
    table = np.array(told, dtype=np.int_)
    return table[:, 0], table[:, 1], table[:, 2:]


def _lines(grid: Grid, rows: _Array, worse: _Array, spans: _Array) -> Lines:
    """Turn series so that more is always worse, each within its stretch."""
    count = np.where((worse > 0)[:, None], grid.count[rows], (grid.out_of - grid.count)[rows])
    column = np.arange(len(grid.months))[None, :]
    inside = (column >= spans[:, :1]) & (column < spans[:, 1:])
    told = grid.told[rows] & inside
    how = [watched(grid.keys[row]) for row in rows]
    return Lines(
        count=count,
        out_of=grid.out_of[rows],
        told=told,
        ordinary=told.copy(),
        fence=spans[:, 0].copy(),
        spread=_spread(grid)[rows],
        limit=np.array([one.chance for one in how]),
        least=np.array([one.least for one in how]),
        months=np.array([one.months for one in how]),
    )


def _spread(grid: Grid) -> Floats:
    """Return, by series, how alike rows of one month are: the same for an item at every site."""
    groups: dict[tuple[str, str], list[int]] = {}
    for row, (_, item, measure) in enumerate(grid.keys):
        groups.setdefault((item, measure), []).append(row)
    spread = np.empty(len(grid.keys))
    for chosen in groups.values():
        found = months_correlation(grid.share[chosen], grid.out_of[chosen], grid.told[chosen])
        spread[chosen] = max(LEAST_SPREAD, found)
    return spread


def _spells(lines: Lines) -> Iterator[tuple[int, Spell, float, int]]:
    """Yield what is found, line by line; a line that recovered is watched again."""
    left = np.arange(len(lines.count))
    times = 0
    while left.size:
        columns, least = first_found(lines.only(left))
        hit = np.flatnonzero(columns >= 0)
        months = np.zeros_like(lines.ordinary)
        fence = lines.fence.copy()
        again = []
        for place in hit:
            line = int(left[place])
            one = Line(
                *(part[line] for part in (lines.count, lines.out_of, lines.told, lines.ordinary))
            )
            spell = spell_from(one, int(lines.fence[line]), int(columns[place]))
            yield line, spell, float(least[place]), times
            months[line, spell.first : spell.last + 1] = True
            fence[line] = spell.last + 1
            if spell.over:
                again.append(line)
        lines = lines.without(months, fence)
        left = np.array(again, dtype=np.int_)
        times += 1


def _alarm(  # noqa: PLR0913, PLR0917 - what an alarm is made of
    grid: Grid,
    lines: Lines,
    series: tuple[int, int],
    line: int,
    spell: Spell,
    chance: float,
    times: int,
) -> Alarm:
    row, worse = series
    column = np.arange(len(grid.months))
    usual = lines.ordinary[line] & (column < spell.first)
    during = lines.told[line] & (column >= spell.first) & (column <= spell.last)
    return Alarm(
        key=grid.keys[row],
        worse=worse,
        first=grid.months[spell.first],
        last=grid.months[spell.last],
        found=grid.months[spell.found],
        over=spell.over,
        shape=spell.shape,
        **_beside(grid, row, usual, during),
        chance=chance,
        times=times,
    )


def _beside(grid: Grid, row: int, usual: Flags, during: Flags) -> dict[str, Share]:
    """Return the shares before and during; of a volume, rows of those that were expected."""
    before, now = _share(grid, row, usual), _share(grid, row, during)
    if grid.keys[row].measure != VOLUME:
        return {"before": before, "during": now}
    expected = now.whole * before.part / max(before.whole, 1)
    rest = [_share(grid, other, during) for other in _others(grid, row)]
    others = sum(rest, start=NOTHING)
    return {
        "before": Share(before.part, before.part),
        "during": Share(now.part, round(expected)),
        "others": Share(others.part, others.whole // TIMES),
    }


def _others(grid: Grid, row: int) -> list[int]:
    """Return the rows of the other departments' volumes."""
    return [at for at, one in enumerate(grid.keys) if one.measure == VOLUME and at != row]


def _share(grid: Grid, row: int, chosen: Flags) -> Share:
    return Share(int(grid.count[row][chosen].sum()), int(grid.out_of[row][chosen].sum()))
