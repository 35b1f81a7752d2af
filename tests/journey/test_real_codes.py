"""Rows with true codes of areas: counted, rated and drawn by an imported geography."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.area_files import LSOAS, MERGED, PEOPLE, SPLIT, write_files
from tests.journey.real_codes import PROFILE, write_extract
from tests.unit.publish.test_charts import pixels

from tiig.journeys.area_map import MapRequest, area_map
from tiig.journeys.bulletin import BulletinRequest, bulletins
from tiig.journeys.count import CountRequest, count
from tiig.journeys.import_geography import GeographyRequest, import_geography
from tiig.journeys.profile import ProfileRequest, problem_profile
from tiig.journeys.releases import verify_release
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.area_errors import GEOGRAPHY_UNKNOWN
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.errors import RATE_IMPOSSIBLE, TiigError
from tiig.model.figures import ALL, Mark
from tiig.model.geography import PartKind
from tiig.publish.drawing import png
from tiig.publish.exhibits.charts import SHADES
from tiig.publish.paper import Exhibit
from tiig.services import Services
from tiig.testing import PARTNER, agree, in_memory_services

ANALYST = Asker.local("analyst", purpose="testing")


def house(folder: Path, files: list[Path], homes: list[tuple[str, float]], name: str) -> Services:
    """Return a house with an imported geography as its default, and two years of assaults."""
    services = in_memory_services()
    services = replace(services, choices=replace(services.choices, geography=name))
    request = GeographyRequest(tuple(map(str, files)), name, "2021", "OGL-3.0")
    import_geography(request, asker=ANALYST, services=services, progress=Silent())
    add_sender(PROFILE, asker=ANALYST, services=services, progress=Silent())
    agree(services)
    extract = write_extract(folder / "oak.csv", homes, 1_200 if name == "town" else 26_000)
    sent = SubmitRequest(str(extract), "oak", "2024-07..2026-06", confirm=True)
    submit(sent, asker=ANALYST, services=services, progress=Silent())
    return services


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The small town, with some homes in codes of 2011."""
    folder = tmp_path_factory.mktemp("town")
    homes: list[tuple[str, float]] = [(code, people) for code, people in PEOPLE.items()]
    homes += [(SPLIT, 300.0), (MERGED[0], 300.0), ("E01999999", 100.0)]
    return house(folder, write_files(folder), homes, "town")


def counted(services: Services, *by: str, **more: object) -> Cleared:
    """Count, exactly unless told otherwise."""
    request = CountRequest(by=by, **{"preset": "internal"} | more)  # type: ignore[arg-type]
    return count(request, asker=ANALYST, services=services, progress=Silent())


def by_node(shown: Cleared) -> dict[str, int | None]:
    """Return the counts of a table of one dimension."""
    return {
        row.nodes[0]: None if row.count.value is None else int(row.count.value)
        for row in shown.rows
    }


def test_rows_of_both_vintages_are_counted_by_area(town: Services) -> None:
    """Codes of 2011 count in the areas that hold them; unknown codes stay outside, and are told."""
    by_lsoa, by_la = (
        by_node(counted(town, "residence_lsoa")),
        by_node(counted(town, "residence_la")),
    )

    assert sum(value or 0 for node, value in by_lsoa.items() if node != ALL) == 1_200
    assert sum(by_lsoa[code] or 0 for code in LSOAS[:4]) == by_la["E08000091"]
    assert by_lsoa["~outside"] == by_la["~outside"]
    notes = " ".join(counted(town, "residence_la").notes)
    assert "have codes of LSOAs of 2011 and are put into areas of town 2021, version 1" in notes
    assert "were split since" in notes


def test_rates_stand_where_a_population_tells_all(town: Services) -> None:
    """Standardised by authority, crude by small area and fifth; otherwise refused by name."""
    standardised = counted(town, "residence_la", rate="standardised")
    crude = counted(town, "residence_lsoa", rate="crude")
    fifths = counted(town, "residence_deprivation", rate="crude")

    assert any(row.rate and row.rate.mark is Mark.SHOWN for row in standardised.rows)
    assert {row.nodes[0]: row.population for row in crude.rows if row.nodes[0] in LSOAS} == PEOPLE
    assert sum(row.population or 0 for row in fifths.rows if row.nodes[0] in "12345") == 9_200
    assert "people_census2021.csv, 2021" in " ".join(crude.notes)
    with pytest.raises(TiigError) as raised:
        counted(town, "residence_lsoa", "sex", rate="crude")
    assert raised.value.kind is RATE_IMPOSSIBLE
    assert "no population is known by LSOA and sex" in raised.value.sentence
    assert "local authority and age and sex; LSOA" in raised.value.sentence


def test_residents_by_ward_are_kept_and_never_rated_by(tmp_path: Path) -> None:
    """Nothing is counted by ward: such a population is imported, and rates leave it aside."""
    services = in_memory_services()
    lookup, residents = tmp_path / "lsoa21_ward23.csv", tmp_path / "ward_people_2023.csv"
    lookup.write_text(
        "lsoa21cd,wd23cd,lad23cd\n"
        + "".join(f"{code},E0500000{place},E08000091\n" for place, code in enumerate(LSOAS)),
        encoding="utf-8",
    )
    residents.write_text(
        "wd23cd,total_residents\n" + "".join(f"E0500000{place},900\n" for place in range(6)),
        encoding="utf-8",
    )
    request = GeographyRequest((str(lookup), str(residents)), "wards", "2021", "OGL-3.0")
    record = import_geography(
        request, asker=ANALYST, services=services, progress=Silent()
    ).geography

    assert [part.level for part in record.parts if part.kind is PartKind.POPULATION] == ["ward"]
    assert services.geography.populations("wards") == ()


