"""The outline of an XML file that nobody has described: its elements and attributes, as a table.

A row is one path from the root on: how often it stands there, how often within the element
around it at most, whether it holds text, and in how many of them text stands beside elements.
No text of the file is kept, so that a long file takes no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from tiig.model.errors import FILE_TOO_LARGE, TiigError, Where
from tiig.model.profile import FileLayout
from tiig.receive.archives import unpacked
from tiig.receive.asides import Aside
from tiig.receive.batches import batch_of, texts
from tiig.receive.corners import Stray
from tiig.receive.header import Header
from tiig.receive.limits import Limits
from tiig.receive.source import Handle
from tiig.receive.tally import Account
from tiig.receive.xml_elements import NIL
from tiig.receive.xml_places import Place, Places
from tiig.receive.xml_records import refuse_other_kinds
from tiig.receive.xml_walk import Walk

COLUMNS = ("path", "times", "most", "text", "mixed")
_TEXT, _CHILD = 1, 2
_MIXED = _TEXT | _CHILD


class XmlOutline:
    """The paths of a file, as a reader hands out rows."""

    sheet = None
    date_system = None
    preamble: tuple[tuple[str | None, ...], ...] = ()
    physical_lines = 0

    def __init__(self, handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> None:
        """Go through the whole file once; what the layout names is no matter."""
        inner, self._names = unpacked(handle, layout, limits, where)
        refuse_other_kinds(inner, where)
        walk = Walk(inner, limits, where)
        visitor = _Visitor(Places("", limits, where), limits, where)
        for _ in walk.steps(visitor):
            pass
        self._found = visitor.found()
        self.header = Header(COLUMNS, 0)
        self.account = Account(preamble_lines=0, header_lines=0, marks=len(self._found))
        self.footer: list[str] = []

    def strays(self) -> Iterator[Stray]:
        """Yield the texts of an archive around it."""
        return iter(self._names)

    def asides(self) -> Iterator[Aside]:
        """There is nothing beside the paths."""
        return iter(())

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield the paths in the order in which they were first seen, numbered from 1."""
        self.account.records = len(self._found)
        for first in range(0, len(self._found), rows):
            some = self._found[first : first + rows]
            numbers = np.arange(first + 1, first + len(some) + 1, dtype=np.uint32)
            yield batch_of(numbers, [texts(cells) for cells in zip(*some, strict=True)], COLUMNS)


class _Counted:
    """How often a place was met: in all, and within the element around it at most."""

    __slots__ = (
        "around", "attributes", "children", "mixed", "most", "place", "text", "times", "within",
    )  # fmt: skip

    def __init__(self, place: Place) -> None:
        self.place = place
        self.children: dict[str, _Counted] = {}
        self.attributes: dict[str, _Counted] = {}
        self.times = self.most = self.within = self.mixed = 0
        self.around = -1
        self.text = False


class _Visitor:
    """Counts the elements that pass by; this runs once for every element of a file."""

    def __init__(self, places: Places, limits: Limits, where: Where) -> None:
        self._places, self._limits, self._where = places, limits, where
        self._all: list[_Counted] = []
        self._stack = [_Counted(places.top)]
        self._holds = [0]

    def start(self, name: str, attributes: list[str]) -> None:
        above = self._stack[-1]
        one = above.children.get(name)
        if one is None:
            one = above.children[name] = self._enter(self._places.below(above.place, name))
        self._count(one, above.times)
        self._hold(_CHILD)
        self._stack.append(one)
        self._holds.append(0)
        if attributes:
            self._attributes(one, attributes)

    def end(self, name: str) -> None:  # noqa: ARG002 - the parser has matched the names
        self._stack.pop()
        self._holds.pop()

    def text(self, text: str) -> None:
        if not text.isspace():
            self._stack[-1].text = True
            self._hold(_TEXT)

    def aside(self, text: str) -> None:
        """Comments are no elements."""

    def found(self) -> list[tuple[str, ...]]:
        return [
            (
                one.place.path,
                str(one.times),
                str(one.most),
                "yes" if one.text or not (one.children or one.attributes) else "",
                str(one.mixed),
            )
            for one in self._all
        ]

    def _enter(self, place: Place) -> _Counted:
        one = _Counted(place)
        self._all.append(one)
        return one

    def _count(self, one: _Counted, around: int) -> None:
        one.times += 1
        one.within = one.within + 1 if one.around == around else 1
        one.around = around
        one.most = max(one.most, one.within)

    def _hold(self, what: int) -> None:
        before = self._holds[-1]
        self._holds[-1] |= what
        if self._holds[-1] == _MIXED and before != _MIXED:
            self._stack[-1].mixed += 1

    def _attributes(self, above: _Counted, attributes: list[str]) -> None:
        if len(attributes) > 2 * self._limits.attributes:
            what = f"more than {self._limits.attributes:,} attributes of an element"
            raise TiigError(FILE_TOO_LARGE, self._where, what=what)
        for name in attributes[::2]:
            if name == NIL:
                continue
            one = above.attributes.get(name)
            if one is None:
                place = self._places.below(above.place, name, is_attribute=True)
                one = above.attributes[name] = self._enter(place)
                one.text = True
            self._count(one, above.times)
