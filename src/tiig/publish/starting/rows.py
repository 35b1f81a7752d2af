"""The rows of the test files: invented attendances that pass, and one fault of each kind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from tiig.model.months import Month
from tiig.publish.starting.asked import PERIOD_END, PERIOD_START, Asked
from tiig.publish.starting.party import Site
from tiig.standard.items import Kind

Cell = str | int | date | datetime | None
"""A cell as a workbook holds it; in text a day or moment is written in full."""
TIMES_TOLD = 6
"""How often each invented attendance stands in the file that passes."""
_DAYS_APART = 3


@dataclass(frozen=True)
class Table:
    """A header and its rows."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Fault:
    """One fault of the file that fails: where it stands, what it is, what the receipt names."""

    row: int
    heading: str
    what: str
    rule: str


class Inventing:
    """Writes rows of a month in the order of what is asked."""

    def __init__(self, asked: Sequence[Asked], sites: Sequence[Site], month: Month) -> None:
        """Invent for these sites and this month."""
        self._asked, self._sites, self._month = asked, sites, month
        self._stories = _told("stories.toml")
        self._made = 0

    @property
    def header(self) -> tuple[str, ...]:
        """The column headings."""
        return (*(one.heading for one in self._asked), PERIOD_START, PERIOD_END)

    def example(self) -> Mapping[str, Cell]:
        """Return a cell for each heading, of the first attendance that has one there."""
        told = zip(*self.passing().rows, strict=True)
        cells = (next((cell for cell in column if cell is not None), None) for column in told)
        return dict(zip(self.header, cells, strict=True))

    def passing(self) -> Table:
        """Return rows in which nothing is wrong."""
        rows = [self._row(story) for _ in range(TIMES_TOLD) for story in self._stories]
        return Table(self.header, tuple(map(self._cells, rows)))

    def failing(self) -> tuple[Table, tuple[Fault, ...]]:
        """Return the rows that pass and one row for each fault, with the list of faults."""
        good = self.passing()
        rows, faults, before = list(good.rows), [], dict[str, Cell]()
        for told in _told("faults.toml")["fault"]:
            row = self._row(told["story"])
            if told.get("copy"):
                rows.append(self._cells(row))
            else:
                self._spoil(row, told, before)
            before = row
            rows.append(self._cells(row))
            heading = next((a.heading for a in self._asked if a.id == told.get("item")), "")
            faults.append(Fault(len(rows) + 1, heading, told["what"], told["rule"]))
        return Table(self.header, tuple(rows)), tuple(faults)

    def refused(self) -> tuple[Table, Fault]:
        """Return the rows that pass and one that no file may hold."""
        good, told = self.passing(), _told("faults.toml")["refused"]
        row = self._row(told["story"])
        self._spoil(row, told, {})
        heading = next(a.heading for a in self._asked if a.id == told["item"])
        rows = (*good.rows, self._cells(row))
        return Table(self.header, rows), Fault(len(rows) + 1, heading, told["what"], "")

    def _row(self, story: str) -> dict[str, Cell]:
        """Return an attendance by item."""
        told, place = self._stories[story], self._made
        self._made += 1
        days = (self._month.last_day - self._month.first_day).days
        day = self._month.first_day + timedelta(place * _DAYS_APART % days)
        arrived = datetime.combine(day, time.fromisoformat(told["arrives"]))
        row: dict[str, Cell] = {
            "site": self._sites[place % len(self._sites)].code,
            "attendance_number": f"T{place + 1:04}",
            "arrival_at": arrived,
            "departure_at": arrived + timedelta(minutes=told["stays"]),
        }
        if "injured_before" in told:
            row["injury_at"] = arrived - timedelta(minutes=told["injured_before"])
        for one in self._asked:
            if one.id in told:
                row[one.id] = one.text_of(told[one.id]) if one.item.coded else told[one.id]
        return row

    def _spoil(
        self, row: dict[str, Cell], told: Mapping[str, Any], before: Mapping[str, Cell]
    ) -> None:
        item = told["item"]
        cell = row.get(item)
        if "shift" in told and isinstance(cell, datetime):
            row[item] = cell + timedelta(minutes=told["shift"])
        elif "same_as_before" in told:
            row |= {name: before[name] for name in told["same_as_before"]}
        else:
            row[item] = told["cell"] or None

    def _cells(self, row: Mapping[str, Cell]) -> tuple[Cell, ...]:
        period = (self._month.first_day, self._month.last_day)
        return (*(row.get(one.id) for one in self._asked), *period)


def is_moment(asked: Asked) -> bool:
    """Tell whether an item's cells are dates with times."""
    return asked.item.kind is Kind.MOMENT


def _told(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("tiig.publish.starting") / name).read_text(encoding="utf-8"))
