"""Bounds in words and as a table, worked out from counts as they may be shown.

A count that is hidden is not guessed: then only what the shown ones leave open is told. One that
is rounded stands for all that it may have been, and limits are rounded outward.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

from tiig.kit.bounding import NONE, Between, Bounds, Limits, Span, together
from tiig.kit.rounding import before_rounding, outward
from tiig.model.bounds import BoundedCount
from tiig.model.cleared import Cleared, Shown
from tiig.model.figures import ALL, Mark, TableColumn
from tiig.publish.exhibits.cells import UNTOLD
from tiig.publish.plain_tables import table_csv, write_table_workbook

_PER = 100_000
_HEADER = (
    "Where", "Of all", "Recorded as such", "Cannot be told", "Least", "Most", "Least by odds",
    "Most by odds", "Least share", "Most share", "Least share by odds", "Most share by odds",
    "Population", "Least rate per 100,000 over these months",
    "Most rate per 100,000 over these months",
)  # fmt: skip

Number = int | float


@dataclass(frozen=True)
class BoundLine:
    """One line: all rows, the least and the most of the kind, and both by odds (None: hidden).

    `whole`, `recorded` and `missing` are as shown: rounded, None where the table hides them.
    """

    where: str
    whole: int | None
    recorded: int | None
    missing: int | None
    people: int | None
    extremes: Bounds | None = None
    by_odds: Bounds | None = None


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
    told = bound_lines(found)
    whole = told[0]
    lines = [_conclusion(found, whole)]
    if whole.by_odds is not None and whole.whole:
        lines.append(
            f"If the odds of it among rows that cannot be told were at most {found.odds:g} times, "
            f"and at least 1/{found.odds:g} of, those among the others, it would be "
            f"{_between(whole.by_odds)}. Nothing in the data tells these odds."
        )
    if any(one.by_odds is None and None not in (one.recorded, one.missing) for one in told):
        lines.append(
            "No odds (*) where rows of one sort alone are recorded: what is missing may be any."
        )
    if found.round_to > 1:
        lines.append(
            f"Counts are shown to the nearest {found.round_to}; the bounds hold whatever they were "
            "before."
        )
    lines.append(
        "A difference or change that fits between the bounds may be one of recording. Chance, "
        "attendances that never came, and wrong answers are not in them."
    )
    if found.by is not None and any(
        one in UNTOLD for one, _ in _column(found.told, found.by).nodes
    ):
        lines.append(
            "Where it is not told where rows belong, each of them may be of any line: all of them "
            "are in the most of each, none in the least."
        )
    shown = dict.fromkeys(f"{one.preset}, release {one.release}" for one in found.tables)
    return [*lines, f"Worked out from counts as shown: {'; '.join(shown)}."]


def bounds_notes(found: BoundedCount) -> list[str]:
    """Return what stands under the lines: what may be concluded, and for whom they are."""
    return [*bounds_sentences(found), *found.told.notes, found.told.given.sentence]


def bounds_csv(found: BoundedCount) -> str:
    """Return every line as CSV."""
    return table_csv(_HEADER, _body(found), bounds_notes(found))


def write_bounds_workbook(found: BoundedCount, path: Path) -> None:
    """Write every line as a workbook, numbers as numbers."""
    write_table_workbook("Bounds", _HEADER, _body(found), bounds_notes(found), path)


def _line(found: BoundedCount, node: str, label: str) -> BoundLine:
    here = _counts(found, node)
    whole, recorded, missing = (_sum(one) for one in (here.whole, here.known, here.missing))
    told = BoundLine(label, whole, recorded, missing, _people(found, node))
    if whole is None:
        return replace(told, recorded=None)
    strangers = _strangers(found, node)
    if strangers.whole.high == inf:
        return told
    between = _between_of(found, here, strangers)
    hidden = told.recorded is None or told.missing is None
    by_odds = None if hidden else between.by_odds(found.odds)
    return replace(told, extremes=between.extremes(), by_odds=by_odds)


@dataclass(frozen=True)
class _Counts:
    """Counts as shown (None: hidden) that add up to the rows of a line, and to each sort."""

    whole: list[int | None]
    known: list[int | None]
    others: list[int | None]
    missing: list[int | None]


def _counts(found: BoundedCount, node: str) -> _Counts:
    column = _column(found.told, found.kind.dimension)
    kinds = [one for one, _ in column.nodes if one != ALL]
    cells = {one: _count(found, found.told, one, node) for one in kinds}
    certain, possible = found.kind.certain, found.kind.possible
    # Rows of the kind that the other table does not hold; none without such a table.
    sure = 0 if found.sure is None else _count(found, found.sure, None, node)
    return _Counts(
        whole=[_count(found, found.told, ALL, node), sure],
        known=[*(cells[one] for one in kinds if one in certain), sure],
        others=[cells[one] for one in kinds if one not in certain | possible],
        missing=[cells[one] for one in kinds if one in possible],
    )


def _between_of(found: BoundedCount, here: _Counts, strangers: Between) -> Between:
    """Return between what the rows of a line lie, with or without those that may be its own."""
    return Between(
        whole=_open(found, here.whole) + strangers.whole,
        known=_open(found, here.known) + strangers.known,
        others=_open(found, here.others) + strangers.others,
        missing=_open(found, here.missing) + strangers.missing,
    )


def _strangers(found: BoundedCount, node: str) -> Between:
    """Return between what rows lie whose place is not told, as each of them may be of this one."""
    places = () if found.by is None else [one for one, _ in _column(found.told, found.by).nodes]
    untold = [one for one in places if one in UNTOLD]
    if not untold or node in (ALL, *UNTOLD):
        return Between(NONE, NONE, NONE, NONE)
    told = [one for one in places if one not in (ALL, *UNTOLD)]
    least = sum(_open(found, _counts(found, one).whole).low for one in told)
    there = [_counts(found, one) for one in untold]
    # Where they are hidden, what all rows less those of the other lines leave to them.
    most = min(
        _most(found, (one.whole for one in there)),
        _open(found, _counts(found, ALL).whole).high - least,
    )
    sorts = (
        (one.whole for one in there),
        (one.known for one in there),
        (one.others for one in there),
        (one.missing for one in there),
    )
    return Between(*(Span(0.0, min(_most(found, one), most)) for one in sorts))


def _most(found: BoundedCount, counts: Iterable[list[int | None]]) -> float:
    return together(_open(found, one) for one in counts).high


def _column(table: Cleared, dimension: str) -> TableColumn:
    (column,) = (one for one in table.columns if one.dimension == dimension)
    return column


def _count(found: BoundedCount, table: Cleared, kind: str | None, node: str) -> int | None:
    """Return a count as shown; 0 where there is no such cell, None where it is hidden."""
    nodes = tuple(
        kind if column.dimension == found.kind.dimension and kind is not None else node
        for column in table.columns
    )
    row = table.cells.get(nodes)
    return 0 if row is None else _shown(row.count)


def _shown(count: Shown) -> int | None:
    if count.mark is Mark.NOT_APPLICABLE:
        return 0
    return None if count.value is None else int(count.value)


def _sum(counts: list[int | None]) -> int | None:
    return None if None in counts else sum(one for one in counts if one is not None)


def _open(found: BoundedCount, counts: list[int | None]) -> Span:
    """Return what counts may come to, given how they are rounded and that some are hidden."""
    return together(
        Span() if one is None else Span(*before_rounding(one, found.round_to, found.fewest))
        for one in counts
    )


def _people(found: BoundedCount, node: str) -> int | None:
    row = None if found.people is None else found.people.cells.get((node,))
    return None if row is None else row.population


def _conclusion(found: BoundedCount, line: BoundLine) -> str:
    months, of = found.period, found.of.lower()
    if line.extremes is None or not line.whole:
        return f"{found.kind.label} among {of}, {months}: nothing can be told from what is shown."
    between = f"the share is {_between(line.extremes)}"
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
        both = (line.extremes, line.by_odds)
        counts = [one for bounds in both for one in _places(bounds.counts if bounds else None, 1)]
        seen = [bounds.shares if bounds and line.whole else None for bounds in both]
        shares = [one for limits in seen for one in _places(limits, 4)]
        rates = _places(_rates(line), 1)
        told = (line.whole, line.recorded, line.missing, *counts, *shares, line.people, *rates)
        yield (line.where, *("" if one is None else one for one in told))


def _rates(line: BoundLine) -> Limits | None:
    if line.extremes is None or not line.people:
        return None
    low, high = line.extremes.counts
    return _PER * low / line.people, _PER * high / line.people


def _places(limits: Limits | None, places: int) -> tuple[float | None, float | None]:
    if limits is None:
        return None, None
    low, high = outward(*limits, places)
    return float(low), float(high)


def _number(count: int | None) -> str:
    return "*" if count is None else f"{count:,}"


def _between(bounds: Bounds) -> str:
    low, high = _per_cent(bounds.shares)
    return f"between {low} and {high} % ({_span(bounds)})"


def _span(bounds: Bounds | None) -> str:
    if bounds is None:
        return "*"
    low, high = outward(*bounds.counts)
    return f"{low:,} to {high:,}"


def _shares(bounds: Bounds | None, whole: int | None) -> str:
    if bounds is None or not whole:
        return "*" if bounds is None else "-"
    low, high = _per_cent(bounds.shares)
    return f"{low} to {high}"


def _per_cent(shares: Limits) -> tuple[str, str]:
    low, high = outward(100 * shares[0], 100 * shares[1], 1)
    return f"{low}", f"{high}"
