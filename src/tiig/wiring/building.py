"""Build the Services of a workspace, and make a new one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from tiig import __version__
from tiig.model.ports import Seams
from tiig.services import Choices, Services
from tiig.standard import load_standard
from tiig.store import (
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
from tiig.store.backup import BackupMaker
from tiig.store.seams import NoSeams
from tiig.wiring.key_services import LOCAL, key_service
from tiig.wiring.settings import Secrets, Settings, read_settings, told
from tiig.wiring.world import SystemClock, TimeOrderedIds

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


def make_workspace(
    folder: Path,
    *,
    passphrase: SecretStr | None = None,
    region: str = "the whole region",
    page_preset: str = "public",
    page_agreement: str | None = None,
) -> Path:
    """Make a workspace with new keys; the passphrase, if any, wraps them."""
    root = folder.expanduser().absolute()
    words = {"region": json.dumps(region), "pages": json.dumps(page_preset)}
    words["agreement"] = (
        '# page_agreement = "the-agreement"'
        if page_agreement is None
        else f"page_agreement = {json.dumps(page_agreement)}"
    )
    check_place(root)
    fresh, secrets = not root.exists(), Secrets()
    service = key_service(secrets.key_service)
    workspace = Workspace.create(root, FIRST_SETTINGS.format(**words) + _service_line(secrets))
    try:
        FileKeyring.create(workspace.keys, told(passphrase or secrets.passphrase), service=service)
        SqlCatalogue(_url(workspace, read_settings(root)), clock=SystemClock()).close()
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
    catalogue = SqlCatalogue(_url(workspace, settings), clock=clock)
    try:
        keys.bind(catalogue.key_layers)
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
            give_up=lambda intent: give_up(catalogue, lake, vault, intent),
            back_up=_backups(workspace, settings, keys, passing).make,
            choices=_choices(settings),
        )
    finally:
        catalogue.close()


def _keys(workspace: Workspace, settings: Settings) -> FileKeyring:
    service = key_service(settings.key_service)
    return FileKeyring.open(workspace.keys, told(settings.passphrase), service=service)


def _backups(
    workspace: Workspace, settings: Settings, keys: FileKeyring, seams: Seams
) -> BackupMaker:
    return BackupMaker(
        root=workspace.root,
        url=_url(workspace, settings),
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


def _url(workspace: Workspace, settings: Settings) -> str:
    return settings.database_url or workspace.catalogue_url
