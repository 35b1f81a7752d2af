"""What a reader apart may say: closed lists, held against the source of the room that speaks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tiig.receive.sayings import SAYINGS, pattern_of
from tiig.receive.signatures import _OFFICE, _OLE, _UNREAD

FACTS = {"what", "found", "expected", "encoding"}


def spoken(tree: ast.AST) -> list[ast.expr]:
    """List what a module gives as such a fact, directly or by a name of its own."""
    given: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in FACTS:
            given.append(node.value)
        named = isinstance(node, ast.Assign) and node.targets[0]
        if isinstance(node, ast.Assign) and isinstance(named, ast.Name) and named.id in FACTS:
            given.append(node.value)
    branches = [one for one in given if isinstance(one, ast.IfExp)]
    return [*given, *(one.body for one in branches), *(one.orelse for one in branches)]


def patterns(expressions: list[ast.expr]) -> list[str]:
    """Return each literal as a regular expression, whatever is set in as anything."""
    found = []
    for one in expressions:
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value != "utf-8":
            found.append(re.escape(pattern_of(one.value)))
        if isinstance(one, ast.JoinedStr):
            parts = (
                re.escape(pattern_of(str(part.value))) if isinstance(part, ast.Constant) else ".+"
                for part in one.values
            )
            found.append("".join(parts))
    return found


def test_a_reader_says_nothing_that_its_parent_does_not_know(checkout: Path) -> None:
    """Every literal of a fault's fact fits an entry of the list."""
    said = [
        pattern
        for path in sorted((checkout / "src/tiig/receive").glob("*.py"))
        if path.stem != "told"  # which is the parent's own
        for pattern in patterns(spoken(ast.parse(path.read_text(encoding="utf-8"))))
    ]
    assert len(said) > 40
    unknown = [one for one in said if not any(re.fullmatch(one, saying) for saying in SAYINGS)]
    assert unknown == []


@pytest.mark.parametrize("found", [row[-2] for table in (_UNREAD, _OFFICE, _OLE) for row in table])
def test_every_kind_of_file_may_be_named(found: str) -> None:
    """The names of kinds by their marks are on the list as well."""
    assert pattern_of(found) in SAYINGS
