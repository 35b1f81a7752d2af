"""Invent a plausible month of one emergency department, for tests and the demonstration.

The frame is neutral: one row an attendance, columns named as the items of the standard,
values as its category nodes; `~not_known` is an answer, null is a blank. Nobody in it
exists, places of residence are those of the schematic geography, and equal seeds give
equal months. It is no model of any real department.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from tiig.model.months import Month
from tiig.model.states import NOT_KNOWN_NODE
from tiig.standard import schematic_geography

Words = npt.NDArray[np.str_]
Numbers = npt.NDArray[np.int64]

_GROUPS: Mapping[str, float] = {
    "assault": 0.07, "self-harm": 0.04, "road-traffic": 0.07, "fall": 0.31, "sport": 0.08,
    "burn": 0.03, "animal": 0.02, "other": 0.20, "undetermined": 0.03, "none": 0.15,
}  # fmt: skip
_MECHANISMS: Mapping[str, Mapping[str, float]] = {
    "assault": {
        "body.fist-foot-head": 0.54, "blunt": 0.15, "sharp.knife": 0.09, "sharp.glass": 0.07,
        "sharp.other": 0.03, "body.bite": 0.03, "chemical": 0.01, "other": 0.08,
    },
    "self-harm": {"poisoning": 0.7, "sharp.other": 0.3},
    "road-traffic": {
        "transport.car": 0.5, "transport.cycle": 0.2, "transport.pedestrian": 0.2,
        "transport.motorcycle": 0.1,
    },
    "fall": {"fall.slip": 0.3, "fall.trip": 0.3, "fall.low": 0.3, "fall.height": 0.1},
    "sport": {"overexertion": 0.6, "fall.trip": 0.4},
    "burn": {"thermal.scald": 0.7, "thermal.flame": 0.3},
    "animal": {"animal.bite": 0.8, "animal.sting": 0.2},
    "other": {"overexertion": 0.4, "machinery": 0.2, "foreign-body": 0.2, "sharp.glass": 0.2},
    "undetermined": {"other": 0.6, "poisoning": 0.4},
    "none": {"": 1.0},
}  # fmt: skip
_ASSAULT_PLACES: Mapping[str, float] = {
    "public.street": 0.34, "licensed.pub": 0.18, "licensed.club": 0.14, "home.own": 0.2,
    "public.open-space": 0.08, "commercial": 0.06,
}  # fmt: skip
_INTENTS = {"assault": "assault", "self-harm": "self-harm", "undetermined": "undetermined"}
_SHARES: Mapping[str, Mapping[str, float]] = {
    "sex": {"male": 0.53, "female": 0.465, NOT_KNOWN_NODE: 0.005},
    "attendance_category": {"first": 0.95, "follow-up.planned": 0.05},
    "arrival_mode": {
        "own-public.arrival-by-own-transport": 0.66,
        "ambulance.arrival-by-emergency-road-ambulance": 0.26,
        "own-public.arrival-by-public-transport": 0.06,
        "police-justice.arrival-by-police-transport": 0.02,
    },
    "injury_place_type": {
        "home.own": 0.34, "public.street": 0.16, "licensed.pub": 0.07, "licensed.club": 0.05,
        "public.open-space": 0.06, "education": 0.06, "work": 0.08, "sports": 0.08,
        "commercial": 0.05, "other": 0.05,
    },
    "drugs_involved": {"no": 0.8, "yes": 0.04, NOT_KNOWN_NODE: 0.16},
    "assault_relationship": {
        "stranger": 0.5, "domestic.partner": 0.14, "domestic.ex-partner": 0.07,
        "domestic.family": 0.07, "known.friend": 0.18, "security": 0.04,
    },
    "discharge_status": {"treatment-complete": 0.94, "left": 0.06},
}  # fmt: skip
_PHRASES = (
    "outside the Lantern and Larder pub", "Copper Kettle café, Mill Row", "in the street",
    "taxi rank at Harrow Gate", "patient’s home", "own home", "Moonrise nightclub",
    "Moonrise club, dance floor", "bus stop, Tanner Road", "Quarry Park", "work",
    "car park behind the Silver Heron", "u/k", "unknown", "kebab shop Weaver St", "school",
)  # fmt: skip
_DAY_HOURS = (2, 1, 1, 1, 1, 2, 3, 5, 8, 10, 11, 11, 11, 11, 11, 11, 11, 10, 9, 8, 7, 6, 4, 3)
_NIGHT_HOURS = (10, 11, 11, 10, 7, 4, 2, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10)
_NUMBERS = ("site", "attendance_number", "person_number")
_INTENT_NOT_KNOWN = 0.03
_WEEKEND = 4
"""The first weekday (Friday) of the nights on which assaults are more frequent."""


def make_month(site: str, month: Month, *, seed: int, attendances: int) -> pl.DataFrame:
    """Return a month of a site: so many attendances, in order of arrival.

    Columns: site, attendance_number, person_number, arrival_at, injury_at, age, sex,
    residence_lsoa, attendance_category, arrival_mode, injury_intent, injury_mechanism,
    injury_place_type, alcohol_involved, drugs_involved, sender_injury_group,
    assault_relationship, assault_location_description, discharge_status.
    """
    draw = np.random.default_rng([seed, month.index, zlib.crc32(site.encode())])
    group = _picked(draw, _GROUPS, attendances)
    assault = group == "assault"
    arrival = _arrivals(draw, month, assault)
    gap = draw.exponential(np.where(assault, 70, 240)).astype(np.int64) + 5
    drawn = {name: _picked(draw, shares, attendances) for name, shares in _SHARES.items()}
    places = _picked(draw, _ASSAULT_PLACES, attendances)
    frame = pl.DataFrame(
        {
            "arrival_at": _moments(arrival),
            "injury_at": _moments(arrival - gap.astype("timedelta64[m]")),
            "age": pl.Series(_ages(draw, group), dtype=pl.Int16),
            "sex": drawn["sex"],
            "residence_lsoa": draw.choice(_lsoas(), attendances),
            "attendance_category": drawn["attendance_category"],
            "arrival_mode": drawn["arrival_mode"],
            "injury_intent": _intents(draw, group),
            "injury_mechanism": _mechanisms(draw, group),
            "injury_place_type": np.where(assault, places, drawn["injury_place_type"]),
            "alcohol_involved": _alcohol(draw, assault),
            "drugs_involved": drawn["drugs_involved"],
            "sender_injury_group": group,
            "assault_relationship": drawn["assault_relationship"],
            "assault_location_description": draw.choice(np.array(_PHRASES), attendances),
            "discharge_status": drawn["discharge_status"],
            "person_number": draw.integers(0, max(1, attendances * 20), attendances),
        }
    )
    frame = frame.with_columns(
        pl.when(pl.Series(kept)).then(pl.col(name)).alias(name)
        for name, kept in _filled(draw, assault, group != "none").items()
    )
    return _numbered(frame.sort("arrival_at", maintain_order=True), site, month)


def _numbered(frame: pl.DataFrame, site: str, month: Month) -> pl.DataFrame:
    """Give numbers that look local and hold no run of ten digits; drop hours that never were."""
    letter = chr(ord("A") + month.number - 1)
    stem = f"{site}-{month.year % 100:02d}{letter}-"
    place = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6)
    in_zone = pl.col("arrival_at").dt.replace_time_zone(
        "Europe/London", non_existent="null", ambiguous="earliest"
    )
    later = pl.when(in_zone.is_null()).then(pl.duration(hours=1)).otherwise(pl.duration(hours=0))
    return frame.with_columns(
        arrival_at=pl.col("arrival_at") + later,
        attendance_number=pl.lit(stem) + place,
        person_number=pl.lit(f"{site}-P") + pl.col("person_number").cast(pl.String).str.zfill(6),
        site=pl.lit(site),
    ).select(*_NUMBERS, pl.exclude(_NUMBERS))


def _moments(minutes: npt.NDArray[np.datetime64]) -> pl.Series:
    return pl.Series(minutes.astype("datetime64[us]"))


def _picked(draw: np.random.Generator, shares: Mapping[str, float], rows: int) -> Words:
    """Draw words by their shares, which need not add up to one."""
    weights = np.array(list(shares.values()))
    return np.array(list(shares))[draw.choice(len(weights), rows, p=weights / weights.sum())]


def _arrivals(
    draw: np.random.Generator, month: Month, assault: npt.NDArray[np.bool_]
) -> npt.NDArray[np.datetime64]:
    first, after = np.datetime64(month.first_day, "D"), np.datetime64(month.plus(1).first_day, "D")
    days = np.arange(first, after)
    weekday = (days.astype(np.int64) + 3) % 7
    weight = np.where(weekday >= _WEEKEND, 2.0, 1.0)
    rows = len(assault)
    day = np.where(
        assault,
        draw.choice(len(days), rows, p=weight / weight.sum()),
        draw.integers(0, len(days), rows),
    )
    hour = np.where(assault, _hours(draw, _NIGHT_HOURS, rows), _hours(draw, _DAY_HOURS, rows))
    minute = hour * 60 + draw.integers(0, 60, rows)
    midnights = days.astype("datetime64[m]")[day]
    arrivals: npt.NDArray[np.datetime64] = midnights + minute.astype("timedelta64[m]")
    return arrivals


def _hours(draw: np.random.Generator, weights: Sequence[int], rows: int) -> Numbers:
    shares = np.array(weights, dtype=float)
    return draw.choice(24, rows, p=shares / shares.sum())


def _ages(draw: np.random.Generator, group: Words) -> npt.NDArray[np.int16]:
    middle = np.select([group == "assault", group == "fall", group == "sport"], [30, 58, 22], 40)
    spread = np.select([group == "assault", group == "fall", group == "sport"], [12, 26, 9], 22)
    return np.clip(draw.normal(middle, spread), 0, 104).astype(np.int16)


def _intents(draw: np.random.Generator, group: Words) -> Words:
    """Return the intent that was recorded; now and then the answer is that it is not known."""
    named = [group == name for name in _INTENTS]
    meant = np.select([*named, group == "none"], [*_INTENTS.values(), ""], "unintentional")
    return np.where(draw.random(len(group)) < _INTENT_NOT_KNOWN, NOT_KNOWN_NODE, meant)


def _mechanisms(draw: np.random.Generator, group: Words) -> Words:
    options = [_picked(draw, shares, len(group)) for shares in _MECHANISMS.values()]
    return np.select([group == name for name in _MECHANISMS], options, "")


def _alcohol(draw: np.random.Generator, assault: npt.NDArray[np.bool_]) -> Words:
    often = {"yes": 0.45, "no": 0.4, NOT_KNOWN_NODE: 0.15}
    seldom = {"yes": 0.08, "no": 0.8, NOT_KNOWN_NODE: 0.12}
    rows = len(assault)
    return np.where(assault, _picked(draw, often, rows), _picked(draw, seldom, rows))


def _filled(
    draw: np.random.Generator,
    assault: npt.NDArray[np.bool_],
    injured: npt.NDArray[np.bool_],
) -> dict[str, npt.NDArray[np.bool_]]:
    """Return, by column, the rows in which it is filled at all."""

    def most(share: float) -> npt.NDArray[np.bool_]:
        return draw.random(len(assault)) < share

    return {
        "injury_at": injured & most(0.9),
        "residence_lsoa": most(0.97),
        "arrival_mode": most(0.98),
        "injury_intent": injured & most(0.94),
        "injury_mechanism": injured & most(0.93),
        "injury_place_type": injured & most(0.9),
        "alcohol_involved": injured & most(0.85),
        "drugs_involved": injured & most(0.85),
        "assault_relationship": assault & most(0.7),
        "assault_location_description": assault & most(0.9),
        "discharge_status": most(0.97),
    }


@cache
def _lsoas() -> Words:
    """Return the schematic areas; the built-in geography costs a moment to make."""
    return schematic_geography().lookup["lsoa"].to_numpy().astype(np.str_)
