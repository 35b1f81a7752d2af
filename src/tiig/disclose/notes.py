"""The sentences that stand with a table, with every number in them protected too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from re import Match

from tiig.kit.rounding import rounded, to_nearest
from tiig.model.cleared import Shown
from tiig.model.figures import ALL, COUNT_IN_NOTE, OUTSIDE, FigureTable, Mark, TableColumn
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.standard.measures import Preset

_UNTOLD = (NOT_KNOWN_NODE, NOT_RECORDED_NODE)
_TEN = 10


def notes_of(table: FigureTable, counts: tuple[Shown, ...], preset: Preset) -> tuple[str, ...]:
    """Return what a reader must know, worked out from shown figures only."""
    return tuple(_sentences(table, counts, preset))


def _sentences(table: FigureTable, counts: tuple[Shown, ...], preset: Preset) -> Iterator[str]:
    yield preset.mark
    if table.question.rate is not None:
        yield preset.rates
    if any(count.mark is Mark.NOT_AVAILABLE for count in counts):
        yield "Not available: not received, or the sender's layout cannot tell it. It is not zero."
    for note in table.notes:
        told = COUNT_IN_NOTE.sub(partial(_protected, preset), note)
        yield told[:1].upper() + told[1:]
    for column in table.columns:
        if table.question.rate is None:  # a rate leaves out who is not placed, and says so
            yield from _share_known(table, counts, column)


def _protected(preset: Preset, found: Match[str]) -> str:
    """Write a count beside the table: to a ten where it is released, as it is where it is not.

    A count in a sentence is in no sum that is proven safe; to a ten it gives back none of them.
    """
    count = int(found[1])
    if not preset.for_release or count == 0:
        return str(count)
    least = max(_TEN, preset.smallest_shown)
    return f"fewer than {least}" if count < least else f"about {to_nearest(count, _TEN)}"


def _share_known(
    table: FigureTable, counts: tuple[Shown, ...], column: TableColumn
) -> Iterator[str]:
    """Say for what share a dimension is told, and how much lies outside its areas."""
    named = {node for node, _ in column.nodes}
    total = _margin(table, counts, column, ALL)
    untold = [_margin(table, counts, column, node) for node in _UNTOLD if node in named]
    if untold:
        yield f"{column.label}: not known or not recorded for {_share(untold, total)}."
    if OUTSIDE in named:
        outside = _margin(table, counts, column, OUTSIDE)
        yield f"{column.label}: outside the geography for {_share([outside], total)}."


def _share(parts: list[Shown], total: Shown) -> str:
    """Write a share of shown figures in whole per cent, or that it is hidden."""
    values = [part.value for part in parts]
    if total.value is None or None in values:
        return "a share that is hidden, because a count behind it is"
    if total.value == 0:
        return "none, there being nothing to count"
    part = sum(value for value in values if value is not None)
    return f"{rounded(min(100.0, 100 * part / total.value))} % of the total shown"


def _margin(table: FigureTable, counts: tuple[Shown, ...], column: TableColumn, node: str) -> Shown:
    """Return what is shown for one node, over all of the other dimensions."""
    wanted = {other.dimension: ALL for other in table.columns} | {column.dimension: node}
    names = list(wanted)
    rows = table.frame.select(names).rows()
    return counts[rows.index(tuple(wanted[name] for name in names))]
