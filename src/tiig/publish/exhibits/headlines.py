"""Headline cards: the month and the last twelve months, with intervals and changes."""

from __future__ import annotations

import numpy as np

from tiig.kit.intervals import byar
from tiig.kit.rounding import rounded
from tiig.model.cleared import Cleared, Shown
from tiig.model.figures import ALL
from tiig.publish.exhibits.cells import (
    change,
    count_at,
    figure,
    has,
    labels,
    month_words,
    runs,
    shown_value,
)
from tiig.publish.exhibits.coverage import month_mark
from tiig.publish.exhibits.subject import Subject
from tiig.publish.paper import Card, Cards


def headline_cards(table: Cleared, subject: Subject) -> Cards:
    """Return cards for the last month (where single months stand) and the last twelve."""
    cut = subject.cut(table)
    if not has(cut, "twelve_months"):
        every = count_at(cut, *(ALL for _ in cut.columns))
        return Cards(
            (_card("The whole period", every, None, "an earlier one"),),
            releases=(cut.release,),
            manifests=(cut.manifest,),
        )
    before, latest = runs(cut)
    cards = []
    if has(cut, "month_of_year"):
        number = f"{subject.month.number:02d}"
        now, then = count_at(cut, latest, number), count_at(cut, before or "", number)
        earlier = month_words(subject.month.plus(-12))
        cards.append(
            _card(
                month_words(subject.month),
                now,
                then,
                earlier,
                quality=month_mark(cut.coverage, subject.month),
            )
        )
    said = labels(cut, "twelve_months")[latest]
    rest = [ALL] * (len(cut.columns) - 1)
    whole = count_at(cut, before, *rest) if before else None
    now = count_at(cut, latest, *rest)
    cards.append(_card(said, now, whole, "the twelve months before", quality=_lacking(cut)))
    return Cards(tuple(cards), releases=(cut.release,), manifests=(cut.manifest,))


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
    return f"Incomplete: {missing} of {len(standings)} months of departments missing in two years"
