"""Files of the programme to take along: exact, so that they are the team's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.responses import Response

from tiig.model.errors import EXHIBIT_UNKNOWN, TiigError
from tiig.portal.pages.receipts import WORKBOOK
from tiig.portal.visit import Page, Visit

CSV, XLSX = "csv", "xlsx"
_UNNAMEABLE = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Tables:
    """An answer of a page as files: `found` asks for it, `asked` says what was asked, in words."""

    found: Callable[[Visit], Any]
    asked: Callable[[Visit, Any], Mapping[str, str]]
    csv: Callable[[Any], str]
    workbook: Callable[[Any, Path], None]

    def page(self, path: str) -> Page:
        """Return the route of both files; each is asked for anew, and enters the ledger."""

        def send(visit: Visit) -> Response:
            return self.send(visit, path)

        return Page(f"{path}.{{kind}}", send)

    def send(self, visit: Visit, path: str) -> Response:
        """Send the kind of file that the address names; EXHIBIT_UNKNOWN."""
        kind = visit.request.path_params["kind"]
        if kind not in {CSV, XLSX}:
            raise TiigError(EXHIBIT_UNKNOWN)
        found = self.found(visit)
        stem = stem_of(path, self.asked(visit, found))
        if kind == CSV:
            return csv_answer(self.csv(found), stem)
        with TemporaryDirectory() as folder:
            table = Path(folder) / f"table.{XLSX}"
            self.workbook(found, table)
            return _attached(table.read_bytes(), WORKBOOK, f"{stem}.{XLSX}")


def stem_of(path: str, asked: Mapping[str, str]) -> str:
    """Return what names a file by its page and all that was asked, so that no two are alike."""
    words = (path.rpartition("/")[2], *(one for one in asked.values() if one))
    return "-".join(_UNNAMEABLE.sub("-", one) for one in words)


def csv_answer(text: str, stem: str) -> Response:
    """Return a table as CSV under a name of its own."""
    return _attached(text.encode("utf-8-sig"), "text/csv; charset=utf-8", f"{stem}.{CSV}")


def _attached(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
