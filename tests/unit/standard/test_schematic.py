"""The schematic geography: the same everywhere, plausible, and never taken for a real one."""

from __future__ import annotations

import re

import polars as pl

from tiig.kit.hashing import digest
from tiig.standard import load_standard, patterns, schematic_geography
from tiig.standard.schematic import VINTAGE

GEOGRAPHY = schematic_geography()
PINNED = ["579c9dc3b7cd", "c80e246d117e", "7e9ae4b9357a", "5ba11cd3db93"]


def test_it_never_changes_within_its_vintage() -> None:
    """The vintage names exactly these residents: another figure needs another vintage."""
    assert VINTAGE == "schematic-1"
    assert GEOGRAPHY.population["population"].sum() == 2_799_028
    frames = (GEOGRAPHY.lookup, GEOGRAPHY.population, GEOGRAPHY.deprivation, GEOGRAPHY.tiles)
    assert [digest(frame.rows())[:12] for frame in frames] == PINNED


def test_it_has_ten_authorities_and_about_2_8_million_residents() -> None:
    """Ten authorities, 344 middle and 1,700 lower areas."""
    counts = GEOGRAPHY.lookup.select(pl.col("la", "msoa", "lsoa").n_unique()).row(0)
    assert counts == (10, 344, 1700)


def test_its_codes_cannot_be_taken_for_real_ones() -> None:
    """No code has the form of an ONS code: a letter and eight digits."""
    codes = GEOGRAPHY.lookup.select("la", "msoa", "lsoa").unpivot()["value"]
    assert [code for code in codes if re.fullmatch(r"[A-Z]\d{8}", code)] == []


def test_its_codes_may_be_stored() -> None:
    """The store's pattern of the area of residence takes every schematic LSOA."""
    form = patterns(load_standard())["residence_lsoa"].form or ""
    assert all(re.fullmatch(form, code) for code in GEOGRAPHY.lookup["lsoa"])


def test_its_residents_have_the_standards_bands() -> None:
    """Each LSOA has every five-year band and both sexes once, and nobody below zero."""
    bands = set(load_standard().trees["age_band"].nodes)
    assert set(GEOGRAPHY.population["age_band"]) == bands
    assert set(GEOGRAPHY.population["sex"]) == {"male", "female"}
    assert GEOGRAPHY.population.height == 1700 * 2 * len(bands)
    assert GEOGRAPHY.population.select("lsoa", "sex", "age_band").is_unique().all()
    assert (GEOGRAPHY.population["population"] >= 0).all()


def test_deprivation_parts_the_areas_in_tenths() -> None:
    """Each decile holds a tenth of the LSOAs."""
    assert GEOGRAPHY.deprivation["decile"].value_counts()["count"].to_list() == [170] * 10


def test_areas_lie_inside_one_another() -> None:
    """Each code begins with the code of the area that holds it, and no two tiles overlap."""
    for lsoa, msoa, la in GEOGRAPHY.lookup.select("lsoa", "msoa", "la").iter_rows():
        assert lsoa.startswith(f"{msoa}-")
        assert msoa.startswith(f"{la}-")
    assert GEOGRAPHY.tiles.select("x", "y").is_unique().all()
    assert set(GEOGRAPHY.tiles["la"]) == set(GEOGRAPHY.lookup["la"])
