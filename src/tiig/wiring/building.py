"""Build the Services of a workspace, and make a new one."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tiig import __version__
from tiig.deidentify import kinds_in
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.audit_errors import AUDIT_ALTERED
from tiig.model.database_errors import CATALOGUE_FOREIGN, CATALOGUE_MISSING
from tiig.model.errors import WORKSPACE_EXISTS, TiigError
from tiig.model.ports import Seams
from tiig.services import Choices, Services
from tiig.standard import load_standard
from tiig.store import (
    HEALER,
    Address,
    Destroyer,
    FileKeyring,
    FolderShelf,
    Geographies,
    ParquetLake,
    SealedVault,
    SqlCatalogue,
    Workspace,
    check_place,
    give_up,
    heal,
    reconcile,
)
from tiig.store.backup import BackupMaker, where
from tiig.store.seams import NoSeams
from tiig.wiring.clock import SystemClock
from tiig.wiring.databases import address_of, new_database
from tiig.wiring.key_services import LOCAL, key_service
from tiig.wiring.settings import (
    OVERLAY,
    SETTINGS_FILE,
    Secrets,
    Settings,
    told,
)
from tiig.wiring.world import TimeOrderedIds

FIRST_SETTINGS = """# Settings of this workspace. Secrets never stand here: TIIG_PASSPHRASE comes
# from the environment. Every entry is explained in docs/reference/settings.md.

# The smallest count shown under the preset named-partner: no agreement may set less.
named_partner_threshold = 5

# How the pages are protected: "public", or "named-partner" under a recipient's agreement.
page_preset = {pages}
{agreement}

# What bulletins and profiles call all areas together.
region = {region}
"""


@dataclass(frozen=True)
class Pages:
    """Under which preset a workspace's pages show figures, and under whose agreement."""

    preset: str = "public"
    agreement: str | None = None


EVERYBODY = Pages()


def make_workspace(
    folder: Path,
    *,
    region: str = "the whole region",
    pages: Pages = EVERYBODY,
    database: str | None = None,
    seams: Seams | None = None,
) -> Path:
    """Make a workspace with new keys; the environment's passphrase, if any, wraps them.

    Where `database` or the environment names a server's database, the catalogue is made there:
    it must be reached and hold none. A wrong one leaves no workspace behind. What a beginning
    that was killed left is no workspace, and is made anew.
    """
    root = folder.expanduser().absolute()
    if (root / SETTINGS_FILE).exists():
        raise TiigError(WORKSPACE_EXISTS)
    there = new_database(database)
    if there is None:
        check_place(root)
    words = {"region": json.dumps(region), "pages": json.dumps(pages.preset)}
    words["agreement"] = (
        '# page_agreement = "the-agreement"'
        if pages.agreement is None
        else f"page_agreement = {json.dumps(pages.agreement)}"
    )
    fresh, secrets = not root.exists(), Secrets()
    written = FIRST_SETTINGS.format(**words) + _service_line(secrets)
    workspace = Workspace.begin(root, written + (where(there.shown) if there else ""))
    try:
        _begin(workspace, there or Address(workspace.catalogue_url), secrets, seams or NoSeams())
    except BaseException:
        workspace.abandon(folder=fresh)
        raise
    return root


def _service_line(secrets: Secrets) -> str:
    """Return the setting of a key service, where there is one: without it nothing opens again."""
    if secrets.key_service == LOCAL:
        return ""
    return f"\n# What opens the keyring.\nkey_service = {json.dumps(secrets.key_service)}\n"


