"""The sender profile: the dated, versioned description of a sender's layout.

A profile is a TOML file that a person can read; `translate.read_profile` turns it into
these frozen values. Only facts stand here: what to do with them is `receive`'s and
`translate`'s affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scope(StrEnum):
    """Which attendances a sender's extract covers."""

    ALL_ATTENDANCES = "all-attendances"
    ALL_INJURIES = "all-injuries"
    ASSAULTS_ONLY = "assaults-only"


class Cadence(StrEnum):
    """How often a sender sends."""

    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONCE = "once"


class FileFormat(StrEnum):
    """The kinds of file that can be opened."""

    CSV = "csv"
    XLSX = "xlsx"
    XML = "xml"


class RowUnit(StrEnum):
    """What one row of the file stands for."""

    ATTENDANCE = "attendance"
    INJURY = "injury"


class Part(StrEnum):
    """Which part of a moment a column holds."""

    WHOLE = "whole"
    DATE = "date"
    TIME = "time"


class Treatment(StrEnum):
    """What becomes of a column that holds an identifier, if the profile allows it in."""

    DROP = "drop"
    AGE = "age"
    DISTRICT = "district"
    LSOA = "lsoa"


ANY_PATH = "*"
"""Among the paths of a layout: every path names itself, for XML that nobody has described."""


@dataclass(frozen=True)
class FileLayout:
    """How the bytes of the file are to be opened; nothing is guessed from the bytes.

    Of XML, `record` is the path of the element that is a row, and `paths` are the names of
    all columns that the profile speaks of: only they say which elements may repeat.
    `also` names other kinds of file in which the same table may come.
    """

    format: FileFormat = FileFormat.CSV
    also: tuple[FileFormat, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    quoted_line_breaks: bool = False
    sheet: str | None = None
    header_row: int = 1
    footer_rows: int = 0
    row_is: RowUnit = RowUnit.ATTENDANCE
    record: str = ""
    paths: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeriodCells:
    """Where the file itself declares its reporting period: first and last day.

    Each is a column in which every row repeats the day, or `cell:B1`, a cell above the
    header as a spreadsheet names it; `formats` are tried in order.
    """

    start: str
    end: str
    formats: tuple[str, ...]


@dataclass(frozen=True)
class SiteEntry:
    """A site of the provider, and the local values of the site column that mean it."""

    code: str
    name: str
    values: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Column:
    """One column of the file: the item it feeds and how its cells are to be read.

    `formats` are strptime patterns tried in order (`excel-serial` is the serial day
    number); `codes` maps local values to node ids, `~not_known` or `~none`;
    `description` names the column whose words explain this column's codes. `free_text`
    marks words that feed no item: they are searched for identifiers and dropped.
    """

    name: str
    item: str | None = None
    part: Part = Part.WHOLE
    formats: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    description: str | None = None
    treatment: Treatment | None = None
    required: bool = False
    defaults: tuple[str, ...] = ()
    free_text: bool = False


@dataclass(frozen=True)
class SenderProfile:
    """How one sender's files are laid out from a day on; `version` grows with each change.

    `tells_assaults` is False where the sender declares that no item of the layout can
    tell an assault: assault counts are then *not available*, never zero. `period_in_name` is
    the pattern by which a watched file's name says its month. A file is due `due_days` after
    the end of what its cadence lets it cover.
    """

    sender: str
    name: str
    provider: str
    version: int
    valid_from: date
    scope: Scope
    layout: FileLayout
    columns: tuple[Column, ...]
    sites: tuple[SiteEntry, ...]
    cadence: Cadence = Cadence.MONTHLY
    settling_days: int = 60
    due_days: int = 15
    department_type: str | None = None
    constants: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    period_cells: PeriodCells | None = None
    period_in_name: str | None = None
    tells_assaults: bool = True
    synthetic: bool = False
    fingerprint: str = ""

    @property
    def key(self) -> str:
        """The profile's name in lineage: `sender@version`."""
        return f"{self.sender}@{self.version}"


class ColumnRole(StrEnum):
    """What a file's column is to the detectors of gate one."""

    CODED = "coded"
    MOMENT = "moment"
    WHOLE = "whole"
    SITE = "site"
    AREA = "area"
    LOCAL_NUMBER = "local-number"
    FREE_TEXT = "free-text"
    TREATED = "treated"
    IGNORED = "ignored"
