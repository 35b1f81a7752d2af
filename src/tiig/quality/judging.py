"""Judge counts by targets: met, missed, not applicable or error - and nothing else."""

from __future__ import annotations

from tiig.model.coverage import Standing
from tiig.model.quality import MonthCount, Outcome, Share
from tiig.standard.quality import Target

_HUNDRED = 100


def judge_share(share: Share, target: Target, *, sound: bool = True) -> Outcome:
    """Judge a share by the least that is agreed; an empty whole never meets anything."""
    if not sound or target.at_least is None:
        return Outcome.ERROR
    if share.whole == 0:
        return Outcome.NOT_APPLICABLE
    met = _HUNDRED * share.part >= target.at_least * share.whole
    return Outcome.MET if met else Outcome.MISSED


def judge_days(month: MonthCount, target: Target) -> Outcome:
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
