"""Outlines to draw: stored shapes as GeoJSON, in metres for papers or degrees for screens."""

from __future__ import annotations

from typing import Any

import polars as pl

_DEGREES = 5
"""Decimal places of longitude and latitude: about a metre."""


def outlines(shapes: pl.DataFrame, *, degrees: bool = False) -> tuple[dict[str, Any], ...]:
    """Return `code`, `name`, `geometry` and `at` (a point within) of each shape."""
    import shapely  # noqa: PLC0415 - of the extra `geo`: only maps need it
    from shapely.geometry import mapping  # noqa: PLC0415

    from tiig.locate.grid import to_degrees  # noqa: PLC0415

    found = shapely.from_wkb(shapes["shape"].to_numpy())
    points = shapely.point_on_surface(found)
    if degrees:
        found, points = to_degrees(found), to_degrees(points)
    places = _DEGREES if degrees else 0
    return tuple(
        {
            "code": code,
            "name": name,
            "geometry": _rounded(mapping(one), places),
            "at": [round(point.x, places), round(point.y, places)],
        }
        for code, name, one, point in zip(
            shapes["code"], shapes["name"], found, points, strict=True
        )
    )


def _rounded(geometry: Any, places: int) -> dict[str, Any]:  # noqa: ANN401 - GeoJSON
    return {"type": geometry["type"], "coordinates": _numbers(geometry["coordinates"], places)}


def _numbers(values: Any, places: int) -> Any:  # noqa: ANN401 - nested as deep as GeoJSON is
    if isinstance(values, float | int):
        return round(values, places) if places else round(values)
    return [_numbers(one, places) for one in values]
