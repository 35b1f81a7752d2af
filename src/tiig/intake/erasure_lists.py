"""What an erasure is asked by: a list of numbers or pseudonyms, or the report of an earlier one."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tiig import deidentify, desk
from tiig.model.erasure import Erasable, ErasedMark
from tiig.model.errors import FILE_MISSING, TiigError, Where
from tiig.model.retention_errors import ERASURE_LIST, ERASURE_REPORT, ERASURE_SITE
from tiig.services import Services

LARGEST = 10_000_000
"""Bytes: half a million numbers; a longer list is more likely the wrong file."""
_PSEUDONYM = re.compile(rf"[0-9a-f]{{{deidentify.ID_LENGTH}}}")


def pseudonyms_in(path: str) -> tuple[str, ...]:
    """Return the pseudonyms that a file lists, one a line."""
    lines = _lines(Path(path))
    wrong = [number for number, line in lines if not _PSEUDONYM.fullmatch(line)]
    if wrong:
        what = "without --sender each line is a pseudonym of 32 hexadecimal letters"
        raise TiigError(ERASURE_LIST, Where(rows=tuple(wrong)), what=what)
    return tuple(sorted({line for _, line in lines}))


def numbers_in(
    path: str, kind: Erasable, sender: str, site: str | None, services: Services
) -> tuple[str, ...]:
    """Return the keyed ids of a sender's own numbers; the numbers themselves are held no longer."""
    lines = [line for _, line in _lines(Path(path))]
    profile = desk.profile_for(sender, services, services.clock.now().date())
    sites = sorted(one.code for one in profile.sites)
    where = site or (sites[0] if len(sites) == 1 else "")
    if kind is Erasable.ATTENDANCE and where not in sites:
        raise TiigError(ERASURE_SITE, known=", ".join(sites))
    keys = services.keys.pseudonyms()
    ids = deidentify.numbered_ids(lines, kind, keys, provider=profile.provider, site=where)
    if not ids:
        raise TiigError(ERASURE_LIST, what="no line holds a number")
    return ids


def marks_in(path: str) -> tuple[ErasedMark, ...]:
    """Return the marks that the report of an erasure holds."""
    try:
        told = json.loads(_text(Path(path)))
        marks = [
            ErasedMark(Erasable(one["kind"]), int(one["layers"]), one["mark"], one["erasure"])
            for one in told["marks"]
        ]
    except (ValueError, LookupError, TypeError):
        raise TiigError(ERASURE_REPORT, what="no erasure wrote it") from None
    if not all(_PSEUDONYM.fullmatch(str(one.mark)) for one in marks):
        raise TiigError(ERASURE_REPORT, what="its marks were changed")
    return tuple(sorted(marks))


def _lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers."""
    lines = enumerate(_text(path).splitlines(), start=1)
    found = [(number, line.strip()) for number, line in lines if line.strip()]
    if not found:
        raise TiigError(ERASURE_LIST, what="it is empty")
    return found


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        raise TiigError(FILE_MISSING) from None
    if len(content) > LARGEST:
        raise TiigError(ERASURE_LIST, what="it is too long to be one")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TiigError(ERASURE_LIST, what="it is not text in UTF-8") from None
