"""Headline cards: the month and the months looked at, with intervals and changes."""

from __future__ import annotations

import numpy as np

from tiig.kit.intervals import byar
from tiig.kit.rounding import rounded
from tiig.model.cleared import Cleared, Shown
from tiig.model.figures import ALL
from tiig.model.months import Month, Period
from tiig.publish.exhibits.cells import (
    NOTHING,
    change,
    count_at,
    figure,
    has,
    month_words,
    shown_value,
)
from tiig.publish.exhibits.coverage import month_mark
from tiig.publish.exhibits.runs import run_dimension, run_words, runs, unreceived
from tiig.publish.exhibits.subject import Subject
from tiig.publish.paper import Card, Cards
from tiig.standard import YEAR


def headline_cards(table: Cleared, subject: Subject) -> Cards:
    """Return cards for the last month (where single months stand) and the latest run of them."""
    cut = subject.cut(table)
    if run_dimension(cut) is None:
        every = count_at(cut, *(ALL for _ in cut.columns))
        return Cards(
            (_card("The whole period", every, None, "an earlier one"),),
            releases=(cut.release,),
            manifests=(cut.manifest,),
        )
    before, latest = runs(cut)
    cards = []
    if has(cut, "month_of_year") or has(cut, "month"):
        year_before = subject.month.plus(-YEAR)
        now, then = _month(cut, subject.month), _month(cut, year_before)
        said, earlier = month_words(subject.month), month_words(year_before)
        cards.append(
            _card(said, now, then, earlier, quality=month_mark(cut.coverage, subject.month))
        )
    rest = [ALL] * (len(cut.columns) - 1)
    whole = count_at(cut, before, *rest) if before and not unreceived(cut, before) else None
    now = count_at(cut, latest, *rest)
    earlier = f"the {subject.span} months before"
    cards.append(_card(run_words(cut)[latest], now, whole, earlier, quality=_lacking(cut)))
    return Cards(tuple(cards), releases=(cut.release,), manifests=(cut.manifest,))


def _month(cut: Cleared, month: Month) -> Shown:
    """Return the count of a month; nothing where it lies outside or nobody reported it."""
    for run in run_words(cut):
        if month in Period.parse(run) and month not in unreceived(cut, run):
            node = f"{month.number:02d}" if has(cut, "month_of_year") else str(month)
            return count_at(cut, run, node)
    return NOTHING


def _card(label: str, now: Shown, then: Shown | None, earlier: str, *, quality: str = "") -> Card:
    value = shown_value(now)
    lines = []
    if value is not None:
        low, high = (float(np.asarray(limit)) for limit in byar(value))
        lines.append(f"95 % interval {rounded(low):,} to {rounded(high):,}")
    told = change(value, shown_value(then))
    lines.append(f"{told} in {earlier}" if told else f"no comparison with {earlier} can be shown")
    return Card(label, figure(now), tuple(line[0].upper() + line[1:] for line in lines), quality)


def _lacking(table: Cleared) -> str:
    """Say how many of the months behind the two runs of twelve were not received."""
    standings = table.coverage.standings
    missing = sum(not one.reported for _, _, one in standings)
    if not missing:
        return ""
    months = len({month for _, month, _ in standings})
    return f"Incomplete: {missing} of {len(standings)} site-months missing in {months} months"
