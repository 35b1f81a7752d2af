"""Findings of the work list: what an action can be opened about, in words without a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiig.desk.action_problems import finding_of, months_of, series_of
from tiig.desk.actions import ActionLine, action_lines, action_standings
from tiig.desk.series import in_force
from tiig.model.months import Period
from tiig.model.problems import Problem
from tiig.model.quality import Dimension
from tiig.model.rebases import Series
from tiig.model.submission import SiteMonth
from tiig.model.unlock import RepairGain
from tiig.services import Services

_ASKED_OF = {
    "date": "injury_at",
    "place": "injury_place_type",
    "weapon": "injury_mechanism",
}
"""The item that an action about a repair is measured by."""


@dataclass(frozen=True)
class Finding:
    """What was seen of a series in some months (`2026-05..2026-06`), said in a sentence.

    An action keeps it for good, so that no figure stands in it. `charted` says that there is a
    chart of the series; `actions` are those that are open about the same series.
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

    def of_problem(self, problem: Problem) -> Finding:
        """Return what an action about a problem would be opened with."""
        services = self._services
        months = months_of(problem, services)
        return self._made(series_of(problem, services), months, finding_of(problem, services))

    def of_gain(self, site: str, gain: RepairGain, period: Period) -> Finding:
        """Return what an action that asks for parts of the records would be opened with.

        It is about the months on end up to the last of the period that is in force.
        """
        series = Series(site, _ASKED_OF[gain.items[0]], str(Dimension.KNOWN))
        parts = " and ".join(gain.items)
        told = f"Assault records that lack only the {parts}: with it they could be used"
        return self._made(series, self._here(site, period), told)

    def _made(self, series: Series, months: Period, sentence: str) -> Finding:
        declared = self._services.standard.declared_measures.get(series.measure)
        return Finding(
            **series._asdict(),
            months=str(months),
            sentence=sentence,
            charted=declared is not None and declared.in_series,
            actions=tuple(self._about(series)),
        )

    def _about(self, series: Series) -> Iterator[ActionLine]:
        for one in self._open:
            if (one.site, one.item, one.measure) == tuple(series):
                yield one

    def _here(self, site: str, period: Period) -> Period:
        held = [month for month in period if SiteMonth(site, month) in self._there]
        if not held:
            return period
        first = held[-1]
        while first.plus(-1) in held:
            first = first.plus(-1)
        return Period(first, held[-1])
