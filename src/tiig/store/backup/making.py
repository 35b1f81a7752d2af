"""Make a backup of a workspace: catalogue, packs, sealed files, tables of areas, settings."""

from __future__ import annotations

import base64
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyrage
from pyrage import x25519

from tiig.model.backup import BackupMade, BackupRequest
from tiig.model.backup_errors import BACKUP_INSIDE, BACKUP_MOVING, BOX_INSIDE
from tiig.model.destruction import phrases_of
from tiig.model.errors import DISK_FULL, STORE_UNWRITABLE, TiigError
from tiig.model.ports import Clock, Ids, Progress, Seams
from tiig.store.backup import file_keys
from tiig.store.backup.folder import BackupFolder, Kept
from tiig.store.backup.snapshot import Body, contents_of, head_of, new_secret, told
from tiig.store.catalogue import Address, SqlCatalogue
from tiig.store.catalogue.schema import HEAD
from tiig.store.faults import disk_errors
from tiig.store.keyring import FileKeyring
from tiig.store.vault import place_of
from tiig.store.workspace import CATALOGUE, SETTINGS

OVERLAY = "standard"
_TRIES = 3
_COPY = "backup-"


@dataclass(frozen=True, eq=False)
class BackupMaker:
    """Makes backups of one workspace, whose catalogue is at `address`."""

    root: Path
    address: Address = field(repr=False)
    keys: FileKeyring = field(repr=False)
    clock: Clock = field(repr=False)
    ids: Ids = field(repr=False)
    code: str
    seams: Seams = field(repr=False)

    def make(self, request: BackupRequest, progress: Progress) -> BackupMade:
        """Add a snapshot; files that an earlier one has are not copied again."""
        folder, box = self._checked(request)
        with self.keys.rotating(), disk_errors():
            self._sweep()
            folder.begin(self.keys.identity)
            self.seams.reach("backup-begun")
            for _ in range(_TRIES):
                try:
                    made = _Run(self, folder, progress).snapshot()
                except FileNotFoundError:  # replaced or destroyed meanwhile: look again
                    continue
                break
            else:
                raise TiigError(BACKUP_MOVING)
            kept = None if box is None else file_keys.write(box, self.keys, made.snapshot)
            self.seams.reach("file-keys-written")
            if request.verify:
                progress.step("reading the backup again")
                folder.check(folder.snapshot(made.snapshot)[1]["objects"])
            removed = folder.prune(request.keep)
            self.seams.reach("backup-pruned")
        return BackupMade(**{**vars(made), "removed": removed, "file_keys": kept})

    def _checked(self, request: BackupRequest) -> tuple[BackupFolder, Path | None]:
        folder, here = Path(request.folder).resolve(), self.root.resolve()
        if folder.is_relative_to(here) or here.is_relative_to(folder):
            raise TiigError(BACKUP_INSIDE)
        box = None if request.file_keys is None else Path(request.file_keys).resolve()
        if box is not None and (box.is_relative_to(folder) or box.is_relative_to(here)):
            raise TiigError(BOX_INSIDE)
        return BackupFolder(folder), box

    def _sweep(self) -> None:
        """Remove what a backup that was killed left in the workspace."""
        for place in self.root.glob(_COPY + "*"):
            shutil.rmtree(place, ignore_errors=True)


