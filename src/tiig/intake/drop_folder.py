"""A drop folder: what waits in it for whom, and where files go. No file is opened here.

`DIR/<sender>/...` is where files arrive. Everything else is the watcher's and private: a file is
first moved to `.taking`, where whoever dropped it cannot change it any more, and then to
`.done/<sender>/taken|held|refused`.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tiig.model.errors import TiigError
from tiig.model.watch_errors import DROP_BUSY, DROP_MISSING, DROP_UNREADABLE

TAKING, DONE, LOCK = ".taking", ".done", ".watch.lock"
TAKEN, HELD, REFUSED, RECEIPTS = "taken", "held", "refused", "receipts"
DATA, CONTROL = ".dat", ".ctl"
"""A MESH client delivers two files of the same name: the data, and what tells of them."""
_UNFINISHED = frozenset(
    ".part .partial .filepart .tmp .temp .crdownload .download .upload .uploading .writing .swp "
    ".lock .lnk".split()
)
"""How programs that write or fetch a file call it until it is whole, in lower case."""
_NOT_OURS = frozenset({"thumbs.db", "desktop.ini"})
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_SENDER = re.compile(r"[a-z0-9][a-z0-9-]*")
"""A sender's id, as profiles have it: no other folder is named in a message."""
_DEEPEST = 8
"""Folders below a sender's that are looked into."""

Sign = tuple[int, ...]
"""What tells that a file, and its control file, are still as they were."""


@dataclass(frozen=True)
class Waiting:
    """A file of a sender; `claimed` where it is in the watcher's own folder already."""

    sender: str
    path: Path
    sign: Sign
    control: Path | None = None
    claimed: bool = False


@dataclass(frozen=True)
class Looked:
    """What one look found: files that wait, and what a person must see to.

    `closed` are senders with a folder that cannot be looked into, `strays` counts what lies
    beside the senders' folders, `halves` data of MESH whose control file has not come.
    """

    files: tuple[Waiting, ...]
    closed: tuple[str, ...] = ()
    strays: int = 0
    halves: int = 0


class DropFolder:
    """The folder, by its real path."""

    def __init__(self, root: Path) -> None:
        """Take the folder; DROP_MISSING where it is none."""
        try:
            self.root = root.resolve(strict=True)
            os.scandir(self.root).close()
        except OSError:
            raise TiigError(DROP_MISSING) from None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one watcher; the lock dies with the process. Else DROP_BUSY."""
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
            handle = os.open(self.root / LOCK, flags, _PRIVATE_FILE)
        except OSError:
            raise TiigError(DROP_MISSING) from None
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise TiigError(DROP_BUSY) from None
            yield
        finally:
            os.close(handle)

    def look(self) -> Looked:
        """Find what a broken-off run had claimed, then what waits; DROP_MISSING if it is gone."""
        try:
            beside, folders = _entries(self.root)
        except OSError:
            raise TiigError(DROP_MISSING) from None
        senders = [one.name for one in folders if _SENDER.fullmatch(one.name)]
        claimed = [one for name in senders for one in self._claimed(name)]
        each = [_arrived(name, self.root / name, _DEEPEST) for name in senders]
        return Looked(
            files=(*claimed, *(one for found in each for one in found.files)),
            closed=tuple(name for found in each for name in dict.fromkeys(found.closed)),
            strays=sum(not is_unfinished(name) for name in beside) + len(folders) - len(senders),
            halves=sum(found.halves for found in each),
        )

    def claim(self, one: Waiting) -> Waiting | None:
        """Move a file where nobody else changes it; None where it is gone or no plain file.

        DROP_UNREADABLE where it may not be read.
        """
        if one.path.exists() and not os.access(one.path, os.R_OK):
            raise TiigError(DROP_UNREADABLE)
        if one.claimed:
            return one
        folder = _private(self.root / TAKING / one.sender)
        target = folder / one.path.name
        if target.exists():  # of an earlier file that could not be dealt with yet
            return None
        try:
            _rename(one.path, target)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(target.lstat().st_mode):  # it was swapped for a link meanwhile
            target.unlink()
            return None
        control = None
        if one.control is not None:
            control = folder / one.control.name
            with suppress(FileNotFoundError):
                _rename(one.control, control)
        return Waiting(one.sender, target, _sign(target, control), control, claimed=True)

    def put(self, one: Waiting, fate: str) -> Path:
        """Move a claimed file, and its control file, to where its fate says; returns its path."""
        folder = _private(self.root / DONE / one.sender / fate)
        kept = _moved(one.path, folder)
        if one.control is not None and one.control.exists():
            _moved(one.control, folder)
        return kept

    def remove(self, one: Waiting) -> None:
        """Remove a claimed file, and its control file."""
        one.path.unlink(missing_ok=True)
        if one.control is not None:
            one.control.unlink(missing_ok=True)

    def receipts(self, sender: str) -> Path:
        """Return the folder of a sender's receipts."""
        return _private(self.root / DONE / sender / RECEIPTS)

    def _claimed(self, sender: str) -> Iterator[Waiting]:
        folder = self.root / TAKING / sender
        with suppress(FileNotFoundError):
            for one in sorted(folder.iterdir()):
                if one.suffix.lower() != CONTROL and not one.name.startswith("."):
                    control = one.with_suffix(CONTROL)
                    beside = control if control.exists() else None
                    yield Waiting(sender, one, _sign(one, beside), beside, claimed=True)


