"""Names in pictures lie beside each other, never over each other."""

from __future__ import annotations

from tiig.publish.exhibits.labels import RIGHT, sides_of


def test_names_of_near_points_stand_on_other_sides() -> None:
    """A lone name stands on the right; near ones, and one at the edge, where there is room."""
    names = ["Alone", "Near", "Nearer", "At the edge"]
    places = [(10.0, 10.0), (100.0, 100.0), (112.0, 104.0), (395.0, 200.0)]

    alone, near, nearer, edge = sides_of(names, places, (400, 300))

    assert alone == RIGHT
    assert near != nearer
    assert edge.align != "left"
