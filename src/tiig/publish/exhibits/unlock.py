"""What a repair would bring: usable assault records more a month, with what is not sure of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tiig.kit.rounding import rounded
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.unlock import RepairGain, SiteUnlock, Unlock
from tiig.publish.exhibits.cells import heading, named
from tiig.publish.exhibits.charts import whiskers
from tiig.publish.paper import Cell, Exhibit, Grid
from tiig.publish.unlock_table import NOTHING_ALONE, unlock_lines

_HUNDRED = 100
_UNIT = "Usable assault records more a month, with 95 % intervals"
_COLUMNS = (
    "Usable a month now", "More a month", "At least", "At most", "Assaults that lack only it",
    "Of those lacking it, nobody could tell, %",
)  # fmt: skip


class _Line(NamedTuple):
    label: str
    site: SiteUnlock
    gain: RepairGain


def unlock_exhibit(answer: ClearedProgramme[Unlock], *, every: bool) -> Exhibit:
    """Show of each department its best repair, or with `every` each repair of the one told."""
    told = answer.told
    meaning, _, *left_out = unlock_lines(answer)
    lines = _lines(told, every=every)
    return Exhibit(
        id="gains",
        title=_title(told, lines, every=every),
        summary=_summary(lines),
        grid=Grid(
            ("Ask for" if every else "Department: ask for", *_COLUMNS),
            tuple(_row(line) for line in lines),
        ),
        chart=whiskers(
            [
                {"label": one.label, "value": one.gain.expected, "lower": one.gain.low,
                 "upper": one.gain.high, "chosen": "no"}
                for one in lines
            ],
            order=[one.label for one in lines],
            unit=_UNIT,
            average=None,
        )
        if lines
        else None,
        notes=(meaning, *left_out),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )  # fmt: skip


def _lines(told: Unlock, *, every: bool) -> list[_Line]:
    """Return a line for each repair of a department, or for the best of each department."""
    gains = [
        (site, gain)
        for site in told.sites
        for gain in (site.gains if every else [site.ask or site.gains[0]])
    ]
    alike = _alike(gain for _, gain in gains)
    return [
        _Line(_of(gain) if every else _label(site, gain, alike=alike), site, gain)
        for site, gain in gains
    ]


def _label(site: SiteUnlock, gain: RepairGain, *, alike: bool) -> str:
    if alike:
        return site.site_name
    return f"{site.site_name}: {_of(gain) if gain.only else NOTHING_ALONE}"


def _alike(gains: Iterable[RepairGain]) -> bool:
    return len({one.items for one in gains}) == 1


def _of(gain: RepairGain) -> str:
    return named(gain.items)


def _title(told: Unlock, lines: Sequence[_Line], *, every: bool) -> str:
    alike = _alike(one.gain for one in lines) and not every
    what = f"the missing {_of(lines[0].gain)}" if alike else "what is missing"
    often = "every time" if told.to_share == _HUNDRED else f"in {told.to_share} % of cases"
    asked = f"Had {what} been asked for {often}"
    if not lines:
        return f"{asked}: no month is wholly counted"
    if every:
        best = max(lines, key=lambda one: one.gain.expected)
        return f"{asked} at {best.site.site_name}: {_more(best)} by the {best.label}"
    best = lines[0]
    total = rounded(sum(one.gain.expected for one in lines), 1)
    return (
        f"{asked}: {total} more usable records a month at all departments, most at "
        f"{best.site.site_name} ({_more(best)})"
    )


def _more(one: _Line) -> str:
    gain = one.gain
    more = f"{rounded(gain.expected, 1)} more a month"
    low, high = rounded(gain.low, 1), rounded(gain.high, 1)
    return more if low == high else f"{more}, {low} to {high}"


def _summary(lines: Sequence[_Line]) -> str:
    if not lines:
        return "Nothing to draw."
    return (
        f"A point for each of {len(lines)} repairs at the usable records that it would bring a "
        "month, with a line from the least to the most that 95 % allow. "
        f"Most: {lines[0].label}, {_more(lines[0])}."
    )


def _row(line: _Line) -> tuple[Cell, ...]:
    site, gain = line.site, line.gain
    unable = rounded(_HUNDRED * gain.unanswerable)
    figures = (site.usable / site.months, gain.expected, gain.low, gain.high)
    return (
        heading(line.label),
        *(Cell(f"{one:.1f}", float(rounded(one, 1))) for one in figures),
        Cell(f"{gain.only:,}", gain.only),
        Cell(f"{unable}", int(unable)),
    )
