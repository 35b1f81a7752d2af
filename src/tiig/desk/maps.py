"""Maps: which areas can be drawn, the standard table behind them, and their outlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tiig import locate
from tiig.desk.facts import default_geography
from tiig.model.cleared import Cleared
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.geography import LEVELS, GeographyRecord, PartKind
from tiig.services import Services

_TABLES = {"lsoa": "map_lsoa", "msoa": "map_msoa"}
"""The standard tables of maps, the finest first; areas are merged where too few would show."""
_FINER = {"lsoa": ("lsoa",), "msoa": ("msoa", "lsoa")}


def map_table(services: Services) -> str | None:
    """Return the standard table of a map: the finest areas with outlines and residents."""
    record = services.geography.record(default_geography(services))
    for level, table in _TABLES.items():
        drawn = record.part(PartKind.BOUNDARIES, level) is not None
        if drawn and level in record.areas and _peopled(record, level):
            return table
    return None


def with_map(tables: Iterable[str], services: Services) -> tuple[str, ...]:
    """Add the table of a map to those of a paper, where there is something to draw."""
    table = map_table(services)
    return tuple(tables) if table is None else (*tables, table)


def map_of(found: Mapping[str, Cleared]) -> Cleared | None:
    """Return the table of a map among others, if it was asked."""
    return next((found[name] for name in _TABLES.values() if name in found), None)


def outlines_of(table: Cleared | None, services: Services) -> tuple[dict[str, Any], ...]:
    """Return the outlines of a table's smallest areas, in metres; none where not imported."""
    if table is None:
        return ()
    level = smallest_level(table)
    shapes = services.geography.shapes(default_geography(services), level)
    return locate.outlines(shapes)


def drawn_from(table: Cleared, services: Services) -> tuple[str, tuple[str, ...]]:
    """Return the key of the geography that a map is drawn from, and whom it must name."""
    record = services.geography.record(default_geography(services))
    parts = [one for one in record.parts if one.kind is PartKind.BOUNDARIES]
    level = smallest_level(table)
    told = (one.attribution for one in parts if one.level == level and one.attribution)
    return record.key, tuple(dict.fromkeys(told))


def screen_outlines(key: str, level: str, services: Services) -> dict[str, Any]:
    """Return the shapes of a level in degrees, as GeoJSON; GEOGRAPHY_UNKNOWN, BAD_ARGUMENT."""
    if level not in LEVELS:
        raise TiigError(BAD_ARGUMENT, what=f"shapes are of {', '.join(LEVELS)}")
    shapes = services.geography.shapes(key, level)
    features = [
        {
            "type": "Feature",
            "properties": {"code": one["code"], "name": one["name"]},
            "geometry": one["geometry"],
        }
        for one in locate.outlines(shapes, degrees=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def smallest_level(table: Cleared) -> str:
    """Return the level of a table's smallest areas."""
    names = {column.dimension for column in table.columns}
    return next((one for one in ("lsoa", "msoa") if f"residence_{one}" in names), "la")


def _peopled(record: GeographyRecord, level: str) -> bool:
    parts = [one for one in record.parts if one.kind is PartKind.POPULATION]
    return any(one.level in _FINER[level] for one in parts)
