"""What was in force before a file or a withdrawal and what is after, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tiig.model.receipt import PartLine, SiteMonthLine

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


def part_rows(lines: Iterable[SiteMonthLine]) -> Iterator[PartRow]:
    """Yield the parts of every site-month that had any, or of which days are lacking."""
    for line in lines:
        if line.before or line.lacks:
            yield from changed_rows(line.site, line.month, line.before, line.after)
            if line.lacks:
                yield PartRow(line.site, line.month, line.lacks, NOTHING, "", "", "")


def changed_rows(
    site: str, month: str, before: Sequence[PartLine], after: Sequence[PartLine]
) -> Iterator[PartRow]:
    """Yield the parts that went, then those that are in force, each by its days."""
    every = sorted({*before, *after}, key=lambda part: (part in after, part.days))
    for part in every:
        yield PartRow(
            site=site,
            month=month,
            period=part.days,
            rows=NIL if part.nil else f"{part.rows:,}",
            submission=part.submission,
            before="in force" if part in before else "",
            now="in force" if part in after else NO_LONGER,
        )
