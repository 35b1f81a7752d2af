"""Standard tables and themes: what pages, bulletins and profiles ask, written once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig.model.months import Month, Period
from tiig.model.question import By, Question, RateKind

AREA = "residence_la"
"""The dimension by which papers are cut: they ask for all of its areas and show one."""

YEAR = 12
_OTHER = {"twelve_months": "halves", "month_of_year": "month"}
"""What runs of another length are told by: a month of the year may then come twice, or never."""


@dataclass(frozen=True)
class StandardTable:
    """A question without its measure: `months` run back from the month of a paper.

    `measure` is set where the table is about another measure than its theme.
    """

    id: str
    label: str
    by: tuple[By, ...]
    months: int
    rate: RateKind | None = None
    hold: tuple[str, ...] = ()
    measure: str | None = None

    @property
    def by_area(self) -> bool:
        """Whether the table can be cut to one area."""
        return any(by.dimension == AREA for by in self.by)

    def question(self, measure: str, month: Month, geography: str | None = None) -> Question:
        """Ask it of a measure, up to a month."""
        return Question(
            measure=self.measure or measure,
            by=self.by,
            period=Period(month.plus(1 - self.months), month),
            rate=self.rate,
            geography=geography,
            hold=self.hold,
        )

    def spanning(self, months: int) -> StandardTable:
        """Return the table over runs of so many months instead of twelve."""
        if months == YEAR:
            return self
        by = tuple(
            replace(one, dimension=_OTHER.get(one.dimension, one.dimension)) for one in self.by
        )
        hold = tuple(_OTHER.get(name, name) for name in self.hold)
        return replace(self, by=by, hold=hold, months=self.months // YEAR * months)


@dataclass(frozen=True)
class Theme:
    """What a paper is about: a measure, its words in a sentence, and its standard tables."""

    id: str
    label: str
    measure: str
    noun: str
    profile: tuple[str, ...]
    bulletin: tuple[str, ...] = ()
