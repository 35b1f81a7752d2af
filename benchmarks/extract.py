"""Write the extract that the benchmarks read: 15 sites x 12 months, 27 columns, dirt included.

python benchmarks/extract.py FOLDER [--rows 1000000]

3 % of the rows have one fault, 1 % are exact repeats. The same seed gives the same bytes.
Every person is invented; the codes are those of the sender profile written beside it.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

SITES, MONTHS, YEAR = 15, 12, 2025
SHARE_DIRTY, SHARE_REPEATED = 0.03, 0.01
CHUNK = 250_000
SKIPPED = (88 * 24 + 1) * 60
"""Minute of the year at which British clocks go forward: nobody arrives in the hour skipped."""


@dataclass(frozen=True)
class Coded:
    """A coded column: its header, the item it feeds, local values and what they mean."""

    header: str
    item: str
    codes: tuple[tuple[str, str, float], ...]


CODED = (
    Coded("Sex", "sex", (("M", "male", 0.52), ("F", "female", 0.46), ("U", "~not_known", 0.02))),
    Coded(
        "Ethnicity",
        "ethnic_category",
        (
            ("A", "white.british", 0.6),
            ("J", "asian.pakistani", 0.1),
            ("N", "black.african", 0.08),
            ("G", "mixed.other", 0.05),
            ("Z", "~not_known", 0.17),
        ),
    ),
    Coded(
        "ArrMode",
        "arrival_mode",
        (
            ("AMB", "ambulance.arrival-by-emergency-road-ambulance", 0.3),
            ("OWN", "own-public.arrival-by-own-transport", 0.6),
            ("PUB", "own-public.arrival-by-public-transport", 0.1),
        ),
    ),
    Coded(
        "Source",
        "attendance_source",
        (
            ("SELF", "personal", 0.7),
            ("GP", "primary-care", 0.15),
            ("HOSP", "hospital", 0.02),
            ("999", "emergency-services", 0.13),
        ),
    ),
    Coded(
        "Acuity",
        "acuity",
        (
            ("1", "immediate", 0.02),
            ("2", "very-urgent", 0.13),
            ("3", "urgent", 0.4),
            ("4", "standard", 0.4),
            ("5", "low", 0.05),
        ),
    ),
    Coded(
        "Complaint",
        "chief_complaint",
        (
            ("TRAUMA", "trauma", 0.6),
            ("HEAD", "head-neck", 0.2),
            ("SKIN", "skin", 0.1),
            ("PSY", "psychosocial", 0.1),
        ),
    ),
    Coded(
        "Intent",
        "injury_intent",
        (
            ("ASLT", "assault", 0.035),
            ("DSH", "self-harm", 0.03),
            ("ACC", "unintentional", 0.8),
            ("UND", "undetermined", 0.035),
            ("NK", "~not_known", 0.1),
        ),
    ),
    Coded(
        "Mechanism",
        "injury_mechanism",
        (
            ("KNIFE", "sharp.knife", 0.02),
            ("GLASS", "sharp.glass", 0.01),
            ("BLUNT", "blunt", 0.1),
            ("FIST", "body.fist-foot-head", 0.05),
            ("CAR", "transport.car", 0.12),
            ("FALL", "fall", 0.5),
            ("NK", "~not_known", 0.2),
        ),
    ),
    Coded(
        "PlaceType",
        "injury_place_type",
        (
            ("HOME", "home.own", 0.45),
            ("PUB", "licensed.pub", 0.05),
            ("ST", "public.street", 0.2),
            ("SCH", "education", 0.1),
            ("WORK", "work", 0.1),
            ("NK", "~not_known", 0.1),
        ),
    ),
    Coded(
        "Activity",
        "injury_activity_status",
        (("W", "paid-work", 0.1), ("L", "leisure", 0.5), ("S", "sport", 0.1), ("O", "other", 0.3)),
    ),
    Coded(
        "Alcohol",
        "alcohol_involved",
        (("Y", "yes", 0.1), ("N", "no", 0.6), ("X", "~not_known", 0.3)),
    ),
    Coded(
        "Relation",
        "assault_relationship",
        (
            ("", "", 0.5),
            ("PTN", "domestic.partner", 0.1),
            ("STR", "stranger", 0.25),
            ("KNO", "known.friend", 0.15),
        ),
    ),
    Coded(
        "Diagnosis",
        "diagnosis",
        (("FRA", "fracture", 0.3), ("STI", "soft-tissue", 0.6), ("MSK", "musculoskeletal", 0.1)),
    ),
    Coded(
        "DisStatus",
        "discharge_status",
        (("TC", "treatment-complete", 0.92), ("LEFT", "left", 0.07), ("DIED", "died", 0.01)),
    ),
    Coded(
        "DisDest",
        "discharge_destination",
        (("HOME", "discharged", 0.8), ("WARD", "admitted", 0.15), ("TRF", "transfer", 0.05)),
    ),
    Coded("DeptType", "department_type", (("01", "type-1", 0.95), ("03", "type-3", 0.05))),
    Coded(
        "AttCat",
        "attendance_category",
        (
            ("1", "first", 0.93),
            ("2", "follow-up.unplanned-here", 0.05),
            ("4", "follow-up.planned", 0.02),
        ),
    ),
)
PLACES = (
    "",
    "",
    "",
    "patients home",
    "u/k",
    "Anvil public house, High Row",
    "outside the Lantern club",
    "bus station forecourt",
    "Corn Market square",
    "Meadow Park, by the lake",
)
FAULTS = ("age", "intent", "mechanism", "lsoa", "injured", "departed", "arrival", "place")


def main() -> None:
    """Write the extract and its sender profile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    write_extract(asked.folder / "extract.csv", asked.rows)
    (asked.folder / "profile.toml").write_text(profile(), encoding="utf-8")


