"""Problems: hand-made series in which something begins, ends, comes back, or never happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from tiig.model.coverage import Standing
from tiig.model.measured import MEASURED
from tiig.model.months import Month
from tiig.model.problems import Problem, ProblemKind, ProblemState, Shape
from tiig.model.rebases import Series
from tiig.quality.problems import Around, months_to_find, problems, volumes
from tiig.quality.problems.chance import months_correlation, upper_tail
from tiig.quality.profile import days_of_week

FIRST = Month(2024, 7)
SITE, ITEM = "XQ101", "injury_place_type"
ROWS = 40


def series(
    shares: Sequence[float | None],
    *,
    measure: str = "completeness",
    item: str = ITEM,
    rows: int = ROWS,
    site: str = SITE,
) -> pl.DataFrame:
    """Return one series of months on end; None is a month that is not in force."""
    told = [
        (site, str(FIRST.plus(place)), item, measure, round(share * rows), rows)
        for place, share in enumerate(shares)
        if share is not None
    ]
    return pl.DataFrame(told, schema=MEASURED, orient="row")


def only(found: Sequence[Problem]) -> Problem:
    """Return the one problem that there is."""
    assert len(found) == 1, found
    return found[0]


def month(place: int) -> Month:
    """Return a month by its place in a series."""
    return FIRST.plus(place)


def test_a_steady_series_has_no_problem() -> None:
    """What stays as it was is none, however bad it is."""
    assert not problems(series([0.4] * 24))
    assert not problems(series([1.0] * 24))
    assert not problems(series([0.0] * 24))


def test_nothing_measured_is_no_problem() -> None:
    """Without a single row there is nothing to say."""
    assert not problems(MEASURED.to_frame())


def test_nothing_to_measure_is_no_problem() -> None:
    """A month without rows is not applicable: neither the best month nor the worst."""
    assert not problems(pl.concat([series([0.9] * 12), series([0.0] * 24, rows=0).tail(12)]))


@pytest.mark.parametrize(
    ("measure", "before", "after", "kind"),
    [
        ("completeness", 0.95, 0.5, ProblemKind.MISSING),
        ("completeness", 0.95, 0.0, ProblemKind.FIELD_LOST),
        ("unknown", 0.05, 0.5, ProblemKind.NOT_KNOWN),
        ("default", 0.1, 0.6, ProblemKind.DEFAULT),
        ("validity", 1.0, 0.7, ProblemKind.UNMAPPED),
        ("commonest", 0.4, 0.9, ProblemKind.ONE_ENTRY),
        ("part", 0.0, 0.5, ProblemKind.WITHOUT_TIME),
        ("known", 0.9, 0.4, ProblemKind.NOT_USABLE),
    ],
)
def test_a_jump_has_its_kind_and_month(
    measure: str, before: float, after: float, kind: ProblemKind
) -> None:
    """What gets worse at once is found in its month and named by its measure."""
    found = only(problems(series([before] * 12 + [after] * 2, measure=measure)))

    assert (kind, month(12), month(12), Shape.STEP) == (
        found.kind,
        found.first,
        found.found,
        found.shape,
    )
    assert (found.state, found.months) == (ProblemState.NEW, 2)
    assert (found.before.whole, found.during.whole) == (ROWS * 12, ROWS * 2)
    assert str(month(12)) in found.evidence


def test_what_gets_better_is_no_problem() -> None:
    """A share that moves to where it should be is left alone."""
    assert not problems(series([0.5] * 12 + [0.95] * 12))
    assert not problems(series([0.6] * 12 + [0.1] * 12, measure="default"))


@pytest.mark.parametrize(
    ("months", "state"),
    [(1, ProblemState.NEW), (3, ProblemState.NEW), (4, ProblemState.PERSISTING)],
)
def test_a_problem_is_new_for_three_months(months: int, state: ProblemState) -> None:
    """From the fourth month on it persists."""
    assert state == only(problems(series([0.95] * 12 + [0.4] * months))).state


def test_what_went_away_is_resolved_and_what_came_back_recurs() -> None:
    """A problem ends where the usual share is far likelier again; a second one is the same's."""
    gone = series([0.95] * 10 + [0.4] * 5 + [0.95] * 5)
    back = series([0.95] * 10 + [0.4] * 5 + [0.95] * 5 + [0.4] * 3)

    assert (ProblemState.RESOLVED, month(10), month(14)) == (
        (one := only(problems(gone))).state,
        one.first,
        one.last,
    )
    first, second = problems(back)
    assert (ProblemState.RESOLVED, month(14)) == (first.state, first.last)
    assert (ProblemState.RECURRING, month(20)) == (second.state, second.first)


