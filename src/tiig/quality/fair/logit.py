"""What the kind of patient does to missing answers, within departments: a penalised logit.

Every department has a level of its own, so that a department's habit is never taken for the doing
of the patients that it happens to have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiig.kit.intervals import Floats
from tiig.quality.fair.cells import Cells

_ROUNDS = 60
_FAR = 2.0
"""Log-odds that one step may go: the first steps of an item that is hardly ever missing leap."""
_NEAR = 1e-9
_OF_LEVELS = 1.0
"""Penalty of a level of a factor: as if known to add about 1 in log-odds, more or less."""
_OF_UNTOLD = 10.0
"""Penalty of not recorded, which may be a department's habit: its patients are of all kinds."""
_OF_SITES = 1e-3
"""Penalty of a department: it only keeps one without any missing answer within numbers."""


@dataclass(frozen=True)
class Fitted:
    """What each level adds in log-odds, and how surely (covariance of these)."""

    added: Floats
    covariance: Floats


def fitted(cells: Cells) -> Fitted:
    """Fit a level for each department and one for each level of a factor (ridge, Newton)."""
    from scipy.special import expit  # noqa: PLC0415 - every command starts without it

    sites = len(cells.sites)
    design = np.hstack([np.eye(sites)[cells.site], cells.design])
    levels = cells.design.shape[1]
    penalty = np.concatenate(
        [np.full(sites, _OF_SITES), np.where(cells.untold, _OF_UNTOLD, _OF_LEVELS)]
    )
    start = (cells.missing.sum() + 0.5) / (cells.rows.sum() + 1)
    middle = np.concatenate([np.full(sites, np.log(start / (1 - start))), np.zeros(levels)])
    found = middle.copy()
    for _ in range(_ROUNDS):
        chance = expit(design @ found)
        slope = design.T @ (cells.missing - cells.rows * chance) - penalty * (found - middle)
        step = np.linalg.solve(_curvature(design, cells.rows, chance, penalty), slope)
        longest = float(np.abs(step).max())
        found = found + step * min(1.0, _FAR / max(longest, _NEAR))
        if longest < _NEAR:
            break
    chance = expit(design @ found)
    covariance = np.linalg.inv(_curvature(design, cells.rows, chance, penalty))
    return Fitted(found[sites:], np.asarray(covariance[sites:, sites:], dtype=np.float64))


def _curvature(design: Floats, rows: Floats, chance: Floats, penalty: Floats) -> Floats:
    weights = rows * chance * (1 - chance)
    curvature: Floats = (design * weights[:, None]).T @ design + np.diag(penalty)
    return curvature
