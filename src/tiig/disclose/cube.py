"""One table of figures as a cube of whole numbers, and the sums that hold in it.

Along every dimension, index 0 is the total and stands for the sum of the others. Cells
are named by their place in the flattened cube.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from tiig.model.figures import ALL, FigureTable

Cells = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cube:
    """Exact counts of every cell, flat; `cell_of_row` leads from the table's rows to cells.

    `nodes` are those of each dimension in the cube's order, the total first. Each array of
    `lines` holds, for one dimension, a sum in each row: the cell of the total first, then the
    cells that add up to it. What is not available counts nothing, and everybody may know that.
    """

    values: Cells
    available: Flags
    cell_of_row: Cells
    nodes: tuple[tuple[str, ...], ...]
    lines: tuple[Cells, ...]

    @property
    def size(self) -> int:
        """How many cells the cube has."""
        return self.values.size


def cube_of(table: FigureTable) -> Cube:
    """Lay a table out as a cube; ValueError where cells are missing or do not add up.

    Figures that do not add up cannot be proven safe, so that gate two refuses them.
    """
    nodes = tuple(_nodes(table, column.dimension) for column in table.columns)
    shape = tuple(len(order) for order in nodes)
    rows = np.zeros(table.frame.height, dtype=np.int64)
    for column, order in zip(table.columns, nodes, strict=True):
        place = {node: index for index, node in enumerate(order)}
        along = [place.get(node, -1) for node in table.frame[column.dimension]]
        if -1 in along:
            _refuse("has a category that its columns do not name")
        rows = rows * len(order) + np.array(along, dtype=np.int64)
    size = int(np.prod(shape, dtype=np.int64))
    if len(rows) != size or len(np.unique(rows)) != size:
        _refuse("does not hold every cell of its cube once")
    values = np.zeros(size, dtype=np.int64)
    available = np.zeros(size, dtype=np.bool_)
    available[rows] = table.frame["available"].to_numpy()
    values[rows] = table.frame["count"].fill_null(0).to_numpy()
    cube = Cube(np.where(available, values, 0), available, rows, nodes, _lines(shape))
    _check_sums(cube)
    return cube


def _nodes(table: FigureTable, dimension: str) -> tuple[str, ...]:
    named = next(column.nodes for column in table.columns if column.dimension == dimension)
    return (ALL, *(node for node, _ in named if node != ALL))


def _lines(shape: tuple[int, ...]) -> tuple[Cells, ...]:
    cells = np.arange(int(np.prod(shape, dtype=np.int64))).reshape(shape)
    return tuple(
        np.moveaxis(cells, axis, -1).reshape(-1, shape[axis]) for axis in range(len(shape))
    )


def _check_sums(cube: Cube) -> None:
    if (cube.values < 0).any():
        _refuse("holds a count below zero")
    for cells in cube.lines:
        found = cube.values[cells]
        if (found[:, 0] != found[:, 1:].sum(axis=1)).any():
            _refuse("holds a total that is not the sum of its parts")


def _refuse(what: str) -> NoReturn:
    message = f"a table of figures {what}"
    raise ValueError(message)