def test_a_rebase_makes_the_new_share_usual() -> None:
    """Where somebody recorded that a series begins anew, it is not held against its past."""
    frame = series([0.95] * 12 + [0.4] * 12)
    rebased = {Series(SITE, ITEM, "completeness"): [month(12)]}

    assert problems(frame)
    assert not problems(frame, Around(rebased=rebased))


def test_a_slow_drift_is_told_from_a_jump() -> None:
    """Two points more each month are found, as a drift, from about when they began."""
    shares = [0.95] * 12 + [0.95 - 0.02 * step for step in range(1, 13)]

    found = only(problems(series(shares, rows=900)))

    assert Shape.DRIFT is found.shape
    assert abs(found.first.index - month(12).index) <= 1
    assert found.found <= month(15)


def test_measures_that_move_together_are_one_problem() -> None:
    """What is blank can neither be used nor be complete: one thing was done, and it is named."""
    shares = [0.95] * 12 + [0.4] * 4
    both = pl.concat([series(shares), series(shares, measure="known")])

    found = only(problems(both))

    assert (found.kind, found.also) == (ProblemKind.MISSING, ("known",))


def test_an_item_explains_the_whole_records() -> None:
    """Records lack what their place lacks: the place is the problem."""
    shares = [0.9] * 12 + [0.3] * 4
    both = pl.concat([series(shares), series(shares, measure="usable", item="")])

    assert only(problems(both)).item == ITEM
    alone = only(problems(series(shares, measure="usable", item="")))
    assert ProblemKind.LESS_USABLE is alone.kind


def test_months_not_in_force_are_no_figures() -> None:
    """A gap in a series is neither a fall nor an end."""
    shares: list[float | None] = [0.95] * 12 + [None, None] + [0.95] * 10

    assert not problems(series(shares))


def test_a_handful_of_rows_proves_little() -> None:
    """One blank of one row is chance; six blank months of four rows are not."""
    assert not problems(series([1.0] * 12 + [0.0], rows=1))
    found = only(problems(series([1.0] * 12 + [0.0] * 6, rows=4)))
    assert month(12) == found.first


def test_a_category_that_is_gone_was_filtered_out() -> None:
    """The others grow in proportion; where one takes its answers over, codes have changed."""
    left = {"is left": [0.1] * 12 + [0.0] * 6, "is streamed": [0.2] * 12 + [0.2 / 0.9] * 6}
    taken = {"is left": [0.1] * 12 + [0.0] * 6, "is streamed": [0.2] * 12 + [0.3] * 6}

    for told, kind in ((left, ProblemKind.FILTER), (taken, ProblemKind.CODING)):
        frame = pl.concat(
            series(shares, measure=name, item="discharge_status", rows=900)
            for name, shares in told.items()
        )
        found = only(problems(frame))
        assert (kind, month(12)) == (found.kind, found.first)


def test_a_volume_is_held_against_the_departments_own_expectation() -> None:
    """What three departments lose together is found in each; a summer that comes back is none."""
    counts, whole = [], []
    for site, usual in {"XQ101": 6, "XQ102": 9, "XQ103": 7, "XQ104": 90}.items():
        for at in range(30):
            when = month(at)
            fewer = 0.5 if site != "XQ104" and at >= 27 else 1.0
            summer = 1.3 if when.number in {7, 8} else 1.0
            days = [round(one * usual * fewer * summer) for one in days_of_week(when)]
            rows = 0 if site == "XQ104" and at == 29 else sum(days)  # a nil return
            whole.append((site, str(when), rows))
            counts += [
                (site, str(when), "rows", f"on {day}", n)
                for day, n in enumerate(days, start=1)
                if rows
            ]
    names = ["site", "month", "item", "measure", "count"]
    told = volumes(
        pl.DataFrame(counts, schema=names, orient="row"),
        pl.DataFrame(whole, schema=["site", "month", "rows"], orient="row"),
    )

    found = problems(MEASURED.to_frame(), Around(volume=told))

    assert [(f"XQ10{n}", ProblemKind.VOLUME, month(27)) for n in (1, 2, 3)] + [
        ("XQ104", ProblemKind.VOLUME, month(29))
    ] == [(one.site, one.kind, one.first) for one in found]
    assert found[0].during.part == pytest.approx(0.5 * found[0].during.whole, rel=0.15)
    assert found[3].during.part == 0
    assert f"{found[0].during.whole:,} were to be expected" in found[0].evidence
    assert "All others together had" in found[0].evidence


def test_standings_tell_absent_months_and_late_joiners() -> None:
    """Months that are absent on end are one problem; a site that came late is told once."""
    here, away = Standing.SETTLED, Standing.ABSENT
    told = [(SITE, month(at), away if at in {3, 4, 9} else here) for at in range(12)]
    told += [("XQ102", month(at), here) for at in range(5, 12)]

    found = problems(MEASURED.to_frame(), Around(standings=told))

    assert [
        (SITE, ProblemKind.ABSENT, month(3), month(4), ProblemState.RESOLVED),
        (SITE, ProblemKind.ABSENT, month(9), month(9), ProblemState.RESOLVED),
        ("XQ102", ProblemKind.LATE_JOINER, month(5), month(5), ProblemState.RESOLVED),
    ] == [(one.site, one.kind, one.first, one.last, one.state) for one in found]


