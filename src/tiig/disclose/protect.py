"""Decide which cells are hidden: the small ones, and those that would give them back."""

from __future__ import annotations

import numpy as np

from tiig.disclose.bounds import Attacker, Rule
from tiig.disclose.cube import Cells, Cube, Flags
from tiig.disclose.lines import close_lines


def protect(
    cube: Cube, rule: Rule, also: Flags | None = None, *, complementary: bool = True
) -> Flags:
    """Return the hidden cells: small ones, those the line rule adds, and what the audit asks.

    `also` are hidden and guarded as small ones are.

    The audit plays the attacker: while bounds of a small number lie too close together,
    the smallest shown number beside it goes too. Where nothing is left to hide around a
    cell, its bounds are as wide as any table can make them.
    """
    small = rule.small(cube) if also is None else rule.small(cube) | also
    if not complementary or not small.any():
        return small
    hidden = close_lines(cube, small)
    attacker = Attacker(cube, rule)
    guarded = np.flatnonzero(small)
    while (exposed := attacker.exposed(hidden, guarded)).size:
        more, helpless = _more_to_hide(cube, hidden, exposed)
        guarded = np.setdiff1d(guarded, helpless)
        hidden[more] = True
        hidden = close_lines(cube, hidden)
    return hidden


def _more_to_hide(cube: Cube, hidden: Flags, exposed: Cells) -> tuple[Cells, Cells]:
    """Return the smallest shown cells beside the exposed ones, and the cells without any."""
    more: list[int] = []
    helpless: list[int] = []
    for cell in exposed:
        beside = _beside(cube, hidden, int(cell))
        shown = beside[~hidden[beside] & (cube.values[beside] > 0)]
        if shown.size:
            more.append(int(shown[np.lexsort((shown, cube.values[shown]))[0]]))
        else:
            helpless.append(int(cell))
    return np.array(more, dtype=np.int64), np.array(helpless, dtype=np.int64)


def _beside(cube: Cube, hidden: Flags, cell: int) -> Cells:
    """Return the cells that share a sum with a cell, or with hidden cells linked to it."""
    reached = np.array([cell], dtype=np.int64)
    while True:
        wider = _sharing(cube, reached)
        if (~hidden[wider] & (cube.values[wider] > 0)).any():
            return wider
        linked = wider[hidden[wider]]
        if linked.size == reached.size:
            return wider
        reached = linked


def _sharing(cube: Cube, cells: Cells) -> Cells:
    found = [
        lines[np.unique(place[cells])].ravel()
        for lines, place in zip(cube.lines, cube.places, strict=True)
    ]
    return np.unique(np.concatenate([cells, *found]))
