"""Charts as Vega-Lite by Altair: one look for pages and papers, safe for colour-blind readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tiig.publish.later import Later
from tiig.publish.paper import Chart

INK, GREY, PALE = "#212b32", "#5b6770", "#d8dde0"
BLUE, ORANGE = "#005eb8", "#b35900"
SHADES = ["#deebf7", "#9ecae1", "#4292c6", "#08519c", "#08306b"]
"""Classes of a map, the lowest first."""
TINTS = ["#eef5fb", "#5fa8d8"]
"""Shades under text: dark text on the darkest of them has a contrast of more than 4.5."""

WIDTH = 620
_FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
_CONFIG = {
    "font": _FONT,
    "aria": False,
    "background": "#ffffff",
    "padding": 6,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": INK,
        "titleFontWeight": "normal", "gridColor": PALE, "domainColor": GREY, "tickColor": GREY,
        "labelLimit": 260, "titlePadding": 8,
    },
    "legend": {
        "labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": INK,
        "orient": "top", "titleFontWeight": "normal", "labelLimit": 400, "symbolStrokeWidth": 2,
    },
    "header": {"labelFontSize": 13, "titleFontSize": 13},
}  # fmt: skip
"""One theme; colours have a contrast of at least 4.5 on white for text and 3 for marks.

Marks are not described one by one: a star's place on the axis would be read as its value.
The summary describes the picture, and the table holds its figures.
"""

_MANY_ROWS = 10
_LOWEST_MAP, _HIGHEST_MAP = 200, 460
_MANY_MONTHS, _NAMED_MONTHS = 12, 3

Rows = Sequence[Mapping[str, Any]]


def made(draw: Callable[[], Any], height: int, width: int = WIDTH) -> Chart:
    """Return a chart as a value, with the house's look; Altair makes it when it is drawn."""
    # Checked by the drawing engine and the tests; checking here doubles the time of a paper.
    spec = Later(lambda: {**draw().to_dict(validate=False), "config": _CONFIG})
    return Chart(spec=spec, width=width, height=height)


def data(rows: Rows) -> Any:  # noqa: ANN401 - Altair's own type is loaded late
    """Put rows inside a chart; plain, since Altair's own type checks every row at once."""
    return {"values": [dict(row) for row in rows]}


def _signs(rows: Rows) -> list[dict[str, Any]]:
    """Return what stands at the foot in place of values: a star unless another sign is told."""
    hidden = [row for row in rows if row["value"] is None]
    return [{**row, "value": 0, "sign": row.get("sign") or "*"} for row in hidden]