def test_an_absent_month_that_was_before_recurs() -> None:
    """What is absent now and was absent before comes back."""
    told = [
        (SITE, month(at), Standing.ABSENT if at in {3, 11} else Standing.SETTLED)
        for at in range(12)
    ]

    _, again = problems(MEASURED.to_frame(), Around(standings=told))

    assert ProblemState.RECURRING is again.state


def test_another_form_of_the_file_is_a_coding_change() -> None:
    """The month from which files are read by another version is told."""
    forms = {(SITE, month(at)): "version 2" if at >= 8 else "version 1" for at in range(12)}

    found = only(problems(MEASURED.to_frame(), Around(forms=forms)))

    assert (ProblemKind.CODING, month(8)) == (found.kind, found.first)


@pytest.mark.parametrize(("count", "out_of", "usual"), [(3, 5, 0.1), (5, 5, 0.3), (0, 4, 0.2)])
def test_the_tail_is_that_of_coins_where_rows_are_not_alike(
    count: int, out_of: int, usual: float
) -> None:
    """Without any likeness of rows, the chance is the binomial one, summed by hand."""
    from math import comb

    asked = sum(
        comb(out_of, k) * usual**k * (1 - usual) ** (out_of - k) for k in range(count, out_of + 1)
    )
    found = upper_tail(*(np.array([float(one)]) for one in (count, out_of, usual, 1e-9)))

    assert asked == pytest.approx(float(found[0]), rel=1e-4)


def test_rows_that_are_alike_make_more_of_chance() -> None:
    """The tail of the beta-binomial by hand: two of two, half each, rows alike by a third."""
    found = upper_tail(*(np.array([one]) for one in (2.0, 2.0, 0.5, 1 / 3)))

    assert pytest.approx(0.25 + 0.25 / 3) == float(found[0])


def test_months_of_coins_are_not_alike_and_others_are() -> None:
    """The likeness of a month's rows is found again in what was drawn with it."""
    draw = np.random.default_rng(7)
    rows = np.full((40, 24), 200.0)
    told = rows > 0
    coins = draw.binomial(200, 0.3, rows.shape) / rows
    clumped = draw.binomial(200, draw.beta(0.3 * 49, 0.7 * 49, rows.shape)) / rows

    assert pytest.approx(0.0, abs=0.002) == months_correlation(coins, rows, told)
    assert pytest.approx(0.02, abs=0.008) == months_correlation(clumped, rows, told)


def test_the_time_to_find_a_drift_is_stated() -> None:
    """Fewer rows take longer, a steeper drift is found sooner, and some not within five years."""
    stated = [months_to_find(rows, 0.1) or 99 for rows in (10_000, 900, 100, 10, 2)]

    assert sorted(stated) == stated
    assert (months_to_find(900, 0.05) or 99) <= 6
    assert (months_to_find(100, 0.1, per_month=0.05) or 99) < (months_to_find(100, 0.1) or 0)
    assert months_to_find(1, 0.1, per_month=0.001) is None


@pytest.mark.parametrize(("rows", "share"), [(900, 0.1), (100, 0.05), (30, 0.2)])
def test_drifts_are_found_in_the_stated_time(rows: int, share: float) -> None:
    """Of drawn drifts of two points a month about nine of ten are found by then."""
    draw = np.random.default_rng(11)
    stated = months_to_find(rows, share, per_month=0.02)
    assert stated is not None
    bad = [share] * 12 + [share + 0.02 * step for step in range(1, stated + 1)]
    frame = pl.concat(
        series(list(draw.binomial(rows, bad) / rows), measure="unknown", rows=rows, site=f"S{one}")
        for one in range(100)
    )

    found = {one.site for one in problems(frame) if one.found >= month(12)}

    assert len(found) >= 80


@pytest.mark.parametrize("rows", [4, 400])
@pytest.mark.parametrize("alike", [0.0, 0.01])
def test_chance_alone_seldom_raises_an_alarm(rows: int, alike: float) -> None:
    """A hundred sound series of five years raise hardly any, be their months coins or not."""
    draw = np.random.default_rng(12)
    total = 1 / alike - 1 if alike else 1e9
    frame = pl.concat(
        series(
            list(draw.binomial(rows, draw.beta(0.2 * total, 0.8 * total, 60)) / rows),
            rows=rows,
            site=f"S{one}",
        )
        for one in range(100)
    )

    assert len(problems(frame)) <= 3
