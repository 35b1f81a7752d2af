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
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tiig.intake.putting_away import put_away, rename
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
    beside the senders' folders, `halves` data of MESH whose control file has not come; `controls`
    are control files without their data, which may be on the way.
    """

    files: tuple[Waiting, ...]
    closed: tuple[str, ...] = ()
    strays: int = 0
    halves: int = 0
    controls: tuple[Waiting, ...] = ()


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
            senders = [one.name for one in folders if _SENDER.fullmatch(one.name)]
            claimed = [self._claimed(name) for name in senders]
            each = [_arrived(name, self.root / name, _DEEPEST) for name in senders]
        except OSError:
            raise TiigError(DROP_MISSING) from None
        return Looked(
            files=tuple(one for found in (*claimed, *each) for one in found.files),
            closed=tuple(name for found in each for name in dict.fromkeys(found.closed)),
            strays=sum(not is_unfinished(name) for name in beside) + len(folders) - len(senders),
            halves=sum(found.halves for found in each),
            controls=tuple(one for found in (*claimed, *each) for one in found.controls),
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
            rename(one.path, target)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(target.lstat().st_mode):  # it was swapped for a link meanwhile
            target.unlink()
            return None
        control = None
        if one.control is not None:
            control = folder / one.control.name
            with suppress(FileNotFoundError):
                rename(one.control, control)
        return Waiting(one.sender, target, _sign(target, control), control, claimed=True)

    def put(self, one: Waiting, fate: str, note: str = "") -> Path:
        """Move a claimed file to where its fate says, and a note with it; returns its path.

        A control file goes first: broken off, the next run still finds the data. Where the data
        cannot follow, it comes back.
        """
        folder = _private(self.root / DONE / one.sender / fate)
        if one.control is None or not one.control.exists():
            return put_away(one.path, folder, note)
        told = put_away(one.control, folder)
        try:
            return put_away(one.path, folder, note)
        except OSError:
            with suppress(OSError):
                rename(told, one.control)
            raise

    def remove(self, one: Waiting) -> None:
        """Remove a claimed file, after its control file."""
        if one.control is not None:
            one.control.unlink(missing_ok=True)
        one.path.unlink(missing_ok=True)

    def receipts(self, sender: str) -> Path:
        """Return the folder of a sender's receipts."""
        return _private(self.root / DONE / sender / RECEIPTS)

    def _claimed(self, sender: str) -> Looked:
        folder = self.root / TAKING / sender
        try:
            paths = sorted(one for one in folder.iterdir() if not one.name.startswith("."))
        except FileNotFoundError:
            return Looked(())
        names = [one.name for one in paths]
        pairs = [(one, _beside(one, names)) for one in paths if not _is_control(one.name)]
        return Looked(
            files=tuple(
                Waiting(sender, one, _sign(one, control), control, claimed=True)
                for one, control in pairs
            ),
            controls=tuple(_lone_controls(sender, folder, names)),
        )


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
        controls = tuple(_lone_controls(sender, folder, names))
    except OSError:
        return Looked((), (sender,))
    below = [_arrived(sender, one, deepest - 1) for one in inner] if deepest else []
    return Looked(
        files=(*filter(None, found), *(one for looked in below for one in looked.files)),
        closed=tuple(name for looked in below for name in looked.closed),
        halves=found.count(None) + sum(looked.halves for looked in below),
        controls=(*controls, *(one for looked in below for one in looked.controls)),
    )


def _is_control(name: str) -> bool:
    return name.lower().endswith(CONTROL)


def _waiting(sender: str, path: Path, beside: list[str]) -> Waiting | None:
    """Return a file that waits; None where the other half of a pair has not come yet."""
    if path.suffix.lower() != DATA:
        return Waiting(sender, path, _sign(path))
    control = _beside(path, beside)
    if control is None:
        return None
    return Waiting(sender, path, _sign(path, control), control)


def _beside(path: Path, names: Iterable[str]) -> Path | None:
    """Return the control file of data, in whichever case its name is written."""
    if path.suffix.lower() != DATA:
        return None
    wanted = f"{path.stem}{CONTROL}".lower()
    return next((path.with_name(name) for name in names if name.lower() == wanted), None)


def _lone_controls(sender: str, folder: Path, names: Iterable[str]) -> Iterator[Waiting]:
    """Return the control files that no data lie beside."""
    lowered = {name.lower() for name in names}
    for name in names:
        stem = name.lower().removesuffix(CONTROL)
        if _is_control(name) and not is_unfinished(name) and f"{stem}{DATA}" not in lowered:
            yield Waiting(sender, folder / name, _sign(folder / name))


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