@contextmanager
def open_services(settings: Settings, *, seams: Seams | None = None) -> Iterator[Services]:
    """Open a workspace, put right what a crash left, and let go of it at the end."""
    workspace = Workspace.open(settings.workspace)
    if settings.database_url is None:
        check_place(workspace.root)
    clock, ids, passing = SystemClock(), TimeOrderedIds(), seams or NoSeams()
    keys = _keys(workspace, settings)
    overlay = settings.overlay or workspace.root / OVERLAY
    standard = load_standard(overlay if overlay.is_dir() else None)
    address = address_of(workspace, settings, expected=True)
    catalogue = SqlCatalogue(address, clock=clock, signer=keys, search=kinds_in, seams=passing)
    try:
        keys.bind(catalogue.key_layers)
        _check_ours(catalogue, keys)
        lake = ParquetLake(
            workspace.root,
            keys=keys,
            clock=clock,
            ids=ids,
            standard=standard,
            packs_by_id=catalogue.packs,
            seams=passing,
        )
        vault = SealedVault(workspace.root, keys=keys, seams=passing)
        geography = Geographies(catalogue, FolderShelf(workspace.root, ids=ids))
        heal(catalogue, lake, vault, clock.now())
        destroyer = Destroyer(catalogue, lake, vault, clock, passing)
        with suppress(TiigError):  # a disk that cannot be written can still be read
            destroyer.carry_out(HEALER)
            vault.sweep()
        geography.heal(clock.now())
        yield Services(
            catalogue=catalogue,
            lake=lake,
            vault=vault,
            keys=keys,
            geography=geography,
            clock=clock,
            ids=ids,
            seams=passing,
            standard=standard,
            code_version=__version__,
            overlay=overlay,
            reconcile=lambda: (*reconcile(catalogue, lake, vault), *geography.faults()),
            carry_out=destroyer.carry_out,
            give_up=lambda intent: give_up(catalogue, lake, vault, intent),
            back_up=_backups(workspace, settings, keys, passing).make,
            choices=_choices(settings),
        )
    finally:
        catalogue.close()


def _begin(workspace: Workspace, address: Address, secrets: Secrets, seams: Seams) -> None:
    """Make the keys and the catalogue, write its first row, and let all of it count."""
    seams.reach("workspace-begun")
    service = key_service(secrets.key_service)
    keys = FileKeyring.create(workspace.keys, told(secrets.passphrase), service=service)
    seams.reach("keys-made")
    catalogue = SqlCatalogue(
        replace(address, beginning=True),
        clock=SystemClock(),
        signer=keys,
        search=kinds_in,
        seams=seams,
    )
    with closing(catalogue):
        catalogue.note(
            Asker.local(getpass.getuser()),
            "made a workspace",
            kind=AuditKind.WORKSPACE,
            subjects=(keys.identity,),
        )
        seams.reach("catalogue-made")
        workspace.finish()
        seams.reach("workspace-made")
        with suppress(TiigError):  # whoever opens the workspace does it then
            catalogue.finish()


def _keys(workspace: Workspace, settings: Settings) -> FileKeyring:
    service = key_service(settings.key_service)
    return FileKeyring.open(workspace.keys, told(settings.passphrase), service=service)


def _backups(
    workspace: Workspace, settings: Settings, keys: FileKeyring, seams: Seams
) -> BackupMaker:
    return BackupMaker(
        root=workspace.root,
        address=address_of(workspace, settings),
        keys=keys,
        clock=SystemClock(),
        ids=TimeOrderedIds(),
        code=__version__,
        seams=seams,
    )


def _choices(settings: Settings) -> Choices:
    return Choices(
        named_partner_threshold=settings.named_partner_threshold,
        page_preset=settings.page_preset,
        page_agreement=settings.page_agreement,
        region=settings.region,
        geography=settings.geography,
    )


def _check_ours(catalogue: SqlCatalogue, keys: FileKeyring) -> None:
    """Refuse a catalogue whose first row tells of another workspace: ours would be emptied.

    Start-up removes files that the catalogue does not name. One that was begun and never
    finished counts from now on, if it is ours and was filled.
    """
    try:
        first = catalogue.audit(AuditAsked(through=1))
    except TiigError as fault:
        if fault.kind is not AUDIT_ALTERED:
            raise
        return  # tiig audit verify tells of it
    if not catalogue.finished and not first:
        raise TiigError(CATALOGUE_MISSING)
    made = [row for row in first if row.kind is AuditKind.WORKSPACE and row.subjects]
    if made and keys.identity not in made[0].subjects:
        raise TiigError(CATALOGUE_FOREIGN)
    with suppress(TiigError):  # a disk that cannot be written can still be read
        catalogue.finish()
