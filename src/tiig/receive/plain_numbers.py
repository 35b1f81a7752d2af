"""Numbers of a plain sheet as text: what they mean by their style, in the one written form."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tiig.receive.cells import text_of
from tiig.receive.plain_styles import Style
from tiig.receive.plain_xml import NotPlainError, insist

_SIGNS = r"^[0-9.]+(?:[Ee][+-]?[0-9]+)?$"
_BELOW_NOTHING = r"^-[0-9.]+(?:[Ee][+-]?[0-9]+)?$"
_USUAL_SYSTEM = 1900
_DAY_MILLISECONDS, _SECOND_MILLISECONDS = 86_400_000, 1000
_FIRST_DAY, _DAY_AFTER_LAST = 61, 2_958_466
"""Serial days of the 1900 system about which all agree: from 1900-03-01 to 9999-12-31."""
_EPOCH = np.datetime64("1899-12-30", "ms")
_LARGEST_WHOLE = 2.0**53
_CLOCK = 11
"""Where the time of day begins in `2026-06-01T12:30:00`."""

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def numbers_as_text(written: pa.Array, meant: npt.NDArray[np.uint8], date_system: int) -> pa.Array:
    """Return numbers in their written form; `meant` is what each one's style says.

    Numbers below nothing stay as they stand: as a day they would become another one.
    """
    below = np.asarray(pc.starts_with(written, "-"), np.bool_)
    insist(
        pc.all(pc.match_substring_regex(written.filter(below), _BELOW_NOTHING)).as_py() is not False
    )
    insist(pc.all(pc.match_substring_regex(written.filter(~below), _SIGNS)).as_py() is not False)
    values = _floats(written)
    insist((below | (meant != Style.OTHER)).all())
    days = ~below & (meant == Style.DAY)
    insist(date_system == _USUAL_SYSTEM or not days.any())
    whole = ~below & ~days & (values == np.floor(values)) & (values < _LARGEST_WHOLE)
    broken = ~below & ~days & ~whole
    parts = [
        (np.flatnonzero(below), written.filter(below)),
        (np.flatnonzero(whole), pa.array(values[whole].astype(np.int64)).cast(pa.string())),
        (np.flatnonzero(broken), pa.array(map(text_of, values[broken].tolist()), pa.string())),
        *_moments(values, days),
    ]
    order = np.concatenate([places for places, _ in parts])
    return pa.concat_arrays([texts for _, texts in parts]).take(pa.array(np.argsort(order)))


def _floats(written: pa.Array) -> Floats:
    try:
        values: Floats = written.cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        raise NotPlainError from None
    insist(np.isfinite(values).all())
    return values


def _moments(values: Floats, of: Mask) -> list[tuple[npt.NDArray[np.int64], pa.Array]]:
    """Write days, moments and times of day, to the millisecond where there is one."""
    days, times = of & (values >= _FIRST_DAY), of & (values < 1)
    # Times are rounded one day later, as calamine does it: of two that are as near, one differs.
    counted = np.clip(values, 0, _DAY_AFTER_LAST) + times
    spent = np.floor(np.where(of, counted, 0) * _DAY_MILLISECONDS + 0.5).astype(np.int64)
    spent -= times * _DAY_MILLISECONDS
    days &= spent < _DAY_AFTER_LAST * _DAY_MILLISECONDS
    times &= spent < _DAY_MILLISECONDS
    insist((days | times)[of].all())
    exact = spent % _SECOND_MILLISECONDS == 0
    moments = _EPOCH + spent.astype("timedelta64[ms]")
    found = []
    for are, first in ((days, 0), (times, _CLOCK)):
        for these, unit in ((are & exact, "s"), (are & ~exact, "ms")):
            told = pa.array(moments[these].astype(f"datetime64[{unit}]")).cast(pa.string())
            told = pc.utf8_slice_codeunits(pc.utf8_replace_slice(told, 10, 11, "T"), first)
            found.append((np.flatnonzero(these), told))
    return found
