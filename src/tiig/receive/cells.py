"""A workbook's cells as text, each kind in one written form.

Whole numbers lose the `.0` that every number in a workbook carries; other numbers are
written as Python's shortest exact form; days and moments as `2026-06-01T12:30:00` (a day
alone at midnight), times as `HH:MM:SS`, truth values as `TRUE` and `FALSE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta


def text_of(cell: object) -> str | None:
    """Write one cell as text; an empty one is None."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return None if cell is None else _time_of(cell)


def _time_of(cell: object) -> str:
    if isinstance(cell, timedelta):
        return _elapsed(cell)
    if isinstance(cell, datetime | time):
        return cell.isoformat(timespec="milliseconds" if cell.microsecond else "seconds")
    if isinstance(cell, date):
        return f"{cell.isoformat()}T00:00:00"
    return str(cell)


def texts_of(column: Sequence[object]) -> list[str | None]:
    """Write a column of cells as text; columns of text alone take a short way."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return [cell or None for cell in column]  # type: ignore[misc]
    return [text_of(cell) for cell in column]


def _elapsed(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
