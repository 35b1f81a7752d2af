"""Backups as they are asked for and told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BackupRequest:
    """Where to, how many snapshots stay (0: all), where per-file keys go, and a second reading.

    `file_keys` is a file apart from the backup that holds today's keys of single sealed files
    and nothing older; None leaves them out, and originals and phrases with them.
    """

    folder: str
    keep: int = 0
    file_keys: str | None = None
    verify: bool = False


@dataclass(frozen=True)
class BackupMade:
    """A snapshot that stands: its files, how many of them are new, and what it vouches for."""

    snapshot: str
    made_at: datetime
    files: int
    new_files: int
    new_bytes: int
    contents: str
    audit_head: str
    removed: tuple[str, ...]
    file_keys: int | None


@dataclass(frozen=True)
class Restored:
    """A workspace made from a snapshot, held against what the snapshot vouches for.

    `sealed` files of the vault are there; `opening` of them have their key again. The catalogue is
    in the server's `database`, if one was named. `faults` are
    those of the audit trail, as it was when the snapshot was made.
    """

    workspace: str
    snapshot: str
    made_at: datetime
    packs: int
    submissions: int
    audit_rows: int
    contents: str
    audit_head: str
    sealed: int
    opening: int
    database: str | None = None
    faults: tuple[str, ...] = ()
