"""Papers that were written below the workspace's folder `out`.

A paper is listed only if it vouches for its preset, and is for the public or was written
under the very agreement of these pages.
Receipts are not among them: each look at a receipt is entered in the ledger, on its page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from starlette.responses import FileResponse, Response

from tiig.model.errors import DOWNLOAD_UNKNOWN, TiigError
from tiig.portal.visit import Visit
from tiig.publish.paper_records import Record, record_of

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    ".pdf": ("PDF", "application/pdf"),
    ".docx": ("Word", f"{OFFICE}.wordprocessingml.document"),
    ".xlsx": ("Workbook", f"{OFFICE}.spreadsheetml.sheet"),
    ".csv": ("CSV", "text/csv"),
    ".html": ("Web page", "text/html"),
}
"""Suffixes that are listed and sent, with their words; anything else does not exist."""
PARTNERS = "named-partner"
KILO = 1024


@dataclass(frozen=True)
class Written:
    """One file to download; `name` is its path below `out`."""

    name: str
    path: Path
    record: Record
    size: int
    at: datetime

    @property
    def title(self) -> str:
        """What the paper is called; its name where nobody gave it a title."""
        return self.record.title or self.path.stem

    @property
    def folder(self) -> str:
        """The folder below `out`."""
        return self.name.rpartition("/")[0]

    @property
    def kind(self) -> str:
        """What kind of file it is, for people."""
        return KINDS[self.path.suffix][0]

    @property
    def size_words(self) -> str:
        """Its size, for people."""
        return f"{max(1, round(self.size / KILO)):,} kB"


def draw(visit: Visit) -> Response:
    """List the papers by folder and name, each with its kinds of file."""
    listed = _written(visit)
    files = [one for one in listed if _may_show(one, visit)]
    kept_back = {
        (one.folder, one.path.stem)
        for one in listed
        if one.record.preset == PARTNERS and not _may_show(one, visit)
    }
    groups = [
        (folder, [(stem, list(kinds)) for stem, kinds in groupby(those, lambda one: one.path.stem)])
        for folder, those in groupby(files, lambda one: one.folder)
    ]
    return visit.page(
        "downloads.html", groups=groups, kept_back=len(kept_back), agreement=visit.agreement
    )


def send(visit: Visit) -> Response:
    """Send a file of the list as an attachment; no other path is ever looked at."""
    asked = visit.request.path_params["name"]
    for one in _written(visit):
        if one.name == asked and _may_show(one, visit):
            kind = KINDS[one.path.suffix][1]
            return FileResponse(one.path, media_type=kind, filename=one.path.name)
    raise TiigError(DOWNLOAD_UNKNOWN)


def _may_show(one: Written, visit: Visit) -> bool:
    """Tell whether a paper is for the public, or for whom these pages are."""
    record = one.record
    if record.preset == PARTNERS and visit.preset != PARTNERS:
        return False
    if not record.agreement:
        return record.preset == "public"
    theirs = record.agreement.partition("@")[0] == visit.agreement
    return theirs and record.preset in {"public", PARTNERS}


def _written(visit: Visit) -> list[Written]:
    """Return every paper that vouches for a preset, whether or not these pages may show it."""
    if visit.out is None or not visit.out.is_dir():
        return []
    root = visit.out.resolve()
    found = []
    for path in sorted(root.rglob("*"), key=lambda path: (path.parent, path.name)):
        known = path.suffix in KINDS and not path.is_symlink() and path.is_file()
        record = record_of(path) if known and path.resolve().is_relative_to(root) else None
        if record is not None:
            told = path.stat()
            at = datetime.fromtimestamp(told.st_mtime, tz=UTC)
            name = path.relative_to(root).as_posix()
            found.append(Written(name, path, record, told.st_size, at))
    return found
