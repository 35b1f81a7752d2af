"""What the cells of a table are made of: the stored values behind each category.

Gate two needs it to see that cells of two tables are the same, and that one is the sum of
others: a table of weekdays beside one of weekends, groups of ages beside bands of ages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tiig.analyse.axes import Axis, confined_lsoas, needed
from tiig.analyse.facts import AREA_LEVELS
from tiig.analyse.plan import Plan
from tiig.model.figures import Atoms, Made
from tiig.model.question import Condition
from tiig.model.states import NOT_RECORDED_NODE
from tiig.standard.columns import Dimension

_AGE = "age"
_RESIDENCE = "residence_lsoa"


def made_of(plan: Plan) -> Made:
    """Return what a question's table and each of its nodes take in."""
    return Made(_whole(plan), {axis.id: (_column(axis.dimension), _of(axis)) for axis in plan.axes})


def _whole(plan: Plan) -> Mapping[str, Atoms]:
    """Return the months, the homes and whatever conditions confine the table to."""
    found: dict[str, Atoms] = {}
    if plan.world.period is not None:
        found["month"] = frozenset(map(str, plan.world.period))
    for condition in plan.where:
        dimension = plan.known[condition.dimension]
        column, atoms = _column(dimension), _under(condition, dimension, plan)
        found[column] = found[column] & atoms if column in found else atoms
    if plan.question.rate is not None:
        inside = confined_lsoas(plan.world)
        every = needed(plan.world.geography).up_to("lsoa")
        found[_RESIDENCE] = frozenset(every) if inside is None else inside
    return found


def _under(condition: Condition, dimension: Dimension, plan: Plan) -> Atoms:
    if dimension.level in AREA_LEVELS and plan.world.geography is not None:
        return plan.world.geography.lsoas(dimension.level, frozenset(condition.nodes))
    tree = dimension.tree
    if tree is None:
        return frozenset(condition.nodes)
    if _column(dimension) == _AGE:
        return frozenset().union(*(_ages(dimension, node) for node in condition.nodes))
    return frozenset(
        deep for node in condition.nodes for deep in (tree.under(node) if node in tree else (node,))
    )


def _of(axis: Axis) -> Mapping[str, Atoms]:
    if _column(axis.dimension) == _AGE:
        return {node: _ages(axis.dimension, node) for node, _ in (*axis.declared, *axis.possible)}
    # What is not recorded holds rows without any value too: it is the sum of no values.
    told = ((value, node) for value, node in axis.node_of.items() if node != NOT_RECORDED_NODE)
    return _grouped(told)


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Atoms]:
    found: dict[str, list[str]] = {}
    for value, node in pairs:
        found.setdefault(node, []).append(value)
    return {node: frozenset(values) for node, values in found.items()}


def _column(dimension: Dimension) -> str:
    """Return the column that tells categories of one kind; groups and bands are of one age."""
    return _AGE if _low(dimension) else dimension.column


def _low(dimension: Dimension) -> bool:
    tree = dimension.tree
    return tree is not None and bool(tree.top) and tree.attribute(tree.top[0], "low") is not None


def _ages(dimension: Dimension, node: str) -> Atoms:
    """Return the single years of a group or band; an answer outside the tree is itself."""
    tree = dimension.tree
    if tree is None or node not in tree:
        return frozenset({node})
    low, high = tree.attribute(node, "low"), tree.attribute(node, "high")
    return frozenset(map(str, range(int(low or 0), int(high or 0) + 1)))