class _Run:
    """One attempt at a snapshot."""

    def __init__(self, maker: BackupMaker, folder: BackupFolder, progress: Progress) -> None:
        self._maker = maker
        self._folder = folder
        self._progress = progress
        self._kept: list[Kept] = []

    def snapshot(self) -> BackupMade:
        """Copy everything that the catalogue names as it is now, then write the snapshot."""
        maker, secret = self._maker, new_secret()
        with self._copied() as copy:
            maker.seams.reach("catalogue-copied")
            with closing(_reading(copy, maker.clock)) as catalogue:
                packs, head = catalogue.packs(), head_of(catalogue)
                audit_rows = catalogue.change_number()
                submissions = catalogue.submissions()
                originals = {one.original for one in submissions if one.original}
                phrases = {phrases_of(one.id) for one in submissions}
            sealed = self._sealed(copy, secret)
        places = [f"lake/{pack.id}.parquet" for pack in packs]
        places += self._vault(originals | phrases)
        places += self._geography()
        body = Body(
            files=self._files(places),
            catalogue=sealed,
            small=self._small(),
            contents=contents_of(packs),
            audit_head=head,
            audit_rows=audit_rows,
            submissions=len(submissions),
            packs=len(packs),
        )
        name, now = maker.ids.new(), maker.clock.now()
        plain = {"made_at": now.isoformat(), "code": maker.code, "revision": HEAD}
        self._folder.write_snapshot(name, told(body, secret, maker.keys, **plain))
        maker.seams.reach("snapshot-written")
        return BackupMade(
            snapshot=name,
            made_at=now,
            files=len(body.files) + 1,
            new_files=sum(one.new for one in self._kept),
            new_bytes=sum(one.size for one in self._kept if one.new),
            contents=body.contents,
            audit_head=body.audit_head,
            removed=(),
            file_keys=None,
        )

    @contextmanager
    def _copied(self) -> Iterator[Path]:
        """Give a copy of the catalogue as of one moment, in a private folder of the workspace.

        It is a file of SQLite's wherever the catalogue is, so that every backup reads the same.
        """
        self._progress.step("copying the catalogue")
        with tempfile.TemporaryDirectory(prefix=_COPY, dir=self._maker.root) as place:
            copy = Path(place) / CATALOGUE
            file = self._maker.address.file
            if file is None:
                _copy_rows(self._maker.address, copy, self._maker.clock)
            else:
                _copy_database(file, copy)
            yield copy

    def _sealed(self, copy: Path, secret: x25519.Identity) -> str:
        """Seal the catalogue's copy for the snapshot's identity and keep it."""
        sealed = copy.with_suffix(".age")
        with disk_errors():
            pyrage.encrypt_file(str(copy), str(sealed), [secret.to_public()])
        return self._put(sealed).sha256

    def _files(self, places: list[str]) -> Mapping[str, str]:
        found = {}
        for number, place in enumerate(places):
            self._progress.step("files", number, len(places))
            found[place] = self._put(self._maker.root / place).sha256
        return found

    def _put(self, path: Path) -> Kept:
        kept = self._folder.put(path)
        self._kept.append(kept)
        if kept.new:
            self._maker.seams.reach("file-copied")
        return kept

    def _vault(self, names: set[str]) -> list[str]:
        """Return the sealed files that have a key; without one they are noise."""
        keyed = self._maker.keys.kept()
        places = (place_of(name) for name in names & keyed)
        return sorted(one.as_posix() for one in places if (self._maker.root / one).exists())

    def _geography(self) -> list[str]:
        files = (self._maker.root / "geography").glob("*.parquet")
        return sorted(f"geography/{path.name}" for path in files)

    def _small(self) -> Mapping[str, str]:
        """Return the settings and the site's additions to the standard, as base64."""
        root = self._maker.root
        paths = [root / SETTINGS, *(path for path in (root / OVERLAY).rglob("*") if path.is_file())]
        return {
            path.relative_to(root).as_posix(): base64.b64encode(path.read_bytes()).decode()
            for path in paths
        }


def _copy_rows(address: Address, copy: Path, clock: Clock) -> None:
    """Copy a server's catalogue, row by row, as of one moment."""
    with (
        closing(SqlCatalogue(replace(address, expected=True), clock=clock)) as source,
        closing(_reading(copy, clock)) as target,
    ):
        target.fill(source)


def _copy_database(database: str, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as fault:
        full = getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise TiigError(DISK_FULL if full else STORE_UNWRITABLE) from None


def _reading(copy: Path, clock: Clock) -> SqlCatalogue:
    return SqlCatalogue(f"sqlite:///{copy}", clock=clock)
