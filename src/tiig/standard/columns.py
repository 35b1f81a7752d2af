"""What the standard makes of itself: columns the lake may hold, and what one counts by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from tiig.model.states import local_column, state_column
from tiig.standard.items import Coarsening, Derived, Item, Kind, SensitiveClass
from tiig.standard.standard import Standard
from tiig.standard.trees import Tree

PLACE_AUTHORITY = "place_la"
"""The level of columns that hold the local authority of a place that was decided."""

UTC_SUFFIX = "__utc"
AMBIGUOUS_SUFFIX = "__ambiguous"
NONEXISTENT_SUFFIX = "__nonexistent"

_KEYED_ID = r"[0-9a-f]{32}"
_SITE = r"[A-Za-z0-9][A-Za-z0-9_.-]{1,19}"
_DISTRICT = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_AREAS: Mapping[str, str] = {
    "lsoa": r"(?:[EW]01[0-9]{6}|XS-[A-Z][0-9]{2}-M[0-9]{2}-L[0-9]{1,2})",
    "msoa": r"(?:[EW]02[0-9]{6}|XS-[A-Z][0-9]{2}-M[0-9]{2})",
    "la": r"(?:[EW]0[6-9][0-9]{6}|XS-[A-Z][0-9]{2})",
}
"""Forms of the nine-character codes of ONS (entity code and number), and our schematic ones."""

_LARGEST_SMALL = 32_767
"""Whole numbers up to here fit in 16 bits."""

_TYPES: Mapping[Kind, pl.DataType] = {
    Kind.CODE: pl.String(),
    Kind.MOMENT: pl.Datetime("us"),
    Kind.WHOLE: pl.Int16(),
    Kind.AREA: pl.String(),
    Kind.DISTRICT: pl.String(),
    Kind.SITE: pl.String(),
}


@dataclass(frozen=True)
class Allowed:
    """What a stored text column may hold: a closed set of values, or a form (regex, whole).

    `sent` is the form in which a sender writes it, where coarser values may be stored too.
    """

    values: frozenset[str] | None = None
    form: str | None = None
    sent: str | None = None


@dataclass(frozen=True)
class Dimension:
    """Something that one can count by.

    `column` stands in the lake; `tree` gives its categories and `depth` the level shown
    unless asked otherwise; `level` is set where values are areas (`la`, `msoa`, `lsoa`,
    `district`) or `site`/`provider`, and then there is no tree: where `column` holds a
    finer level, a lookup leads to this one. `state_column` is None where the value is
    always known. `of_assaults` says that none of it can be told where assaults cannot,
    `assault_node` that this category cannot. `of_question` dimensions have categories that
    follow from the months asked about, so that no condition can name one. `joined` ones come
    to a row when it is read, from what people decided.
    """

    id: str
    label: str
    meaning: str
    column: str
    tree: Tree | None = None
    depth: int | None = None
    sensitive_class: SensitiveClass | None = None
    level: str | None = None
    column_level: str | None = None
    state_column: str | None = None
    of_assaults: bool = False
    assault_node: str | None = None
    of_question: bool = False
    joined: bool = False

    def classes(self, nodes: Iterable[str] = ()) -> frozenset[SensitiveClass]:
        """Return the sensitive classes that showing these nodes sets apart (none: all nodes)."""
        own = {self.sensitive_class} if self.sensitive_class is not None else set()
        tree = self.tree
        if tree is None:
            return frozenset(own)
        shown = tuple(nodes) or tuple(tree.nodes)
        named = (tree.attribute(node, "sensitive_class") for node in shown)
        return frozenset(own | {SensitiveClass(name) for name in named if name is not None})


def storage_columns(standard: Standard) -> dict[str, pl.DataType]:
    """Return every column that the lake may hold, with its type."""
    columns: dict[str, pl.DataType] = {"row": pl.UInt32(), "provider": pl.String()}
    for item in standard.items.values():
        if item.keyed_as is not None:
            columns[item.keyed_as] = pl.String()
        if item.stored:
            columns |= _item_columns(item)
    columns["attendance_linkable"] = pl.Boolean()
    columns["row_rank"] = pl.Int32()
    for column in standard.derived.values():
        columns[column.id] = pl.String()
        if column.stateful:
            columns[state_column(column.id)] = pl.UInt8()
    return columns


def patterns(standard: Standard) -> dict[str, Allowed]:
    """Return, for each text column of the lake, what its values must be."""
    allowed = {"provider": Allowed(form=_SITE)}
    for item in standard.items.values():
        if item.keyed_as is not None:
            allowed[item.keyed_as] = Allowed(form=_KEYED_ID)
        if item.stored and _TYPES[item.kind] == pl.String():
            allowed[item.id] = _allowed(item, standard)
    for column in standard.derived.values():
        allowed[column.id] = Allowed(values=frozenset(standard.trees[column.tree].nodes))
    return allowed


def dimensions(standard: Standard) -> dict[str, Dimension]:
    """Return everything that one can count by, by name."""
    return {dimension.id: dimension for dimension in _dimensions(standard)}


@lru_cache(maxsize=8)
def _dimensions(standard: Standard) -> tuple[Dimension, ...]:
    found = [
        Dimension("site", "Site", "The hospital site that was attended.", "site", level="site"),
        Dimension(
            "provider", "Provider", "The trust that runs the site.", "provider", level="provider"
        ),
        *_of_question(),
    ]
    for column in standard.derived.values():
        if column.id == "month":
            found += _calendar(column, standard)
        elif column.dimension:
            found.append(_of_derived(column, standard))
    found += [_of_joined(column, standard) for column in standard.joined.values()]
    for item in standard.items.values():
        if item.stored and item.tree is not None:
            found.append(_of_item(item, standard.trees[item.tree]))
        elif item.stored and item.level is not None:
            found += _areas(item)
    return tuple(found)


def _of_question() -> list[Dimension]:
    named = (
        (
            "presence",
            "Presence",
            "Whether the site reported in every month that is asked about, or not.",
            "site",
        ),
        (
            "twelve_months",
            "Twelve months",
            "Runs of twelve months, counted back from the last month that is asked about.",
            "month",
        ),
        (
            "halves",
            "Earlier and later half",
            "The months that are asked about in two runs of the same length, the later one whole.",
            "month",
        ),
        (
            "three_months",
            "Three months",
            "Runs of three months, counted back from the last month asked about, of any year.",
            "month",
        ),
        ("month_of_year", "Month of the year", "January to December, of whatever year.", "month"),
    )
    return [
        Dimension(name, label, meaning, column, of_question=True)
        for name, label, meaning, column in named
    ]


def _item_columns(item: Item) -> dict[str, pl.DataType]:
    columns = {item.id: _type(item), state_column(item.id): pl.UInt8()}
    if item.coded:
        columns[local_column(item.id)] = pl.UInt32()
    if item.kind is Kind.MOMENT:
        columns[item.id + UTC_SUFFIX] = pl.Datetime("us", "UTC")
        columns[item.id + AMBIGUOUS_SUFFIX] = pl.Boolean()
        columns[item.id + NONEXISTENT_SUFFIX] = pl.Boolean()
    return columns


def _type(item: Item) -> pl.DataType:
    small = item.high is not None and item.high <= _LARGEST_SMALL and (item.low or 0) >= 0
    return pl.Int32() if item.kind is Kind.WHOLE and not small else _TYPES[item.kind]


def _allowed(item: Item, standard: Standard) -> Allowed:
    if item.tree is not None:
        return Allowed(values=frozenset(standard.trees[item.tree].nodes))
    if item.kind is Kind.SITE:
        return Allowed(form=_SITE)
    if item.kind is Kind.DISTRICT:
        return Allowed(form=_DISTRICT)
    sent = _AREAS[item.level or "lsoa"]
    if item.coarsens is not Coarsening.AREA:
        return Allowed(form=sent)
    return Allowed(form=f"(?:{'|'.join(_AREAS.values())})", sent=sent)


def _calendar(column: Derived, standard: Standard) -> list[Dimension]:
    calendar, financial = standard.trees["calendar"], standard.trees["financial"]
    named = (
        ("month", "Month", calendar, 3),
        ("quarter", "Quarter", calendar, 2),
        ("year", "Calendar year", calendar, 1),
        ("financial_year", "Financial year", financial, 1),
    )
    return [
        Dimension(name, label, column.definition, column.id, tree=tree, depth=depth)
        for name, label, tree, depth in named
    ]


def _of_derived(column: Derived, standard: Standard) -> Dimension:
    tree = standard.trees[column.tree]
    return Dimension(
        id=column.id,
        label=column.label,
        meaning=column.definition,
        column=column.id,
        tree=tree,
        depth=tree.depth if column.tree in {"hour", "weekday"} else 1,
        sensitive_class=column.sensitive_class,
        state_column=state_column(column.id) if column.stateful else None,
        of_assaults=column.of_assaults,
        assault_node=column.assault_node,
    )


def _of_joined(column: Derived, standard: Standard) -> Dimension:
    if column.level is None:
        return replace(_of_derived(column, standard), joined=True)
    return Dimension(
        id=column.id,
        label=column.label,
        meaning=column.definition,
        column=column.id,
        sensitive_class=column.sensitive_class,
        level=column.level,
        joined=True,
    )


def _of_item(item: Item, tree: Tree) -> Dimension:
    return Dimension(
        id=item.id,
        label=item.label,
        meaning=item.meaning,
        column=item.id,
        tree=tree,
        depth=1,
        sensitive_class=item.sensitive_class,
        state_column=state_column(item.id),
        of_assaults=item.of_assaults,
        assault_node=item.assault_node,
    )


_AREA_LEVELS = (
    ("la", "Local authority"),
    ("msoa", "Middle layer super output area"),
    ("lsoa", "Lower layer super output area"),
)


def _areas(item: Item) -> list[Dimension]:
    """Return the levels at and above an area item's own, coarsest first."""
    stem = item.id.removesuffix(f"_{item.level}")
    levels = {name for name, _ in _AREA_LEVELS}
    if item.level not in levels:
        return [_area(item, item.id, item.label, item.level or "")]
    place = [name for name, _ in _AREA_LEVELS].index(item.level or "")
    grouped = [_area(item, f"{stem}_deprivation", f"Deprivation of {stem}", "deprivation")]
    return grouped + [
        _area(item, f"{stem}_{name}", f"{label} of {stem}", name)
        for name, label in _AREA_LEVELS[: place + 1]
    ]


def _area(item: Item, name: str, label: str, level: str) -> Dimension:
    return Dimension(
        id=name,
        label=label,
        meaning=item.meaning,
        column=item.id,
        sensitive_class=item.sensitive_class,
        level=level,
        column_level=item.level,
        state_column=state_column(item.id),
    )
