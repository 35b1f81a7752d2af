"""Two ways to divide the same people: which categories of one make up which of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tiig.disclose.sums import Sides
from tiig.model.figures import Atoms

Partition = Mapping[int, Atoms]
"""Categories that have nothing in common, by the names of their sets."""


def shared_sums(one: Partition, other: Partition) -> Iterator[Sides]:
    """Yield the fewest categories of each side that take in the same, where not the very same.

    What takes in everything of both sides is left out: both totals say so already.
    """
    holder = {atom: name for name, atoms in other.items() for atom in atoms}
    for left, right in _linked(one, holder):
        same_name = left == right
        whole = len(left) == len(one) and len(right) == len(other)
        if same_name or whole or not right:
            continue
        atoms = frozenset().union(*(one[name] for name in left))
        if atoms == frozenset().union(*(other[name] for name in right)):
            yield (tuple(sorted(left)), tuple(sorted(right)))


def _linked(one: Partition, holder: Mapping[str, int]) -> list[tuple[set[int], set[int]]]:
    """Return the categories of both sides that hang together by what they take in."""
    groups: list[tuple[set[int], set[int]]] = []
    for name, atoms in one.items():
        left, right = {name}, {holder[atom] for atom in atoms if atom in holder}
        apart = []
        for group in groups:
            if group[1] & right:
                left, right = left | group[0], right | group[1]
            else:
                apart.append(group)
        groups = [*apart, (left, right)]
    return groups
