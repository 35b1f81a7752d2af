"""A small world to count in: three sites, four areas, invented people."""

from __future__ import annotations

from random import Random

import polars as pl

from tiig.analyse import GeographyFrames, SiteFacts, count
from tiig.model.figures import FigureTable
from tiig.model.geography import Population
from tiig.model.months import Period
from tiig.model.question import By, Condition, Question, RateKind
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE, ItemState
from tiig.standard import load_standard

STANDARD = load_standard()
BANDS = list(STANDARD.esp2013)
MONTHS = ["2026-01", "2026-02", "2026-04"]
LSOAS = {"L1": ("M1", "A"), "L2": ("M1", "A"), "L3": ("M2", "A"), "L4": ("M3", "B")}
GEOGRAPHY = GeographyFrames(
    "test 2026",
    lookup=pl.DataFrame(
        [(lsoa, msoa, la, f"The {la}") for lsoa, (msoa, la) in LSOAS.items()],
        schema=["lsoa", "msoa", "la", "la_name"],
        orient="row",
    ),
    populations=(
        Population(
            "lsoa",
            pl.DataFrame(
                [
                    (lsoa, sex, band, 100 + 10 * place)
                    for place, lsoa in enumerate(LSOAS)
                    for sex in ("male", "female")
                    for band in BANDS
                ],
                schema=["area", "sex", "age_band", "population"],
                orient="row",
            ),
            "a test",
        ),
    ),
    schematic=True,
)
SITES = SiteFacts(
    {"S1": "First", "S2": "Second", "S3": "Third"},
    providers=dict.fromkeys(["S1", "S2"], "P1") | {"S3": "P2"},
)
STATED = ("weapon", "sex", "age_band", "residence_lsoa", "assault", "event_hour")

Row = dict[str, str | int | bool | None]


def people(number: int = 900, *, seed: int = 7) -> list[Row]:
    """Make rows of synthetic people."""
    random = Random(seed)
    rows = []
    for _ in range(number):
        row: Row = {
            "site": random.choice(["S1", "S2", "S3"]),
            "month": random.choice(MONTHS),
            "injury_group": random.choice(["assault", "fall", "none"]),
            "first_unplanned": random.choice(["yes", "yes", "yes", "no"]),
            "type_1": random.choice(["yes", "yes", "yes", "no"]),
            "weapon": random.choice(["sharp", "sharp.knife", "sharp.glass", "blunt"]),
            "sex": random.choice(["male", "female"]),
            "age_band": random.choice(BANDS),
            "residence_lsoa": random.choice([*LSOAS, "L9"]),
            "assault": random.choice(["recorded", "inferred", "none"]),
            "event_hour": random.choice(["00", "13", "22"]),
            "sexual_assault": random.choice(["yes", "no"]),
            "counted": random.random() < 0.95,
        }
        row["provider"] = SITES.providers[str(row["site"])]
        for name in STATED:
            state = random.choices(
                [ItemState.GIVEN, ItemState.BLANK, ItemState.NOT_KNOWN], [8, 1, 1]
            )[0]
            row[f"{name}__state"] = int(state)
            row[name] = row[name] if state is ItemState.GIVEN else None
        rows.append(row)
    return rows


def frame(rows: list[Row]) -> pl.DataFrame:
    """Code rows as the store does: closed sets as Enum, states as small integers."""
    made = pl.DataFrame(rows)
    trees = {
        name: STANDARD.trees[STANDARD.derived[name].tree]
        for name in made.columns
        if name in STANDARD.derived
    }
    return made.with_columns(
        *(pl.col(name).cast(pl.Enum(list(tree.nodes))) for name, tree in trees.items()),
        *(pl.col(f"{name}__state").cast(pl.UInt8) for name in STATED),
        pl.col("site").cast(pl.Enum(["S1", "S2", "S3"])),
    )


ROWS = people()
TABLE = frame(ROWS)


def ask(
    *by: str,
    measure: str = "all_rows",
    rate: RateKind | None = None,
    period: str | None = None,
    **where: tuple[str, ...],
) -> Question:
    """Ask by some dimensions (`name:depth`) under some conditions."""
    parts = [name.partition(":") for name in by]
    return Question(
        measure=measure,
        by=tuple(By(name, int(depth) if depth else None) for name, _, depth in parts),
        where=tuple(Condition(name, nodes) for name, nodes in where.items()),
        rate=rate,
        period=Period.parse(period) if period else None,
    )


def run(
    question: Question,
    *,
    table: pl.DataFrame = TABLE,
    sites: SiteFacts = SITES,
    geography: GeographyFrames | None = GEOGRAPHY,
) -> FigureTable:
    """Count with the test's world."""
    return count(table, question, standard=STANDARD, geography=geography, sites=sites)


def cells(found: FigureTable, value: str = "count") -> dict[tuple[str, ...], int]:
    """Return the value of each cell by its nodes."""
    names = [column.dimension for column in found.columns]
    return {row[:-1]: row[-1] for row in found.frame.select(*names, value).iter_rows()}


def node(row: Row, name: str) -> str:
    """Say by hand which node a row lies under."""
    value = row[name]
    if value is not None:
        return str(value)
    return NOT_KNOWN_NODE if row[f"{name}__state"] == ItemState.NOT_KNOWN else NOT_RECORDED_NODE
