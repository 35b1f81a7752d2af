"""A sender is onboarded from a suggestion; nothing that identifies is ever told."""

from __future__ import annotations

import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitRequest, submit
from tiig.journeys.suggest_profile import (
    DraftRequest,
    SuggestRequest,
    draft_profile,
    suggest_profile,
)
from tiig.kit.plain import as_plain
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import IDENTIFIER_FOUND, TiigError
from tiig.model.proposal import (
    ColumnSuggestion,
    Draft,
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

ASKER = Asker.local("test")
GIVEN = (
    ("sender:id", "ash"),
    ("sender:name", "Ash Trust (invented)"),
    ("sender:provider", "XQ3"),
    ("site:1:code", "XQ301"),
    ("site:1:name", "Ash Royal"),
)
CANARIES = ("Canaryfirst Canarylast", "9434765919", "canary@example.org")


@pytest.fixture
def services() -> Services:
    """Return a workspace in memory without any sender."""
    return in_memory_services()


def look(path: Path, services: Services) -> Proposal:
    """Return what is suggested for a file."""
    return suggest_profile(
        SuggestRequest(str(path)), asker=ASKER, services=services, progress=Silent()
    )


def extract(path: Path) -> Path:
    """Write a month of sixty invented attendances, three columns of which identify."""
    words = ("Knife", "Fall", "Glass", "Punched")
    lines = ["CAS NO,Patient Name,NHS Number,ARRIVED,AGE,SEX,INTENT,CAUSE,E-mail,Ward"]
    for n in range(60):
        name, number, mail = CANARIES
        lines.append(
            f"C{n:04d},{name},{number},{n % 28 + 1:02d}/06/2026 1{n % 10}:{n % 60:02d},{n + 20},"
            f"{'MF'[n % 2]},{('Accident', 'Alleged assault')[n % 2]},{words[n % 4]},{mail},A{n % 3}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_what_identifies_is_told_by_column_and_kind_only(
    services: Services, tmp_path: Path
) -> None:
    """Columns are named as identifiers; no value of theirs stands in the proposal."""
    found = look(extract(tmp_path / "june.csv"), services)

    uses = {column.name: column.use for column in found.columns}
    assert {uses[name] for name in ("Patient Name", "NHS Number", "E-mail")} == {Use.IDENTIFIER}
    assert not [canary for canary in CANARIES if canary in str(as_plain(found))]
    assert services.catalogue.senders() == ()


def test_a_suggested_profile_takes_the_file_in(services: Services, tmp_path: Path) -> None:
    """Accepted lines make a profile that reads the file; a trial of it stores nothing."""
    path = extract(tmp_path / "june.csv")
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    clean = tmp_path / "clean.csv"
    clean.write_text(
        "\n".join(",".join(row[:1] + row[3:8] + row[9:]) for row in rows) + "\n", encoding="utf-8"
    )
    found = look(clean, services)

    draft = draft_profile(
        DraftRequest(found, None, GIVEN), asker=ASKER, services=services, progress=Silent()
    )

    assert draft.open == ()
    request = SubmitRequest(str(clean), "", "2026-06", rehearsal=True, profile=draft.text)
    tried = submit(request, asker=ASKER, services=services, progress=Silent())
    assert (tried.state, tried.receipt.tally.stored) == (SubmissionState.IN_FORCE, 60)
    assert (services.catalogue.senders(), services.catalogue.submissions()) == ((), ())
    added = add_sender(draft.text, asker=ASKER, services=services, progress=Silent())
    assert (added.sender, added.scope) == ("ash", "all-injuries")


HEADER = "Visit,ARRIVED,AGE,SEX,Hospital,{cause}"


def month(path: Path, header: str, *more: str, site: str = "East Ward") -> Path:
    """Write a month of sixty invented attendances under a header, then more lines."""
    lines = [
        f"V{n:04d},{n % 28 + 1:02d}/06/2026 1{n % 10}:{n % 60:02d},{n + 20},"
        f"{'MF'[n % 2]},{site},{('Knife', 'Fall')[n % 2]}"
        for n in range(60)
    ]
    path.write_text("\n".join([header, *lines, *more]) + "\n", encoding="utf-8")
    return path


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


def drafted(found: Proposal, services: Services, *given: tuple[str, str]) -> Draft:
    """Return the profile with these lines given."""
    request = DraftRequest(found, None, given)
    draft = draft_profile(request, asker=ASKER, services=services, progress=Silent())
    tomllib.loads(draft.text)
    return draft


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


def told(found: Proposal) -> dict[str, str | None]:
    """Return what each column was suggested for."""
    return {column.name: column.item for column in found.columns if column.use is Use.ITEM}


@pytest.mark.needs_reference
def test_the_public_sample_of_neiss(reference: Path, services: Services) -> None:
    """Of a real file of injuries the items that exist are found, and no others."""
    path = reference / "reference" / "ed" / "NEISS_2017-2019_sample.csv"

    found = look(path, services)

    assert told(found) == {
        "CPSC_Case_Number": "attendance_number", "Treatment_Date": "arrival_at", "Age": "age",
        "Sex": "sex", "Race": "ethnic_category", "Diagnosis": "diagnosis", "PSU": "site",
        "Disposition": "discharge_destination", "Location": "injury_place_type",
        "Alcohol": "alcohol_involved", "Drug": "drugs_involved",
    }  # fmt: skip
    assert "injury_intent" in {one.item for one in found.absent}


@pytest.mark.needs_reference
def test_the_tutorial_file_of_the_odi(reference: Path, services: Services, tmp_path: Path) -> None:
    """Its patient numbers are refused, its postcodes come with the agreement's advice."""
    packed = reference / "reference" / "ed" / "odi_synthetic_hospital_ae_data.csv.zip"
    with zipfile.ZipFile(packed) as archive:
        path = Path(archive.extract(archive.namelist()[0], tmp_path))

    found = look(path, services)

    assert told(found) == {
        "Age": "age", "Hospital": "site", "Arrival Time": "arrival_at", "Gender": "sex",
        "Postcode": "residence_postcode",
    }  # fmt: skip
    uses = {column.name: column for column in found.columns}
    assert uses["Health Service ID"].use is Use.IDENTIFIER
    assert "agreement" in uses["Postcode"].advice
    assert len(found.sites) == 26


@pytest.mark.needs_reference
def test_another_domains_file(reference: Path, services: Services) -> None:
    """Of road casualties what exists is found; that it is no such extract is said."""
    path = reference / "reference" / "roads" / "STATS19_gm_casualties_2019-2021.csv"

    found = look(path, services)

    assert told(found).items() >= {"date": "arrival_at", "sex": "sex"}.items()
    assert "is this an extract of attendances" in " ".join(found.notes)
