"""Months as a whole, as tables and files: rows beside those expected, and days until use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.coverage import Standing
from tiig.model.timeliness import DaysTaken, Timeliness, TimelySite
from tiig.model.volume import VolumeMonth, Volumes, VolumeVerdict
from tiig.publish.plain_tables import Line, answer_notes, table_csv, write_table_workbook

Grid = tuple[tuple[str, ...], list[tuple[str, ...]]]
_VOLUME = ("Site", "Department", "Month", "Standing", "Rows", "Expected", "Low", "High", "Verdict")
_DAYS = (
    "Site", "Department", "Month", "Standing", "Rows", "Received: half", "Received: nine in ten",
    "Usable: half", "Usable: nine in ten",
)  # fmt: skip
VOLUME_NOTE = (
    "Limits hold 99 months in 100 where nothing happened. Expected: the usual day of the"
    " department's last twelve months, the weekdays and public holidays of the month, and the"
    " season of all."
)
DAYS_NOTE = (
    "Days from an attendance until the file that told of it was received, and until its month"
    " could be used. -: no rows in force; absent is not late. Months that were over before the"
    " department first sent anything count too: what came as history took long by nature."
)
_UNUSUAL = {VolumeVerdict.FEWER, VolumeVerdict.MORE, VolumeVerdict.NOT_WHOLE}
_UNJUDGED = {VolumeVerdict.NO_PAST, VolumeVerdict.NOT_WHOLE}


def volume_grid(answer: ClearedProgramme[Volumes], *, every: bool) -> Grid:
    """Return header and rows by month; without `every`, of what is not as expected."""
    rows: list[tuple[str, ...]] = [
        (
            one.site_name, str(one.month), str(one.standing), _number(one.rows),
            _number(one.expected), "" if one.low is None else f"{one.low:,} to {one.high:,}",
            str(one.verdict),
        )
        for one in answer.told.months
        if every or one.verdict in _UNUSUAL
    ]  # fmt: skip
    return ("Department", "Month", "Standing", "Rows", "Expected", "Limits", "Verdict"), rows


def volume_calm(told: Volumes) -> str:
    """Say what stands where no month has more or fewer rows than expected: what could be judged."""
    judged = sum(one.verdict not in _UNJUDGED for one in told.months)
    without = sum(one.verdict is VolumeVerdict.NO_PAST for one in told.months)
    if not told.months:
        return "No month was expected, so that none could be judged."
    if not judged:
        return "No month could be judged: too little past, or not wholly received."
    if not without:
        return "Every month that was received had as many rows as was to be expected."
    return (
        "Every month that could be judged had as many rows as was to be expected; "
        f"{without} could not be, for too little past."
    )


def timeliness_grid(answer: ClearedProgramme[Timeliness], *, by_month: bool) -> Grid:
    """Return header and rows by department, or by month of the departments that are told."""
    days = ("Received: half", "nine in ten", "Usable: half", "nine in ten")
    rows: list[tuple[str, ...]]
    if by_month:
        rows = [
            (
                site.site_name, str(one.month), str(one.standing), _number(one.rows),
                *_days(one.received), *_days(one.usable),
            )
            for site in answer.told.sites
            for one in site.months
        ]  # fmt: skip
        return ("Department", "Month", "Standing", "Rows", *days), rows
    rows = [
        (one.site_name, *_standings(one), *_days(one.received), *_days(one.usable))
        for one in answer.told.sites
    ]
    return ("Department", "Months", "Absent", "Held", "Partly", "Nil", *days), rows


def volume_csv(answer: ClearedProgramme[Volumes]) -> str:
    """Return every month as CSV; a cell that a spreadsheet would compute is quoted as text."""
    return table_csv(_VOLUME, _volume_lines(answer.told), answer_notes(answer))


def write_volume_workbook(answer: ClearedProgramme[Volumes], path: Path) -> None:
    """Write every month as a workbook, numbers as numbers."""
    write_table_workbook("Volume", _VOLUME, _volume_lines(answer.told), answer_notes(answer), path)


def timeliness_csv(answer: ClearedProgramme[Timeliness]) -> str:
    """Return every month as CSV; a cell that a spreadsheet would compute is quoted as text."""
    return table_csv(_DAYS, _day_lines(answer.told), answer_notes(answer))


def write_timeliness_workbook(answer: ClearedProgramme[Timeliness], path: Path) -> None:
    """Write every month as a workbook, numbers as numbers."""
    write_table_workbook("Timeliness", _DAYS, _day_lines(answer.told), answer_notes(answer), path)


def _volume_lines(told: Volumes) -> Iterator[Line]:
    for one in told.months:
        numbers = map(_cell, (one.rows, one.expected, one.low, one.high))
        yield (*_named(one), *numbers, str(one.verdict))


def _named(one: VolumeMonth) -> tuple[str, ...]:
    return one.site, one.site_name, str(one.month), str(one.standing)


def _day_lines(told: Timeliness) -> Iterator[Line]:
    for site in told.sites:
        for one in site.months:
            days = (one.received, one.usable)
            numbers = [
                _cell(number)
                for taken in days
                for number in ((taken.half, taken.nine_in_ten) if taken else (None, None))
            ]
            yield (
                site.site, site.site_name, str(one.month), str(one.standing), one.rows, *numbers
            )  # fmt: skip


def _standings(site: TimelySite) -> tuple[str, ...]:
    counted = (Standing.ABSENT, Standing.HELD, Standing.PARTIAL, Standing.NIL)
    return (str(len(site.months)), *(str(site.standing(how)) for how in counted))


def _days(taken: DaysTaken | None) -> tuple[str, str]:
    return ("-", "-") if taken is None else (str(taken.half), str(taken.nine_in_ten))


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _cell(value: int | None) -> int | str:
    return "" if value is None else value
