"""Maps of small areas within authorities: from what is shown, and a star for what is not."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.publish.exhibit_tables import HIDDEN, REGION, cleared, column

from tiig.model.cleared import Cleared, Shown
from tiig.model.figures import ALL, Mark
from tiig.publish.exhibits import choropleth_exhibit
from tiig.publish.exhibits.choropleth import Outline
from tiig.publish.paper import Exhibit, NotShown
from tiig.publish.screen_map import screen_map

LAS = (("A1", "Ashby"), ("A2", "Beckton"))
MSOAS = (("M1", "Mid 1"), ("M2", "Mid 2"), ("M3", "Mid 3"), ("M4", "Mid 4"))
OF = {"M1": "A1", "M2": "A1", "M3": "A2", "M4": "A2"}
RATES = {"M1": (100.0, 80.0, 120.0), "M2": (300.0, 260.0, 340.0), "M3": (210.0, 150.0, 270.0)}
NOWHERE = Shown(None, Mark.NOT_APPLICABLE)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]]}
OUTLINES: list[Outline] = [
    {"code": code, "name": name, "geometry": SQUARE, "at": [4, 4]} for code, name in MSOAS
]


def table() -> Cleared:
    """Return four neighbourhoods of two authorities, the last of them hidden."""
    counts: dict[tuple[str, ...], int | Shown] = {
        (la, msoa): (HIDDEN if msoa == "M4" else 50) if OF[msoa] == la else NOWHERE
        for la, _ in LAS
        for msoa, _ in MSOAS
    }
    counts |= {("A1", ALL): 100, ("A2", ALL): 100, (ALL, ALL): 200}
    counts |= {(ALL, msoa): HIDDEN if msoa == "M4" else 50 for msoa, _ in MSOAS}
    rates: dict[tuple[str, ...], tuple[float, float, float] | Mark] = dict.fromkeys(
        counts, Mark.NOT_APPLICABLE
    )
    rates |= {(OF[msoa], msoa): rate for msoa, rate in RATES.items()}
    rates[OF["M4"], "M4"] = Mark.SUPPRESSED
    rates |= {("A1", ALL): (200.0, 190.0, 210.0), (ALL, ALL): (205.0, 195.0, 215.0)}
    columns = (column("residence_la", *LAS), column("residence_msoa", *MSOAS))
    return cleared(columns, counts, rates=rates)


def test_an_area_stands_once_and_in_its_authority() -> None:
    """A pair that cannot be is no area of the map; the region's map has each area once."""
    made = choropleth_exhibit(table(), REGION, OUTLINES)

    assert isinstance(made, Exhibit)
    assert [row[0].text for row in made.grid.rows] == ["Mid 2", "Mid 3", "Mid 1", "Mid 4"]
    assert made.title == (
        "1 of 3 neighbourhoods (MSOAs) in the whole region with a rate that is shown are clearly "
        "above its crude rate of 205.0 recorded assaults per 100,000 residents, 1 clearly below"
    )
    assert made.notes[0] == "A star on white: no rate is shown there (1 of 4)."
    assert not any(note.startswith("- =") for note in made.notes)


def test_an_authority_sees_its_own_areas_only() -> None:
    """The map of an authority is a part of the same table."""
    made = choropleth_exhibit(table(), replace(REGION, area="A1", area_name="Ashby"), OUTLINES)

    assert isinstance(made, Exhibit)
    assert {row[0].text for row in made.grid.rows} == {"Mid 1", "Mid 2"}
    assert "in Ashby are clearly above its crude rate of 200.0" in made.title


def test_a_short_table_says_what_it_leaves_out() -> None:
    """A bulletin names the highest and says how many there are."""
    made = choropleth_exhibit(table(), REGION, OUTLINES, most=1)

    assert isinstance(made, Exhibit)
    assert [row[0].text for row in made.grid.rows] == ["Mid 2"]
    assert any("names the 1 with the highest rates of 4 neigh" in note for note in made.notes)


def test_without_outlines_there_is_no_map() -> None:
    """Half of the shapes are not enough: a map with holes would look like one of zeros."""
    assert isinstance(choropleth_exhibit(table(), REGION, OUTLINES[:3]), NotShown)


def test_a_hidden_area_has_no_class_and_says_why() -> None:
    """On the screen a hidden area has no class and words of its own, never the lowest class."""
    made = screen_map(table(), REGION, "town@1", ("Contains data.",))
    marks = {one.code: one for one in made.marks}

    assert (made.level, made.key, made.credits) == ("msoa", "town@1", ("Contains data.",))
    assert marks["M4"].place is None
    assert marks["M4"].text.startswith("Mid 4: hidden")
    assert marks["M1"].place == 0
    assert marks["M2"].text == "Mid 2: 300.0 per 100,000 residents (260.0 to 340.0)"
    places = [one.place for one in made.marks if one.place is not None]
    assert max(places) == len(made.legend) - 2
    assert made.legend[-1] == ("#ffffff", "no rate is shown")
