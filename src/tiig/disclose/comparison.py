"""Gate two for fair comparisons: adjusted shares in steps no finer than what they come from.

`small_alike` tells each department's missing rows as ranges, of as many numbers as a star hides,
so that no line tells them more closely. A step is shown if as many counts lie in it: a finer one
would say more than is known. Steps of others are equally wide, so that a width tells nobody's
volume; it follows from rows and patients, hardly from what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from tiig.disclose.bounds import Rule
from tiig.disclose.show import rule_of, with_threshold
from tiig.model.cleared_comparison import ClearedComparison, ShownSite
from tiig.model.clearing import make_cleared_comparison
from tiig.model.compare_errors import COMPARISON_FEW
from tiig.model.errors import TiigError
from tiig.model.fair import Beside, Limits
from tiig.standard.measures import Preset

FEWEST_OTHERS = 5
"""Where fewer others are compared nothing is told of them: one could be known by it."""
STEPS = (5, 10, 20)
"""Widths of steps in per cent, the finest first.

Each divides the next, so that two answers of one year leave together what the finer leaves alone.
"""
_HUNDRED = 100
_NEARLY = 1e-9


@dataclass(frozen=True)
class ExactSite:
    """A department as it is: `count_of` leads from an adjusted share to rows missing.

    `name` is set for the department for whom it is, and empty for all others.
    """

    name: str
    rows: int
    adjusted: float
    usual: Limits
    count_of: Callable[[float], float]


def clear_comparison(
    sites: Sequence[ExactSite],
    preset: Preset,
    *,
    threshold: int | None = None,
    few: Sequence[str] = (),
    **words: object,
) -> ClearedComparison:
    """Protect a comparison for the audience of a preset; the only way to `ClearedComparison`.

    `few` are the names (as of `ExactSite`) of departments with too few rows to be compared, `words`
    what the desk says of it. COMPARISON_FEW where a department has fewer than `FEWEST_OTHERS`
    beside it; ValueError for a preset that hides nothing.
    """
    rule = rule_of(with_threshold(preset, threshold))
    if not preset.for_release or rule.smallest_shown == 1:
        message = f"the preset {preset.id} hides nothing: the team is told exactly"
        raise ValueError(message)
    number = len(sites) + len(few)
    if number <= FEWEST_OTHERS:
        raise TiigError(COMPARISON_FEW, fewest=str(FEWEST_OTHERS))
    stars = [ShownSite(None, None, name) for name in few]
    named = [_shown(one, _width(one, rule)) for one in sites if one.name]
    widths = [(one, _width(one, rule)) for one in sites if not one.name]
    widest = max((width for _, width in widths if width is not None), default=None)
    others = sorted(
        (_shown(one, None if width is None else widest) for one, width in widths),
        key=lambda one: (one.low is None, one.low or 0),
    )
    lines = sorted((*named, *others, *stars), key=lambda one: not one.name)
    return make_cleared_comparison(lines=tuple(lines), number=number, preset=preset.id, **words)


def _width(site: ExactSite, rule: Rule) -> int | None:
    """Return the finest width that leaves enough open; every wider one does, made of such steps."""
    return next((one for one in STEPS if _wide_enough(site, one, rule)), None)


def _shown(site: ExactSite, width: int | None) -> ShownSite:
    if width is None:
        return ShownSite(None, None, site.name)
    low = min(floor(_HUNDRED * site.adjusted / width + _NEARLY) * width, _HUNDRED - width)
    if not site.name:
        return ShownSite(low, low + width)
    usual = floor(_HUNDRED * site.usual[0]), ceil(_HUNDRED * site.usual[1])
    return ShownSite(low, low + width, site.name, _beside(low, low + width, usual))


def _wide_enough(site: ExactSite, width: int, rule: Rule) -> bool:
    """Tell whether each step leaves as many counts open as a star does."""
    edges = [site.count_of(edge / _HUNDRED) for edge in range(0, _HUNDRED + 1, width)]
    firsts = [ceil(edge - _NEARLY) for edge in edges[:-1]]
    lasts = [*(first - 1 for first in firsts[1:]), site.rows]
    apart = (last - first for first, last in zip(firsts, lasts, strict=True))
    return min(apart) >= rule.smallest_shown - 1


def _beside(low: int, high: int, usual: tuple[int, int]) -> Beside | None:
    """Judge from what is shown alone, so that the word tells no more than the step."""
    if high <= usual[0]:
        return Beside.BELOW
    if low >= usual[1]:
        return Beside.ABOVE
    return Beside.USUAL if usual[0] <= low and high <= usual[1] else None
