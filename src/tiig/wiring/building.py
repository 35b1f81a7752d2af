"""Build the Services of a workspace, and make a new one."""

from __future__ import annotations

import getpass
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from tiig import __version__
from tiig.deidentify import kinds_in
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.audit_errors import AUDIT_ALTERED
from tiig.model.database_errors import CATALOGUE_FOREIGN, DATABASE_ADDRESS
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
    check_empty,
    check_place,
    give_up,
    heal,
    reconcile,
)
from tiig.store.backup import BackupMaker
from tiig.store.seams import NoSeams
from tiig.wiring.clock import SystemClock
from tiig.wiring.key_services import LOCAL, key_service
from tiig.wiring.settings import (
    SETTINGS_FILE,
    Secrets,
    Settings,
    database_of_environment,
    read_settings,
    tells_password,
    told,
)
from tiig.wiring.world import TimeOrderedIds

OVERLAY = "standard"
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
DATABASE = """
# Where the catalogue is. Its password never stands here: TIIG_DATABASE_PASSWORD.
database_url = {}
"""
PASSWORD_IN_URL = "a password stands in it, which belongs in TIIG_DATABASE_PASSWORD"  # noqa: S105


@dataclass(frozen=True)
class Pages:
    """Under which preset a workspace's pages show figures, and under whose agreement."""

    preset: str = "public"
    agreement: str | None = None


EVERYBODY = Pages()


def make_workspace(
    folder: Path,
    *,
    passphrase: SecretStr | None = None,
    region: str = "the whole region",
    pages: Pages = EVERYBODY,
    database: str | None = None,
) -> Path:
    """Make a workspace with new keys; the passphrase, if any, wraps them.

    Where `database` or the environment names a server's database, the catalogue is made there:
    it must be reached and hold none. A wrong one leaves no workspace behind.
    """
    root = folder.expanduser().absolute()
    if (root / SETTINGS_FILE).exists():
        raise TiigError(WORKSPACE_EXISTS)
    url = _new_database(database)
    if url is None:
        check_place(root)
    words = {"region": json.dumps(region), "pages": json.dumps(pages.preset)}
    words["agreement"] = (
        '# page_agreement = "the-agreement"'
        if pages.agreement is None
        else f"page_agreement = {json.dumps(pages.agreement)}"
    )
    fresh, secrets = not root.exists(), Secrets()
    written = FIRST_SETTINGS.format(**words) + _service_line(secrets)
    workspace = Workspace.create(root, written + (DATABASE.format(json.dumps(url)) if url else ""))
    try:
        _begin(workspace, told(passphrase or secrets.passphrase), secrets.key_service)
    except BaseException:
        workspace.settings.unlink()  # what marks the folder as a workspace
        if fresh:
            shutil.rmtree(root)
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
    catalogue = SqlCatalogue(address, clock=clock, signer=keys, search=kinds_in)
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


def _begin(workspace: Workspace, passphrase: str | None, service: str) -> None:
    """Make the keys and the catalogue, and write its first row."""
    keys = FileKeyring.create(workspace.keys, passphrase, service=key_service(service))
    settings = read_settings(workspace.root)
    catalogue = SqlCatalogue(
        address_of(workspace, settings), clock=SystemClock(), signer=keys, search=kinds_in
    )
    catalogue.note(
        Asker.local(getpass.getuser()),
        "made a workspace",
        kind=AuditKind.WORKSPACE,
        subjects=(keys.identity,),
    )
    catalogue.close()


def _keys(workspace: Workspace, settings: Settings) -> FileKeyring:
    service = key_service(settings.key_service)
    return FileKeyring.open(workspace.keys, told(settings.passphrase), service=service)


def _backups(
    workspace: Workspace, settings: Settings, keys: FileKeyring, seams: Seams
) -> BackupMaker:
    return BackupMaker(
        root=workspace.root,
        url=settings.database_url or workspace.catalogue_url,
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


def _new_database(named: str | None) -> str | None:
    """Return where a new catalogue shall be, without a password; None: in the workspace."""
    url, password = database_of_environment()
    if named is not None and tells_password(named):
        raise TiigError(DATABASE_ADDRESS, what=PASSWORD_IN_URL)
    asked = named or url
    if asked is None:
        return None
    check_empty(Address(asked, password.get_secret_value() if password else None))
    return Address(asked).shown


def address_of(workspace: Workspace, settings: Settings, *, expected: bool = False) -> Address:
    """Return where a workspace's catalogue is; `expected` where it was made before."""
    password = settings.database_password
    return Address(
        settings.database_url or workspace.catalogue_url,
        password.get_secret_value() if password and settings.database_url else None,
        expected=expected,
    )


def _check_ours(catalogue: SqlCatalogue, keys: FileKeyring) -> None:
    """Refuse a catalogue whose first row tells of another workspace: ours would be emptied.

    Start-up removes files that the catalogue does not name.
    """
    try:
        first = catalogue.audit(AuditAsked(through=1))
    except TiigError as fault:
        if fault.kind is not AUDIT_ALTERED:
            raise
        return  # tiig audit verify tells of it
    made = [row for row in first if row.kind is AuditKind.WORKSPACE and row.subjects]
    if made and keys.identity not in made[0].subjects:
        raise TiigError(CATALOGUE_FOREIGN)
