"""What lake and vault ask of the keys, and the ring of keys that answers.

Master keys never leave the ring: others hand over a secret and get it wrapped. Nothing here
has a repr that tells a secret.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tiig.model.audit import Head
from tiig.model.errors import KEY_MISSING, TiigError
from tiig.model.handover_errors import RECEIVING_KEY_MISSING
from tiig.model.keys import (
    ADDED,
    LAYERED,
    MASTER,
    RECEIVING,
    KeyLayers,
    KeyLine,
    number_of,
    purpose_of,
)
from tiig.model.ports import Keys
from tiig.model.pseudonyms import PseudonymKeys
from tiig.store import signing
from tiig.store.receiving import recipient_of, unsealed

KEY_BYTES = 32
NONCE_BYTES = 12
CONTENT = "content-1"
_ERASURE = b"marks of erased rows"
PURPOSES = tuple(sorted((*MASTER, *LAYERED, *ADDED, purpose_of(CONTENT))))
"""Keys that every new ring has, numbered from 1: rotation adds `lake-2`, `person-2`, ..."""

_CHECKED = b"tiig key check value"
_CHECK_LETTERS = 16


class StoreKeys(Keys, Protocol):
    """The keys of the store: wrapping under master keys, and secrets of single files."""

    def wrap(self, purpose: str, secret: bytes) -> bytes:
        """Seal a secret under the newest master key of a purpose; the key's name goes along."""
        ...

    def unwrap(self, purpose: str, sealed: bytes) -> bytes:
        """Open a sealed secret; KEY_MISSING where its master key is not there."""
        ...

    def content_key(self) -> bytes:
        """Return the key of content digests."""
        ...

    def keep(self, name: str, secret: bytes) -> None:
        """Keep the secret of one file, wrapped and durable."""
        ...

    def recall(self, name: str) -> bytes:
        """Return the secret of one file; KEY_MISSING where it was destroyed."""
        ...

    def forget(self, name: str) -> None:
        """Destroy the secret of one file, and with it the file."""
        ...

    def kept(self) -> frozenset[str]:
        """Return the names of all files that have a secret."""
        ...

    def begun(self) -> frozenset[str]:
        """Return the names of files whose secret a crash left half written."""
        ...


