"""Cells, shares and changes from what is shown, and nothing else."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Mapping

from tiig.kit.intervals import counts_differ
from tiig.kit.rounding import rounded
from tiig.model.cleared import Cleared, ClearedRow, Shown
from tiig.model.figures import ALL, Mark
from tiig.model.months import Month, Period
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.publish.paper import Cell
from tiig.publish.tables import LEGEND, SIGNS, cell_text

UNTOLD = (NOT_KNOWN_NODE, NOT_RECORDED_NODE)
RATED = ("Count", "Residents", "Rate per 100,000", "Lower limit", "Upper limit")
NOTHING = Shown(None, Mark.NOT_APPLICABLE)
_NOTHING = " for 0 % of the total shown."
"""What ends a note on a share so small that it says nothing."""
MAY_BE_LARGER = "; a hidden one may be larger"


def figure(shown: Shown | None, places: int = 0) -> Cell:
    """Return a cell of a table."""
    shown = shown or NOTHING
    value = shown.value
    if value is not None and places:
        value = float(rounded(value, places))
    return Cell(cell_text(shown, places), value if shown.mark is Mark.SHOWN else None, shown.mark)


def rated_cells(row: ClearedRow | None) -> tuple[Cell, ...]:
    """Return count, residents, rate and limits of a row, as `RATED` names them."""
    if row is None:
        return (figure(None),) * len(RATED)
    people = Cell("" if row.population is None else f"{row.population:,}", row.population)
    rates = (figure(one, 1) for one in (row.rate, row.lower, row.upper))
    return (figure(row.count), people, *rates)


def heading(text: str) -> Cell:
    """Return a row heading."""
    return Cell(text)


def count_at(table: Cleared, *nodes: str) -> Shown:
    """Return the count of a cell; `not applicable` where the table has no such cell."""
    row = table.cells.get(nodes)
    return NOTHING if row is None else row.count


def count_where(table: Cleared, place: Mapping[str, str]) -> Shown:
    """Return the count at nodes by their dimensions, the total of all others."""
    return count_at(table, *(place.get(column.dimension, ALL) for column in table.columns))


def row_at(table: Cleared, *nodes: str) -> ClearedRow | None:
    """Return a row by its nodes."""
    return table.cells.get(nodes)


def labels(table: Cleared, dimension: str) -> dict[str, str]:
    """Return node to label, in the table's order, the total last."""
    for column in table.columns:
        if column.dimension == dimension:
            return {**dict(column.nodes), ALL: "All"}
    return {}


def has(table: Cleared, *dimensions: str) -> bool:
    """Tell whether a table has all these dimensions: it may have been made coarser."""
    return set(dimensions) <= {column.dimension for column in table.columns}


def shown_value(shown: Shown | None) -> int | None:
    """Return a shown count, else None."""
    if shown is None or shown.mark is not Mark.SHOWN or shown.value is None:
        return None
    return int(shown.value)


def percent(part: int | None, whole: int | None) -> str | None:
    """Return a share as whole per cent, where both parts are shown; only all of it is 100 %."""
    if part is None or not whole:
        return None
    share = rounded(100 * part / whole)
    if part and share == 0:
        return "under 1 %"
    return "over 99 %" if part < whole and share == 100 else f"{share} %"  # noqa: PLR2004


def change(now: int | None, before: int | None) -> str | None:
    """Say how a count stands to an earlier one; None where either is not shown.

    A rise or fall is called one only where the 95 % interval of the ratio of the two counts
    leaves out 1.
    """
    if now is None or before is None:
        return None
    if not counts_differ(now, before):
        return f"about the same as the {before:,}"
    if before == 0:
        return "up from none"
    share = rounded(100 * abs(now - before) / before)
    return f"{share} % {'more' if now > before else 'fewer'} than the {before:,}"


def month_words(month: Month) -> str:
    """Write `October 2026`."""
    return f"{month_name[month.number]} {month.year}"


def period_words(period: Period) -> str:
    """Write `July 2025 to June 2026`, or its one month."""
    first, last = month_words(period.first), month_words(period.last)
    return first if period.first == period.last else f"{first} to {last}"


def month_in(run: str, number: str) -> Month:
    """Return the month of a run that has this number in the year."""
    return next(month for month in Period.parse(run) if month.number == int(number))


def notes_of(*tables: Cleared, rates: bool = True) -> tuple[str, ...]:
    """Return what must stand under an exhibit: marks, merges, and who did not report.

    Without `rates` only the marks of counts are explained.
    """
    found: list[str] = []
    shown = [
        (row.count, row.rate) if rates else (row.count,) for table in tables for row in table.rows
    ]
    marks = {one.mark for row in shown for one in row if one}
    for table in tables:
        found += [f"Merged so that most of the table can be shown: {one}" for one in table.merged]
        found += [note for note in table.notes if _beside(note, marks)]
    found += [f"{SIGNS[mark]} = {meaning}." for mark, meaning in LEGEND.items() if mark in marks]
    return tuple(dict.fromkeys(found))


def _beside(note: str, marks: set[Mark]) -> bool:
    """Tell whether a note is about this table; the rest stands once in a paper."""
    if note.startswith(SIGNS[Mark.SUPPRESSED]):
        return Mark.SUPPRESSED in marks
    if note.endswith(_NOTHING):
        return False
    return "site-months" in note or "residence" in note.lower()


def named(parts: Iterable[str]) -> str:
    """Join words as a sentence does."""
    words = list(parts)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def may_be_larger(top: int, counts: Iterable[Shown], total: Shown | None) -> str:
    """Return the words that a hidden count may be above the largest shown one, else nothing.

    `counts` are all parts of `total`. What is hidden is together what is left of the total
    when the shown parts are taken off; where that is not above `top`, no part of it is.
    """
    parts = list(counts)
    if all(one.mark is not Mark.SUPPRESSED for one in parts):
        return ""
    whole = shown_value(total)
    left = None if whole is None else whole - sum(shown_value(one) or 0 for one in parts)
    return "" if left is not None and left < top else MAY_BE_LARGER


def why_not(table: Cleared, otherwise: str) -> str:
    """Return why nothing of a table is shown: all of it is hidden, or else as told."""
    return (
        otherwise if table.share_shown else "beside the other tables it would give small ones back"
    )


def sign_of(shown: Shown | None) -> str | None:
    """Return what a chart draws in place of a value; None where there is one."""
    return None if shown_value(shown) is not None else figure(shown).text
