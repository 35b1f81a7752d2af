"""Days from attendance until rows were there: from half of them to nine in ten, as bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.coverage import Standing
from tiig.model.timeliness import DaysTaken, Timeliness, TimelySite
from tiig.publish.exhibits.cells import heading, month_words, period_words
from tiig.publish.exhibits.charts import BLUE, INK, ORANGE, WIDTH, data, made
from tiig.publish.months_tables import DAYS_NOTE
from tiig.publish.paper import Cell, Chart, Exhibit, Grid

_RECEIVED, _USABLE = "Received", "Could be used"
_BOTH = "Received, and could be used the same day"
_LOOKS = {_RECEIVED: (BLUE, "circle"), _USABLE: (ORANGE, "diamond"), _BOTH: (BLUE, "circle")}
_DAYS = (
    "Received: half, days", "Received: nine in ten, days",
    "Could be used: half, days", "Could be used: nine in ten, days",
)  # fmt: skip
_COUNTED = (Standing.ABSENT, Standing.HELD, Standing.PARTIAL, Standing.NIL)
_STEP = 30


class _Line(NamedTuple):
    label: str
    received: DaysTaken | None
    usable: DaysTaken | None


def timeliness_exhibit(answer: ClearedProgramme[Timeliness], *, by_month: bool) -> Exhibit:
    """Show departments, or the months of the one that is told."""
    told = answer.told
    lines = [*_months(told)] if by_month else [_Line(*_of(one)) for one in told.sites]
    grid = _by_month(told) if by_month else _by_site(told)
    return Exhibit(
        id="timeliness",
        title=_title(told, lines, by_month=by_month),
        summary=_summary(lines, by_month=by_month),
        grid=grid,
        chart=_chart(lines) if any(one.received for one in lines) else None,
        notes=(DAYS_NOTE,),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )


def _of(site: TimelySite) -> tuple[str, DaysTaken | None, DaysTaken | None]:
    return site.site_name, site.received, site.usable


def _months(told: Timeliness) -> Iterator[_Line]:
    for site in told.sites:
        for one in site.months:
            yield _Line(month_words(one.month), one.received, one.usable)


def _by_site(told: Timeliness) -> Grid:
    header = ("Department", "Months", "Absent", "Held", "Partly received", "Nil", *_DAYS)
    return Grid(
        header,
        tuple(
            (
                heading(one.site_name),
                _number(len(one.months)),
                *(_number(one.standing(how)) for how in _COUNTED),
                *_cells(one.received),
                *_cells(one.usable),
            )
            for one in told.sites
        ),
    )


def _by_month(told: Timeliness) -> Grid:
    return Grid(
        ("Month", "The month", "Rows", *_DAYS),
        tuple(
            (
                heading(month_words(one.month)),
                Cell(str(one.standing)),
                _number(one.rows),
                *_cells(one.received),
                *_cells(one.usable),
            )
            for site in told.sites
            for one in site.months
        ),
        stubs=2,
    )


def _title(told: Timeliness, lines: Sequence[_Line], *, by_month: bool) -> str:
    where = f"{told.sites[0].site_name}: " if by_month and told.sites else ""
    days = [one.usable.half for one in lines if one.usable]
    if not days:
        return f"{where}No rows in force, {period_words(told.period)}"
    kinds = "months" if by_month else "departments"
    if min(days) == max(days):
        return f"{where}Half of the rows could be used after {_days(days[0])}"
    return (
        f"{where}Half of the rows could be used after {min(days):,} to {_days(max(days))}, by "
        f"{kinds.removesuffix('s')}"
    )


def _summary(lines: Sequence[_Line], *, by_month: bool) -> str:
    kind = "month" if by_month else "department"
    each = f"each of {len(lines)} {kind}s" if len(lines) > 1 else f"one {kind}"
    late = [one for one in lines if one.usable]
    if not late:
        return "No rows in force."
    slow = max(late, key=lambda one: one.usable.nine_in_ten if one.usable else 0)
    days = slow.usable.nine_in_ten if slow.usable else 0
    return (
        f"A bar for {each}, from the day by which half of the rows were "
        "there to the day by which nine in ten were. Longest: "
        f"{slow.label}, nine in ten could be used after {_days(days)}."
    )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _number(value: int) -> Cell:
    return Cell(f"{value:,}", value)


def _cells(taken: DaysTaken | None) -> tuple[Cell, Cell]:
    if taken is None:
        return Cell("-"), Cell("-")
    return _number(taken.half), _number(taken.nine_in_ten)


def _drawn(lines: Sequence[_Line]) -> Iterator[tuple[str, str, DaysTaken]]:
    """Yield label, series and days; one series where nothing ever waited for its use."""
    same = all(line.received == line.usable for line in lines)
    for line in lines:
        for name, taken in ((_BOTH if same else _RECEIVED, line.received), (_USABLE, line.usable)):
            if taken is not None and not (same and name == _USABLE):
                yield line.label, name, taken


def _chart(lines: Sequence[_Line]) -> Chart:
    drawn = [*_drawn(lines)]
    rows = [
        {"label": label, "series": name, "value": taken.half, "half": taken.half,
         "most": taken.nine_in_ten, "lower": taken.half, "upper": taken.nine_in_ten}
        for label, name, taken in drawn
    ]  # fmt: skip
    names = [*dict.fromkeys(name for _, name, _ in drawn)]
    order = [line.label for line in lines]
    height = max(80, _STEP * len(order))

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415 - half a second that only charts need

        y = alt.Y("label:N", sort=order, title=None, scale=alt.Scale(domain=order))
        offset = alt.YOffset("series:N", sort=names, scale=alt.Scale(domain=names, padding=0.4))
        hues = alt.Scale(domain=names, range=[_LOOKS[name][0] for name in names])
        shapes = alt.Scale(domain=names, range=[_LOOKS[name][1] for name in names])
        colour = alt.Color("series:N", sort=names, title=None, scale=hues)
        shape = alt.Shape("series:N", sort=names, title=None, scale=shapes)
        base = alt.Chart(data(rows))
        x = alt.X("half:Q", title="Days from attendance: a sign where half of the rows were there",
                  scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=6))  # fmt: skip
        layers = [
            base.mark_rule(strokeWidth=2.5).encode(x, alt.X2("most:Q"), y, offset, colour),
            base.mark_point(filled=True, size=75, opacity=1).encode(x, y, offset, colour, shape),
            base.mark_tick(thickness=2, size=9, color=INK).encode(alt.X("most:Q"), y, offset),
        ]
        return alt.layer(*layers).properties(width=WIDTH - 220, height=height)

    return made(draw, height + 120)
