"""A fair comparison as an exhibit: the funnel, what it says in words, and its table."""

from __future__ import annotations

from typing import Any

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import Beside, FairComparison, FairSite
from tiig.publish.exhibits.cells import heading, period_words
from tiig.publish.exhibits.charts import BLUE, GREY, INK, ORANGE, WIDTH, Rows, data, made
from tiig.publish.exhibits.labels import Side, sides_of
from tiig.publish.fair_table import about, compare_lines, percent, span
from tiig.publish.paper import Cell, Chart, Exhibit, Grid

_AS_USUAL, _ABOVE, _BELOW = "As usual", "Above the usual", "Below the usual"
_KINDS = {
    _AS_USUAL: (BLUE, "circle"),
    _ABOVE: (ORANGE, "diamond"),
    _BELOW: ("#006747", "triangle-down"),
}
"""Colour and shape by where a department lies; who lacks less is not marked as who lacks more."""
_HIGHER = frozenset({Beside.ABOVE, Beside.FAR_ABOVE})
_FEWEST = 2
"""Departments of a funnel at least: one is not compared with anybody."""
_MEAN, _INNER, _OUTER = "All together", "95 % of the usual", "99.8 %"
_LINES = (("low", _INNER), ("high", _INNER), ("lowest", _OUTER), ("highest", _OUTER))
_LOOKS = {_MEAN: (INK, [1, 0]), _INNER: (GREY, [1, 0]), _OUTER: (GREY, [6, 4])}
_WIDTH, _HEIGHT = WIDTH - 70, 320
_ROOM = 1.05
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
        chart=funnel(told) if len(told.sites) >= _FEWEST else None,
        notes=tuple(compare_lines(answer)),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )


def funnel(told: FairComparison) -> Chart:
    """Draw adjusted shares by what each is worth; departments' own limits are joined to lines."""
    rows = [_point(one) for one in told.sites]

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        far, high = _ROOM * max(row["worth"] for row in rows), _ROOM * _top(rows)
        x = alt.X("worth:Q", title=_WORTH, scale=alt.Scale(domain=[0, far], nice=False))
        y = alt.Y(
            "share:Q",
            title="Adjusted share, per cent",
            scale=alt.Scale(domain=[0, high], nice=False),
        )
        places = [
            (_WIDTH * row["worth"] / far, _HEIGHT * (1 - row["share"] / high)) for row in rows
        ]
        sides = sides_of([row["name"] for row in rows], places, (_WIDTH, _HEIGHT))
        by_side = {
            side: [row for row, one in zip(rows, sides, strict=True) if one == side]
            for side in dict.fromkeys(sides)
        }
        layers = [
            _limits(rows, told.share, far, x, y),
            *(_names(named, side, x, y, around=True) for side, named in by_side.items()),
            _dots(rows, x, y),
            *(_names(named, side, x, y) for side, named in by_side.items()),
        ]
        return (
            alt.layer(*layers)
            .resolve_scale(color="independent", shape="independent", strokeDash="independent")
            .properties(width=_WIDTH, height=_HEIGHT)
        )

    return made(draw, _HEIGHT + 110)


def _top(rows: Rows) -> float:
    return max(float(row[name]) for row in rows for name in ("highest", "share"))


def _limits(rows: Rows, share: float, far: float, x: Any, y: Any) -> Any:  # noqa: ANN401
    import altair as alt  # noqa: PLC0415

    lines = [
        {"worth": row["worth"], "share": row[name], "line": label, "part": name}
        for name, label in _LINES
        for row in rows
    ]
    mean = [{"worth": end, "share": 100 * share, "line": _MEAN, "part": _MEAN} for end in (0, far)]
    names = list(_LOOKS)
    legend = alt.Legend(orient="top")
    hues = alt.Scale(domain=names, range=[hue for hue, _ in _LOOKS.values()])
    dashes = alt.Scale(domain=names, range=[dash for _, dash in _LOOKS.values()])
    return (
        alt.Chart(data([*lines, *mean]))
        .mark_line(strokeWidth=1.5)
        .encode(
            x,
            y,
            alt.Color("line:N", title=None, sort=names, scale=hues, legend=legend),
            alt.StrokeDash("line:N", title=None, sort=names, scale=dashes, legend=legend),
            alt.Detail("part:N"),
        )
    )


def _dots(rows: Rows, x: Any, y: Any) -> Any:  # noqa: ANN401
    import altair as alt  # noqa: PLC0415

    kinds = [one for one in _KINDS if any(row["kind"] == one for row in rows)]
    hues = alt.Scale(domain=kinds, range=[_KINDS[one][0] for one in kinds])
    shapes = alt.Scale(domain=kinds, range=[_KINDS[one][1] for one in kinds])
    legend = alt.Legend(orient="bottom")
    points = alt.Chart(data(rows)).mark_point(filled=True, size=80, opacity=1)
    return points.encode(
        x,
        y,
        alt.Color("kind:N", title=None, scale=hues, legend=legend),
        alt.Shape("kind:N", title=None, scale=shapes, legend=legend),
    )


def _names(rows: Rows, side: Side, x: Any, y: Any, *, around: bool = False) -> Any:  # noqa: ANN401
    """Write names; `around` them white, so that no line goes through a name."""
    import altair as alt  # noqa: PLC0415

    white: dict[str, Any] = {"stroke": "#ffffff", "strokeWidth": 4} if around else {}
    text = alt.Chart(data(rows)).mark_text(
        align=side.align, dx=side.dx, dy=side.dy, fontSize=11, color=INK, **white
    )
    return text.encode(x, y, alt.Text("name:N"))


def _point(one: FairSite) -> dict[str, Any]:
    return {
        "name": one.site_name,
        "worth": one.worth,
        "share": 100 * one.adjusted,
        "kind": _kind(one.beside),
        "low": 100 * one.inner[0],
        "high": 100 * one.inner[1],
        "lowest": 100 * one.outer[0],
        "highest": 100 * one.outer[1],
    }


def _kind(where: Beside) -> str:
    if where is Beside.USUAL:
        return _AS_USUAL
    return _ABOVE if where in _HIGHER else _BELOW


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
    subject = f"{about(told.asked)}, {period_words(told.asked.period)}"
    if not told.sites:
        return f"{subject}: no rows to compare"
    if len(told.sites) < _FEWEST:
        return f"{subject}: {told.sites[0].site_name} alone has rows, so that nothing is compared"
    if not outside:
        return f"{subject}: with the same patients no department lies outside the usual"
    names = ", ".join(f"{one.site_name} ({one.beside})" for one in outside)
    within = len(told.sites) - len(outside)
    return f"{subject}: with the same patients {within} lie as is usual; outside: {names}"


def _summary(told: FairComparison) -> str:
    """Say in words what the picture shows, for who does not see it."""
    if not told.sites:
        return "No rows to compare."
    if len(told.sites) < _FEWEST:
        return "One department is not compared with anybody."
    shares = [one.adjusted for one in told.sites]
    return (
        f"A funnel of {len(told.sites)} departments: adjusted shares from "
        f"{percent(min(shares))} to {percent(max(shares))} %, all departments together "
        f"{percent(told.share)} %, by how many rows each comparison is worth. Solid lines hold "
        "95 %, dashed ones 99.8 % of what is usual; they widen where there are few rows."
    )
