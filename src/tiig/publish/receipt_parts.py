"""What was in force before a file or a withdrawal and what is after, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tiig.model.receipt import PartLine, SiteMonthChange, SiteMonthLine

NOTHING = "nothing received"
NO_LONGER = "no longer"
NIL = "nil return"


@dataclass(frozen=True)
class PartRow:
    """One part of a site-month: its days, whose it is, and what became of it."""

    site: str
    month: str
    period: str
    rows: str
    submission: str
    before: str
    now: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as a table has it."""
        return (
            self.site,
            self.month,
            self.period,
            self.rows,
            self.before,
            self.now,
            self.submission,
        )


PARTS_HEADER = ("Site", "Month", "Period", "Rows", "Before", "Now", "Submission")


def part_rows(lines: Iterable[SiteMonthLine | SiteMonthChange]) -> Iterator[PartRow]:
    """Yield the parts of every site-month that had any, or of which days are lacking.

    The parts that went come first, then those that are in force, each by its days.
    """
    for line in lines:
        if line.before or line.lacks:
            every = {*line.before, *line.after}
            for part in sorted(every, key=lambda part: (part in line.after, part.days)):
                yield _row(line, part)
            if line.lacks and every:
                yield PartRow(line.site, line.month, line.lacks, NOTHING, "", "", "")


def _row(line: SiteMonthLine | SiteMonthChange, part: PartLine) -> PartRow:
    return PartRow(
        site=line.site,
        month=line.month,
        period=part.days,
        rows=NIL if part.nil else f"{part.rows:,}",
        submission=part.submission,
        before="in force" if part in line.before else "",
        now="in force" if part in line.after else NO_LONGER,
    )
