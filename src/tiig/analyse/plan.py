"""What a question asks for, checked against the standard before any row is touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tiig.analyse.axes import Axis, World, axis_of
from tiig.analyse.conditions import check_nodes, dimension_of
from tiig.analyse.facts import GeographyFrames, SiteFacts
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month, Period
from tiig.model.question import Condition, Question, RateKind
from tiig.model.states import NOT_KNOWN_NODE
from tiig.standard import Standard, dimensions
from tiig.standard.columns import Dimension
from tiig.standard.measures import Measure

MOST_DIMENSIONS = 4
UNIT = ("first_unplanned", "type_1")
"""The dimensions of the counting rule's unit: what they leave out is counted beside."""

RESIDENCE = "residence_lsoa"
AGE_BAND = "age_band"


@dataclass(frozen=True)
class Plan:
    """A question with everything its words mean."""

    question: Question
    measure: Measure
    standard: Standard
    known: dict[str, Dimension]
    world: World
    axes: tuple[Axis, ...]

    @property
    def where(self) -> tuple[Condition, ...]:
        """All conditions, of the measure and of the question."""
        return self.world.where

    @property
    def unit(self) -> tuple[Condition, ...]:
        """The measure's own conditions on the unit of the counting rule."""
        return tuple(c for c in _own(self.measure) if c.dimension in UNIT)

    @property
    def needs_assaults(self) -> bool:
        """Whether only rows count that were told to be assaults (or not to be)."""
        return any(
            tell_by_assaults(self.known[c.dimension], c.nodes) >= set(c.nodes) for c in self.where
        )

    @property
    def standardised(self) -> bool:
        """Whether age bands are needed behind the counts."""
        return self.question.rate is RateKind.STANDARDISED


def plan_of(
    question: Question,
    table: pl.DataFrame,
    *,
    standard: Standard,
    geography: GeographyFrames | None,
    sites: SiteFacts,
) -> Plan:
    """Check a question and lay out its dimensions.

    Raises DIMENSION_UNKNOWN, NODE_UNKNOWN, GEOGRAPHY_UNKNOWN or BAD_ARGUMENT.
    """
    known = dimensions(standard)
    if question.measure not in standard.measures:
        measures = ", ".join(standard.measures)
        raise TiigError(
            BAD_ARGUMENT, what=f"There is no measure of this name; there are: {measures}"
        )
    asked = [by.dimension for by in question.by]
    if len(asked) > MOST_DIMENSIONS or len(set(asked)) < len(asked):
        what = f"A table has at most {MOST_DIMENSIONS} dimensions, each of them once"
        raise TiigError(BAD_ARGUMENT, what=what)
    measure = standard.measures[question.measure]
    where = (*_own(measure), *question.where)
    for condition in where:
        check_nodes(condition, dimension_of(condition.dimension, known), geography)
    world = World(sites, geography, question.period or _period(table), where)
    axes = tuple(axis_of(by, dimension_of(by.dimension, known), world) for by in question.by)
    return Plan(question, measure, standard, known, world, axes)


def tell_by_assaults(dimension: Dimension, nodes: Iterable[str]) -> frozenset[str]:
    """Return the nodes of a dimension that can be told only where assaults can."""
    if dimension.of_assaults:
        return frozenset(nodes) | {NOT_KNOWN_NODE}
    tree, top = dimension.tree, dimension.assault_node
    if tree is None or top is None:
        return frozenset()
    return frozenset(node for node in nodes if tree.is_under(node, top))


def axis_told_by_assaults(axis: Axis) -> frozenset[str]:
    """Return the nodes of a table's dimension that can be told only where assaults can."""
    return tell_by_assaults(axis.dimension, (node for node, _ in (*axis.declared, *axis.possible)))


def _own(measure: Measure) -> tuple[Condition, ...]:
    return tuple(Condition(c.dimension, c.nodes) for c in measure.where)


def _period(table: pl.DataFrame) -> Period | None:
    """Return the months that the table spans."""
    months = table["month"]
    if isinstance(months.dtype, pl.Enum):
        named = months.dtype.categories.to_list()
        spelt = [name for name in named if name[4:5] == "-" and name[5:].isdigit()]
        if spelt == sorted(spelt):
            codes = months.cat.physical()
            ends = [codes.min(), codes.max()]
            found = [named[int(code)] for code in ends if isinstance(code, int)]
            return Period(Month.parse(found[0]), Month.parse(found[1])) if found else None
    texts = months.cast(pl.String).drop_nulls().unique().sort()
    return None if texts.is_empty() else Period(Month.parse(texts[0]), Month.parse(texts[-1]))
