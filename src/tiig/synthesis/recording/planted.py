"""What is planted in the recording: all of it for the truth, and what a house would hear of."""

from __future__ import annotations

from collections.abc import Iterator

from tiig.model.months import Month
from tiig.synthesis.recording.senders import FIRST, LAST, Sender


def news_of(sender: Sender, month: Month) -> Iterator[str]:
    """Say what a sender tells the house in a month; filters and drifts nobody announces."""
    if month == sender.joins:
        yield f"{sender.id} sends for the first time"
    for number, layout in enumerate(sender.layouts[1:], start=2):
        if month == layout.since:
            yield f"{sender.id} has changed its codes: version {number} of its profile is added"
    if month in sender.absent:
        yield f"{sender.id} sends nothing: its sites are absent, not zero"


def planted_in(sender: Sender) -> list[dict[str, object]]:
    """Say what was planted in a sender's recording, wherever its months lie."""

    def entry(what: str, since: Month, **more: object) -> dict[str, object]:
        return {"what": what, "sender": sender.id, "from": str(since), **more}

    found = [entry("coding change", one.since, profile=one.profile) for one in sender.layouts[1:]]
    if sender.joins > FIRST:
        found.append(entry("late joiner", sender.joins))
    found += [entry("absent month", month) for month in sender.absent]
    found += [entry("nil return", month) for month in sender.nil]
    found += [
        entry("filter change", one.since, lacks=f"{one.item} {one.node}") for one in sender.filters
    ]
    found += [entry("month sent again, corrected", one.month) for one in sender.corrected]
    found += [entry("month exported again, most rows lost", one.month) for one in sender.again]
    for habit in sender.habits:
        if habit.planted:
            ends = {} if habit.until == LAST else {"to": str(habit.until)}
            about = {"item": habit.item, "sites": list(habit.sites or sender.sites)}
            shares = {"share": habit.share, "per_month": habit.per_month}
            found.append(entry(habit.planted, habit.since, **about, **shares, **ends))
    return found
