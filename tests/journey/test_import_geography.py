"""Files of areas: taken into use together, or refused together with what is wrong and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.area_files import (
    LA_OF,
    LSOAS,
    MERGED,
    PEOPLE,
    SPLIT,
    Json,
    geojson,
    squares,
    write_files,
    zipped,
)

from tiig.cli.app import run
from tiig.journeys.geographies import list_geographies
from tiig.journeys.import_geography import (
    GeographyRequest,
    ImportedGeography,
    import_geography,
)
from tiig.kit.progress import Silent
from tiig.model import area_errors as kinds
from tiig.model.area_errors import GEOGRAPHY_UNKNOWN
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, FILE_EMPTY, FILE_MISSING, Kind, TiigError
from tiig.model.geography import PartKind
from tiig.services import Services
from tiig.testing import in_memory_services
from tiig.wiring import make_workspace

ANALYST = Asker.local("analyst")


@pytest.fixture
def services() -> Services:
    """A house in memory."""
    return in_memory_services()


def imported(services: Services, files: list[Path], **more: object) -> ImportedGeography:
    """Import files as the town of 2021 unless told otherwise."""
    told: dict[str, Any] = {"name": "town", "vintage": "2021", "licence": "OGL-3.0"} | more
    return import_geography(
        GeographyRequest(tuple(map(str, files)), **told),
        asker=ANALYST,
        services=services,
        progress=Silent(),
    )


def test_a_good_set_becomes_one_geography(services: Services, tmp_path: Path) -> None:
    """All files together: areas, populations, deprivation, postcodes, shapes, each with source."""
    record = imported(services, write_files(tmp_path)).geography

    assert (record.name, record.vintage, record.version) == ("town", "2021", 1)
    assert dict(record.areas) == {"la": 2, "msoa": 3, "lsoa": 6}
    told = {(part.kind, part.level, part.detail): part for part in record.parts}
    assert len(told) == 10
    assert {len(part.fingerprint) for part in record.parts} == {64}
    assert {part.licence for part in record.parts} == {"OGL-3.0"}
    assert all("Crown copyright" in part.attribution for part in record.parts)
    people = told[PartKind.POPULATION, "la", "by sex and age"]
    assert (people.vintage, people.vintage_by) == ("2021-03-21", "the column of its period")
    geography = services.geography
    first, second = geography.populations("town")
    assert (first.level, sorted(first.tells)) == ("la", ["age_band", "sex"])
    assert second.frame["population"].sum() == sum(PEOPLE.values())
    assert geography.deprivation("town")["decile"].to_list() == [1, 2, 3, 4, 5, 6]
    assert geography.shapes("town", "msoa").height == 3
    assert geography.tiles("town") == {}
    assert dict(geography.lookup("town").select("lsoa", "la").iter_rows()) == LA_OF


def test_codes_of_2011_lead_to_areas_of_2021(services: Services, tmp_path: Path) -> None:
    """A merged LSOA leads to its whole; a split one to the part with most residents."""
    imported(services, write_files(tmp_path))
    others = {row[0]: row[1:] for row in services.geography.others("town").iter_rows()}

    assert others[SPLIT] == (LSOAS[1], False, "2011")
    assert {others[code] for code in MERGED} == {(LSOAS[2], True, "2011")}
    assert others.keys() == {SPLIT, *MERGED}


def test_postcodes_of_split_areas_are_put_by_their_place(
    services: Services, tmp_path: Path
) -> None:
    """Outlines that agree with the lookup put in what the lookup cannot."""
    record = imported(services, write_files(tmp_path)).geography
    found = services.geography.postcodes("town").filter(pl.col("basis") == "place")

    assert dict(found.select("postcode", "lsoa").iter_rows()) == {
        "ZZ19AA": LSOAS[0],
        "ZZ19AB": LSOAS[1],
    }
    assert any("100.0 % of 5 postcodes" in one and "may assign" in one for one in record.measured)


def test_outlines_that_do_not_agree_may_only_draw(services: Services, tmp_path: Path) -> None:
    """Shifted outlines put postcodes into wrong areas: that is measured and told."""

    def shifted(_: Json) -> Json:
        return geojson(dict(zip(LSOAS, reversed(squares(LSOAS).values()), strict=True)))

    files = write_files(tmp_path, change={"lsoa_2021.geojson": shifted})
    record = imported(services, files).geography

    assert any("draw only" in one for one in record.measured)
    by_place = services.geography.postcodes("town").filter(pl.col("basis") == "place")
    assert by_place.is_empty()


def test_files_may_be_zipped_and_in_latin_1(services: Services, tmp_path: Path) -> None:
    """Archives of one file and older encodings are read; a byte-order mark is no header."""

    def latin(text: str) -> bytes:
        return text.replace("Ashby", "Âshby").encode("latin-1")

    def marked(text: str) -> bytes:
        return text.encode("utf-8-sig")

    change = {"lsoa_lookup.csv": latin, "IoD2025.csv": marked}
    files = [zipped(path) for path in write_files(tmp_path, change=change)]
    record = imported(services, files).geography

    assert services.geography.lookup("town")["la_name"].unique().sort().to_list() == [
        "Beckton",
        "Âshby",
    ]
    assert any("Latin-1" in remark for part in record.parts for remark in part.remarks)


def test_a_file_added_later_makes_the_next_version(services: Services, tmp_path: Path) -> None:
    """The next version has all parts; the one before stays as it was known then."""
    files = write_files(tmp_path)
    people = next(path for path in files if path.name == "people_census2021.csv")
    first = imported(services, [path for path in files if path != people]).geography
    again = imported(services, files, vintage=None)
    more = people.read_text().replace("1500", "1501")
    (later := tmp_path / "people_mid-2022.csv").write_text(more)
    third = imported(services, [later], vintage=None)

    assert (again.geography.version, third.geography.version) == (2, 3)
    assert third.replaced == ("people_census2021.csv",)
    assert len(services.geography.populations("town@1")) == 1
    assert services.geography.record("town", at=first.known_from).version == 1
    totals = [one.frame["population"].sum() for one in services.geography.populations("town")]
    assert totals == [9_200, 9_201]
    told = services.catalogue.audit()[-1]
    assert (told.because, told.subjects) == ("imported a geography from 1 file", ("town@3",))


def test_the_same_files_again_change_nothing(services: Services, tmp_path: Path) -> None:
    """Importing twice is importing once."""
    files = write_files(tmp_path)
    first = imported(services, files)
    again = imported(services, files)

    assert (first.already, again.already) == (False, True)
    assert again.geography == first.geography
    assert len(services.catalogue.geographies()) == 1


def test_the_list_names_what_is_there(services: Services, tmp_path: Path) -> None:
    """The built-in geography stays the default until the workspace names another."""
    imported(services, write_files(tmp_path))
    found = list_geographies(asker=ANALYST, services=services, progress=Silent())

    assert [one.name for one in found] == ["schematic-1", "town"]
    with pytest.raises(TiigError) as raised:
        services.geography.lookup("town@9")
    assert raised.value.kind is GEOGRAPHY_UNKNOWN


def test_national_files_are_cut_to_authorities(services: Services, tmp_path: Path) -> None:
    """With --within everything else is left out, and told."""
    record = imported(services, write_files(tmp_path), within=("E08000092",)).geography

    assert dict(record.areas) == {"la": 1, "msoa": 1, "lsoa": 2}
    assert any("4 LSOAs elsewhere were left out." in part.remarks for part in record.parts)


def test_the_same_files_cut_otherwise_are_a_new_version(services: Services, tmp_path: Path) -> None:
    """Files that are known are taken again where they are to be cut to other authorities."""
    files = write_files(tmp_path)
    imported(services, files)
    cut = imported(services, files, within=("E08000092",))
    again = imported(services, files, within=("E08000092",))

    assert (cut.already, cut.geography.version, cut.geography.areas["la"]) == (False, 2, 1)
    assert again.already


def edited(make: Callable[[Any], None]) -> Callable[[Any], Any]:
    """Change GeoJSON in place."""

    def change(value: Json) -> Json:
        make(value)
        return value

    return change


def swapped(value: Json) -> Json:
    """Swap longitude and latitude."""
    for one in value["features"]:
        one["geometry"]["coordinates"] = [
            [point[::-1] for point in ring] for ring in one["geometry"]["coordinates"]
        ]
    return value


def geometry(value: Json, place: int = 0) -> list[Any]:
    """Return the first ring of a feature."""
    ring: list[Any] = value["features"][place]["geometry"]["coordinates"][0]
    return ring


def crossed(value: Json) -> None:
    """Make a ring cross itself."""
    ring = geometry(value, 1)
    ring[5], ring[25] = ring[25], ring[5]


def named(value: Json, text: str) -> Json:
    """Name a coordinate system."""
    return value | {"crs": {"type": "name", "properties": {"name": text}}}


OUTLINES = "lsoa_2021.geojson"
IN_METRES = geojson(squares(LSOAS), metres=True)
REFUSALS: dict[str, tuple[str, Callable[[Any], Any], Kind, str]] = {
    "swapped": (OUTLINES, swapped, kinds.AREA_PROJECTION, "latitude and longitude are swapped"),
    "metres said to be degrees": (
        OUTLINES, lambda _: IN_METRES, kinds.AREA_PROJECTION, "numbers of EPSG:27700"),
    "degrees said to be metres": (
        OUTLINES, lambda value: named(value, "urn:ogc:def:crs:EPSG::27700"),
        kinds.AREA_PROJECTION, "numbers of EPSG:4326"),
    "unknown system": (
        OUTLINES, lambda value: named(value, "EPSG:3857"), kinds.AREA_PROJECTION,
        "other than WGS84"),
    "crossing": (OUTLINES, edited(crossed), kinds.AREA_SHAPE, "feature 2: self-intersection"),
    "not closed": (
        OUTLINES, edited(lambda v: geometry(v).pop()), kinds.AREA_SHAPE,
        "feature 1: a ring is not closed"),
    "empty": (
        OUTLINES, edited(lambda v: v["features"][2].update(geometry=None)), kinds.AREA_SHAPE,
        "feature 3: it has no geometry"),
    "a point": (
        OUTLINES,
        edited(lambda v: v["features"][0].update(
            geometry={"type": "Point", "coordinates": [-2, 53]})),
        kinds.AREA_SHAPE, "feature 1: it is no polygon"),
    "code twice": (
        OUTLINES, edited(lambda v: v["features"][1]["properties"].update(area_code=LSOAS[0])),
        kinds.AREA_CODE, "1 stand more than once (file lsoa_2021.geojson, column area_code"),
    "a digit short": (
        OUTLINES, edited(lambda v: v["features"][1]["properties"].update(area_code="E0100002")),
        kinds.AREA_CODE, "row 3"),
    "an area missing": (
        OUTLINES, edited(lambda v: v["features"].pop()), kinds.AREAS_DIFFER,
        "it lacks 1 of 6 LSOAs: E01000006"),
    "of 2011": (
        OUTLINES, edited(lambda v: v["features"][0]["properties"].update(area_code=SPLIT)),
        kinds.AREA_VINTAGE_OTHER, "1 of its LSOAs are not of 2021: E01000091"),
    "TopoJSON": (
        OUTLINES, lambda _: {"type": "Topology"}, kinds.AREA_FILE_KIND, "it is TopoJSON; convert"),
    "other JSON": (OUTLINES, lambda _: {"a": 1}, kinds.AREA_FILE_KIND, "no GeoJSON collection"),
    "cut off": (
        OUTLINES, lambda v: json.dumps(v)[:-40], kinds.AREA_FILE_DAMAGED, "cut off"),
    "empty file": (OUTLINES, lambda _: "", FILE_EMPTY, "file lsoa_2021.geojson"),
    "UTF-16": (
        "lsoa_lookup.csv", lambda text: text.encode("utf-16"), kinds.AREA_FILE_KIND, "UTF-8"),
    "ragged": (
        "lsoa_lookup.csv", lambda text: text + "a,b,c,d,e,f,g,h\n", kinds.AREA_FILE_DAMAGED,
        "as many cells"),
    "no kind": ("lsoa_lookup.csv", lambda _: "a,b\n1,2\n", kinds.AREA_FILE_KIND, "no column with"),
    "lookup lacks one": (
        "lsoa_lookup.csv", lambda text: "\n".join(text.splitlines()[:-1]) + "\n",
        kinds.AREAS_DIFFER, "LSOAs"),
    "lookups contradict": (
        "lsoa11_lsoa21.csv", lambda text: text.replace("U,E08000092", "U,E08000091"),
        kinds.AREA_CODE, "lie in two local authorities"),
    "malformed code": (
        "lsoa11_lsoa21.csv", lambda text: text.replace("E08000092", "E0800092"),
        kinds.AREA_CODE, "file lsoa11_lsoa21.csv, column ltla22_code, rows"),
    "below zero": (
        "people_census2021.csv", lambda text: text.replace("1700", "-1700"), kinds.AREA_NUMBER,
        "below zero (file people_census2021.csv, column total_residents, row 3)"),
    "not whole": (
        "people_census2021.csv", lambda text: text.replace("1700", "1700.5"), kinds.AREA_NUMBER,
        "not whole (file people_census2021.csv, column total_residents, row 3)"),
    "sexes do not add up": (
        "people_by_age.csv", lambda text: text.replace("years,Male,34", "years,Male,35", 1),
        kinds.AREA_NUMBER, "not the sum of females and males in 1 areas"),
    "an age missing": (
        "people_by_age.csv",
        lambda text: "".join(
            line for line in text.splitlines(keepends=True)
            if "Aged 7 years" not in line or "Ashby" not in line),
        kinds.AREA_NUMBER, "do not have every sex and age"),
    "a year missing": (
        "people_by_age.csv",
        lambda text: "".join(
            line for line in text.splitlines(keepends=True) if "Aged 7 years" not in line),
        kinds.AREA_NUMBER, "do not follow one another"),
    "no such sex": (
        "people_by_age.csv", lambda text: text.replace("Female", "F?"), kinds.AREA_NUMBER,
        "a sex cannot be read"),
    "several periods": (
        "people_by_age.csv", lambda text: text.replace("2021-03-21", "2011-03-27", 1),
        kinds.AREA_FILE_KIND, "2 periods"),
    "people of one authority": (
        "people_by_age.csv",
        lambda text: "".join(
            line for line in text.splitlines(keepends=True) if "Beckton" not in line),
        kinds.AREAS_DIFFER, "it lacks 1 of 2 local authorities: E08000092"),
    "rank twice": (
        "IoD2025.csv", lambda text: text.replace(",6000", ",3000"), kinds.AREA_NUMBER,
        "share a rank"),
    "ranks upside down": (
        "IoD2025.csv", lambda text: text.replace(",3000", ",99999"), kinds.AREA_NUMBER,
        "deciles do not rise"),
    "decile 11": (
        "IoD2025.csv", lambda text: text.replace(",6,18000", ",11,18000"), kinds.AREA_NUMBER,
        "row 7"),
    "LSOAs of 2011": (
        "IoD2025.csv", lambda text: text.replace("(2021)", "(2011)"), kinds.AREA_VINTAGE_OTHER,
        "its LSOAs are those of 2011"),
    "no postcode": (
        "postcodes_2022.csv", lambda text: text.replace("ZZ1 9AA", "nobody"), kinds.AREA_CODE,
        "postcodes are written"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSALS)
def test_a_fault_refuses_everything(services: Services, tmp_path: Path, fault: str) -> None:
    """What is wrong is told with its place, and nothing at all is kept or audited."""
    name, change, kind, told = REFUSALS[fault]
    files = write_files(tmp_path, change={name: change})

    with pytest.raises(TiigError) as raised:
        imported(services, files)

    assert raised.value.kind is kind
    assert told in raised.value.sentence
    assert "nobody" not in raised.value.sentence
    assert services.catalogue.geographies() == ()
    assert services.catalogue.audit() == ()


def test_a_vintage_must_be_told(services: Services, tmp_path: Path) -> None:
    """A file that tells no year needs --of; a new geography needs --vintage."""
    (path,) = write_files(tmp_path, leave_out=[*_others("people_census2021.csv")])
    unnamed = path.rename(tmp_path / "people.csv")
    rest = write_files(tmp_path, leave_out=["people_census2021.csv"])

    with pytest.raises(TiigError) as raised:
        imported(services, [*rest, unnamed])
    assert raised.value.kind is kinds.AREA_VINTAGE_MISSING
    assert "people.csv" in raised.value.sentence
    with pytest.raises(TiigError) as raised:
        imported(services, rest, vintage=None)
    assert raised.value.kind is kinds.AREA_VINTAGE_MISSING
    record = imported(services, [*rest, unnamed], of={"people.csv": "2021"}).geography
    part = record.part(PartKind.POPULATION, "lsoa")
    assert part is not None
    assert (part.vintage, part.vintage_by) == ("2021", "whoever imported it")


def _others(name: str) -> list[str]:
    from tests.area_files import contents

    return [one for one in contents() if one != name]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"name": "Town Hall"}, kinds.GEOGRAPHY_NAME),
        ({"name": "schematic-2"}, kinds.GEOGRAPHY_NAME),
        ({"licence": None}, BAD_ARGUMENT),
        ({"vintage": "lately"}, BAD_ARGUMENT),
        ({"of": {"x.csv": "2021"}}, BAD_ARGUMENT),
        ({"vintage": "2011"}, kinds.LOOKUP_MISSING),
        ({"within": ("E08000099",)}, kinds.AREAS_DIFFER),
    ],
)
def test_what_is_asked_for_must_make_sense(
    services: Services, tmp_path: Path, more: dict[str, Any], kind: Kind
) -> None:
    """Names, licences and vintages are checked before anything is kept."""
    leave_out = ["lsoa11_lsoa21.csv"] if kind is kinds.LOOKUP_MISSING else []
    with pytest.raises(TiigError) as raised:
        imported(services, write_files(tmp_path, leave_out=leave_out), **more)
    assert raised.value.kind is kind
    assert services.catalogue.geographies() == ()


def test_two_files_must_not_tell_the_same(services: Services, tmp_path: Path) -> None:
    """Nobody can say which of two populations is meant."""
    files = write_files(tmp_path)
    (twice := tmp_path / "people_2020.csv").write_text(
        (tmp_path / "people_census2021.csv").read_text()
    )
    with pytest.raises(TiigError) as raised:
        imported(services, [*files, twice])
    assert "tells the same as the file people_census2021.csv" in raised.value.sentence
    with pytest.raises(TiigError) as raised:
        imported(services, [tmp_path / "none.csv"])
    assert raised.value.kind is FILE_MISSING


@pytest.mark.needs_reference
def test_the_public_files_of_greater_manchester_fit(services: Services, reference: Path) -> None:
    """All files for LSOAs of 2021 make one geography: 10 authorities, 1,702 LSOAs."""
    folder = reference / "reference"
    files = [
        folder / "boundaries" / "gm_lsoa_2021_generalised.geojson.zip",
        folder / "boundaries" / "gm_lsoa_2021_super_generalised.geojson",
        folder / "boundaries" / "gm_msoa_2021_super_generalised.geojson",
        folder / "boundaries" / "gm_ward_2023_super_generalised.geojson",
        folder / "boundaries" / "gm_local_authority_2023_super_generalised.geojson",
        folder / "lookups" / "PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU_GM.zip",
        folder / "lookups" / "codepo_gm_areas_2025-05.zip",
        folder / "lookups" / "lsoa11_lsoa21_ltla22_best-fit_gm.csv",
        folder / "lookups" / "lsoa21_ward24_ltla24_gm.csv",
        folder / "lookups" / "oa21_lsoa21_msoa21_lad22_gm.csv",
        folder / "population" / "census2021_la_sex_single_year_age_gm.csv",
        folder / "population" / "census2021_lsoa21_total_residents_gm.csv",
        folder / "deprivation" / "IoD2025_lsoa21_scores_ranks_deciles_gm.csv",
    ]
    record = imported(services, files, name="gm-2021").geography

    assert dict(record.areas) == {"la": 10, "ward": 215, "msoa": 353, "lsoa": 1_702}
    assert services.geography.populations("gm-2021")[1].frame["population"].sum() == 2_867_871
    assert services.geography.deprivation("gm-2021")["decile"].eq(1).sum() == 392
    detailed, simplified = (one for one in record.measured if "puts" in one)
    assert "98.9 %" in detailed
    assert "86.3 %" in simplified
    assert "draw only" in simplified


def test_the_command_imports_lists_and_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person at a terminal sees parts, vintages and measures; a fault has its exit code."""
    workspace = tmp_path / "w"
    make_workspace(workspace)
    folder = tmp_path / "files"
    folder.mkdir()
    files = [str(path) for path in write_files(folder)]
    words = ["geography", "import", *files, "--name", "town", "--licence", "OGL-3.0"]

    assert run([*words, "--workspace", str(workspace)]) == 10
    assert "--vintage" in capsys.readouterr().err
    assert run([*words, "--vintage", "2021", "--workspace", str(workspace)]) == 0
    told = capsys.readouterr().out
    assert "town 2021, version 1 is in use from now on: 2 la, 3 msoa, 6 lsoa." in told
    assert "may assign records" in told
    assert run(["geography", "list", "--json", "--workspace", str(workspace)]) == 0
    schematic, town = json.loads(capsys.readouterr().out)
    assert (schematic["schematic"], town["name"], len(town["parts"])) == (True, "town", 10)
    assert run(["geography", "list", "--workspace", str(workspace)]) == 0
    assert "Contains National Statistics and OS data" in capsys.readouterr().out
    assert run(["doctor", "--workspace", str(workspace)]) == 0
    next((workspace / "geography").iterdir()).unlink()
    assert run(["doctor", "--workspace", str(workspace)]) != 0
