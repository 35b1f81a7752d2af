"""The first pass over an XML file: its places, its records, and what stands outside them.

Only after it the columns are known, as a header says them of other files. Elements that
repeat without a word of the profile refuse the file: nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tiig.model.errors import FILE_TOO_LARGE, TiigError, Where
from tiig.model.file_errors import COUNTS_DISAGREE
from tiig.model.profile import FileLayout
from tiig.model.xml_errors import (
    ELEMENT_AMBIGUOUS,
    ELEMENT_REPEATS,
    MIXED_CONTENT,
    RECORD_MISSING,
)
from tiig.receive.corners import Stray
from tiig.receive.limits import Limits
from tiig.receive.source import Handle
from tiig.receive.xml_elements import KEPT_BESIDE, Elements
from tiig.receive.xml_names import Names
from tiig.receive.xml_places import Place, Places
from tiig.receive.xml_tags import Tags
from tiig.receive.xml_walk import Walk

_COMMENTS = 4
"""How many times the size of a record all different comments may have."""
JOINED = " ¦ "
"""What stands between texts that share a cell since nobody reads them."""


class Survey:
    """What one pass over a file found; `header` are the columns, `records` their number.

    `by_line` says whether each record begins on a line of its own, which then is its row;
    else rows are the numbers of records from 1.
    """

    def __init__(self, handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> None:
        """Go through the whole file once, and refuse what no second pass could read."""
        self._limits, self._where = limits, where
        self.by_line, self._last_line = True, 0
        self._beside: dict[str, None] = {}
        self._size = 0
        self._outside: list[tuple[Place, int, str]] = []
        self.places = Places(layout.record, limits, where)
        walk = Walk(handle, limits, where)
        elements = Elements(self.places, self, limits, where, lambda: walk.line)
        tags = Tags(layout.record.rpartition("/")[2], limits.record, where)
        for _ in walk.steps(elements, tags):
            pass
        if not elements.records:
            raise TiigError(RECORD_MISSING, where, record=layout.record)
        self.records, self.lines = elements.records, tags.lines
        self.tags = tags.count - elements.namesakes
        if self.tags != self.records:
            raise TiigError(COUNTS_DISAGREE, where, lines=self.tags, found=self.records)
        self._names, self._ignored = Names(layout.paths), frozenset(layout.beside)
        self.header: list[str] = []
        self._lay_out()

    @property
    def outside(self) -> dict[int, str]:
        """Texts outside the records by the number of their column; the same in every row."""
        return self._told(lambda place: place.most == 1 or bool(place.slots))

    @property
    def searched(self) -> dict[int, str]:
        """Texts that stand several times outside the records and feed nothing, by their column.

        They stand together in one row: in each they would multiply a file of two kinds of records.
        """
        return self._told(lambda place: place.most > 1 and not place.slots)

    def _told(self, those: Callable[[Place], bool]) -> dict[int, str]:
        found: dict[int, list[str]] = {}
        for place, number, text in self._outside:
            if not those(place):
                continue
            column = place.slots[number - 1] if number <= len(place.slots) else place.rest
            if column is not None:
                found.setdefault(column, []).append(text)
        return {column: JOINED.join(texts) for column, texts in found.items()}

    def strays(self) -> Iterator[Stray]:
        """Yield comments and instructions, and what is ignored outside the records."""
        for text in self._beside:
            yield "comments of the file", text, False
        for place, _, text in self._outside:
            if not place.slots and place.rest is None:
                yield "outside the records", text, False

    def begin(self, record: int, line: int) -> None:  # noqa: ARG002 - hearers are told both
        """Note on which line a record begins."""
        self.by_line = self.by_line and line > self._last_line
        self._last_line = line

    def say(self, place: Place, text: str) -> None:
        """Keep a text that stands outside the records; the others are for the second pass."""
        if place.outside:
            self._outside.append((place, place.times, text))

    def finish(self) -> None:
        """Nothing is kept of a record."""

    def beside(self, text: str) -> None:
        """Keep a comment, to be searched."""
        if text not in self._beside:
            self._size += len(text) + KEPT_BESIDE
            self._beside[text] = None
        if self._size > _COMMENTS * self._limits.record:
            raise TiigError(FILE_TOO_LARGE, self._where, what="too much text stands in comments")

    def _lay_out(self) -> None:
        """Give every place that holds something its columns."""
        owners: dict[str, Place] = {}
        for place in self.places:
            if not place.feeds:
                continue
            named = self._names.of(place.path)
            base = named.base
            if base in self._ignored and place.most == 1:
                continue
            self._refuse_mixed(place)
            if base is None or named.below or (self._names.any and self._is_around(place)):
                place.rest = self._column(base or place.path)
                continue
            if owners.setdefault(base, place) is not place:
                raise TiigError(ELEMENT_AMBIGUOUS, self._where, columns=base)
            self._spread(place, base)

    @staticmethod
    def _is_around(place: Place) -> bool:
        """Tell whether it stands on several elements around records, none of which it tells of."""
        return place.outside and place.most > 1

    def _refuse_mixed(self, place: Place) -> None:
        """Refuse text beside elements: without these it says less, and nobody would know.

        Text of the record or of what is around it is none of a field: it is a column by itself.
        """
        if place.mixed and not (place.holds_records or self._names.ignores_below(place.path)):
            raise TiigError(MIXED_CONTENT, self._at(place, place.mixed), columns=place.path)

    def _spread(self, place: Place, base: str) -> None:
        for number in range(1, place.most + 1):
            name = self._names.occurrence(base, number)
            if name is None:
                raise self._repeats(place, base)
            if self._names.takes_more(name):
                place.rest = self._column(name)
                break
            place.slots.append(self._column(name))
        for name in self._names.occurrences(base):
            self._column(name)

    def _column(self, name: str) -> int:
        if name not in self.header:
            self.header.append(name)
        return self.header.index(name)

    def _repeats(self, place: Place, base: str) -> TiigError:
        where = self._at(place, place.repeated)
        return TiigError(ELEMENT_REPEATS, where, times=place.most, columns=base)

    def _at(self, place: Place, found: Sequence[tuple[int, int]]) -> Where:
        rows = tuple(line if self.by_line else record for record, line in found)
        return Where(file=self._where.file, rows=() if place.outside else rows)
