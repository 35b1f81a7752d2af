"""Bounds told from counts as the public sees them hold what is true, whatever was rounded away."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.disclose.show import Exact, clear_together
from tiig.kit.bounding import Limits, Told
from tiig.model.bounds import BoundedCount, Kind
from tiig.model.figures import ALL, FigureTable, TableColumn
from tiig.model.months import Period
from tiig.model.question import By, Question
from tiig.model.states import NOT_RECORDED_NODE
from tiig.publish.bounds_table import BoundLine, bound_lines, bounds_grid
from tiig.standard import load_standard

PUBLIC = load_standard().presets["public"]
KIND = Kind("Knife", "weapon", frozenset({"knife"}), frozenset({"sharp", "unknown"}))
WEAPONS = ("knife", "sharp", "unknown", "none", "blunt")
AREAS = ("A", "B", NOT_RECORDED_NODE)
ODDS = 2.0

Counts = Mapping[tuple[str, ...], int]
numbers = st.one_of(st.sampled_from([0, 3, 8, 13, 17, 18, 22]), st.integers(0, 400))


def table(counts: Counts, names: tuple[str, ...], levels: tuple[tuple[str, ...], ...]) -> Exact:
    """Return exact figures with all sums."""
    rows = [
        dict(zip(names, nodes, strict=True)) | {"count": total(counts, nodes), "available": True}
        for nodes in product(*((*level, ALL) for level in levels))
    ]
    columns = tuple(
        TableColumn(name, name, (*((one, one) for one in level), (ALL, "All")))
        for name, level in zip(names, levels, strict=True)
    )
    question = Question(by=tuple(By(name) for name in names))
    frame = pl.DataFrame(rows)
    return Exact(
        FigureTable(question, columns, frame, unit="people", method=None, notes=(), manifest="m")
    )


def total(counts: Counts, nodes: tuple[str, ...]) -> int:
    """Add up what is at nodes."""
    return sum(
        count
        for place, count in counts.items()
        if all(want in (ALL, at) for want, at in zip(nodes, place, strict=True))
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(numbers, min_size=15, max_size=15),
    st.one_of(st.none(), st.tuples(numbers, numbers, numbers)),
    st.lists(st.sampled_from([0.0, 0.0, 0.4, 1.0, 1.0]), min_size=6, max_size=6),
)
def test_bounds_hold_the_truth_under_the_public_rounding(
    told: list[int], sure: tuple[int, int, int] | None, parts: list[float]
) -> None:
    """Least, most, their shares, and both by odds lie within what is told and what is printed.

    Of the rows whose area is not recorded any `parts`, by what they are, may be an area's own.
    """
    cells: Counts = dict(zip(product(WEAPONS, AREAS), told, strict=True))
    exact = [table(cells, ("weapon", "residence_la"), (WEAPONS, AREAS))]
    more: Counts = {(area,): count for area, count in zip(AREAS, sure or (0, 0, 0), strict=True)}
    if sure is not None:
        exact.append(table(more, ("residence_la",), (AREAS,)))
    shown = clear_together(exact, PUBLIC)
    found = BoundedCount(
        KIND,
        shown[0],
        Period.parse("2025-01..2025-12"),
        ODDS,
        "Injuries",
        PUBLIC.round_to,
        PUBLIC.smallest_shown,
        by="residence_la",
        sure=shown[1] if sure is not None else None,
    )

    lines, (_, printed) = bound_lines(found), bounds_grid(found)
    for line, row in zip(lines, printed, strict=True):
        node = ALL if line.where == "All" else line.where
        own = parts if node in {"A", "B"} else [0.0] * 6
        of_weapon = {
            one: total(cells, (one, node)) + int(part * total(cells, (one, AREAS[-1])))
            for one, part in zip(WEAPONS, own, strict=False)
        }
        known = of_weapon["knife"] + total(more, (node,)) + int(own[5] * total(more, AREAS[-1:]))
        missing = of_weapon["sharp"] + of_weapon["unknown"]
        check(line, row, Told(known, of_weapon["none"] + of_weapon["blunt"], missing))


def check(line: BoundLine, row: tuple[str, ...], true: Told) -> None:
    """Set what is told and printed of a line against the exact rows."""
    if line.extremes is None:
        return
    extremes = true.known, true.known + true.missing
    by_odds = true.by_odds(ODDS)
    pairs: list[tuple[Limits, Limits, str]] = []
    for told, exact, at in ((line.extremes, extremes, 4), (line.by_odds, by_odds, 6)):
        if told is None or exact is None:
            continue
        pairs.append((told.counts, exact, row[at]))
        if true.whole:
            share = exact[0] / true.whole, exact[1] / true.whole
            pairs.append((told.shares, share, row[at + 1]))
    for told_, true_, text in pairs:
        assert told_[0] <= true_[0] + 1e-9
        assert true_[1] <= told_[1] + 1e-9
        scale = 100 if "." in text else 1
        low, high = (float(one.replace(",", "")) / scale for one in text.split(" to "))
        assert low <= told_[0] + 1e-9
        assert told_[1] <= high + 1e-9
