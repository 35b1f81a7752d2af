"""Month by month: the last two years, with the departments that did not report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiig.model.cleared import Cleared, Shown
from tiig.model.coverage import Coverage, Standing
from tiig.model.figures import ALL, Mark
from tiig.model.months import Month, Period
from tiig.publish.exhibits import charts
from tiig.publish.exhibits.alike import alike, joined
from tiig.publish.exhibits.cells import (
    change,
    count_at,
    figure,
    has,
    heading,
    labels,
    month_in,
    month_words,
    named,
    notes_of,
    shown_value,
    sign_of,
)
from tiig.publish.exhibits.runs import run_dimension, run_words
from tiig.publish.exhibits.subject import Subject, sentence
from tiig.publish.paper import (
    MISSING_OR_CHANGING,
    Cell,
    Chart,
    Exhibit,
    Grid,
    NotShown,
)
from tiig.standard import YEAR

ALL_DEPARTMENTS = "All departments"
SAME_DEPARTMENTS = "Same departments throughout"
_STEPS = ("month_of_year", "three_months", "month", "quarter", "year")
_OF_A_YEAR = ("month_of_year", "three_months")
_NOT_IN, _PARTLY_IN, _CHANGING = MISSING_OR_CHANGING
_SINGLE = ("month_of_year", "month")


@dataclass(frozen=True)
class _Point:
    """One step of a trend: its label, its last month, and both counts."""

    label: str
    months: tuple[Month, ...]
    total: Shown
    same: Shown | None


@dataclass(frozen=True)
class _Sums:
    """Each run of twelve months: its label, and its totals of all and the same departments."""

    runs: tuple[tuple[str, Shown, Shown | None], ...]


def trend_exhibit(
    table: Cleared, subject: Subject, *, presence: Cleared | None = None
) -> Exhibit | NotShown:
    """Show two runs by month, or by threes of months where single ones cannot be shown.

    `presence` is the same table told apart by whether a department reported throughout; it
    is of all areas, so that it is used for the whole region only.
    """
    cut = subject.cut(table)
    step = next((name for name in _STEPS if has(cut, name)), None)
    if step is None or run_dimension(cut) is None:
        return NotShown(f"Trend of {subject.noun}", "too few in each month to show any")
    same = presence if presence is not None and subject.area is None else None
    if same is not None and all(shown_value(row.count) is None for row in same.rows):
        same = None
    if same is not None and not (has(same, "presence", step) and run_dimension(same)):
        same = None
    points = _points(cut, same, step)
    if step not in _OF_A_YEAR:
        points = _since_received(points, cut.coverage)
    values = [shown_value(point.total) for point in points]
    if not any(values):
        why = "too few in each month to show any" if None in values else "there were none"
        return NotShown(f"Trend of {subject.noun}", why)
    both = same is not None and _differ(points)
    return Exhibit(
        id="trend",
        title=_title(points, cut.coverage, subject, step),
        summary=_summary(points, subject),
        grid=_grid(points, cut.coverage, _sums(cut, same), both=both)
        if step in _OF_A_YEAR
        else _long_grid(points, cut.coverage, _sums(cut, same), both=both),
        chart=_chart(points, cut.coverage, both=both),
        notes=(
            *_missing(cut.coverage),
            *_same_note(subject, same, cut.coverage, both=both),
            *notes_of(cut),
        ),
        releases=tuple(one.release for one in (cut, same) if one is not None),
        manifests=(cut.manifest,),
    )


def _points(cut: Cleared, same: Cleared | None, step: str) -> list[_Point]:
    found = []
    for run in run_words(cut):
        period = Period.parse(run)
        for months, node in _steps(period, labels(cut, step), step):
            found.append(
                _Point(
                    label=_label(months),
                    months=months,
                    total=_received(count_at(cut, run, node), months, cut.coverage),
                    same=None if same is None else count_at(same, "throughout", run, node),
                )
            )
    return found


def _since_received(points: list[_Point], coverage: Coverage) -> list[_Point]:
    """Begin with the first step of which anything was received: before it there is no data."""
    received = {month for _, month, one in coverage.standings if one.reported}
    begins = next((k for k, one in enumerate(points) if received & set(one.months)), 0)
    return points[begins:]


def _received(shown: Shown, months: tuple[Month, ...], coverage: Coverage) -> Shown:
    """Return a count, or the mark that it cannot be told where no department reported."""
    here = [one for _, month, one in coverage.standings if month in months]
    lacking = here and not any(one.reported for one in here)
    return Shown(None, Mark.NOT_AVAILABLE) if lacking else shown


def _sums(cut: Cleared, same: Cleared | None) -> _Sums:
    return _Sums(
        tuple(
            (
                said,
                count_at(cut, run, ALL),
                None if same is None else count_at(same, "throughout", run, ALL),
            )
            for run, said in run_words(cut).items()
        )
    )


def _steps(
    period: Period, nodes: dict[str, str], step: str
) -> Iterator[tuple[tuple[Month, ...], str]]:
    """Yield the months of each step of a run, with its node."""
    if step in _OF_A_YEAR:
        for node in _in_order(period, nodes):
            yield _months(period, node, step), node
        return
    for node in nodes:
        here = tuple(month for month in period if node in _calendar(month))
        if here:
            yield here, node


def _calendar(month: Month) -> tuple[str, str, str]:
    """Return the month, the quarter and the year that a month lies in."""
    return str(month), f"{month.year}-q{(month.number + 2) // 3}", str(month.year)


def _in_order(period: Period, nodes: dict[str, str]) -> list[str]:
    order = {month.number: place for place, month in enumerate(period)}
    here = [node for node in nodes if node != ALL and int(node[-2:]) in order]
    return sorted(here, key=lambda node: order[int(node[-2:])])


def _months(period: Period, node: str, step: str) -> tuple[Month, ...]:
    last = month_in(str(period), node[-2:])
    return (last,) if step == "month_of_year" else tuple(last.plus(back) for back in (-2, -1, 0))


def _label(months: tuple[Month, ...]) -> str:
    first, last = month_words(months[0]), month_words(months[-1])
    short = f"{last[:3]} {last[-4:]}"
    return short if first == last else f"{first[:3]} to {short}"


def _title(points: list[_Point], coverage: Coverage, subject: Subject, step: str) -> str:
    latest = points[-1]
    value = shown_value(latest.total)
    when = month_words(subject.month) if step in _SINGLE else latest.label
    absent = coverage.missing_words(subject.month)
    lacking = f" ({absent})" if absent else ""
    if value is None:
        return sentence(f"too few {subject.noun} to show in {when}") + lacking
    year_before = tuple(month.plus(-YEAR) for month in latest.months)
    earlier = next((one for one in points if one.months == year_before), None)
    of = _against(latest, earlier, coverage) if earlier else ""
    return f"{value:,} {subject.noun} in {when}{of}" + lacking


def _against(latest: _Point, earlier: _Point, coverage: Coverage) -> str:
    """Say how a step stands to the same one a year earlier, like with like."""
    if alike(coverage, latest.months, earlier.months):
        told = change(shown_value(latest.total), shown_value(earlier.total))
        absent = coverage.missing_words(earlier.months[-1])
        then = f" ({absent} then)"
        return f", {told} a year earlier{then if absent else ''}" if told else ""
    now = shown_value(latest.same)
    told = change(now, shown_value(earlier.same))
    return f"; the same departments {now:,}, {told} a year earlier" if told else ""


def _summary(points: list[_Point], subject: Subject) -> str:
    shown = [(point, value) for point in points if (value := shown_value(point.total)) is not None]
    top = max(shown, key=lambda pair: pair[1])
    low = min(shown, key=lambda pair: pair[1])
    return (
        f"A line of {subject.noun} from {points[0].label} to {points[-1].label}. "
        f"The most were {top[1]:,} in {top[0].label}, the fewest shown {low[1]:,} in "
        f"{low[0].label}; the last point is {shown[-1][1]:,} in {shown[-1][0].label}."
    )


def _differ(points: Sequence[_Point]) -> bool:
    """Tell whether the same departments are others than all, and shown."""
    return any(
        point.same is not None
        and shown_value(point.same) is not None
        and point.same.value != point.total.value
        for point in points
    )


def _grid(points: Sequence[_Point], coverage: Coverage, sums: _Sums, *, both: bool) -> Grid:
    """Lay the runs of twelve months under each other, so that the same months meet."""
    size = len(points) // len(sums.runs)
    head = ("Period", *(point.label.rpartition(" ")[0] for point in points[-size:]), "Total")
    rows: list[tuple[Cell, ...]] = []
    for place, (said, total, same) in enumerate(sums.runs):
        run = points[place * size : (place + 1) * size]
        if both:
            cells = (*(figure(point.same) for point in run), figure(same))
            rows.append((heading(f"{said}, same departments"), *cells))
        rows.append((heading(said), *(figure(point.total) for point in run), figure(total)))
        missing = [sum(len(coverage.missing(month)) for month in point.months) for point in run]
        if any(missing):
            told = (heading(str(count)) for count in missing)
            rows.append((heading("Departments missing"), *told, heading("")))
    return Grid(head, tuple(rows))


def _long_grid(points: Sequence[_Point], coverage: Coverage, sums: _Sums, *, both: bool) -> Grid:
    """Lay months of other runs than years in one column."""
    head = ["Period", *([SAME_DEPARTMENTS] if both else []), ALL_DEPARTMENTS]
    rows = [(one.label, one.same, one.total, one.months) for one in points]
    rows += [(said, same, total, ()) for said, total, same in sums.runs]
    missing = [sum(len(coverage.missing(month)) for month in months) for *_, months in rows]
    if any(missing):
        head.append("Departments missing")
    cells = [
        (
            heading(said),
            *([figure(same)] if both else []),
            figure(total),
            *([heading(str(count) if months else "")] if any(missing) else []),
        )
        for (said, same, total, months), count in zip(rows, missing, strict=True)
    ]
    return Grid(tuple(head), tuple(cells))


def _standing(point: _Point, coverage: Coverage) -> str:
    names = dict(coverage.sites)
    told = []
    for state in (Standing.ABSENT, Standing.HELD, Standing.PARTIAL, Standing.PROVISIONAL):
        these = dict.fromkeys(
            names.get(site, site)
            for site, month, standing in coverage.standings
            if month in point.months and standing is state
        )
        every = len(these) == len(names) > 1
        told += [f"{state}: {'all' if every else named(these)}"] if these else []
    return "; ".join(told)


def _chart(points: Sequence[_Point], coverage: Coverage, *, both: bool) -> Chart:
    series = [SAME_DEPARTMENTS, ALL_DEPARTMENTS] if both else [ALL_DEPARTMENTS]
    rows = []
    for point in points:
        standing = _standing(point, coverage)
        lacking = any(str(state) in standing for state in _LACKING)
        flag = "Departments missing" if lacking else None
        flag = flag or ("Provisional" if standing else None)
        for name in series:
            shown = point.same if name == SAME_DEPARTMENTS else point.total
            value = shown_value(shown)
            only = flag if name == ALL_DEPARTMENTS else None
            rows.append(
                {
                    "month": point.label,
                    "series": name,
                    "value": value,
                    "sign": sign_of(shown),
                    "flag": only,
                }
            )
    return charts.lines(rows, ticks=[point.label for point in points], series=series, unit="Count")


_LACKING = (Standing.ABSENT, Standing.HELD, Standing.PARTIAL)


def _missing(coverage: Coverage) -> tuple[str, ...]:
    """Name what is not in the figures, and what may still change in them."""
    names = dict(coverage.sites)
    months: dict[str, list[str]] = {}
    for site, month, standing in coverage.standings:
        name = names.get(site, site)
        if standing is Standing.PARTIAL:
            months.setdefault(f"{_PARTLY_IN} {name}", []).append(str(month))
        elif not standing.reported:
            months.setdefault(f"{_NOT_IN} {name} ({standing})", []).append(str(month))
        elif standing is Standing.PROVISIONAL:
            months.setdefault(f"{_CHANGING} {name}", []).append(str(month))
    ordered = sorted(months.items(), key=lambda entry: (entry[0].startswith(_CHANGING), entry[0]))
    return (
        *(f"{what} in {named(when)}." for what, when in ordered),
        *(
            f"{_NOT_IN} {name} before {month_words(month)}, when it joined."
            for name, month in joined(coverage).items()
        ),
    )


_BOTH_LINES = (
    "The solid line holds the departments that reported in every month; the dashed line holds "
    "all, so that it also moves when a department joins or is missing."
)
_ONE_LINE = (
    "A line for the same departments is drawn for the whole region only: for one authority the "
    "difference between the two lines would often be a few patients."
)
_EVERY = "Every department reported in every month."
_NO_OTHER_LINE = (
    "Without the departments that did not report in every month the line would be the same: "
    "none of these figures came from them, or none that can be shown."
)


def _same_note(
    subject: Subject, same: Cleared | None, coverage: Coverage, *, both: bool
) -> tuple[str, ...]:
    if both:
        return (_BOTH_LINES,)
    if subject.area is None and same is None:
        return ()
    if len(coverage.throughout) == len(coverage.sites):
        return (_EVERY,)
    return (_NO_OTHER_LINE,) if subject.area is None else (_ONE_LINE,)
