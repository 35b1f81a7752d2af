"""From tallies to a full cube: every node, every margin, zeros included."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import polars as pl
import polars.selectors as cs

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
    cube = pl.DataFrame({"~one": [0]})
    for column in columns:
        nodes = pl.Series(column.dimension, [node for node, _ in column.nodes], dtype=pl.String)
        cube = cube.join(nodes.to_frame(), how="cross", maintain_order="left_right")
    return cube.drop("~one") if columns else cube


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

    `rows` has a column of nodes for each dimension, `~site` and the count.
    """
    names = [column.dimension for column in columns]
    by_site = with_margins(
        rows.group_by(*names, SITE).agg(pl.col(COUNT).sum()) if names else rows,
        [*names, SITE],
        [pl.col(COUNT).sum()],
    ).filter(pl.col(SITE) != ALL)
    sums = [
        pl.col(COUNT).sum().cast(pl.Int64).alias("count"),
        (pl.col(COUNT) > 0).sum().cast(pl.Int32).alias("contributors"),
        pl.col(COUNT).max().fill_null(0).cast(pl.Int64).alias("largest"),
    ]
    cube = full_cube(columns)
    if not names:
        return by_site.select(*sums)
    cells = by_site.group_by(names).agg(*sums)
    joined = cube.join(cells, on=names, how="left", maintain_order="left")
    return joined.with_columns(pl.col("count", "contributors", "largest").fill_null(0))
