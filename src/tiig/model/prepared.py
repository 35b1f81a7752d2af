"""What a hospital prepared: the manifest that travels with its rows, and where every row went.

Counts, fingerprints and names of items only; nothing here is about a person.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

FORMAT = "tiig-package/1"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST_LOOKUP = 200
_OPTIONAL = {"lookup"}
"""Entries that packages of before do not have."""
_KEY_ID = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class HospitalCounts:
    """Every row of the hospital's file: read = kept + opted out + set aside + ignored."""

    read: int
    kept: int
    opted_out: int
    set_aside: int
    ignored: int

    def __post_init__(self) -> None:
        """Refuse an account that does not close."""
        parts = (self.kept, self.opted_out, self.set_aside, self.ignored)
        if any(type(count) is not int or count < 0 for count in (self.read, *parts)):
            message = "counts are whole numbers from 0"
            raise ValueError(message)
        if self.read != sum(parts):
            message = "read is not kept + opted out + set aside + ignored"
            raise ValueError(message)


@dataclass(frozen=True)
class Manifest:
    """What a package says of itself.

    `profile` is the fingerprint of the sender profile by which the hospital read its file,
    `rows_digest` the SHA-256 of the rows as they travel, `numbers` the id of the hospital's
    own key, or None where local numbers link within this package only. `defaults` are the
    injury times (ISO) that the hospital's system fills in by itself, `lookup` names the one
    by which postcodes became areas there.
    """

    sender: str
    profile: str
    standard: str
    software: str
    period: str
    counts: HospitalCounts
    columns: tuple[str, ...]
    rows_digest: str
    numbers: str | None = None
    defaults: tuple[str, ...] = ()
    synthetic: bool = False
    lookup: str = ""

    def __post_init__(self) -> None:
        """Refuse what no version of the program has written."""
        texts = (self.sender, self.profile, self.standard, self.software, self.period)
        listed = (*self.columns, *self.defaults)
        if not all(isinstance(text, str) and text for text in (*texts, *listed)):
            message = "an entry is missing or is no text"
            raise ValueError(message)
        if not isinstance(self.lookup, str) or len(self.lookup) > _LONGEST_LOOKUP:
            message = "lookup is not well formed"
            raise ValueError(message)
        if not _DIGEST.fullmatch(self.rows_digest) or type(self.synthetic) is not bool:
            message = "rows_digest or synthetic is not well formed"
            raise ValueError(message)
        if self.numbers is not None and not _KEY_ID.fullmatch(self.numbers):
            message = "numbers is not well formed"
            raise ValueError(message)

    def to_json(self) -> str:
        """Write the manifest so that a person can read it and `from_json` gives it back."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a manifest back; ValueError where it is not one of this format."""
        told: Any = json.loads(text)
        names = {field.name for field in fields(cls)}
        ours = isinstance(told, dict) and told.pop("format", None) == FORMAT
        if not ours or not names - _OPTIONAL <= set(told) <= names:
            message = f"the manifest is not of the format {FORMAT}"
            raise ValueError(message)
        try:
            counts = HospitalCounts(**told.pop("counts"))
            columns, defaults = tuple(told.pop("columns")), tuple(told.pop("defaults"))
            return cls(counts=counts, columns=columns, defaults=defaults, **told)
        except TypeError:
            message = "an entry of the manifest is not what it should be"
            raise ValueError(message) from None
