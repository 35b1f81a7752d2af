"""Files of the programme to take along: exact, so that they are the team's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.responses import Response

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import EXHIBIT_UNKNOWN, TiigError
from tiig.portal.pages.receipts import WORKBOOK
from tiig.portal.visit import Page, Visit

CSV, XLSX = "csv", "xlsx"


@dataclass(frozen=True)
class Tables:
    """An answer of a page as files: `found` asks for it, `stem` begins the name of the file."""

    found: Callable[[Visit], Any]
    stem: Callable[[Any], str]
    csv: Callable[[Any], str]
    workbook: Callable[[Any, Path], None]

    def page(self, path: str) -> Page:
        """Return the route of both files; each is asked for anew, and enters the ledger."""
        return Page(f"{path}.{{kind}}", self.send)

    def send(self, visit: Visit) -> Response:
        """Send the kind of file that the address names; EXHIBIT_UNKNOWN."""
        kind = visit.request.path_params["kind"]
        if kind not in {CSV, XLSX}:
            raise TiigError(EXHIBIT_UNKNOWN)
        found = self.found(visit)
        if kind == CSV:
            return csv_answer(self.csv(found), self.stem(found))
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"table.{XLSX}"
            self.workbook(found, path)
            return _attached(path.read_bytes(), WORKBOOK, f"{self.stem(found)}.{XLSX}")


def period_stem(name: str) -> Callable[[ClearedProgramme[Any]], str]:
    """Return what names a file by the last month of its answer."""

    def stem(found: ClearedProgramme[Any]) -> str:
        return f"{name}-{found.told.period.last}"

    return stem


def csv_answer(text: str, stem: str) -> Response:
    """Return a table as CSV under a name of its own."""
    return _attached(text.encode("utf-8-sig"), "text/csv; charset=utf-8", f"{stem}.{CSV}")


def _attached(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
