"""The built-in schematic geography: ten invented authorities with invented residents.

Made by integer arithmetic alone, so that it is the same on every machine. Names and codes
are invented (`XS-A01`, `XS-A01-M01`, `XS-A01-M01-L1`): no validator of real codes takes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

VINTAGE = "schematic-1"

_LSOAS_IN_MSOA = 5
_MEAN_RESIDENTS = 1650
_DECILES = 10
_SEXES = ("male", "female")


@dataclass(frozen=True)
class _Authority:
    """An invented authority: LSOAs, lean towards deprivation and youth, place on a tile map."""

    code: str
    name: str
    lsoas: int
    hardship: int
    youth: int
    tile: tuple[int, int]


_AUTHORITIES = (
    _Authority("XS-A01", "Aldermoor", 180, 560, 2, (1, 0)),
    _Authority("XS-A02", "Brackenford", 124, 420, 0, (2, 0)),
    _Authority("XS-A03", "Castlereach", 286, 640, 8, (2, 2)),
    _Authority("XS-A04", "Dunnerholt", 146, 600, 3, (3, 1)),
    _Authority("XS-A05", "Eastlythe", 132, 610, 2, (3, 0)),
    _Authority("XS-A06", "Fernclough", 158, 590, 5, (1, 1)),
    _Authority("XS-A07", "Greyhaven", 188, 330, -3, (2, 3)),
    _Authority("XS-A08", "Harrowmere", 140, 520, 0, (3, 2)),
    _Authority("XS-A09", "Ivelsham", 144, 280, -1, (1, 2)),
    _Authority("XS-A10", "Kestonwick", 202, 450, -2, (0, 1)),
)

# Residents per 10,000 and their males per 1,000, band by band; invented, shaped like a city.
_BANDS = (
    ("0-4", 620, 512), ("5-9", 645, 512), ("10-14", 650, 512), ("15-19", 605, 512),
    ("20-24", 680, 508), ("25-29", 720, 502), ("30-34", 745, 496), ("35-39", 705, 496),
    ("40-44", 650, 497), ("45-49", 605, 498), ("50-54", 640, 496), ("55-59", 620, 494),
    ("60-64", 540, 491), ("65-69", 450, 485), ("70-74", 400, 477), ("75-79", 320, 463),
    ("80-84", 215, 437), ("85-89", 125, 398), ("90+", 65, 318),
)  # fmt: skip
_YOUNG = frozenset({"15-19", "20-24", "25-29", "30-34"})
_OLD = frozenset({"60-64", "65-69", "70-74", "75-79", "80-84", "85-89", "90+"})


@dataclass(frozen=True)
class SchematicGeography:
    """The frames of the schematic geography, sorted by code.

    `lookup`: `lsoa`, `msoa`, `la` and `lsoa_name`, `msoa_name`, `la_name`. `population`:
    `lsoa`, `sex`, `age_band` (node ids), `population` (Int64). `deprivation`: `lsoa`,
    `decile` (1 = most deprived). `tiles`: `la`, `x`, `y`, y growing southwards.
    """

    vintage: str
    lookup: pl.DataFrame
    population: pl.DataFrame
    deprivation: pl.DataFrame
    tiles: pl.DataFrame


@dataclass(frozen=True)
class _Area:
    """One invented LSOA; `hardship` orders areas from least to most deprived."""

    code: str
    msoa: str
    msoa_name: str
    authority: _Authority
    number: int
    hardship: int


@cache
def schematic_geography() -> SchematicGeography:
    """Return the ten invented authorities down to LSOA, about 2.8 million residents.

    Made once in a process: it never differs.
    """
    areas = list(_areas())
    return SchematicGeography(
        vintage=VINTAGE,
        lookup=_lookup(areas),
        population=_population(areas),
        deprivation=_deprivation(areas),
        tiles=pl.DataFrame(
            [(one.code, *one.tile) for one in _AUTHORITIES],
            schema={"la": pl.String, "x": pl.Int32, "y": pl.Int32},
            orient="row",
        ),
    )


def _stirred(number: int, below: int) -> int:
    """Return a number below a limit that looks unrelated to the one given (Knuth's hash)."""
    mixed = (number * 2654435761) % 2**32
    return ((mixed ^ (mixed >> 15)) * 2246822519 % 2**32) * below // 2**32


def _areas() -> Iterator[_Area]:
    number = 0
    for authority in _AUTHORITIES:
        for place in range(authority.lsoas):
            middle, lower = divmod(place, _LSOAS_IN_MSOA)
            msoa = f"{authority.code}-M{middle + 1:02d}"
            quarter = _stirred(1000 * len(authority.name) + 37 * middle + authority.lsoas, 600)
            yield _Area(
                code=f"{msoa}-L{lower + 1}",
                msoa=msoa,
                msoa_name=f"{authority.name} {middle + 1:02d}",
                authority=authority,
                number=number,
                hardship=authority.hardship + quarter + _stirred(number + 7, 250),
            )
            number += 1


def _lookup(areas: list[_Area]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "lsoa": [area.code for area in areas],
            "msoa": [area.msoa for area in areas],
            "la": [area.authority.code for area in areas],
            "lsoa_name": [f"{area.msoa_name} {area.code.rpartition('-')[2]}" for area in areas],
            "msoa_name": [area.msoa_name for area in areas],
            "la_name": [area.authority.name for area in areas],
        },
    ).sort("lsoa")


def _deprivation(areas: list[_Area]) -> pl.DataFrame:
    ranked = sorted(areas, key=lambda area: (-area.hardship, area.code))
    return pl.DataFrame(
        {
            "lsoa": [area.code for area in ranked],
            "decile": [rank * _DECILES // len(ranked) + 1 for rank in range(len(ranked))],
        },
        schema_overrides={"decile": pl.Int32},
    ).sort("lsoa")


def _population(areas: list[_Area]) -> pl.DataFrame:
    rows = [
        (area.code, sex, band, count)
        for area in areas
        for band, males, females in _residents(area)
        for sex, count in zip(_SEXES, (males, females), strict=True)
    ]
    schema = {"lsoa": pl.String, "sex": pl.String, "age_band": pl.String, "population": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("lsoa", "sex", "age_band")


def _residents(area: _Area) -> Iterator[tuple[str, int, int]]:
    """Yield band, males and females; poorer and younger areas have fewer old residents."""
    total = _MEAN_RESIDENTS - 350 + _stirred(area.number + 11, 700)
    lean = area.authority.youth + (area.hardship - 800) // 100
    shares = {band: _leaning(band, share, lean) for band, share, _ in _BANDS}
    whole = sum(shares.values())
    for place, (band, _, males_per_1000) in enumerate(_BANDS):
        count = (total * shares[band] + whole // 2) // whole
        jitter = _stirred(area.number * 100 + place, 41) - 20
        males = count * (males_per_1000 + jitter) // 1000
        yield band, males, count - males


def _leaning(band: str, share: int, lean: int) -> int:
    if band in _YOUNG:
        return share * (100 + 4 * lean) // 100
    return share * (100 - 4 * lean) // 100 if band in _OLD else share
