"""A fair comparison as an exhibit: the funnel, what it says in words, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import Beside, FairComparison, FairSite
from tiig.publish.exhibits.cells import heading
from tiig.publish.exhibits.charts import BLUE, GREY, INK, ORANGE, WIDTH, Rows, data, made
from tiig.publish.fair_table import about, compare_lines, percent, span
from tiig.publish.paper import Cell, Chart, Exhibit, Grid

_AS_USUAL, _OUTSIDE = "As usual", "Outside the usual"
_HEIGHT = 320
_WORTH = "What the comparison is worth, in rows of like patients"


def fair_exhibit(answer: ClearedProgramme[FairComparison]) -> Exhibit:
    """Show what departments leave out, adjusted, beside the limits of what is usual."""
    told = answer.told
    return Exhibit(
        id="fair-comparison",
        title=_title(told),
        summary=_summary(told),
        grid=Grid(
            ("Department", "Rows", "Adjusted share", "95 % interval", "Usual", "Beside the usual"),
            tuple(_row(one) for one in told.sites),
        ),
        chart=funnel(told) if told.sites else None,
        notes=tuple(compare_lines(answer)),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )


def funnel(told: FairComparison) -> Chart:
    """Draw adjusted shares by what each is worth; departments' own limits are joined to lines."""
    rows = [_point(one) for one in told.sites]

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        x = alt.X("worth:Q", title=_WORTH, scale=alt.Scale(zero=True))
        y = alt.Y("share:Q", title="Adjusted share, per cent", scale=alt.Scale(zero=True))
        kinds = [_AS_USUAL, _OUTSIDE]
        colour = alt.Color(
            "kind:N", title=None, scale=alt.Scale(domain=kinds, range=[BLUE, ORANGE])
        )
        shape = alt.Shape(
            "kind:N", title=None, scale=alt.Scale(domain=kinds, range=["circle", "diamond"])
        )
        points = alt.Chart(data(rows))
        mean = alt.Chart(data([{"share": 100 * told.share}]))
        layers = [
            *(_limit(rows, name, dash) for name, dash in _LINES),
            mean.mark_rule(color=INK, strokeWidth=1).encode(y=alt.Y("share:Q")),
            points.mark_point(filled=True, size=80, opacity=1).encode(
                x=x, y=y, color=colour, shape=shape
            ),
            points.mark_text(align="left", dx=7, dy=-5, fontSize=11, color=INK).encode(
                x=x, y=y, text="name:N"
            ),
        ]
        return alt.layer(*layers).properties(width=WIDTH - 70, height=_HEIGHT)

    return made(draw, _HEIGHT + 90)


_LINES: Sequence[tuple[str, list[int]]] = (
    ("low", [1, 0]),
    ("high", [1, 0]),
    ("lowest", [6, 4]),
    ("highest", [6, 4]),
)


def _limit(rows: Rows, name: str, dash: list[int]) -> Any:  # noqa: ANN401 - Altair is loaded late
    import altair as alt  # noqa: PLC0415

    line = alt.Chart(data(rows)).mark_line(color=GREY, strokeWidth=1.5, strokeDash=dash)
    return line.encode(x=alt.X("worth:Q"), y=alt.Y(f"{name}:Q"))


def _point(one: FairSite) -> dict[str, Any]:
    return {
        "name": one.site_name,
        "worth": one.worth,
        "share": 100 * one.adjusted,
        "kind": _AS_USUAL if one.beside is Beside.USUAL else _OUTSIDE,
        "low": 100 * one.inner[0],
        "high": 100 * one.inner[1],
        "lowest": 100 * one.outer[0],
        "highest": 100 * one.outer[1],
    }


def _row(one: FairSite) -> tuple[Cell, ...]:
    return (
        heading(one.site_name),
        Cell(f"{one.rows:,}", one.rows),
        Cell(percent(one.adjusted), 100 * one.adjusted),
        Cell(span(one.interval)),
        Cell(span(one.inner)),
        Cell(str(one.beside)),
    )


def _title(told: FairComparison) -> str:
    outside = [one for one in told.sites if one.beside is not Beside.USUAL]
    subject = f"{about(told.asked)}, {told.asked.period}"
    if not told.sites:
        return f"{subject}: no rows to compare"
    if not outside:
        return f"{subject}: with the same patients no department lies outside the usual"
    names = ", ".join(f"{one.site_name} ({one.beside})" for one in outside)
    within = len(told.sites) - len(outside)
    return f"{subject}: with the same patients {within} lie as is usual; outside: {names}"


def _summary(told: FairComparison) -> str:
    """Say in words what the picture shows, for who does not see it."""
    if not told.sites:
        return "No rows to compare."
    shares = [one.adjusted for one in told.sites]
    return (
        f"A funnel of {len(told.sites)} departments: adjusted shares from "
        f"{percent(min(shares))} to {percent(max(shares))} %, all departments together "
        f"{percent(told.share)} %, by how many rows each comparison is worth. Solid lines hold "
        "95 %, dashed ones 99.8 % of what is usual; they widen where there are few rows."
    )
