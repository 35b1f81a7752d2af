"""Change keys: make new ones, bring everything over, destroy the old. Read from the top.

begin -> make every pack anew beside the old -> all change places in one transaction -> clear
away. Broken off anywhere and run again it goes on; until the change of places everything
works with the old keys, from then on with the new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tiig import desk
from tiig.kit.keyed import keyed
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import TiigError
from tiig.model.key_errors import PURPOSE_UNKNOWN, ROTATION_UNSAFE, ROTATION_WAITS
from tiig.model.key_ports import Further
from tiig.model.keys import (
    LAYERED,
    MASTER,
    ROTATED,
    Rotation,
    RotationPhase,
    Swap,
    purpose_of,
)
from tiig.model.pack_names import renamed
from tiig.model.ports import Progress
from tiig.model.submission import Pack
from tiig.services import Services

EVERY = "all"
_TRIES = 3
"""How often files that were taken in meanwhile are brought over before giving up for now."""


@dataclass(frozen=True)
class RotateRequest:
    """The purposes whose keys change (`all`: every one), and why."""

    purposes: tuple[str, ...] = (EVERY,)
    because: str = ""


@dataclass(frozen=True)
class RotateAnswer:
    """What was done: new keys, destroyed keys, and how much moved in this run."""

    keys: tuple[str, ...]
    destroyed: tuple[str, ...]
    packs: int
    phrase_tables: int
    secrets: int
    went_on: bool


def rotate_keys(
    request: RotateRequest, *, asker: Asker, services: Services, progress: Progress
) -> RotateAnswer:
    """Change the keys of purposes; one that was broken off is ended first, and counts as asked."""
    purposes = _purposes(request.purposes)
    desk.check_reason(request.because, services.clock.now())
    with services.keys.rotating():
        known = _open_rotation(services)
        rotation = known or _begin(purposes, request.because, asker, services)
        services.seams.reach("rotation-begun")
        services.keys.add(rotation.keys)
        services.seams.reach("keys-added")
        moved = 0
        if rotation.phase is RotationPhase.PREPARING:
            moved = _bring_over(rotation, asker, services, progress)
        answer = _clear_away(rotation, asker, services, progress)
    return replace(answer, packs=moved, went_on=known is not None)


def _purposes(asked: tuple[str, ...]) -> tuple[str, ...]:
    if EVERY in asked or not asked:
        return ROTATED
    if unknown := set(asked) - set(ROTATED):
        del unknown  # what was typed is not repeated
        raise TiigError(PURPOSE_UNKNOWN, known=", ".join((*ROTATED, EVERY)))
    return tuple(purpose for purpose in ROTATED if purpose in asked)


def _open_rotation(services: Services) -> Rotation | None:
    found = [one for one in services.catalogue.rotations() if one.phase is not RotationPhase.DONE]
    return found[-1] if found else None


def _begin(purposes: tuple[str, ...], because: str, asker: Asker, services: Services) -> Rotation:
    newest = {line.purpose: line.number for line in services.keys.lines() if line.newest}
    names = tuple(f"{purpose}-{newest[purpose] + 1}" for purpose in purposes)
    rotation = Rotation(
        id=services.ids.new(),
        keys=names,
        begun_at=services.clock.now(),
        phase=RotationPhase.PREPARING,
        layers=services.catalogue.key_layers().with_one_more(purposes),
    )
    with services.catalogue.change(
        asker, _begun(because), kind=AuditKind.KEYS, subjects=names
    ) as change:
        change.begin_rotation(rotation)
    return rotation


def _bring_over(rotation: Rotation, asker: Asker, services: Services, progress: Progress) -> int:
    """Make packs anew until none is left behind, then have all change places at once."""
    moved = 0
    for further in range(_TRIES, 0, -1):
        settled, made = _prepare(rotation, services, progress)
        moved += made
        try:
            with services.catalogue.change(
                asker, "keys changed", kind=AuditKind.KEYS, subjects=rotation.keys
            ) as change:
                change.swap_packs(rotation.id, settled, _further(rotation, services))
                services.seams.reach("inside-swap")
        except TiigError as fault:
            waits = fault.kind is ROTATION_WAITS and not services.catalogue.intents()
            if waits and further > 1:
                continue
            raise
        break
    services.seams.reach("packs-swapped")
    return moved


def _prepare(
    rotation: Rotation, services: Services, progress: Progress
) -> tuple[frozenset[str], int]:
    """Make each pack anew that needs it and has not been; returns all looked at, and how many."""
    layers = _layers(rotation, services)
    ready = {swap.old: swap.new for swap in services.catalogue.swaps()}
    packs, made = services.catalogue.packs(), 0
    for number, pack in enumerate(packs):
        progress.step("packs brought over", number, len(packs))
        if pack.id in ready and services.lake.check(ready[pack.id]) is None:
            continue
        anew = _renewed(pack, layers, services)
        if anew is not None:
            services.seams.reach("pack-renewed")
            services.catalogue.prepare_swap(rotation.id, Swap(pack.id, anew))
            services.seams.reach("swap-prepared")
            made += 1
    return frozenset(pack.id for pack in packs), made


def _renewed(
    pack: Pack, layers: Mapping[str, tuple[bytes, ...]], services: Services
) -> Pack | None:
    """Make one pack anew; None where it needs nothing, or was erased from meanwhile."""
    name = renamed(pack.id, services.ids.new())
    try:
        return services.lake.renewed(pack, name, layers)
    except TiigError:
        if services.catalogue.packs([pack.id]):
            raise
        return None


def _layers(rotation: Rotation, services: Services) -> Mapping[str, tuple[bytes, ...]]:
    return {
        purpose_of(name): services.keys.layer(name)
        for name in rotation.keys
        if purpose_of(name) in LAYERED
    }


def _further(rotation: Rotation, services: Services) -> Further:
    """Return what brings ids that stand in the catalogue to the next layer."""
    layers = _layers(rotation, services)

    def brought(purpose: str, ids: Sequence[str]) -> Sequence[str]:
        if purpose not in layers:
            return ids
        found: list[str] = keyed(pl.Series(ids, dtype=pl.String()), layers[purpose]).to_list()
        return found

    return brought


def _clear_away(
    rotation: Rotation, asker: Asker, services: Services, progress: Progress
) -> RotateAnswer:
    """Remove the old packs, bring phrase tables and secrets over, destroy the old keys."""
    progress.step("removing packs under old keys")
    here = {pack.id for pack in services.catalogue.packs()}
    for swap in services.catalogue.swaps():
        services.lake.discard([name for name in (swap.old, swap.new.id) if name not in here])
        services.seams.reach("old-pack-removed")
    tables = _phrase_tables(services, progress) if "phrase" in rotation.purposes else 0
    secrets = _secrets(services, progress) if "vault" in rotation.purposes else 0
    destroyed = _old_keys(rotation, services)
    services.keys.retire(destroyed)
    services.seams.reach("old-keys-destroyed")
    with services.catalogue.change(
        asker, _ended(destroyed), kind=AuditKind.KEYS, subjects=destroyed
    ) as change:
        change.end_rotation(rotation.id)
    services.seams.reach("rotation-ended")
    return RotateAnswer(rotation.keys, destroyed, 0, tables, secrets, went_on=False)


def _begun(because: str) -> str:
    if because:
        return f"change of keys begun: {because}"
    return "change of keys begun"


def _ended(destroyed: tuple[str, ...]) -> str:
    if destroyed:
        return "change of keys ended, old keys destroyed"
    return "change of keys ended"


def _phrase_tables(services: Services, progress: Progress) -> int:
    names, moved = services.vault.phrase_tables(), 0
    for number, name in enumerate(names):
        progress.step("phrase tables brought over", number, len(names))
        moved += services.vault.rekey_phrases(name)
        services.seams.reach("phrases-rekeyed")
    return moved


def _secrets(services: Services, progress: Progress) -> int:
    """Wrap the secret of every sealed file under the newest vault key."""
    newest = _newest(services, "vault")
    behind = [name for name, key in services.keys.secrets_under().items() if key != newest]
    for number, name in enumerate(behind):
        progress.step("secrets of sealed files wrapped anew", number, len(behind))
        services.keys.rewrap_secret(name)
        services.seams.reach("secret-rewrapped")
    return len(behind)


def _old_keys(rotation: Rotation, services: Services) -> tuple[str, ...]:
    """Return the master keys that nothing needs any more; ROTATION_UNSAFE where something does.

    Keys of ids stay: without the inner layers, next month's people would be strangers.
    """
    purposes = [purpose for purpose in MASTER if purpose in rotation.purposes]
    lines = services.keys.lines()
    old = [line.name for line in lines if line.purpose in purposes and not line.newest]
    needed = {services.lake.sealed_under(pack.id) for pack in services.catalogue.packs()}
    needed |= set(services.keys.secrets_under().values())
    if still := sorted(needed & set(old)):
        raise TiigError(ROTATION_UNSAFE, what=", ".join(still))
    return tuple(old)


def _newest(services: Services, purpose: str) -> str:
    lines = services.keys.lines()
    return next(line.name for line in lines if line.purpose == purpose and line.newest)
