"""The receipt: what became of one file, for the organisation that sent it.

Row numbers, column names and rule ids; never a value of the file. It is a publication
under the preset `own-submission` and survives JSON, so that it can be drawn again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from tiig.model.audit import Head
from tiig.model.drift import Change, Portrait
from tiig.model.prepared import HospitalCounts
from tiig.model.submission import Pair, Tally

_NOTES = (
    "identifiers",
    "repairs",
    "findings",
    "set_aside",
    "ignored",
    "dropped",
    "converted",
)


@dataclass(frozen=True)
class RowNote:
    """Rows that met the same fate for the same reason; `rows` is written `12-15, 18`."""

    rule: str
    item: str
    column: str
    effect: str
    sentence: str
    advice: str
    count: int
    rows: str


@dataclass(frozen=True)
class PartLine:
    """A part of a site-month that is in force: its days as in `--period`, who sent it, its rows."""

    days: str
    submission: str
    rows: int
    nil: bool = False


def part_lines(pairs: Iterable[Pair]) -> tuple[PartLine, ...]:
    """Return pairs in force as receipts list them."""
    return tuple(PartLine(str(one.days), one.revision, one.rows, one.nil) for one in pairs)


@dataclass(frozen=True)
class SiteMonthLine:
    """One declared site-month: rows now, rows before, and what is in force after this file.

    `days` are those that were declared, empty where they are the month's. `previous` counts the
    rows that these take the place of (None: of none). `before` and `after` are the parts that
    were in force and are; `lacks` says which days none of the latter holds.
    """

    site: str
    name: str
    month: str
    rows: int
    previous: int | None
    recorded_assaults: int | None
    standing: str
    days: str = ""
    before: tuple[PartLine, ...] = ()
    after: tuple[PartLine, ...] = ()
    lacks: str = ""

    @property
    def superseded(self) -> tuple[PartLine, ...]:
        """The parts that were in force and no longer are."""
        return tuple(part for part in self.before if part not in self.after)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read a line back from what JSON holds."""
        parts = {
            name: tuple(PartLine(**part) for part in plain.get(name, ()))
            for name in ("before", "after")
        }
        return cls(**{**plain, **parts})


@dataclass(frozen=True)
class SiteMonthChange:
    """What a withdrawal changes in a site-month: parts in force before and after, days it lacks."""

    site: str
    month: str
    before: tuple[PartLine, ...]
    after: tuple[PartLine, ...]
    lacks: str


@dataclass(frozen=True)
class LineCount:
    """Physical lines of the file (rows of the sheet) and what they are.

    `numbered`: rows are called by the number of their record, since some share a line.
    """

    physical: int
    above_header: int
    header: int
    quoted_breaks: int
    numbered: bool = False


@dataclass(frozen=True)
class Receipt:
    """What was taken, held or refused, how many rows, and what to repair first.

    `dropped` are items that the `agreement` does not hold, or keeps by a coarser value.
    `converted` are identifying items with what they became, `lookup` the one by which postcodes
    became areas, `codes` the version of the code map that explained local values. `before` counts
    what the hospital did with the rows of its own file before it sent these. `drift` is what
    changed against the sender's last months, `changes` what is to be said of the comparison as a
    whole; the `portrait` is what the next file is held against. `limits` says which
    limits the process was held to that read the file; empty where it was never opened.
    """

    submission: str
    sender: str
    sender_name: str
    profile: str
    state: str
    received_at: str
    file: str
    sheet: str | None
    fingerprint: str
    period: str
    tally: Tally
    lines: LineCount
    site_months: tuple[SiteMonthLine, ...] = ()
    repairs: tuple[RowNote, ...] = ()
    findings: tuple[RowNote, ...] = ()
    set_aside: tuple[RowNote, ...] = ()
    ignored: tuple[RowNote, ...] = ()
    columns: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    identifiers: tuple[RowNote, ...] = ()
    incident: str | None = None
    destroy_by: str | None = None
    synthetic: bool = False
    nil: bool = False
    dropped: tuple[RowNote, ...] = ()
    converted: tuple[RowNote, ...] = ()
    lookup: str = ""
    agreement: str = ""
    purpose: str = ""
    before: HospitalCounts | None = None
    audit_head: str = ""
    codes: str = ""
    drift: tuple[Change, ...] = ()
    portrait: Portrait | None = None
    limits: str = ""

    def anchored(self, head: Head) -> Self:
        """Return the receipt with the signed head of the audit trail for its sender to keep."""
        return replace(self, audit_head=head.token if head.signature else "")

    def to_json(self) -> str:
        """Write the receipt so that `from_json` gives it back."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a receipt back."""
        plain = json.loads(text)
        plain["tally"] = Tally(**plain["tally"])
        plain["lines"] = LineCount(**plain["lines"])
        before = plain.get("before")
        plain["before"] = None if before is None else HospitalCounts(**before)
        plain["site_months"] = tuple(map(SiteMonthLine.from_plain, plain["site_months"]))
        for name in _NOTES:
            plain[name] = tuple(RowNote(**note) for note in plain.get(name, ()))
        plain["drift"] = tuple(Change.from_plain(one) for one in plain.get("drift", ()))
        plain["portrait"] = Portrait.from_plain(plain.get("portrait"))
        for name in ("columns", "changes", "reasons", "advice"):
            plain[name] = tuple(plain[name])
        return cls(**plain)
