"""Check that the standard's files agree: whatever one names, another declares."""

from __future__ import annotations

from collections.abc import Mapping

from tiig.standard.columns import dimensions
from tiig.standard.files import Row
from tiig.standard.items import Derived, Item
from tiig.standard.standard import Standard
from tiig.standard.trees import SPECIAL_LABELS

Rows = Mapping[str, Mapping[str, Row]]
"""All rows by file (`items`, `trees/sex`, `codes/acuity` ...) and key."""


def check_links(standard: Standard, rows: Rows) -> None:
    """Refuse the first link that leads nowhere, naming its file and line."""
    _check_sources(standard, rows)
    _check_items(standard, rows["items"])
    _check_derived(standard, standard.derived, rows["derived"])
    _check_joined(standard, rows["joined"])
    _check_codes(standard, rows)
    _check_measures(standard, rows["measures"])
    _check_tables(standard, rows)
    _check_joins(standard, rows)
    _check_quality(standard, rows)
    _check_target_sets(standard, rows)
    for key, row in rows["esp2013"].items():
        if key not in standard.trees["age_band"]:
            row.refuse("is no node of the tree age_band")


def _check_tables(standard: Standard, rows: Rows) -> None:
    known = dimensions(standard)
    for key, table in standard.tables.items():
        for by in table.by:
            if by.dimension not in known:
                rows["tables"][key].refuse(f"there is no dimension {by.dimension}")
        if table.measure is not None and table.measure not in standard.measures:
            rows["tables"][key].refuse(f"there is no measure {table.measure}")
    for key, theme in standard.themes.items():
        if theme.measure not in standard.measures:
            rows["themes"][key].refuse(f"there is no measure {theme.measure}")
        for name in (*theme.profile, *theme.bulletin):
            if name not in standard.tables:
                rows["themes"][key].refuse(f"there is no standard table {name}")


def _check_joins(standard: Standard, rows: Rows) -> None:
    for name, tree in standard.trees.items():
        for node, into in tree.joins.items():
            if node in tree and (into not in tree.top or into in tree.joins):
                rows[f"trees/{name}"][node].refuse(f"joins {into}, which is no category that stays")


def _check_quality(standard: Standard, rows: Rows) -> None:
    for key in standard.quality_items:
        item = standard.items.get(key)
        if item is None or not (item.stored or item.keyed_as):
            rows["quality_items"][key].refuse("is no item of which anything is kept")
    for key, target in standard.quality_targets.items():
        for name in target.items:
            if name not in standard.quality_items:
                rows["quality_targets"][key].refuse(f"{name} is no watched item")
    for key, measure in standard.declared_measures.items():
        for name in measure.items:
            if name not in standard.quality_items:
                rows["quality_measures"][key].refuse(f"{name} is no watched item")


def _check_target_sets(standard: Standard, rows: Rows) -> None:
    for key, chosen in standard.quality_target_sets.items():
        if not chosen.items_of(standard.quality_items.values()):
            rows["quality_target_sets"][key].refuse("its mandation is that of no watched item")


def _check_sources(standard: Standard, rows: Rows) -> None:
    for name, read in rows.items():
        if name == "sources":
            continue
        for row in read.values():
            source = row.maybe("source")
            if source is not None and source not in standard.sources:
                row.refuse(f"source {source} is not in sources.csv")


def _check_items(standard: Standard, rows: Mapping[str, Row]) -> None:
    groups = standard.trees["injury_group"]
    for key, item in standard.items.items():
        row = rows[key]
        if item.tree is not None and item.tree not in standard.trees:
            row.refuse(f"there is no tree {item.tree}")
        for name in item.code_sets:
            if name not in standard.code_sets:
                row.refuse(f"there is no code set {name}")
        for group in item.required_for:
            if group not in groups:
                row.refuse(f"there is no injury group {group}")
        if item.coarsens_to is not None and item.coarsens_to not in standard.items:
            row.refuse(f"there is no item {item.coarsens_to}")
        _check_assault_node(standard, item, row)
        if item.low is not None and item.high is not None and item.low > item.high:
            row.refuse("low is above high")


def _check_joined(standard: Standard, rows: Mapping[str, Row]) -> None:
    for key in standard.joined:
        if key in standard.derived:
            rows[key].refuse("is a derived column already")
    _check_derived(standard, standard.joined, rows)


def _check_derived(
    standard: Standard, columns: Mapping[str, Derived], rows: Mapping[str, Row]
) -> None:
    for key, column in columns.items():
        if column.level is None and column.tree not in standard.trees:
            rows[key].refuse(f"there is no tree {column.tree}")
        if key in standard.items:
            rows[key].refuse("is an item already")
        for item in column.shows:
            if item not in standard.items:
                rows[key].refuse(f"shows {item}, which is no item")
        _check_assault_node(standard, column, rows[key])


def _check_assault_node(standard: Standard, one: Item | Derived, row: Row) -> None:
    if one.assault_node is not None and one.of_assaults:
        row.refuse("assault_node is for what is not of_assaults as a whole")
    tree = standard.trees.get(one.tree or "", ())
    if one.assault_node is not None and one.assault_node not in tree:
        row.refuse(f"assault_node {one.assault_node} is not in its tree")


def _check_codes(standard: Standard, rows: Rows) -> None:
    for item in standard.items.values():
        for name in item.code_sets:
            tree = standard.trees[item.tree or ""]
            for row in rows[f"codes/{name}"].values():
                node = row.maybe("node")
                if node is not None and node not in tree and node not in SPECIAL_LABELS:
                    row.refuse(f"node {node} is not in the tree {tree.id}")
    for name, code_set in standard.code_sets.items():
        read = rows[f"codes/{name}"].values()
        for row, entry in zip(read, code_set.entries, strict=True):
            if entry.verified.maps and not entry.node:
                row.refuse("a verified code needs a node")


def _check_measures(standard: Standard, rows: Mapping[str, Row]) -> None:
    known = dimensions(standard)
    for key, measure in standard.measures.items():
        for condition in measure.where:
            dimension = known.get(condition.dimension)
            if dimension is None:
                rows[key].refuse(f"there is no dimension {condition.dimension}")
            for node in condition.nodes:
                if dimension.tree is not None and node not in dimension.tree:
                    rows[key].refuse(f"{dimension.id} has no node {node}")
