"""Every key of a sender profile, with its meaning: the reader accepts these and no others.

The table itself is `profile_keys.toml`. A profile is a TOML file: `ignored` and `absent`
stand at the top, before the first table; then `[sender]`, `[file]`, `[period]`, one
`[[sites]]` a site, `[constants]`, and one `[[columns]]` a column of the file, in the order
in which they are to be believed. A column that answers two questions stands twice.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

NONE_WORD = "~none"
"""In a column's codes: this value says nothing about the item (a flag that is not set)."""

SERIAL = "excel-serial"
EXCEL = "excel"
"""Formats that are not strptime patterns; see the key `formats`."""

CELL = "cell:"
"""How a period key begins that names a cell above the header, as in `cell:B1`."""


class Key(NamedTuple):
    """One key: the table it stands in (empty: at the top), what it means, what it may be."""

    table: str
    name: str
    meaning: str
    allowed: str
    example: str


@cache
def profile_keys() -> tuple[Key, ...]:
    """Return the table from which the reader's strictness and the documentation are made."""
    text = (files("tiig.translate") / "profile_keys.toml").read_text(encoding="utf-8")
    return tuple(Key(**entry) for entry in tomllib.loads(text)["key"])


def known_keys(table: str) -> frozenset[str]:
    """Return the names of a table's keys."""
    return frozenset(key.name for key in profile_keys() if key.table == table)


def profile_words() -> frozenset[str]:
    """Return the names of all keys, which may be repeated in any message."""
    return frozenset(key.name for key in profile_keys())
