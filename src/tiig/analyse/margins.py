"""From tallies to a full cube: every node, every margin, zeros included."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from tiig.analyse.coded import COUNT
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.figures import ALL, TableColumn

SITE = "~site"
BAND = "~band"
MOST_CELLS = 100_000
"""Larger tables help nobody, and could not be proven safe in reasonable time."""


def full_cube(columns: Sequence[TableColumn]) -> pl.DataFrame:
    """Return every cell of a table, in the order of its columns' nodes."""
    cells = 1
    for column in columns:
        cells *= len(column.nodes)
    if cells > MOST_CELLS:
        what = f"The table would have {cells} cells; {MOST_CELLS} is the most"
        raise TiigError(BAD_ARGUMENT, what=what)
    parts, left, right = [], 1, cells
    for column in columns:
        right //= len(column.nodes)
        place = np.tile(np.repeat(np.arange(len(column.nodes)), right), left)
        nodes = pl.Series(column.dimension, [node for node, _ in column.nodes], dtype=pl.String)
        parts.append(nodes[place])
        left *= len(column.nodes)
    return pl.DataFrame(parts)


def with_margins(rows: pl.DataFrame, names: Sequence[str], sums: Sequence[pl.Expr]) -> pl.DataFrame:
    """Aggregate for every subset of dimensions, `~all` standing for those left out.

    All subsets are one plan: each of them alone would cost more to begin than to work out.
    """
    plan, parts = rows.lazy(), []
    for size in range(len(names) + 1):
        for kept in combinations(names, size):
            grouped = plan.group_by(kept).agg(*sums) if kept else plan.select(*sums)
            totals = [pl.lit(ALL).alias(name) for name in names if name not in kept]
            parts.append(
                grouped.with_columns(*totals).select(
                    *names, cs.exclude(*names) if names else pl.all()
                )
            )
    return (pl.concat(parts).sort(list(names)) if names else parts[0]).collect()


def counted_cube(columns: Sequence[TableColumn], rows: pl.DataFrame) -> pl.DataFrame:
    """Return count, number of contributing sites and the largest site's count of each cell.

    `rows` has a column of nodes for each dimension, `~site` and the count. One site is added
    up after the other, so that the room needed does not grow with their number.
    """
    shape = tuple(len(column.nodes) for column in columns)
    cells = full_cube(columns)
    place = rows.select(_place(columns)).to_series().to_numpy()
    sites, site = np.unique(rows[SITE].to_numpy(), return_inverse=True)
    amount = rows[COUNT].to_numpy()
    count, contributors, largest = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for number in range(sites.size):
        own = site == number
        of_site = np.bincount(place[own], amount[own], minlength=count.size).astype(np.int64)
        of_site = of_site.reshape(shape)
        _add_totals(of_site)
        count += of_site
        contributors += of_site > 0
        np.maximum(largest, of_site, out=largest)
    figures = pl.DataFrame(
        {
            "count": count.reshape(-1),
            "contributors": contributors.reshape(-1).astype(np.int32),
            "largest": largest.reshape(-1),
        }
    )
    return pl.concat([cells, figures], how="horizontal") if columns else figures


def _place(columns: Sequence[TableColumn]) -> pl.Expr:
    """Return the place of a row's cell in the flattened cube."""
    place = pl.repeat(0, pl.len(), dtype=pl.Int64)
    for column in columns:
        at = {node: index for index, (node, _) in enumerate(column.nodes)}
        index = pl.col(column.dimension).replace_strict(at, return_dtype=pl.Int64)
        place = place * len(column.nodes) + index
    return place


def _add_totals(cube: NDArray[np.int64]) -> None:
    """Fill in the totals, which stand last in each dimension."""
    for axis in range(cube.ndim):
        along = np.moveaxis(cube, axis, -1)
        along[..., -1] = along[..., :-1].sum(axis=-1)
