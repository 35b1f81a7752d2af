"""Gate two for fair comparisons: adjusted shares in steps wide enough for small numbers to hide.

Who knows every other number of a department, its rows and its patients, can work out between which
counts its missing rows lie from the step in which its adjusted share stands. A step is shown if
these are as far apart as a hidden number leaves them. How wide steps are follows from rows and
patients alone, not from what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from tiig.disclose.bounds import Rule
from tiig.disclose.show import rule_of, with_threshold
from tiig.model.cleared_comparison import ClearedComparison, ShownSite
from tiig.model.clearing import make_cleared_comparison
from tiig.model.fair import Beside, Limits
from tiig.standard.measures import Preset

STEPS = (5, 10, 20, 25, 50)
"""Widths of steps in per cent, the finest first."""
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
    sites: Sequence[ExactSite], preset: Preset, *, threshold: int | None = None, **words: object
) -> ClearedComparison:
    """Protect a comparison for the audience of a preset; the only way to `ClearedComparison`.

    `words` are what the desk says of it. Raises ValueError for a preset that hides nothing.
    """
    rule = rule_of(with_threshold(preset, threshold))
    if not preset.for_release or rule.smallest_shown == 1:
        message = f"the preset {preset.id} hides nothing: the team is told exactly"
        raise ValueError(message)
    shown = [_shown(one, rule) for one in sites]
    named = [one for one in shown if one.name]
    others = sorted(
        (one for one in shown if not one.name),
        key=lambda one: (one.low is None, one.low or 0, one.high or 0),
    )
    return make_cleared_comparison(
        lines=(*named, *others), number=len(shown), preset=preset.id, **words
    )


def _shown(site: ExactSite, rule: Rule) -> ShownSite:
    width = next((one for one in STEPS if _wide_enough(site, one, rule)), None)
    if width is None:
        return ShownSite(None, None, site.name)
    low = min(floor(_HUNDRED * site.adjusted / width + _NEARLY) * width, _HUNDRED - width)
    shown = ShownSite(low, low + width, site.name)
    if not site.name:
        return shown
    usual = floor(_HUNDRED * site.usual[0]), ceil(_HUNDRED * site.usual[1])
    return replace(shown, usual=usual, beside=_beside(low, low + width, usual))


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
