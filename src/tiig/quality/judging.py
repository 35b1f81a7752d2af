"""Judge counts by targets: met, missed, not applicable or error - and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from tiig.model.agreed_targets import AgreedTarget
from tiig.model.coverage import Standing
from tiig.model.months import Month
from tiig.model.quality import Dimension, Level, MonthCount, Outcome, Share
from tiig.standard.quality import Target

_HUNDRED = 100
EVERY = ""
"""The site or item of a target that holds for all of them."""


class Targets:
    """Which target judges what: the one agreed for its month, else that of the data standard.

    What is agreed goes before what is not, a department's own before one for all of them, and
    one for an item before one for all items.
    """

    def __init__(self, packaged: Iterable[Target], agreed: Iterable[AgreedTarget] = ()) -> None:
        """Sort them by what they hold for, so that each count finds its own at once."""
        self._packaged = tuple(packaged)
        self._agreed: dict[tuple[str, str, Dimension], list[AgreedTarget]] = {}
        for one in agreed:
            self._agreed.setdefault(one.series, []).append(one)

    def of(self, dimension: Dimension, site: str, month: Month, item: str = EVERY) -> Level | None:
        """Return what a count of a site, month and item is judged by; None: by nothing."""
        for place in dict.fromkeys(((site, item), (site, EVERY), (EVERY, item), (EVERY, EVERY))):
            for one in self._agreed.get((*place, dimension), ()):
                if one.counts_in(month):
                    return one
        these = [
            one for one in self._packaged if one.dimension is dimension and one.holds_for(item)
        ]
        return min(these, key=lambda one: not one.items, default=None)


def judge_share(share: Share, target: Level, *, sound: bool = True) -> Outcome:
    """Judge a share by the least that is agreed; an empty whole never meets anything."""
    if not sound or target.at_least is None:
        return Outcome.ERROR
    if share.whole == 0:
        return Outcome.NOT_APPLICABLE
    met = _HUNDRED * share.part >= target.at_least * share.whole
    return Outcome.MET if met else Outcome.MISSED


def judge_days(month: MonthCount, target: Level) -> Outcome:
    """Judge when a month was received; what came before the sender began is not judged."""
    if target.at_most is None:
        return Outcome.ERROR
    if month.history:
        return Outcome.NOT_APPLICABLE
    if month.days is None:  # nothing is in force, or some days are not
        return Outcome.NOT_APPLICABLE if month.standing is Standing.HELD else Outcome.MISSED
    return Outcome.MET if month.days <= target.at_most else Outcome.MISSED


def judge_standing(standing: Standing) -> Outcome:
    """Judge whether a month is there: a nil return is, a part is not, a held file waits."""
    if standing is Standing.HELD:
        return Outcome.NOT_APPLICABLE
    return Outcome.MET if standing.complete else Outcome.MISSED
