"""How a department's records differ by hour or arrival mode: shares side by side on a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.shifts import Axis, ShiftLine, Shifts, Verdict
from tiig.publish.exhibits.cells import heading
from tiig.publish.exhibits.charts import BLUE, GREY, INK, ORANGE, WIDTH, data, made
from tiig.publish.paper import Cell, Chart, Exhibit, Grid
from tiig.publish.shifts_table import SHIFTS_NOTE, calm, shifts_grid

DRAWN = 8
"""Lines of a picture at most, those first that chance explains least."""
_LOOKS = (
    (INK, "circle"),
    (BLUE, "square"),
    (ORANGE, "triangle-up"),
    ("#006747", "diamond"),
    (GREY, "triangle-down"),
    ("#7c2855", "cross"),
)
"""Colour and shape of parts of the day or modes, in their order; each is told by its shape."""
_STEP = 34
_NAMES = {Axis.HOUR: "hour", Axis.MODE: "mode"}


def shifts_exhibit(answer: ClearedProgramme[Shifts], axis: Axis) -> Exhibit:
    """Show the measures along one axis: the surest differences as a picture, all as a table."""
    lines = [line for line in answer.told.lines if line.axis is axis]
    drawn = [line for line in lines if line.verdict is not Verdict.TOO_FEW][:DRAWN]
    header, rows = shifts_grid(answer, axis)
    return Exhibit(
        id=f"by-{_NAMES[axis]}",
        title=_title(lines, axis),
        summary=_summary(drawn, axis),
        grid=Grid(
            header, tuple((heading(row[0]), *(Cell(one) for one in row[1:])) for row in rows), 2
        ),
        chart=_chart(drawn) if drawn else None,
        notes=(SHIFTS_NOTE,),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )


def _title(lines: Sequence[ShiftLine], axis: Axis) -> str:
    found = [line for line in lines if line.verdict is Verdict.DIFFERS]
    if not found:
        return f"By {axis}: {calm(lines)}"
    first = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"By {axis}: {_name(first)} differs, most in {first.worst.lower()}{more}"


def _summary(drawn: Sequence[ShiftLine], axis: Axis) -> str:
    if not drawn:
        return f"Too few rows to judge anything by {axis}."
    parts = ", ".join(cell.label.lower() for cell in drawn[0].cells[:-1])
    differing = ", ".join(_name(one) for one in drawn if one.verdict is Verdict.DIFFERS)
    return (
        f"For {len(drawn)} measures a line from the lowest to the highest share, with a sign for "
        f"each of {parts}. Beyond chance: {differing or 'none'}."
    )


def _name(line: ShiftLine) -> str:
    return f"{line.item_label}, {line.label.lower()}"


def _label(line: ShiftLine) -> str:
    return f"{_name(line)}{' (differs)' if line.verdict is Verdict.DIFFERS else ''}"


def _chart(lines: Sequence[ShiftLine]) -> Chart:
    names = [cell.label for cell in lines[0].cells[:-1]]
    rows: list[dict[str, Any]] = [
        {"label": _label(line), "series": cell.label, "value": 100 * cell.count / cell.out_of}
        for line in lines
        for cell in line.cells[:-1]
        if cell.out_of
    ]
    order = [_label(line) for line in lines]
    height = max(80, _STEP * len(order))

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        y = alt.Y("label:N", sort=order, title=None, scale=alt.Scale(domain=order))
        x = alt.X(
            "value:Q", title="Per cent of rows", scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(tickCount=5),
        )  # fmt: skip
        two = alt.Legend(columns=2)
        looks = _LOOKS[: len(names)]
        hues = alt.Scale(domain=names, range=[hue for hue, _ in looks])
        shapes = alt.Scale(domain=names, range=[shape for _, shape in looks])
        ends = [
            {"label": label, "low": min(values), "high": max(values)}
            for label in order
            if (values := [row["value"] for row in rows if row["label"] == label])
        ]
        rule = alt.Chart(data(ends)).mark_rule(color=GREY)
        points = alt.Chart(data(rows)).mark_point(filled=True, size=85, opacity=0.9)
        return alt.layer(
            rule.encode(alt.X("low:Q", title="Per cent of rows"), alt.X2("high:Q"), y),
            points.encode(
                x,
                y,
                alt.Color("series:N", sort=names, title=None, scale=hues, legend=two),
                alt.Shape("series:N", sort=names, title=None, scale=shapes, legend=two),
            ),
        ).properties(width=WIDTH - 240, height=height)

    return made(draw, height + 110)
