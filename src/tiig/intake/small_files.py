"""Small texts that somebody names: profiles, agreements, keys and lists."""

from __future__ import annotations

from pathlib import Path

from tiig.intake.parcel import missing
from tiig.model.agreement_errors import AGREEMENT_INVALID
from tiig.model.errors import PROFILE_INVALID, Kind, TiigError, Where
from tiig.model.suggestion_errors import DECISIONS_UNREADABLE

LARGEST = 64 << 20
"""Bytes of a small file: a list of opt-outs of a whole region is far below."""


def small_text(path: Path | str, *, unreadable: TiigError, largest: int = LARGEST) -> str:
    """Read a small text in UTF-8, of `largest` bytes at most.

    `unreadable` where it is none, FILE_MISSING without a file.
    """
    file = Path(path)
    if not file.is_file():
        raise missing(file)
    try:
        if file.stat().st_size > largest:
            raise unreadable
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise unreadable from None


def profile_text(path: Path | str) -> str:
    """Read the file of a sender profile."""
    return _toml(path, PROFILE_INVALID)


def agreement_text(path: Path | str) -> str:
    """Read the file of an agreement."""
    return _toml(path, AGREEMENT_INVALID)


def table_text(path: Path | str) -> str:
    """Read the file of decisions on suggestions."""
    what = "it is not written in UTF-8"
    return small_text(path, unreadable=TiigError(DECISIONS_UNREADABLE, what=what))


def _toml(path: Path | str, kind: Kind) -> str:
    where = Where(file=Path(path).name)
    what = "it cannot be read as a text in UTF-8"
    return small_text(path, unreadable=TiigError(kind, where, what=what))
