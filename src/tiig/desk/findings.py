"""Findings of the work list: what an action can be opened about, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tiig.desk.actions import ActionLine, action_lines, action_standings
from tiig.desk.series import OF_RECEIPT, in_force, measures_of_series
from tiig.model.months import Month, Period
from tiig.model.problems import ProblemLine
from tiig.model.quality import Dimension
from tiig.model.rebases import Series
from tiig.model.submission import SiteMonth
from tiig.model.unlock import RepairGain, SiteUnlock
from tiig.services import Services

_ASKED_OF = {
    "date": "injury_at",
    "place": "injury_place_type",
    "weapon": "injury_mechanism",
}
"""The item that an action about a repair is measured by."""
_VOLUME, _TIMELINESS = OF_RECEIPT


@dataclass(frozen=True)
class Finding:
    """What was seen of a series in some months (`2026-05..2026-06`), said in a sentence.

    `charted` says that the series is a share, of which there is a chart; `actions` are those
    that are open about the same series.
    """

    site: str
    item: str
    measure: str
    months: str
    sentence: str
    charted: bool
    actions: tuple[ActionLine, ...] = ()


class Findings:
    """Makes findings from answers, beside the actions that are open."""

    def __init__(self, services: Services) -> None:
        """Look up what is in force and which actions are open, once for all findings."""
        self._services = services
        self._there = in_force(services)
        lines = action_lines(action_standings(services), services)
        self._open = [one for one in lines if not one.closed]

    def of_problem(self, line: ProblemLine) -> Finding:
        """Return what an action about a problem would be opened with.

        A problem of what is no measure (a category, an absent month) is one of whole months.
        """
        one = line.problem
        watched = self._services.standard.quality_items
        item = one.item if one.item in watched else ""
        if one.measure in measures_of_series(item, self._services):
            series = Series(one.site, item, one.measure)
        else:
            series = Series(one.site, "", _VOLUME if one.measure else _TIMELINESS)
        about = f"{line.item_label}: " if line.item_label and not item else ""
        return self._made(series, Period(one.first, one.last), f"{about}{one.evidence}")

    def of_gain(self, site: SiteUnlock, gain: RepairGain, period: Period) -> Finding:
        """Return what an action that asks for one part of the records would be opened with."""
        item = next(_ASKED_OF[part] for part in gain.items)
        told = (
            f"Of {site.assaults:,} assaults, {gain.only:,} lack only the "
            f"{' and the '.join(gain.items)}: asking brings {gain.expected:.1f} more usable "
            f"records a month ({gain.low:.1f} to {gain.high:.1f})."
        )
        return self._made(Series(site.site, item, str(Dimension.KNOWN)), period, told)

    def _made(self, series: Series, months: Period, sentence: str) -> Finding:
        here = [month for month in months if SiteMonth(series.site, month) in self._there]
        measured = series.measure in self._services.standard.quality_measures
        return Finding(
            **series._asdict(),
            months=str(_named(months, here, every=not measured)),
            sentence=sentence,
            charted=measured,
            actions=tuple(self._about(series)),
        )

    def _about(self, series: Series) -> Iterator[ActionLine]:
        for one in self._open:
            if (one.site, one.item, one.measure) == tuple(series):
                yield one


def _named(months: Period, here: Iterable[Month], *, every: bool) -> Period:
    """Return the months that an action may be about: all, or those since the last gap."""
    held = list(here)
    if every or not held:
        return months
    first = last = held[-1]
    while first.plus(-1) in held:
        first = first.plus(-1)
    return Period(first, last)
