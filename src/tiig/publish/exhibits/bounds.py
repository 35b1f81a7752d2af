"""Bounds as a picture: the share recorded, and how far it may go whatever is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiig.model.bounds import BoundedCount
from tiig.publish.bounds_table import BoundLine, bound_lines, bounds_grid, bounds_sentences
from tiig.publish.exhibits.cells import heading, period_words
from tiig.publish.exhibits.charts import BLUE, GREY, INK, WIDTH, data, made
from tiig.publish.paper import Cell, Chart, Exhibit, Grid

_WHATEVER, _RECORDED = "Whatever the missing answers were", "Recorded so"
_STEP = 26


def bounds_exhibit(found: BoundedCount) -> Exhibit:
    """Show a line for all rows, and one for each department or area that is told."""
    lines = bound_lines(found)
    header, rows = bounds_grid(found)
    shown = [one for one in lines if one.extremes is not None and one.whole]
    conclusion, *others = bounds_sentences(found)
    return Exhibit(
        id="bounds",
        title=f"{found.kind.label} among {found.of.lower()}, {period_words(found.period)}",
        summary=conclusion,
        grid=Grid(header, tuple((heading(row[0]), *map(Cell, row[1:])) for row in rows)),
        chart=_chart(shown, found) if shown else None,
        notes=tuple(others),
        releases=tuple(one.release for one in found.tables),
        manifests=tuple(dict.fromkeys(one.manifest for one in found.tables)),
    )


def _chart(lines: Sequence[BoundLine], found: BoundedCount) -> Chart:
    odds = f"Odds at most {found.odds:g} times as high or low"
    rows, recorded = _spans(lines, odds), _recorded(lines)
    order = [one.where for one in lines]
    height = max(60, _STEP * len(order))

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        y = alt.Y("label:N", sort=order, title=None, scale=alt.Scale(domain=order))
        x = alt.X("low:Q", title="Per cent", scale=alt.Scale(domain=[0, 100]))
        names = [_WHATEVER, odds]
        hues = alt.Scale(domain=names, range=[GREY, BLUE])
        stacked = alt.Legend(columns=1)
        widths = alt.Scale(domain=names, range=[2, 8])
        bars = (
            alt.Chart(data(rows))
            .mark_rule()
            .encode(
                x,
                alt.X2("high:Q"),
                y,
                alt.Color("series:N", sort=names, title=None, scale=hues, legend=stacked),
                alt.StrokeWidth("series:N", sort=names, title=None, scale=widths, legend=stacked),
            )
        )
        shape = alt.Scale(domain=[_RECORDED], range=["diamond"])
        points = (
            alt.Chart(data(recorded))
            .mark_point(filled=True, size=50, opacity=1, color=INK)
            .encode(
                alt.X("value:Q"),
                y,
                alt.Shape("series:N", title=None, scale=shape, legend=alt.Legend(orient="bottom")),
            )
        )
        return alt.layer(bars, points).properties(width=WIDTH - 220, height=height)

    return made(draw, height + 130)


def _spans(lines: Sequence[BoundLine], odds: str) -> list[dict[str, Any]]:
    return [
        {"label": one.where, "series": name, "low": 100 * bounds.shares[0],
         "high": 100 * bounds.shares[1], "lower": 100 * bounds.shares[0],
         "upper": 100 * bounds.shares[1], "value": 100 * bounds.shares[0]}
        for one in lines
        for name, bounds in ((_WHATEVER, one.extremes), (odds, one.by_odds))
        if bounds is not None
    ]  # fmt: skip


def _recorded(lines: Sequence[BoundLine]) -> list[dict[str, Any]]:
    return [
        {"label": one.where, "series": _RECORDED, "value": 100 * one.recorded / one.whole}
        for one in lines
        if one.recorded is not None and one.whole
    ]
