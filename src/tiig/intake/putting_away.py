"""Move a file into a folder under a name that is free and fits, with a note beside it.

The note comes first: broken off at any point, a file lies where it lay, or away with its note.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

NOTE = ".note.txt"
"""Ends the name of a note beside a file for which there is no receipt."""
_PRIVATE_FILE = 0o600
_LONGEST_NAME, _LONGEST_SUFFIX = 255, 20
"""Bytes: of a name that every file system takes that says no less, and of what ends a name."""


def put_away(path: Path, folder: Path, note: str = "") -> Path:
    """Move a file into a folder, with a note if there is something to note; returns its path."""
    target = next(one for one in _names(path, folder) if _is_free(one, note))
    if note:
        _write(_note_of(target), note)
    try:
        rename(path, target)
    except OSError:
        if note:
            _note_of(target).unlink(missing_ok=True)
        raise
    with suppress(OSError):  # some file systems of drop folders know no modes
        target.chmod(_PRIVATE_FILE)
    return target


def rename(source: Path, target: Path) -> None:
    """Move a file; to another disk by a copy that is there whole or not at all."""
    try:
        source.rename(target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        part = _part_of(target)
        opened = os.open(source, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(opened, "rb") as old, part.open("wb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
        part.rename(target)
        source.unlink()


def _names(path: Path, folder: Path) -> Iterator[Path]:
    """Return the file's own name in a folder, and then numbered ones."""
    stem, suffix = path.stem, path.suffix
    if len(os.fsencode(suffix)) > _LONGEST_SUFFIX:  # it tells no kind, and may be nearly all
        stem, suffix = path.name, ""
    yield folder / _fitting(stem, suffix, folder)
    for number in count(2):
        yield folder / _fitting(stem, f"~{number}{suffix}", folder)


def _is_free(target: Path, note: str) -> bool:
    """Tell a name that is free, and that of its note too, unless a broken-off run left this one."""
    if target.exists():
        return False
    beside = _note_of(target)
    return not note or not beside.exists() or beside.read_bytes() == note.encode()


def _write(path: Path, text: str) -> None:
    part = _part_of(path)
    try:
        with part.open("wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def _note_of(target: Path) -> Path:
    return target.with_name(_fitting(target.name, NOTE, target.parent))


def _part_of(target: Path) -> Path:
    """Return the hidden name of a file until it is whole."""
    return target.with_name(_fitting(f".{target.name}", "", target.parent))


def _fitting(name: str, ending: str, folder: Path) -> str:
    """Return both; where the folder takes no name so long, the first cut and told by its sum."""
    longest = _longest(folder)
    if len(os.fsencode(name + ending)) <= longest:
        return name + ending
    ending = f"~{hashlib.sha256(os.fsencode(name)).hexdigest()[:8]}{ending}"
    while name and len(os.fsencode(name + ending)) > longest:
        name = name[:-1]
    return name + ending


def _longest(folder: Path) -> int:
    with suppress(OSError, ValueError):
        said = os.pathconf(folder, "PC_NAME_MAX")
        return min(said, _LONGEST_NAME) if said > 0 else _LONGEST_NAME
    return _LONGEST_NAME
