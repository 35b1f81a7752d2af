"""All tables of a bulletin together give no small number back, whoever holds every area's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array
from tests.journey.small_region import two_years

from tiig import desk
from tiig.desk import TablesAsked
from tiig.model.cleared import Cleared
from tiig.model.figures import ALL, Mark
from tiig.model.months import Month
from tiig.model.question import Question
from tiig.testing import PARTNER
from tiig.wiring.session import Session, connect

LAST = Month(2026, 3)
MOST_CELLS = 40
SAFE_WIDTH = 5
"""How many a small number can be at least, beyond its least, with all tables in hand."""
Key = frozenset[tuple[str, str]]
RUNS = {12: ("twelve_months", "2025-04..2026-03"), 6: ("halves", "2025-10..2026-03")}


@pytest.fixture(scope="module")
def session(
    made_once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    """A workspace with two years of invented files of a small region."""
    root = made_once("two-years", two_years, tmp_path_factory.mktemp("together") / "w")
    with connect(root, because="testing", agreement=PARTNER) as session:
        yield session


def key_of(table: Cleared, nodes: tuple[str, ...], run: tuple[str, str]) -> Key:
    """Name a cell by what it counts, so that equal cells of two tables meet.

    Tables of rates leave out who has no usable area or age, so that they are told apart.
    """
    asked = [str(by) for by in table.answered["by"]]  # type: ignore[attr-defined]
    said = {(name, node) for name, node in zip(asked, nodes, strict=True) if node != ALL}
    over = str(table.answered["period"])
    rate = str(table.answered["rate"])
    return frozenset(said | {("rate", rate)} | ({run} if over == run[1] else set()))


class Published:
    """Every cell of several tables as one system of sums, and what is shown of each."""

    def __init__(self, tables: list[Cleared], *, rounded: bool, run: tuple[str, str]) -> None:
        self.run = run
        self.place: dict[Key, int] = {}
        self.bounds: list[tuple[float, float]] = []
        for table in tables:
            for row in table.rows:
                self._add(key_of(table, row.nodes, run), row.count.value, row.count.mark, rounded)
        lines = [line for table in tables for line in self._sums(table)]
        rows = [number for number, line in enumerate(lines) for _ in line]
        cells = [cell for line in lines for cell, _ in line]
        signs = [sign for line in lines for _, sign in line]
        self.sums = csr_array((signs, (rows, cells)), shape=(len(lines), len(self.place)))

    def _add(self, key: Key, value: float | None, mark: Mark, rounded: bool) -> None:
        slack = 2 if rounded and value else 0
        low, high = (1.0, 1e7) if value is None else (value - slack, value + slack)
        if mark is Mark.NOT_AVAILABLE:
            low, high = 0.0, 0.0
        number = self.place.setdefault(key, len(self.place))
        if number == len(self.bounds):
            self.bounds.append((low, high))
        else:
            before = self.bounds[number]
            self.bounds[number] = (max(low, before[0]), min(high, before[1]))

    def _sums(self, table: Cleared) -> Iterator[list[tuple[int, int]]]:
        for axis in range(len(table.columns)):
            lines: dict[tuple[str, ...], list[tuple[int, int]]] = {}
            for row in table.rows:
                cell = self.place[key_of(table, row.nodes, self.run)]
                rest = row.nodes[:axis] + row.nodes[axis + 1 :]
                lines.setdefault(rest, []).append((cell, 1 if row.nodes[axis] == ALL else -1))
            yield from lines.values()

    def range_of(self, key: Key) -> tuple[float, float]:
        """Return the least and the most that a cell can be."""
        aim = np.zeros(len(self.place))
        aim[self.place[key]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * aim,
                A_eq=self.sums,
                b_eq=np.zeros(self.sums.shape[0]),
                bounds=self.bounds,
                method="highs",
            )
            assert found.success, "what is published must be possible"
            ends.append(float(found.x[self.place[key]]))
        return ends[0], ends[1]


@pytest.mark.parametrize(
    ("name", "preset", "smallest", "span"),
    [
        ("violence", "named-partner", 5, 12),
        ("violence", "public", 8, 12),
        ("violence", "public", 8, 6),
        ("knife", "named-partner", 5, 12),
        ("knife", "public", 8, 12),
    ],
)
def test_no_small_number_comes_back_from_all_tables(
    session: Session, name: str, preset: str, smallest: int, span: int
) -> None:
    """The attacker's bounds over all tables of all areas leave each small number open."""
    theme = session.services.standard.themes[name]
    asked = TablesAsked(theme.measure, LAST, theme.bulletin or theme.profile, span=span)
    shown = desk.standard_tables(session.asker, session.services, asked, preset=preset)
    wider = desk.standard_tables(
        session.asker, session.services, replace(asked, of_region=True), preset=preset
    )
    alone = [table for key, table in wider.items() if table.answered != shown[key].answered]
    tables = [*shown.values(), *alone]
    assert alone or name != "knife", "its areas are too small for some dimensions"
    questions = [Question.from_json(table.answered) for table in tables]
    team = replace(session.asker, agreement=None)
    exact = desk.answer(team, questions, session.services, preset="internal")
    small = [
        key_of(table, nodes, RUNS[span])
        for table, true in zip(tables, exact, strict=True)
        for nodes, row in true.cells.items()
        if row.count.value is not None
        and 0 < row.count.value < smallest
        and table.cells[nodes].count.mark is Mark.SUPPRESSED
    ]
    published = Published(tables, rounded=preset == "public", run=RUNS[span])
    chosen = Random(1).sample(small, min(MOST_CELLS, len(small)))

    assert chosen, "without small numbers nothing is tried"
    for key in chosen:
        low, high = published.range_of(key)
        wide = high - low >= min(SAFE_WIDTH, smallest - 1) - 1e-4
        anything = low <= 1 + 1e-4 and high >= smallest - 1 - 1e-4
        assert wide or anything, (low, high, sorted(name for name, _ in key))


