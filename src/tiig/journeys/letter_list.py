"""Which departments a letter can be written to about a month, and which was written when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.coverage import Standing
from tiig.model.months import Month, Period
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class LetterLine:
    """A department and how its month stands; `written` is the day of its last letter about it."""

    site: str
    name: str
    standing: Standing
    written: date | None

    @property
    def may_be_written(self) -> bool:
        """Whether the month is there in full, so that a letter can tell of it."""
        return self.standing.complete


@dataclass(frozen=True)
class LetterList:
    """The departments of a month."""

    month: Month
    lines: tuple[LetterLine, ...]


def letter_list(
    month: str | None, *, asker: Asker, services: Services, progress: Progress
) -> LetterList:
    """Return the departments that were expected to report a month (None: the newest)."""
    del progress
    desk.check_ours(asker, services)
    of = desk.month_of(month, services)
    pairs = services.catalogue.pairs()
    coverage = desk.coverage_of(Period.of(of), services, pairs=pairs, at=services.clock.now())
    names, written = dict(coverage.sites), desk.letters_written(of, services)
    return LetterList(
        of,
        tuple(
            LetterLine(site, names.get(site, site), standing, written.get(site))
            for site, _, standing in coverage.standings
        ),
    )
