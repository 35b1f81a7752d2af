"""What keys, their change and their escrow need of the outside world, as Protocols."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tiig.model.keys import EscrowRecord, KeyLayers, KeyLine, Rotation, Swap
from tiig.model.submission import Pack

Further = Callable[[str, Sequence[str]], Sequence[str]]
"""Ids of a purpose brought to the next layer, in order; those of other purposes as they are."""


class KeyService(Protocol):
    """What wraps the one key that opens a keyring: this machine, a cloud's KMS, an HSM.

    Only wrapped keys are ever handed to the disk; only `unwrap` gives a key back.
    """

    def describe(self) -> str:
        """Say in one sentence how the key is kept; nothing secret."""
        ...

    def wrap(self, key: bytes) -> bytes:
        """Wrap a key of 32 bytes; KEY_SERVICE_AWAY where the service does not answer."""
        ...

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap what `wrap` made; KEY_WRONG or KEY_SERVICE_AWAY where it cannot."""
        ...


class RingChanges(Protocol):
    """The master keys as they may be told, added and destroyed."""

    def opened_by(self) -> str:
        """Say how the ring is opened."""
        ...

    def lines(self) -> tuple[KeyLine, ...]:
        """Return every key by purpose and number, without `uses`."""
        ...

    def rotating(self) -> AbstractContextManager[None]:
        """Keep others from changing keys meanwhile; KEYS_BUSY where somebody does."""
        ...

    def add(self, names: Sequence[str]) -> None:
        """Make the named keys where they are not there yet, durably."""
        ...

    def retire(self, names: Collection[str]) -> None:
        """Destroy keys for good, those that are there."""
        ...

    def layer(self, name: str) -> tuple[bytes, ...]:
        """Return one key of keyed ids as the layer that it adds."""
        ...

    def secrets_under(self) -> Mapping[str, str]:
        """Return the key's name of each sealed file's secret, by the file's name."""
        ...

    def rewrap_secret(self, name: str) -> None:
        """Wrap a sealed file's secret under the newest vault key, if it is still there."""
        ...

    def lock(self, passphrase: str | None) -> None:
        """Have another passphrase open the ring (None: a file beside it), whole or not at all."""
        ...

    def escrow(
        self, folder: Path, shares: int, needed: int, at: datetime
    ) -> tuple[EscrowRecord, tuple[str, ...]]:
        """Write new escrow shares of the whole ring into a folder; returns their files' names.

        SHARES_NUMBER for numbers that make no sense, SHARES_INSIDE for a folder beside the keys.
        """
        ...

    def escrowed(self) -> EscrowRecord | None:
        """Return what was handed out last."""
        ...


class RotationReads(Protocol):
    """What the catalogue knows of changes of keys."""

    def key_layers(self) -> KeyLayers:
        """Return the layers of keyed ids in force."""
        ...

    def rotations(self) -> tuple[Rotation, ...]:
        """Return every change of keys, oldest first."""
        ...

    def swaps(self) -> tuple[Swap, ...]:
        """Return packs that stand ready to take others' places, by the old one's id."""
        ...

    def prepare_swap(self, rotation: str, swap: Swap) -> None:
        """Commit that a pack stands ready, in place of an earlier one for the same."""
        ...


class RotationWrites(Protocol):
    """The writes of a change of keys inside one transaction."""

    def begin_rotation(self, rotation: Rotation) -> None:
        """Enter a rotation; STORE_LOCKED where another has not ended."""
        ...

    def swap_packs(self, rotation: str, settled: Collection[str], further: Further) -> None:
        """Put all prepared packs in the old ones' places, and the new layers in force.

        Keyed ids that stand in the catalogue itself (columns declared with `keyed`) go the same
        way, by `further`. ROTATION_WAITS where work is announced, or a pack is not among the
        `settled`. `known_from` of no pair moves.
        """
        ...

    def end_rotation(self, rotation: str) -> None:
        """Say that nothing needs the old keys any more."""
        ...


class PackSwaps(Protocol):
    """How the lake makes a pack anew under other keys."""

    def sealed_under(self, pack: str) -> str:
        """Return the name of the lake's key under which a pack is sealed; PACK_DAMAGED."""
        ...

    def renewed(
        self, pack: Pack, name: str, layers: Mapping[str, tuple[bytes, ...]]
    ) -> Pack | None:
        """Return the pack under a new id and the newest lake key; None where it needs nothing.

        Without `layers` only its file key is wrapped anew and its data stay byte for byte;
        with them it is written again, its keyed ids (by purpose) further by these layers.
        """
        ...


class PhraseRekeying(Protocol):
    """How the vault brings sealed phrase tables to the layers in force."""

    def phrase_tables(self) -> tuple[str, ...]:
        """Return the names of all phrase tables, sorted."""
        ...

    def rekey_phrases(self, name: str) -> bool:
        """Bring one table to the layers in force; False where it is already."""
        ...
