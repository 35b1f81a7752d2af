"""The names of packs: a time-ordered id, and an ending that says what the pack holds."""

from __future__ import annotations

from typing import Final

_ID_LETTERS: Final = len("00000000-0000-7000-8000-000000000000")
_FINDINGS: Final = "-findings"


def holds_findings(name: str) -> bool:
    """Tell whether a pack holds what the rules found, and no rows."""
    return name.endswith(_FINDINGS)


def findings_beside(name: str) -> str:
    """Return the name of the pack that holds what the rules found, beside packs of this name."""
    return f"{name}{_FINDINGS}"


def id_in(name: str) -> str:
    """Return the id that a pack's name begins with."""
    return name[:_ID_LETTERS]


def renamed(name: str, new: str) -> str:
    """Return a pack's name under another id; its ending stays."""
    return new + name[_ID_LETTERS:]
