"""Single files of areas: forms that are recognised, archives, ages in words, columns by name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiig.locate.codes import area_column, level_of
from tiig.locate.opening import LARGEST
from tiig.locate.people import age_of
from tiig.locate.reading import read_file
from tiig.model import area_errors as kinds
from tiig.model.errors import Kind, TiigError
from tiig.model.geography import PartKind

BANDS = {f"{low}-{low + 4}": (low, low + 4) for low in range(0, 90, 5)} | {"90+": (90, 1_000)}


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("LSOA21CD", "lsoa21"), ("lsoa11_code", "lsoa11"), ("LSOA code (2021)", "lsoa21"),
        ("LSOA 2021 Code", "lsoa21"), ("LSOA21NM", "lsoa21_name"), ("wd22cd", "ward22"),
        ("LAD22CD", "la22"), ("ltla24_name", "la24_name"), ("ladcd", "la"),
        ("Local Authority District code (2024)", "la24"), ("oa21cd", "oa21"),
        ("GlobalID", None), ("ladnmw", None), ("code", None),
    ],
)  # fmt: skip
def test_names_of_columns_tell_level_and_year(header: str, key: str | None) -> None:
    """Names as ONS, its users and the indices of deprivation write them are understood."""
    found = area_column(header)

    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("Aged under 1 year", (0, 0)), ("Aged 1 year", (1, 1)), ("Aged 45 years", (45, 45)),
        ("Aged 90 years and over", (90, 1_000)), ("90+", (90, 1_000)), ("7", (7, 7)),
        ("Aged 4 years and under", (0, 4)), ("Aged 5 to 9 years", (5, 9)), ("10-14", (10, 14)),
        ("All ages", None), ("someone", None),
    ],
)  # fmt: skip
def test_ages_in_words(words: str, years: tuple[int, int] | None) -> None:
    """Ages as the census writes them are read; what is no age is none."""
    assert age_of(words) == years


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_words(words: str) -> None:
    """Whatever stands in a cell, reading it as a column, code or age does not fail."""
    area_column(words)
    age_of(words)
    level = level_of(words)
    assert level is None or len(words) == 9


def test_columns_by_sex_and_age_are_read(tmp_path: Path) -> None:
    """The wide form of small-area estimates: a column a sex and single year, and a total."""
    header = ["LSOA 2021 Code", "Total", *(f"F{age}" for age in range(91))]
    header += [f"M{age}" for age in range(91)]
    rows = [[code, "273", *["1"] * 91, *["2"] * 91] for code in ("E01000001", "E01000002")]
    path = tmp_path / "estimates-mid-2022.csv"
    path.write_text("\n".join(",".join(row) for row in [header, *rows]) + "\n")
    draft = read_file(path, bands=BANDS)

    assert (draft.kind, draft.level, draft.vintage) == (PartKind.POPULATION, "lsoa", "2022")
    assert draft.detail == "by sex and age"
    assert draft.frame.height == 2 * 2 * 19
    assert draft.frame["population"].sum() == 2 * 273
    path.write_text(path.read_text().replace(",273,", ",274,", 1))
    with pytest.raises(TiigError) as raised:
        read_file(path, bands=BANDS)
    assert "the total is not the sum of the ages in 1 areas, first E01000001" in str(raised.value)


def archive(path: Path, members: dict[str, bytes]) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            with made.open(info, "w") as member:  # `writestr` breaks on a name that is empty
                member.write(content)
    return path


@pytest.mark.parametrize(
    ("members", "kind", "told"),
    [
        ({"a.csv": b"x\n", "b.csv": b"x\n"}, kinds.AREA_FILE_KIND, "holds 2 files"),
        ({"notes.txt": b"x\n"}, kinds.AREA_FILE_KIND, "holds 0 files"),
        ({"": b"x\n", "folder/": b""}, kinds.AREA_FILE_KIND, "holds 0 files"),
        ({"a.shp": b"x", "a.dbf": b"x"}, kinds.AREA_FILE_KIND, "it is a shapefile"),
        ({"[Content_Types].xml": b"<x/>"}, kinds.AREA_FILE_KIND, "it is a workbook"),
        ({"a.csv": bytes(80 << 20)}, kinds.AREA_FILE_TOO_LARGE, "inflates beyond the limit"),
    ],
)
def test_archives_hold_one_file_of_areas(
    tmp_path: Path, members: dict[str, bytes], kind: Kind, told: str
) -> None:
    """Anything else is refused by what it is, and a bomb before it bursts."""
    path = archive(tmp_path / "areas.zip", members)

    with pytest.raises(TiigError) as raised:
        read_file(path, bands=BANDS)
    assert raised.value.kind is kind
    assert told in raised.value.sentence
    assert LARGEST >= 1 << 30


def test_a_cut_archive_is_damage(tmp_path: Path) -> None:
    """Half an archive is refused in our own words."""
    path = archive(tmp_path / "areas.zip", {"a.csv": b"x" * 10_000})
    path.write_bytes(path.read_bytes()[:60])

    with pytest.raises(TiigError) as raised:
        read_file(path, bands=BANDS)
    assert raised.value.kind is kinds.AREA_FILE_DAMAGED


def test_code_point_is_read_as_it_comes(tmp_path: Path) -> None:
    """Its header lies in another file of the archive; a place of nought is no place."""
    header = b"PC,PQ,EA,NO\nPostcode,Positional_quality_indicator,Eastings,Northings\n"
    members = {
        "Doc/Code-Point_Open_Column_Headers.csv": header,
        "Doc/licence.txt": b"free",
        "Data/CSV/m.csv": b'"M1 1AA",10,384000,398000\n"M1 1AB",90,0,0\n',
        "Data/CSV/ol.csv": b'"OL1 1AA",10,392000,405000\n',
    }
    draft = read_file(archive(tmp_path / "codepo_2025.zip", members), bands=BANDS)

    assert draft.kind is PartKind.POSTCODES
    assert dict(draft.frame.select("postcode", "x").iter_rows()) == {
        "M11AA": 384_000.0,
        "M11AB": None,
        "OL11AA": 392_000.0,
    }
