"""Bounds in words and as a table, worked out from counts as they may be shown.

A count that is hidden is not guessed: then only what the shown ones leave open is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tiig.kit.bounding import Told
from tiig.model.bounds import BoundedCount
from tiig.model.cleared import Cleared, Shown
from tiig.model.figures import ALL, Mark, TableColumn
from tiig.publish.plain_tables import table_csv, write_table_workbook

_PER = 100_000
_HEADER = (
    "Where", "Of all", "Recorded as such", "Cannot be told", "Least", "Most", "Least by odds",
    "Most by odds", "Least share", "Most share", "Least share by odds", "Most share by odds",
    "Population", "Least rate per 100,000", "Most rate per 100,000",
)  # fmt: skip

Number = int | float


@dataclass(frozen=True)
class BoundLine:
    """One line: all rows, the least and the most of the kind, and both by odds (None: hidden).

    `recorded` and `missing` are None where the table hides them.
    """

    where: str
    whole: float | None
    recorded: float | None
    missing: float | None
    extremes: tuple[float, float] | None
    by_odds: tuple[float, float] | None
    people: int | None


def bound_lines(found: BoundedCount) -> list[BoundLine]:
    """Return a line for all rows, and one for each node of the dimension of lines."""
    nodes = [(ALL, "All")]
    if found.by is not None:
        (column,) = (one for one in found.told.columns if one.dimension == found.by)
        nodes += [one for one in column.nodes if one[0] != ALL]
    lines = [_line(found, node, label) for node, label in nodes]
    return [one for one in lines if one is lines[0] or one.whole != 0]


def bounds_grid(found: BoundedCount) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows for a screen."""
    odds = f"Odds up to {found.odds:g}"
    header = ("Where", "Of all", "Recorded", "Cannot be told", "Bounds", "Share", odds, "Share ")
    return header, [_row(one) for one in bound_lines(found)]


def bounds_sentences(found: BoundedCount) -> list[str]:
    """Say what may be concluded about all rows, and what the bounds leave out."""
    (whole, *_) = bound_lines(found)
    lines = [_conclusion(found, whole)]
    if whole.by_odds is not None and whole.whole:
        low, high = whole.by_odds
        lines.append(
            f"If the odds of it among rows that cannot be told were at most {found.odds:g} times, "
            f"and at least 1/{found.odds:g} of, those among the others, it would be between "
            f"{_share(low, whole.whole)} and {_share(high, whole.whole)} % ({low:,.0f} to "
            f"{high:,.0f}). Nothing in the data tells these odds."
        )
    lines.append(
        "A difference or change that fits between the bounds may be one of recording. Chance, "
        "attendances that never came, and wrong answers are not in them."
    )
    shown = dict.fromkeys(f"{one.preset}, release {one.release}" for one in found.tables)
    return [*lines, f"Worked out from counts as shown: {'; '.join(shown)}."]


def bounds_notes(found: BoundedCount) -> list[str]:
    """Return what stands under the lines: what may be concluded, and for whom they are."""
    return [*bounds_sentences(found), found.told.given.sentence]


def bounds_csv(found: BoundedCount) -> str:
    """Return every line as CSV."""
    return table_csv(_HEADER, _body(found), bounds_notes(found))


def write_bounds_workbook(found: BoundedCount, path: Path) -> None:
    """Write every line as a workbook, numbers as numbers."""
    write_table_workbook("Bounds", _HEADER, _body(found), bounds_notes(found), path)


def _line(found: BoundedCount, node: str, label: str) -> BoundLine:
    column = _column(found.told, found.kind.dimension)
    kinds = [one for one, _ in column.nodes if one != ALL]
    cells = {one: _count(found, found.told, one, node) for one in kinds}
    sure = _certain(found, node)
    all_told = _count(found, found.told, ALL, node)
    certain = _sum([cells[one] for one in kinds if one in found.kind.certain])
    missing = _sum([cells[one] for one in kinds if one in found.kind.possible])
    others = [
        cells[one] or 0 for one in kinds if one not in found.kind.certain | found.kind.possible
    ]
    if all_told is None or sure is None:
        return BoundLine(label, None, None, missing, None, None, _people(found, node))
    recorded = None if certain is None else certain + sure
    told = None
    if recorded is not None and missing is not None:
        told = Told(recorded, max(all_told - (certain or 0) - missing, 0), missing)
    most = sure + max(all_told - sum(others), certain or 0)
    return BoundLine(
        where=label,
        whole=all_told + sure,
        recorded=recorded,
        missing=missing,
        extremes=told.extremes if told else (recorded or sure, most),
        by_odds=told.by_odds(found.odds) if told else None,
        people=_people(found, node),
    )


