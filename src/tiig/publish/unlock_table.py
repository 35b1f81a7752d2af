"""The work list of repairs: a line each department and repair, the largest gain first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.unlock import RepairGain, SiteUnlock, Unlock
from tiig.publish.plain_tables import answer_notes, asked_note, table_csv, write_table_workbook

_HEADER = (
    "Site", "Department", "Repair", "Months", "Assaults", "Usable", "Lacking it",
    "Lacking only it", "Cannot be told, share", "More a month", "At least", "At most",
)  # fmt: skip
NOTHING_ALONE = "no item alone"
"""What stands for the best repair where no assault lacks one item only."""
_HUNDRED = 100


def unlock_grid(
    answer: ClearedProgramme[Unlock], *, every: bool
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows for a screen: of each department its best repair, or every one."""
    header = ("Department", "Ask for", "More a month", "95 %", "Now", "Lack only it", "Untold")
    rows = [
        _line(site, gain, every=every)
        for site in answer.told.sites
        for gain in (site.gains if every else [site.ask or site.gains[0]])
    ]
    return header, rows


def unlock_lines(answer: ClearedProgramme[Unlock]) -> list[str]:
    """Return what the figures mean, and whom they leave out."""
    told = answer.told
    asked = f"had {told.to_share} % of what is missing been asked for in these months"
    lines = [
        f"More a month: recorded assaults with date, place and weapon, {asked}.",
        "Untold: per cent of those lacking it that nobody could tell. Now: usable a month.",
    ]
    if told.uncounted:
        lines.append(f"No month wholly counted: {', '.join(told.uncounted)}.")
    return lines


def unlock_csv(answer: ClearedProgramme[Unlock]) -> str:
    """Return every gain as CSV; a cell that a spreadsheet would compute is quoted as text."""
    return table_csv(_HEADER, _body(answer.told), _notes(answer))


def write_unlock_workbook(answer: ClearedProgramme[Unlock], path: Path) -> None:
    """Write every gain as a workbook, numbers as numbers."""
    write_table_workbook("Work list", _HEADER, _body(answer.told), _notes(answer), path)


def _notes(answer: ClearedProgramme[Unlock]) -> list[str]:
    told = answer.told
    what = f"What asking for {told.to_share} % of what is missing would bring"
    whom = [*(one.site_name for one in told.sites), *told.uncounted]
    return answer_notes(answer, asked_note(what, told.period, whom), *unlock_lines(answer))


def _line(site: SiteUnlock, gain: RepairGain, *, every: bool) -> tuple[str, ...]:
    return (
        site.site_name,
        " + ".join(gain.items) if gain.only or every else NOTHING_ALONE,
        f"{gain.expected:.1f}",
        gain_between(gain),
        f"{site.usable / site.months:.1f}",
        str(gain.only),
        f"{_HUNDRED * gain.unanswerable:.0f}",
    )


def gain_between(gain: RepairGain) -> str:
    """Return an interval, or its one figure where it is narrower than what is told."""
    low, high = f"{gain.low:.1f}", f"{gain.high:.1f}"
    return low if low == high else f"{low} to {high}"


def _body(told: Unlock) -> Iterator[tuple[str | int | float, ...]]:
    for site in told.sites:
        for gain in site.gains:
            yield (
                site.site, site.site_name, " + ".join(gain.items), site.months, site.assaults,
                site.usable, gain.lacking, gain.only, gain.unanswerable, gain.expected,
                gain.low, gain.high,
            )  # fmt: skip
