"""What the parser tells, as records of places and texts; the walk itself stands in `xml_walk`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tiig.model.errors import FILE_TOO_LARGE, TiigError, Where
from tiig.receive.limits import Limits
from tiig.receive.xml_places import Place, Places

_BLANKS = " \t\r\n"
_NIL = "http://www.w3.org/2001/XMLSchema-instance nil"
"""The attribute that says an element is empty, which it is then anyway."""


class Hearer(Protocol):
    """Who is told what a record holds."""

    def begin(self, record: int, line: int) -> None:
        """Take note that a record begins; they count from 1."""

    def say(self, place: Place, text: str) -> None:
        """Take a text that stands on a place, in its `times`th occurrence."""

    def finish(self) -> None:
        """Take note that the record ends."""

    def beside(self, text: str) -> None:
        """Take a comment or an instruction."""


class Elements:
    """Follows the elements of a file, within the limits on depth, size and number."""

    def __init__(
        self, places: Places, hearer: Hearer, limits: Limits, where: Where, line: Callable[[], int]
    ) -> None:
        """Stand before the file; `line` tells where the parser stands."""
        self._places, self._hearer, self._limits = places, hearer, limits
        self._where, self._line = where, line
        self._stack = [places.top]
        self._texts: list[list[str] | None] = [None]
        self._elements = self._size = self._outside = self._at = 0
        self._record = 0
        self.records = 0
        self.namesakes = 0

    def start(self, name: str, attributes: list[str]) -> None:
        """Go one step down."""
        parent = self._stack[-1]
        place = parent.children.get(name)
        if place is None:
            place = self._places.below(parent, name)
        if len(self._stack) > self._limits.depth:
            raise self._too_much(what=f"elements stand more than {self._limits.depth} deep")
        self._stack.append(place)
        self._texts.append(None)
        if place.is_record:
            self._begin()
        elif place.is_namesake:
            self.namesakes += 1
        place.count(self._record, self._at)
        self._elements += 1
        if self._elements > self._limits.elements and self._record:
            raise self._too_much(what=f"a record of more than {self._limits.elements:,} elements")
        if attributes:
            self._attributes(place, attributes)

    def end(self, name: str) -> None:  # noqa: ARG002 - the parser has matched the names
        """Go one step up; what was said of the element is told."""
        place = self._stack.pop()
        parts = self._texts.pop()
        if parts is not None:
            self._hearer.say(place, "".join(parts).strip(_BLANKS))
            place.has_text = True
        if place.is_record:
            self._hearer.finish()
            self._record = self._at = 0

    def text(self, text: str) -> None:
        """Keep text of the element that is open; blanks between elements are none."""
        parts = self._texts[-1]
        if parts is not None:
            parts.append(text)
        elif text.isspace():
            return
        else:
            self._texts[-1] = [text]
        self._grow(text)

    def aside(self, text: str) -> None:
        """Pass on what stands in no element."""
        if text.strip():
            self._hearer.beside(text)

    def _begin(self) -> None:
        self.records += 1
        self._record, self._at = self.records, self._line()
        self._elements = self._size = 0
        self._hearer.begin(self._record, self._at)

    def _attributes(self, place: Place, attributes: list[str]) -> None:
        if len(attributes) > 2 * self._limits.attributes:
            raise self._too_much(
                what=f"more than {self._limits.attributes} attributes of an element"
            )
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if name == _NIL:
                continue
            found = place.attributes.get(name)
            if found is None:
                found = self._places.below(place, name, is_attribute=True)
            found.count(self._record, self._at)
            text = value.strip(_BLANKS)
            if text:
                self._grow(text)
                self._hearer.say(found, text)

    def _grow(self, text: str) -> None:
        """Take account of a text; what stands outside the records adds up over the file."""
        if self._record:
            self._size += len(text)
        else:
            self._outside += len(text)
        if max(self._size, self._outside) > self._limits.record:
            place = "in a record" if self._record else "outside the records"
            raise self._too_much(what=f"more than {self._limits.record:,} characters {place}")

    def _too_much(self, *, what: str) -> TiigError:
        return TiigError(
            FILE_TOO_LARGE, Where(file=self._where.file, rows=(self._line(),)), what=what
        )
