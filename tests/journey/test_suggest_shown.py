"""What a suggestion shows of a file: no name, site or value that may be a person's."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from tests.journey.suggested import ASKER, GIVEN, HEADER, drafted, look, month

from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.plain import as_plain
from tiig.kit.progress import Silent
from tiig.model.errors import IDENTIFIER_FOUND, TiigError
from tiig.model.proposal import (
    ColumnSuggestion,
    FileSuggestion,
    Proposal,
    Said,
    SiteSuggestion,
    Use,
)
from tiig.model.submission import SubmissionState
from tiig.model.suggestion_errors import HEADER_DOUBTFUL
from tiig.services import Services
from tiig.standard import Standard
from tiig.testing import in_memory_services
from tiig.translate.suggesting import with_identifiers


@pytest.fixture
def services() -> Services:
    """Return a workspace in memory without any sender."""
    return in_memory_services()


@pytest.mark.parametrize("cause", ["Cause 943 476 5919", "Cause of Mr Smith"])
def test_a_header_that_identifies_is_refused_by_its_place(
    services: Services, tmp_path: Path, cause: str
) -> None:
    """It is refused as a submission of the file would be; the name is not repeated."""
    path = month(tmp_path / "june.csv", HEADER.format(cause=cause))

    with pytest.raises(TiigError) as fault:
        look(path, services)

    assert fault.value.kind is IDENTIFIER_FOUND
    assert fault.value.where.column == "header of column 6"
    assert cause not in str(fault.value.as_json())


@pytest.mark.parametrize(
    "first",
    [
        "V0099,05/06/2026 10:11,33,M,East Ward,hit by Darren Smith at 14 Mill Lane",
        "V0099,05/06/2026 10:11,33,M,East Ward,Knife",
    ],
)
def test_a_row_in_place_of_a_header_is_not_repeated(
    services: Services, tmp_path: Path, first: str
) -> None:
    """A file without a header is refused: what reads like cells is no name of a column."""
    with pytest.raises(TiigError) as fault:
        look(month(tmp_path / "june.csv", first), services)

    assert fault.value.kind is HEADER_DOUBTFUL


def test_a_letter_is_no_extract(services: Services, tmp_path: Path) -> None:
    """The first line of a text is not told as a column."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague\nplease see this man\nhe fell\n", encoding="utf-8")

    with pytest.raises(TiigError) as fault:
        look(path, services)

    assert fault.value.kind is HEADER_DOUBTFUL


@pytest.mark.parametrize("cause", ["Darren Smith", '"Darren\nSmith"', "x" * 41, "of 12345"])
def test_a_column_with_a_doubtful_name_is_called_by_place(
    services: Services, tmp_path: Path, cause: str
) -> None:
    """Its name is asked, stands nowhere, and the profile is read once it is given."""
    name = cause.strip('"')
    found = look(month(tmp_path / "june.csv", HEADER.format(cause=cause)), services)

    assert name not in str(as_plain(found)).replace("\\n", "\n")
    assert found.columns[5].name == "column 6"
    draft = drafted(found, services)
    assert "column:6:name" in draft.open
    given = drafted(found, services, *GIVEN, ("column:6:name", name))
    assert given.open == ()
    columns = {one["name"]: one for one in tomllib.loads(given.text)["columns"]}
    assert columns[name]["item"] == "injury_mechanism"


def test_rare_sites_and_people_are_not_shown(services: Services, tmp_path: Path) -> None:
    """What stands in few rows, or names somebody, is no site to accept."""
    rows = [f"V01{n:02d},05/06/2026 10:11,33,M,{site},Knife" for n, site in enumerate(
        ["Darren Smith", "XQ302", *["Ann Smith"] * 6]
    )]  # fmt: skip
    found = look(month(tmp_path / "june.csv", HEADER.format(cause="Cause"), *rows), services)

    assert [(one.values, one.rows) for one in found.sites] == [
        (("East Ward",), 60), (("XQ302",), None),
    ]  # fmt: skip
    assert "Smith" not in str(as_plain(found))
    assert "2 values are not shown" in " ".join(found.notes)
    names = [line for line in drafted(found, services).lines if line.id == "site:1:name"]
    assert [line.decided for line in names] == [None]


