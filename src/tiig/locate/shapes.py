"""Boundaries from GeoJSON: every feature judged before any is taken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from tiig.locate.codes import AreaColumn, area_column, check_once, checked_level
from tiig.locate.drafts import DETAILED, SIMPLIFIED, Dated, Draft
from tiig.locate.grid import SPELLINGS, WGS84, Floats, misread, to_grid
from tiig.locate.opening import Opened
from tiig.model.area_errors import (
    AREA_FILE_DAMAGED,
    AREA_FILE_KIND,
    AREA_PROJECTION,
    AREA_SHAPE,
)
from tiig.model.errors import TiigError, Where
from tiig.model.geography import PartKind

_POLYGONS = ("Polygon", "MultiPolygon")
_RING = 4
_NAMED = 5
_STEP_OF_20_M = 250
"""Outlines of ONS have points about 140 m apart at 20 m ("generalised"), 400 m at 200 m."""
_TOUCHING = "ring self-intersection"
_SAME_AREA = 1.0


def read_boundaries(opened: Opened, dated: Dated) -> Draft:
    """Read GeoJSON polygons; AREA_FILE_KIND, AREA_PROJECTION, AREA_SHAPE or AREA_CODE else."""
    body = _json(opened)
    features, system = _features(body, opened.where), _system(body, opened.where)
    column, named = _columns(features, opened.where)
    codes = pl.Series([_text(one, column.header) for one in features], dtype=pl.String)
    where = Where(file=opened.name, column=column.header)
    level = checked_level(codes, where, column.level or None)
    check_once(codes, where)
    shapes, mended = _shapes(features, system, opened.where)
    vintage, by = dated.vintage(columns=column.year)
    names = [_text(one, named) for one in features] if named else codes
    frame = pl.DataFrame(
        {"code": codes, "name": names, "shape": shapely.to_wkb(shapes).tolist()},
        schema={"code": pl.String, "name": pl.String, "shape": pl.Binary},
    ).sort("code")
    return Draft(
        kind=PartKind.BOUNDARIES,
        level=level,
        frame=frame,
        file=opened.name,
        fingerprint=opened.fingerprint,
        vintage=vintage,
        vintage_by=by,
        areas_of=column.year,
        detail=DETAILED if fineness(shapes) < _STEP_OF_20_M else SIMPLIFIED,
        remarks=(*opened.remarks, *mended, f"Points stand about {fineness(shapes)} m apart."),
    )


def fineness(shapes: NDArray[np.object_]) -> int:
    """Return the usual distance between neighbouring points of the outlines, in whole metres."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    steps = np.hypot(*np.diff(points, axis=0).T)[np.diff(owner) == 0]
    return max(1, round(float(np.median(steps)))) if steps.size else 1


def _json(opened: Opened) -> Mapping[str, Any]:
    try:
        body: Mapping[str, Any] = json.loads(opened.text)
    except (ValueError, RecursionError):
        what = "it is cut off or is no GeoJSON"
        raise TiigError(AREA_FILE_DAMAGED, opened.where, what=what) from None
    kind = body.get("type") if isinstance(body, dict) else None
    if kind == "Topology":
        what = "it is TopoJSON; convert it to GeoJSON, for example by: mapshaper -o format=geojson"
        raise TiigError(AREA_FILE_KIND, opened.where, what=what)
    if kind != "FeatureCollection":
        what = "it is JSON, but no GeoJSON collection of features"
        raise TiigError(AREA_FILE_KIND, opened.where, what=what)
    return body


def _features(body: Mapping[str, Any], where: Where) -> list[Mapping[str, Any]]:
    features = body.get("features")
    if not isinstance(features, list) or not features:
        raise TiigError(AREA_FILE_KIND, where, what="the collection holds no features")
    for number, one in enumerate(features, start=1):
        geometry = one.get("geometry") if isinstance(one, dict) else None
        if not isinstance(geometry, dict) or not geometry.get("coordinates"):
            raise _fault(where, number, "it has no geometry or an empty one")
        if geometry.get("type") not in _POLYGONS:
            raise _fault(where, number, "it is no polygon")
        if not isinstance(one.get("properties"), dict):
            raise _fault(where, number, "it has no properties")
    return features


def _fault(where: Where, number: int, what: str) -> TiigError:
    return TiigError(AREA_SHAPE, where, what=f"feature {number}: {what}")


