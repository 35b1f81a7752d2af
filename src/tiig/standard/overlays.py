"""Write rows into a site's overlay folder, in the same files and forms as the packaged ones."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tiig.standard.codes import CodeEntry
from tiig.standard.trees import Node

_CODE_HEADER = ("code", "scheme", "node", "term", "verified", "valid_from", "valid_to", "source")
_NODE_HEADER = ("node", "parent", "label", "also", "valid_from", "valid_to", "source")


def write_overlay(
    overlay: Path,
    entries: Mapping[str, Iterable[CodeEntry]],
    nodes: Mapping[str, Iterable[Node]],
    *,
    sources: Mapping[str, str],
) -> tuple[Path, ...]:
    """Write code sets, tree nodes and their sources; rows of other sources are kept.

    Earlier rows of the same sources are replaced. Returns the files written, sorted.
    """
    new: dict[Path, tuple[Sequence[str], list[list[str]]]] = {
        overlay / "sources.csv": (("source", "text"), [[*pair] for pair in sources.items()]),
    }
    for name, content in entries.items():
        new[overlay / "codes" / f"{name}.csv"] = (_CODE_HEADER, [_code(one) for one in content])
    for name, made in nodes.items():
        new[overlay / "trees" / f"{name}.csv"] = (_NODE_HEADER, [_node(one) for one in made])
    for path, (header, rows) in new.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, header, [*_kept(path, header, frozenset(sources)), *sorted(rows)])
    return tuple(sorted(new))


def _kept(path: Path, header: Sequence[str], replaced: frozenset[str]) -> list[list[str]]:
    """Return the rows of a file that come from elsewhere, in this header's order."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [[row.get(c) or "" for c in header] for row in rows if row["source"] not in replaced]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def _code(one: CodeEntry) -> list[str]:
    days = [day.isoformat() if day else "" for day in (one.valid_from, one.valid_to)]
    return [one.code, one.scheme, one.node, one.term, one.verified.value, *days, one.source]


def _node(one: Node) -> list[str]:
    days = [day.isoformat() if day else "" for day in (one.valid_from, one.valid_to)]
    return [one.id, one.parent or "", one.label, "|".join(one.also), *days, one.source]
