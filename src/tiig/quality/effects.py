"""Measure what came after an action, by the rule of control charts and beside unvisited sites.

An action follows a bad month, and after a bad month the next is mostly better by itself
(regression to the mean). So the months before set the limits, not the worst of them; one good month
is no effect unless it lies outside them; and departments where nothing was done stand beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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

Series = Mapping[Month, Share]


def effect_of(series: Series, others: Mapping[str, Series], done: Month, *, better: int) -> Effect:
    """Return the effect of what was done in a month; that month itself belongs to neither side.

    `better` is 1 where higher is better, -1 where lower, 0 where neither; `others` are sites where
    nothing was done about the same. Months without a row to measure say nothing.
    """
    before, after = _parted(series, done)
    limits = limits_of(_values(before))
    beside = (_beside(site, one, done) for site, one in sorted(others.items()))
    return Effect(
        verdict=_verdict(before, after, limits, better),
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


def _verdict(
    before: Sequence[Share], after: Sequence[Share], limits: Limits, better: int
) -> Verdict:
    if len(before) < FEWEST_BEFORE:
        return Verdict.NO_PAST
    if len(after) < FEWEST_AFTER:
        return Verdict.TOO_EARLY
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
