"""Rates as they may be shown: worked out from what is shown of their counts.

A rate that told more than its count would undo the rounding. Limits are worked out anew
as well, because the ratio of an interval's halves gives the exact count away.
"""

from __future__ import annotations

import math

from tiig.kit.intervals import byar
from tiig.kit.rounding import rounded
from tiig.model.cleared import Shown
from tiig.model.figures import FigureTable, Mark
from tiig.model.question import RateKind
from tiig.standard.measures import Preset

_PER = 100_000
_Three = tuple[Shown, Shown, Shown]
_Row = dict[str, float | None]


def rates_of(table: FigureTable, counts: tuple[Shown, ...], preset: Preset) -> list[_Three]:
    """Return rate, lower and upper limit of each row as they may be shown.

    A crude rate follows from the shown count; a standardised one is scaled to it. Whether
    a standardised rate has enough events is told from the shown count too, so that its
    absence tells nothing.
    """
    frame = table.frame.select("count", "population", "rate", "lower", "upper")
    standardised = table.question.rate is RateKind.STANDARDISED
    return [
        _rate(row, count, preset, standardised=standardised)
        for row, count in zip(frame.iter_rows(named=True), counts, strict=True)
    ]


def _rate(row: _Row, count: Shown, preset: Preset, *, standardised: bool) -> _Three:
    if count.value is None:
        return _marked(count.mark)
    shown = int(count.value)
    if standardised and shown - preset.round_to // 2 < preset.rate_needs_events:
        return _marked(Mark.UNRELIABLE)
    value, lower, upper = (_number(row[name]) for name in ("rate", "lower", "upper"))
    if value is None or lower is None or upper is None:
        return _marked(Mark.NOT_APPLICABLE)
    if preset.round_to == 1:
        parts = (value, lower, upper)
    elif standardised:
        parts = _scaled((value, lower, upper), int(row["count"] or 0), shown)
    else:
        low, high = (float(side) for side in byar(shown))
        parts = tuple(
            part / float(row["population"] or math.nan) * _PER for part in (shown, low, high)
        )  # type: ignore[assignment]
    return _displayed(parts, preset, places=0 if standardised and preset.round_to > 1 else 1)


def _scaled(rate: tuple[float, float, float], exact: int, shown: int) -> tuple[float, float, float]:
    """Move a standardised rate and Dobson's limits from the exact count to the shown one."""
    value, _, upper = rate
    _, exact_high = byar(exact)
    low, high = byar(shown)
    step = (upper - value) / (float(exact_high) - exact)
    middle = value * shown / exact
    return middle, middle + step * (float(low) - shown), middle + step * (float(high) - shown)


def _displayed(parts: tuple[float, float, float], preset: Preset, *, places: int) -> _Three:
    """Round what is released: digits beyond use would tell the ages behind a rate."""
    if not preset.for_release:
        first, second, third = (Shown(part) for part in parts)
    else:
        first, second, third = (Shown(float(rounded(part, places))) for part in parts)
    return first, second, third


def _marked(mark: Mark) -> _Three:
    marked = Shown(None, mark)
    return marked, marked, marked


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value
