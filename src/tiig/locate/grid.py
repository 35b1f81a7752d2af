"""Coordinates: which system a file's numbers are in, and the way to the National Grid.

Everything is kept in metres of the British National Grid (EPSG:27700), so that areas are
drawn as they are and distances are metres. The way there is good to about five metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

Floats = NDArray[np.float64]

WGS84, GRID = "EPSG:4326", "EPSG:27700"
SPELLINGS = {
    "urn:ogc:def:crs:OGC:1.3:CRS84": WGS84,
    "urn:ogc:def:crs:OGC::CRS84": WGS84,
    "urn:ogc:def:crs:EPSG::4326": WGS84,
    "EPSG:4326": WGS84,
    "urn:ogc:def:crs:EPSG::27700": GRID,
    "EPSG:27700": GRID,
}
"""The systems that are understood, by the names that files give them."""


@dataclass(frozen=True)
class Box:
    """A rectangle, by its least and greatest coordinates."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """Tell which points, one a row, lie within."""
        x, y = points[:, 0], points[:, 1]
        return (x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north)


BRITAIN = {
    WGS84: Box(-8.75, 49.75, 2.1, 61.0),
    GRID: Box(5_000.0, 5_000.0, 660_000.0, 1_225_000.0),
}
"""What holds Great Britain in each system."""
_MERCATOR = Box(-1_000_000.0, 6_300_000.0, 250_000.0, 8_700_000.0)


def misread(points: Floats, system: str) -> str | None:
    """Say what points really are, if they cannot be what the file says; None if they can."""
    if BRITAIN[system].holds(points).all():
        return None
    other = GRID if system == WGS84 else WGS84
    readings = (
        (BRITAIN[WGS84], points[:, ::-1], "latitude and longitude are swapped"),
        (
            BRITAIN[other],
            points,
            f"they are numbers of {other}, but the file says or implies {system}",
        ),
        (_MERCATOR, points, "they are numbers of Web Mercator (EPSG:3857)"),
    )
    for box, seen, told in readings:
        if box.holds(seen).all():
            return told
    return "they lie outside Great Britain"


@lru_cache(maxsize=4)
def _way(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_grid(shapes: NDArray[np.object_], system: str) -> NDArray[np.object_]:
    """Bring shapes to metres of the National Grid."""
    return shapes if system == GRID else _moved(shapes, system, GRID)


def to_degrees(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Bring shapes in metres to longitude and latitude."""
    return _moved(shapes, GRID, WGS84)


def _moved(shapes: NDArray[np.object_], source: str, target: str) -> NDArray[np.object_]:
    way = _way(source, target)

    def move(points: Floats) -> Floats:
        return np.column_stack(way.transform(points[:, 0], points[:, 1]))

    moved: NDArray[np.object_] = shapely.transform(shapes, move)
    return moved
