"""Four invented layouts and the reference files: what was meant is what is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tiig import synthesis
from tiig.model.identified import RawRows
from tiig.model.months import Month
from tiig.model.states import NOT_KNOWN_NODE, ItemState
from tiig.receive import open_file
from tiig.standard import Standard
from tiig.translate import Memory, Plan, plan, read_profile, translate

JUNE = Month(2026, 6)
Writer = Callable[[pl.DataFrame, Path], None]


def read_back(name: str, path: Path, standard: Standard) -> tuple[pl.DataFrame, Memory, Plan]:
    """Open a file as `submit` does and translate it in small batches."""
    profile = read_profile(synthesis.profile_text(name), standard)
    memory = Memory({}, {})
    with open_file(path, profile.layout) as opened:
        made = plan(
            profile, opened.header, standard, on=JUNE.last_day, date_system=opened.date_system
        )
        parts = [translate(raw, made, memory).frame for raw in opened.batches(300)]
    return pl.concat(parts), memory, made


def as_meant(frame: pl.DataFrame, item: str) -> list[object]:
    """Return what a typed item should hold for a neutral column."""
    return [None if value == NOT_KNOWN_NODE else value for value in frame[item].to_list()]


def written(name: str, frame: pl.DataFrame, folder: Path) -> Path:
    """Write a month in a layout."""
    path = folder / (f"{name}.xlsx" if name == "calderwick" else f"{name}.csv")
    writer: Writer = getattr(synthesis, f"write_{name}")
    writer(frame, path)
    return path


def injuries(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that layouts of injuries hold."""
    first = pl.col("attendance_category") == "first"
    return frame.filter((pl.col("sender_injury_group") != "none") & first)


def test_aldermoor_keeps_what_was_meant(standard: Standard, tmp_path: Path) -> None:
    """Codes, terms beside codes and ISO moments come back as they were."""
    frame = synthesis.make_month("XP101", JUNE, seed=1, attendances=700)
    seen, memory, made = read_back("aldermoor", written("aldermoor", frame, tmp_path), standard)

    kept = set(made.items) - {"department_type"}
    assert {item: seen[item].to_list() for item in kept} == {
        item: as_meant(frame, item) for item in kept
    }
    assert memory.unmapped == {}


def test_brackenfield_keeps_what_was_meant(standard: Standard, tmp_path: Path) -> None:
    """Words in cp1252, two-digit years, two sites and two rows an attendance come back."""
    months = [
        synthesis.make_month(site, JUNE, seed=2, attendances=400) for site in ("XP201", "XP202")
    ]
    frame = injuries(pl.concat(months))
    path = written("brackenfield", pl.concat(months), tmp_path)
    seen, memory, made = read_back("brackenfield", path, standard)

    one = seen.unique("attendance_number", keep="first", maintain_order=True)
    assert seen.height > one.height == frame.height
    meant = frame.sort("attendance_number")
    got = one.sort("attendance_number")
    constants = {"department_type", "attendance_category"}
    for item in set(made.items) - constants:
        assert got[item].to_list() == as_meant(meant, item), item
    assert memory.unmapped == {}


def test_calderwick_keeps_what_was_meant(standard: Standard, tmp_path: Path) -> None:
    """Date cells, time cells, serial days and flags wide come back."""
    frame = injuries(synthesis.make_month("XP301", JUNE, seed=3, attendances=400))
    seen, memory, _ = read_back("calderwick", written("calderwick", frame, tmp_path), standard)

    for item in ("arrival_at", "injury_at", "age", "sex", "residence_lsoa", "alcohol_involved"):
        assert seen[item].to_list() == as_meant(frame, item), item
    flagged = {"assault", "self-harm", "unintentional"}
    intents = [value if value in flagged else None for value in frame["injury_intent"]]
    assert seen["injury_intent"].to_list() == intents
    sharp = frame["injury_mechanism"].is_in(["sharp.knife"]).fill_null(value=False)
    knives = (seen["injury_mechanism"] == "sharp.knife").fill_null(value=False)
    assert knives.to_list() == sharp.to_list()
    assert memory.unmapped == {}


