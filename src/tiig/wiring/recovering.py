"""Give a workspace its keys back from escrow shares, or write them into a folder of their own.

Nothing is touched before the shares have opened and hold every key that the workspace needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tiig.deidentify import kinds_in
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import FILE_MISSING, KEY_MISSING, KEY_WRONG, TiigError, Where
from tiig.model.key_errors import KEYRING_DAMAGED, KEYS_THERE, PASSPHRASE_MISSING, SHARES_OLD
from tiig.model.key_ports import KeyService
from tiig.model.keys import LAYERED, number_of, purpose_of
from tiig.standard import load_standard
from tiig.store import FileKeyring, ParquetLake, SqlCatalogue, Workspace
from tiig.store.escrow import Recovered, Share, put_together, read_share
from tiig.store.in_memory import MemoryKeys
from tiig.store.keyring import completed
from tiig.store.keyring_file import read_ring
from tiig.store.secrets import wrapped_under
from tiig.wiring.clock import SystemClock
from tiig.wiring.databases import address_of
from tiig.wiring.key_services import key_service
from tiig.wiring.settings import Secrets, Settings, read_settings, told
from tiig.wiring.world import TimeOrderedIds

_LONGEST = 1 << 20


@dataclass(frozen=True)
class KeysRecovered:
    """Which set gave back which keys, and how they are opened now."""

    set: str
    keys: tuple[str, ...]
    opened_by: str


def recover_keys(
    shares: Sequence[Path],
    *,
    asker: Asker,
    workspace: Path | None = None,
    folder: Path | None = None,
) -> KeysRecovered:
    """Restore the keyring of a workspace, or write it into `folder`; opened by TIIG_PASSPHRASE."""
    read = [_read(path) for path in shares]
    shared = put_together(read)
    keys = (
        _into_workspace(shared, read[0].set, read_settings(workspace), asker)
        if folder is None
        else _into_folder(completed(shared), folder)
    )
    return KeysRecovered(read[0].set, tuple(sorted(shared.keys)), keys.opened_by())


def _into_folder(ring: Recovered, folder: Path) -> FileKeyring:
    secrets = Secrets()
    service = key_service(secrets.key_service)
    return FileKeyring.restore(folder, told(secrets.passphrase), ring, service=service)


def _into_workspace(ring: Recovered, name: str, settings: Settings, asker: Asker) -> FileKeyring:
    """Restore the ring; keys that shares of an earlier version lack are new ones."""
    workspace, service = Workspace.open(settings.workspace), key_service(settings.key_service)
    passphrase = told(settings.passphrase)
    _check_lost(workspace, passphrase, service)
    whole = completed(ring)
    catalogue = SqlCatalogue(
        address_of(workspace, settings, expected=True),
        clock=SystemClock(),
        signer=MemoryKeys(whole.keys),
        search=kinds_in,
    )
    try:
        _check_whole(ring, _needed(workspace, catalogue))
        keys = FileKeyring.restore(workspace.keys, passphrase, whole, service=service, replace=True)
        catalogue.note(asker, "keys recovered from escrow", kind=AuditKind.KEYS, subjects=(name,))
    finally:
        catalogue.close()
    return keys


def _read(path: Path) -> Share:
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode("utf-8", "replace")
    except OSError:
        raise TiigError(FILE_MISSING, Where(file=path.name)) from None
    return read_share(text, path.name)


def _check_lost(workspace: Workspace, passphrase: str | None, service: KeyService | None) -> None:
    """Refuse to replace keys that open."""
    try:
        FileKeyring.open(workspace.keys, passphrase, service=service)
    except TiigError as fault:
        if fault.kind in {KEY_MISSING, KEY_WRONG, KEYRING_DAMAGED, PASSPHRASE_MISSING}:
            return
        raise
    raise TiigError(KEYS_THERE)


def _needed(workspace: Workspace, catalogue: SqlCatalogue) -> frozenset[str]:
    """Return the names of the keys that packs, secrets, ids and the old ring speak of."""
    clock, ids = SystemClock(), TimeOrderedIds()
    lake = ParquetLake(
        workspace.root,
        keys=MemoryKeys(),  # only the plain tails are read, which name keys
        clock=clock,
        ids=ids,
        standard=load_standard(None),
        packs_by_id=catalogue.packs,
    )
    names = {name for pack in catalogue.packs() if (name := _named(lake, pack.id))}
    layers, head = catalogue.key_layers(), catalogue.audit_head()
    reached = {one: layers.of(one) for one in LAYERED}
    if head is not None:
        reached[purpose_of(head.key)] = number_of(head.key)
    names |= {f"{one}-{number}" for one, last in reached.items() for number in range(1, last + 1)}
    for path in (workspace.keys / "vault").glob("*.key"):
        names.add(wrapped_under(path.read_bytes()))
    try:
        return frozenset(names | set(read_ring(workspace.keys).keys))
    except TiigError:
        return frozenset(names)


def _named(lake: ParquetLake, pack: str) -> str | None:
    try:
        return lake.sealed_under(pack)
    except TiigError:  # damaged or missing: no reason to leave the keys lost
        return None


def _check_whole(ring: Recovered, needed: frozenset[str]) -> None:
    if missing := sorted(needed - set(ring.keys)):
        raise TiigError(SHARES_OLD, what=", ".join(missing))
