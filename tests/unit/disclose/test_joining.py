"""Tables that lie beside one another are one system: equal cells, and sums nobody wrote down."""

from __future__ import annotations

from itertools import product

import polars as pl

from tiig.disclose import Exact, clear, clear_together
from tiig.disclose.joining import joined
from tiig.disclose.partitions import shared_sums
from tiig.model.cleared import Cleared
from tiig.model.figures import ALL, Atoms, FigureTable, Made, Mark, TableColumn
from tiig.model.question import By, Question
from tiig.standard import load_standard

PARTNER = load_standard().presets["named-partner"]
DAYS = {"fri": frozenset({"5"}), "sat": frozenset({"6"}), "sun": frozenset({"7"})}
KINDS = {"week": frozenset({"5"}), "end": frozenset({"6", "7"})}


def table(name: str, counts: dict[str, int], column: str, made: dict[str, Atoms]) -> FigureTable:
    """Make a table of one dimension whose nodes take in stored values of a column."""
    nodes = (*((node, node) for node in counts), (ALL, "All"))
    frame = pl.DataFrame(
        {
            name: [node for node, _ in nodes],
            "count": [*counts.values(), sum(counts.values())],
            "available": [True] * len(nodes),
        }
    )
    return FigureTable(
        Question(by=(By(name),)),
        (TableColumn(name, name, nodes),),
        frame,
        unit="",
        method=None,
        notes=(),
        manifest="",
        made=Made({"month": frozenset({"2026-06"})}, {name: (column, made)}),
    )


def stars(shown: Cleared) -> set[str]:
    """Return the nodes whose count is hidden."""
    return {row.nodes[0] for row in shown.rows if row.count.mark is Mark.SUPPRESSED}


def test_equal_cells_are_one_and_hidden_in_both() -> None:
    """What one table hides, the other hides too, under whatever name."""
    days = table("day", {"fri": 40, "sat": 3, "sun": 30}, "day", DAYS)
    kinds = table("kind", {"week": 40, "end": 33}, "day", KINDS)
    counts = joined([days, kinds])
    first, second = clear_together([Exact(days), Exact(kinds)], PARTNER)

    assert counts.size == len({"all", "fri=week", "sat", "sun", "end"})
    assert ("fri" in stars(first)) == ("week" in stars(second))
    assert stars(clear(days, PARTNER)) == {"sat", "sun"}, "alone the days need no more"


def test_a_sum_that_nobody_wrote_down_gives_nothing_back() -> None:
    """Sunday is small: with the weekend and Saturday shown it would be known."""
    days = table("day", {"fri": 40, "sat": 50, "sun": 3}, "day", DAYS)
    kinds = table("kind", {"week": 40, "end": 53}, "day", KINDS)
    first, second = clear_together([Exact(days), Exact(kinds)], PARTNER)

    assert "sun" in stars(first)
    assert "sat" in stars(first) or "end" in stars(second)


def test_whole_tables_of_other_months_have_nothing_in_common() -> None:
    """The same names over other months are other cells."""
    june = table("day", {"fri": 40, "sat": 3, "sun": 30}, "day", DAYS)
    july = table("day", {"fri": 41, "sat": 8, "sun": 31}, "day", DAYS)
    july.made = Made({"month": frozenset({"2026-07"})}, july.made.nodes)
    first, second = clear_together([Exact(june), Exact(july)], PARTNER)

    assert (stars(first), stars(second)) == ({"sat", "sun"}, set())


def test_what_differs_is_not_the_same_after_all() -> None:
    """Cells that should be equal and are not stay apart, and no false sum is believed."""
    days = table("day", {"fri": 40, "sat": 20, "sun": 30}, "day", DAYS)
    kinds = table("kind", {"week": 44, "end": 50}, "day", KINDS)
    counts = joined([days, kinds])

    assert counts.values.max() == 94
    assert (counts.matrix @ counts.values == 0).all()


def test_two_ways_to_divide_meet_where_their_borders_do() -> None:
    """Groups of ages and bands of ages: the fewest of each that take in the same."""
    groups = {1: _years(0, 9), 2: _years(10, 17), 3: _years(18, 24), 4: _years(25, 34)}
    bands = {
        number: _years(low, low + 4)
        for number, low in zip(range(10, 17), range(0, 35, 5), strict=True)
    }

    assert set(shared_sums(groups, bands)) == {
        ((1,), (10, 11)),
        ((2, 3), (12, 13, 14)),
        ((4,), (15, 16)),
    }
    assert list(shared_sums(groups, groups)) == []


def _years(low: int, high: int) -> Atoms:
    return frozenset(map(str, range(low, high + 1)))


def test_two_dimensions_of_one_column_meet_in_single_values() -> None:
    """A month of the year in a run of twelve months is one month."""
    months = [f"{year}-{month:02d}" for year, month in product((2025, 2026), (1, 2))]
    runs = {"first": frozenset(months[:2]), "second": frozenset(months[2:])}
    number = {"01": frozenset(months[::2]), "02": frozenset(months[1::2])}
    cells = {key: 10 + place for place, key in enumerate(product(runs, number))}
    rows = [
        (run, month, sum(count for (one, other), count in cells.items()
                         if run in {one, ALL} and month in {other, ALL}))
        for run, month in product([*runs, ALL], [*number, ALL])
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["run", "number", "count"], orient="row")
    columns = tuple(
        TableColumn(name, name, (*((node, node) for node in nodes), (ALL, "All")))
        for name, nodes in (("run", runs), ("number", number))
    )
    both = FigureTable(
        Question(by=(By("run"), By("number"))),
        columns,
        frame.with_columns(available=pl.lit(True)),
        unit="",
        method=None,
        notes=(),
        manifest="",
        made=Made({}, {"run": ("month", runs), "number": ("month", number)}),
    )
    alone = table("month", dict(zip(months, cells.values(), strict=True)), "month",
                  {month: frozenset({month}) for month in months})  # fmt: skip
    alone.made = Made({}, alone.made.nodes)

    assert joined([both, alone]).size == joined([both]).size == len(rows)
