"""The folder of a backup: files under the hash of their content, and snapshots that name them.

A file is written apart, flushed and renamed; a snapshot comes last. What is not named by a
snapshot is a beginning, and the next backup goes on with it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tiig.model.backup_errors import (
    BACKUP_DAMAGED,
    BACKUP_HALF,
    BACKUP_MISSING,
    BACKUP_NOT_ONE,
    BACKUP_OTHER,
)
from tiig.model.errors import OUTPUT_UNWRITABLE, TiigError
from tiig.store import durable

FORMAT = 1
_MARK, _OBJECTS, _SNAPSHOTS = "tiig-backup.json", "objects", "snapshots"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Kept:
    """A file as it was put into the folder."""

    sha256: str
    size: int
    new: bool


@dataclass(frozen=True)
class BackupFolder:
    """One folder; everything in it is sealed or public."""

    root: Path

    def begin(self, workspace: str) -> None:
        """Take a folder into use for a workspace (its check value), or know it again."""
        told = self._mark()
        if told is not None:
            if told.get("workspace") != workspace:
                raise TiigError(BACKUP_OTHER)
            return
        if self.root.is_dir() and any(self.root.iterdir()):
            raise TiigError(BACKUP_NOT_ONE)
        with writing():
            for name in (_OBJECTS, _SNAPSHOTS):
                durable.private_folder(self.root / name)
            mark = json.dumps({"format": FORMAT, "workspace": workspace}).encode()
            durable.write_private(self.root / _MARK, mark)

    def put(self, source: Path) -> Kept:
        """Copy a file in, once for each content; the source may vanish: FileNotFoundError."""
        with source.open("rb") as file:
            sha256, size = hashed(file)
            if self.path(sha256).is_file():
                return Kept(sha256, size, new=False)
            file.seek(0)
            self._write(file, sha256)
        return Kept(sha256, size, new=True)

    def path(self, sha256: str) -> Path:
        """Return where a content lies."""
        return self.root / _OBJECTS / sha256[:2] / sha256

    def check(self, objects: Collection[str]) -> None:
        """Refuse what is not whole: BACKUP_HALF, or BACKUP_DAMAGED where a content is another."""
        missing = [one for one in objects if not self.path(one).is_file()]
        if missing:
            raise TiigError(BACKUP_HALF, missing=len(missing), files=len(objects))
        for one in objects:
            with self.path(one).open("rb") as file:
                if hashed(file)[0] != one:
                    raise TiigError(BACKUP_DAMAGED, what=f"the content of {one[:12]} was changed")

    def write_snapshot(self, name: str, told: dict[str, Any]) -> None:
        """Write a snapshot whole: from then on the backup stands."""
        with writing():
            durable.write_private(self._snapshot(name), json.dumps(told, indent=1).encode())

    def snapshots(self) -> tuple[str, ...]:
        """Return the ids of finished snapshots, oldest first."""
        return tuple(sorted(path.stem for path in (self.root / _SNAPSHOTS).glob("*.json")))

    def snapshot(self, name: str | None) -> tuple[str, dict[str, Any]]:
        """Return the newest snapshot or the one named; BACKUP_MISSING, BACKUP_DAMAGED."""
        if self._mark() is None:
            raise TiigError(BACKUP_MISSING, what="the folder is no backup")
        there = self.snapshots()
        if not there:
            raise TiigError(BACKUP_MISSING, what="it was broken off before its end")
        if name is not None and name not in there:
            raise TiigError(BACKUP_MISSING, what="no snapshot has this id")
        chosen = name or there[-1]
        return chosen, self._read(chosen)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove all but the newest snapshots, then what no snapshot names; returns their ids."""
        gone = self.snapshots()[:-keep] if keep else ()
        with writing():
            for name in gone:
                durable.remove(self._snapshot(name))
            if gone:
                named = {one for name in self.snapshots() for one in self._read(name)["objects"]}
                for path in (self.root / _OBJECTS).glob("*/*"):
                    if path.name not in named:
                        durable.remove(path)
        return gone

    def _read(self, name: str) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads(self._snapshot(name).read_bytes())
            list(told["objects"])
        except (OSError, ValueError, LookupError, TypeError):
            raise TiigError(BACKUP_DAMAGED, what=f"the snapshot {name} is not whole") from None
        return told

    def _write(self, file: BinaryIO, sha256: str) -> None:
        target = self.path(sha256)
        part = target.with_name(sha256 + durable.PART)
        with writing():
            durable.private_folder(target.parent)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, durable.PRIVATE_FILE)
            with os.fdopen(handle, "wb") as copy:
                copied = hashlib.sha256()
                while chunk := file.read(_CHUNK):
                    copied.update(chunk)
                    copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
            if copied.hexdigest() != sha256:
                part.unlink()
                raise FileNotFoundError  # it was replaced between two readings
            durable.move(part, target)

    def _snapshot(self, name: str) -> Path:
        return self.root / _SNAPSHOTS / f"{name}.json"

    def _mark(self) -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = json.loads((self.root / _MARK).read_bytes())
        except (OSError, ValueError):
            return None
        return told if isinstance(told, dict) else None


def hashed(file: BinaryIO) -> tuple[str, int]:
    """Return the SHA-256 and the size of what is left of a file."""
    told, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK):
        told.update(chunk)
        size += len(chunk)
    return told.hexdigest(), size


@contextmanager
def writing() -> Iterator[None]:
    """Say OUTPUT_UNWRITABLE where the folder cannot be written; what vanished is told apart."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError:
        raise TiigError(OUTPUT_UNWRITABLE) from None
