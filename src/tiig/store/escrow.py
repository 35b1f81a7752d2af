"""Escrow shares as texts that can be printed: any `needed` of a set give the whole ring back.

A new random key seals the ring, and only that key is shared out (`kit.shamir`); the sealed
ring stands in every share. One share, or one fewer than needed, says nothing about any key.
The secrets of single files are not among them: what was destroyed stays destroyed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tiig.kit import shamir
from tiig.model.errors import TiigError, Where
from tiig.model.key_errors import (
    SHARE_DAMAGED,
    SHARES_FEW,
    SHARES_MIXED,
    SHARES_NUMBER,
    SHARES_WRONG,
)
from tiig.model.keys import EscrowRecord
from tiig.store.secrets import KEY_BYTES, seal, unseal

MOST_SHARES = 16
_LEAST_NEEDED = 2
_SET_BYTES = 4
_CHECK_LETTERS = 8
_GROUP, _LINE = 4, 64
_FIELD = re.compile(r"^(set|share|needed|made|keys|value|check|ring|ring +check): *(.*)$")
_INTRODUCTION = """\
TIIG key share {number} of {shares}

With {needed} shares of set {set}, tiig keys recover restores the keys of the workspace
they were made for. Alone this one opens nothing. Keep it apart from the other shares, from
the data and from backups; give it to nobody whom you do not know.
"""


@dataclass(frozen=True, repr=False)
class Share:
    """One share as read: `value` is secret, `ring` is sealed."""

    set: str
    number: int
    shares: int
    needed: int
    value: bytes
    ring: bytes


@dataclass(frozen=True, repr=False)
class Recovered:
    """The keys that shares gave back, and when each was made."""

    keys: Mapping[str, bytes]
    made_at: Mapping[str, datetime | None]


def share_out(
    ring: Recovered, shares: int, needed: int, at: datetime
) -> tuple[EscrowRecord, tuple[str, ...]]:
    """Return a record of the set, and the text of each share."""
    if not (_LEAST_NEEDED <= needed <= shares <= MOST_SHARES):
        raise TiigError(SHARES_NUMBER, what=f"{needed} of {shares}")
    name, key = os.urandom(_SET_BYTES).hex(), os.urandom(KEY_BYTES)
    sealed = seal(key, _packed(ring), name)
    record = EscrowRecord(name, at, shares, needed, tuple(sorted(ring.keys)))
    parts = shamir.split(key, shares, needed)
    return record, tuple(_written(record, part, value, sealed) for part, value in parts.items())


def read_share(text: str, file: str) -> Share:
    """Read one share; SHARE_DAMAGED where anything of it is missing or was changed."""
    try:
        told = _fields(text)
        number, _, shares = told["share"].partition(" of ")
        raw = "".join(told["value"].split())
        share = Share(
            set=told["set"],
            number=int(number),
            shares=int(shares),
            needed=int(told["needed"]),
            value=base64.b32decode(raw + "=" * (-len(raw) % 8)),
            ring=base64.b64decode("".join(told["ring"].split()), validate=True),
        )
        whole = (told["check"], told["ring check"]) == (_check(share), _ring_check(share.ring))
    except (ValueError, LookupError):
        whole = False
    if not whole:
        raise TiigError(SHARE_DAMAGED, Where(file=file))
    return share


def put_together(shares: Sequence[Share]) -> Recovered:
    """Return the ring; SHARES_MIXED, SHARES_FEW or SHARES_WRONG where they do not give it."""
    sets = sorted({share.set for share in shares})
    if len(sets) != 1:
        raise TiigError(SHARES_MIXED, what=", ".join(sets) or "none was given")
    by_number = {share.number: share for share in shares}
    first = shares[0]
    if len(by_number) < first.needed:
        raise TiigError(SHARES_FEW, given=len(by_number), needed=first.needed, set=first.set)
    if len({(share.ring, share.needed) for share in shares}) != 1:
        raise TiigError(SHARES_WRONG)
    key = shamir.combine({number: share.value for number, share in by_number.items()})
    packed = unseal(key, first.ring, first.set)
    if packed is None:
        raise TiigError(SHARES_WRONG)
    return _unpacked(packed)


def _packed(ring: Recovered) -> bytes:
    told = {
        name: [key.hex(), None if (at := ring.made_at.get(name)) is None else at.isoformat()]
        for name, key in sorted(ring.keys.items())
    }
    return json.dumps(told).encode()


def _unpacked(packed: bytes) -> Recovered:
    told = json.loads(packed)
    return Recovered(
        keys={name: bytes.fromhex(key) for name, (key, _) in told.items()},
        made_at={
            name: None if at is None else datetime.fromisoformat(at)
            for name, (_, at) in told.items()
        },
    )


def _written(record: EscrowRecord, number: int, value: bytes, ring: bytes) -> str:
    share = Share(record.set, number, record.shares, record.needed, value, ring)
    letters = base64.b32encode(value).decode().rstrip("=")
    groups = " ".join(textwrap.wrap(letters, _GROUP))
    introduction = _INTRODUCTION.format(
        number=number, shares=record.shares, needed=record.needed, set=record.set
    )
    lines = [
        introduction,
        f"set: {record.set}",
        f"share: {number} of {record.shares}",
        f"needed: {record.needed}",
        f"made: {record.made_at:%Y-%m-%d %H:%M} UTC",
        f"keys: {', '.join(record.keys)}",
        f"value: {groups}",
        f"check: {_check(share)}",
        f"ring check: {_ring_check(ring)}",
        "ring:",
        *textwrap.wrap(base64.b64encode(ring).decode(), _LINE),
    ]
    return "\n".join(lines) + "\n"


def _fields(text: str) -> dict[str, str]:
    """Return the named lines of a share; what follows a name up to the next belongs to it."""
    told: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        match = _FIELD.match(line.strip())
        if match:
            name = " ".join(match[1].split())
            told[name] = match[2].strip()
        elif name:
            told[name] += " " + line.strip()
    return {name: " ".join(value.split()) for name, value in told.items()}


def _check(share: Share) -> str:
    told = f"{share.set}|{share.number}|{share.shares}|{share.needed}|{share.value.hex()}"
    return hashlib.sha256(told.encode()).hexdigest()[:_CHECK_LETTERS]


def _ring_check(ring: bytes) -> str:
    return hashlib.sha256(ring).hexdigest()[:_CHECK_LETTERS]
