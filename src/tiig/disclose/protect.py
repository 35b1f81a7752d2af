"""Decide which cells are hidden: the small ones, and those that would give them back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tiig.disclose.bounds import Attacker, Rule
from tiig.disclose.cube import Cells, Flags
from tiig.disclose.lines import close_lines
from tiig.disclose.routes import cheapest_way
from tiig.disclose.sums import Counts


def protect(counts: Counts, rule: Rule, *, complementary: bool = True) -> Flags:
    """Return the hidden cells: small ones, those the line rule adds, and what the audit asks.

    The audit plays the attacker: where bounds of a small number lie too close together, the
    shown numbers go too that give it room at the least price. Where nothing can give a cell
    room, its bounds are as wide as any table can make them.
    """
    small = rule.small(counts)
    if not complementary or not small.any():
        return small
    hidden = close_lines(counts, small)
    attacker = Attacker(counts, rule)
    guarded = np.flatnonzero(small)
    while (exposed := attacker.exposed(hidden, guarded)).size:
        room = _with_room(attacker, hidden, exposed)
        guarded = np.setdiff1d(guarded, room.helpless)
        hidden = close_lines(counts, room.hidden)
    return hidden


_TURNS = 4
"""In how many lots room is made for exposed cells."""


class _Room(NamedTuple):
    """What is hidden now, and the cells that nothing can make room for."""

    hidden: Flags
    helpless: Cells


def _with_room(attacker: Attacker, hidden: Flags, exposed: Cells) -> _Room:
    """Hide beside the exposed cells what gives them room at the least price.

    For some of them at once, so that few programs are solved and the others can give way;
    where that cannot be, for one after the other.
    """
    hidden, helpless = hidden.copy(), []
    waiting = [exposed[turn::_TURNS] for turn in range(_TURNS)]
    while waiting:
        cells = waiting.pop(0)
        cells = cells[[not attacker.is_proven(cell) for cell in cells.tolist()]]
        if not cells.size:  # by the way that was made for others
            continue
        way = cheapest_way(attacker.counts, hidden, attacker.rule, cells)
        if way.possible is not None:
            attacker.witness(way.possible)
        elif cells.size > 1:
            waiting[:0] = np.split(cells, cells.size)
            continue
        elif not (way.hide & ~hidden).any():
            helpless.append(int(cells[0]))
        hidden |= way.hide
    return _Room(hidden, np.array(helpless, dtype=np.int64))
