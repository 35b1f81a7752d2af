"""Keys as they may be told: purposes, numbers, check values, and a change from one to the next.

No value here is a key or leads to one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tiig.model.submission import Pack

MASTER = ("lake", "vault")
"""Purposes whose old key is destroyed once everything has moved to the new one."""

LAYERED = ("attendance", "person", "phrase")
"""Purposes of keyed ids: a new key is one more layer, and the older ones stay."""

RECEIVING = "receiving"
"""Purpose of the keys for which hospitals seal packages."""

ADDED = ("audit", RECEIVING)
"""Purposes whose newest key signs or is handed out, and whose older ones go on verifying or
opening. Workspaces of earlier versions get their first when they are opened."""

ROTATED = (*MASTER, *LAYERED, *ADDED)


@dataclass(frozen=True)
class KeyLayers:
    """How many keys of each kind of id, innermost first, stored ids have passed through."""

    attendance: int = 1
    person: int = 1
    phrase: int = 1

    def of(self, purpose: str) -> int:
        """Return the number of a purpose of LAYERED."""
        found: int = getattr(self, purpose)
        return found

    def with_one_more(self, purposes: tuple[str, ...]) -> KeyLayers:
        """Return the layers after a rotation of these purposes."""
        return KeyLayers(*(self.of(one) + (one in purposes) for one in LAYERED))


class RotationPhase(StrEnum):
    """How far a rotation is: new packs are being made, they are in force, all is done."""

    PREPARING = "preparing"
    SWAPPED = "swapped"
    DONE = "done"


@dataclass(frozen=True)
class Rotation:
    """A change of keys: `layers` are those in force from SWAPPED on.

    `keys` names the new keys (`lake-2`); `because` is why, for the audit trail.
    """

    id: str
    keys: tuple[str, ...]
    begun_at: datetime
    phase: RotationPhase
    layers: KeyLayers

    @property
    def purposes(self) -> tuple[str, ...]:
        """The purposes whose keys change."""
        return tuple(purpose_of(name) for name in self.keys)


@dataclass(frozen=True)
class Swap:
    """A pack that stands ready to take an older one's place, with the same rows."""

    old: str
    new: Pack


@dataclass(frozen=True)
class KeyLine:
    """One key of the ring as it may be shown.

    `check` is a keyed value that equal keys share and that leads back to none. `uses` counts
    what needs the key today, in units of `unit`.
    """

    name: str
    purpose: str
    number: int
    made_at: datetime | None
    check: str
    newest: bool
    in_escrow: bool
    uses: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class EscrowRecord:
    """What was handed out when: nothing in it helps to open anything."""

    set: str
    made_at: datetime
    shares: int
    needed: int
    keys: tuple[str, ...]


@dataclass(frozen=True)
class KeyState:
    """The whole ring as it may be shown: how it is opened, its keys, the last escrow."""

    opened_by: str
    keys: tuple[KeyLine, ...]
    secrets: int
    escrow: EscrowRecord | None


def purpose_of(name: str) -> str:
    """Return the purpose of a key's name: `lake` of `lake-2`."""
    return name.rpartition("-")[0]


def number_of(name: str) -> int:
    """Return the number of a key's name: 2 of `lake-2`."""
    return int(name.rpartition("-")[2])
