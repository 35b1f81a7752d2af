"""The dimensions of a table: which stored value means which node, and which nodes stand."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tiig.analyse.facts import AREA_LEVELS, GeographyFrames, SiteFacts
from tiig.model.area_errors import GEOGRAPHY_UNKNOWN
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.figures import ALL, OUTSIDE
from tiig.model.months import Month, Period
from tiig.model.question import By, Condition
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.standard.columns import PLACE_AUTHORITY, Dimension
from tiig.standard.trees import JOINED, Tree

_SPECIAL_LABELS = {
    NOT_KNOWN_NODE: "Not known",
    NOT_RECORDED_NODE: "Not recorded",
    OUTSIDE: "Outside the geography",
    ALL: "All",
}


_PRESENCE = (
    ("throughout", "Departments that reported every month"),
    ("part", "Departments that did not"),
)
_YEAR = 12


@dataclass(frozen=True)
class Axis:
    """One dimension of a table.

    `node_of` leads from stored values to nodes (`otherwise` where it does not). `declared`
    nodes stand in every table, zero or not; `possible` ones where something was counted.
    """

    dimension: Dimension
    declared: tuple[tuple[str, str], ...]
    possible: tuple[tuple[str, str], ...] = ()
    node_of: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None

    @property
    def id(self) -> str:
        """The dimension's name, which is also its column in the table."""
        return self.dimension.id

    def nodes(self, counted: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the nodes of the table in order with their labels, the total last."""
        seen = set(counted)
        named = {**dict(self.declared), **dict(self.possible)}
        kept = dict(self.declared) | {node: label for node, label in self.possible if node in seen}
        order = [node for node in self._order() if node in kept]
        strangers = sorted(seen - named.keys() - _SPECIAL_LABELS.keys())
        special = [
            node
            for node in (NOT_KNOWN_NODE, NOT_RECORDED_NODE, OUTSIDE)
            if node in seen and node not in kept
        ]
        rest = [(node, _SPECIAL_LABELS.get(node, node)) for node in (*strangers, *special, ALL)]
        return (*((node, named[node]) for node in order), *rest)

    def _order(self) -> tuple[str, ...]:
        tree = self.dimension.tree
        if tree is None or tree.id in {"calendar", "financial"}:
            return tuple(node for node, _ in (*self.declared, *self.possible))
        return (*tree.in_order, *(node for node, _ in self.declared if node not in tree))


@dataclass(frozen=True)
class World:
    """What the axes of a question are made from."""

    sites: SiteFacts
    geography: GeographyFrames | None
    period: Period | None
    where: tuple[Condition, ...]

    def within(self, dimension: Dimension) -> frozenset[str] | None:
        """Return the nodes that conditions confine a dimension to, if any do."""
        found = [set(c.nodes) for c in self.where if c.dimension == dimension.id]
        return frozenset(set.intersection(*found)) if found else None


def axis_of(by: By, dimension: Dimension, world: World) -> Axis:
    """Lay out one dimension of a question."""
    if by.depth is not None and not _has_level(dimension, by.depth):
        raise TiigError(BAD_ARGUMENT, what=f"{dimension.id} has no level {by.depth}")
    if dimension.of_question:
        return _of_question(dimension, world)
    if dimension.column == "month" and dimension.tree is not None:
        return _calendar(dimension, dimension.tree, by.depth, world)
    if dimension.tree is not None:
        return _categories(dimension, dimension.tree, by.depth, world)
    if dimension.level in AREA_LEVELS:
        return _areas(dimension, world)
    within = world.within(dimension)
    named: tuple[tuple[str, str], ...] = ()
    if dimension.level == "site":
        named = tuple(sorted(world.sites.names.items()))
    elif dimension.level == PLACE_AUTHORITY and world.geography is not None:
        named = world.geography.codes("la")
    elif dimension.level == "provider":
        named = tuple((code, code) for code in sorted(set(world.sites.providers.values())))
    return Axis(dimension, tuple(pair for pair in named if within is None or pair[0] in within))


def _has_level(dimension: Dimension, depth: int) -> bool:
    tree = dimension.tree
    if tree is None:
        return False
    return bool(tree.joins) if depth == JOINED else 1 <= depth <= tree.depth


def _calendar(dimension: Dimension, tree: Tree, depth: int | None, world: World) -> Axis:
    level = depth or dimension.depth or tree.depth
    months = [str(month) for month in world.period or ()]
    nodes = dict.fromkeys(tree.at_depth(month, level) for month in months)
    if (within := world.within(dimension)) is not None:
        nodes = {node: None for node in nodes if _touches(tree, node, within)}
    return Axis(
        dimension,
        tuple((node, tree.label(node)) for node in nodes),
        node_of={month: tree.at_depth(month, level) for month in months},
    )


def _of_question(dimension: Dimension, world: World) -> Axis:
    """Lay out a dimension whose categories follow from the months asked about."""
    months = tuple(world.period or ())
    if dimension.id == "presence":
        group_of = world.sites.presence(months)
        return Axis(dimension, _PRESENCE, node_of=group_of)
    if dimension.id == "month_of_year":
        named = {f"{month.number:02d}": month_name[month.number] for month in months}
        of_month = {str(month): f"{month.number:02d}" for month in months}
        return Axis(dimension, tuple(sorted(named.items())), node_of=of_month)
    if dimension.id == "three_months":
        return _three_months(dimension, months)
    length = (len(months) + 1) // 2 if dimension.id == "halves" else _YEAR
    runs = list(world.period.runs_of(length)) if world.period else []
    return Axis(
        dimension,
        tuple((str(run), _run_label(run)) for run in runs),
        node_of={str(month): str(run) for run in runs for month in run},
    )


def _three_months(dimension: Dimension, months: tuple[Month, ...]) -> Axis:
    """Group months by threes, so that every run of twelve months holds four groups whole."""
    if not months:
        return Axis(dimension, ())
    last = months[-1]
    place = {month: (last.index - month.index) % _YEAR // 3 for month in months}
    ends = {step: last.plus(-3 * step) for step in sorted(set(place.values()), reverse=True)}
    names = {step: f"{end.plus(-2).number:02d}-{end.number:02d}" for step, end in ends.items()}
    labels = {
        step: f"{month_name[end.plus(-2).number]} to {month_name[end.number]}"
        for step, end in ends.items()
    }
    return Axis(
        dimension,
        tuple((names[step], labels[step]) for step in ends),
        node_of={str(month): names[step] for month, step in place.items()},
    )


def _run_label(run: Period) -> str:
    months = len(tuple(run))
    ending = f"{month_name[run.last.number]} {run.last.year}"
    return f"{months} months to {ending}" if months > 1 else ending


def _categories(dimension: Dimension, tree: Tree, depth: int | None, world: World) -> Axis:
    level = dimension.depth or tree.depth if depth is None else depth
    within = world.within(dimension)
    declared: list[tuple[str, str]] = []
    possible: list[tuple[str, str]] = []
    for node in tree.nodes_at_depth(level):
        if within is None or level == JOINED or _touches(tree, node, within):
            higher = len(tree.path(node)) < level and tree.children(node)
            (possible if higher else declared).append((node, tree.label(node, level)))
    return Axis(dimension, tuple(declared), tuple(possible), tree.at_depth_map(level))


def _touches(tree: Tree, node: str, within: frozenset[str]) -> bool:
    return any(
        tree.is_under(node, top) or tree.is_under(top, node) for top in within if top in tree
    )


def _areas(dimension: Dimension, world: World) -> Axis:
    geography = needed(world.geography)
    level = dimension.level or "lsoa"
    up = geography.up_to(level)
    kept = confined_lsoas(world)
    codes = {up[lsoa] for lsoa in kept if lsoa in up} if kept is not None else set(up.values())
    declared = [pair for pair in geography.codes(level) if pair[0] in codes]
    if kept is None:
        declared += [(node, _SPECIAL_LABELS[node]) for node in (NOT_RECORDED_NODE, OUTSIDE)]
    return Axis(dimension, tuple(declared), node_of=up, otherwise=OUTSIDE)


def confined_lsoas(world: World) -> frozenset[str] | None:
    """Return the LSOAs that conditions on residence confine a question to, if any do."""
    found: frozenset[str] | None = None
    for condition in world.where:
        stem, _, level = condition.dimension.rpartition("_")
        if stem == "residence" and level in AREA_LEVELS:
            lsoas = needed(world.geography).lsoas(level, frozenset(condition.nodes))
            found = lsoas if found is None else found & lsoas
    return found


def needed(geography: GeographyFrames | None) -> GeographyFrames:
    """Return the geography, or refuse to count by areas without one."""
    if geography is None:
        raise TiigError(GEOGRAPHY_UNKNOWN)
    return geography
