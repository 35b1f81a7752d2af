"""Room for a hidden cell is made where it costs least, and never by a false proof."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import OptimizeResult

from tiig.disclose.bounds import Rule
from tiig.disclose.routes import cheapest_way
from tiig.disclose.sums import Counts, Sums

RULE = Rule(5)


def counts(*values: int) -> Counts:
    """Make one sum: the first value is the total of the others."""
    every = np.array(values)
    sums = Sums.of([((0,), tuple(range(1, every.size)))])
    return Counts(every, np.ones(every.size, dtype=np.bool_), (), sums)


def test_room_is_made_by_small_parts_before_totals() -> None:
    """Of two that could give way the smaller part does, by as much as the cell needs."""
    made = counts(123, 3, 20, 100)
    hidden = made.values == 3
    way = cheapest_way(made, hidden, RULE, np.array([1]))

    assert way.possible is not None
    assert way.possible.tolist() == [123, 7, 16, 100]
    assert way.hide.tolist() == [False, True, True, False]


def test_what_is_hidden_already_costs_nothing() -> None:
    """A hidden number gives way before any shown one."""
    made = counts(123, 3, 20, 100)
    way = cheapest_way(made, np.array([False, True, False, True]), RULE, np.array([1]))

    assert way.hide.tolist() == [False, True, False, True]


def test_room_is_made_for_several_at_once() -> None:
    """Two small parts grow together; one large part gives way for both."""
    made = counts(126, 3, 3, 20, 100)
    way = cheapest_way(made, made.values == 3, RULE, np.array([1, 2]))

    assert way.possible is not None
    assert way.possible.tolist() == [126, 7, 7, 12, 100]


def test_where_nothing_can_give_way_nothing_is_hidden() -> None:
    """A zero stays a zero, and its total is the cell itself."""
    values = np.array([3, 0])
    fixed = Counts(values, np.array([True, True]), (), Sums.of([((0,), (1,)), ((1,), (0,))]))

    assert not cheapest_way(fixed, values == 3, RULE, np.array([0])).hide.any()


def test_a_solver_that_gives_up_hides_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an answer whatever shares a sum goes, and nothing counts as proven."""
    monkeypatch.setattr("scipy.optimize.linprog", lambda *_, **__: OptimizeResult(success=False))
    way = cheapest_way(counts(123, 3, 20, 100), np.zeros(4, dtype=np.bool_), RULE, np.array([1]))

    assert way.possible is None
    assert way.hide.all()