def _alone(rows: Rows, ticks: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the rows between two gaps: a line of one point would not be seen."""
    shown = {row["month"]: row for row in rows if row["value"] is not None}
    beside = ["", *ticks, ""]
    return [
        shown[month]
        for before, month, after in zip(beside, ticks, beside[2:], strict=False)
        if month in shown and before not in shown and after not in shown
    ]


def lines(rows: Rows, *, ticks: Sequence[str], series: Sequence[str], unit: str) -> Chart:
    """Draw series over months: `month`, `series`, `value`, and `flag` where something is missing.

    The first series is solid, the second dashed; flagged months carry a diamond.
    """

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        named = list(ticks)[:: -_NAMED_MONTHS if len(ticks) > _MANY_MONTHS else -1]
        x = alt.X(
            "month:O", sort=list(ticks), title=None, scale=alt.Scale(domain=list(ticks)),
            axis=alt.Axis(labelAngle=-45, labelOverlap=False, grid=False, values=named[::-1]),
        )  # fmt: skip
        y = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=True))
        colour = alt.Color(
            "series:N", sort=list(series), title=None,
            scale=alt.Scale(domain=list(series), range=[BLUE, ORANGE][: len(series)]),
        )  # fmt: skip
        dash = alt.StrokeDash(
            "series:N", sort=list(series), title=None,
            scale=alt.Scale(domain=list(series), range=[[1, 0], [6, 4]][: len(series)]),
        )  # fmt: skip
        # A month without a value breaks the line: a line across it would draw a value.
        base = alt.Chart(data(rows))
        drawn = base.mark_line(strokeWidth=2.5, invalid="break-paths-show-path-domains").encode(
            x=x, y=y, color=colour, strokeDash=dash
        )
        for name, hue in zip(series, (BLUE, ORANGE), strict=False):
            alone = _alone([row for row in rows if row["series"] == name], ticks)
            if alone:
                points = alt.Chart(data(alone)).mark_point(
                    filled=True, size=45, opacity=1, color=hue
                )
                drawn = alt.layer(drawn, points.encode(x=x, y="value:Q"))
        signs = _signs([row for row in rows if row["series"] == series[-1]])
        if signs:
            stars = alt.Chart(data(signs)).mark_text(
                dy=-7, fontSize=14, fontWeight="bold", color=INK
            )
            drawn = alt.layer(drawn, stars.encode(x=x, y="value:Q", text="sign:N"))
        flags = [row for row in rows if row.get("flag")]
        if flags:
            drawn = alt.layer(drawn, _flagged(flags, x))
        return drawn.properties(width=WIDTH - 70, height=210)

    return made(draw, 300)


def _flagged(rows: Rows, x: Any) -> Any:  # noqa: ANN401 - Altair is loaded late
    """Draw the marks of months that lack a department, or may still change."""
    import altair as alt  # noqa: PLC0415

    shape = alt.Shape(
        "flag:N", title=None,
        scale=alt.Scale(domain=["Departments missing", "Provisional"],
                        range=["diamond", "circle"]),
    )  # fmt: skip
    points = alt.Chart(data([row for row in rows if row["value"] is not None])).mark_point(
        shape="diamond", size=90, filled=True, color=INK
    )
    return points.encode(x=x, y="value:Q", shape=shape)


def bars(rows: Rows, *, order: Sequence[str], series: Sequence[str], unit: str) -> Chart:
    """Draw horizontal bars: `label`, `series`, `value`; a hidden value (None) is a star."""

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        y = alt.Y(
            "label:N", sort=list(order), title=None,
            scale=alt.Scale(paddingInner=0.25, paddingOuter=0.15),
        )  # fmt: skip
        offset = [alt.YOffset("series:N", sort=list(series))] if len(series) > 1 else []
        colour = alt.Color(
            "series:N", sort=list(series), title=None,
            scale=alt.Scale(domain=list(series), range=[GREY, BLUE][-len(series) :]),
            legend=alt.Legend() if len(series) > 1 else None,
        )  # fmt: skip
        shown = [row for row in rows if row["value"] is not None]
        hidden = _signs(rows)
        x = alt.X(
            "value:Q", title=unit, scale=alt.Scale(zero=True),
            axis=alt.Axis(tickCount=5, labelFlush=False),
        )  # fmt: skip
        drawn = alt.Chart(data(shown)).mark_bar().encode(x, y, colour, *offset)
        if hidden:
            stars = alt.Chart(data(hidden)).mark_text(
                align="left", dx=3, fontSize=14, fontWeight="bold", color=INK
            )
            drawn = alt.layer(drawn, stars.encode(alt.X("value:Q"), y, *offset, text="sign:N"))
        return drawn.properties(width=WIDTH - 240, height=height)

    step = 15 if len(series) > 1 else 22
    height = max(60, len(order) * len(series) * step + len(order) * 6)
    return made(draw, height + 90)


def columns(
    rows: Rows,
    *,
    order: Sequence[str],
    series: Sequence[str],
    unit: str,
    colours: Sequence[str] = (BLUE, ORANGE),
) -> Chart:
    """Draw vertical bars side by side: `label`, `series`, `value`; a hidden value is a star."""

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        x = alt.X("label:N", sort=list(order), title=None, axis=alt.Axis(labelAngle=-45))
        offset = [alt.XOffset("series:N", sort=list(series))] if len(series) > 1 else []
        colour = alt.Color(
            "series:N", sort=list(series), title=None,
            scale=alt.Scale(domain=list(series), range=list(colours)[: len(series)]),
            legend=alt.Legend() if len(series) > 1 else None,
        )  # fmt: skip
        shown = [row for row in rows if row["value"] is not None]
        hidden = _signs(rows)
        y = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5))
        drawn = alt.Chart(data(shown)).mark_bar().encode(x, y, colour, *offset)
        if hidden:
            stars = alt.Chart(data(hidden)).mark_text(
                dy=-6, fontSize=14, fontWeight="bold", color=INK
            )
            drawn = alt.layer(drawn, stars.encode(x, alt.Y("value:Q"), *offset, text="sign:N"))
        return drawn.properties(width=WIDTH - 70, height=190)

    return made(draw, 300)


def heat(rows: Rows, *, across: Sequence[str], down: Sequence[str], unit: str) -> Chart:
    """Draw a table of shades: `across`, `down`, `value`; a hidden value is a star on white."""

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        x = alt.X("across:O", sort=list(across), title=None, axis=alt.Axis(labelAngle=0))
        y = alt.Y("down:O", sort=list(down), title=None)
        shade = alt.Color(
            "value:Q", title=unit, scale=alt.Scale(scheme="blues", zero=True),
            legend=alt.Legend(orient="right", gradientLength=120, format=",.0f"),
        )  # fmt: skip
        shown = alt.Chart(data([row for row in rows if row["value"] is not None]))
        drawn = shown.mark_rect(stroke="#ffffff").encode(x, y, color=shade)
        hidden = _signs(rows)
        if hidden:
            stars = alt.Chart(data(hidden)).mark_text(fontSize=13, color=INK)
            drawn = alt.layer(drawn, stars.encode(x, y, text="sign:N"))
        return drawn.properties(width=WIDTH - 190, height=height)

    height = max(90, len(down) * (15 if len(down) > _MANY_ROWS else 30))
    return made(draw, height + 60)


def whiskers(rows: Rows, *, order: Sequence[str], unit: str, average: float | None) -> Chart:
    """Draw rates with their limits: `label`, `value`, `lower`, `upper`, `chosen`."""

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        shown = [row for row in rows if row["value"] is not None]
        base = alt.Chart(data(shown))
        y = alt.Y("label:N", sort=list(order), title=None)
        x = alt.X("value:Q", title=unit, scale=alt.Scale(zero=True))
        colour = alt.Color(
            "chosen:N", legend=None, scale=alt.Scale(domain=["yes", "no"], range=[ORANGE, BLUE])
        )
        domain = ["yes", "no"]
        shape = alt.Shape(
            "chosen:N", legend=None, scale=alt.Scale(domain=domain, range=["diamond", "circle"])
        )
        size = alt.Size("chosen:N", legend=None, scale=alt.Scale(domain=domain, range=[170, 70]))
        layers = [
            base.mark_rule(strokeWidth=2).encode(
                y=y, x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), color=colour
            ),
            base.mark_point(filled=True, size=70, opacity=1).encode(
                x=x, y=y, color=colour, shape=shape, size=size
            ),
        ]
        if average is not None:
            mean = alt.Chart(data([{"average": average}]))
            layers.append(mean.mark_rule(strokeDash=[4, 4], color=INK).encode(x="average:Q"))
        return alt.layer(*layers).properties(width=WIDTH - 200, height=height)

    height = max(60, len(order) * 22)
    return made(draw, height + 60)


def tiles(rows: Rows, *, unit: str) -> Chart:
    """Draw one square an area: `x`, `y`, `name`, `text`, `value` (None: a star on white)."""

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        x = alt.X("x:O", axis=None, scale=alt.Scale(paddingInner=0.06))
        y = alt.Y("y:O", axis=None, scale=alt.Scale(paddingInner=0.06))
        shade = alt.Color(
            "value:Q", title=unit, scale=alt.Scale(range=TINTS, zero=True),
            legend=alt.Legend(orient="right", gradientLength=120, format=",.0f"),
        )  # fmt: skip
        all_rows = alt.Chart(data(rows))
        shown = alt.Chart(data([row for row in rows if row["value"] is not None]))
        drawn = alt.layer(
            all_rows.mark_rect(fill="#ffffff", stroke=GREY).encode(x, y),
            shown.mark_rect(stroke=GREY).encode(x, y, color=shade),
            all_rows.mark_text(dy=-8, fontSize=12, color=INK).encode(x, y, text="name:N"),
            all_rows.mark_text(dy=10, fontSize=14, fontWeight="bold", color=INK).encode(
                x, y, text="text:N"
            ),
        )
        return drawn.properties(width=WIDTH - 190, height=330)

    return made(draw, 350)


def shapes(features: Rows, *, unit: str, breaks: Sequence[float]) -> Chart:
    """Draw areas in classes: GeoJSON features in metres with `value` (None: `sign` at `x`, `y`).

    The projection is `identity` with `reflectY`: shapes in metres are drawn as they are, and
    the way round in which a ring is written does not matter.
    """

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        shades = SHADES[: len(breaks) + 1]
        shown = [one for one in features if one["value"] is not None]
        hidden = [one for one in features if one["value"] is None]
        scale = alt.Scale(type="threshold", domain=list(breaks), range=shades)
        ground = alt.Chart(data(features)).mark_geoshape(
            fill="#ffffff", stroke=GREY, strokeWidth=0.4
        )
        drawn = alt.Chart(data(shown)).mark_geoshape(stroke=GREY, strokeWidth=0.4)
        layers = [ground, drawn.encode(color=alt.Color("value:Q", title=unit, scale=scale))]
        if hidden:
            stars = [{**one, "type": "star", "geometry": None} for one in hidden]
            signs = alt.Chart(data(stars)).mark_text(fontSize=11, fontWeight="bold", color=INK)
            layers.append(signs.encode(longitude="x:Q", latitude="y:Q", text="sign:N"))
        both = alt.layer(*layers).project(type="identity", reflectY=True)
        return both.properties(width=WIDTH - 20, height=height)

    height = _map_height(features)
    return made(draw, height + 60)


def _map_height(features: Rows) -> int:
    """Return a height that leaves little white round the shapes, in CSS pixels."""
    points = [point for one in features for point in _points(one["geometry"]["coordinates"])]
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    return max(_LOWEST_MAP, min(_HIGHEST_MAP, round((WIDTH - 20) * high / max(wide, 1))))


def _points(values: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - nested as GeoJSON is
    if values and isinstance(values[0], int | float):
        yield values[0], values[1]
        return
    for one in values:
        yield from _points(one)
