"""Which column an element or attribute of XML feeds, as the profile names it.

Names are those of a small part of XPath: `A/B` and `A/@b` from the record on, `//B` for an
element wherever in the record it stands (on one path only), `/Root/A` for one that stands
outside the records, `A/*` for all that stands below. `A[2]` is the second of a record,
`A[more]` are all that no other name takes. Namespaces do not count: local names do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tiig.model.profile import ANY_PATH

MORE = "more"
_SHOWN = 8
"""Occurrences that are told apart in such a file."""
ITSELF = "."
"""The name of the text that stands in the record itself, outside all its elements."""
_OCCURRENCE = re.compile(r"(.+)\[(\d+|more)\]")


@dataclass(frozen=True)
class Named:
    """What the profile says of one path: its base name, and where its occurrences go.

    `base` is None for a path that nobody named; `below` marks one that is only named with
    others, as everything below an element.
    """

    base: str | None
    below: bool = False


class Names:
    """The names that a profile uses, asked for by the paths that a file has."""

    def __init__(self, names: Collection[str]) -> None:
        """Take the names of all columns, ignored ones too."""
        self._known = frozenset(names)
        self.any = ANY_PATH in self._known
        self._bases = frozenset(base_of(name) for name in names)

    def of(self, path: str) -> Named:
        """Find the name that speaks of a path: its own, else the longest that fits."""
        if path in self._bases:
            return Named(path)
        outside = path.startswith("/")
        for tail in () if outside else _tails(path):
            if tail in self._bases:
                return Named(tail)
        for group in _groups(path, outside=outside):
            if group in self._bases:
                return Named(group, below=True)
        return Named(path if self.any else None)

    def ignores_below(self, path: str) -> bool:
        """Tell whether all that stands below an element is named together, to be ignored."""
        inside = f"{path}/"
        return any(one in self._bases for one in _groups(inside, outside=path.startswith("/")))

    def occurrence(self, base: str, number: int) -> str | None:
        """Return the column of the `number`th occurrence (from 1); None if no name takes it."""
        name = occurrence_of(base, number)
        if name in self._known or (self.any and number <= _SHOWN):
            return name
        more = f"{base}[{MORE}]"
        return more if more in self._known or self.any else None

    def occurrences(self, base: str) -> list[str]:
        """Return the names of later occurrences, in their order, whether or not a file has them."""
        numbers = sorted(
            int(found[2])
            for name in self._known
            if (found := _OCCURRENCE.fullmatch(name)) and found[1] == base and found[2] != MORE
        )
        return [occurrence_of(base, number) for number in numbers]

    @staticmethod
    def takes_more(name: str) -> bool:
        """Tell whether a name takes all occurrences that no other name takes."""
        return name.endswith(f"[{MORE}]")


def base_of(name: str) -> str:
    """Return a name without its occurrence."""
    found = _OCCURRENCE.fullmatch(name)
    return found[1] if found else name


def occurrence_of(base: str, number: int) -> str:
    """Write the name of an occurrence; the first has none of its own."""
    return base if number == 1 else f"{base}[{number}]"


def _tails(path: str) -> Iterator[str]:
    """Yield `//` and ever fewer of the last steps."""
    steps = path.split("/")
    return (f"//{'/'.join(steps[first:])}" for first in range(len(steps)))


def _groups(path: str, *, outside: bool) -> Iterator[str]:
    """Yield the names of all that stands below each element around the path, nearest first."""
    steps = path.split("/")[:-1]
    for last in range(len(steps), 0, -1):
        around = "/".join(steps[:last])
        if around:
            yield f"{around}/*"
            if not outside:
                yield from (f"{tail}/*" for tail in _tails(around))
