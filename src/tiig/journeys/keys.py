"""Show the keys, change what opens them, hand out escrow shares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import TiigError
from tiig.model.keys import (
    LAYERED,
    RECEIVING,
    EscrowRecord,
    KeyLine,
    KeyState,
    Rotation,
    RotationPhase,
)
from tiig.model.ports import Progress
from tiig.services import Services

_UNITS = {
    "vault": "sealed files",
    "audit": "audit rows",
    RECEIVING: "packages that hospitals sealed for it",
}


@dataclass(frozen=True)
class EscrowRequest:
    """So many shares, of which so many are needed, into a folder outside the workspace."""

    folder: str
    shares: int = 5
    needed: int = 3


@dataclass(frozen=True)
class EscrowAnswer:
    """What was handed out, and the names of the files."""

    record: EscrowRecord
    files: tuple[str, ...]


@dataclass(frozen=True)
class KeysShown:
    """The ring as it may be shown, and the change of keys that has not ended, if any."""

    state: KeyState
    rotation: Rotation | None


def show_keys(*, asker: Asker, services: Services, progress: Progress) -> KeysShown:
    """Say which keys there are, what needs each, how the ring is opened, what is in escrow."""
    services.catalogue.note(asker, "keys looked at", kind=AuditKind.KEYS)
    progress.step("reading which key each file needs")
    keys = services.keys
    uses = _uses(services)
    state = KeyState(
        opened_by=keys.opened_by(),
        keys=tuple(_told(line, uses) for line in keys.lines()),
        secrets=len(keys.secrets_under()),
        escrow=keys.escrowed(),
    )
    rotations = services.catalogue.rotations()
    begun = [one for one in rotations if one.phase is not RotationPhase.DONE]
    return KeysShown(state, begun[-1] if begun else None)


def change_passphrase(
    passphrase: str | None, *, asker: Asker, services: Services, progress: Progress
) -> str:
    """Have another passphrase open the ring (None: a file beside it); returns how it opens now."""
    # Told before as well: where the trail cannot be written, nothing has happened yet.
    services.catalogue.note(asker, "change of what opens the keyring begun", kind=AuditKind.KEYS)
    progress.step("wrapping the keyring anew")
    services.keys.lock(passphrase)
    services.seams.reach("keyring-locked")
    services.catalogue.note(asker, "what opens the keyring was changed", kind=AuditKind.KEYS)
    return services.keys.opened_by()


def hand_out_shares(
    request: EscrowRequest, *, asker: Asker, services: Services, progress: Progress
) -> EscrowAnswer:
    """Write escrow shares of all keys; those handed out before stay good for what they hold."""
    services.catalogue.note(asker, "writing escrow shares begun", kind=AuditKind.KEYS)
    progress.step("writing shares")
    record, files = services.keys.escrow(
        Path(request.folder), request.shares, request.needed, services.clock.now()
    )
    services.catalogue.note(
        asker,
        f"escrow shares written: {len(files)}",
        kind=AuditKind.KEYS,
        subjects=(record.set,),
    )
    return EscrowAnswer(record, files)


def _uses(services: Services) -> Counter[str]:
    """Count what needs each key: packs, sealed files, and packs of rows for keys of ids."""
    packs = [pack.id for pack in services.catalogue.packs()]
    found = Counter(services.keys.secrets_under().values())
    for pack in packs:
        try:
            found[services.lake.sealed_under(pack)] += 1
        except TiigError:  # damaged: doctor names it
            continue
    layers = services.catalogue.key_layers()
    for purpose in LAYERED:
        for number in range(1, layers.of(purpose) + 1):
            found[f"{purpose}-{number}"] = len(packs)
    found["content-1"] = len(packs)
    head = services.catalogue.audit_head()
    if head is not None:
        found[head.key] = head.number
    return found


def _told(line: KeyLine, uses: Counter[str]) -> KeyLine:
    """Add what needs a key; packages on their way can only be named."""
    used = None if line.purpose == RECEIVING else uses[line.name]
    return replace(line, uses=used, unit=_UNITS.get(line.purpose, "packs"))
