"""Pictures of quality: a matrix that holds its figures and signs, and a line with its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiig.publish.exhibits.charts import BLUE, GREY, INK, ORANGE, WIDTH, Rows, data, made
from tiig.publish.paper import Chart

MET, MISSED, UNTOLD = "Target met", "Target missed", "No target, or cannot be told"
_GROUNDS = {MET: "#d6e6f5", MISSED: "#ffe0c2", UNTOLD: "#ffffff"}
"""Grounds on which dark text has a contrast of more than 7; the sign says the same."""

_ROW = 30


def matrix(rows: Rows, *, across: Sequence[str], down: Sequence[str]) -> Chart:
    """Draw a table of grounds: `across`, `down`, `text` and `group` (met, missed, untold)."""
    height = len(down) * _ROW

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        x = alt.X("across:O", sort=list(across), title=None, axis=alt.Axis(labelAngle=-45))
        y = alt.Y("down:O", sort=list(down), title=None)
        ground = alt.Color(
            "group:N", title=None,
            scale=alt.Scale(domain=list(_GROUNDS), range=list(_GROUNDS.values())),
            legend=alt.Legend(symbolStrokeColor=GREY, symbolType="square", symbolSize=180),
        )  # fmt: skip
        base = alt.Chart(data(rows))
        both = alt.layer(
            base.mark_rect(stroke=GREY, strokeWidth=0.6).encode(x, y, color=ground),
            base.mark_text(fontSize=11, color=INK).encode(x, y, text="text:N"),
        )
        return both.properties(width=WIDTH - 170, height=height)

    return made(draw, height + 130)


def line_with_target(
    rows: Rows, *, ticks: Sequence[str], name: str, target: int | None, unit: str
) -> Chart:
    """Draw a share by month from 0 to 100: `month`, `value` (None: `sign` at the foot)."""
    height = 210

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        x = alt.X("month:O", sort=list(ticks), title=None,
                  scale=alt.Scale(domain=list(ticks)), axis=alt.Axis(labelAngle=-45))  # fmt: skip
        y = alt.Y("value:Q", title=unit, scale=alt.Scale(domain=[0, 100]))
        shown = [{**row, "series": name} for row in rows]
        series = [name, *([f"Target: {target} %"] if target is not None else [])]
        shown += [
            {"month": month, "value": target, "series": word}
            for word in series[1:]
            for month in ticks
        ]
        hues = alt.Scale(domain=series, range=[BLUE, ORANGE][: len(series)])
        dashes = alt.Scale(domain=series, range=[[1, 0], [6, 4]][: len(series)])
        colour = alt.Color("series:N", sort=series, title=None, scale=hues)
        dash = alt.StrokeDash("series:N", sort=series, title=None, scale=dashes)
        line = alt.Chart(data(shown)).mark_line(
            strokeWidth=2.5, invalid="break-paths-show-path-domains"
        )
        told = [row for row in rows if row["value"] is not None]
        points = alt.Chart(data(told)).mark_point(filled=True, size=45, opacity=1, color=BLUE)
        signs = [{**row, "value": 0} for row in rows if row["value"] is None]
        layers = [line.encode(x, y, colour, dash), points.encode(x, alt.Y("value:Q"))]
        if signs:
            text = alt.Chart(data(signs)).mark_text(dy=-7, fontSize=13, color=INK)
            layers.append(text.encode(x, alt.Y("value:Q"), text="sign:N"))
        both = alt.layer(*layers)
        return both.properties(width=WIDTH - 70, height=height)

    return made(draw, height + 90)