def _system(body: Mapping[str, Any], where: Where) -> str:
    """Return the coordinate system that the file names; WGS84 where it names none (RFC 7946)."""
    if "crs" not in body:
        return WGS84
    try:
        said = str(body["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        said = ""
    if said not in SPELLINGS:
        what = "the file names a coordinate system other than WGS84 and EPSG:27700"
        raise TiigError(AREA_PROJECTION, where, what=what)
    return SPELLINGS[said]


def _columns(features: Sequence[Mapping[str, Any]], where: Where) -> tuple[AreaColumn, str | None]:
    """Return the property that holds the code, and the one that holds the name."""
    headers = list(features[0]["properties"])
    found = [one for header in headers if (one := area_column(header))]
    codes = [one for one in found if not one.names]
    if "area_code" in headers:
        named = "area_name" if "area_name" in headers else None
        return AreaColumn("area_code", "", "", names=False), named
    if not codes:
        what = "its features have no property with a code, such as LSOA21CD or area_code"
        raise TiigError(AREA_FILE_KIND, where, what=what)
    code = codes[0]
    names = [one.header for one in found if one.names and one.level == code.level]
    return code, names[0] if names else None


def _text(feature: Mapping[str, Any], name: str | None) -> str | None:
    value = feature["properties"].get(name)
    return value if isinstance(value, str) else None


def _shapes(
    features: Sequence[Mapping[str, Any]], system: str, where: Where
) -> tuple[NDArray[np.object_], tuple[str, ...]]:
    """Return the shapes in metres, each of them valid, closed and in Great Britain.

    An outline that only touches itself is split there: that changes no area, and is told.
    """
    for number, one in enumerate(features, start=1):
        if (told := _ring_fault(one["geometry"])) is not None:
            raise _fault(where, number, told)
    shapes = np.array([shape(one["geometry"]) for one in features], dtype=object)
    points = shapely.get_coordinates(shapes)
    _check_place(shapes, points, system, where)
    shapes = to_grid(shapes, system)
    faulty = map(int, np.flatnonzero(~shapely.is_valid(shapes)))
    touching = [at for at in faulty if _touches(shapes[at])]
    for at in touching:
        shapes[at] = _split(shapes[at])
    bad = np.flatnonzero(~shapely.is_valid(shapes) | shapely.is_empty(shapes)).tolist()
    if bad:
        reasons = {_reason(shapes[at]) for at in bad}
        what = f"feature {_numbers(bad)}: {', '.join(sorted(reasons))}"
        raise TiigError(AREA_SHAPE, where, what=what)
    told = f"The outline of feature {_numbers(touching)} touches itself and was split there; "
    told += "no area changed."
    return shapes, (told,) if touching else ()


def _numbers(places: Sequence[int]) -> str:
    shown = ", ".join(str(at + 1) for at in places[:_NAMED])
    return f"{shown} and {len(places) - _NAMED} more" if len(places) > _NAMED else shown


def _reason(one: shapely.Geometry) -> str:
    return str(shapely.is_valid_reason(one)).partition("[")[0].lower()


def _split(one: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shapely.make_valid(one))
    return shapely.union_all([part for part in parts if part.area > 0])


def _touches(one: shapely.Geometry) -> bool:
    """Tell whether an outline touches itself, but crosses nowhere: its area is beyond doubt."""
    return _reason(one) == _TOUCHING and abs(_split(one).area - one.area) < _SAME_AREA


def _check_place(shapes: NDArray[np.object_], points: Floats, system: str, where: Where) -> None:
    told = misread(points, system)
    if told is None:
        return
    for number, one in enumerate(shapes, start=1):
        alone = misread(shapely.get_coordinates(one), system)
        if alone is not None:
            raise TiigError(AREA_PROJECTION, where, what=f"from feature {number} on, {alone}")


def _ring_fault(geometry: Mapping[str, Any]) -> str | None:
    """Say what is wrong with the rings of a polygon, before a library mends it silently."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    try:
        for rings in polygons:
            if not rings:
                return "a polygon has no ring"
            for ring in rings:
                if len(ring) < _RING:
                    return "a ring has fewer than four points"
                if ring[0] != ring[-1]:
                    return "a ring is not closed"
                if not np.isfinite(np.asarray([point[:2] for point in ring], dtype=float)).all():
                    return "a coordinate is no number"
    except (TypeError, ValueError, IndexError):
        return "its coordinates are not pairs of numbers"
    return None
