"""A measure by month with its control limits: what chance explains, and what was done when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from tiig.kit.rounding import rounded
from tiig.model.charts import ChartMonth, MeasureChart, Variation
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.months import Month, Period
from tiig.publish.exhibits.cells import heading, month_words
from tiig.publish.exhibits.control_charts import (
    LIMITS,
    MEAN,
    SHARE,
    TARGET,
    Drawn,
    control_chart,
)
from tiig.publish.exhibits.quality_cells import short_month
from tiig.publish.paper import Cell, Exhibit, Grid, NotShown

ANEW = "begins anew"
_HUNDRED = 100.0
_COLUMNS = ("Month", "Share, %", "Rows", "Of", "Mean", "Lower limit", "Upper limit", "Target")
_RULES = (
    "Limits lie 2.66 mean moving ranges from the mean; those of shares are drawn at most at 0 and "
    "100, and where a few rows make a share they say little. Four signs are no chance: outside "
    "the limits, seven in a row on one side of the mean or each further than the last, two of "
    "three near a limit."
)
_OWN_MONTHS = (
    "Here months are held against each other alone. Whether one has as many rows as was to be "
    "expected is judged by volume, from the season, the weekdays and the department's past; "
    "problems are found from these, too, and not from a sign in this chart."
)


@dataclass(frozen=True)
class Beside:
    """What stands beside a chart: least shares by month, and what was done in which month.

    What is no `share` may be above 100 per cent.
    """

    levels: Mapping[Month, int]
    done: Sequence[tuple[Month, str]] = ()
    share: bool = True


def control_exhibit(answer: ClearedProgramme[MeasureChart], beside: Beside) -> Exhibit | NotShown:
    """Show a chart with limits, special causes, re-bases, targets and actions, and its table."""
    told = answer.told
    if not told.months:
        return NotShown(_name(told), "there is no month with a row to measure")
    months = tuple(Period(told.months[0].point.month, told.months[-1].point.month))
    return Exhibit(
        id="control-chart",
        title=_title(told),
        summary=_summary(told),
        grid=Grid(
            (*_COLUMNS, "Sign, re-base, action"),
            tuple(_row(one, told, beside) for one in told.months),
        ),
        chart=control_chart(
            _drawn(told, months, beside),
            ticks=[short_month(month) for month in months],
            unit="Per cent" if beside.share else "Per cent of those expected",
        ),
        notes=(_RULES,) if beside.share else (_OWN_MONTHS, _RULES),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )


def _name(told: MeasureChart) -> str:
    of = f"{told.item_label}, {told.label.lower()}" if told.item_label else told.label
    return f"{of} at {told.site_name}"


def _title(told: MeasureChart) -> str:
    last = told.months[-1].point
    share = f"{rounded(last.value, 1)} % in {month_words(last.month)}"
    if last.signal is None:
        return f"{_name(told)}: {share}, which chance explains"
    return f"{_name(told)}: {share}, {last.variation} ({last.signal})"


def _summary(told: MeasureChart) -> str:
    signs = [one.point for one in told.months if one.point.signal is not None]
    limits = told.months[-1].point.limits
    first, last = told.months[0].point.month, told.months[-1].point.month
    anew = [month_words(month) for month in told.rebased]
    kinds = ", ".join(
        f"{count} {kind}"
        for kind in Variation
        if (count := sum(point.variation is kind for point in signs))
    )
    within = "" if isnan(limits.lower) else (
        f", limits {rounded(limits.lower, 1)} to {rounded(limits.upper, 1)}"
    )  # fmt: skip
    return (
        f"A line of {len(told.months)} months from {month_words(first)} to {month_words(last)}; "
        f"mean now {rounded(limits.mean, 1)} per cent{within}. "
        f"Months that chance does not explain: {kinds or 'none'}."
        + (f" It begins anew in {' and '.join(anew)}." if anew else "")
    )


def _row(one: ChartMonth, told: MeasureChart, beside: Beside) -> tuple[Cell, ...]:
    point = one.point
    limits = point.limits
    level = beside.levels.get(point.month)
    return (
        heading(month_words(point.month)),
        _figure(point.value),
        Cell(f"{one.count:,}", one.count),
        Cell(f"{one.out_of:,}", one.out_of),
        _figure(limits.mean),
        _figure(limits.lower),
        _figure(limits.upper),
        Cell("") if level is None else Cell(f"at least {level}", level),
        Cell("; ".join(_said(one, told, beside))),
    )


def _said(one: ChartMonth, told: MeasureChart, beside: Beside) -> Iterator[str]:
    point = one.point
    if point.month in told.rebased:
        yield ANEW
    if point.signal is not None:
        yield f"{point.variation}: {point.signal}"
    yield from (f"done: {what}" for month, what in beside.done if month == point.month)


def _marked(month: Month, told: MeasureChart, beside: Beside) -> Iterator[str]:
    if month in told.rebased:
        yield ANEW
    yield from dict.fromkeys(what for at, what in beside.done if at == month)


def _figure(value: float) -> Cell:
    if isnan(value):
        return Cell("")
    return Cell(f"{rounded(value, 1)}", float(rounded(value, 1)))


def _drawn(told: MeasureChart, months: Sequence[Month], beside: Beside) -> Drawn:
    lines = [row for part in _parts(told, months, beside) for row in part]
    targets = [
        {
            "month": short_month(month),
            "value": beside.levels.get(month),
            "series": TARGET,
            "part": "",
        }
        for month in months
    ]
    points = [
        {
            "month": short_month(one.point.month),
            "value": one.point.value,
            "series": f"{one.count:,} of {one.out_of:,}",
            "flag": str(one.point.variation).capitalize(),
        }
        for one in told.months
    ]
    marks = [
        {"month": short_month(month), "text": words, "left": 2 * place < len(months)}
        for place, month in enumerate(months)
        if (words := ", ".join(_marked(month, told, beside)))
    ]
    return Drawn([*lines, *(targets if beside.levels else ())], points, marks)


def _parts(
    told: MeasureChart, months: Sequence[Month], beside: Beside
) -> Iterator[list[dict[str, Any]]]:
    """Yield rows of the share, the mean and both limits; a re-base begins each of them anew."""
    found = {one.point.month: one.point for one in told.months}
    stretch = 0
    for month in months:
        stretch += month in told.rebased
        point = found.get(month)
        limits = point.limits if point else None
        values = (
            (SHARE, "", point.value if point else None),
            (MEAN, str(stretch), limits.mean if limits else None),
            (LIMITS, f"lower {stretch}", _inside(limits.lower, beside) if limits else None),
            (LIMITS, f"upper {stretch}", _inside(limits.upper, beside) if limits else None),
        )
        yield [
            {"month": short_month(month), "value": _known(value), "series": name, "part": part}
            for name, part, value in values
            if point is not None or name == SHARE
        ]


def _inside(limit: float, beside: Beside) -> float:
    if isnan(limit):
        return limit
    return min(max(limit, 0.0), _HUNDRED) if beside.share else max(limit, 0.0)


def _known(value: float | None) -> float | None:
    return None if value is None or isnan(value) else round(value, 2)
