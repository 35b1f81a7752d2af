"""The effect of an action as a picture: months before and after, means, limits, and the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isinf, isnan
from typing import Any

from tiig.kit.rounding import rounded
from tiig.model.charts import Limits
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.effects import IN_TIME, EffectPicture, Stretch, Verdict, per_cent
from tiig.model.months import Month
from tiig.model.quality import Share
from tiig.publish.exhibits.cells import heading, month_words
from tiig.publish.exhibits.charts import BLUE, GREY, INK, ORANGE, WIDTH, data, made
from tiig.publish.exhibits.quality_cells import short_month
from tiig.publish.paper import Cell, Chart, Exhibit, Grid

_MEAN, _LIMITS = "Mean", "Limits"
_FAINT = "#8a949b"
_HUNDRED = 100.0
_FEWEST_POINTS = 2
_REGRESSION = (
    "After a bad month the next is mostly better by itself (regression to the mean): compare the "
    "departments without an action."
)
_SAID = {
    Verdict.IMPROVED: "better than the months before explain",
    Verdict.WORSE: "worse than the months before explain",
    Verdict.NOT_SHOWN: "no clear change",
    Verdict.BOTH_WAYS: "no clear change: it went both ways",
    Verdict.TOO_EARLY: "too early to tell",
    Verdict.NO_PAST: "too few months before to tell",
}


def effect_exhibit(answer: ClearedProgramme[EffectPicture]) -> Exhibit:
    """Return the picture with its table; the title is the finding, the summary what is seen."""
    picture = answer.told
    effect = picture.told.effect
    return Exhibit(
        id="effect",
        title=_title(picture),
        summary=(
            f"A line of shares by month with a mean and limits before {month_words(effect.done)}, "
            "when something was done, and a mean and limits after it; a faint line of the other "
            "departments."
        ),
        grid=Grid(
            ("Month", "Per cent", "Of rows", "Others, per cent", "Of rows"),
            tuple(_row(month, share, picture) for month, share in picture.months),
        ),
        chart=_chart(picture),
        notes=tuple(_notes(picture)),
        releases=(answer.release,),
        manifests=(answer.manifest,),
    )


def effect_text(exhibit: Exhibit) -> str:
    """Return the picture in words, for those who do not see it: what is seen, and every figure."""
    rows = ("; ".join(cell.text for cell in row) for row in exhibit.grid.rows)
    return "\n".join((exhibit.summary, "", "; ".join(exhibit.grid.columns), *rows, ""))


def _title(picture: EffectPicture) -> str:
    one = picture.told
    label = f"{one.item_label}, {one.measure_label.lower()}" if one.item else one.measure_label
    before, after = (_words(side) for side in (one.effect.before, one.effect.after))
    return (
        f"{one.site_name}, {label}: {before} before the {one.kind} in "
        f"{month_words(one.effect.done)}, {after} after it - {_SAID[one.effect.verdict]}"
    )


def _words(stretch: Stretch) -> str:
    share = stretch.share
    return f"{rounded(per_cent(share))} %" if share.whole else "nothing measured"


def _notes(picture: EffectPicture) -> Iterator[str]:
    effect = picture.told.effect
    if picture.told.measure == IN_TIME:
        yield "100 is a month received whole and in time, 0 one that was not, of those due."
    else:
        ends = "at least at 0" if isinf(picture.told.most) else "at most at 0 and 100"
        yield (
            f"Limits lie 2.66 mean moving ranges from the mean, {ends}; the month in which it was "
            "done belongs to neither side."
        )
    if effect.others:
        less = sum(abs(other.change) < abs(effect.change) for other in effect.others)
        yield f"Of {len(effect.others)} departments without an action {less} changed by less."
    else:
        yield "No department without an action can be compared."
    yield _REGRESSION


def _row(month: Month, share: Share, picture: EffectPicture) -> tuple[Cell, ...]:
    beside = dict(picture.others).get(month, Share(0, 0))
    return (heading(month_words(month)), *_cells(share), *_cells(beside))


def _cells(share: Share) -> tuple[Cell, Cell]:
    if not share.whole:
        return Cell("-"), Cell("-")
    value = float(rounded(per_cent(share), 1))
    return Cell(f"{value:.1f}", value), Cell(f"{share.whole:,}", share.whole)


def _chart(picture: EffectPicture) -> Chart:
    """Draw it: the department's line is solid with points, all others' faint, limits dashed."""
    own, beside = picture.told.site_name, f"{len(picture.told.effect.others)} others together"
    ticks = [short_month(month) for month, _ in picture.months]
    names = [own, *([beside] if picture.others else []), _MEAN, _LIMITS]
    rows = [*_rows(picture, own, beside)]
    top = max(_HUNDRED, *(float(str(row["value"])) for row in rows))

    def draw() -> Any:  # noqa: ANN401 - Altair is loaded late
        import altair as alt  # noqa: PLC0415

        x = alt.X(
            "month:O", sort=ticks, title=None, scale=alt.Scale(domain=ticks),
            axis=alt.Axis(labelAngle=-45, grid=False, labelOverlap=True),
        )  # fmt: skip
        y = alt.Y("value:Q", title="Per cent", scale=alt.Scale(domain=[0, top]))
        looks = {
            own: (BLUE, [1, 0], 2.5), beside: (_FAINT, [1, 0], 1.2),
            _MEAN: (INK, [1, 0], 1.2), _LIMITS: (GREY, [5, 4], 1.2),
        }  # fmt: skip
        colour, dash, width = (
            alt.Scale(domain=names, range=[looks[name][place] for name in names])
            for place in range(3)
        )
        lines = alt.Chart(data(rows)).mark_line().encode(
            x=x, y=y, detail="part:N",
            color=alt.Color("series:N", sort=names, title=None, scale=colour),
            strokeDash=alt.StrokeDash("series:N", sort=names, title=None, scale=dash),
            strokeWidth=alt.StrokeWidth("series:N", sort=names, title=None, scale=width),
        )  # fmt: skip
        mine = [row for row in rows if row["series"] == own]
        points = alt.Chart(data(mine)).mark_point(filled=True, size=40, opacity=1, color=BLUE)
        done = short_month(picture.told.effect.done)
        day = [{"month": done, "value": 0, "kind": picture.told.kind}]
        rule = alt.Chart(data(day)).mark_rule(color=ORANGE, strokeWidth=2).encode(x=x)
        said = alt.Chart(data(day)).mark_text(
            color=ORANGE, align="left", dx=5, dy=-5, fontSize=13, fontWeight="bold"
        ).encode(x=x, y="value:Q", text="kind:N")  # fmt: skip
        layers = [lines, points.encode(x=x, y="value:Q")]
        if done in ticks:
            layers += [rule, said]
        return alt.layer(*layers).properties(width=WIDTH - 70, height=240)

    return made(draw, 340)


def _rows(picture: EffectPicture, own: str, beside: str) -> Iterator[dict[str, object]]:
    done = picture.told.effect.done
    for month, share in picture.months:
        yield _point(month, own, per_cent(share), "own")
    drawn = {month for month, _ in picture.months}
    for month, share in picture.others:
        if month in drawn:
            yield _point(month, beside, per_cent(share), "others")
    before = [month for month in drawn if month < done]
    after = [month for month in drawn if month > done]
    for name, limits, months in (("b", picture.before, before), ("a", picture.after, after)):
        yield from _limits(limits, sorted(months), (name, picture.told.most))


def _limits(
    limits: Limits, months: Sequence[Month], how: tuple[str, float]
) -> Iterator[dict[str, object]]:
    side, most = how
    if len(months) < _FEWEST_POINTS or isnan(limits.lower):
        return
    for month in (months[0], months[-1]):
        yield _point(month, _MEAN, limits.mean, f"mean {side}")
        yield _point(month, _LIMITS, max(limits.lower, 0.0), f"lower {side}")
        yield _point(month, _LIMITS, min(limits.upper, most), f"upper {side}")


def _point(month: Month, series: str, value: float, part: str) -> dict[str, object]:
    return {"month": short_month(month), "series": series, "value": value, "part": part}
