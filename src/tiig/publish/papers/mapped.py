"""Where patients live, as a picture: shapes where they were imported, else squares, else none."""

from __future__ import annotations

from collections.abc import Mapping

from tiig.model.cleared import Cleared
from tiig.publish.exhibits import choropleth_exhibit, tile_exhibit
from tiig.publish.paper import Block
from tiig.publish.papers.about import About

_TABLES = ("map_lsoa", "map_msoa")


def map_block(
    found: Mapping[str, Cleared], about: About, *, most: int | None = None
) -> Block | None:
    """Return the map of a paper or page; None where its geography has neither shapes nor tiles.

    A map names `most` areas in its table, all of them where nothing is said.
    """
    table = next((found[name] for name in _TABLES if name in found), None)
    if table is not None and about.outlines:
        return choropleth_exhibit(table, about.subject, about.outlines, most=most)
    if about.subject.area is None and about.places:
        return tile_exhibit(found["areas"], about.subject, about.places)
    return None
