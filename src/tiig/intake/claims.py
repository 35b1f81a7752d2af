"""What a file changes of what is in force, site-month by site-month: before, ended, cut, after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiig.intake.surroundings import Surroundings
from tiig.intake.whole_file import WholeFile
from tiig.model.days import Days
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.parts import Claim, by_site_month, cuts, days_lacking, ends, lacking
from tiig.model.period_errors import PERIOD_CUTS
from tiig.model.submission import Pair, SiteMonth

SMALLEST_REMAINDER = 2 / 3
"""Days that keep less than this of their rows are held: they shrank by more than a third."""


@dataclass(frozen=True)
class Effect:
    """One declared site-month: the days declared of it, the rows found, and what was in force."""

    key: SiteMonth
    days: Days
    rows: int
    before: tuple[Pair, ...]

    @property
    def named(self) -> Month | Days:
        """What a sentence calls the days: by their month where they are all of it."""
        return self.key.month if self.days.whole else self.days

    @property
    def claim(self) -> Claim:
        """What the file says of the site-month."""
        return Claim(self.days, rows=self.rows > 0)

    @property
    def ended(self) -> tuple[Pair, ...]:
        """The parts that are in force no longer once the file is."""
        return tuple(one for one in self.before if ends(one, self.claim))

    @property
    def kept(self) -> tuple[Pair, ...]:
        """The parts that stay in force beside it."""
        return tuple(one for one in self.before if not ends(one, self.claim))

    @property
    def lacked(self) -> tuple[Days, ...]:
        """The days of the month that nothing spoke for before."""
        return lacking(self.key, self.before)

    @property
    def lacking(self) -> tuple[Days, ...]:
        """The days of the month that nothing speaks for once the file is in force."""
        own = (self.days,) if self.rows else ()
        return days_lacking(self.key.month, (*(pair.days for pair in self.kept), *own))

    @property
    def cut(self) -> tuple[Pair, ...]:
        """The parts that it would cut in two."""
        return tuple(one for one in self.before if cuts(one, self.claim))


def effects(whole: WholeFile, services: Surroundings) -> tuple[Effect, ...]:
    """Return what a file, read to its end, changes of each site-month it declares, in order."""
    if whole.period is None:
        return ()
    before = by_site_month(services.catalogue.pairs())
    return tuple(_effects(whole, whole.period, before))


def _effects(
    whole: WholeFile, period: Days, before: dict[SiteMonth, tuple[Pair, ...]]
) -> Iterator[Effect]:
    for site in whole.profile.sites:
        for month in period.months:
            key, days = SiteMonth(site.code, month), period.within(month)
            if days is not None:
                yield Effect(key, days, whole.site_months.get(key, 0), before.get(key, ()))


def cut_by(period: Days | None, changed: Sequence[Effect]) -> TiigError | None:
    """Return PERIOD_CUTS where a file would replace some days of another and leave the rest.

    The sentence names the site-month that comes first; the advice is a period that cuts nothing.
    """
    cut = [(one.key, pair) for one in changed for pair in one.cut]
    if period is None or not cut:
        return None
    together = period
    for _, pair in cut:
        together = together.joined(pair.days)
    key, first = cut[0]
    return TiigError(
        PERIOD_CUTS,
        site=key.site,
        days=period,
        others=first.days,
        submission=first.revision,
        together=together,
    )


def shrunken(changed: Sequence[Effect], sender: str) -> Iterator[str]:
    """Yield, of the days that a sender's file replaces, those that would lose too many rows."""
    for one in sorted(changed, key=lambda effect: effect.key):
        ended = [pair for pair in one.ended if pair.sender == sender]
        rows = sum(pair.rows for pair in ended)
        if one.rows < rows * SMALLEST_REMAINDER:
            yield f"{one.key.site} {one.named} would shrink from {rows} to {one.rows} rows."
