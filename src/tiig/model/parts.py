"""Which parts of a site-month give way to which: the one rule for days that meet (ADR 0030).

What is in force of a site-month never overlaps. A submission ends every part that lies wholly
within its days; one that it would cut is never cut in silence, but stops it. A nil return gives
way whole to rows on any of its days, for its word is then not true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tiig.model.days import Days
from tiig.model.months import Month
from tiig.model.submission import Pair, SiteMonth


@dataclass(frozen=True)
class Claim:
    """What a submission says of a site-month: the days it speaks for, and what it puts there.

    `pair` is None where it has no row for them.
    """

    days: Days
    pair: Pair | None = None

    @property
    def has_rows(self) -> bool:
        """Whether there are rows, rather than nothing or the word that there was nothing."""
        return self.pair is not None and not self.pair.nil


def claim_of(pair: Pair) -> Claim:
    """Return what a pair says by itself."""
    return Claim(pair.days, pair)


def ends(standing: Pair, claim: Claim) -> bool:
    """Tell whether a part in force ends when this is said of its site-month.

    A nil return outlives a file that has no row on its days either.
    """
    if not standing.days.overlaps(claim.days):
        return False
    if standing.nil and not claim.has_rows:
        return claim.pair is not None and claim.days.holds(standing.days)
    return standing.nil or claim.days.holds(standing.days)


def cuts(standing: Pair, claim: Claim) -> bool:
    """Tell whether a part in force would be cut in two: some of its days are claimed, not all."""
    if standing.nil and (claim.pair is None or claim.has_rows):
        return False
    return standing.days.overlaps(claim.days) and not claim.days.holds(standing.days)


def following(claims: Iterable[Claim]) -> tuple[Pair, ...]:
    """Return what stands of a site-month after all claims on it, the oldest first.

    Where a claim cuts a part, which can only be when one between the two was taken back, the
    later one stands and the earlier one does not come back.
    """
    standing: list[Pair] = []
    for claim in claims:
        standing = [one for one in standing if not (ends(one, claim) or _in_the_way(one, claim))]
        if claim.pair is not None:
            standing.append(claim.pair)
    return tuple(sorted(standing, key=lambda one: one.days))


def _in_the_way(standing: Pair, claim: Claim) -> bool:
    return claim.pair is not None and standing.days.overlaps(claim.days)


def by_site_month(pairs: Iterable[Pair]) -> dict[SiteMonth, tuple[Pair, ...]]:
    """Return the parts of each site-month, by their days."""
    found: dict[SiteMonth, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair.site_month, []).append(pair)
    return {key: tuple(sorted(some, key=lambda one: one.days)) for key, some in found.items()}


def lacking(month: Month, parts: Sequence[Pair]) -> tuple[Days, ...]:
    """Return the days of a month that no part speaks for, as runs."""
    return Days.in_month(month).without(one.days for one in parts)


def in_words(days: Iterable[Days]) -> str:
    """Write runs of days of one month shortly: `day 3`, `days 1-14, 30`."""
    told = list(days)
    runs = [
        str(one.first.day) if one.first == one.last else f"{one.first.day}-{one.last.day}"
        for one in told
    ]
    return f"day{'s' if sum(map(len, told)) > 1 else ''} {', '.join(runs)}"
