"""Effects of actions: judged by the limits of the months before, beside departments without one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tiig.model.effects import Verdict
from tiig.model.months import Month
from tiig.model.quality import Share
from tiig.quality.effects import FEWEST_AFTER, FEWEST_BEFORE, direction, effect_of

DONE = Month(2026, 1)
USUAL = (60, 62, 58, 61, 59, 60, 63, 57, 60, 61, 59, 62)


def months(before: Sequence[int], after: Sequence[int], done: int = 60) -> dict[Month, Share]:
    """Return shares of 100 rows: months before, the month of the action, months after."""
    told = {DONE.plus(-step): Share(n, 100) for step, n in enumerate(reversed(before), start=1)}
    told[DONE] = Share(done, 100)
    return told | {DONE.plus(step): Share(n, 100) for step, n in enumerate(after, start=1)}


@pytest.mark.parametrize(
    ("after", "better", "verdict"),
    [
        ((80, 82, 79), 1, Verdict.IMPROVED),
        ((80, 82, 79), -1, Verdict.WORSE),
        ((80, 82, 79), 0, Verdict.NOT_SHOWN),
        ((61, 62, 60), 1, Verdict.NOT_SHOWN),
        ((61, 61, 62, 61, 62, 61, 62), 1, Verdict.IMPROVED),
        ((90, 20, 60), 1, Verdict.BOTH_WAYS),
        ((90, 90), 1, Verdict.TOO_EARLY),
    ],
)
def test_the_months_before_set_the_limits(
    after: tuple[int, ...], better: int, verdict: Verdict
) -> None:
    """Outside them, or seven on one side, is a change; one month here and one there is none."""
    assert effect_of(months(USUAL, after), {}, DONE, better=better).verdict is verdict


def test_few_months_before_set_no_limits() -> None:
    """Nothing is judged by a guess."""
    found = effect_of(months(USUAL[: FEWEST_BEFORE - 1], (90,) * 5), {}, DONE, better=1)
    assert found.verdict is Verdict.NO_PAST


def test_the_month_itself_and_empty_months_belong_to_neither_side() -> None:
    """What was done in the middle of a month is in that month's rows, too."""
    series = months(USUAL, (80, 81, 82), done=0) | {DONE.plus(9): Share(0, 0)}
    found = effect_of(series, {}, DONE, better=1)
    assert (found.before.months, found.after.months) == (len(USUAL), 3)
    assert found.after.share == Share(243, 300)


def test_a_bad_month_that_recovers_by_itself_is_no_effect() -> None:
    """Regression to the mean: the action followed the worst of usual months."""
    worst_last = (*USUAL[:-1], 52)
    found = effect_of(months(worst_last, (60, 61, 59)), {}, DONE, better=1)
    assert found.verdict is Verdict.NOT_SHOWN


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((4, 12), (5, 5), Verdict.IMPROVED),
        ((8, 12), (6, 6), Verdict.NOT_SHOWN),
        ((12, 12), (1, 4), Verdict.WORSE),
        ((5, 5), (5, 5), Verdict.NO_PAST),
    ],
)
def test_months_that_are_or_are_not_so_are_judged_exactly(
    before: tuple[int, int], after: tuple[int, int], verdict: Verdict
) -> None:
    """4 of 12 and then 5 of 5 is 2 in 100 by chance (495 of 24,310 ways); 8 and 6 of 6 is 16."""
    told = {
        DONE.plus(side * step): Share(int(step <= part), 1)
        for side, (part, whole) in ((-1, before), (1, after))
        for step in range(1, whole + 1)
    }
    assert effect_of(told, {}, DONE, better=1, yes_or_no=True).verdict is verdict


def test_what_is_neither_good_high_nor_low_is_to_be_as_it_was() -> None:
    """Fewer than before the finding: more is better; more than before: fewer is."""
    fell = months((*USUAL[:9], 30, 31, 29), ())
    rose = months((*USUAL[:9], 90, 91, 92), ())
    found = DONE.plus(-3)
    assert direction(fell, found, DONE) == 1
    assert direction(rose, found, DONE) == -1
    assert direction(fell, DONE.plus(-20), DONE) == 0


def test_others_are_compared_where_they_can_be() -> None:
    """Departments with too few months on either side do not stand beside."""
    others = {
        "B": months(USUAL, (60, 60, 60)),
        "C": months(USUAL[:3], (60, 60, 60)),
        "D": months(USUAL, (60,) * (FEWEST_AFTER - 1)),
    }
    found = effect_of(months(USUAL, (80, 80, 80)), others, DONE, better=1)
    assert [one.site for one in found.others] == ["B"]
    assert found.change == pytest.approx(80 - 100 * sum(USUAL) / 1200)


def test_chance_alone_is_seldom_called_an_improvement() -> None:
    """Of departments in which nothing changed, few are said to have improved after six months."""
    random = np.random.default_rng(20261128)
    called = 0
    for _ in range(400):
        drawn = [int(n) for n in random.binomial(100, 0.6, size=18)]
        found = effect_of(months(drawn[:12], drawn[12:]), {}, DONE, better=1)
        called += found.verdict is Verdict.IMPROVED
    assert called <= 40
