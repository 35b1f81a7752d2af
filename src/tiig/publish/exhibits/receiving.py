"""When each month was received, and whether it holds as many rows as usual."""

from __future__ import annotations

from collections.abc import Callable

from tiig.model.cleared_quality import Aim, ClearedQuality, ShownMonth
from tiig.model.months import Month
from tiig.model.quality import Outcome
from tiig.publish.exhibits.cells import heading, month_words
from tiig.publish.exhibits.quality_cells import (
    days_cell,
    short_month,
    site_names,
    tight,
    volume_cell,
)
from tiig.publish.paper import Cell, Exhibit, Grid, NotShown

HISTORY = (
    "History = the month was over before the department began to send, so that it could not "
    "come in time."
)
USUAL = (
    "100 % = the median of the department's own months in the year before; a dash stands where "
    "there are fewer than three."
)


def timeliness_exhibit(quality: ClearedQuality) -> Exhibit | NotShown:
    """Show after how many days each month was received."""
    last = quality.period.last
    judged = [quality.by_month[key] for key in quality.by_month if key[1] == last]
    met = sum(one.in_time is Outcome.MET for one in judged)
    told = sum(one.in_time in {Outcome.MET, Outcome.MISSED} for one in judged)
    when = month_words(last)
    title = (
        f"{met} of {told} departments sent {when} in time"
        if told
        else f"No department's {when} is judged for time: all of it is history or held"
    )
    names = dict(quality.coverage.sites)
    limits = [
        f"{aim.level} after the month's end{_agreed_with(aim, names)}"
        for aim in quality.aims
        if aim.dimension == "timeliness"
    ]
    return _by_month(
        quality,
        id_="timeliness",
        title=title,
        summary="A table of the days from each month's end to the receipt of what is in force.",
        cell=days_cell,
        notes=(*(f"In time: {limit}." for limit in limits), HISTORY),
    )


def _agreed_with(aim: Aim, names: dict[str, str]) -> str:
    """Say for whom and which months a limit was agreed, where it was."""
    if aim.months is None:
        return ""
    first, last = aim.months
    whose = names.get(aim.site, aim.site) if aim.site else "all"
    until = f" to {month_words(last)}" if last is not None else ""
    return f" for {whose}, from {month_words(first)}{until}"


def volume_exhibit(quality: ClearedQuality) -> Exhibit | NotShown:
    """Show the rows of each month beside the department's own past."""
    last = quality.period.last
    few = [
        one
        for key, one in quality.by_month.items()
        if key[1] == last and one.volume.outcome is Outcome.MISSED
    ]
    when = month_words(last)
    title = (
        f"{len(few)} departments sent far fewer rows than usual for {when}"
        if few
        else f"No department sent far fewer rows than usual for {when}"
    )
    return _by_month(
        quality,
        id_="volume",
        title=title,
        summary="A table of each month's rows as a share of the department's own usual number.",
        cell=volume_cell,
        notes=(USUAL,),
    )


def _by_month(  # noqa: PLR0913 - what an exhibit says, and how its cells are made
    quality: ClearedQuality,
    *,
    id_: str,
    title: str,
    summary: str,
    cell: Callable[[ShownMonth | None], Cell],
    notes: tuple[str, ...],
) -> Exhibit | NotShown:
    months: tuple[Month, ...] = tuple(quality.period)
    names = site_names(quality)
    if not names:
        return NotShown(title, "no department was expected")
    rows = tuple(
        (heading(name), *(tight(cell(quality.by_month.get((site, month)))) for month in months))
        for site, name in names.items()
    )
    return Exhibit(
        id=id_,
        title=title,
        summary=summary,
        grid=Grid(("Department", *(short_month(month) for month in months)), rows),
        notes=notes,
        releases=(quality.release,),
        manifests=(quality.manifest,),
    )
