"""Trees of months, made by rule: calendar years and quarters, and financial years."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from tiig.standard.trees import Node, Tree

FIRST_YEAR, LAST_YEAR = 1990, 2099
_FINANCIAL_FROM = 4
"""English financial years run from April to March."""


@cache
def calendar_tree() -> Tree:
    """Return years (`2026`), quarters (`2026-q2`) and months (`2026-06`)."""
    return _tree("calendar", [node for year in _years() for node in _calendar_year(year)])


@cache
def financial_tree() -> Tree:
    """Return financial years (`fy2026`: April 2026 to March 2027) over months."""
    return _tree("financial", [node for year in _years() for node in _financial_year(year)])


def _years() -> range:
    return range(FIRST_YEAR, LAST_YEAR + 1)


def _tree(name: str, nodes: list[Node]) -> Tree:
    return Tree(name, MappingProxyType({node.id: node for node in nodes}))


def _calendar_year(year: int) -> Iterable[Node]:
    yield Node(str(year), str(year))
    for quarter in range(1, 5):
        yield Node(f"{year}-q{quarter}", f"{year} Q{quarter}", parent=str(year))
    for month in range(1, 13):
        name = f"{year}-{month:02d}"
        yield Node(name, name, parent=f"{year}-q{(month + 2) // 3}")


def _financial_year(year: int) -> Iterable[Node]:
    yield Node(f"fy{year}", f"{year}/{(year + 1) % 100:02d}")
    for step in range(12):
        later, month = divmod(_FINANCIAL_FROM - 1 + step, 12)
        name = f"{year + later}-{month + 1:02d}"
        yield Node(name, name, parent=f"fy{year}")