def test_dunmere_keeps_what_was_meant(standard: Standard, tmp_path: Path) -> None:
    """Legacy codes, M and F, and times of four digits come back; nothing can be linked."""
    frame = synthesis.make_month("XP401", JUNE, seed=4, attendances=400)
    seen, memory, made = read_back("dunmere", written("dunmere", frame, tmp_path), standard)

    assert "attendance_number" not in made.items
    for item in ("arrival_at", "age", "sex", "residence_lsoa", "attendance_category"):
        assert seen[item].to_list() == as_meant(frame, item), item
    told = (seen["sender_injury_group"] == "assault").to_list()
    assert told == (frame["sender_injury_group"] == "assault").to_list()
    assert memory.unmapped == {}


def test_months_are_equal_for_equal_seeds() -> None:
    """The same seed gives the same month, another seed another one."""
    made = [synthesis.make_month("XP101", JUNE, seed=seed, attendances=300) for seed in (5, 5, 6)]

    assert made[0].equals(made[1])
    assert not made[0].equals(made[2])


def test_months_hold_what_tests_need() -> None:
    """A month has every injury group, blanks, unknowns, and lies in its month."""
    frame = synthesis.make_month("XP101", Month(2026, 3), seed=1, attendances=3000)

    assert frame["sender_injury_group"].n_unique() == 10
    assert frame["injury_mechanism"].null_count() > 0
    assert NOT_KNOWN_NODE in frame["injury_intent"].to_list()
    assert frame["arrival_at"].dt.strftime("%Y-%m").unique().to_list() == ["2026-03"]
    lost_hour = pl.col("arrival_at").dt.strftime("%Y-%m-%d %H") == "2026-03-29 01"
    assert frame.filter(lost_hour).height == 0


def test_workbooks_are_equal_for_equal_months(tmp_path: Path) -> None:
    """The same month written twice is the same workbook, byte by byte."""
    frame = synthesis.make_month("XP301", JUNE, seed=3, attendances=50)
    paths = [tmp_path / name for name in ("one.xlsx", "two.xlsx")]
    for path in paths:
        synthesis.write_calderwick(frame, path)

    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.needs_reference
def test_neiss_is_read_without_loss(standard: Standard, reference: Path) -> None:
    """All 6,253 NEISS rows have a hospital and a day without a time; nothing is unmapped."""
    path = reference / "reference" / "ed" / "NEISS_2017-2019_sample.csv"
    seen, memory, made = read_back("neiss", path, standard)

    assert seen.height == 6253
    assert seen["site"].n_unique() == 88
    assert set(seen["site__state"]) == {ItemState.GIVEN}
    assert set(seen["arrival_at__state"]) == {ItemState.PART}
    assert memory.unmapped == {}
    assert not made.tells_assaults_items


@pytest.mark.needs_reference
def test_odi_is_read_without_loss(standard: Standard, reference: Path, tmp_path: Path) -> None:
    """All 10,000 rows of the ODI file have one of 26 hospitals, a moment and a postcode."""
    import zipfile

    source = reference / "reference" / "ed" / "odi_synthetic_hospital_ae_data.csv.zip"
    with zipfile.ZipFile(source) as archive:
        path = Path(archive.extract(archive.namelist()[0], tmp_path))
    seen, memory, _ = read_back("odi", path, standard)

    assert seen.height == 10_000
    assert seen["site"].n_unique() == 26
    assert set(seen["arrival_at__state"]) == {ItemState.GIVEN}
    assert seen["residence_postcode"].null_count() == 0
    assert memory.unmapped == {}


def test_rows_keep_their_cells(standard: Standard) -> None:
    """Translated rows carry the raw batch along for the detectors of gate one."""
    profile = read_profile(synthesis.profile_text("dunmere"), standard)
    raw = RawRows(
        pl.DataFrame({"ARR_DT": ["01-Jun-2026"], "PATIENT_GROUP": ["20"]}).with_row_index("row")
    )
    made = plan(profile, ("ARR_DT", "PATIENT_GROUP"), standard, on=date(2026, 6, 30))

    assert translate(raw, made, Memory({}, {})).raw is raw
