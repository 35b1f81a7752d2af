"""Measure what came after an action, by the rule of control charts and beside unvisited sites.

An action follows a bad month, and after a bad month the next is mostly better by itself
(regression to the mean). So the months before set the limits, not the worst of them; one good month
is no effect unless it lies outside them; and departments where nothing was done stand beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import comb, nan

import numpy as np

from tiig.kit.intervals import Floats
from tiig.model.charts import Limits
from tiig.model.effects import Beside, Effect, Stretch, Verdict, per_cent
from tiig.model.months import Month
from tiig.model.quality import Share
from tiig.quality.charts.limits import limits_of
from tiig.quality.charts.runs import one_side

LOOKED_BACK = 12
"""Months before that set the limits, at most."""
FEWEST_BEFORE, FEWEST_AFTER = 6, 3
"""Months under which limits, or a judgement, would be guesses; our own choice."""

SELDOM = 0.025
"""Chance of as many months or more, on one side, under which it is no chance."""

Series = Mapping[Month, Share]


def effect_of(
    series: Series,
    others: Mapping[str, Series],
    done: Month,
    *,
    better: int,
    yes_or_no: bool = False,
) -> Effect:
    """Return the effect of what was done in a month; that month itself belongs to neither side.

    `better` is 1 where higher is better, -1 where lower, 0 where neither; `others` are sites where
    nothing was done about the same. Months without a row to measure say nothing. Where each month
    is one of one or none (`yes_or_no`), an exact test stands in for limits, which would be none.
    """
    before, after = _parted(series, done)
    limits = Limits(nan, nan, nan) if yes_or_no else limits_of(_values(before))
    beside = (_beside(site, one, done) for site, one in sorted(others.items()))
    return Effect(
        verdict=_enough(before, after)
        or (_exact(before, after, better) if yes_or_no else _verdict(after, limits, better)),
        done=done,
        before=_stretch(before),
        after=_stretch(after),
        lower=limits.lower,
        upper=limits.upper,
        others=tuple(one for one in beside if one is not None),
    )


def effect_limits(series: Series, done: Month) -> tuple[Limits, Limits]:
    """Return the limits of the months before something was done, and of those after."""
    before, after = _parted(series, done)
    return limits_of(_values(before)), limits_of(_values(after))


def _parted(series: Series, done: Month) -> tuple[list[Share], list[Share]]:
    told = [(month, share) for month, share in sorted(series.items()) if share.whole]
    before = [share for month, share in told if month < done][-LOOKED_BACK:]
    return before, [share for month, share in told if month > done]


def direction(series: Series, found: Month, done: Month) -> int:
    """Return where the usual is, seen from a finding: 1 above, -1 below, 0 where nobody can tell.

    For what is neither better high nor low, better is what brings it back to what it was in the
    year before the finding. Where the months of the finding have nothing, more is.
    """
    told = {month: share for month, share in sorted(series.items()) if share.whole}
    usual = _stretch([one for month, one in told.items() if month < found][-LOOKED_BACK:])
    during = _stretch(
        [one for month, one in told.items() if found <= month < max(done, found.plus(1))]
    )
    if not usual.months:
        return 0
    if not during.months:
        return 1
    return int(np.sign(per_cent(usual.share) - per_cent(during.share)))


def _enough(before: Sequence[Share], after: Sequence[Share]) -> Verdict | None:
    if len(before) < FEWEST_BEFORE:
        return Verdict.NO_PAST
    return Verdict.TOO_EARLY if len(after) < FEWEST_AFTER else None


def _exact(before: Sequence[Share], after: Sequence[Share], better: int) -> Verdict:
    """Judge months that are or are not so by Fisher's exact test, either way at one in forty."""
    then, now = _stretch(before), _stretch(after)
    both = then.share + now.share
    ways = comb(both.whole, now.share.whole)

    def chance(parts: Iterable[int]) -> float:
        rest = both.whole - both.part
        return sum(comb(both.part, k) * comb(rest, now.share.whole - k) for k in parts) / ways

    more = chance(range(now.share.part, min(both.part, now.share.whole) + 1))
    fewer = chance(range(now.share.part + 1))
    if min(more, fewer) > SELDOM or not better:
        return Verdict.NOT_SHOWN
    side = 1 if more < fewer else -1
    return Verdict.IMPROVED if side == better else Verdict.WORSE


def _verdict(after: Sequence[Share], limits: Limits, better: int) -> Verdict:
    values = _values(after)
    sides = np.sign(values - limits.mean).astype(np.int_)
    marked = (values > limits.upper) | (values < limits.lower) | one_side(sides)
    towards = {int(side) for side in sides[marked]}
    if not towards or not better:
        return Verdict.NOT_SHOWN
    if len(towards) > 1:
        return Verdict.BOTH_WAYS
    (side,) = towards
    return Verdict.IMPROVED if side == better else Verdict.WORSE


def _beside(site: str, series: Series, done: Month) -> Beside | None:
    before, after = _parted(series, done)
    if len(before) < FEWEST_BEFORE or len(after) < FEWEST_AFTER:
        return None
    return Beside(site, _stretch(before), _stretch(after))


def _stretch(shares: Sequence[Share]) -> Stretch:
    return Stretch(sum(shares, start=Share(0, 0)), len(shares))


def _values(shares: Iterable[Share]) -> Floats:
    return np.array([per_cent(share) for share in shares], dtype=np.float64)
