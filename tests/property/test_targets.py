"""What holds for any targets that were agreed: one judges each month, the more particular first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tiig.model.agreed_targets import AgreedTarget, TargetEnd, as_ended
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.quality import Dimension
from tiig.quality import Targets
from tiig.standard import load_standard
from tiig.store.catalogue.programme_rules import check_target

STANDARD = load_standard()
NOW = datetime(2026, 11, 1, tzinfo=UTC)
START = Month(2026, 1)
SPAN = [START.plus(step) for step in range(8)]
SITES, ITEMS = ("", "N1", "N2"), ("", "age", "sex")
DIMENSIONS = (Dimension.KNOWN, Dimension.COMPLETENESS)
TARGETS = st.builds(
    lambda number, site, item, dimension, first, length: AgreedTarget(
        id=f"t-{number}",
        site=site,
        item=item,
        dimension=dimension,
        first_month=START.plus(first),
        last_month=None if length is None else START.plus(first + length),
        agreed_by="lead",
        because="agreed",
        person="ada",
        at=NOW,
        at_least=number % 100 + 1,
    ),
    st.integers(0, 10_000),
    st.sampled_from(SITES),
    st.sampled_from(ITEMS),
    st.sampled_from(DIMENSIONS),
    st.integers(0, 7),
    st.none() | st.integers(-1, 5),
)


def months_of(target: AgreedTarget) -> set[Month]:
    """Return the months of the span that a target counts in, one by one."""
    last = SPAN[-1] if target.last_month is None else target.last_month
    return {month for month in SPAN if target.first_month <= month <= last}


@given(TARGETS, TARGETS)
def test_targets_overlap_where_they_share_a_month(one: AgreedTarget, other: AgreedTarget) -> None:
    """Of the same series, whatever their order; within the span of all first months."""
    both = months_of(one) & months_of(other)
    alike = replace(other, site=one.site, item=one.item, dimension=one.dimension)

    assert one.overlaps(alike) is alike.overlaps(one) is bool(both)
    assert one.overlaps(other) is (bool(both) and one.series == other.series)


@given(st.lists(TARGETS, max_size=12))
def test_the_most_particular_of_those_that_fit_judges(given_: list[AgreedTarget]) -> None:
    """For every site, item and month it is what a search through all of them finds."""
    agreed: list[AgreedTarget] = []
    for one in given_:
        try:
            check_target(one, agreed)
        except TiigError:
            continue
        agreed.append(one)
    targets = Targets(STANDARD.quality_targets.values(), agreed)
    packaged = Targets(STANDARD.quality_targets.values())

    for month in SPAN:
        for site in SITES[1:]:
            for item in ITEMS:
                fits = [
                    one
                    for one in agreed
                    if one.dimension is Dimension.KNOWN
                    and one.site in {"", site}
                    and one.item in {"", item}
                    and month in months_of(one)
                ]
                found = targets.of(Dimension.KNOWN, site, month, item)
                ranked = sorted(fits, key=lambda one: (not one.site, not one.item))
                standard = packaged.of(Dimension.KNOWN, site, month, item)
                assert found == (ranked[0] if ranked else standard)


@given(st.lists(TARGETS, max_size=6, unique_by=lambda one: one.id), st.integers(-2, 9))
def test_an_end_takes_months_and_adds_none(agreed: list[AgreedTarget], last: int) -> None:
    """Ended, a target counts in the months that it had, up to the last one."""
    end = START.plus(last)
    ends = [TargetEnd(one.id, end, "ended", "ada", NOW) for one in agreed]
    before = {one.id: months_of(one) for one in agreed}

    for one in as_ended(agreed, ends):
        assert months_of(one) == {month for month in before[one.id] if month <= end}
        assert one.never_counts or one.counts_in(one.first_month)
    assert {one.id: months_of(one) for one in as_ended(agreed, [])} == before
