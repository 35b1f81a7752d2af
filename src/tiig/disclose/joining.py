"""Lay several tables out as one: equal cells are one cell, and sums across tables are found.

Whoever holds a paper holds all its tables. What one of them hides another must not show,
and a table of weekends beside one of Saturdays and Sundays is a sum that nobody wrote down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import polars as pl

from tiig.disclose.cube import Cells, Cube, Flags, cube_of
from tiig.disclose.partitions import Partition, shared_sums
from tiig.disclose.sums import Counts, Sides, Sums
from tiig.model.figures import Atoms, FigureTable

_EVERYTHING, _NOTHING = 0, 1
"""Names of the set of a column that nothing confines, and of the empty one."""
_VALUE, _AVAILABLE = "~value", "~available"
_FAR = 1 << 31


def joined(tables: Sequence[FigureTable]) -> Counts:
    """Return the cells of all tables with every sum between them; ValueError as `cube_of`.

    Cells are one where they take in the same; a difference in what they count or in whether
    it can be told keeps them apart, since then they are not the same after all.
    """
    cubes = [cube_of(table) for table in tables]
    names = _Names()
    frames = [names.frame(table, cube) for table, cube in zip(tables, cubes, strict=True)]
    keys = pl.concat(frames, how="diagonal").fill_null(_EVERYTHING)
    cells = _ranked(keys)
    first = np.unique(cells, return_index=True)[1]
    of_cubes = np.split(cells, np.cumsum([cube.size for cube in cubes])[:-1])
    one_each = keys[first]
    values = one_each[_VALUE].to_numpy()
    sets = one_each.drop(_VALUE, _AVAILABLE)
    empty = (sets.to_numpy() == _NOTHING).any(axis=1)
    told = (*_own(cubes, of_cubes, empty), *_across(sets, names.partitions, values))
    return Counts(
        values,
        one_each[_AVAILABLE].to_numpy(),
        tuple(place[cube.cell_of_row] for place, cube in zip(of_cubes, cubes, strict=True)),
        Sums.of(dict.fromkeys(told)),
    )


def _ranked(rows: pl.DataFrame) -> Cells:
    """Return a number for each row, from 0 in their order; equal rows have the same."""
    ranks = rows.select(pl.struct(pl.all()).rank("dense").cast(pl.Int64) - 1)
    return ranks.to_series().to_numpy()


@dataclass
class _Names:
    """Names for sets of stored values, the same in every table, and how tables divide them."""

    sets: dict[str, list[Atoms]] = field(default_factory=dict)
    name_of: dict[str, dict[Atoms, int]] = field(default_factory=dict)
    partitions: dict[str, dict[tuple[int, ...], Partition]] = field(default_factory=dict)

    def frame(self, table: FigureTable, cube: Cube) -> pl.DataFrame:
        """Return, for each cell of a table, what it takes in of each column, and its count."""
        whole = table.made.whole
        found = {
            column: np.full(cube.size, self.name(column, atoms)) for column, atoms in whole.items()
        }
        shape = tuple(len(nodes) for nodes in cube.nodes)
        places = np.indices(shape).reshape(len(shape), cube.size)
        for column, nodes, place in zip(table.columns, cube.nodes, places, strict=True):
            stored, parts = table.made.nodes.get(column.dimension, (column.dimension, {}))
            sets = [parts.get(node, frozenset({node})) for node in nodes[1:]]
            if stored in whole:
                sets = [one & whole[stored] for one in sets]
            named = np.array([_EVERYTHING, *(self.name(stored, one) for one in sets)])
            self._divided(stored, named[1:].tolist())
            before = found.get(stored, np.zeros(cube.size, dtype=np.int64))
            found[stored] = self._both(stored, before, named[place])
        return pl.DataFrame({**found, _VALUE: cube.values, _AVAILABLE: cube.available})

    def name(self, column: str, atoms: Atoms) -> int:
        """Return the name of a set of stored values, a new one where it has none yet."""
        if not atoms:
            return _NOTHING
        names = self.name_of.setdefault(column, {})
        if atoms not in names:
            names[atoms] = len(names) + 2
            self.sets.setdefault(column, []).append(atoms)
        return names[atoms]

    def _atoms(self, column: str, name: int) -> Atoms:
        return self.sets[column][name - 2] if name > _NOTHING else frozenset()

    def _both(self, column: str, one: Cells, other: Cells) -> Cells:
        """Return the names of what two dimensions of one column have in common."""
        pairs, place = np.unique(one * _FAR + other, return_inverse=True)
        common = []
        for left, right in (divmod(pair, _FAR) for pair in pairs.tolist()):
            if _EVERYTHING in {left, right}:
                common.append(max(left, right))
            else:
                common.append(
                    self.name(column, self._atoms(column, left) & self._atoms(column, right))
                )
        return np.array(common, dtype=np.int64)[place]

    def _divided(self, column: str, names: list[int]) -> None:
        told = tuple(sorted(set(names) - {_NOTHING}))
        of_column = self.partitions.setdefault(column, {})
        of_column.setdefault(told, {name: self._atoms(column, name) for name in told})


def _own(cubes: Sequence[Cube], of_cubes: Sequence[Cells], empty: Flags) -> Iterator[Sides]:
    """Yield the sums of each table, without what cannot be and without what says nothing."""
    for cube, cells in zip(cubes, of_cubes, strict=True):
        for lines in cube.lines:
            for total, *parts in cells[lines].tolist():
                kept = sorted(part for part in parts if not empty[part])
                if kept != [total]:
                    yield (total,), tuple(kept)


def _across(
    sets: pl.DataFrame, partitions: dict[str, dict[tuple[int, ...], Partition]], values: Cells
) -> Iterator[Sides]:
    """Yield sums between cells that differ in one column alone, which two tables divide."""
    for column, found in partitions.items():
        pairs = combinations(found.values(), 2)
        shared = dict.fromkeys(sides for pair in pairs for sides in shared_sums(*pair))
        if not shared:
            continue
        rest = _ranked(sets.with_columns(pl.lit(_EVERYTHING).alias(column))).tolist()
        at: dict[int, dict[int, int]] = defaultdict(dict)
        for cell, (name, beside) in enumerate(zip(sets[column].to_list(), rest, strict=True)):
            at[name][beside] = cell
        yield from _placed(shared, at, values)


def _placed(
    shared: Iterable[Sides], at: dict[int, dict[int, int]], values: Cells
) -> Iterator[Sides]:
    for left, right in shared:
        for beside in at[left[0]]:
            if all(beside in at[name] for name in (*left, *right)):
                sides = (
                    tuple(at[name][beside] for name in left),
                    tuple(at[name][beside] for name in right),
                )
                if values[list(sides[0])].sum() == values[list(sides[1])].sum():
                    yield sides
