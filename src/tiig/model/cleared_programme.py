"""What the quality programme may be told: exact figures, inside the team, for a stated purpose.

The third type that gate two makes, beside `Cleared` and `ClearedQuality`: nothing in it is hidden,
so that only a preset that hides nothing lets it through, and it is never for release.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Generic, Self, TypeVar, final

from tiig.kit.hashing import digest
from tiig.kit.plain import as_plain
from tiig.model.given import FOR_THE_PUBLIC, GivenTo

Told = TypeVar("Told")

_MAKER = object()


@final
@dataclass(frozen=True)
class ClearedProgramme(Generic[Told]):
    """One answer of the programme: its kind, and a frozen value that survives JSON."""

    kind: str
    told: Told
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
            message = "only disclose makes ClearedProgramme"
            raise TypeError(message)
        object.__setattr__(self, "maker", None)

    def under(self, release: str, given: GivenTo) -> Self:
        """Return the same answer under the ledger row that names it, for whom it is given."""
        return replace(self, release=release, given=given, maker=_MAKER)

    @property
    def shown_digest(self) -> str:
        """Name what is shown by its content."""
        return digest([self.kind, as_plain(self.told), self.preset])

    def as_json(self) -> dict[str, object]:
        """Return the answer as `--json` prints it."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "maker"}
