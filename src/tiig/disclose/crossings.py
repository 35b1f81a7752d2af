"""Crossings that are never shown to others: small areas with days, hours or sensitive classes."""

from __future__ import annotations

from collections.abc import Iterator

from tiig.model.errors import QUESTION_REFUSED, TiigError
from tiig.model.question import By, Question
from tiig.standard import Standard, dimensions
from tiig.standard.columns import PLACE_AUTHORITY, Dimension

_LARGE = frozenset({"deprivation", "la", "site", "provider", PLACE_AUTHORITY})
_TIMES = frozenset({"hour", "weekday"})
_Asked = tuple[Dimension, frozenset[str]]


def refuse_crossings(question: Question, standard: Standard) -> None:
    """Refuse areas below local authority together with what could point to a person.

    That is a day of the week or an hour, and domestic, sexual and child classes, whether
    as a dimension, a condition or the measure itself. Raises QUESTION_REFUSED.
    """
    asked = list(_asked(question, standard))
    if not any(_small_area(dimension) for dimension, _ in asked):
        return
    for dimension, nodes in asked:
        if dimension.tree is not None and dimension.tree.id in _TIMES:
            _refuse(f"by {dimension.label.lower()}")
        classes = _classes(dimension, nodes)
        if classes:
            _refuse(
                f"with what tells {' and '.join(sorted(classes))} cases ({dimension.label.lower()})"
            )


def _small_area(dimension: Dimension) -> bool:
    return dimension.level is not None and dimension.level not in _LARGE


def _refuse(how: str) -> None:
    what = f"Areas below local authority are not shown {how}"
    raise TiigError(QUESTION_REFUSED, what=what)


def _asked(question: Question, standard: Standard) -> Iterator[_Asked]:
    """Yield every dimension that a question touches, with the nodes it touches there."""
    known = dimensions(standard)
    measure = standard.measures.get(question.measure)
    conditions = [
        *((c.dimension, c.nodes) for c in question.where),
        *((c.dimension, c.nodes) for c in (measure.where if measure else ())),
    ]
    for name, nodes in conditions:
        if name in known:
            yield known[name], frozenset(nodes)
    within = dict(conditions)
    for by in question.by:
        if by.dimension in known:
            yield known[by.dimension], _shown(by, known[by.dimension], within.get(by.dimension))


def _shown(by: By, dimension: Dimension, within: tuple[str, ...] | None) -> frozenset[str]:
    tree = dimension.tree
    if tree is None:
        return frozenset()
    nodes = tree.nodes_at_depth(by.depth or dimension.depth or tree.depth)
    if within is None:
        return frozenset(nodes)
    return frozenset(
        node
        for node in nodes
        if any(tree.is_under(node, top) or tree.is_under(top, node) for top in within)
    )


def _classes(dimension: Dimension, nodes: frozenset[str]) -> frozenset[str]:
    if dimension.sensitive_class is not None:
        return frozenset({dimension.sensitive_class.value})
    if dimension.tree is None:
        return frozenset()
    said = (dimension.tree.attribute(node, "sensitive_class") for node in nodes)
    return frozenset(name for name in said if name)
