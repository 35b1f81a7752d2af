"""The invented senders: what each exports, in which layout, with which habits and mishaps.

The facts stand in `senders/*.toml`, a file a sender; here they become frozen values.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from tiig.model.months import Month
from tiig.model.profile import RowUnit, Scope

_ROOM = files("tiig.synthesis.recording")
FIRST, LAST = Month(1900, 1), Month(2199, 12)
"""Bounds of what has no beginning or no end."""


@dataclass(frozen=True)
class Written:
    """One column of an export: its name, the item behind it and how it is written.

    `how`: a pattern of dates, a list of words, `@nhs-dd`, `@snomed` or `@label` of the
    standard, `is:node` for a flag, `=text` for the same everywhere, `excel-...` for cells.
    """

    name: str
    item: str
    how: str = ""


@dataclass(frozen=True)
class Layout:
    """An export's form from a month on, and the profile that describes it to TIIG."""

    profile: str
    columns: tuple[Written, ...]
    since: Month = FIRST
    delimiter: str = ","
    encoding: str = "utf-8"
    quoted: bool = False
    row_is: RowUnit = RowUnit.ATTENDANCE
    sheet: str = ""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    distinct: bool = False


@dataclass(frozen=True)
class Habit:
    """How often an item is written otherwise than it was; `says` nothing: it stays blank.

    `says` is a node, `~not_known`, or of a moment `arrival`, `midnight`, `half-hour`.
    `per_month` is added to the share with every month after the first.
    """

    item: str
    share: float
    says: str = ""
    per_month: float = 0.0
    since: Month = FIRST
    until: Month = LAST
    sites: tuple[str, ...] = ()
    among: str = ""
    planted: str = ""

    def share_in(self, month: Month) -> float:
        """Return the share of rows in a month."""
        if not self.since <= month <= self.until:
            return 0.0
        grown = self.per_month * (month.index - self.since.index) if self.per_month else 0.0
        return min(self.share + grown, 1.0)


@dataclass(frozen=True)
class Filter:
    """From a month on an export lacks the rows whose item lies under a node."""

    since: Month
    item: str
    node: str


@dataclass(frozen=True)
class Corrected:
    """A month whose first export lacked an item and is sent again with the next month's."""

    month: Month
    without: str


@dataclass(frozen=True)
class Again:
    """A month exported once more by mistake, with only a share of its rows."""

    month: Month
    kept: float


@dataclass(frozen=True)
class Sender:
    """An invented sender; `late` is the share of its last days' rows that come a month late."""

    id: str
    scope: Scope
    sites: Mapping[str, str]
    layouts: tuple[Layout, ...]
    follow_ups: bool
    late: float = 0.0
    attendance: str = ""
    person: str = ""
    suffix: str = "csv"
    declares_period: bool = False
    joins: Month = FIRST
    absent: tuple[Month, ...] = ()
    nil: tuple[Month, ...] = ()
    habits: tuple[Habit, ...] = ()
    filters: tuple[Filter, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    again: tuple[Again, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def layout_in(self, month: Month) -> Layout:
        """Return the layout of a month's file."""
        return [layout for layout in self.layouts if layout.since <= month][-1]

    def sends(self, month: Month) -> bool:
        """Tell whether a file of a month ever comes."""
        return month >= self.joins and month not in self.absent and month not in self.nil


@cache
def all_senders() -> tuple[Sender, ...]:
    """Return the invented senders, by id."""
    found = [
        _sender(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in (_ROOM / "senders").iterdir()
        if path.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda sender: sender.id))


@cache
def local_words() -> Mapping[str, Mapping[str, str]]:
    """Return the lists of local words and codes, by category node."""
    return tomllib.loads((_ROOM / "words.toml").read_text(encoding="utf-8"))


def sender_profile(name: str) -> str:
    """Return the packaged profile that describes a layout to TIIG."""
    return (_ROOM / "profiles" / f"{name}.toml").read_text(encoding="utf-8")


def _sender(told: dict[str, Any]) -> Sender:
    layouts: list[Layout] = []
    for table in told.pop("layouts"):
        layouts.append(_layout(table, layouts))
    return Sender(
        **_months(
            told
            | {
                "scope": Scope(told["scope"]),
                "layouts": tuple(layouts),
                "habits": tuple(Habit(**_months(one)) for one in told.pop("habits", ())),
                "filters": tuple(Filter(**_months(one)) for one in told.pop("filters", ())),
                "corrected": tuple(Corrected(**_months(one)) for one in told.pop("corrected", ())),
                "again": tuple(Again(**_months(one)) for one in told.pop("again", ())),
            }
        )
    )


def _layout(table: dict[str, Any], earlier: list[Layout]) -> Layout:
    if "like" in table:
        changes = {one[0]: Written(*one) for one in table["changes"]}
        before: Layout = earlier[table["like"]]
        return replace(
            before,
            profile=table["profile"],
            since=Month.parse(table["from"]),
            columns=tuple(changes.get(column.name, column) for column in before.columns),
        )
    table = _months(table)
    table["row_is"] = RowUnit(table.get("row_is", "attendance"))
    table["columns"] = tuple(Written(*column) for column in table["columns"])
    return Layout(**table)


def _months(table: dict[str, Any]) -> dict[str, Any]:
    """Read months, lists and the words that Python keeps for itself."""
    renamed = {"from": "since", "to": "until"}
    told = {renamed.get(key, key): value for key, value in table.items()}
    for key in {"since", "until", "month", "joins"} & told.keys():
        told[key] = Month.parse(told[key])
    for key in {"absent", "nil"} & told.keys():
        told[key] = tuple(Month.parse(month) for month in told[key])
    for key in {"above", "below"} & told.keys():
        told[key] = tuple(told[key])
    if isinstance(told.get("sites"), list):
        told["sites"] = tuple(told["sites"])
    return told
