"""Whose answers are missing: each group's difference to others of the same departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import GroupComparison, GroupLine
from tiig.publish.exhibits.cells import heading, named, period_words
from tiig.publish.exhibits.charts import BLUE, INK, ORANGE, WIDTH, data, made
from tiig.publish.fair_table import about, groups_grid, groups_lines
from tiig.publish.paper import Chart, Exhibit, Grid

_DIFFERS, _CHANCE = "Differs", "As chance would"
_LOOKS = {_DIFFERS: (ORANGE, "diamond"), _CHANCE: (BLUE, "circle")}
_UNIT = "Percentage points to other patients of the same departments"
_STEP = 22


def groups_exhibit(answer: ClearedProgramme[GroupComparison]) -> Exhibit:
    """Show groups of patients whose difference can be told; all of them stand in the table."""
    told = answer.told
    lines = [one for one in told.groups if one.difference is not None]
    (kind, group, rows, missing, share, difference, limits, false, _), body = groups_grid(answer)
    header = (
        kind, group, rows, missing, f"{share}, %", f"{difference}, points", limits,
        f"False findings ({false})", "Beyond chance",
    )  # fmt: skip
    return Exhibit(
        id="groups",
        title=_title(told),
        summary=_summary(lines),
        grid=Grid(header, tuple(tuple(map(heading, row)) for row in body), stubs=2),
        chart=_chart(lines) if lines else None,
        notes=tuple(groups_lines(answer)),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )


def _title(told: GroupComparison) -> str:
    subject = f"{about(told.asked)}, {period_words(told.asked.period)}"
    found = [one for one in told.groups if one.differs]
    if not found:
        return f"{subject}: {_calm(told)}"
    return f"{subject}: {named(f'{one.group} ({_points(one)})' for one in found)}"


def _calm(told: GroupComparison) -> str:
    """Say what stands where no group differs: of which that can be said."""
    judged = [one for one in told.groups if one.discovery is not None]
    if not judged:
        return "too few rows to compare any group of patients"
    if len(judged) == len(told.groups):
        return "no group of patients differs beyond chance"
    return f"none of the {len(judged)} groups that could be compared differs beyond chance"


def _points(one: GroupLine) -> str:
    return f"{100 * (one.difference or 0):+.1f} points"


def _summary(lines: Sequence[GroupLine]) -> str:
    if not lines:
        return "Too few rows to tell of any group."
    found = [one.group for one in lines if one.differs]
    return (
        f"A point for each of {len(lines)} groups at its difference to the other patients of the "
        "same departments, with a 95 % interval; an upright stands at no difference. "
        f"Beyond chance: {named(found) or 'none'}."
    )


def _label(one: GroupLine) -> str:
    return f"{one.factor}: {one.group}"


def _chart(lines: Sequence[GroupLine]) -> Chart:
    rows: list[dict[str, Any]] = [
        {
            "label": _label(one),
            "value": 100 * (one.difference or 0),
            "lower": 100 * one.interval[0],
            "upper": 100 * one.interval[1],
            "kind": _DIFFERS if one.differs else _CHANCE,
        }
        for one in lines
        if one.interval is not None
    ]
    order = [row["label"] for row in rows]
    height = max(60, _STEP * len(order))

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        kinds = [one for one in _LOOKS if any(row["kind"] == one for row in rows)]
        hues = alt.Scale(domain=kinds, range=[_LOOKS[one][0] for one in kinds])
        shapes = alt.Scale(domain=kinds, range=[_LOOKS[one][1] for one in kinds])
        colour = alt.Color("kind:N", sort=kinds, title=None, scale=hues)
        y = alt.Y("label:N", sort=order, title=None, scale=alt.Scale(domain=order))
        base = alt.Chart(data(rows))
        none = alt.Chart(data([{"at": 0, "value": 0, "label": "No difference"}]))
        return alt.layer(
            none.mark_rule(color=INK, strokeDash=[4, 4]).encode(
                alt.X("at:Q", title=_UNIT, axis=alt.Axis(tickCount=5))
            ),
            base.mark_rule(strokeWidth=2).encode(
                alt.X("lower:Q", title=_UNIT), alt.X2("upper:Q"), y, colour
            ),
            base.mark_point(filled=True, size=80, opacity=1).encode(
                alt.X("value:Q", title=_UNIT), y, colour,
                alt.Shape("kind:N", sort=kinds, title=None, scale=shapes),
            ),
        ).properties(width=WIDTH - 290, height=height)  # fmt: skip

    return made(draw, height + 110)
