"""A sender is onboarded from a suggestion; nothing that identifies is ever told."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from tests.journey.signing import signed
from tests.journey.suggested import ASKER, GIVEN, look

from tiig.intake.trying import tried
from tiig.journeys.agreements import add_agreement
from tiig.journeys.draft_agreement import DraftAgreementRequest, draft_agreement
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitRequest, submit
from tiig.journeys.suggest_profile import (
    DraftRequest,
    draft_profile,
)
from tiig.kit.plain import as_plain
from tiig.kit.progress import Silent
from tiig.model.errors import FILE_DAMAGED, FILE_MISSING, TiigError
from tiig.model.kind_errors import ARCHIVE_UNFIT
from tiig.model.proposal import (
    SURE,
    Proposal,
    Use,
)
from tiig.model.submission import SubmissionState
from tiig.services import Services
from tiig.testing import in_memory_services
from tiig.translate import read_profile

CANARIES = ("Canaryfirst Canarylast", "9434765919", "canary@example.org")


@pytest.fixture
def services() -> Services:
    """Return a workspace in memory without any sender."""
    return in_memory_services()


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


def told(found: Proposal) -> dict[str, str | None]:
    """Return what each column was suggested for."""
    return {column.name: column.item for column in found.columns if column.use is Use.ITEM}


def test_a_file_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a fault of the file, not of the store."""
    path = tmp_path / "month.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(TiigError) as caught:
        tried(path)
    assert caught.value.kind is FILE_MISSING


@pytest.mark.parametrize("content", [b"PK\x05\x06" + bytes(18), b"PK\x03\x04", b"\x1f\x8b\x08"])
def test_whatever_begins_like_an_archive_is_opened_as_one(content: bytes, tmp_path: Path) -> None:
    """An archive is never taken for text: the gate says what is wrong with it."""
    path = tmp_path / "month.csv"
    path.write_bytes(content)
    with pytest.raises(TiigError) as caught:
        tried(path)
    assert caught.value.kind in {ARCHIVE_UNFIT, FILE_DAMAGED}


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
    assert all(one.confidence < SURE for one in found.columns if one.use is Use.ITEM)
    assert "is this an extract of attendances" in " ".join(found.notes)


def test_a_draft_agreement_holds_what_the_profile_feeds(services: Services, tmp_path: Path) -> None:
    """Signed and filled in, it lets the file in; what was refused is ignored, and feeds nothing."""
    path = extract(tmp_path / "june.csv")
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    clean = tmp_path / "clean.csv"
    clean.write_text(
        "\n".join(",".join(row[:1] + row[3:8] + row[9:]) for row in rows) + "\n", encoding="utf-8"
    )
    refused = "line,decision,new value\ncolumn:6:item,refuse,\n"
    profile = draft_profile(
        DraftRequest(look(clean, services), refused, GIVEN),
        asker=ASKER, services=services, progress=Silent(),
    )  # fmt: skip
    assert (profile.open, profile.identifying) == ((), ())
    read = read_profile(profile.text, services.standard)
    assert "CAUSE" in read.ignored

    made = draft_agreement(
        DraftAgreementRequest(profile.text), asker=ASKER, services=services, progress=Silent()
    )

    assert made.treated == ("attendance_number",)
    add_agreement(signed(made.text), asker=ASKER, services=services, progress=Silent())
    add_sender(profile.text, asker=ASKER, services=services, progress=Silent())
    request = SubmitRequest(str(clean), "ash", "2026-06", rehearsal=True)
    tried_so = submit(request, asker=ASKER, services=services, progress=Silent())
    assert (tried_so.state, tried_so.receipt.tally.stored) == (SubmissionState.IN_FORCE, 60)
    assert "injury_mechanism" not in made.text


def test_columns_that_refuse_a_file_are_named_and_may_be_dropped(
    services: Services, tmp_path: Path
) -> None:
    """A draft ends with them; of a date of birth the treatment `drop` leaves the column out."""
    path = extract(tmp_path / "june.csv")
    lines = path.read_text(encoding="utf-8").replace(",AGE,", ",Date of birth,")
    lines = re.sub(r"(:\d\d),(\d+),", r"\1,05/03/19\2,", lines)
    path.write_text(lines, encoding="utf-8")
    found = look(path, services)
    birth = next(one for one in found.columns if one.name == "Date of birth")
    column = f"column:{birth.place}"
    dropped = f"line,decision,new value\n{column}:item,accept,\n{column}:treatment,change,drop\n"

    draft = draft_profile(
        DraftRequest(found, dropped, GIVEN), asker=ASKER, services=services, progress=Silent()
    )

    assert draft.identifying == ("Patient Name", "NHS Number", "Date of birth", "E-mail")
    assert re.search(r'name = "Date of birth"\ntreatment = "drop" +# your decision', draft.text)
