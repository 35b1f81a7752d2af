"""Make a workspace again from a snapshot: checked whole before, held against its word after.

Everything is put together beside the place where the workspace will be, and moved there in
one step; what is broken off leaves nothing at that place.
"""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyrage
from pyrage import x25519

from tiig.model.audit import heads_in
from tiig.model.backup import Restored
from tiig.model.backup_errors import BACKUP_DAMAGED, BACKUP_NEWER, TARGET_TAKEN
from tiig.model.errors import TiigError
from tiig.model.ports import Clock, Progress, Seams
from tiig.store import durable
from tiig.store.backup import file_keys
from tiig.store.backup.folder import BackupFolder
from tiig.store.backup.settings import settings_with
from tiig.store.backup.snapshot import Body, Head, contents_of, head_of, opened, read_head
from tiig.store.catalogue import Address, SqlCatalogue, check_empty
from tiig.store.catalogue.schema import HEAD
from tiig.store.faults import disk_errors
from tiig.store.key_locks import UNLOCK
from tiig.store.keyring import FileKeyring
from tiig.store.keyring_file import RING
from tiig.store.workspace import CATALOGUE, Workspace

_PARTIAL = ".restoring"


@dataclass(frozen=True)
class RestoreOrder:
    """A backup's folder, where the workspace goes, the keys' folder, and what else is known.

    The catalogue goes to the server's database that `database` names, else into the workspace.
    """

    folder: Path
    target: Path
    keys_folder: Path
    keys: FileKeyring = field(repr=False)
    code: str
    snapshot: str | None = None
    file_keys: Path | None = None
    database: Address | None = None


def restore(order: RestoreOrder, *, clock: Clock, seams: Seams, progress: Progress) -> Restored:
    """Restore a workspace, or leave everything as it was."""
    if order.target.exists():
        raise TiigError(TARGET_TAKEN)
    if order.database is not None:
        check_empty(order.database)
    folder = BackupFolder(order.folder)
    name, told = folder.snapshot(order.snapshot)
    head = read_head(name, told, here=order.code)
    if int(head.revision) > int(HEAD):
        raise TiigError(BACKUP_NEWER, made_by=head.code, here=order.code)
    body, secret = opened(head, order.keys)
    secrets = {} if order.file_keys is None else file_keys.read(order.file_keys)
    progress.step("checking the backup")
    folder.check(head.objects)
    seams.reach("restore-checked")
    part = order.target.with_name(order.target.name + _PARTIAL)
    with disk_errors():
        shutil.rmtree(part, ignore_errors=True)  # of a restore that was broken off
        try:
            work = _Restoring(order, folder, part, seams, progress)
            work.put_together(body, secret, secrets)
            with work.opened(clock) as found:
                restored = work.held_against(found, body, head, name)
            with work.moved(clock) as moved:
                if moved is not None:
                    restored = work.held_against(moved, body, head, name)
                seams.reach("restore-ready")
                os.rename(part, order.target)  # noqa: PTH104 - never onto a folder that has come meanwhile
                durable.sync(order.target.parent)
                seams.reach("restored")
                if moved is not None:
                    moved.finish()
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return restored


