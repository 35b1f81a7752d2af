"""What holds for any quality counts: parts inside wholes, judging that does not wander."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tiig.disclose.bounds import Rule
from tiig.disclose.shares import shares_of
from tiig.model.coverage import Standing
from tiig.model.months import Month
from tiig.model.quality import ItemCount, Outcome, Share
from tiig.model.submission import SiteMonth
from tiig.quality import Received, judge_share, month_counts
from tiig.standard import load_standard

STANDARD = load_standard()
JUNE = Month(2026, 6)
COUNTS = st.integers(0, 400)
CELLS = st.builds(
    lambda *parts: ItemCount("XQ1", JUNE, "age", sum(parts), *parts),
    COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS,
)  # fmt: skip
RULES = st.sampled_from([Rule(8, 5), Rule(5), Rule(10), Rule(1)])
SHARES = st.builds(lambda part, more: Share(part, part + more), COUNTS, COUNTS)
TARGETS = st.sampled_from(
    [one for one in STANDARD.quality_targets.values() if one.at_least is not None]
)


@given(CELLS)
def test_every_part_lies_inside_its_whole(count: ItemCount) -> None:
    """No share is more than all of it, and the usable are among the answered."""
    shares = (count.usable, count.completeness, count.validity, count.unknown)

    assert count.sound
    assert all(one.sound for one in shares)
    assert count.usable.part + count.unknown.part <= count.completeness.part
    assert count.completeness.part + count.missing == count.rows


@given(SHARES, SHARES, TARGETS)
def test_judging_is_steady(share: Share, other: Share, target: object) -> None:
    """Judging twice says the same; two shares that agree agree when they are added."""
    first = judge_share(share, target)  # type: ignore[arg-type]
    second = judge_share(other, target)  # type: ignore[arg-type]
    both = judge_share(share + other, target)  # type: ignore[arg-type]

    assert judge_share(share, target) is first  # type: ignore[arg-type]
    if first is second:
        assert both is first
    assert (first is Outcome.NOT_APPLICABLE) == (share.whole == 0)


@given(CELLS, RULES)
def test_what_is_shown_is_true(count: ItemCount, rule: Rule) -> None:
    """A share lies between its limits, give or take what rounding of the counts does."""
    shown = shares_of(count, rule)
    pairs = (
        (shown.usable, count.usable),
        (shown.completeness, count.completeness),
        (shown.validity, count.validity),
        (shown.unknown, count.unknown),
    )
    for limits, share in pairs:
        if limits.low is None or limits.high is None or not share.whole:
            continue
        loose = 0 if rule.round_to == 1 else 100 * rule.round_to / share.whole + 1
        assert limits.low - loose <= 100 * share.part / share.whole < limits.high + 1 + loose


@given(
    st.dictionaries(st.integers(0, 23), st.integers(1, 3000), max_size=24),
    st.integers(0, 60),
)
def test_coverage_adds_up(rows: dict[int, int], days: int) -> None:
    """Every expected site-month comes out once, in force or not, whatever was received."""
    at = JUNE.settled_at(days)
    received = {
        SiteMonth("XQ1", JUNE.plus(-back)): Received(count, at, at) for back, count in rows.items()
    }
    standings = [
        ("XQ1", JUNE.plus(-back), Standing.SETTLED if back in rows else Standing.ABSENT)
        for back in range(24)
    ]
    found = month_counts(standings, received, in_time_days=lambda *_: 31)

    assert [(one.site, one.month) for one in found] == sorted((s, m) for s, m, _ in standings)
    assert sum(one.rows for one in found) == sum(rows.values())
    assert {one.month for one in found if one.days is not None} == {key.month for key in received}
