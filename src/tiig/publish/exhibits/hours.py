"""When: hours or times of day against days or parts of the week."""

from __future__ import annotations

from tiig.model.cleared import Cleared, Shown
from tiig.model.figures import ALL
from tiig.publish.exhibits import charts
from tiig.publish.exhibits.breakdown import PARTS
from tiig.publish.exhibits.cells import (
    UNTOLD,
    count_at,
    figure,
    has,
    heading,
    labels,
    may_be_larger,
    notes_of,
    percent,
    shown_value,
    sign_of,
)
from tiig.publish.exhibits.subject import Subject, sentence
from tiig.publish.paper import Exhibit, Grid, NotShown

_DAY, _HOUR = "event_weekday", "event_hour"


def hours_exhibit(table: Cleared, subject: Subject, *, name: str = "hours") -> Exhibit | NotShown:
    """Show a heat map of day and time of the injury, in the detail that the table has."""
    cut = subject.cut(table)
    what = f"{subject.Noun} by day and time"
    if not has(cut, _DAY, _HOUR):
        return NotShown(what, "too few at most times to show days and hours together")
    days = {node: text for node, text in labels(cut, _DAY).items() if node not in UNTOLD}
    hours = {node: text for node, text in labels(cut, _HOUR).items() if node not in UNTOLD}
    values = {(day, hour): count_at(cut, day, hour) for day in days for hour in hours}
    inside = {
        cell: value
        for cell, one in values.items()
        if ALL not in cell and (value := shown_value(one))
    }
    if not inside:
        return NotShown(what, "the time is not known for any, or too few to show")
    day, hour = max(inside, key=lambda cell: inside[cell])
    share = percent(inside[day, hour], shown_value(values[ALL, ALL]))
    of = f" ({share} of all)" if share else ""
    larger = may_be_larger(inside[day, hour], _parts(cut), values[ALL, ALL])
    when = f"{days[day]}, {hours[hour][:1].lower()}{hours[hour][1:]}"
    title = sentence(f"most often {when}: {inside[day, hour]:,}{of}{larger}")
    order = [_time(text) for node, text in hours.items() if node != ALL]
    rows = tuple(
        (heading(_time(text)), *(figure(values[one, node]) for one in days))
        for node, text in hours.items()
    )
    return Exhibit(
        id=name,
        title=title,
        summary=f"A table shaded by how many: {title}.",
        grid=Grid(("Hour", *map(_day, days.values())), rows),
        chart=charts.heat(
            _drawn(values, days, hours),
            across=[_day(text) for node, text in days.items() if node != ALL],
            down=order,
            unit="Count",
        ),
        notes=(
            *((PARTS,) if any(" to " in text for text in days.values()) else ()),
            *notes_of(cut),
        ),
        releases=(cut.release,),
        manifests=(cut.manifest,),
    )


def _parts(cut: Cleared) -> list[Shown]:
    """Return every part of the total, those without day or time included."""
    return [row.count for row in cut.rows if ALL not in row.nodes]


def _drawn(
    values: dict[tuple[str, str], Shown], days: dict[str, str], hours: dict[str, str]
) -> list[dict[str, object]]:
    return [
        {
            "across": _day(days[day]),
            "down": _time(hours[hour]),
            "value": shown_value(one),
            "sign": sign_of(one),
        }
        for (day, hour), one in values.items()
        if ALL not in (day, hour)
    ]


def _day(text: str) -> str:
    """Shorten a day of the week; a part of the week stays as it is."""
    return text[:3] if text.endswith("day") and " " not in text else text


def _time(text: str) -> str:
    """Shorten `Night, 00:00 to 05:59` for a chart's edge; one hour is named by its beginning."""
    first, _, last = text.partition(" to ")
    if first[-5:-3] == last[:2]:
        return first
    return text.replace(" to ", "–").replace(":00", "").replace(":59", "").replace(",", "")
