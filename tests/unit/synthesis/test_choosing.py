"""Drawing from tables of shares."""

from __future__ import annotations

import numpy as np
import pytest

from tiig.synthesis.world.choosing import Choices

RAGGED = Choices.of([0, 0, 1, 2, 2, 2], [1, 3, 5, 0, 2, 0])


def test_options_are_drawn_by_their_shares() -> None:
    """A quarter and three quarters, within what chance allows."""
    picked = RAGGED.pick(np.random.default_rng(1), np.zeros(40_000, dtype=np.int64))

    assert set(picked.tolist()) == {0, 1}
    assert (picked == 0).mean() == pytest.approx(0.25, abs=0.01)


def test_options_without_a_share_are_never_drawn() -> None:
    """Neither before nor after the one that has a share."""
    picked = RAGGED.pick(np.random.default_rng(1), np.full(10_000, 2))

    assert set(picked.tolist()) == {4}


def test_a_chance_stands_for_the_same_option_always() -> None:
    """From the first to the last number below one, in groups of any size."""
    chances = np.array([0.0, 0.2499, 0.25, np.nextafter(1, 0), 0.0, np.nextafter(1, 0)])

    option = RAGGED.at(chances, np.array([0, 0, 0, 0, 1, 1]))

    assert option.tolist() == [0, 0, 1, 1, 2, 2]
    assert RAGGED.column(option, np.array([0, 0, 0, 0, 1, 1])).tolist() == [0, 0, 1, 1, 0, 0]


def test_a_group_tells_its_options_and_shares() -> None:
    """As they were given, adding up to one."""
    assert RAGGED.of_group(0) == {0: 0.25, 1: 0.75}
    assert RAGGED.of_group(2) == {3: 0.0, 4: 1.0, 5: 0.0}


def test_rows_of_a_matrix_are_groups() -> None:
    """Shares come back row by row, relative to the sum of the row."""
    choices = Choices.of_rows(np.array([[1.0, 1.0], [0.0, 4.0], [0.0, 0.0]]))

    assert choices.shares(3)[:2].tolist() == [[0.5, 0.5], [0.0, 1.0]]


def test_rows_out_of_order_are_refused() -> None:
    """A table whose groups are torn apart, or leave a number out, is wrong."""
    for groups in ([0, 1, 0], [0, 2]):
        with pytest.raises(ValueError, match="stand together"):
            Choices.of(groups, [1.0] * len(groups))
