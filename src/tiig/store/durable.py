"""Files that survive a power cut: written apart, flushed with their folder, then renamed.

A rename is atomic but not durable until the folder itself is flushed.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tiig.model.errors import TiigError
from tiig.model.key_errors import KEYS_BUSY

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
PART = ".part"
OLD = ".old"
_OVERWRITTEN = 1 << 16
"""Bytes: more than a wrapped secret, or the footer of a pack with its wrapped keys."""


def private_folder(folder: Path) -> Path:
    """Make a folder (and those above it) that only its owner can enter."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move(source: Path, target: Path) -> None:
    """Rename durably: both folders are flushed."""
    source.replace(target)
    sync(target.parent)
    if source.parent != target.parent:
        sync(source.parent)


def write_flushed(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read; half of it is left only by a kill."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def write_private(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all, readable by its owner only."""
    part = path.with_name(path.name + PART)
    try:
        write_flushed(part, content)
        move(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def destroy(path: Path) -> None:
    """Overwrite the end of a file, where its keys stand, and remove it; durably, if it is there."""
    try:
        with path.open("r+b") as file:
            size = path.stat().st_size
            file.seek(max(0, size - _OVERWRITTEN))
            file.write(os.urandom(min(size, _OVERWRITTEN)))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    remove(path)


def remove(path: Path) -> None:
    """Remove a file if it is there, durably."""
    if path.exists():
        path.unlink(missing_ok=True)
        sync(path.parent)


def replace_private(path: Path, content: bytes) -> None:
    """Write a small file anew, whole or not at all, and destroy what stood in it."""
    old = path.with_name(path.name + OLD)
    remove(old)  # of a run that was broken off: it may be today's file, so it is not overwritten
    os.link(path, old)
    write_private(path, content)
    destroy(old)


def sweep(path: Path) -> None:
    """Remove what a broken-off write of a small file left beside it; nobody may write it now."""
    old = path.with_name(path.name + OLD)
    remove(path.with_name(path.name + PART))
    if old.exists() and path.exists() and old.samefile(path):
        remove(old)  # today's file under another name
    else:
        destroy(old)


@contextmanager
def only_one(path: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold a lock that dies with the process; else wait, or say KEYS_BUSY at once."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise TiigError(KEYS_BUSY) from None
        yield
    finally:
        os.close(handle)
