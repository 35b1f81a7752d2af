"""What the audit trail is told: sentences of ours with ids in them, never a value of a file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tiig"
WRITES = {"change", "note"}
REASONS = {"because"}
ASKED = {"request.because"}
"""Names under which an asker's own reason is handed on; gate one's detectors search it."""
SAFE = frozenset(
    "count id key kind month period preset state version agreement incident release sender site "
    "submission len told files name recipient kinds height _counts because".split()
)
"""What may stand in braces in a sentence: ids, names of things of ours, counts, and an
asker's reason, which gate one's detectors search with it."""


def written(source: str) -> Iterator[tuple[int, ast.expr]]:
    """Yield the line and the reason of each write to a catalogue."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
            and ast.unparse(node.func.value).endswith("catalogue")
        ):
            named = [word.value for word in node.keywords if word.arg == "because"]
            yield node.lineno, (named or node.args[1:2])[0]


def unsafe(reason: ast.expr, source: str) -> list[str]:
    """Return the parts of a reason that might be anything."""
    return list(_unsafe(reason, source))


def _unsafe(reason: ast.expr, source: str) -> Iterator[str]:
    told = ast.unparse(reason)
    if isinstance(reason, ast.JoinedStr):
        parts = [part for part in reason.values if isinstance(part, ast.FormattedValue)]
        yield from (word for part in parts if (word := _last_word(part.value)) not in SAFE)
    elif told in REASONS:
        for made in _assigned(told, source):
            yield from _unsafe(made, source)
    elif told.startswith("Ours(") and isinstance(reason, ast.Call):
        yield from _unsafe(reason.args[0], source)
    elif isinstance(reason, ast.Call) and isinstance(reason.func, ast.Name):
        for made in _returned(reason.func.id, source):
            yield from _unsafe(made, source)
    elif not isinstance(reason, ast.Constant) and told.removesuffix(".strip()") not in ASKED:
        yield told


def _last_word(value: ast.expr) -> str:
    if isinstance(value, ast.Call):
        value = value.func
    return value.attr if isinstance(value, ast.Attribute) else ast.unparse(value)


def _assigned(name: str, source: str) -> list[ast.expr]:
    """Return what a name is made of in a module; an argument is made elsewhere, by its asker."""
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign) and name in map(ast.unparse, node.targets)
    ]


def _returned(function: str, source: str) -> list[ast.expr]:
    """Return what a function of the same module makes a reason of."""
    found = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == function
    ]
    return [
        node.value
        for one in found
        for node in ast.walk(one)
        if isinstance(node, ast.Return) and node.value is not None
    ]


def modules() -> list[Path]:
    """Return the modules that write to a catalogue."""
    found = sorted(SOURCE.rglob("*.py"))
    return [path for path in found if any(written(path.read_text(encoding="utf-8")))]


def test_there_are_writes() -> None:
    """The search finds the writes that we know of."""
    names = {path.name for path in modules()}
    assert {"placing.py", "answer.py", "quality.py", "withdraw.py", "healing.py"} <= names


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_reasons_are_sentences_of_ours(path: Path) -> None:
    """A reason is a sentence with ids and counts in it, or what an asker wrote on purpose."""
    source = path.read_text(encoding="utf-8")
    told = {line: unsafe(reason, source) for line, reason in written(source)}
    assert {line: parts for line, parts in told.items() if parts} == {}


def test_a_value_in_a_reason_is_noticed() -> None:
    """A cell in a sentence, or a text from elsewhere, does not pass."""
    source = 'services.catalogue.note(asker, f"set aside {row[0]} of {parcel.id}")\n'
    source += "services.catalogue.change(asker, cell)\n"
    assert [unsafe(reason, source) for _, reason in written(source)] == [["row[0]"], ["cell"]]


def test_whoever_opens_an_original_says_so() -> None:
    """A module that unseals an original writes a row of that kind."""
    opening = [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if "vault.open(" in (text := path.read_text(encoding="utf-8"))
        and "AuditKind.ORIGINAL" not in text
    ]
    assert opening == []
