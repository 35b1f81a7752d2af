"""Modules and functions stay short, and are named for what they do."""

from __future__ import annotations

import ast
from pathlib import Path

LONGEST_MODULE = 500  # style, "House numbers": aim at 110, question at 300, stop here
LONGEST_FUNCTION = 50  # aim under 10, question at 30, stop here; docstrings not counted
EMPTY_NAMES = ("util", "helper", "manager", "common", "misc")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(committed: tuple[Path, ...]) -> list[Path]:
    """Keep the Python files."""
    return [path for path in committed if path.suffix == ".py"]


def body_lines(function: Function) -> int:
    """Count a function's lines from its `def`, without its docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def long_functions(source: str) -> list[str]:
    """Name the functions that are longer than the house allows."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, Function))
    return [
        f"{function.name} ({body_lines(function)} lines)"
        for function in functions
        if body_lines(function) > LONGEST_FUNCTION
    ]


def test_modules_are_short(committed: tuple[Path, ...]) -> None:
    """No module passes the hard stop."""
    sizes = {path: len(path.read_text().splitlines()) for path in python_files(committed)}

    assert {path.name: size for path, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_functions_are_short(committed: tuple[Path, ...]) -> None:
    """No function passes the hard stop."""
    found = {path.name: long_functions(path.read_text()) for path in python_files(committed)}

    assert {name: functions for name, functions in found.items() if functions} == {}


def test_a_long_function_is_noticed() -> None:
    """The measure counts statements, not the docstring."""
    docstring = '    """' + "word\n" * 60 + '    """\n'
    short = "def f():\n" + docstring + "    x = 1\n" * 49
    long = short + "    x = 1\n"

    assert long_functions(short) == []
    assert long_functions(long) == ["f (51 lines)"]


def test_names_say_something(committed: tuple[Path, ...]) -> None:
    """No module or folder has a name under which anything could be filed."""
    names = {
        part
        for path in python_files(committed)
        for part in (path.stem, path.parent.name)
        if any(empty in part.lower() for empty in EMPTY_NAMES)
    }

    assert names == set()
