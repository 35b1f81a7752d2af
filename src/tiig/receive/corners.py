"""What stands in a workbook around the cells that are read, so that it can be searched.

Comments, properties, defined names, drawings, links and the like as texts, each with the
corner it stands in; other sheets, hidden ones too, as rows. None of it is ever stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from tiig.model.errors import FILE_TOO_LARGE, TiigError, Where
from tiig.receive.package import Package

Stray = tuple[str, str, bool]
"""Place, text, and whether it names the people who made the file (author, last editor)."""

_MOST_TEXT = 64 << 20
_PLACES = (
    ("docprops/", "document properties"),
    ("xl/comments", "comments"),
    ("xl/threadedcomments", "comments"),
    ("xl/persons", "comments"),
    ("xl/workbook.xml", "names of sheets and ranges"),
    ("xl/tables", "tables of the workbook"),
    ("xl/drawings", "drawings"),
    ("xl/diagrams", "drawings"),
    ("xl/charts", "charts"),
    ("xl/pivot", "pivot tables"),
    ("xl/externallinks", "links"),
)
_ELSEWHERE = "other parts of the workbook"
_NOT_TEXT = ("xl/worksheets/sheet", "xl/sharedstrings.xml", "xl/styles.xml", "xl/theme/")
"""Sheets are read cell by cell, with their shared texts; styles and themes hold no words."""
_MARKUP = (".xml", ".rels", ".vml")
_ONE_TEXT = frozenset({"comment", "threadedcomment", "p", "definedname"})
"""Elements whose pieces (runs of different type) are one text to a reader."""
_STAFF = frozenset({"creator", "lastmodifiedby", "manager", "company", "author"})
_SPOKEN = frozenset(
    "name displayname title descr tooltip display location prompt prompttitle error errortitle "
    "target caption uniquename v comment username help description statusbar text".split(),
)
"""Attributes that hold words or values; the others are references, sizes and colours."""
_GUID = re.compile(r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")
_TAIL_TEXT = re.compile(r">([^<>]{2,})<|\s(\w+)=\"([^\"<]{2,})\"")
_CELLS_END = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_LONGEST_TAG = 64
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def strays_of(package: Package, where: Where) -> Iterator[Stray]:
    """Yield every text of the package's parts that is no cell, each text of a corner once."""
    size = 0
    for part in package.names:
        if not part.endswith(_MARKUP) or part.startswith(_NOT_TEXT) or part in package.sheet_parts:
            continue
        place = next((name for start, name in _PLACES if part.startswith(start)), _ELSEWHERE)
        place = "links" if part.endswith(".rels") else place
        for text, of_staff in dict.fromkeys(_texts(package, part)):
            size += len(text)
            if size > _MOST_TEXT:
                what = "too much text stands around its cells"
                raise TiigError(FILE_TOO_LARGE, where, what=what)
            yield place, text, of_staff
    if package.comment.strip():
        yield _ELSEWHERE, package.comment, False


def tail_of(package: Package, part: str) -> Iterator[str]:
    """Yield the texts that follow a sheet's cells: page headers, validations, links."""
    kept, ended = b"", False
    for piece in package.pieces(part):
        kept += piece
        if not ended:
            closing = _CELLS_END.search(kept)
            ended = closing is not None
            kept = kept[closing.end() :] if closing else kept[-_LONGEST_TAG:]
        if len(kept) > _MOST_TEXT:
            raise package.damaged(what="too much text stands around its cells")
    for text, name, value in _TAIL_TEXT.findall(kept.decode(errors="replace") if ended else ""):
        if text or name.lower() in _SPOKEN:
            yield plain(text or value)


def _texts(package: Package, part: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of one part: text of elements, and of attributes that hold words."""
    reader = _Words()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.say
    try:
        for piece in package.pieces(part):
            parser.Parse(piece, False)
            yield from reader.taken()
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError):
        if part.endswith(".vml"):  # the old drawings are not always XML
            return
        raise package.damaged(what="a part is not XML") from None
    yield from reader.taken()


class _Words:
    """Collects words while a part is parsed."""

    def __init__(self) -> None:
        self._open: list[tuple[str, list[str]]] = []
        self._found: list[tuple[str, bool]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append((_local(name), []))
        for key, value in attributes.items():
            if _local(key) in _SPOKEN:
                self._keep(value, of_staff=False)

    def say(self, text: str) -> None:
        whole = next((said for name, said in reversed(self._open) if name in _ONE_TEXT), None)
        if whole is None and self._open:
            whole = self._open[-1][1]
        if whole is not None:
            whole.append(text)

    def end(self, name: str) -> None:
        _, said = self._open.pop()
        inside = any(outer in _ONE_TEXT for outer, _ in self._open)
        if said and not (inside and _local(name) in _ONE_TEXT):
            self._keep("".join(said), of_staff=_local(name) in _STAFF)
        elif said:
            self.say("".join(said))

    def taken(self) -> list[tuple[str, bool]]:
        found, self._found = self._found, []
        return found

    def _keep(self, text: str, *, of_staff: bool) -> None:
        words = _GUID.sub(" ", text).strip()
        if words:
            self._found.append((words, of_staff))


def _local(name: str) -> str:
    return name.rpartition(" ")[2].lower()


def plain(text: str) -> str:
    """Return a text of XML with the five named entities read."""
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text
