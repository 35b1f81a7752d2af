"""The small files that a hospital gives beside its extract, and the folder that it gets back."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tiig import deidentify
from tiig.handover import HospitalKey
from tiig.intake.parcel import label_of, missing
from tiig.intake.small_files import agreement_text, small_text
from tiig.model.agreement import SenderAgreement
from tiig.model.agreement_errors import AGREEMENT_INVALID, AGREEMENT_NOT_IN_FORCE
from tiig.model.agreement_reading import read_agreement
from tiig.model.errors import (
    FILE_EMPTY,
    OUTPUT_UNWRITABLE,
    TiigError,
    Where,
)
from tiig.model.handover_errors import (
    FOLDER_NOT_EMPTY,
    OPT_OUTS_UNREADABLE,
    PSEUDONYM_KEY_UNREADABLE,
    RECIPIENT_UNREADABLE,
)

_DEAD_AFTER = 3600.0


def agreement_of(path: str | None, sender: str, today: date) -> SenderAgreement | None:
    """Read the sender's agreement, if one is given; it must be this sender's, and in force."""
    if path is None:
        return None
    found = read_agreement(agreement_text(path))
    if not isinstance(found, SenderAgreement) or found.sender != sender:
        raise TiigError(AGREEMENT_INVALID, what=f"it is not one of the sender {sender}")
    if not found.in_force_on(today):
        why = f"it is {found.state_on(today)} on {today}"
        raise TiigError(AGREEMENT_NOT_IN_FORCE, agreement=found.key, why=why)
    return found


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of a file's bytes; refuses one that is missing or empty."""
    if not file.is_file():
        raise missing(file)
    if not file.stat().st_size:
        raise TiigError(FILE_EMPTY, Where(file=label_of(file.name)))
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        raise missing(file) from None


def recipient_text(path: str) -> str:
    """Read the file of TIIG's receiving key."""
    return small_text(path, unreadable=TiigError(RECIPIENT_UNREADABLE))


def opt_outs_of(path: str | None) -> deidentify.OptOuts | None:
    """Read the list of people who opted out, if one is given."""
    if path is None:
        return None
    what = "it is too large or not written in UTF-8"
    fault = TiigError(OPT_OUTS_UNREADABLE, what=what)
    return deidentify.OptOuts.read(small_text(path, unreadable=fault))


def hospital_key(path: str | None) -> tuple[HospitalKey | None, bool]:
    """Return the hospital's key and whether it is new; it is not yet written then."""
    if path is None:
        return None, False
    if not Path(path).exists():
        return HospitalKey.new(), True
    fault = TiigError(PSEUDONYM_KEY_UNREADABLE)
    return HospitalKey.read(small_text(path, unreadable=fault)), False


def keep_key(key: HospitalKey, path: str) -> None:
    """Write a new key where there is no file yet, readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - a handle, not a path
            file.write(key.written())
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        raise TiigError(OUTPUT_UNWRITABLE) from None


@contextmanager
def whole_folder(named: str) -> Iterator[Path]:
    """Give a folder to fill; it takes its name when all is written, or is gone.

    It and all in it are their owner's alone: one file holds the patients' values.
    """
    folder = Path(named).absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TiigError(FOLDER_NOT_EMPTY)
    building = folder.with_name(f".{folder.name}-unfinished-{secrets.token_hex(4)}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building.mkdir(mode=0o700)
        _sweep(folder, now=building.stat().st_mtime)
    except OSError:
        raise TiigError(OUTPUT_UNWRITABLE) from None
    try:
        yield building
        for path in building.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        if folder.exists():
            folder.rmdir()
        building.rename(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _sweep(folder: Path, *, now: float) -> None:
    """Remove what runs that were killed left beside a folder: rows in clear.

    A run that goes on writes all the time; an hour without a change tells it from one that died.
    """
    for left in folder.parent.glob(f".{folder.name}-unfinished-*"):
        newest = max(path.stat().st_mtime for path in (left, *left.rglob("*")))
        if now - newest > _DEAD_AFTER:
            shutil.rmtree(left, ignore_errors=True)
