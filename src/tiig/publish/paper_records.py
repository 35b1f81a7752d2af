"""Beside each paper: under which preset it was written, bound to its content.

Whoever hands papers on (the page of downloads) asks here, and never guesses from a name. A
file that was changed, or that nobody vouches for, has no preset.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = ".presets"
"""Below the folder of the papers: one small file each, named like the paper."""


@dataclass(frozen=True)
class Record:
    """What is known of a written paper: its preset, its title for people, its agreement."""

    preset: str
    title: str
    agreement: str = ""


def record_preset(path: Path, preset: str, title: str = "", agreement: str | None = None) -> None:
    """Say under which preset and agreement a file was written, and what it is called."""
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    said = f"{preset} {_digest(path)}\n{title}\n{agreement or ''}\n"
    (folder / path.name).write_text(said, encoding="utf-8")


def record_of(path: Path) -> Record | None:
    """Return what is known of a file that is still as it was written; None for any other."""
    try:
        first, _, rest = (path.parent / FOLDER / path.name).read_text("utf-8").partition("\n")
        preset, _, digest = first.partition(" ")
        changed = path.stat().st_mtime_ns, path.stat().st_size
        if digest != _known_digest(path, changed):
            return None
        title, _, agreement = rest.partition("\n")
        return Record(preset, title.strip(), agreement.strip())
    except (OSError, UnicodeDecodeError):
        return None


@lru_cache(4096)
def _known_digest(path: Path, changed: tuple[int, int]) -> str:
    """Read a file again only where it has changed."""
    del changed
    return _digest(path)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