def is_unfinished(name: str) -> bool:
    """Tell a name that a program gives a file until it is whole, or that is not for us."""
    lowered = name.lower()
    return (
        lowered.startswith((".", "~$"))
        or lowered.endswith("~")
        or lowered in _NOT_OURS
        or os.path.splitext(lowered)[1] in _UNFINISHED  # noqa: PTH122 - a name, not a path
    )


def _entries(folder: Path) -> tuple[list[str], list[Path]]:
    """Return the plain files and the folders in one, by name: no link, and no hidden folder."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda one: one.name)
    files = [one.name for one in found if one.is_file(follow_symlinks=False)]
    folders = [one for one in found if one.is_dir(follow_symlinks=False)]
    return files, [Path(one.path) for one in folders if not one.name.startswith(".")]


def _arrived(sender: str, folder: Path, deepest: int) -> Looked:
    """Return what waits in a folder and those below."""
    try:
        names, inner = _entries(folder)
        ours = [name for name in names if not is_unfinished(name)]
        found = [_waiting(sender, folder / name, names) for name in ours if not _is_control(name)]
    except OSError:
        return Looked((), (sender,))
    below = [_arrived(sender, one, deepest - 1) for one in inner] if deepest else []
    return Looked(
        files=(*filter(None, found), *(one for looked in below for one in looked.files)),
        closed=tuple(name for looked in below for name in looked.closed),
        halves=found.count(None) + sum(looked.halves for looked in below),
    )


def _is_control(name: str) -> bool:
    return name.lower().endswith(CONTROL)


def _waiting(sender: str, path: Path, beside: list[str]) -> Waiting | None:
    """Return a file that waits; None where the other half of a pair has not come yet."""
    if path.suffix.lower() != DATA:
        return Waiting(sender, path, _sign(path))
    wanted = f"{path.stem}{CONTROL}".lower()
    control = next((path.with_name(name) for name in beside if name.lower() == wanted), None)
    if control is None:
        return None
    return Waiting(sender, path, _sign(path, control), control)


def _sign(path: Path, control: Path | None = None) -> Sign:
    found = path.lstat()
    told = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
    return told if control is None or not control.exists() else (*told, *_sign(control))


def _private(folder: Path) -> Path:
    """Make a folder, and those of the watcher above it, that only its owner enters; no link."""
    for one in (*reversed(folder.parents[:2]), folder):
        if one.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


def _rename(source: Path, target: Path) -> None:
    """Move a file; to another disk by a copy that is there whole or not at all."""
    try:
        source.rename(target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        part = target.with_name(f".{target.name}")
        opened = os.open(source, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(opened, "rb") as old, part.open("wb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
        part.rename(target)
        source.unlink()


def _moved(path: Path, folder: Path) -> Path:
    """Move a file into a folder, by a name that is free there."""
    target, number = folder / path.name, 2
    while target.exists():
        target = folder / f"{path.stem}~{number}{path.suffix}"
        number += 1
    _rename(path, target)
    with suppress(OSError):  # some file systems of drop folders know no modes
        target.chmod(_PRIVATE_FILE)
    return target
