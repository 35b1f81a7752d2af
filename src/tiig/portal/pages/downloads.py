"""Files that were written below the workspace's folder `out`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from starlette.responses import FileResponse, Response

from tiig.model.errors import DOWNLOAD_UNKNOWN, TiigError
from tiig.portal.visit import Visit

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    ".pdf": ("PDF", "application/pdf"),
    ".docx": ("Word", f"{OFFICE}.wordprocessingml.document"),
    ".xlsx": ("Workbook", f"{OFFICE}.spreadsheetml.sheet"),
    ".csv": ("CSV", "text/csv"),
    ".html": ("Web page", "text/html"),
}
"""Suffixes that are listed and sent, with their words; anything else does not exist."""
KILO = 1024


@dataclass(frozen=True)
class Written:
    """One file to download; `name` is its path below `out`."""

    name: str
    path: Path
    size: int
    at: datetime

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
    """List the files by folder."""
    files = _written(visit.out)
    groups = [(folder, list(those)) for folder, those in groupby(files, lambda one: one.folder)]
    return visit.page("downloads.html", groups=groups)


def send(visit: Visit) -> Response:
    """Send a file of the list as an attachment; no other path is ever looked at."""
    asked = visit.request.path_params["name"]
    for one in _written(visit.out):
        if one.name == asked:
            kind = KINDS[one.path.suffix][1]
            return FileResponse(one.path, media_type=kind, filename=one.path.name)
    raise TiigError(DOWNLOAD_UNKNOWN)


def _written(out: Path | None) -> list[Written]:
    if out is None or not out.is_dir():
        return []
    root = out.resolve()
    found = []
    for path in sorted(root.rglob("*"), key=lambda path: (path.parent, path.name)):
        known = path.suffix in KINDS and not path.is_symlink() and path.is_file()
        if known and path.resolve().is_relative_to(root):
            told = path.stat()
            at = datetime.fromtimestamp(told.st_mtime, tz=UTC)
            found.append(Written(path.relative_to(root).as_posix(), path, told.st_size, at))
    return found
