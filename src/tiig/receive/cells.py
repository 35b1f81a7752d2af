"""A workbook's cells as text, each kind in one written form.

Whole numbers lose the `.0` that every number in a workbook carries; other numbers are
written as Python's shortest exact form; days and moments as `2026-06-01T12:30:00` (a day
alone at midnight), times as `HH:MM:SS`, truth values as `TRUE` and `FALSE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from tiig.receive.batches import texts

_EXACT = 2.0**53
"""From here on a workbook's number no longer holds every digit."""


def text_of(cell: object) -> str | None:
    """Write one cell as text; an empty one is None."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number(cell)
    return None if cell is None else _time_of(cell)


def texts_of(column: Sequence[object]) -> pa.Array:
    """Write a column of cells as text; columns of one kind and blanks take a short way."""
    kinds = set(map(type, column))
    if kinds <= {str}:
        words = pa.array(column, pa.string())
        return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)
    kinds.discard(str)
    if kinds in ({float}, {datetime}, {datetime, date}):
        if date in kinds:
            column = [_moment(cell) for cell in column]
        written = _of_one_kind([None if cell == "" else cell for cell in column])
        if written is not None:
            return written
    return texts([text_of(cell) for cell in column])


def _moment(cell: object) -> object:
    """Return a day as its midnight, and anything else as it is."""
    return datetime(cell.year, cell.month, cell.day) if type(cell) is date else cell  # noqa: DTZ001 - local time has no zone


def _of_one_kind(column: Sequence[object]) -> pa.Array | None:
    """Write whole numbers or moments at once; None where one of them needs more than that.

    Of a second thousandths are written, where there are any.
    """
    try:
        cells = pa.array(column)
        if pa.types.is_floating(cells.type):
            small = pc.all(pc.less(pc.abs(cells), _EXACT)).as_py()
            return cells.cast(pa.int64()).cast(pa.string()) if small else None
        exact, whole = (pc.floor_temporal(cells, unit=unit) for unit in ("millisecond", "second"))
        parts = exact.cast(pa.timestamp("ms")), whole.cast(pa.timestamp("s"))
        fine, plain = (pc.strftime(part, format="%Y-%m-%dT%H:%M:%S") for part in parts)
        return pc.if_else(pc.equal(cells, whole), plain, fine)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # texts among them, or parts of a whole number
        return None


def _number(cell: float) -> str:
    if not cell.is_integer():
        return repr(cell)
    return str(int(cell)) if abs(cell) < _EXACT else str(int(Decimal(repr(cell))))


def _time_of(cell: object) -> str:
    if isinstance(cell, timedelta):
        return _elapsed(cell)
    if isinstance(cell, datetime | time):
        return cell.isoformat(timespec="milliseconds" if cell.microsecond else "seconds")
    if isinstance(cell, date):
        return f"{cell.isoformat()}T00:00:00"
    return str(cell)


def _elapsed(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
