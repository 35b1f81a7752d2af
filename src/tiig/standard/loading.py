"""Turn the standard's files into one `Standard`; every fault names its file and line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from tiig.kit.hashing import digest
from tiig.standard.calendars import calendar_tree, financial_tree
from tiig.standard.checking import Rows, check_links
from tiig.standard.codes import CodeSet, normalised
from tiig.standard.files import Row, lines, names, refuse, tables
from tiig.standard.records import (
    code_entry,
    derived_column,
    item_of,
    joined_column,
    measure_of,
    node_of,
    preset_of,
    quality_item_of,
    quality_measure_of,
    table_of,
    target_of,
    target_set_of,
    theme_of,
)
from tiig.standard.standard import Standard
from tiig.standard.trees import Node, Tree

_Value = TypeVar("_Value")
_TABLES = (
    "items", "derived", "joined", "measures", "presets", "counting_rule", "tables", "themes",
    "quality_items", "quality_targets", "quality_target_sets", "quality_measures",
)  # fmt: skip
_LISTS = {
    "esp2013": ("age_band",), "sources": ("source",), "not_known_words": ("word",),
    "holidays": ("day",),
}  # fmt: skip
_FOLDERS = {"trees": ("node",), "codes": ("scheme", "code", "valid_from")}


def load_standard(overlay: Path | None = None) -> Standard:
    """Read the packaged standard and a site's overlay folder of the same file names.

    An overlay's rows are added, or replace the packaged rows of the same key, whole.
    Without one a process reads once: what is packaged does not change under it.
    Raises STANDARD_INVALID, naming file and line.
    """
    if overlay is None:
        return _packaged()
    if not overlay.is_dir():
        refuse("the overlay folder does not exist", file=overlay.name)
    return _loaded(overlay)


@cache
def _packaged() -> Standard:
    return _loaded(None)


def _loaded(overlay: Path | None) -> Standard:
    rows = _read(overlay)
    standard = Standard(
        version=digest({name: _plain(content) for name, content in rows.items()}),
        items=_frozen({key: item_of(row) for key, row in rows["items"].items()}),
        derived=_frozen({key: derived_column(row) for key, row in rows["derived"].items()}),
        joined=_frozen({key: joined_column(row) for key, row in rows["joined"].items()}),
        trees=_frozen(_trees(rows)),
        code_sets=_frozen(_code_sets(rows)),
        measures=_frozen({key: measure_of(row) for key, row in rows["measures"].items()}),
        presets=_frozen({key: preset_of(row) for key, row in rows["presets"].items()}),
        tables=_frozen({key: table_of(row) for key, row in rows["tables"].items()}),
        themes=_frozen({key: theme_of(row) for key, row in rows["themes"].items()}),
        quality_items=_frozen(
            {k: quality_item_of(row) for k, row in rows["quality_items"].items()}
        ),
        quality_targets=_frozen({k: target_of(row) for k, row in rows["quality_targets"].items()}),
        quality_target_sets=_frozen(
            {k: target_set_of(row) for k, row in rows["quality_target_sets"].items()}
        ),
        declared_measures=_frozen(
            {k: quality_measure_of(row) for k, row in rows["quality_measures"].items()}
        ),
        counting_rule=tuple(row.text("sentence") for row in rows["counting_rule"].values()),
        esp2013=_frozen({key: _population(row) for key, row in rows["esp2013"].items()}),
        holidays=frozenset(_holiday(row) for row in rows["holidays"].values()),
        sources=_frozen({key: row.text("text") for key, row in rows["sources"].items()}),
        not_known_words=tuple(normalised(word) for word in rows["not_known_words"]),
    )
    check_links(standard, rows)
    return standard


def _read(overlay: Path | None) -> Rows:
    read = {name: tables(f"{name}.toml", overlay) for name in _TABLES}
    read |= {name: lines(f"{name}.csv", key, overlay) for name, key in _LISTS.items()}
    for folder, key in _FOLDERS.items():
        for name in names(folder, overlay):
            read[f"{folder}/{name}"] = lines(f"{folder}/{name}.csv", key, overlay)
    return read


def _in_folder(rows: Rows, folder: str) -> dict[str, Mapping[str, Row]]:
    start = f"{folder}/"
    return {name[len(start) :]: read for name, read in rows.items() if name.startswith(start)}


def _trees(rows: Rows) -> dict[str, Tree]:
    read = _in_folder(rows, "trees")
    made = {name: Tree(name, _frozen(_nodes(content))) for name, content in read.items()}
    return made | {tree.id: tree for tree in (calendar_tree(), financial_tree())}


def _nodes(rows: Mapping[str, Row]) -> dict[str, Node]:
    nodes = {key: node_of(row) for key, row in rows.items()}
    for key, row in rows.items():
        way: list[str] = []
        step: str | None = key
        while step is not None:
            if step not in nodes:
                row.refuse(f"its parent {step} is not in the tree")
            if step in way:
                row.refuse("lies under itself")
            way.append(step)
            step = nodes[step].parent
    return nodes


def _code_sets(rows: Rows) -> dict[str, CodeSet]:
    return {
        name: CodeSet(name, tuple(code_entry(row) for row in read.values()), digest(_plain(read)))
        for name, read in _in_folder(rows, "codes").items()
    }


def _population(row: Row) -> int:
    return row.whole("population") or row.refuse("population is missing")


def _holiday(row: Row) -> date:
    return row.day("day") or row.refuse("day is missing")


def _plain(rows: Mapping[str, Row]) -> object:
    """Return what rows say, whatever the layout of their file."""
    return [
        [key, {name: str(cell) for name, cell in row.cells.items() if cell not in (None, "")}]
        for key, row in rows.items()
    ]


def _frozen(content: dict[str, _Value]) -> Mapping[str, _Value]:
    return MappingProxyType(content)
