"""Which limits a reader was held to, in words: a file's receipt and `tiig doctor` say them."""

from __future__ import annotations

from collections.abc import Mapping


def limits_in_words(kept: Mapping[str, bool]) -> str:
    """Say whether each limit was enforced; `kept` is empty where a file is read in this process."""
    if not kept:
        return "read in the program's own process, where none of its limits is enforced"
    held = ", ".join(name for name, holds in kept.items() if holds) or "none"
    missing = ", ".join(name for name, holds in kept.items() if not holds) or "none"
    return f"read in a process of its own; enforced: {held}; not enforced: {missing}"
