"""The rows of one department's months beside those expected: a line in a band, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.volume import VolumeMonth, Volumes, VolumeVerdict
from tiig.publish.exhibits.cells import heading, month_words
from tiig.publish.exhibits.charts import BLUE, GREY, INK, ORANGE, WIDTH, Rows, data, made
from tiig.publish.exhibits.quality_cells import short_month
from tiig.publish.months_tables import VOLUME_NOTE
from tiig.publish.paper import Cell, Chart, Exhibit, Grid

NOT_USUAL = (VolumeVerdict.FEWER, VolumeVerdict.MORE)
_FEWER, _MORE, _USUAL = "Fewer than expected", "More than expected", "Rows received"
_POINTS = {
    VolumeVerdict.AS_EXPECTED: (_USUAL, INK, "circle"),
    VolumeVerdict.NO_PAST: (_USUAL, INK, "circle"),
    VolumeVerdict.FEWER: (_FEWER, ORANGE, "triangle-down"),
    VolumeVerdict.MORE: (_MORE, BLUE, "triangle-up"),
}
"""Word, colour and shape by what is to be said of a month; each is told by its shape alone."""
_BAND, _BAND_HUE = "Limits", "#d6e6f5"
_EXPECTED = "Expected"
_HEIGHT, _MANY_MONTHS, _NAMED_MONTHS = 240, 12, 3


def volume_exhibit(answer: ClearedProgramme[Volumes]) -> Exhibit:
    """Show the months of an answer about one department; they may be none in force."""
    months = answer.told.months
    return Exhibit(
        id="volume",
        title=_title(months),
        summary=_summary(months),
        grid=Grid(
            ("Month", "Rows", "Expected", "Lower limit", "Upper limit", "The month", "Verdict"),
            tuple(_row(one) for one in months),
        ),
        chart=_chart(months) if any(one.rows is not None for one in months) else None,
        notes=(VOLUME_NOTE,),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )


def _title(months: Sequence[VolumeMonth]) -> str:
    told = [one for one in months if one.rows is not None]
    if not told:
        return "No month is wholly in force"
    last = told[-1]
    return f"{last.site_name}: {last.rows:,} rows in {month_words(last.month)}, {_beside(last)}"


def _beside(one: VolumeMonth) -> str:
    if one.expected is None:
        return str(one.verdict)
    return f"{one.verdict} ({one.low:,} to {one.high:,})"


def _summary(months: Sequence[VolumeMonth]) -> str:
    if not months:
        return "No months."
    kinds = ", ".join(
        f"{verdict} in {count} month{'s' if count > 1 else ''}"
        for verdict in (*NOT_USUAL, VolumeVerdict.NOT_WHOLE)
        if (count := sum(one.verdict is verdict for one in months))
    )
    return (
        f"A line of rows by month from {month_words(months[0].month)} to "
        f"{month_words(months[-1].month)}, in a band between the limits of what was expected. "
        f"Not so: {kinds or 'no month'}."
    )


def _row(one: VolumeMonth) -> tuple[Cell, ...]:
    numbers = (one.rows, one.expected, one.low, one.high)
    return (
        heading(month_words(one.month)),
        *(Cell("-") if number is None else Cell(f"{number:,}", number) for number in numbers),
        Cell(str(one.standing)),
        Cell(str(one.verdict)),
    )


def _chart(months: Sequence[VolumeMonth]) -> Chart:
    ticks = [short_month(one.month) for one in months]

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        step = _NAMED_MONTHS if len(ticks) > _MANY_MONTHS else 1
        x = alt.X(
            "month:O", sort=ticks, title=None, scale=alt.Scale(domain=ticks),
            axis=alt.Axis(labelAngle=-45, labelOverlap=False, values=ticks[::-step][::-1]),
        )  # fmt: skip
        y = alt.Y("value:Q", title="Rows in the month", scale=alt.Scale(zero=True))
        layers = [_band(months, x), _line(_expected(months), x, y, [6, 4], GREY)]
        layers += [_line(_points(months), x, y, [1, 0], INK), _marks(_points(months), x, y)]
        gaps = _gaps(months)
        if gaps:
            words = alt.Chart(data(gaps)).mark_text(
                angle=270, align="left", baseline="middle", fontSize=12, color=INK, dx=4
            )
            layers.append(words.encode(x, y, text="text:N"))
        both = alt.layer(*layers).resolve_scale(
            color="independent", shape="independent", strokeDash="independent"
        )
        return both.properties(width=WIDTH - 80, height=_HEIGHT)

    return made(draw, _HEIGHT + 140)


def _band(months: Sequence[VolumeMonth], x: Any) -> Any:  # noqa: ANN401 - Altair's own types
    import altair as alt  # noqa: PLC0415

    rows = [
        {"month": short_month(one.month), "low": one.low, "high": one.high, "series": _BAND,
         "lower": one.low, "upper": one.high, "value": one.expected}
        for one in months
        if one.low is not None
    ]  # fmt: skip
    hue = alt.Scale(domain=[_BAND], range=[_BAND_HUE])
    square = alt.Legend(symbolType="square")
    return (
        alt.Chart(data(rows))
        .mark_bar(width={"band": 1})
        .encode(x, alt.Y("low:Q", title="Rows in the month"), alt.Y2("high:Q"),
                alt.Color("series:N", title=None, scale=hue, legend=square))
    )  # fmt: skip


def _line(rows: Rows, x: Any, y: Any, dash: list[int], hue: str) -> Any:  # noqa: ANN401
    import altair as alt  # noqa: PLC0415

    look = alt.Scale(domain=[rows[0]["series"]], range=[dash])
    return (
        alt.Chart(data(rows))
        .mark_line(strokeWidth=1.8, color=hue, invalid="break-paths-show-path-domains")
        .encode(x, y, alt.StrokeDash("series:N", title=None, scale=look))
    )


def _marks(rows: Rows, x: Any, y: Any) -> Any:  # noqa: ANN401
    import altair as alt  # noqa: PLC0415

    there = {row["flag"] for row in rows}
    kinds = [one for one in dict.fromkeys(_POINTS.values()) if one[0] in there]
    names = [name for name, _, _ in kinds]
    beneath = alt.Legend(orient="bottom")
    hues = alt.Scale(domain=names, range=[hue for _, hue, _ in kinds])
    shapes = alt.Scale(domain=names, range=[shape for _, _, shape in kinds])
    told = [row for row in rows if row["value"] is not None]
    return (
        alt.Chart(data(told))
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            x,
            y,
            alt.Color("flag:N", sort=names, title=None, scale=hues, legend=beneath),
            alt.Shape("flag:N", sort=names, title=None, scale=shapes, legend=beneath),
        )
    )


def _points(months: Sequence[VolumeMonth]) -> list[dict[str, Any]]:
    return [
        {
            "month": short_month(one.month),
            "value": one.rows,
            "series": "Rows",
            "flag": "" if one.rows is None else _POINTS[one.verdict][0],
        }
        for one in months
    ]


def _expected(months: Sequence[VolumeMonth]) -> list[dict[str, Any]]:
    return [
        {"month": short_month(one.month), "value": one.expected, "series": _EXPECTED}
        for one in months
    ]


def _gaps(months: Sequence[VolumeMonth]) -> list[dict[str, Any]]:
    return [
        {"month": short_month(one.month), "value": 0, "text": str(one.standing)}
        for one in months
        if one.rows is None
    ]
