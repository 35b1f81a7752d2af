"""Every derived column, as a picture of what its written definition says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tiig.standard import Standard

Rows = tuple[dict[str, str], ...]
Derived = Callable[[Rows, list[str]], list[list[str]]]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def read() -> dict[str, tuple[Rows, list[str], list[list[str]]]]:
    """Read every chapter: rows of items, derived columns, and their values."""
    found = {}
    for chapter in sorted(Path(__file__).parent.glob("*.md")):
        for section in chapter.read_text(encoding="utf-8").split("\n## ")[1:]:
            name, _, rest = section.partition("\n")
            header, _, *body = [line for line in rest.splitlines() if line[:1] == "|"]
            left, right = (_cells(part) for part in header.split("||"))
            sides = [line.split("||") for line in body]
            rows = tuple(dict(zip(left, _cells(items), strict=True)) for items, _ in sides)
            found[name.strip()] = rows, right, [_cells(values) for _, values in sides]
    return found


PICTURES = read()


@pytest.mark.parametrize("name", PICTURES)
def test_picture_shows_what_is_derived(name: str, derived: Derived) -> None:
    """Deriving from the items on the left gives the values on the right."""
    rows, columns, expected = PICTURES[name]

    actual = derived(rows, columns)

    assert expected == actual


def test_every_derived_column_has_a_picture(standard: Standard) -> None:
    """No definition of the standard is without its table."""
    shown = {column for _, columns, _ in PICTURES.values() for column in columns}

    assert shown == set(standard.derived)
