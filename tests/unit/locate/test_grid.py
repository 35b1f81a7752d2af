"""Which coordinate system numbers are in, and the way to the National Grid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from tiig.locate.grid import GRID, WGS84, misread, to_degrees, to_grid

TOWN_HALL = (-2.2446, 53.4794)
ON_THE_GRID = (383_860.0, 398_130.0)


def test_a_known_place_lands_on_the_grid() -> None:
    """The town hall of Manchester stands near SJ 838 981."""
    moved = to_grid(np.array([shapely.Point(TOWN_HALL)]), WGS84)[0]

    assert moved.distance(shapely.Point(ON_THE_GRID)) < 150


def test_there_and_back_is_the_same_place() -> None:
    """Degrees to metres to degrees is the identity, to a centimetre."""
    start = np.array([shapely.Point(TOWN_HALL)])
    back = to_degrees(to_grid(start, WGS84))[0]

    assert back.distance(start[0]) < 1e-7


@pytest.mark.parametrize(
    ("point", "system", "told"),
    [
        (TOWN_HALL, WGS84, None),
        (ON_THE_GRID, GRID, None),
        (TOWN_HALL[::-1], WGS84, "latitude and longitude are swapped"),
        (ON_THE_GRID, WGS84, "numbers of EPSG:27700"),
        (TOWN_HALL, GRID, "numbers of EPSG:4326"),
        ((-249_868.0, 7_074_000.0), WGS84, "Web Mercator"),
        ((12.4, 41.9), WGS84, "outside Great Britain"),
    ],
)
def test_numbers_of_another_system_are_told(
    point: tuple[float, float], system: str, told: str | None
) -> None:
    """What a file says of its coordinates is believed only where it can be true."""
    found = misread(np.array([point], dtype=np.float64), system)

    assert found is None if told is None else told in str(found)
