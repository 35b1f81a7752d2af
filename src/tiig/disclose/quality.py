"""Gate two for quality counts: each share is protected, then judged as it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tiig.disclose.bounds import Rule
from tiig.disclose.shares import HIDDEN, NOTHING_ASKED, exact, itself, shares_of
from tiig.disclose.show import rule_of, with_threshold
from tiig.model.cleared_quality import ClearedQuality, ShownItem, ShownMonth, ShownShare
from tiig.model.clearing import make_cleared_quality
from tiig.model.figures import Mark
from tiig.model.months import Month
from tiig.model.quality import (
    Dimension,
    ItemCount,
    Level,
    MonthCount,
    Outcome,
    QualityCounts,
    Share,
)
from tiig.standard.measures import Preset

_HUNDRED = 100
_UNJUDGED = {Mark.NOT_APPLICABLE: Outcome.NOT_APPLICABLE, Mark.NOT_AVAILABLE: Outcome.ERROR}


@dataclass(frozen=True)
class Judges:
    """How counts are judged: what each is judged by, and what judges by it.

    `target` takes a dimension, a site, a month and an item (empty: the month as a whole).
    """

    target: Callable[[Dimension, str, Month, str], Level | None]
    share: Callable[[Share, Level], Outcome]
    days: Callable[[MonthCount, Level], Outcome]
    reported: Callable[[MonthCount], Outcome]


def clear_quality(
    counts: QualityCounts,
    preset: Preset,
    judges: Judges,
    *,
    threshold: int | None = None,
    **words: object,
) -> ClearedQuality:
    """Protect quality counts for the audience of a preset; the only way to `ClearedQuality`.

    No sum over sites, items or months leaves: one cell could be worked out from it and the
    others. Outcomes are judged from what is shown, so that a mark tells no more than its
    share; one that cannot be told is None. `words` are what the desk says of the answer.
    """
    protected = with_threshold(preset, threshold)
    rule = rule_of(protected)
    return make_cleared_quality(
        cells=tuple(_item(one, rule, judges) for one in counts.items),
        months=tuple(_month(one, rule, judges) for one in counts.months),
        preset=preset.id,
        for_release=preset.for_release,
        exact=_exact(rule),
        **words,
    )


def _item(count: ItemCount, rule: Rule, judges: Judges) -> ShownItem:
    shares = shares_of(count, rule)

    def judged(shown: ShownShare, dimension: Dimension) -> ShownShare:
        target = judges.target(dimension, count.site, count.month, count.item)
        return _judged(shown, target, judges)

    return ShownItem(
        site=count.site,
        month=count.month,
        item=count.item,
        usable=judged(shares.usable, Dimension.KNOWN),
        completeness=judged(shares.completeness, Dimension.COMPLETENESS),
        validity=judged(shares.validity, Dimension.VALIDITY),
        unknown=shares.unknown,
        not_sent=count.rows > 0 and count.not_sent == count.rows,
        rows=count.rows if _exact(rule) and count.sound else None,
    )


def _month(count: MonthCount, rule: Rule, judges: Judges) -> ShownMonth:
    in_time = judges.target(Dimension.TIMELINESS, count.site, count.month, "")
    volume = judges.target(Dimension.VOLUME, count.site, count.month, "")
    return ShownMonth(
        site=count.site,
        month=count.month,
        standing=count.standing,
        reported=judges.reported(count),
        volume=_judged(_volume(count, rule), volume, judges),
        days=count.days,
        in_time=judges.days(count, in_time) if in_time else Outcome.NOT_APPLICABLE,
        history=count.history,
        rows=count.rows if _exact(rule) and count.standing.reported else None,
    )


def _volume(count: MonthCount, rule: Rule) -> ShownShare:
    """Return the rows beside the usual number, which may be more than all of it."""
    if not count.standing.complete or not count.usual:
        return NOTHING_ASKED
    if _exact(rule):
        return exact(count.volume)
    small = any(0 < one < rule.smallest_shown for one in (count.rows, count.usual))
    return HIDDEN if small else itself(count.volume, rule)


def _judged(shown: ShownShare, target: Level | None, judges: Judges) -> ShownShare:
    """Judge a share by its limits: it is met or missed only where both of them are."""
    if shown.mark in _UNJUDGED:
        return replace(shown, outcome=_UNJUDGED[shown.mark])
    if target is None or shown.low is None or shown.high is None:
        return shown
    said = {judges.share(Share(limit, _HUNDRED), target) for limit in (shown.low, shown.high)}
    return replace(shown, outcome=said.pop()) if len(said) == 1 else shown


def _exact(rule: Rule) -> bool:
    return rule.smallest_shown == 1 and rule.round_to == 1
