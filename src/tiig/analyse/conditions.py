"""Conditions of a measure and a question as filters over integer-coded columns."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from tiig.analyse.axes import needed
from tiig.analyse.coded import CodedTable
from tiig.analyse.facts import AREA_LEVELS, GeographyFrames
from tiig.model.errors import BAD_ARGUMENT, DIMENSION_UNKNOWN, NODE_UNKNOWN, TiigError
from tiig.model.figures import OUTSIDE
from tiig.model.question import Condition
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE, ItemState
from tiig.standard.columns import Dimension

_SPECIAL = frozenset({NOT_KNOWN_NODE, NOT_RECORDED_NODE, OUTSIDE})


def dimension_of(name: str, known: Mapping[str, Dimension]) -> Dimension:
    """Return a dimension by name; DIMENSION_UNKNOWN lists what there is."""
    if name not in known:
        raise TiigError(DIMENSION_UNKNOWN, name=name, known=", ".join(known))
    return known[name]


def check_nodes(
    condition: Condition, dimension: Dimension, geography: GeographyFrames | None
) -> None:
    """Refuse a condition on a category that its dimension does not have."""
    if dimension.of_question:
        what = f"{dimension.label} follows from the months asked about: name months instead"
        raise TiigError(BAD_ARGUMENT, what=what)
    for node in condition.nodes:
        if node in _SPECIAL:
            continue
        if dimension.tree is not None:
            known = node in dimension.tree
        elif dimension.level in AREA_LEVELS:
            known = node in dict(needed(geography).codes(dimension.level))
        else:
            known = True
        if not known:
            raise TiigError(NODE_UNKNOWN, dimension=dimension.id, node=node)


def filter_of(
    condition: Condition,
    dimension: Dimension,
    *,
    table: CodedTable,
    geography: GeographyFrames | None,
) -> nw.Expr:
    """Return the rows that lie under any node of a condition."""
    column = nw.col(dimension.column)
    found = table.is_any(dimension.column, _values(condition, dimension, table, geography))
    if NOT_RECORDED_NODE in condition.nodes:
        blank = column.is_null()
        if dimension.state_column is not None:
            blank = blank & (nw.col(dimension.state_column) != int(ItemState.NOT_KNOWN))
        found = found | blank
    if NOT_KNOWN_NODE in condition.nodes and dimension.state_column is not None:
        unknown = nw.col(dimension.state_column) == int(ItemState.NOT_KNOWN)
        found = found | (column.is_null() & unknown)
    return found


def _values(
    condition: Condition,
    dimension: Dimension,
    table: CodedTable,
    geography: GeographyFrames | None,
) -> frozenset[str]:
    """Return the stored values that a condition takes."""
    nodes = frozenset(condition.nodes) - _SPECIAL
    if dimension.tree is not None:
        tree = dimension.tree
        return frozenset(deep for node in nodes for deep in tree.under(node))
    if dimension.level not in AREA_LEVELS:
        return nodes
    frames = needed(geography)
    values = frames.lsoas(dimension.level, nodes)
    if OUTSIDE in condition.nodes:
        values |= frozenset(table.values[dimension.column]) - frames.up_to("lsoa").keys()
    return values
