"""Files whose days and times are impossible, ambiguous, shifted, defaulted or written oddly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tests.corpus.makers.base import FAULTY, Row, Sample, faulty, month, sent, text_of

ARRIVED = 'formats = ["%d/%m/%Y %H:%M"]'
DAY = 'part = "date"\nformats = ["%d/%m/%Y"]'
CLOCK = 'formats = ["%H:%M"]'


def cells(canary: str, **told: str) -> Sample:
    """Write dates or times into the row on line 12."""
    return sent(text_of(faulty(Bed=canary, **told)))


def arrival_format(canary: str, *, formats: str, cell: str = "", every: str = "") -> Sample:
    """Have the profile read arrivals by other formats; `every` rewrites all of them."""
    rows = faulty(Bed=canary)
    if every:
        for row in rows:
            row["Arrived"] = rewritten(row["Arrived"], every)
    if cell:
        rows[FAULTY]["Arrived"] = cell
    return sent(text_of(rows), profile={ARRIVED: f"formats = [{formats}]"})


def rewritten(arrived: str, form: str) -> str:
    """Write an arrival of the sound month in another form, by its parts."""
    day, mon, year, hour, minute = (
        arrived[0:2], arrived[3:5], arrived[6:10], arrived[11:13], arrived[14:16]
    )  # fmt: skip
    return form.format(d=day, m=mon, y=year, s=year[2:], H=hour, M=minute, D=int(day))


def of_month(canary: str, *, name: str, day: int, clock: str, happened: str = "") -> Sample:
    """Send a month other than June, with one arrival at a given hour."""
    rows = [in_month(row, name) for row in month()]
    year, number = name.split("-")
    rows[FAULTY] |= {
        "Arrived": f"{day:02}/{number}/{year} {clock}",
        "Day": f"{day:02}/{number}/{year}",
        "Clock": happened or clock,
        "Bed": canary,
    }
    return sent(text_of(rows), month=name)


def in_month(row: Row, name: str) -> Row:
    """Move a row of the sound month into another month, on the same days."""
    year, number = name.split("-")
    moved = f"/{number}/{year}"
    return row | {
        "Arrived": row["Arrived"].replace("/06/2026", moved),
        "Day": row["Day"].replace("/06/2026", moved),
    }


def swapped(canary: str, *, rows: int) -> Sample:
    """Write month before day in the first rows, as an American export does."""
    told = faulty(Bed=canary)
    for row in told[:rows]:
        day, number, rest = row["Arrived"].split("/")
        row["Arrived"] = f"{number}/{day}/{rest}"
    return sent(text_of(told))


def swapped_quarter(canary: str) -> Sample:
    """Swap day and month only where the swap is a date, as a spreadsheet of another country."""
    rows = [in_month(row, f"2026-{4 + n % 3:02}") for n, row in enumerate(faulty(Bed=canary))]
    for row in rows:
        day, number, rest = row["Arrived"].split("/")
        if int(day) <= 12:
            row["Arrived"] = f"{number}/{day}/{rest}"
    return sent(text_of(rows), month="2026-04..2026-06")


def serials(canary: str, *, from_year: int, formats: str) -> Sample:
    """Write arrivals as serial days of a spreadsheet that counts from 1900 or from 1904."""
    first = 46174 - (1462 if from_year == 1904 else 0)  # 1 June 2026
    rows = faulty(Bed=canary)
    for row in rows:
        hours = int(row["Arrived"][11:13]) + 0.25
        row["Arrived"] = f"{first + int(row['Arrived'][:2]) - 1 + hours / 24:.10f}".rstrip("0")
    return sent(text_of(rows), profile={ARRIVED: f"formats = [{formats}]"})


def serial_cell(canary: str, *, cell: str) -> Sample:
    """Let one arrival come as a bare serial number where the profile allows both forms."""
    formats = '"%d/%m/%Y %H:%M", "excel-serial"'
    return arrival_format(canary, formats=formats, cell=cell)


def every_day(canary: str, *, day: str, clock: str = "21:15") -> Sample:
    """Give every row the same moment of injury, which the system fills in by itself."""
    rows = [row | {"Day": day, "Clock": clock} for row in month()]
    rows[FAULTY]["Bed"] = canary
    return sent(text_of(rows))


def defaults(canary: str, *, clock: str) -> Sample:
    """Say in the profile that a time of day is a default, and send it in eleven rows."""
    rows = faulty(Bed=canary)
    for row in rows[:11]:
        row["Clock"] = clock
    return sent(text_of(rows), profile={CLOCK: f'{CLOCK}\ndefaults = ["{clock}"]'})


def split_arrival(canary: str, *, clock: str) -> Sample:
    """Let arrival day and time stand in two columns, as many systems have it."""
    rows = faulty(Bed=canary)
    for row in rows:
        row["Arrived"], row["Came"] = row["Arrived"].split(" ")
    rows[FAULTY]["Came"] = clock
    header = ["No", "Site", "Arrived", "Came", *list(rows[0])[3:-1]]
    profile = {
        f'item = "arrival_at"\n{ARRIVED}': (
            'item = "arrival_at"\npart = "date"\nformats = ["%d/%m/%Y"]\n'
            '[[columns]]\nname = "Came"\nitem = "arrival_at"\npart = "time"\nformats = ["%H:%M"]'
        )
    }
    return sent(text_of(rows, header=header), profile=profile)


def in_files_own_period(canary: str, *, start: str, end: str, month: str | None) -> Sample:
    """Name the reporting period in two columns of the file."""
    if not start:
        return sent(text_of(faulty(Bed=canary)), month=month)
    rows = [row | {"From": "01/06/2026", "To": "30/06/2026"} for row in faulty(Bed=canary)]
    rows[FAULTY] |= {"From": start, "To": end}
    period = '[[sites]]\ncode = "XQ101"'
    words = f'[period]\nstart = "From"\nend = "To"\nformat = "%d/%m/%Y"\n{period}'
    header = [*list(rows[0])]
    return sent(text_of(rows, header=header), month=month, profile={period: words})


FILES: Mapping[str, partial[Sample]] = {
    "thirty-first-of-february": partial(cells, Arrived="31/02/2026 10:15"),
    "thirty-first-of-june": partial(cells, Arrived="31/06/2026 10:15"),
    "leap-day-of-a-common-year": partial(cells, Day="29/02/2026"),
    "leap-day-of-a-leap-year": partial(
        of_month, name="2024-02", day=29, clock="10:15", happened="09:10"
    ),
    "arrival-blank": partial(cells, Arrived=""),
    "arrival-of-spaces": partial(cells, Arrived="   "),
    "arrival-without-time": partial(cells, Arrived="15/06/2026"),
    "arrival-with-seconds": partial(cells, Arrived="15/06/2026 16:15:59"),
    "arrival-with-sixtieth-second": partial(cells, Arrived="15/06/2026 16:15:60"),
    "arrival-in-single-digits": partial(cells, Arrived="9/6/2026 8:05"),
    "arrival-with-spaces-around": partial(cells, Arrived="  15/06/2026 16:15 "),
    "arrival-at-twenty-four-hours": partial(cells, Arrived="15/06/2026 24:00"),
    "arrival-at-minute-sixty": partial(cells, Arrived="15/06/2026 16:60"),
    "arrival-in-the-next-month-at-midnight": partial(cells, Arrived="01/07/2026 00:00"),
    "arrival-in-the-last-minute": partial(cells, Arrived="30/06/2026 23:59", Day="30/06/2026"),
    "arrival-a-month-early": partial(cells, Arrived="15/05/2026 16:15"),
    "arrival-in-the-future": partial(cells, Arrived="15/06/2062 16:15"),
    "arrival-in-1900": partial(cells, Arrived="01/01/1900 00:00"),
    "arrival-in-1753": partial(cells, Arrived="01/01/1753 00:00"),
    "arrival-in-year-26": partial(cells, Arrived="15/06/0026 16:15"),
    "arrival-day-and-month-swapped-where-that-fits": partial(swapped, rows=1),
    "arrivals-month-first-in-all-rows": partial(swapped, rows=60),
    "arrivals-swapped-by-a-spreadsheet-over-a-quarter": partial(swapped_quarter),
    "arrival-iso-where-day-first-is-said": partial(cells, Arrived="2026-06-15 16:15"),
    "arrivals-iso-with-zone-not-said": partial(cells, Arrived="2026-06-15T16:15:00+01:00"),
    "arrivals-iso-with-utc-mark": partial(
        arrival_format, formats='"%Y-%m-%dT%H:%M:%S"', every="{y}-{m}-{d}T{H}:{M}:00",
        cell="2026-06-15T16:15:00Z",
    ),
    "arrivals-with-two-digit-years": partial(
        arrival_format, formats='"%d/%m/%y %H:%M"', every="{d}/{m}/{s} {H}:{M}"
    ),
    "four-digit-year-among-two-digit-ones": partial(
        arrival_format, formats='"%d/%m/%y %H:%M"', every="{d}/{m}/{s} {H}:{M}",
        cell="15/06/2026 16:15",
    ),
    "arrivals-with-month-names": partial(
        arrival_format, formats='"%d-%b-%Y %H:%M"', every="{d}-JUN-{y} {H}:{M}"
    ),
    "month-name-in-french": partial(
        arrival_format, formats='"%d-%b-%Y %H:%M"', every="{d}-Jun-{y} {H}:{M}",
        cell="15-juin-2026 16:15",
    ),
    "arrivals-in-twelve-hours": partial(
        arrival_format, formats='"%d/%m/%Y %I:%M %p", "%d/%m/%Y %H:%M"', cell="15/06/2026 04:15 PM"
    ),
    "thirteen-o-clock-pm": partial(
        arrival_format, formats='"%d/%m/%Y %I:%M %p", "%d/%m/%Y %H:%M"', cell="15/06/2026 13:15 PM"
    ),
    "arrivals-run-together": partial(
        arrival_format, formats='"%d%m%Y%H%M"', every="{d}{m}{y}{H}{M}"
    ),
    "arrivals-run-together-nought-lost": partial(
        arrival_format, formats='"%d%m%Y%H%M"', every="{D}{m}{y}{H}{M}"
    ),
    "serials-from-1900": partial(serials, from_year=1900, formats='"excel-serial"'),
    "serials-from-1904-in-text": partial(serials, from_year=1904, formats='"excel-serial"'),
    "serials-not-said": partial(serials, from_year=1900, formats='"%d/%m/%Y %H:%M"'),
    "one-serial-among-dates": partial(serial_cell, cell="46188.677083"),
    "serial-zero": partial(serial_cell, cell="0"),
    "serial-of-the-false-leap-day": partial(serial_cell, cell="60"),
    "serial-with-decimal-comma": partial(serial_cell, cell="46188,677"),
    "clock-goes-forward-no-such-hour": partial(
        of_month, name="2026-03", day=29, clock="01:30", happened="00:40"
    ),
    "clock-goes-back-hour-twice": partial(
        of_month, name="2025-10", day=26, clock="01:20", happened="01:50"
    ),
    "injury-after-arrival": partial(cells, Clock="23:59"),
    "injury-century-before": partial(cells, Day="15/06/1926"),
    "injury-day-unreadable": partial(cells, Day="last Monday"),
    "injury-time-in-words": partial(cells, Clock="about 3"),
    "injury-time-without-colon": partial(cells, Clock="2140"),
    "injury-time-without-day": partial(cells, Day=""),
    "injury-day-not-known": partial(cells, Day="N/K", Clock="N/K"),
    "injury-on-1900-01-01-in-all-rows": partial(every_day, day="01/01/1900", clock="00:00"),
    "injury-time-default-said": partial(defaults, clock="00:01"),
    "arrival-time-apart": partial(split_arrival, clock="16:15"),
    "arrival-time-apart-and-blank": partial(split_arrival, clock=""),
    "arrival-time-apart-and-twenty-four": partial(split_arrival, clock="24:00"),
    "period-cells-agree": partial(
        in_files_own_period, start="01/06/2026", end="30/06/2026", month=None
    ),
    "period-cells-of-one-row-differ": partial(
        in_files_own_period, start="01/05/2026", end="31/05/2026", month=None
    ),
    "period-cells-contradict-the-command": partial(
        in_files_own_period, start="01/06/2026", end="30/06/2026", month="2026-05"
    ),
    "period-never-told": partial(in_files_own_period, start="", end="", month=None),
}  # fmt: skip
