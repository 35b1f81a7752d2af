"""The portrait of a file: the few numbers that the sender's next file is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tiig.derive import DAYS
from tiig.intake.whole_file import WholeFile
from tiig.model.days import Days
from tiig.model.drift import MonthPortrait, Portrait
from tiig.model.months import Month
from tiig.model.states import ItemState
from tiig.model.submission import SiteMonth
from tiig.quality.drift import LOOKED_BACK
from tiig.standard.quality import WHOLE_ROWS, measure_name

_STATES = frozenset(measure_name(state) for state in ItemState)
_NOT_THERE = measure_name(ItemState.NOT_IN_LAYOUT)

_Counted = dict[str, dict[str, int]]


def portrait_of(whole: WholeFile) -> Portrait:
    """Draw a file that was read to its end; of a long history only the last months at a site."""
    return Portrait(
        formats={name: _some(cells) for name, cells in sorted(whole.memory.formats.items())},
        defaults=dict(sorted(whole.memory.defaults.items())),
        codes={
            item: dict(sorted(rows.items()))
            for item, rows in sorted(whole.memory.rows_by_number().items())
            if item not in whole.agreed.by_group
        },
        months=tuple(_months(whole)),
    )


def _months(whole: WholeFile) -> Iterator[MonthPortrait]:
    states, shares = _states(whole), _shares(whole)
    for key in _latest(whole.site_months):
        counted = dict(shares.get(key, {}))
        days = counted.pop(DAYS, {})
        told = whole.days_of(key) or Days.in_month(key.month)
        named = range(told.first.day, told.last.day + 1)
        yield MonthPortrait(
            site=key.site,
            month=str(key.month),
            rows=whole.site_months[key],
            length=len(told),
            first_day=told.first.day,
            days=tuple(days.get(str(day), 0) for day in named) if days else (),
            states=states.get(key, {}),
            shares=counted,
        )


def _latest(keys: Iterable[SiteMonth]) -> list[SiteMonth]:
    by_site: dict[str, list[SiteMonth]] = {}
    for key in sorted(keys):
        by_site.setdefault(key.site, []).append(key)
    return [key for months in by_site.values() for key in months[-LOOKED_BACK:]]


def _states(whole: WholeFile) -> dict[SiteMonth, _Counted]:
    found: dict[SiteMonth, _Counted] = {}
    for key, item, measure, count in whole.measures():
        if item != WHOLE_ROWS and measure in _STATES and measure != _NOT_THERE:
            found.setdefault(key, {}).setdefault(item, {})[measure] = count
    return found


def _shares(whole: WholeFile) -> dict[SiteMonth, _Counted]:
    found: dict[SiteMonth, _Counted] = {}
    for site, month, what, category, count in whole.portrayed.iter_rows():
        key = SiteMonth(site, Month.parse(month))
        found.setdefault(key, {}).setdefault(what, {})[category] = count
    return found


def _some(cells: dict[str, int]) -> dict[str, int]:
    """Leave out patterns that read no cell."""
    return {pattern: count for pattern, count in sorted(cells.items()) if count}
