"""What `tiig prepare` made, as its report and its command tell it to the hospital."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.prepared import HospitalCounts
from tiig.model.receipt import Receipt

PREPARED = "prepared"
"""How a receipt stands that the hospital drew up for itself."""


@dataclass(frozen=True)
class Prepared:
    """What `prepare` made: the package by its name and SHA-256, and all that the report says.

    `columns` pairs each column of the file with what leaves of it; `key` is the id of the
    hospital's key, None where numbers link within this package only. `receipt` lists rows
    and rules, and in its reasons why TIIG would hold the package.
    """

    package: str
    sha256: str
    counts: HospitalCounts
    check_words: str
    key: str | None
    key_is_new: bool
    columns: tuple[tuple[str, str], ...]
    receipt: Receipt
