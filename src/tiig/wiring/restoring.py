"""Make a workspace again from a backup; the only door to it that needs no workspace."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from tiig import __version__
from tiig.deidentify import kinds_in
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.backup import Restored
from tiig.model.ports import Progress, Seams
from tiig.store import Address, FileKeyring, SqlCatalogue, Workspace, check_place
from tiig.store.backup import RestoreOrder, restore
from tiig.store.seams import NoSeams
from tiig.wiring.clock import SystemClock
from tiig.wiring.databases import new_database
from tiig.wiring.key_services import key_service
from tiig.wiring.settings import Secrets, told


@dataclass(frozen=True)
class RestoreRequest:
    """A backup's folder, where the workspace goes, the folder of its keys, and choices.

    The catalogue goes to the `database` that is named here or in the environment, else into the
    workspace.
    """

    folder: Path
    workspace: Path
    keys: Path
    snapshot: str | None = None
    file_keys: Path | None = None
    database: str | None = None


def restore_workspace(
    request: RestoreRequest, *, asker: Asker, progress: Progress, seams: Seams | None = None
) -> Restored:
    """Restore, or leave everything as it was; the keys are opened by TIIG_PASSPHRASE."""
    secrets, clock = Secrets(), SystemClock()
    target = request.workspace.expanduser().absolute()
    database = new_database(request.database)
    if database is None:
        check_place(target)
    service = key_service(secrets.key_service)
    keys = FileKeyring.open(request.keys, told(secrets.passphrase), service=service)
    order = RestoreOrder(
        folder=request.folder,
        target=target,
        keys_folder=request.keys,
        keys=keys,
        code=__version__,
        snapshot=request.snapshot,
        file_keys=request.file_keys,
        database=database,
    )
    restored = restore(order, clock=clock, seams=seams or NoSeams(), progress=progress)
    address = replace(database or Address(Workspace(target).catalogue_url), expected=True)
    with closing(SqlCatalogue(address, clock=clock, signer=keys, search=kinds_in)) as catalogue:
        catalogue.note(
            asker, "restored from a backup", kind=AuditKind.BACKUP, subjects=(restored.snapshot,)
        )
    return restored