def test_a_site_column_that_identifies_leaves_no_site(standard: Standard) -> None:
    """Nor a description, nor a period: what the detectors found stands nowhere."""
    none = ColumnSuggestion(1, "Unit", Use.ITEM, "site", "whole", (), 0.9, "its name")
    coded = replace(none, place=2, name="C", item="injury_mechanism", description="Words")
    words = replace(none, place=3, name="Words", use=Use.DESCRIPTION, item=None, describes="C")
    proposal = Proposal(
        file=FileSuggestion("csv", "utf-8", ",", '"', False, None, 1, 0, 9, 9, 0.9, ""),
        columns=(none, coded, words),
        sites=(SiteSuggestion("", "CANARY", ("CANARY",), 9, 0.9, ""),),
        scope=Said("all-injuries", 0.9, ""),
        row_is=Said("attendance", 0.9, ""),
        facts=(),
        absent=(),
        period=("Unit", "Unit", "%d/%m/%Y"),
    )

    found = with_identifiers(proposal, {"Unit": ("name",), "Words": ("name",)})

    assert "CANARY" not in str(as_plain(found))
    assert (found.period, found.columns[1].description) == (None, None)
    assert standard.items["site"].id not in {one.item for one in found.columns}


def test_what_a_row_is_has_its_own_reason(services: Services, tmp_path: Path) -> None:
    """It is accepted beforehand only where each attendance stands once."""
    header = HEADER.format(cause="Cause")
    rows = [f"V{n:04d},05/06/2026 10:11,33,M,East Ward,Knife" for n in range(30)]
    once = look(month(tmp_path / "once.csv", header), services)
    twice = look(month(tmp_path / "twice.csv", header, *rows), services)

    assert [one.row_is.confidence for one in (once, twice)] == [0.9, 0.5]
    lines = {line.id: line for line in drafted(twice, services).lines}
    assert lines["file:row_is"].decided is None


def test_five_letters_in_one_row_are_no_site_code(services: Services, tmp_path: Path) -> None:
    """A surname in capitals has the form of a site code: in few rows only a digit tells them."""
    row = "V0199,05/06/2026 10:11,33,M,{site},Knife"
    rows = [row.format(site="SMITH"), row.format(site="XQ302")]

    found = look(month(tmp_path / "june.csv", HEADER.format(cause="Cause"), *rows), services)

    assert [one.values for one in found.sites] == [("East Ward",), ("XQ302",)]
    assert "SMITH" not in str(as_plain(found))


def test_one_cell_in_place_of_a_name_is_called_by_place(services: Services, tmp_path: Path) -> None:
    """What stands among its own column's values, or is a moment, is no name to repeat."""
    header = "Visit,ARRIVED,AGE,SEX,Hospital,Cause,{last}"
    rows = [f"V01{n:02d},05/06/2026 10:11,33,M,East Ward,Knife,wooden leg" for n in range(9)]
    for last in ("wooden leg", "12/03/2026"):
        path = tmp_path / "june.csv"
        path.write_text("\n".join([header.format(last=last), *rows]) + "\n", encoding="utf-8")

        assert look(path, services).columns[6].name == "column 7"


def test_a_header_that_is_repeated_among_the_rows_is_one(
    services: Services, tmp_path: Path
) -> None:
    """Exports that were put one under the other have a header all the same."""
    header = HEADER.format(cause="Cause")

    found = look(month(tmp_path / "june.csv", header, header), services)

    assert [one.name for one in found.columns] == header.split(",")


def test_words_and_period_in_columns_called_by_place_are_read(
    services: Services, tmp_path: Path
) -> None:
    """The profile names them as a person did, where codes or the period speak of them."""
    names = ("Darren Smith said", "Period start of Darren Smith")
    header = f"Visit,ARRIVED,AGE,Hospital,Intent code,{names[0]},{names[1]},Period end"
    said = ("Accident", "Assault", "Self harm")
    rows = [
        f"V{n:04d},{n % 28 + 1:02d}/06/2026 1{n % 10}:{n % 60:02d},{n + 20},East Ward,"
        f"{n % 3 + 1},{said[n % 3]},01/06/2026,30/06/2026"
        for n in range(60)
    ]
    path = tmp_path / "june.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    found = look(path, services)

    given = (*GIVEN, ("column:6:name", names[0]), ("column:7:name", names[1]))
    draft = drafted(found, services, *given)

    assert "Darren" not in str(as_plain(found))
    assert found.period == ("column 7", "Period end", "%d/%m/%Y")
    assert draft.open == ()
    request = SubmitRequest(str(path), "", "2026-06", rehearsal=True, profile=draft.text)
    tried = submit(request, asker=ASKER, services=services, progress=Silent())
    assert (tried.state, tried.receipt.tally.stored) == (SubmissionState.IN_FORCE, 60)
