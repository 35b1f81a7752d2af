"""The places of an XML file: every path that an element or attribute was seen on.

The survey of a file builds them, the second pass finds them again by one look-up a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tiig.model.errors import FILE_TOO_LARGE, TiigError, Where
from tiig.model.xml_errors import NAMESPACES_MIXED, RECORD_NESTED
from tiig.receive.limits import Limits
from tiig.receive.xml_names import ITSELF

_ROWS_NAMED = 10
_LONGEST_NAME = 500
"""Characters of a namespace and a local name; they are kept for every place."""


@dataclass(slots=True, eq=False)
class Place:
    """One path, what was seen on it, and the columns that its occurrences feed.

    `path` runs from the record, or with a leading `/` from the file. `most` is how often it
    stands in one record at most; `repeated` are the first records in which it stands more than
    once, each by its number and line. Occurrences beyond `slots` feed the column `rest`, joined.
    `mixed` are the first records in which text stands beside elements in it. `is_namesake` marks
    elements that are called like the record and are none.
    """

    path: str
    is_record: bool = False
    is_namesake: bool = False
    is_attribute: bool = False
    children: dict[str, Place] = field(default_factory=dict)
    attributes: dict[str, Place] = field(default_factory=dict)
    record: int = -1
    times: int = 0
    most: int = 1
    has_text: bool = False
    outside: bool = False
    repeated: list[tuple[int, int]] = field(default_factory=list)
    mixed: list[tuple[int, int]] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    rest: int | None = None

    @property
    def holds_records(self) -> bool:
        """Whether it is the record, or an element around it."""
        return self.is_record or any(one.holds_records for one in self.children.values())

    @property
    def feeds(self) -> bool:
        """Whether it holds what a column holds; an element around others does not."""
        if self.is_attribute or self.has_text:
            return True
        return not (self.is_record or self.children or self.attributes)

    def repeat(self, line: int) -> None:
        """Enter another occurrence in the same record, which begins on this line."""
        self.times += 1
        self.most = max(self.most, self.times)
        if self.times == 2 and len(self.repeated) < _ROWS_NAMED:  # noqa: PLR2004 - it repeats
            self.repeated.append((self.record, line))

    def mix(self, line: int) -> None:
        """Enter that text stands beside elements, in the record that begins on this line."""
        here = (self.record, line)
        if here not in self.mixed and len(self.mixed) < _ROWS_NAMED:
            self.mixed.append(here)


class Places:
    """All places of a file below one that stands for the file."""

    def __init__(self, record: str, limits: Limits, where: Where) -> None:
        """Begin with none; `record` is the path of the records, or `//` and their last steps."""
        self._record = record.removeprefix("/") if not record.startswith("//") else record
        self._limits, self._where = limits, where
        self._found: list[Place] = []
        self.top = Place("/")
        self.record: Place | None = None

    def __iter__(self) -> Iterator[Place]:
        """Yield all places in the order in which they were first seen."""
        return iter(self._found)

    def rewind(self) -> None:
        """Forget how often each stood where, before the file is read again."""
        for place in self._found:
            place.record, place.times = -1, 0

    def below(self, parent: Place, name: str, *, is_attribute: bool = False) -> Place:
        """Enter a step of namespace and local name that was not seen below its parent."""
        if len(name) > _LONGEST_NAME:
            what = f"a name of more than {_LONGEST_NAME} characters"
            raise TiigError(FILE_TOO_LARGE, self._where, what=what)
        local = name.rpartition(" ")[2]
        path = _path(parent, f"@{local}" if is_attribute else local)
        known = parent.attributes if is_attribute else parent.children
        if any(other.rpartition(" ")[2] == local for other in known):
            raise TiigError(NAMESPACES_MIXED, self._where, columns=path)
        if path.count("/") > self._limits.depth:
            what = f"elements more than {self._limits.depth} deep"
            raise TiigError(FILE_TOO_LARGE, self._where, what=what)
        place = Place(path, is_attribute=is_attribute, outside=path.startswith("/"))
        if not is_attribute:
            self._mark(place)
        known[name] = place
        self._found.append(place)
        if len(self._found) > self._limits.columns:
            what = f"more than {self._limits.columns:,} different elements"
            raise TiigError(FILE_TOO_LARGE, self._where, what=what)
        return place

    def _mark(self, place: Place) -> None:
        """Say of a place that it is the record's, of which there can be one."""
        if self._record.startswith("//"):
            fits = f"/{place.path}".endswith(self._record[1:])
        else:
            fits = place.path == f"/{self._record}"
        if not fits:
            place.is_namesake = place.path.rpartition("/")[2] == self._record.rpartition("/")[2]
            return
        if self.record is not None or not place.outside:
            raise TiigError(RECORD_NESTED, self._where)
        place.is_record, place.path, place.outside = True, ITSELF, False
        self.record = place


def _path(parent: Place, step: str) -> str:
    if parent.path == ITSELF:
        return step
    return f"/{step}" if parent.path == "/" else f"{parent.path}/{step}"