def test_a_pair_of_areas_that_cannot_be_is_no_figure(town: Services) -> None:
    """An LSOA of one authority within another is no zero: there is no such figure."""
    shown = counted(town, "residence_la", "residence_lsoa").cells

    assert shown["E08000091", LSOAS[0]].count.mark is Mark.SHOWN
    assert shown["E08000092", LSOAS[0]].count.mark is Mark.NOT_APPLICABLE
    assert shown[ALL, LSOAS[0]].count == shown["E08000091", LSOAS[0]].count


def test_an_unknown_default_is_refused(town: Services) -> None:
    """A setting that names a geography nobody imported says so."""
    lost = replace(town, choices=replace(town.choices, geography="lost"))
    with pytest.raises(TiigError) as raised:
        counted(lost, "residence_la")
    assert raised.value.kind is GEOGRAPHY_UNKNOWN


def test_released_rates_keep_the_population_of_their_day(tmp_path: Path) -> None:
    """A later population changes later rates; what was released is worked out as it was."""
    homes = [(code, float(people)) for code, people in PEOPLE.items()]
    services = house(tmp_path, write_files(tmp_path), homes, "town")
    before = counted(services, "residence_lsoa", rate="crude")
    text = (tmp_path / "people_census2021.csv").read_text().replace("1500", "1600")
    (later := tmp_path / "people_mid-2024.csv").write_text(text)
    request = GeographyRequest((str(later),), "town", licence="OGL-3.0")
    import_geography(request, asker=ANALYST, services=services, progress=Silent())
    after = counted(services, "residence_lsoa", rate="crude")

    assert (before.cells[LSOAS[0],].population, after.cells[LSOAS[0],].population) == (1_500, 1_600)
    again = verify_release(before.release, asker=ANALYST, services=services, progress=Silent())
    assert again.same


def test_what_was_released_is_verified_by_the_areas_of_then(town: Services) -> None:
    """Another default geography since does not make a release look wrong."""
    before = counted(town, "residence_la", rate="crude")
    other = replace(town, choices=replace(town.choices, geography=None))
    again = verify_release(before.release, asker=ANALYST, services=other, progress=Silent())
    later = counted(other, "residence_la", rate="crude")

    assert again.same
    assert later.shown_digest != before.shown_digest


def test_papers_and_page_draw_the_same_map(town: Services) -> None:
    """Bulletin, profile and page draw the areas with the same counts.

    What one hides for the sake of its other tables, another may show.
    """
    partner = replace(ANALYST, agreement=PARTNER)
    request = BulletinRequest(month="2026-06", preset="named-partner")
    ((_, paper),) = bulletins(request, asker=partner, services=town, progress=Silent())
    (bulletin,) = (one for one in paper.exhibits if one.id == "map")
    asked = ProfileRequest(preset="named-partner")
    _, profile = problem_profile(asked, asker=partner, services=town, progress=Silent())
    (in_profile,) = (one for one in profile.exhibits if one.id == "map")
    page = area_map(
        MapRequest(preset="named-partner"), asker=partner, services=town, progress=Silent()
    )
    (on_page,) = page.sections[0].blocks

    assert isinstance(on_page, Exhibit)
    told = [
        {row[0].text: row[1:] for row in one.grid.rows} for one in (bulletin, on_page, in_profile)
    ]
    assert told[0].keys() == told[1].keys() == told[2].keys()
    for area in told[0]:
        for cells in zip(*(one[area] for one in told), strict=True):
            assert len({cell.text for cell in cells if cell.mark is Mark.SHOWN}) <= 1
    assert page.screen is not None
    assert {one.code for one in page.screen.marks} == set(LSOAS)
    assert page.screen.credits
    assert "neighbourhoods" in on_page.title or "small areas" in on_page.title


@pytest.mark.needs_reference
def test_greater_manchester_has_its_shape(reference: Path, tmp_path: Path) -> None:
    """The map of MSOAs fills about half of its frame and no corner: never all of one colour."""
    folder = reference / "reference"
    files = [
        folder / "boundaries" / "gm_msoa_2021_super_generalised.geojson",
        folder / "lookups" / "oa21_lsoa21_msoa21_lad22_gm.csv",
        folder / "lookups" / "lsoa11_lsoa21_ltla22_best-fit_gm.csv",
        folder / "population" / "census2021_la_sex_single_year_age_gm.csv",
        folder / "population" / "census2021_lsoa21_total_residents_gm.csv",
    ]
    lines = (folder / "population" / "census2021_lsoa21_total_residents_gm.csv").read_text()
    rows = [line.split(",") for line in lines.splitlines()[1:]]
    services = house(tmp_path, files, [(code, float(people)) for code, people in rows], "gm-2021")
    page = area_map(
        MapRequest(preset="public"), asker=ANALYST, services=services, progress=Silent()
    )
    (drawn,) = page.sections[0].blocks
    pairs = counted(services, "residence_la", "residence_msoa", preset="public")

    assert all(row.count.mark is Mark.SHOWN for row in pairs.rows if row.nodes[1] == ALL)
    assert isinstance(drawn, Exhibit)
    assert drawn.chart is not None
    assert len(drawn.grid.rows) == 353
    seen = np.isin(_packed(pixels(png(drawn.chart, 1.0))), [int(one[1:], 16) for one in SHADES])
    high, wide = (side // 8 for side in seen.shape)
    assert 0.35 < seen.mean() < 0.65
    for corner in (seen[-high:, :wide], seen[-high:, -wide:], seen[:high, -wide:]):
        assert corner.mean() < 0.05


def _packed(picture: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return each pixel's colour as one number."""
    return (picture[..., 0] << 16) | (picture[..., 1] << 8) | picture[..., 2]
