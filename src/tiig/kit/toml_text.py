"""Texts as TOML writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable


def quoted(text: str) -> str:
    """Write a text as TOML does: JSON's escapes are among its own, but it also escapes DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(texts: Iterable[str]) -> str:
    """Write texts as a list in one line."""
    return f"[{', '.join(map(quoted, texts))}]"