def write_extract(path: Path, rows: int) -> None:
    """Write the file in chunks, so that size costs no memory."""
    generator = np.random.default_rng(20260101)
    with path.open("wb") as file:
        for first in range(0, rows, CHUNK):
            chunk = _chunk(generator, first, min(CHUNK, rows - first))
            file.write(chunk.write_csv(include_header=first == 0).encode())


def _chunk(generator: np.random.Generator, first: int, rows: int) -> pl.DataFrame:
    frame = _clean(generator, first, rows)
    frame = _soiled(frame, generator.random(rows), generator.integers(0, len(FAULTS), rows))
    repeated = np.flatnonzero(generator.random(rows) < SHARE_REPEATED)
    order = np.arange(rows)
    order[repeated] = np.maximum(repeated - 1, 0)
    return frame[order]


def _clean(generator: np.random.Generator, first: int, rows: int) -> pl.DataFrame:
    start = np.datetime64(f"{YEAR}-01-01T00:00", "m")
    minutes = generator.integers(0, 364 * 24 * 60, rows)
    minutes[(minutes >= SKIPPED) & (minutes < SKIPPED + 60)] += 60
    arrived = pl.Series((start + minutes.astype("timedelta64[m]")).astype("datetime64[us]"))
    before = pl.Series(generator.integers(5, 600, rows)) * 60_000_000
    stayed = pl.Series(generator.integers(20, 700, rows)) * 60_000_000
    injured = arrived - before.cast(pl.Duration("us"))
    departed = arrived + stayed.cast(pl.Duration("us"))
    number = pl.Series(np.arange(first, first + rows))
    area = generator.integers(0, 10, rows) + 1
    middle, lower = generator.integers(1, 31, rows), generator.integers(1, 5, rows)
    columns = {
        "AttNo": "AT" + number.cast(pl.String).str.zfill(9),
        "Site": pl.Series(np.array(_site_values())[generator.integers(0, SITES, rows)]),
        "ArrDate": arrived.dt.strftime("%d/%m/%Y"),
        "ArrTime": arrived.dt.strftime("%H:%M"),
        "Injured": injured.dt.strftime("%d/%m/%Y %H:%M"),
        "Departed": departed.dt.strftime("%d/%m/%Y %H:%M"),
        "Age": pl.Series(generator.integers(0, 100, rows)).cast(pl.String),
        "LSOA": _lsoa(area, middle, lower),
        "PersonNo": "PN" + (number * 7919 % 700_001).cast(pl.String).str.zfill(8),
    }
    for coded in CODED:
        weights = np.array([weight for _, _, weight in coded.codes])
        values = np.array([code for code, _, _ in coded.codes])
        chosen = generator.choice(len(values), rows, p=weights / weights.sum())
        columns[coded.header] = pl.Series(values[chosen])
    columns["Place"] = pl.Series(np.array(PLACES)[generator.integers(0, len(PLACES), rows)])
    only_assaults = pl.col("Intent") == "ASLT"
    return pl.DataFrame(columns).with_columns(
        pl.when(only_assaults).then(pl.col(name)).otherwise(pl.lit("")).alias(name)
        for name in ("Place", "Relation")
    )


