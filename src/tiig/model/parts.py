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
    """What a submission says of a site-month: the days it speaks for, and whether it has rows.

    Without rows it is the word that there was nothing (`nil`), or it says nothing of them.
    """

    days: Days
    rows: bool
    nil: bool = False


def claim_of(pair: Pair) -> Claim:
    """Return what a pair says by itself."""
    return Claim(pair.days, rows=not pair.nil, nil=pair.nil)


def ends(standing: Pair, claim: Claim) -> bool:
    """Tell whether a part in force ends when this is said of its site-month.

    A nil return outlives a file that has no row on its days either.
    """
    if standing.nil and claim.rows:
        return standing.days.overlaps(claim.days)
    speaks = not standing.nil or claim.nil
    return speaks and claim.days.holds(standing.days)


def cuts(standing: Pair, claim: Claim) -> bool:
    """Tell whether a part in force would be cut in two: some of its days are claimed, not all."""
    if standing.nil and not claim.nil:
        return False
    return standing.days.overlaps(claim.days) and not claim.days.holds(standing.days)


def following(claims: Iterable[tuple[Claim, Pair | None]]) -> tuple[Pair, ...]:
    """Return what stands of a site-month after all claims on it, the oldest first.

    Where a claim cuts a part, which can only be when one between the two was taken back, the
    later one stands and the earlier one does not come back.
    """
    standing: list[Pair] = []
    for claim, pair in claims:
        standing = [
            one
            for one in standing
            if not ends(one, claim) and not (pair and pair.days.overlaps(one.days))
        ]
        standing += [pair] if pair else []
    return tuple(sorted(standing, key=lambda one: one.days))


def by_site_month(pairs: Iterable[Pair]) -> dict[SiteMonth, tuple[Pair, ...]]:
    """Return the parts of each site-month, by their days."""
    found: dict[SiteMonth, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair.site_month, []).append(pair)
    return {key: _by_days(some) for key, some in found.items()}


def _by_days(parts: list[Pair]) -> tuple[Pair, ...]:
    """Return parts by their days; there are many site-months, and most are whole."""
    return tuple(parts if len(parts) == 1 else sorted(parts, key=lambda one: one.days))


def days_lacking(month: Month, parts: Iterable[Days]) -> tuple[Days, ...]:
    """Return the days of a month that no part speaks for, as runs."""
    return Days.in_month(month).without(parts)


def lacking(key: SiteMonth, parts: Sequence[Pair]) -> tuple[Days, ...]:
    """Return the days of a site-month that none of its parts in force speaks for."""
    if any(pair.whole for pair in parts):
        return ()
    return days_lacking(key.month, (pair.days for pair in parts))


def in_words(days: Iterable[Days]) -> str:
    """Write runs of days of one month shortly: `day 3`, `days 1-14, 30`."""
    told = list(days)
    runs = [
        str(one.first.day) if one.first == one.last else f"{one.first.day}-{one.last.day}"
        for one in told
    ]
    return f"day{'s' if sum(map(len, told)) > 1 else ''} {', '.join(runs)}"


def as_periods(days: Iterable[Days]) -> str:
    """Write runs of days as somebody would declare them: `2026-06-01..2026-06-14`."""
    return ", ".join(map(str, days))
