"""No published table gives a hidden cell back: an attacker with a solver tries.

The attacker sees the published rows alone: figures, marks, rates and populations.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tiig.disclose import best_share, clear
from tiig.model.cleared import Cleared, ClearedRow
from tiig.model.figures import ALL, FigureTable, Mark, TableColumn
from tiig.model.question import By, Question, RateKind
from tiig.standard import load_standard

PRESETS = load_standard().presets
PER = 100_000

counts = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 30, 250])


@st.composite
def tables(draw: st.DrawFn) -> FigureTable:
    """Draw a table of up to three dimensions with all of its margins, some cells untold."""
    shape = draw(
        st.sampled_from([(), (1,), (3,), (6,), (2, 2), (3, 4), (5, 3), (2, 2, 2), (3, 2, 3)])
    )
    size = int(np.prod(shape, dtype=int))
    cells = draw(st.lists(counts, min_size=size, max_size=size))
    untold = draw(st.sets(st.integers(0, max(size - 1, 0)), max_size=2)) if size > 3 else set()
    rate = draw(st.sampled_from([None, RateKind.CRUDE]))
    people = draw(st.integers(60, 90_000))
    inner = {place: number for number, place in enumerate(product(*map(range, shape)))}
    names = [f"d{axis}" for axis in range(len(shape))]
    rows = []
    for place in product(*([*range(length), None] for length in shape)):
        parts = [
            number
            for part, number in inner.items()
            if all(want is None or want == at for want, at in zip(place, part, strict=True))
        ]
        told = [number for number in parts if number not in untold]
        nodes = {
            name: ALL if at is None else f"n{at}" for name, at in zip(names, place, strict=True)
        }
        count = sum(cells[number] for number in told)
        population = people * len(parts)
        row = nodes | {"count": count, "available": bool(told), "population": population}
        rows.append(row | dict.fromkeys(("rate", "lower", "upper"), count / population * PER))
    schema = dict.fromkeys(names, pl.String) | {"count": pl.Int64, "available": pl.Boolean}
    schema |= {"population": pl.Int64} | dict.fromkeys(("rate", "lower", "upper"), pl.Float64)
    columns = tuple(
        TableColumn(name, name, (*((f"n{at}", f"n{at}") for at in range(length)), (ALL, "All")))
        for name, length in zip(names, shape, strict=True)
    )
    question = Question(by=tuple(By(name) for name in names), rate=rate)
    frame = pl.DataFrame(rows, schema=schema)
    return FigureTable(question, columns, frame, unit="people", method=None, notes=(), manifest="m")


def alone(row: ClearedRow, rounded: bool) -> tuple[float, float]:
    """Return what one published row says of its count."""
    if row.count.mark is Mark.NOT_AVAILABLE:
        return 0, 0
    low, high = (1.0, 1e7) if row.count.value is None else (row.count.value, row.count.value)
    if rounded and row.count.value:
        low, high = row.count.value - 2, row.count.value + 2
    if row.rate is not None and row.rate.value is not None:
        assert row.population is not None
        one = row.population / PER
        from_rate = row.rate.value * one
        if not rounded:  # a rate under rounding belongs to the rounded count, and says no more
            low, high = max(low, from_rate - one / 20), min(high, from_rate + one / 20)
    return low, high


def bounds(shown: Cleared, target: tuple[str, ...], *, rounded: bool) -> tuple[float, float]:
    """Work out the least and the most that one cell can be, from what is published."""
    place = {row.nodes: number for number, row in enumerate(shown.rows)}
    known = [alone(row, rounded) for row in shown.rows]
    sums = []
    for nodes in place:
        for axis, node in enumerate(nodes):
            if node == ALL:
                line = np.zeros(len(place))
                for other, number in place.items():
                    if other[:axis] + other[axis + 1 :] == nodes[:axis] + nodes[axis + 1 :]:
                        line[number] = 1 if other[axis] == ALL else -1
                sums.append(line)
    aim = np.zeros(len(place))
    aim[place[target]] = 1
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * aim,
            A_eq=np.array(sums) if sums else None,
            b_eq=np.zeros(len(sums)) if sums else None,
            bounds=known,
            method="highs",
        )
        assert found.success, "what is published must be possible"
        ends.append(found.x[place[target]])
    return ends[0], ends[1]


def check(table: FigureTable, shown: Cleared, *, smallest: int, rounded: bool) -> None:
    """Try to get every small number back."""
    truth = {
        row[:-2]: (row[-2], row[-1])
        for row in table.frame.select(
            *(column.dimension for column in table.columns), "count", "available"
        ).iter_rows()
    }
    for row in shown.rows:
        count, available = truth[row.nodes]
        if not available:
            assert row.count.mark is Mark.NOT_AVAILABLE
            assert row.count.value is None
            continue
        if row.count.value is None:
            assert row.count.mark is Mark.SUPPRESSED
            assert all(
                part is None or part.value is None for part in (row.rate, row.lower, row.upper)
            )
            assert count > 0
        elif not rounded:
            assert row.count.value == count
        if 0 < count < smallest:
            assert row.count.mark is Mark.SUPPRESSED
            low, high = bounds(shown, row.nodes, rounded=rounded)
            wide = high - low >= smallest - 1 - 1e-4
            anything = low <= 1 + 1e-4 and high >= smallest - 1 - 1e-4
            assert wide or anything


@settings(max_examples=40)
@given(tables())
def test_public_tables_give_no_small_number_back(table: FigureTable) -> None:
    """Under the public preset the attacker's bounds leave each small number open."""
    shown = clear(table, PRESETS["public"])

    check(table, shown, smallest=8, rounded=True)


@settings(max_examples=40)
@given(tables(), st.integers(2, 10))
def test_partners_tables_give_no_small_number_back(table: FigureTable, threshold: int) -> None:
    """Under a threshold, with exact figures beside, the bounds leave each small number open."""
    shown = clear(table, PRESETS["named-partner"], threshold=threshold)

    check(table, shown, smallest=threshold, rounded=False)


@settings(max_examples=30)
@given(tables())
def test_no_sum_has_exactly_one_hidden(table: FigureTable) -> None:
    """In no row, column or layer is one number alone hidden."""
    shown = clear(table, PRESETS["named-partner"])
    marks = {row.nodes: row.count.mark is Mark.SUPPRESSED for row in shown.rows}
    for axis in range(len(table.columns)):
        rests = {nodes[:axis] + nodes[axis + 1 :] for nodes in marks}
        for rest in rests:
            line = [
                mark for nodes, mark in marks.items() if nodes[:axis] + nodes[axis + 1 :] == rest
            ]
            assert sum(line) != 1


@settings(max_examples=20)
@given(tables())
def test_the_quick_share_is_never_below_the_true_one(table: FigureTable) -> None:
    """The share that is told without complementary suppression cannot be beaten by it."""
    for preset in PRESETS.values():
        assert clear(table, preset).share_shown <= best_share(table, preset) + 1e-12


@settings(max_examples=20)
@given(tables())
def test_protecting_twice_shows_the_same(table: FigureTable) -> None:
    """The same figures are shown the same each time."""
    for preset in PRESETS.values():
        assert clear(table, preset) == clear(table, preset)
