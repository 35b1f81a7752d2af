"""Layouts that truly differ go through the same path, and nothing is lost on the way."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tiig import synthesis
from tiig.journeys.count import CountRequest, count
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.model.submission import SubmissionState
from tiig.services import Services
from tiig.standard import Standard
from tiig.testing import agree, in_memory_services

ANALYST = Asker.local("analyst", purpose="testing")
LAYOUTS: dict[str, tuple[str, str | None, Callable[[pl.DataFrame, Path], None]]] = {
    "aldermoor": ("XP101", "2026-06", synthesis.write_aldermoor),
    "brackenfield": ("XP201", "2026-06", synthesis.write_brackenfield),
    "calderwick": ("XP301", None, synthesis.write_calderwick),
    "dunmere": ("XP401", "2026-06", synthesis.write_dunmere),
}


def sent(services: Services, name: str, path: Path, month: str | None) -> SubmitAnswer:
    """Add a packaged profile and submit a file of it."""
    profile = synthesis.profile_text(name)
    add_sender(profile, asker=ANALYST, services=services, progress=Silent())
    agree(services)
    request = SubmitRequest(str(path), name, month)
    return submit(request, asker=ANALYST, services=services, progress=Silent())


def total(services: Services, measure: str) -> float | int | None:
    """Count exactly."""
    request = CountRequest(measure=measure, preset="internal")
    answer = count(request, asker=ANALYST, services=services, progress=Silent())
    return answer.rows[-1].count.value


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_taken_and_its_assaults_are_recognised(
    name: str, tmp_path: Path, standard: Standard
) -> None:
    """The recorded assaults counted are those that the month was invented with."""
    site, month, write = LAYOUTS[name]
    frame = synthesis.make_month(site, Month(2026, 6), seed=5, attendances=900)
    path = tmp_path / ("extract.xlsx" if name == "calderwick" else "extract.csv")
    write(frame, path)
    services = in_memory_services(standard)

    answer = sent(services, name, path, month)

    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons
    assert answer.receipt.tally.balances
    assert answer.receipt.tally.stored == answer.receipt.tally.read
    first = pl.col("attendance_category").is_null() | (pl.col("attendance_category") == "first")
    told = pl.col("sender_injury_group" if name == "dunmere" else "injury_intent") == "assault"
    assert total(services, "recorded_assaults") == frame.filter(first, told).height


def test_neiss_goes_through_and_nothing_is_lost(
    reference: Path, tmp_path: Path, standard: Standard
) -> None:
    """6,253 real records of 88 hospitals and 36 months; assaults are not available, not zero."""
    del tmp_path
    services = in_memory_services(standard)
    path = reference / "reference" / "ed" / "NEISS_2017-2019_sample.csv"

    answer = sent(services, "neiss", path, "2017-01..2019-12")

    tally = answer.receipt.tally
    assert (tally.read, tally.stored, tally.set_aside, tally.ignored) == (6253, 6253, 0, 0)
    assert answer.receipt.lines.physical == 6254
    assert total(services, "attendances") == 6253
    assert total(services, "recorded_assaults") is None
    assert len({pair.site for pair in services.catalogue.pairs()}) == 88


def test_the_odi_file_is_an_incident_until_its_numbers_stay_away(
    reference: Path, tmp_path: Path, standard: Standard
) -> None:
    """A profile alone lets no patient number in; postcodes become districts by agreement."""
    packed = reference / "reference" / "ed" / "odi_synthetic_hospital_ae_data.csv.zip"
    with zipfile.ZipFile(packed) as archive:
        path = Path(archive.extract(archive.namelist()[0], tmp_path))
    services = in_memory_services(standard)

    refused = sent(services, "odi", path, "2019-04")
    without = tmp_path / "without.csv"
    pl.read_csv(path, infer_schema=False).drop("Health Service ID").write_csv(without)
    month, week = (
        submit(
            SubmitRequest(str(without), "odi", period),
            asker=ANALYST, services=services, progress=Silent(),
        )
        for period in ("2019-04", "2019-04-01..2019-04-07")
    )  # fmt: skip

    assert refused.state is SubmissionState.REFUSED
    assert {note.column for note in refused.receipt.identifiers} == {"Health Service ID"}
    assert month.state is SubmissionState.HELD  # the file ends with the first week of April
    assert "no row after 2019-04-07" in month.receipt.reasons[0]
    assert (week.receipt.tally.read, week.receipt.tally.stored) == (10000, 10000)
