"""The catalogue's entries about backups and restores."""

from __future__ import annotations

from tiig.model.errors import Family, Kind, declare

_NOTHING = "Nothing was changed."


def _store(name: str, sentence: str, advice: str) -> Kind:
    return declare(name, Family.STORE, 503, sentence=sentence, advice=f"{advice} {_NOTHING}")


def _usage(name: str, sentence: str, advice: str) -> Kind:
    return declare(name, Family.USAGE, 400, sentence=sentence, advice=f"{advice} {_NOTHING}")


BACKUP_INSIDE = _usage(
    "backup-inside",
    "The backup would lie in the workspace that it is made of",
    "Name a folder on another disk.",
)
BACKUP_NOT_ONE = _usage(
    "backup-not-one",
    "The folder holds other things than a backup",
    "Name an empty folder, or the folder of an earlier backup.",
)
BACKUP_OTHER = _usage(
    "backup-other",
    "The folder holds backups of another workspace",
    "Give each workspace a folder of its own.",
)
BACKUP_MISSING = _usage(
    "backup-missing",
    "There is no finished backup: {what}",
    "Name the folder that was given to tiig backup; --snapshot takes one of its ids.",
)
BACKUP_DAMAGED = _store(
    "backup-damaged",
    "The backup is damaged: {what}",
    "Take another snapshot or another copy of the folder.",
)
BACKUP_HALF = _store(
    "backup-half",
    "The backup is not whole: {missing} of its {files} files are missing",
    "Take another snapshot or another copy of the folder.",
)
BACKUP_NEWER = _store(
    "backup-newer",
    "The backup was made by a newer version of tiig ({made_by}) than this one ({here})",
    "Install that version, or a newer one, and restore again.",
)
BACKUP_KEY = _store(
    "backup-key",
    "These keys do not open the backup; it was made under {name}",
    "Take the keys, or the escrow shares, of the time at which it was made.",
)
BACKUP_MOVING = _store(
    "backup-moving",
    "Files were removed while they were to be copied",
    "Run the command again; what was copied stays.",
)
BACKUP_NO_FILES = _store(
    "backup-no-files",
    "What lives in memory alone has no files to copy",
    "Make a workspace with tiig init.",
)
BOX_INSIDE = _usage(
    "box-inside",
    "The keys of single files would lie with the backup that they open",
    "Name a file elsewhere with --file-keys: who holds both can read originals.",
)
BOX_DAMAGED = _usage(
    "box-damaged",
    "The file of keys of single files cannot be read",
    "Take another copy, or restore without it: originals and place phrases then stay closed.",
)
TARGET_TAKEN = _usage(
    "target-taken",
    "There is something already where the workspace would be restored",
    "Name a folder that does not exist yet.",
)
