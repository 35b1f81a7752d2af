"""The byte gate of a workbook: what kind it is, how far it inflates, where its sheets are.

Nothing is trusted that the package says of itself: every part is inflated once within the
limits and checked against its sum, and no part may bring a document type.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from tiig.model.errors import FILE_DAMAGED, FILE_EMPTY, FILE_TOO_LARGE, TiigError, Where
from tiig.model.file_errors import FILE_PROTECTED, SHEET_MISSING, SHEET_UNNAMED
from tiig.receive.limits import RATIO_FROM, Limits
from tiig.receive.members import folded, member_name, unusual
from tiig.receive.signatures import XLSX_NAME, ZIP, kind_of, refuse_kind, refuse_office

_STEP = 1 << 20
_SMALL_PART = 4 << 20
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
_NAMING = frozenset({"sheet", "Relationship"})
"""Elements that name a sheet: of attributes that differ in their prefix programs take either."""
_TWO_BYTES_A_LETTER = frozenset({b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"})


class Package:
    """A workbook's parts, gated; `raw` are the bytes that were judged."""

    def __init__(self, raw: bytes, limits: Limits, where: Where) -> None:
        """Judge the bytes; `limits` are those on parts, inflated size and ratio."""
        self.raw = raw
        self._limits = limits
        self._where = where
        self._refuse_other_kinds()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise self.damaged(what="it is cut off or is no workbook") from None
        self._parts = self._listed()
        self._refuse_unfit()
        self._inflate_all()
        self.date_system, self._sheets, self._hidden = self._contents()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in lower case, in the order of the package."""
        return tuple(self._parts)

    @property
    def comment(self) -> str:
        """What the archive as a whole says of itself."""
        return self._zip.comment.decode(errors="replace")

    @property
    def sheet_parts(self) -> frozenset[str]:
        """The parts that hold cells."""
        return frozenset(folded(part) for part in self._sheets.values())

    def other_sheets(self, read: str | None) -> Iterator[tuple[str, str, str]]:
        """Yield place, name and part of every sheet but the one that is read (None: all)."""
        for number, (name, part) in enumerate(self._sheets.items(), start=1):
            if name != read:
                hidden = "hidden " if name in self._hidden else ""
                yield f"{hidden}sheet {number}", name, part

    def sheet_part(self, wanted: str | None) -> tuple[str, str]:
        """Return name and part of the sheet; without a name the workbook must hold just one."""
        if wanted is None and len(self._sheets) > 1:
            raise TiigError(SHEET_UNNAMED, self._where, count=len(self._sheets))
        name = next(iter(self._sheets), None) if wanted is None else wanted
        if name is None or name not in self._sheets:
            raise TiigError(SHEET_MISSING, Where(file=self._where.file, sheet=wanted))
        return name, self._sheets[name]

    def pieces(self, part: str) -> Iterator[bytes]:
        """Inflate a part step by step; a part that the package lacks is damage."""
        info = self._parts.get(folded(part))
        if info is None:
            raise self.damaged(what="a part is missing")
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_STEP):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
            raise self.damaged(what="a part cannot be inflated") from None

    def has(self, part: str) -> bool:
        """Tell whether the package holds a part."""
        return folded(part) in self._parts

    def damaged(self, *, what: str) -> TiigError:
        """Return the refusal of a package that is not whole."""
        return TiigError(FILE_DAMAGED, self._where, what=what)

    def _refuse_other_kinds(self) -> None:
        if not self.raw:
            raise TiigError(FILE_EMPTY, self._where)
        if not self.raw.startswith(ZIP):
            found = kind_of(self.raw[:4096]) or "text"
            raise refuse_kind(self._where, expected=XLSX_NAME, found=found)

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        parts = {member_name(info): info for info in infos}
        if len(infos) > self._limits.parts:
            raise TiigError(FILE_TOO_LARGE, self._where, what="too many parts in the workbook")
        if len(parts) < len(infos):
            raise self.damaged(what="two of its parts have the same name")
        for what in filter(None, map(unusual, infos)):
            raise self.damaged(what=what)
        return parts

    def _refuse_unfit(self) -> None:
        if any(info.flag_bits & 1 for info in self._parts.values()):
            raise TiigError(FILE_PROTECTED, self._where)
        refuse_office(frozenset(self._parts), b"", self._where)
        if BOOK not in self._parts:
            raise refuse_kind(self._where, expected=XLSX_NAME, found="a zip archive")
        inflated = sum(info.file_size for info in self._parts.values())
        bomb = inflated > RATIO_FROM and inflated > self._limits.ratio * len(self.raw)
        if inflated > self._limits.inflated or bomb:
            raise TiigError(FILE_TOO_LARGE, self._where, what="it inflates beyond the limit")

    def _inflate_all(self) -> None:
        for part in self._parts:
            before = b""
            for piece in self.pieces(part):
                if part.endswith((".xml", ".rels")):
                    self._refuse_markup(before, piece)
                before = piece

    def _refuse_markup(self, before: bytes, piece: bytes) -> None:
        if not before and piece[:2] in _TWO_BYTES_A_LETTER:
            raise self.damaged(what="a part is not written in UTF-8")
        if b"<!DOCTYPE" in before[-16:] + piece:
            raise self.damaged(what="a part brings a document type")

    def _contents(self) -> tuple[int, dict[str, str], frozenset[str]]:
        targets = {
            attributes.get("Id", ""): attributes.get("Target", "")
            for name, attributes in self.elements(RELATIONS)
            if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
        }
        date_system, sheets, hidden = 1900, {}, set()
        for name, attributes in self.elements(BOOK):
            if name == "workbookPr" and attributes.get("date1904") in {"1", "true", "on"}:
                date_system = 1904
            if name == "sheet" and attributes.get("id") in targets:
                if attributes.get("name", "") in sheets:
                    raise self.damaged(what="two of its sheets have the same name")
                target = targets[attributes["id"]]
                inside = target[1:] if target.startswith("/") else f"xl/{target}"
                if posixpath.normpath(inside) != inside:
                    raise self.damaged(what="a sheet is looked for in a roundabout way")
                sheets[attributes.get("name", "")] = inside
                if attributes.get("state", "visible") != "visible":
                    hidden.add(attributes.get("name", ""))
        return date_system, sheets, frozenset(hidden)

    def elements(self, part: str) -> list[tuple[str, dict[str, str]]]:
        """List a small part's elements by local name, with attributes by local name."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            name = name.rpartition(" ")[2]
            local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            if name in _NAMING and len(local) < len(attributes):
                raise self.damaged(what="a sheet is named twice")
            found.append((name, local))

        text = b"".join(self.pieces(part))
        if len(text) > _SMALL_PART:
            raise TiigError(FILE_TOO_LARGE, self._where, what="the list of sheets is too long")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = start
        try:
            parser.Parse(text, True)
        except (expat.ExpatError, LookupError):
            raise self.damaged(what="the list of sheets is not XML") from None
        return found
