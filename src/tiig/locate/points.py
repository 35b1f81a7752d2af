"""Points to areas: which outline holds a place, and how often that agrees with a lookup."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

MAY_ASSIGN = 0.98
"""Outlines at 20 m put 99 % of postcodes into the right LSOA, those at 200 m only 87 %."""


@dataclass(frozen=True)
class Agreement:
    """How many places an outline puts where a lookup does, out of how many that have both."""

    right: int
    out_of: int

    @property
    def may_assign(self) -> bool:
        """Whether outlines are good enough to put records into areas."""
        return self.out_of > 0 and self.right >= MAY_ASSIGN * self.out_of

    def __str__(self) -> str:
        """Write what it means, with the share cut down so that 98 is never reached by rounding."""
        share = int(1000 * self.right / self.out_of) / 10
        told = "may assign records" if self.may_assign else "draw only"
        return f"puts {share} % of {self.out_of:,} postcodes into the right area: {told}"


def assigned(points: pl.DataFrame, boundaries: pl.DataFrame) -> pl.Series:
    """Return the code of the area that holds each point (`x`, `y` in metres); null outside all.

    A point on a common border falls to the first area by code.
    """
    import shapely  # noqa: PLC0415 - of the extra `geo`: without outlines nobody needs it

    shapes = shapely.from_wkb(boundaries["shape"].to_numpy())
    places = shapely.points(points["x"].to_numpy(), points["y"].to_numpy())
    tree = shapely.STRtree(shapes)
    point, area = tree.query(places, predicate="intersects")
    order = np.lexsort((area, point))
    point, first = np.unique(point[order], return_index=True)
    found = np.full(points.height, -1, dtype=np.int64)
    found[point] = area[order][first]
    codes = boundaries["code"].to_list()
    return pl.Series("area", [codes[at] if at >= 0 else None for at in found], dtype=pl.String)


def agreement(known: pl.DataFrame, boundaries: pl.DataFrame) -> Agreement:
    """Set outlines against places whose `area` is known (`x`, `y`, `area`)."""
    found = assigned(known, boundaries)
    return Agreement(int((found == known["area"]).sum()), known.height)
