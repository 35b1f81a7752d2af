"""What is remembered over the batches of one file: what texts mean, their numbers, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn, final

import polars as pl

from tiig.model.states import ItemState

OFTEN, LONGEST = 5, 60
"""A local value may be listed if it occurs in this many rows and is no longer than this."""

_FIRST_NUMBER = 1


@dataclass(frozen=True)
class Meaning:
    """What one distinct cell text means; `local` is the text that decided, if any is kept.

    `mapped` says that the code map told it, and nothing that speaks before it.
    """

    state: ItemState
    value: str | None = None
    local: str | None = None
    damaged: bool = False
    mapped: bool = False


@dataclass(frozen=True)
class Unmapped:
    """How many cells, and how many distinct texts, nobody has explained yet."""

    rows: int
    values: int


@final
class Dictionary:
    """What each distinct text of one column means, learned as the file goes by."""

    __slots__ = (
        "_columns",
        "_number",
        "_texts",
        "_values",
        "counts",
        "kind",
        "local",
        "mapped",
        "meanings",
        "state",
        "value",
    )

    def __init__(self, number: Callable[[str], int], values: pl.DataType) -> None:
        """Start with the empty text, which is no answer; `values` types what texts mean."""
        self._number = number
        self._values = values
        self._texts: list[str] = []
        self.meanings: list[Meaning] = []
        self.counts: list[int] = []
        self._columns: tuple[list[str | None], list[int], list[int | None]] = ([], [], [])
        self.learn({"": Meaning(ItemState.BLANK)})

    def learn(self, found: Mapping[str, Meaning]) -> None:
        """Add texts that are not known yet."""
        values, states, locals_ = self._columns
        for text, meaning in found.items():
            self._texts.append(text)
            self.meanings.append(meaning)
            self.counts.append(0)
            values.append(meaning.value)
            states.append(int(meaning.state))
            locals_.append(None if meaning.local is None else self._number(meaning.local))
        self.kind = pl.Enum(self._texts)
        self.value = pl.Series(values, dtype=self._values)
        self.state = pl.Series(states, dtype=pl.UInt8)
        self.local = pl.Series(locals_, dtype=pl.UInt32)
        self.mapped = pl.Series([one.mapped for one in self.meanings], dtype=pl.Boolean)

    def count(self, places: Iterable[tuple[int, int]]) -> None:
        """Add how often each text (by its place) occurred."""
        for place, times in places:
            self.counts[place] += times

    def __repr__(self) -> str:
        return f"<Dictionary: {len(self._texts)} texts>"


@final
class Memory:
    """The whole-file state of translation; `repr` shows counts, and it is never pickled.

    `known_local` holds the numbers that local values of each item already have,
    `next_numbers` the next free one: numbers are never used again. A local value is kept
    as `standard.codes.normalised` leaves it; where several columns feed one item, it
    reads `column=value`.
    """

    __slots__ = ("_dictionaries", "_next", "_numbers", "defaults", "formats")

    def __init__(
        self, known_local: Mapping[str, Mapping[str, int]], next_numbers: Mapping[str, int]
    ) -> None:
        """Begin a file with what the catalogue knows of its sender."""
        self._numbers = {item: dict(values) for item, values in known_local.items()}
        self._next = dict(next_numbers)
        for item, values in self._numbers.items():
            taken = max(values.values(), default=0)
            self._next[item] = max(self._next.get(item, _FIRST_NUMBER), taken + 1)
        self._dictionaries: dict[tuple[str, str], Dictionary] = {}
        self.defaults: dict[str, int] = {}
        self.formats: dict[str, dict[str, int]] = {}

    def dictionary(self, item: str, column: str, values: pl.DataType | None = None) -> Dictionary:
        """Return what is known of the texts of a column; `values` is the type of their meanings."""
        key = (item, column)
        if key not in self._dictionaries:
            self._dictionaries[key] = Dictionary(
                lambda local: self._number(item, local), values or pl.String()
            )
        return self._dictionaries[key]

    def add_defaults(self, item: str, rows: int) -> None:
        """Count rows that hold what the sender's system fills in by itself."""
        self.defaults[item] = self.defaults.get(item, 0) + rows

    def add_formats(self, column: str, cells: Mapping[str, int]) -> None:
        """Count cells of a column by the date pattern that read them."""
        known = self.formats.setdefault(column, {})
        for pattern, times in cells.items():
            known[pattern] = known.get(pattern, 0) + times

    @property
    def next_numbers(self) -> Mapping[str, int]:
        """The next free local value number of each item."""
        return dict(self._next)

    @property
    def damaged(self) -> Mapping[str, int]:
        """How many cells of each item hold an id that a spreadsheet has damaged."""
        return self._summed(lambda meaning: meaning.damaged)

    @property
    def unmapped(self) -> Mapping[str, Unmapped]:
        """What nobody has explained yet, by item."""
        rows = self._summed(lambda meaning: meaning.state is ItemState.UNMAPPED)
        values = dict.fromkeys(rows, 0)
        for (item, _), dictionary in self._dictionaries.items():
            states = (meaning.state for meaning in dictionary.meanings)
            if item in values:
                values[item] += sum(state is ItemState.UNMAPPED for state in states)
        return {item: Unmapped(rows[item], values[item]) for item in rows}

    def frequent(self, at_least: int = OFTEN, longest: int = LONGEST) -> dict[str, dict[str, int]]:
        """Return the local values that may be listed, with their numbers, by item.

        They have yet to pass the detectors of gate one.
        """
        totals: dict[str, dict[str, int]] = {}
        for (item, _), dictionary in self._dictionaries.items():
            counted = totals.setdefault(item, {})
            for meaning, times in zip(dictionary.meanings, dictionary.counts, strict=True):
                if meaning.local is not None and len(meaning.local) <= longest:
                    counted[meaning.local] = counted.get(meaning.local, 0) + times
        found = {
            item: {
                text: self._numbers[item][text]
                for text, times in counted.items()
                if times >= at_least
            }
            for item, counted in totals.items()
        }
        return {item: values for item, values in found.items() if values}

    def rows_by_number(self, at_least: int = OFTEN) -> dict[str, dict[str, int]]:
        """Return how many cells hold each local value that may be listed, by item and number.

        Under `""` stand the cells whose value may not be listed.
        """
        listed = self.frequent(at_least)
        found: dict[str, dict[str, int]] = {}
        for (item, _), dictionary in self._dictionaries.items():
            numbers = listed.get(item, {})
            counted = found.setdefault(item, {})
            for meaning, times in zip(dictionary.meanings, dictionary.counts, strict=True):
                if meaning.local is not None and times:
                    number = str(numbers.get(meaning.local, ""))
                    counted[number] = counted.get(number, 0) + times
        return {item: counted for item, counted in found.items() if counted}

    def _number(self, item: str, local: str) -> int:
        numbers = self._numbers.setdefault(item, {})
        if local not in numbers:
            numbers[local] = self._next.setdefault(item, _FIRST_NUMBER)
            self._next[item] += 1
        return numbers[local]

    def _summed(self, chosen: Callable[[Meaning], bool]) -> dict[str, int]:
        found: dict[str, int] = {}
        for (item, _), dictionary in self._dictionaries.items():
            pairs = zip(dictionary.meanings, dictionary.counts, strict=True)
            times = sum(count for meaning, count in pairs if chosen(meaning))
            if times:
                found[item] = found.get(item, 0) + times
        return found

    def __repr__(self) -> str:
        return f"<Memory: {len(self._dictionaries)} columns>"

    def __reduce__(self) -> NoReturn:
        message = "Memory does not leave the process"
        raise TypeError(message)
