"""Effects of actions in words and tables: one action with its neighbours, and kinds of visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import isnan
from statistics import median

from tiig.kit.rounding import rounded
from tiig.model.effects import IN_TIME, VOLUME, ActionEffect, Effect, Stretch, Verdict, per_cent
from tiig.publish.exhibits.cells import month_words

NOTE = (
    "Judged by the limits that the months before set. After a bad month the next is mostly better "
    "by itself (regression to the mean), so that departments without an action stand beside."
)
EFFECTS_HEADER = (
    "Action", "Department", "Of", "Done", "In", "Before", "After", "Others", "Verdict",
)  # fmt: skip
OTHERS_HEADER = ("Department", "Before", "After", "Points")
_ALWAYS = (Verdict.IMPROVED, Verdict.WORSE, Verdict.NOT_SHOWN)
_MEASURED_AS = {
    VOLUME: "Measured are rows beside those that weekdays, holidays and season make of the "
    "department's usual day, at one level before and after; better is what brings them back to "
    "what they were before the finding.",
    IN_TIME: "Measured are months received whole and in time, of those due: none that was over "
    "before the first file came. A month is in time or not, so that an exact test (Fisher's) "
    "stands in for limits.",
}
_NOT_YET = {
    Verdict.NO_PAST: "It cannot be measured: {before} months before it can be judged, and six are "
    "needed to know what was usual; a department that has just begun has none.",
    Verdict.TOO_EARLY: "It cannot be measured yet: {after} months after it are there, and three "
    "are needed.",
}


def effects_rows(effects: Sequence[ActionEffect]) -> list[tuple[str, ...]]:
    """Return a line each action: shares before and after, and the middle change of others."""
    return [
        (
            one.action,
            one.site_name,
            f"{one.item_label}, {one.measure_label.lower()}" if one.item else one.measure_label,
            one.kind,
            month_words(one.effect.done),
            _share(one.effect.before),
            _share(one.effect.after),
            _others(one.effect),
            str(one.effect.verdict),
        )
        for one in effects
    ]


def kinds_table(
    effects: Sequence[ActionEffect],
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows: for each kind of what was done, how often it was judged how.

    Verdicts that are rare have a column only where there are some.
    """
    counted = Counter((one.kind, one.effect.verdict) for one in effects)
    given = {one.effect.verdict for one in effects}
    verdicts = [one for one in Verdict if one in _ALWAYS or one in given]
    rows = [
        (
            kind,
            str(sum(counted[kind, verdict] for verdict in Verdict)),
            *(str(counted[kind, verdict]) for verdict in verdicts),
        )
        for kind in sorted({one.kind for one in effects})
    ]
    return ("Done", "Actions", *(str(one).capitalize() for one in verdicts)), rows


def others_rows(effect: ActionEffect) -> list[tuple[str, ...]]:
    """Return the departments beside one action, by site."""
    return [
        (one.site, _share(one.before), _share(one.after), _points(one.change))
        for one in effect.effect.others
    ]


def effect_sentences(one: ActionEffect) -> Iterator[str]:
    """Say what the months before and after were, what others did, and what the rule says."""
    effect = one.effect
    done = f"{one.kind} in {month_words(effect.done)}"
    yield f"{one.site_name}: {done}. {str(effect.verdict).capitalize()}."
    if effect.before.months and effect.after.months:
        yield (
            f"Before: {_share(effect.before)} in {effect.before.months} months; after: "
            f"{_share(effect.after)} in {effect.after.months}: {_points(effect.change)} points."
        )
    yield from _measured_as(one)
    if effect.verdict not in {Verdict.TOO_EARLY, Verdict.NO_PAST} and not isnan(effect.upper):
        low, high = rounded(max(effect.lower, 0), 1), rounded(min(effect.upper, one.most), 1)
        yield f"The months before set limits of {low} to {high} per cent."
    if effect.others:
        less = sum(abs(other.change) < abs(effect.change) for other in effect.others)
        yield (
            f"Of {len(effect.others)} departments without an action, {less} changed by less; "
            f"their middle change was {_others(effect)} points."
        )
    else:
        yield "No department without an action can be compared."


def _measured_as(one: ActionEffect) -> Iterator[str]:
    """Say what is measured of whole months, and why nothing can be said where that is so."""
    if one.measure in _MEASURED_AS:
        yield _MEASURED_AS[one.measure]
    if one.effect.verdict in _NOT_YET:
        before, after = one.effect.before.months, one.effect.after.months
        yield _NOT_YET[one.effect.verdict].format(before=before, after=after)


def _share(stretch: Stretch) -> str:
    if not stretch.share.whole:
        return "-"
    return (
        f"{rounded(per_cent(stretch.share), 1)} % "
        f"({stretch.share.part:,} of {stretch.share.whole:,})"
    )


def _others(effect: Effect) -> str:
    return _points(median(one.change for one in effect.others)) if effect.others else "-"


def _points(change: float) -> str:
    return f"{rounded(change, 1):+}"