class _Restoring:
    """A workspace that is being put together beside its place."""

    def __init__(
        self,
        order: RestoreOrder,
        folder: BackupFolder,
        part: Path,
        seams: Seams,
        progress: Progress,
    ) -> None:
        self._order = order
        self._folder = folder
        self._part = part
        self._seams = seams
        self._progress = progress

    def put_together(self, body: Body, secret: x25519.Identity, secrets: dict[str, bytes]) -> None:
        """Write every file of the snapshot, the keys, and last the settings that mark it."""
        small = {place: base64.b64decode(content) for place, content in body.small.items()}
        settings = settings_with(small.pop("tiig.toml", b"").decode(), self._order.database)
        workspace = Workspace.create(self._part, settings)
        for place, content in small.items():
            path = self._inside(place)
            durable.private_folder(path.parent)
            durable.write_private(path, content)
        for number, (place, sha256) in enumerate(body.files.items()):
            self._progress.step("files", number, len(body.files))
            path = self._inside(place)
            durable.private_folder(path.parent)
            shutil.copyfile(self._folder.path(sha256), path)
            path.chmod(durable.PRIVATE_FILE)
            durable.sync(path)
            self._seams.reach("file-restored")
        self._unseal(body.catalogue, secret)
        self._seams.reach("catalogue-restored")
        self._keys(workspace, secrets)

    @contextmanager
    def opened(self, clock: Clock) -> Iterator[SqlCatalogue]:
        """Open the catalogue's file, and let go of it before it is moved anywhere."""
        address = f"sqlite:///{self._part / CATALOGUE}"
        with closing(SqlCatalogue(address, clock=clock, signer=self._order.keys)) as found:
            yield found

    @contextmanager
    def moved(self, clock: Clock) -> Iterator[SqlCatalogue | None]:
        """Move the catalogue to the server's database, if one is named; it is unfinished there."""
        if self._order.database is None:
            yield None
            return
        self._progress.step("filling the database")
        address, keys = replace(self._order.database, beginning=True), self._order.keys
        with closing(SqlCatalogue(address, clock=clock, signer=keys, seams=self._seams)) as moved:
            with self.opened(clock) as source:
                moved.fill(source)
            self._seams.reach("catalogue-moved")
            (self._part / CATALOGUE).unlink()
            yield moved

    def held_against(self, found: SqlCatalogue, body: Body, head: Head, name: str) -> Restored:
        """Hold what was restored against the snapshot's word."""
        packs, submissions = found.packs(), found.submissions()
        audit_head, trail = head_of(found), found.check_audit(heads_in(body.audit_head))
        word = (body.contents, body.audit_head, body.submissions)
        if word != (contents_of(packs), audit_head, len(submissions)):
            raise TiigError(BACKUP_DAMAGED, what="the catalogue is not the one that was copied")
        if body.audit_head and not trail.anchored:
            raise TiigError(BACKUP_DAMAGED, what="its audit trail does not lead to the signed head")
        sealed = [place for place in body.files if place.startswith("vault/")]
        keyed = {path.stem for path in (self._part / "keys" / "vault").glob("*.key")}
        return Restored(
            workspace=str(self._order.target),
            snapshot=name,
            made_at=head.made_at,
            packs=len(packs),
            submissions=len(submissions),
            audit_rows=trail.rows,
            contents=body.contents,
            audit_head=body.audit_head,
            sealed=len(sealed),
            opening=sum(Path(place).stem in keyed for place in sealed),
            database=None if self._order.database is None else self._order.database.shown,
            faults=trail.faults,
        )

    def _inside(self, place: str) -> Path:
        """Return a place in the workspace; a body that points elsewhere was not made by us."""
        path = (self._part / place).resolve()
        if not path.is_relative_to(self._part.resolve()):
            raise TiigError(BACKUP_DAMAGED, what="it names a place outside the workspace")
        return path

    def _unseal(self, sha256: str, secret: x25519.Identity) -> None:
        target = self._part / CATALOGUE
        try:
            pyrage.decrypt_file(str(self._folder.path(sha256)), str(target), [secret])
        except pyrage.DecryptError:
            raise TiigError(BACKUP_DAMAGED, what="the catalogue cannot be opened") from None
        target.chmod(durable.PRIVATE_FILE)
        durable.sync(target)

    def _keys(self, workspace: Workspace, secrets: dict[str, bytes]) -> None:
        """Copy the keyring as it is, and the secrets of the files that were restored."""
        for name in (RING, UNLOCK):
            source = self._order.keys_folder / name
            if source.exists():
                durable.write_private(workspace.keys / name, source.read_bytes())
        durable.private_folder(workspace.keys / "vault")
        for name, wrapped in secrets.items():
            durable.write_private(workspace.keys / "vault" / f"{Path(name).name}.key", wrapped)
