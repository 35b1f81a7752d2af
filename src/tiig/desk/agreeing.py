"""Tables of one paper: what one of them hides, no other may show.

Each table is protected by itself. Where two hold the same cell, one may hide it and the
other show it: then it is hidden in both, and what guards it with it. Where that comes to no
end, or two tables nest, the later one is withheld as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tiig.model.cleared import Cleared
from tiig.model.figures import ALL, Mark
from tiig.standard import AREA

Cell = frozenset[tuple[str, str]]
Nodes = tuple[str, ...]
_RUNS = frozenset({"twelve_months", "halves"})
_AGES = ("age_group", "age_band")
"""Groups and bands of ages nest, so that one of them gives the other away where it hides."""


def hidden_elsewhere(tables: Sequence[Cleared]) -> list[frozenset[Nodes]]:
    """Return, for each table, the nodes of cells that it shows and another one hides."""
    hidden = {cell for table in tables for cell, _, star in _cells(table) if star}
    return [
        frozenset(nodes for cell, nodes, star in _cells(table) if not star and cell in hidden)
        for table in tables
    ]


def agreeing(found: Mapping[str, Cleared]) -> dict[str, Cleared]:
    """Return the tables in their order; one that contradicts an earlier one is withheld."""
    known: dict[Cell, bool] = {}
    kept: dict[str, Cleared] = {}
    for name, table in found.items():
        told = {cell: star for cell, _, star in _cells(table)}
        clash = any(known.get(cell, hidden) != hidden for cell, hidden in told.items())
        kept[name] = table.withheld() if clash or _nests(table, kept) else table
        if kept[name] is table:
            known |= told
    return kept


def _cells(table: Cleared) -> Iterator[tuple[Cell, Nodes, bool]]:
    """Yield each cell by what it counts, its nodes, and whether it is hidden."""
    for row in table.rows:
        if row.count.mark in {Mark.SHOWN, Mark.SUPPRESSED}:
            yield _cell(table, row.nodes), row.nodes, row.count.mark is Mark.SUPPRESSED


def _cell(table: Cleared, nodes: tuple[str, ...]) -> Cell:
    """Name a cell by its measure, months and nodes, whichever table it stands in.

    Rates are of residents: their total of all areas is another than that of a count.
    """
    asked = [str(by) for by in table.answered["by"]]  # type: ignore[attr-defined]
    months = str(table.answered["period"])
    said = {("measure", str(table.answered["measure"]))}
    areas = {AREA: ALL}
    for name, node in zip(asked, nodes, strict=True):
        if node == ALL:
            continue
        if name in _RUNS:
            months = node
        else:
            said.add((name, node))
            areas[name] = node
    rated = table.answered["rate"] is not None
    residents = rated and (areas[AREA] == ALL or areas[AREA].startswith("~"))
    return frozenset(said | {("months", months)} | ({("of", "residents")} if residents else set()))


def _nests(table: Cleared, kept: Mapping[str, Cleared]) -> bool:
    """Tell whether a table has ages at another level than one before, and either hides any.

    Beside a table of the region alone only what is of no area counts in the other.
    """
    own, whole = _level(table), AREA not in _names(table)
    return any(
        own is not None
        and (other := _level(before)) is not None
        and own != other
        and (_hides(table) or _hides(before, whole=whole))
        for before in kept.values()
    )


def _level(table: Cleared) -> str | None:
    return next((name for name in _AGES if name in _names(table)), None)


def _names(table: Cleared) -> list[str]:
    return [column.dimension for column in table.columns]


def _hides(table: Cleared, *, whole: bool = False) -> bool:
    """Tell whether anything is hidden; for the `whole` region, whatever is of no one area."""
    names = _names(table)
    place = names.index(AREA) if whole and AREA in names else None
    return any(
        row.count.mark is Mark.SUPPRESSED
        for row in table.rows
        if place is None or row.nodes[place].startswith("~")
    )
