"""A question: what is to be counted, by what, where and when - a frozen value.

No free boolean, no undeclared band, no expression string: a question is a measure, some
dimensions and a conjunction of category-tree nodes. Equal questions have equal hashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from tiig.kit.hashing import digest
from tiig.model.months import Period

EVERY = "*"
"""What `hold` says where no dimension may be merged."""


class RateKind(StrEnum):
    """How a count is set against a population."""

    CRUDE = "crude"
    STANDARDISED = "standardised"


@dataclass(frozen=True, order=True)
class By:
    """One dimension of a table; `depth` is the level of its category tree (None = its own)."""

    dimension: str
    depth: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `weapon` or `weapon:2`; raises ValueError where the level is no number."""
        name, colon, depth = text.strip().partition(":")
        return cls(name, int(depth) if colon else None)

    def __str__(self) -> str:
        """Write it as in `--by`: `weapon` or `weapon:2`."""
        return self.dimension if self.depth is None else f"{self.dimension}:{self.depth}"


@dataclass(frozen=True, order=True)
class Condition:
    """Rows whose dimension lies under any of these nodes."""

    dimension: str
    nodes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Keep one canonical order."""
        object.__setattr__(self, "nodes", tuple(sorted(set(self.nodes))))

    def __str__(self) -> str:
        """Write it as in `--where`."""
        return f"{self.dimension}={'|'.join(self.nodes)}"


@dataclass(frozen=True)
class Question:
    """One question to the desk.

    `as_known_at` (UTC) asks for what was known at that moment: data, definitions and
    denominators alike. `period` None means every month in force. `hold` names dimensions
    that are not merged where much would be hidden (`*`: none is): tables of several areas
    stay comparable that way.
    """

    measure: str = "attendances"
    by: tuple[By, ...] = ()
    where: tuple[Condition, ...] = ()
    period: Period | None = None
    rate: RateKind | None = None
    geography: str | None = None
    as_known_at: datetime | None = None
    hold: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep one canonical order of the conditions."""
        object.__setattr__(self, "where", tuple(sorted(self.where)))
        object.__setattr__(self, "hold", tuple(sorted(set(self.hold))))

    def as_json(self) -> dict[str, object]:
        """Return the canonical form, which survives JSON."""
        held = {"hold": list(self.hold)} if self.hold else {}
        return held | {
            "measure": self.measure,
            "by": [str(by) for by in self.by],
            "where": [[c.dimension, list(c.nodes)] for c in self.where],
            "period": None if self.period is None else str(self.period),
            "rate": self.rate,
            "geography": self.geography,
            "as_known_at": self.as_known_at and self.as_known_at.isoformat(),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """Read back what `as_json` wrote."""
        known = plain["as_known_at"]
        return cls(
            measure=plain["measure"],
            by=tuple(By.parse(text) for text in plain["by"]),
            where=tuple(Condition(name, tuple(nodes)) for name, nodes in plain["where"]),
            period=None if plain["period"] is None else Period.parse(plain["period"]),
            rate=None if plain["rate"] is None else RateKind(plain["rate"]),
            geography=plain["geography"],
            as_known_at=None if known is None else datetime.fromisoformat(known),
            hold=tuple(plain.get("hold", ())),
        )

    @property
    def hash(self) -> str:
        """Name the question by its content (SHA-256, hex)."""
        return digest(self.as_json())