def _lsoa(area: np.ndarray, middle: np.ndarray, lower: np.ndarray) -> pl.Series:
    text = pl.DataFrame({"a": area, "m": middle, "l": lower}).select(
        pl.format(
            "XS-A{}-M{}-L{}",
            pl.col("a").cast(pl.String).str.zfill(2),
            pl.col("m").cast(pl.String).str.zfill(2),
            pl.col("l"),
        )
    )
    return text.to_series()


def _soiled(frame: pl.DataFrame, luck: np.ndarray, kind: np.ndarray) -> pl.DataFrame:
    faults = {
        "Age": ("age", "old"),
        "Intent": ("intent", "ZZ"),
        "Mechanism": ("mechanism", ""),
        "LSOA": ("lsoa", "somewhere"),
        "Injured": ("injured", "31/12/2029 10:00"),
        "Departed": ("departed", "never"),
        "ArrTime": ("arrival", "25:61"),
        "PlaceType": ("place", "QQ"),
    }
    dirty = pl.Series(luck < SHARE_DIRTY)
    which = pl.Series(np.array(FAULTS)[kind])
    return frame.with_columns(
        pl.when(dirty & (which == fault)).then(pl.lit(text)).otherwise(pl.col(name)).alias(name)
        for name, (fault, text) in faults.items()
    )


def _site_values() -> list[str]:
    return [f"S{number:02d}" for number in range(1, SITES + 1)]


def profile() -> str:
    """Return the sender profile that describes the extract."""
    head = f"""
ignored = []
[sender]
id = "bench"
name = "Benchmark trust"
provider = "XB1"
version = 1
valid_from = {YEAR}-01-01
scope = "all-injuries"
synthetic = true
[file]
format = "csv"
"""
    plain = (
        ("AttNo", 'item = "attendance_number"'),
        ("Site", 'item = "site"\nrequired = true'),
        ("ArrDate", 'item = "arrival_at"\npart = "date"\nformats = ["%d/%m/%Y"]\nrequired = true'),
        ("ArrTime", 'item = "arrival_at"\npart = "time"\nformats = ["%H:%M"]'),
        ("Injured", 'item = "injury_at"\nformats = ["%d/%m/%Y %H:%M"]'),
        ("Departed", 'item = "departure_at"\nformats = ["%d/%m/%Y %H:%M"]'),
        ("Age", 'item = "age"'),
        ("LSOA", 'item = "residence_lsoa"'),
        ("PersonNo", 'item = "person_number"'),
        ("Place", 'item = "assault_location_description"'),
    )
    sites = [
        f'[[sites]]\ncode = "XB1{value}"\nname = "Benchmark site {value}"\nvalues = ["{value}"]'
        for value in _site_values()
    ]
    columns = [f'[[columns]]\nname = "{name}"\n{rest}' for name, rest in plain]
    for coded in CODED:
        pairs = ", ".join(f'"{code}" = "{node}"' for code, node, _ in coded.codes if code)
        columns.append(
            f'[[columns]]\nname = "{coded.header}"\nitem = "{coded.item}"\ncodes = {{ {pairs} }}'
        )
    return "\n".join([head, *sites, *columns]) + "\n"


if __name__ == "__main__":
    main()
