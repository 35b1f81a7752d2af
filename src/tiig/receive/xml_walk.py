"""Walk an XML file element by element within limits; nothing in it is expanded or followed.

The standard library's expat parses pieces of UTF-8; a document type refuses the file before
anything it declares could be read, so that no entity but the five of XML exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from tiig.model.errors import FILE_EMPTY, FILE_TOO_LARGE, TiigError, Where
from tiig.model.xml_errors import XML_BROKEN, XML_DOCTYPE
from tiig.receive.limits import Limits
from tiig.receive.source import Handle, Utf8
from tiig.receive.xml_tags import Tags
from tiig.receive.xml_text import encoding_of

_STEP = 1 << 20
_TEXTS = 1 << 16
_HEAD = 4096


class Visitor(Protocol):
    """What is told of the elements of a file, in their order."""

    def start(self, name: str, attributes: list[str]) -> None:
        """Go into an element: its namespace and local name, its attributes in turn."""

    def end(self, name: str) -> None:
        """Leave it."""

    def text(self, text: str) -> None:
        """Take text of the element that is open."""

    def aside(self, text: str) -> None:
        """Take a comment or an instruction; it holds nothing of a record."""


class Walk:
    """One pass over a file, from its first byte on; `line` is where the parser stands."""

    def __init__(self, handle: Handle, limits: Limits, where: Where) -> None:
        """Wind the file back and look how it is written."""
        self._limits, self._where = limits, where
        handle.stream.seek(0)
        start = handle.read(_HEAD)
        if not start.strip():
            raise TiigError(FILE_EMPTY, where)
        handle.stream.seek(0)
        self._text = Utf8(handle, encoding_of(start, where), where)
        self._parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.buffer_size = _TEXTS
        self._parser.ordered_attributes = True
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._breaks = 0

    @property
    def line(self) -> int:
        """The line on which the parser stands, from 1."""
        return self._parser.CurrentLineNumber

    def steps(self, visitor: Visitor, tags: Tags | None = None) -> Iterator[None]:
        """Parse piece by piece; the caller takes what the visitor gathered after each.

        `tags` sees the same bytes and counts on its own.
        """
        parser = self._parser
        parser.StartElementHandler = visitor.start
        parser.EndElementHandler = visitor.end
        parser.CharacterDataHandler = visitor.text
        parser.CommentHandler = visitor.aside
        parser.ProcessingInstructionHandler = lambda target, data: visitor.aside(f"{target} {data}")
        fed, last = 0, False
        while not last:
            piece, last = self._text.piece(_STEP, lambda: self._breaks)
            try:
                parser.Parse(piece, last)
            except expat.ExpatError as fault:
                raise TiigError(XML_BROKEN, self._at(fault.lineno)) from None
            if tags is not None:
                tags.see(piece, last=last)
            fed += len(piece)
            self._breaks += piece.count(b"\n")
            self._refuse_endless(fed)
            yield

    def _refuse_endless(self, fed: int) -> None:
        """Refuse a tag that never ends: what the parser cannot tell yet it must keep."""
        if fed - self._parser.CurrentByteIndex > self._limits.record + _STEP:
            what = f"a tag of more than {self._limits.record:,} bytes"
            raise TiigError(FILE_TOO_LARGE, self._at(self.line), what=what)

    def _refuse_doctype(self, *_: object) -> None:
        raise TiigError(XML_DOCTYPE, self._at(self.line))

    def _at(self, line: int) -> Where:
        return Where(file=self._where.file, rows=(line,))
