"""All cases by name, and all seams of the program by the place where each is passed."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.faults.cases import JOURNEYS
from tests.faults.doors import DOORS

import tiig

CASES = {case.name: case for case in (*JOURNEYS, *DOORS)}
HERE = [name for name, case in CASES.items() if not case.server]


def seams_of_the_program() -> set[str]:
    """Return every seam that a module names, as `room/module: seam`.

    A seam whose name is not written out could not be found, and is an error.
    """
    found = set()
    for path in Path(tiig.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if ".reach(" in source else ():
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "reach":
                (name,) = node.args
                assert isinstance(name, ast.Constant), path
                assert isinstance(name.value, str), path
                found.add(f"{path.parent.name}/{path.stem}: {name.value}")
    return found
