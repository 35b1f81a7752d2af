"""Count the start tags of an element in the bytes of XML, without parsing it.

This is the second count, which the parser's must meet: a tag inside a comment, a CDATA
section or a processing instruction is none. Attribute values hold no `<` in well-formed XML.
"""

from __future__ import annotations

import re

from tiig.model.errors import FILE_TOO_LARGE, TiigError, Where

_LONGEST = 1 << 10
"""Bytes kept back at the end of a piece: a tag's name may go on in the next."""
_CLOSED_BY = {b"!--": b"-->", b"![CDATA[": b"]]>", b"?": b"?>"}


class Tags:
    """Counts while the pieces of a file pass by, as UTF-8."""

    def __init__(self, local: str, limit: int, where: Where) -> None:
        """Count elements of this local name; nothing that is skipped may be longer than `limit`."""
        name = re.escape(local.encode())
        self._one = re.compile(
            rb"<(?:(!--|!\[CDATA\[|\?)|(?:[^\s<>/!?:=\"']+:)?" + name + rb"(?=[\s/>]))"
        )
        self._limit, self._where = limit, where
        self._rest = b""
        self._until: bytes | None = None
        self._skipped = 0
        self.count = 0
        self.breaks = 0
        self._ended_open = False

    @property
    def lines(self) -> int:
        """How many lines were seen; the last may lack its end."""
        return self.breaks + self._ended_open

    def see(self, piece: bytes, *, last: bool) -> None:
        """Count on."""
        self.breaks += piece.count(b"\n")
        if piece:
            self._ended_open = not piece.endswith(b"\n")
        text = self._rest + piece
        place = 0
        while place >= 0:
            place, done = self._next(text, place, last=last)
            if done:
                self._rest = text[place:]
                return

    def _next(self, text: bytes, place: int, *, last: bool) -> tuple[int, bool]:
        """Go to behind the next tag or skipped stretch; say if more text is needed."""
        if self._until is not None:
            end = text.find(self._until, place)
            if end < 0:
                kept = max(place, len(text) - len(self._until) + 1)
                self._skip(kept - place)
                return kept, True
            self._skip(end - place)
            place, self._until, self._skipped = end + len(self._until), None, 0
        found = self._one.search(text, place)
        if found is None:
            tail = text.rfind(b"<", max(place, len(text) - _LONGEST))
            return (len(text) if tail < 0 or last else tail), True
        if found[1]:
            self._until = _CLOSED_BY[found[1]]
        else:
            self.count += 1
        return found.end(), False

    def _skip(self, size: int) -> None:
        self._skipped += size
        if self._skipped > self._limit:
            what = f"a comment or a text of more than {self._limit:,} bytes"
            raise TiigError(FILE_TOO_LARGE, self._where, what=what)
