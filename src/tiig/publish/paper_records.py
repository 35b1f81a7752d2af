"""Beside each paper: under which preset it was written, bound to its content.

Whoever hands papers on (the page of downloads) asks here, and never guesses from a name. A
file that was changed, or that nobody vouches for, has no preset.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

FOLDER = ".presets"
"""Below the folder of the papers: one small file each, named like the paper."""


def record_preset(path: Path, preset: str) -> None:
    """Say under which preset a file was written."""
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / path.name).write_text(f"{preset} {_digest(path)}\n", encoding="ascii")


def preset_of(path: Path) -> str | None:
    """Return the preset of a file that is still as it was written; None for any other."""
    try:
        told = (path.parent / FOLDER / path.name).read_text(encoding="ascii").split()
        changed = path.stat().st_mtime_ns, path.stat().st_size
        return told[0] if told[1:] == [_known_digest(path, changed)] else None
    except (OSError, UnicodeDecodeError):
        return None


@lru_cache(4096)
def _known_digest(path: Path, changed: tuple[int, int]) -> str:
    """Read a file again only where it has changed."""
    del changed
    return _digest(path)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
