"""What a file and its columns are called: nothing that could be a person's is repeated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.journey.conftest import PROFILE

from tiig.intake.hospital_files import whole_folder
from tiig.intake.naming import is_plain_header, shown_name
from tiig.standard import load_standard
from tiig.translate import read_profile

STANDARD = load_standard()
ELM = read_profile(PROFILE, STANDARD)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ed_2026-04.csv", "ed_2026-04.csv"),
        ("ED 2026-04-30 v2.csv", "ED 2026-04-30 v2.csv"),
        ("ed_202604.csv", "ed_202604.csv"),
        ("ED_14-03-1952_export.csv", "ED_…-…-…_export.csv"),
        ("ED 01.02.1987.csv", "ED ….….….csv"),
        ("Kowalska ed.csv", "… ed.csv"),
    ],
)
def test_days_of_a_report_are_shown_and_birthdays_are_not(name: str, shown: str) -> None:
    """A date behind its year belongs to a report; one before it may be anybody's."""
    assert shown_name(name, None) == shown


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("ArrivalDateTime", True),
        ("Triage category", True),
        ("Diag_Code_2", True),
        ("Agnieszka Kowalska", False),
        ("Nowak 14 Mill Lane", False),
    ],
)
def test_a_header_is_repeated_if_columns_are_called_so(header: str, plain: bool) -> None:
    """A row of cells taken for a header names nobody in any message."""
    assert is_plain_header(header, ELM, STANDARD) is plain


def test_what_a_killed_run_left_is_removed_and_a_running_one_is_not(tmp_path: Path) -> None:
    """Rows in clear do not stay beside the folder; who still writes is left alone."""
    dead, alive = (tmp_path / f".out-unfinished-{name}" for name in ("dead", "alive"))
    for folder in (dead, alive):
        folder.mkdir()
        (folder / "rows.csv").write_text("x", encoding="utf-8")
    for path in (dead / "rows.csv", dead):
        os.utime(path, (1, 1))
    with whole_folder(str(tmp_path / "out")) as building:
        (building / "report.txt").write_text("done", encoding="utf-8")

    assert sorted(path.name for path in tmp_path.iterdir()) == [alive.name, "out"]
