"""The picture of a control chart: points, mean and limits, what is no chance, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tiig.model.charts import Variation
from tiig.publish.exhibits.charts import BLUE, GREY, INK, ORANGE, WIDTH, Rows, data, made
from tiig.publish.paper import Chart

SHARE, MEAN, LIMITS, TARGET = "Share", "Mean", "Limits", "Target"
_LINES = {
    SHARE: (INK, [1, 0]),
    MEAN: (GREY, [1, 0]),
    LIMITS: (GREY, [5, 4]),
    TARGET: (ORANGE, [2, 3]),
}
_POINTS = {
    Variation.COMMON: (INK, "circle"),
    Variation.IMPROVEMENT: (BLUE, "triangle-up"),
    Variation.CONCERN: (ORANGE, "square"),
    Variation.CHANGE: (BLUE, "diamond"),
}
"""Colour and shape by what a point says; each is told by its shape alone, too."""
_NAMED_MONTHS, _MANY_MONTHS = 3, 12
_ROOM = 0.08


@dataclass(frozen=True)
class Drawn:
    """What is drawn: rows `month`, `value`, `series` of lines, of points (`variation` too), marks.

    A mark is a month with the words that stand at the top of it, in the `left` half or not.
    """

    lines: Rows
    points: Rows
    marks: Rows


def control_chart(drawn: Drawn, *, ticks: Sequence[str], unit: str) -> Chart:
    """Draw a chart over months; the axis goes as far as values, limits and targets do."""
    height = 230

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        step = _NAMED_MONTHS if len(ticks) > _MANY_MONTHS else 1
        x = alt.X(
            "month:O", sort=list(ticks), title=None, scale=alt.Scale(domain=list(ticks)),
            axis=alt.Axis(labelAngle=-45, labelOverlap=False, values=list(ticks)[::-step][::-1]),
        )  # fmt: skip
        y = alt.Y(
            "value:Q", title=unit, scale=alt.Scale(domain=_ends(drawn.lines), nice=True, zero=False)
        )
        layers = [_lines(drawn.lines, x, y), _points(drawn.points, x, y)]
        if drawn.marks:
            layers += _marks(drawn.marks, x)
        both = alt.layer(*layers).resolve_scale(
            color="independent", shape="independent", strokeDash="independent"
        )
        return both.properties(width=WIDTH - 70, height=height)

    return made(draw, height + 150)


def _ends(rows: Rows) -> list[float]:
    told = [row["value"] for row in rows if row["value"] is not None] or [0.0, 100.0]
    room = max(1.0, (max(told) - min(told)) * _ROOM)
    return [max(0.0, min(told) - room), max(told) + room]


def _lines(rows: Rows, x: Any, y: Any) -> Any:  # noqa: ANN401 - Altair's own types
    import altair as alt  # noqa: PLC0415

    names = [name for name in _LINES if any(row["series"] == name for row in rows)]
    hues = alt.Scale(domain=names, range=[_LINES[name][0] for name in names])
    dashes = alt.Scale(domain=names, range=[_LINES[name][1] for name in names])
    above = alt.Legend(offset=24)  # between it and the plot stand the words of marks
    return (
        alt.Chart(data(rows))
        .mark_line(strokeWidth=1.8, invalid="break-paths-show-path-domains")
        .encode(
            x,
            y,
            alt.Color("series:N", sort=names, title=None, scale=hues, legend=above),
            alt.StrokeDash("series:N", sort=names, title=None, scale=dashes, legend=above),
            alt.Detail("part:N"),
        )
    )


def _points(rows: Rows, x: Any, y: Any) -> Any:  # noqa: ANN401
    import altair as alt  # noqa: PLC0415

    kinds = [one for one in _POINTS if any(row["flag"] == _flag(one) for row in rows)]
    names = [_flag(one) for one in kinds]
    hues = alt.Scale(domain=names, range=[_POINTS[one][0] for one in kinds])
    shapes = alt.Scale(domain=names, range=[_POINTS[one][1] for one in kinds])
    beneath = alt.Legend(orient="bottom")
    return (
        alt.Chart(data(rows))
        .mark_point(filled=True, size=75, opacity=1)
        .encode(
            x,
            y,
            alt.Color("flag:N", sort=names, title=None, scale=hues, legend=beneath),
            alt.Shape("flag:N", sort=names, title=None, scale=shapes, legend=beneath),
        )
    )


def _flag(one: Variation) -> str:
    return str(one).capitalize()


def _marks(rows: Rows, x: Any) -> list[Any]:  # noqa: ANN401
    import altair as alt  # noqa: PLC0415

    looks: dict[str, Any] = {"baseline": "bottom", "fontSize": 12, "color": INK}
    left, right = ([row for row in rows if row["left"] is side] for side in (True, False))
    words = (
        alt.Chart(data(left)).mark_text(align="left", dx=3, **looks),
        alt.Chart(data(right)).mark_text(align="right", dx=-3, **looks),
    )
    return [
        alt.Chart(data(rows)).mark_rule(color=INK, strokeDash=[1, 2]).encode(x),
        *(one.encode(x, y=alt.value(-4), text="text:N") for one in words),
    ]
