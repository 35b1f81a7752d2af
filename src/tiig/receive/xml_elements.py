"""What the parser tells, as records of places and texts; the walk itself stands in `xml_walk`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tiig.model.errors import FILE_TOO_LARGE, TiigError, Where
from tiig.receive.limits import Limits
from tiig.receive.xml_places import Place, Places

_BLANKS = " \t\r\n"
KEPT_BESIDE = 32
"""What a text outside the records takes besides its characters."""
NIL = "http://www.w3.org/2001/XMLSchema-instance nil"
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
    """Follows the elements of a file, within the limits on size and number.

    This runs once for every element of a file, so that what is rare stands apart.
    """

    def __init__(
        self, places: Places, hearer: Hearer, limits: Limits, where: Where, line: Callable[[], int]
    ) -> None:
        """Stand before the file; `line` tells where the parser stands."""
        self._places, self._hearer, self._limits = places, hearer, limits
        self._where, self._line = where, line
        self._stack = [places.top]
        self._parts: list[str] = []
        self._held: dict[int, list[str]] = {}
        self._size = self._outside = self._record = self._at = 0
        self._below = False
        self.records = 0
        self.namesakes = 0

    def start(self, name: str, attributes: list[str]) -> None:
        """Go one step down."""
        stack = self._stack
        if self._parts:
            self._held.setdefault(len(stack), []).append("".join(self._parts).strip(_BLANKS))
            self._parts = []
        self._below = False
        place = stack[-1].children.get(name)
        if place is None:
            place = self._places.below(stack[-1], name)
        stack.append(place)
        if place.is_record or place.is_namesake:
            self._begin(place)
        if place.record != self._record:
            place.record, place.times = self._record, 1
        else:
            self._repeat(place)
        if attributes:
            self._attributes(place, attributes)

    def end(self, name: str) -> None:  # noqa: ARG002 - the parser has matched the names
        """Go one step up; what was said of the element is told."""
        place = self._stack.pop()
        if self._parts or self._held:
            self._tell(place)
        self._below = True
        if place.is_record:
            self._hearer.finish()
            self._record = self._at = 0

    def text(self, text: str) -> None:
        """Keep text of the element that is open; blanks between elements are none."""
        if not self._parts and text.isspace():
            return
        self._parts.append(text)
        self._grow(text)

    def aside(self, text: str) -> None:
        """Pass on what stands in no element."""
        if text.strip():
            self._hearer.beside(text)

    def _begin(self, place: Place) -> None:
        if place.is_namesake:
            self.namesakes += 1
            return
        self.records += 1
        self._record, self._at, self._size = self.records, self._line(), 0
        self._hearer.begin(self._record, self._at)

    def _tell(self, place: Place) -> None:
        """Tell an element's text; stretches that its elements part are words of their own."""
        before = self._held.pop(len(self._stack) + 1, [])
        last = ["".join(self._parts).strip(_BLANKS)] if self._parts else []
        self._parts = []
        if not (before or last):
            return
        if before or self._below:
            place.mix(self._at)
        place.has_text = True
        self._hearer.say(place, " ".join((*before, *last)))

    def _repeat(self, place: Place) -> None:
        place.repeat(self._at)
        if place.times > self._limits.elements and self._record:
            what = f"an element more than {self._limits.elements:,} times in a record"
            raise self._too_much(what=what)

    def _attributes(self, place: Place, attributes: list[str]) -> None:
        if len(attributes) > 2 * self._limits.attributes:
            what = f"more than {self._limits.attributes:,} attributes of an element"
            raise self._too_much(what=what)
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if name == NIL:
                continue
            found = place.attributes.get(name)
            if found is None:
                found = self._places.below(place, name, is_attribute=True)
                found.repeated = place.repeated
            found.times = place.times
            found.most = max(found.most, found.times)
            text = value.strip(_BLANKS)
            if text:
                self._grow(text)
                self._hearer.say(found, text)

    def _grow(self, text: str) -> None:
        """Take account of a text; what stands outside the records adds up over the file."""
        if self._record:
            self._size += len(text)
        else:
            self._outside += len(text) + KEPT_BESIDE
        if self._size > self._limits.record or self._outside > self._limits.record:
            place = "in a record" if self._record else "outside the records"
            what = f"more than {self._limits.record:,} characters {place}"
            raise self._too_much(what=what)

    def _too_much(self, *, what: str) -> TiigError:
        return TiigError(
            FILE_TOO_LARGE, Where(file=self._where.file, rows=(self._line(),)), what=what
        )
