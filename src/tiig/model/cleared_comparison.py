"""What others may be shown of a fair comparison: steps of per cent, one department named at most.

The fourth type that gate two makes: an adjusted share is a sum over months of many patients, and
stands in steps so wide that each leaves open as many counts as a hidden number does.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self, final

from tiig.kit.hashing import digest
from tiig.kit.plain import as_plain
from tiig.model.fair import Asked, Beside
from tiig.model.given import FOR_THE_PUBLIC, GivenTo

_MAKER = object()


@dataclass(frozen=True)
class ShownSite:
    """A department: its adjusted share lies from `low` to `high` per cent (None: hidden).

    Only the one for whom it is has a `name`, and where it lies `beside` what is usual for it (None:
    the step cannot tell). The limits of that stay inside: they are worked out from all others.
    """

    low: int | None
    high: int | None
    name: str = ""
    beside: Beside | None = None


@final
@dataclass(frozen=True)
class ClearedComparison:
    """A comparison after disclosure control: the named department first, others by their share.

    `number` are the departments compared; no order, code or count tells which is which.
    """

    asked: Asked
    lines: tuple[ShownSite, ...]
    number: int
    preset: str
    preset_mark: str
    manifest: str
    synthetic: bool
    release: str = ""
    given: GivenTo = FOR_THE_PUBLIC
    maker: object = None

    def __post_init__(self) -> None:
        """Refuse any maker but gate two."""
        if self.maker is not _MAKER:
            message = "only disclose makes ClearedComparison"
            raise TypeError(message)
        object.__setattr__(self, "maker", None)

    def under(self, release: str, given: GivenTo) -> Self:
        """Return the same answer under the ledger row that names it, for whom it is given."""
        return replace(self, release=release, given=given, maker=_MAKER)

    @property
    def shown_digest(self) -> str:
        """Name what is shown by its content."""
        return digest([as_plain(self.asked), as_plain(self.lines), self.preset])

    def as_json(self) -> dict[str, object]:
        """Return the answer as `--json` prints it."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "maker"}
