"""What was read, counted from the bytes: every line of the file has its place here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt


class Reason(StrEnum):
    """Why a record was read but not handed out."""

    BLANK = "blank"
    FOOTER = "footer"


@dataclass(frozen=True)
class Ignored:
    """One record that was read and is not data; `row` as Excel or an editor shows it."""

    row: int
    reason: Reason


@dataclass(frozen=True)
class IgnoredRun:
    """Records on rows that follow each other, ignored for the same reason."""

    first: int
    last: int
    reason: Reason

    def __len__(self) -> int:
        """How many records the run holds."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Tally:
    """The account of a whole file.

    `physical_lines` are the lines of a text file, or the rows of a sheet down to the last
    that holds a value. `records` are all rows below the header, ignored ones included.
    `marks` is their second count where a record is no line: tags in the bytes of XML;
    `numbered` says that rows are the numbers of records, since some share a line; `hidden`
    how many rows a sheet does not show, by a filter or by hand: they are read like the others.
    Ignored records are kept as runs, since a sheet saved with a million empty rows is common.
    """

    physical_lines: int
    preamble_lines: int
    header_lines: int
    quoted_breaks: int
    records: int
    ignored_runs: tuple[IgnoredRun, ...] = ()
    marks: int | None = None
    numbered: bool = False
    hidden: int = 0

    @property
    def ignored_count(self) -> int:
        """How many records were ignored."""
        return sum(len(run) for run in self.ignored_runs)

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        """Every ignored record by its row."""
        return tuple(
            Ignored(row, run.reason)
            for run in self.ignored_runs
            for row in range(run.first, run.last + 1)
        )

    @property
    def balanced(self) -> bool:
        """Whether every physical line, or every mark of a record, is accounted for."""
        if self.marks is not None:
            return self.marks == self.records
        parts = self.preamble_lines + self.header_lines + self.quoted_breaks + self.records
        return self.physical_lines == parts

    def agrees(self, found: int) -> bool:
        """Tell whether `found` rows, handed out and accounted for, make the account close."""
        return self.balanced and found + self.ignored_count == self.records


class Account:
    """The tally while it grows; `closed` freezes it."""

    def __init__(
        self,
        *,
        preamble_lines: int,
        header_lines: int,
        marks: int | None = None,
        numbered: bool = False,
        hidden: int = 0,
    ) -> None:
        self.marks, self.numbered, self.hidden = marks, numbered, hidden
        self.preamble_lines = preamble_lines
        self.header_lines = header_lines
        self.quoted_breaks = 0
        self.records = 0
        self._runs: list[IgnoredRun] = []

    def ignore(self, rows: npt.ArrayLike, reason: Reason) -> None:
        """Enter ignored records, rows ascending, and join those that follow each other."""
        numbers = np.asarray(rows, np.int64)
        for run in np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1):
            if len(run):
                self._join(IgnoredRun(int(run[0]), int(run[-1]), reason))

    def _join(self, run: IgnoredRun) -> None:
        last = self._runs[-1] if self._runs else None
        if last is not None and last.last + 1 == run.first and last.reason is run.reason:
            self._runs[-1] = IgnoredRun(last.first, run.last, run.reason)
        else:
            self._runs.append(run)

    def closed(self, *, physical_lines: int) -> Tally:
        """Freeze the account with the number of lines that the file was found to have."""
        return Tally(
            physical_lines=physical_lines,
            preamble_lines=self.preamble_lines,
            header_lines=self.header_lines,
            quoted_breaks=self.quoted_breaks,
            records=self.records,
            ignored_runs=tuple(self._runs),
            marks=self.marks,
            numbered=self.numbered,
            hidden=self.hidden,
        )
