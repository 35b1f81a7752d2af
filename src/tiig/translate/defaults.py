"""Times that a sender's system fills in by itself, as its profile names them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time

import polars as pl

from tiig.model.profile import Part
from tiig.model.states import ItemState
from tiig.translate.moments import read_moment
from tiig.translate.planning import Feed, Plan, Source
from tiig.translate.profile_keys import EXCEL

_CLOCK = re.compile(r"%[HI].*")
_WORKBOOK_CLOCK = "%H:%M"
_ANY_DAY, _DAY_FORM = "2000-01-01", "%Y-%m-%d"


def default_times(plan: Plan, item: str) -> tuple[frozenset[time], frozenset[datetime]]:
    """Return the times of day and the moments that are defaults of a moment item.

    The profile's `defaults` are read by the formats of their column. A time of day may
    stand for every day of a column of whole moments; a default day alone is its midnight
    and each default time. A text that no format reads is none: its cells have no value.
    """
    feed = next((feed for feed in plan.feeds if feed.item.id == item), None)
    if feed is None:
        return frozenset(), frozenset()
    times: set[time] = set()
    moments: set[datetime] = set()
    for source in feed.sources:
        if source.column.part is not Part.TIME:
            moments |= _moments(source, feed, plan)
        if source.column.part is not Part.DATE:
            times |= _times(source, feed, plan)
    if any(source.column.part is Part.DATE for source in feed.sources):
        moments |= {datetime.combine(day.date(), at) for day in moments for at in times}
    return frozenset(times), frozenset(moments)


def _moments(source: Source, feed: Feed, plan: Plan) -> set[datetime]:
    texts = {source.header: source.column.defaults}
    return _read((source,), texts, feed=feed, plan=plan, known={ItemState.GIVEN, ItemState.PART})


def _times(source: Source, feed: Feed, plan: Plan) -> set[time]:
    """Read defaults as times of a day that stands beside them, as in a column of dates."""
    column, formats = source.column, source.column.formats
    if column.part is Part.WHOLE:
        clocks = (_CLOCK.search(pattern) for pattern in formats)
        formats = tuple(clock[0] for clock in clocks if clock)
        formats += (_WORKBOOK_CLOCK,) if EXCEL in column.formats else ()
    if not formats:
        return set()
    beside = "day" if source.header != "day" else "date"
    day = replace(column, name=beside, part=Part.DATE, formats=(_DAY_FORM,), codes=())
    clock = replace(column, part=Part.TIME, formats=formats)
    texts = {beside: [_ANY_DAY] * len(column.defaults), source.header: column.defaults}
    pair = (replace(source, header=beside, column=day), replace(source, column=clock))
    found = _read(pair, texts, feed=feed, plan=plan, known={ItemState.GIVEN})
    return {moment.time() for moment in found}


def _read(
    sources: tuple[Source, ...],
    texts: Mapping[str, Sequence[str]],
    *,
    feed: Feed,
    plan: Plan,
    known: set[ItemState],
) -> set[datetime]:
    """Read texts as the cells of these columns; return the moments of the states asked for."""
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    if frame.is_empty():
        return set()
    value, state = read_moment(frame, replace(feed, sources=sources), plan)
    return set(value.filter(state.is_in([int(one) for one in known])).drop_nulls())
