"""A page made of sections: its pictures and downloads under addresses of their own.

Any page whose figures are `Section`s with `Exhibit`s hands over a `Sheet`, and one line of
the route table (`exhibit_page`) gives each of its exhibits as CSV, SVG, PNG and Vega.
"""

from __future__ import annotations

import uuid
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlencode

from tiig.model.errors import EXHIBIT_UNKNOWN, TiigError
from tiig.publish.exhibit_files import Around
from tiig.publish.paper import Exhibit, Section

SHEETS_KEPT = 64
ANSWER = "answer"


@dataclass(frozen=True)
class Sheet:
    """What a page shows, under the address that says so.

    `path` and `query` are the page's own address with its filters as they were understood;
    `stem` begins the names of files. `answer` names this very answer while it is kept.
    """

    path: str
    query: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    around: Around
    stem: str
    answer: str = field(default_factory=lambda: uuid.uuid4().hex[:16])

    def exhibit(self, name: str) -> Exhibit:
        """Return an exhibit by its id; EXHIBIT_UNKNOWN."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Exhibit) and block.id == name:
                    return block
        raise TiigError(EXHIBIT_UNKNOWN)

    def download(self, exhibit: Exhibit, kind: str) -> str:
        """Return the address of a file, with the filters of the page."""
        return f"{self.path}/{exhibit.id}.{kind}?{urlencode(self.query)}"

    def picture(self, exhibit: Exhibit, kind: str = "svg") -> str:
        """Return the address of what the page itself draws: part of this answer, no new one."""
        return f"{self.path}/{exhibit.id}.{kind}?{urlencode((*self.query, (ANSWER, self.answer)))}"


class Kept:
    """The sheets last shown: their pictures belong to what was released with the page."""

    def __init__(self, most: int = SHEETS_KEPT) -> None:
        self._most = most
        self._sheets: OrderedDict[str, Sheet] = OrderedDict()
        self._lock = Lock()

    def keep(self, sheet: Sheet) -> Sheet:
        """Remember a sheet; the oldest go first."""
        with self._lock:
            self._sheets[sheet.answer] = sheet
            while len(self._sheets) > self._most:
                self._sheets.popitem(last=False)
        return sheet

    def get(self, answer: str | None, path: str) -> Sheet | None:
        """Return the sheet of an answer of this page, if it is still there."""
        with self._lock:
            found = self._sheets.get(answer or "")
        return found if found is not None and found.path == path else None