def limits(node: str) -> tuple[int, int]:
    """Read the ages of a band or group from its id."""
    first, _, last = node.rstrip("+").partition("-")
    return int(first), int(last or 150)


def test_age_groups_less_age_bands_give_no_small_number(session: Session) -> None:
    """A group of a profile's table of ages, less the bands of its rates, leaves no small one."""
    measure = session.services.standard.themes["violence"].measure
    asked = TablesAsked(measure, LAST, ("age", "age_rates"))
    shown = desk.standard_tables(session.asker, session.services, asked, preset="named-partner")
    bands = [row for row in shown["age_rates"].rows if not row.nodes[1].startswith("~")]
    given_back = []
    for group in shown["age"].rows:
        area, run, ages = group.nodes
        if run != RUNS[12][1] or ages.startswith("~") or group.count.value is None:
            continue
        low, high = limits(ages)
        inside = [
            one.count.value
            for one in bands
            if one.nodes[0] == area
            and low <= limits(one.nodes[1])[0]
            and limits(one.nodes[1])[1] <= high
        ]
        left = group.count.value - sum(one for one in inside if one is not None)
        if not area.startswith("~") and inside.count(None) == 1 and 0 < left < SAFE_WIDTH:
            given_back.append((area, ages))

    assert given_back == []


def test_no_table_of_a_paper_shows_what_another_hides(session: Session) -> None:
    """Equal cells of two tables are both shown or both hidden, and the ledger can tell why."""
    moved: list[Cleared] = []
    for name, preset in product(("domestic", "knife", "self-harm"), ("named-partner", "public")):
        theme = session.services.standard.themes[name]
        asked = TablesAsked(theme.measure, LAST, theme.profile)
        shown = desk.standard_tables(session.asker, session.services, asked, preset=preset)
        held = [table for table in shown.values() if table.share_shown > 0]
        stars: dict[Key, set[bool]] = {}
        for table in held:
            for row in table.rows:
                if row.count.mark in {Mark.SHOWN, Mark.SUPPRESSED}:
                    key = key_of(table, row.nodes, RUNS[12])
                    stars.setdefault(key, set()).add(row.count.mark is Mark.SUPPRESSED)
        moved += [table for table in held if table.hidden_rows]

        assert [sorted(key) for key, marks in stars.items() if len(marks) > 1] == []
    assert moved, "some tables hide something"
    assert all(session.verify(table.release).same for table in moved[:5])