def seal(key: bytes, secret: bytes, label: str) -> bytes:
    """Seal a secret by AES-256-GCM, bound to a label."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, label.encode())


def unseal(key: bytes, sealed: bytes, label: str) -> bytes | None:
    """Open what `seal` made; None for another key, another label or changed bytes."""
    try:
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return AESGCM(key).decrypt(nonce, text, label.encode())
    except (InvalidTag, ValueError):
        return None


def new_keys() -> dict[str, bytes]:
    """Make the first key of each purpose."""
    return {f"{purpose}-1": os.urandom(KEY_BYTES) for purpose in PURPOSES}


def wrapped_under(sealed: bytes) -> str:
    """Return the name of the master key under which `Ring.wrap` sealed a secret."""
    return sealed.partition(b":")[0].decode("ascii", "replace")


class Ring:
    """Master keys in memory, by purpose and number."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = dict(keys)
        self._in_force: Callable[[], KeyLayers] | None = None
        for purpose in set(PURPOSES) - set(ADDED):
            self._names(purpose)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self._keys)} keys>"

    def __reduce__(self) -> str:
        message = "keys do not leave the process"
        raise TypeError(message)

    def bind(self, in_force: Callable[[], KeyLayers]) -> None:
        """Let the catalogue say how many layers of keyed ids are in force; else all there are."""
        self._in_force = in_force

    def pseudonyms(self) -> PseudonymKeys:
        """Return the keys of keyed ids in force, oldest first."""
        return PseudonymKeys(
            attendance=self._layers("attendance"),
            person=self._layers("person"),
            phrase=self._layers("phrase"),
        )

    def content_key(self) -> bytes:
        """Return the key of content digests, which rotation never replaces."""
        return self._ring()[CONTENT]

    def erasure_key(self) -> bytes:
        """Return the key under which erased ids are marked: from one that is never replaced."""
        return hmac.new(self.content_key(), _ERASURE, hashlib.sha256).digest()

    def receiving_key(self) -> str:
        """Return the newest public key for which hospitals seal packages."""
        return recipient_of(self._receiving()[-1])

    def unsealed(self, package: bytes) -> bytes:
        """Open a package that was sealed for any receiving key of this ring."""
        return unsealed(package, self._receiving())

    def _receiving(self) -> tuple[bytes, ...]:
        """Return the receiving secrets, oldest first; older keyrings have none."""
        try:
            names = self._names(RECEIVING)
        except TiigError:
            raise TiigError(RECEIVING_KEY_MISSING) from None
        return tuple(self._keys[name] for name in names)

    def wrap(self, purpose: str, secret: bytes) -> bytes:
        """Seal a secret under the newest master key of a purpose."""
        name = self._names(purpose)[-1]
        return name.encode() + b":" + seal(self._keys[name], secret, name)

    def unwrap(self, purpose: str, sealed: bytes) -> bytes:
        """Open a sealed secret; KEY_MISSING where its master key is not there."""
        name, _, wrapped = sealed.partition(b":")
        told = name.decode("ascii", "replace")
        key = self._keys.get(told) if told in self._names(purpose) else None
        secret = unseal(key, wrapped, told) if key else None
        if secret is None:
            raise TiigError(KEY_MISSING, what=f"the {purpose} key of a stored file")
        return secret

    def layer(self, name: str) -> tuple[bytes, ...]:
        """Return one key of keyed ids as the layer that it adds."""
        if purpose_of(name) not in LAYERED or name not in self._ring():
            raise TiigError(KEY_MISSING, what=name)
        return (self._keys[name],)

    def lines(self) -> tuple[KeyLine, ...]:
        """Return every key by purpose and number."""
        ring = self._ring()
        newest = {self._names(purpose)[-1] for purpose in {purpose_of(name) for name in ring}}
        return tuple(
            KeyLine(
                name=name,
                purpose=purpose_of(name),
                number=number_of(name),
                made_at=self._made_at(name),
                check=_check(ring[name]),
                newest=name in newest,
                in_escrow=self._in_escrow(name),
            )
            for name in sorted(ring, key=lambda one: (purpose_of(one), number_of(one)))
        )

    def _ring(self) -> Mapping[str, bytes]:
        """Return the keys as they are now."""
        return self._keys

    def _made_at(self, name: str) -> datetime | None:
        del name
        return None

    def _in_escrow(self, name: str) -> bool:
        del name
        return False

    @property
    def identity(self) -> str:
        """A name for the workspace, made from the public half of its first audit key."""
        return signing.fingerprint(self._ring()["audit-1"])

    def signed(self, head: Head) -> Head:
        """Sign a head of the audit trail with the newest key for it."""
        name = self._names("audit")[-1]
        return signing.signed(head, name, self._keys[name])

    def attests(self, head: Head) -> bool:
        """Tell whether one of the ring's audit keys, old ones included, signed exactly this."""
        names = self._names("audit")
        return signing.attested(head, {name: self._keys[name] for name in names})

    def _names(self, purpose: str) -> list[str]:
        numbers = [
            int(number)
            for stem, _, number in (name.rpartition("-") for name in self._ring())
            if stem == purpose
        ]
        if not numbers:
            raise TiigError(KEY_MISSING, what=f"the {purpose} key")
        return [f"{purpose}-{number}" for number in sorted(numbers)]

    def _layers(self, purpose: str) -> tuple[bytes, ...]:
        names = self._names(purpose)
        wanted = len(names) if self._in_force is None else self._in_force().of(purpose)
        if wanted > len(names):
            raise TiigError(KEY_MISSING, what=f"{purpose}-{wanted}")
        return tuple(self._keys[name] for name in names[:wanted])


def _check(key: bytes) -> str:
    return hmac.new(key, _CHECKED, hashlib.sha256).hexdigest()[:_CHECK_LETTERS]
