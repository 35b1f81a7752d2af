"""What the pointer is told: a value as it is shown, a limit, or what stands in its place."""

from __future__ import annotations

import pytest

from tiig.publish.tips import tip, with_tips


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"label": "Knife", "series": "Now", "value": 1234}, "Knife, Now: 1,234"),
        ({"month": "Jun 2026", "series": "All", "value": 5, "flag": None}, "Jun 2026, All: 5"),
        (
            {"month": "Jun 2026", "value": 5, "flag": "Departments missing"},
            "Jun 2026: 5; departments missing",
        ),
        ({"label": "Aldermoor", "value": 12.34, "lower": 10.0, "upper": 15.06},
         "Aldermoor: 12.3 (10.0 to 15.1)"),
        ({"average": 290.04}, "All areas together: 290.0"),
        ({"down": "22:00", "across": "Fri", "value": None, "sign": "*"},
         "22:00, Fri: hidden: a small number, or one that would give a small number back"),
        ({"name": "Ivelsham", "text": "*", "value": None},
         "Ivelsham: hidden: a small number, or one that would give a small number back"),
        ({"down": "Aldermoor", "across": "Weapon", "text": "82 ✓", "group": "Target met"},
         "Aldermoor, Weapon: 82 ✓"),
        ({"month": "Jun 2026", "value": None, "sign": "absent"}, "Jun 2026: absent"),
        ({"label": "Bus", "value": 0, "sign": "n/a"},
         "Bus: the senders' files cannot tell; it is not zero"),
        ({"label": "Bus", "value": 0, "sign": None}, "Bus: 0"),
    ],
)  # fmt: skip
def test_a_row_is_told_as_a_sentence(row: dict[str, object], told: str) -> None:
    """A star's place at the foot of a chart is never told as a zero; a true zero is."""
    assert tip(row) == told


def test_every_layer_is_told_and_a_line_gets_points() -> None:
    """Marks carry the sentence; a line, which is one mark, gets unseen points to point at."""
    data = {"values": [{"month": "May", "value": 3}]}
    encoding = {"x": {"field": "month"}, "y": {"field": "value"}, "color": {"field": "series"}}
    made = with_tips({"layer": [{"data": data, "mark": {"type": "line"}, "encoding": encoding}]})

    line, points = made["layer"]
    assert line["mark"]["type"] == "line"
    assert points["mark"]["opacity"] == 0
    assert points["encoding"].keys() == {"x", "y", "tooltip"}
    assert points["data"]["values"][0]["tip"] == "May: 3"
    assert data == {"values": [{"month": "May", "value": 3}]}
