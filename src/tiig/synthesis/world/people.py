"""Residents of the schematic areas, and of the country around, each known by a number.

Nobody is kept as a row: a number tells area, sex and age band by its place in the counts of
residents, and within these the year of birth. Some people meet a kind of event far more
often than others of their age; it is always the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from tiig.standard import schematic_geography
from tiig.synthesis.world.choosing import Choices, Flags, Floats, Whole
from tiig.synthesis.world.facts import Stream, table

SEXES = ("female", "male")
OUTSIDE = -1
"""The authority number of the country around."""

_WIDTH, _LAST_WIDTH = 5, 10
_LAST_HALVES = 2.5
"""Years in which the number of residents aged 90 and over halves."""
_FIFTHS_APART = 8
"""Deciles between the middles of the most and the least deprived fifth."""
_STIR, _OTHER_STIR = 2654435761, 104_729
_AREAS_ALIKE = 5
"""Neighbouring areas with the same make-up of residents."""
_UNEVEN = 30
"""How uneven shares are among the others, the more so the more events come back."""
_MIDDLE_DECILE = 5.0


@dataclass(frozen=True)
class People:
    """Areas and the residents of each area, sex and age band.

    `residents` is areas by sexes by bands, the last area being the country around;
    `starts` is the number of the first person of each cell.
    """

    areas: tuple[str, ...]
    authorities: tuple[str, ...]
    authority: Whole
    decile: Floats
    residents: Whole
    lows: Whole
    starts: Whole

    @property
    def cells_of_area(self) -> int:
        """Count the cells (sex and age band) of an area."""
        return int(self.residents[0].size)

    def ages(self, years_on: float) -> Floats:
        """Return bands by tenths of a band: the age in the middle of each, so many years on."""
        widths = np.where(self.lows == self.lows[-1], _LAST_WIDTH, _WIDTH)
        parts = (np.arange(_LAST_WIDTH) + 0.5) / _LAST_WIDTH
        ages: Floats = self.lows[:, None] + widths[:, None] * parts[None] + years_on
        return ages

    def area_of(self, cell: Whole) -> Whole:
        """Return the area of a cell; the last stands for the country around."""
        return cell // self.cells_of_area


@dataclass(frozen=True)
class Risk:
    """How a kind of event falls on the people of a world at a time: cells, then years of age.

    `years` are tenths of each sex and band by risk at the time, `lasting` those in the middle
    of the world's time: by them it is settled who comes back again and again.
    """

    cumulative: Floats
    years: Choices
    lasting: Choices
    returning: float

    def share_of(self, first: int, end: int) -> float:
        """Return the share of the events that falls on a run of cells."""
        lower = self.cumulative[first - 1] if first else 0.0
        return float((self.cumulative[end - 1] - lower) / self.cumulative[-1])


@dataclass(frozen=True)
class Persons:
    """Drawn people: number, area, whether male, age in years."""

    person: Whole
    area: Whole
    male: Flags
    age: Whole


@cache
def residents() -> People:
    """Return the people of the schematic geography and around it."""
    geography = schematic_geography()
    counts = geography.population.with_columns(
        low=pl.col("age_band").str.extract(r"^(\d+)").cast(pl.Int64)
    ).sort("lsoa", "sex", "low")
    areas = geography.lookup["lsoa"].to_list()
    lows = counts["low"].unique().sort().to_numpy()
    inside = counts["population"].to_numpy().reshape(len(areas), len(SEXES), len(lows))
    per_resident = table("people")["outside"]["residents_per_resident"]
    outside = (inside.sum(axis=0, keepdims=True) * per_resident).astype(np.int64)
    everyone = np.concatenate([inside, outside])
    authorities = tuple(geography.lookup["la"].unique().sort().to_list())
    number = {code: place for place, code in enumerate(authorities)}
    homes = [number[code] for code in geography.lookup["la"]] + [OUTSIDE]
    deciles = geography.deprivation.sort("lsoa")["decile"].to_list()
    return People(
        areas=tuple(areas),
        authorities=authorities,
        authority=np.array(homes),
        decile=np.array([*deciles, _MIDDLE_DECILE]),
        residents=everyone,
        lows=lows,
        starts=np.concatenate([[0], np.cumsum(everyone.ravel())[:-1]]),
    )


def risk_of(stream: Stream, people: People, years_on: float, areas: Floats) -> Risk:
    """Return who meets a kind of event, so many years after the ages of the geography.

    `areas` weighs each area for reasons other than who lives there.
    """
    shares = np.stack([_by_year(stream, sex, people, years_on) for sex in SEXES])
    exposure = areas * stream.deprivation ** (-(people.decile - 1) / _FIFTHS_APART)
    exposure[-1] *= table("people")["outside"]["exposure"]
    cells = people.residents * shares.mean(axis=2)[None] * exposure[:, None, None]
    return Risk(
        cumulative=np.cumsum(cells.ravel()),
        years=_tenths(shares),
        lasting=_tenths(np.stack([_by_year(stream, sex, people, 0.0) for sex in SEXES])),
        returning=stream.returning,
    )


def _tenths(shares: Floats) -> Choices:
    return Choices.of_rows(shares.reshape(-1, _LAST_WIDTH) + 1e-12)


def _by_year(stream: Stream, sex: str, people: People, years_on: float) -> Floats:
    """Return bands by tenths of a band: the rate at each, which may hold half a year."""
    knots = np.array(table("shapes")["ages"][stream.curve(sex)], dtype=float)
    rates = np.interp(people.ages(years_on), knots[:, 0], knots[:, 1])
    left = np.exp(-np.arange(_LAST_WIDTH) / _LAST_HALVES * np.log(2))
    rates[-1] *= left / left.mean()
    ratio: Floats = rates * (stream.male if sex == "male" else 1.0)
    return ratio


def cells(draw: np.random.Generator, risk: Risk, first: Whole, end: Whole) -> Whole:
    """Draw a cell for each row from a run of cells, by risk."""
    lower = np.where(first > 0, risk.cumulative[first - 1], 0.0)
    upper = risk.cumulative[end - 1]
    found = np.searchsorted(
        risk.cumulative, lower + draw.random(len(first)) * (upper - lower), side="right"
    )
    kept: Whole = np.clip(found, first, end - 1)
    return kept


def persons(
    draw: np.random.Generator, people: People, risk: Risk, cell: Whole, years_on: float
) -> Persons:
    """Draw a person of each cell: the one who comes back, or by year of birth any other."""
    group = cell % people.cells_of_area
    chance = draw.random((3, len(cell)))
    back = chance[0] < risk.returning
    lasting = risk.lasting.at(_fraction(cell), group)
    part = risk.years.column(np.where(back, lasting, risk.years.at(chance[1], group)), group)
    count = people.residents.ravel()[cell]
    first, after = count * part // _LAST_WIDTH, count * (part + 1) // _LAST_WIDTH
    rank = chance[2] ** (1 + _UNEVEN * risk.returning)
    place = first + np.where(back, 0, (rank * (after - first)).astype(np.int64))
    person = people.starts[cell] + np.minimum(place, np.maximum(count - 1, 0))
    band = group % len(people.lows)
    width = np.where(band == len(people.lows) - 1, _LAST_WIDTH, _WIDTH)
    born = people.lows[band] + width * (place + _fraction(person)) / np.maximum(count, 1)
    age = np.maximum(np.floor(born + years_on), 0).astype(np.int64)
    return Persons(person, people.area_of(cell), group >= len(people.lows), age)


def _fraction(person: Whole) -> Floats:
    """Return a number in [0, 1) that belongs to a person and looks unrelated to it."""
    return ((person * _STIR) & 0xFFFFFFFF) / 2.0**32


def ethnic_groups(people: People, person: Whole, area: Whole) -> Whole:
    """Return the ethnic group of each person (its place in people.toml), always the same."""
    mixes = np.array(list(table("people")["ethnicity"].values()), dtype=float)
    mixes /= mixes.sum(axis=0)
    arrived = _fraction(np.arange(len(people.areas) + 1) // _AREAS_ALIKE + _OTHER_STIR) ** 2
    shares = mixes[:, 0] + (mixes[:, 1] - mixes[:, 0]) * arrived[:, None]
    choices = Choices.of_rows(shares)
    return choices.column(choices.at(_fraction(person + _OTHER_STIR), area), area)
