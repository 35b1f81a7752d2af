"""The paths of an XML file's outline, and which items the names of elements read like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tiig.model.identified import RawRows
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.lexicon import OTHER

_LONGEST = 3
"""Steps that make a heading at most."""
_READS = 0.6
"""How well a name must fit an item to be taken for its heading, however it is meant."""


@dataclass(frozen=True)
class Element:
    """One path of a file: how often it stands there, and at most within the one around it.

    `holds` says that it has what a column holds, `mixed` in how many of them text stands beside
    elements.
    """

    path: str
    times: int
    most: int
    holds: bool
    mixed: int

    @property
    def often(self) -> str:
        """How often it stands in the file, in words."""
        return "once" if self.times == 1 else f"{self.times:,} times"

    @property
    def around(self) -> str:
        """The path of the element around it."""
        return self.path.rpartition("/")[0]

    @property
    def step(self) -> str:
        """Its own name."""
        return self.path.rpartition("/")[2]


def elements_in(batches: Iterable[RawRows]) -> tuple[Element, ...]:
    """Read the rows of an outline."""
    return tuple(
        Element(path, int(times), int(most), text == "yes", int(mixed))
        for raw in batches
        for _, path, times, most, text, mixed in raw.frame.iter_rows()
    )


def is_within(path: str, other: str) -> bool:
    """Tell whether a path is another one, or below it."""
    return path == other or path.startswith(f"{other}/")


def below(elements: Sequence[Element], path: str) -> list[Element]:
    """Return an element with all that stands in it."""
    return [one for one in elements if is_within(one.path, path)]


def headings_of(path: str) -> list[str]:
    """Return what an element may be called: ever more of its last steps."""
    steps = [step.lstrip("@").replace("_", " ") for step in path.split("/") if step]
    return [" ".join(steps[-count:]) for count in range(1, min(len(steps), _LONGEST) + 1)]


@lru_cache(maxsize=5_000)
def items_of(path: str) -> frozenset[str]:
    """Return the items that an element reads like by any of its headings."""
    return frozenset(
        concept
        for name in headings_of(path)
        for concept, (fit, _) in heading(name).fits.items()
        if fit >= _READS and not concept.startswith(OTHER)
    )


def reads_as_item(elements: Iterable[Element]) -> bool:
    """Tell whether any of some elements that hold something reads like an item."""
    return any(one.holds and items_of(one.path) for one in elements)
