"""Headline cards: the month and the months looked at, with intervals and changes."""

from __future__ import annotations

import numpy as np

from tiig.kit.intervals import byar
from tiig.kit.rounding import rounded
from tiig.model.cleared import Cleared, Shown
from tiig.model.figures import ALL
from tiig.model.months import Month, Period
from tiig.publish.exhibits.alike import alike, joined, throughout
from tiig.publish.exhibits.cells import (
    NOTHING,
    change,
    count_at,
    count_where,
    figure,
    has,
    month_words,
    named,
    shown_value,
)
from tiig.publish.exhibits.coverage import month_mark
from tiig.publish.exhibits.runs import RUNS, run_dimension, run_words, runs, unreceived
from tiig.publish.exhibits.subject import Subject
from tiig.publish.paper import Card, Cards
from tiig.standard import YEAR


def headline_cards(
    table: Cleared,
    subject: Subject,
    *,
    same: Cleared | None = None,
    presence: Cleared | None = None,
) -> Cards:
    """Return cards for the last month (where single months stand) and the latest run of them.

    Where other departments reported before, those that reported throughout are compared:
    `same` holds them by run, `presence` (the whole region only) by month.
    """
    cut = subject.cut(table)
    same = None if same is None else subject.cut(same)
    presence = None if subject.area is not None else presence
    if run_dimension(cut) is None:
        every = count_at(cut, *(ALL for _ in cut.columns))
        return Cards(
            (_card("The whole period", every, "no comparison with an earlier one can be shown"),),
            releases=(cut.release,),
            manifests=(cut.manifest,),
        )
    before, latest = runs(cut)
    cards = []
    if has(cut, "month_of_year") or has(cut, "month"):
        told = _of_month(cut, subject.month, presence)
        quality = month_mark(cut.coverage, subject.month)
        place = _place(cut, subject.month)
        now = count_where(cut, place) if place else NOTHING
        cards.append(_card(month_words(subject.month), now, told, quality=quality))
    told = _of_run(cut, before, latest, same) or ""
    earlier = f"the {subject.span} months before"
    told = f"{told} in {earlier}" if told else f"no comparison with {earlier} can be shown"
    now = count_where(cut, dict.fromkeys(RUNS, latest))
    cards.append(_card(run_words(cut)[latest], now, told, quality=_lacking(cut)))
    releases = [one.release for one in (cut, same, presence) if one is not None]
    return Cards(tuple(cards), releases=tuple(releases), manifests=(cut.manifest,))


def _of_month(cut: Cleared, month: Month, presence: Cleared | None) -> str:
    """Say how a month stands to the same one a year earlier."""
    before = month.plus(-YEAR)
    now, then = _place(cut, month), _place(cut, before)
    told = None
    if now and then:
        if alike(cut.coverage, (month,), (before,)):
            told = change(shown_value(count_where(cut, now)), shown_value(count_where(cut, then)))
        else:
            told = _of_the_same(throughout(presence, now), throughout(presence, then))
    earlier = month_words(before)
    return f"{told} in {earlier}" if told else f"no comparison with {earlier} can be shown"


def _of_run(cut: Cleared, before: str | None, latest: str, same: Cleared | None) -> str | None:
    """Say how the latest run stands to the one before, if that was received."""
    if before is None or unreceived(cut, before):
        return None
    if alike(cut.coverage, Period.parse(latest), Period.parse(before)):
        now, then = (count_where(cut, dict.fromkeys(RUNS, run)) for run in (latest, before))
        return change(shown_value(now), shown_value(then))
    by = "" if same is None else run_dimension(same) or ""
    return _of_the_same(throughout(same, {by: latest}), throughout(same, {by: before}))


def _of_the_same(now: int | None, then: int | None) -> str | None:
    """Compare the departments that reported throughout; the others came or went."""
    told = change(now, then)
    return f"departments that reported throughout: {now:,}, {told}" if told else None


def _place(cut: Cleared, month: Month) -> dict[str, str]:
    """Return where a month stands; nowhere if it lies outside or nobody reported it."""
    for run in run_words(cut):
        if month in Period.parse(run) and month not in unreceived(cut, run):
            of_year = has(cut, "month_of_year")
            step = {"month_of_year": f"{month.number:02d}"} if of_year else {"month": str(month)}
            return {run_dimension(cut) or "": run, **step}
    return {}


def _card(label: str, now: Shown, told: str, *, quality: str = "") -> Card:
    value = shown_value(now)
    lines = []
    if value is not None:
        low, high = (float(np.asarray(limit)) for limit in byar(value))
        lines.append(f"95 % interval {rounded(low):,} to {rounded(high):,}")
    lines.append(told)
    return Card(label, figure(now), tuple(line[0].upper() + line[1:] for line in lines), quality)


def _lacking(table: Cleared) -> str:
    """Say how many of the months behind the two runs of twelve were not received."""
    standings = table.coverage.standings
    missing = sum(not one.complete for _, _, one in standings)
    since = [f"{name} since {month_words(month)}" for name, month in joined(table.coverage).items()]
    months = len({month for _, month, _ in standings})
    part = " or in part" if table.coverage.lacks else ""
    parts = []
    if missing:
        parts.append(f"{missing} of {len(standings)} site-months missing{part} in {months} months")
    if since:
        parts.append(f"{named(since)} only")
    return f"Incomplete: {'; '.join(parts)}" if parts else ""