def _certain(found: BoundedCount, node: str) -> float | None:
    """Return the rows of the kind that the other table does not hold; 0 without such a table."""
    return 0.0 if found.sure is None else _count(found, found.sure, None, node)


def _column(table: Cleared, dimension: str) -> TableColumn:
    (column,) = (one for one in table.columns if one.dimension == dimension)
    return column


def _count(found: BoundedCount, table: Cleared, kind: str | None, node: str) -> float | None:
    """Return a count as shown; 0 where there is no such cell, None where it is hidden."""
    nodes = tuple(
        kind if column.dimension == found.kind.dimension and kind is not None else node
        for column in table.columns
    )
    row = table.cells.get(nodes)
    return 0.0 if row is None else _shown(row.count)


def _shown(count: Shown) -> float | None:
    if count.mark is Mark.NOT_APPLICABLE:
        return 0.0
    return None if count.value is None else float(count.value)


def _sum(counts: list[float | None]) -> float | None:
    return None if None in counts else sum(one for one in counts if one is not None)


def _people(found: BoundedCount, node: str) -> int | None:
    row = None if found.people is None else found.people.cells.get((node,))
    return None if row is None else row.population


def _conclusion(found: BoundedCount, line: BoundLine) -> str:
    months, of = found.period, found.of.lower()
    if line.extremes is None or not line.whole:
        return f"{found.kind.label} among {of}, {months}: nothing can be told from what is shown."
    low, high = line.extremes
    between = (
        f"the share is between {_share(low, line.whole)} and {_share(high, line.whole)} % "
        f"({low:,.0f} to {high:,.0f})"
    )
    if line.recorded is None or line.missing is None:
        return (
            f"{found.kind.label} among {of}, {months}: from what is shown, {between}; some counts "
            "are hidden."
        )
    return (
        f"{found.kind.label}: {line.recorded:,.0f} of {line.whole:,.0f} {of} in {months} are "
        f"recorded so, and of {line.missing:,.0f} it cannot be told. Whatever these were, "
        f"{between}."
    )


def _row(line: BoundLine) -> tuple[str, ...]:
    return (
        line.where,
        _number(line.whole),
        _number(line.recorded),
        _number(line.missing),
        _span(line.extremes),
        _shares(line.extremes, line.whole),
        _span(line.by_odds),
        _shares(line.by_odds, line.whole),
    )


def _body(found: BoundedCount) -> Iterator[tuple[str | Number, ...]]:
    for line in bound_lines(found):
        pairs = [*(line.extremes or (None, None)), *(line.by_odds or (None, None))]
        shares = [
            None if one is None or not line.whole else round(one / line.whole, 4) for one in pairs
        ]
        rates = [
            None if one is None or not line.people else round(_PER * one / line.people, 1)
            for one in pairs[:2]
        ]
        counts = [None if one is None else round(one, 1) for one in pairs]
        told = (line.whole, line.recorded, line.missing, *counts, *shares, line.people, *rates)
        yield (line.where, *("" if one is None else one for one in told))


def _number(count: float | None) -> str:
    return "*" if count is None else f"{count:,.0f}"


def _span(limits: tuple[float, float] | None) -> str:
    return "*" if limits is None else f"{limits[0]:,.0f} to {limits[1]:,.0f}"


def _shares(limits: tuple[float, float] | None, whole: float | None) -> str:
    if limits is None or not whole:
        return "*" if limits is None else "-"
    return f"{_share(limits[0], whole)} to {_share(limits[1], whole)}"


def _share(count: float, whole: float) -> str:
    return f"{100 * count / whole:.1f}"
