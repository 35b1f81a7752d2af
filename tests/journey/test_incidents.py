"""A file with identifiers is an incident: refused, told by column, closed by an officer."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from tiig.journeys import incidents as journeys
from tiig.journeys.agreements import add_agreement
from tiig.journeys.retention import RetentionRequest, run_retention
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.destruction import Doomed
from tiig.model.errors import IDENTIFIER_FOUND, TiigError
from tiig.model.file_errors import COLUMN_UNKNOWN
from tiig.model.incident import OFFICER, Incident, IncidentState
from tiig.model.incident_errors import (
    INCIDENT_CLOSED,
    OFFICER_ONLY,
    OUTCOME_IDENTIFIES,
    OUTCOME_MISSING,
)
from tiig.model.retention import RetentionReport
from tiig.model.submission import SubmissionState
from tiig.store.in_memory import MemoryCatalogue
from tiig.testing.agreements import sender_text
from tiig.testing.in_memory import ToldClock

if TYPE_CHECKING:
    from tests.journey.conftest import House

NHS = "943 476 5919"
DIGITS = NHS.replace(" ", "")
AGREED = timedelta(hours=24)
"""How long the agreement of the tests lets the copy of a refused file be kept."""
ANALYST = Asker.local("analyst")
DPO = replace(Asker.local("olive"), roles=frozenset({OFFICER}))


def close(house: House, incident: Incident, outcome: str, asker: Asker = DPO) -> Incident:
    """Close an incident."""
    request = journeys.CloseRequest(incident.id, outcome)
    return journeys.close_incident(request, asker=asker, services=house.services, progress=Silent())


def retained(house: House, *, dry_run: bool = False) -> RetentionReport:
    """Run retention."""
    request = RetentionRequest(dry_run)
    return run_retention(request, asker=ANALYST, services=house.services, progress=Silent())


def only(house: House) -> Incident:
    """Return the one incident there is."""
    (found,) = house.services.catalogue.incidents()
    assert isinstance(found, Incident)
    return found


@pytest.fixture
def refused(house: House, elm_line: Callable[..., str]) -> House:
    """A house that was sent a file with NHS numbers in the column Bed."""
    house.send(house.write([elm_line("1", Bed=NHS), elm_line("2"), elm_line("3", Bed=NHS)]))
    return house


def test_refusal_and_incident_are_one(refused: House) -> None:
    """The submission is refused, and an incident says what stood where, never a value."""
    (submission,) = refused.services.catalogue.submissions()
    incident = only(refused)

    assert submission.state is SubmissionState.REFUSED
    assert incident.submission == submission.id
    assert incident.state is IncidentState.OPEN
    assert incident.kinds == {"nhs_number": 2}
    assert [(one.where, one.rows) for one in incident.places] == [("Bed", "2, 4")]
    assert NHS not in repr(incident)
    assert incident.destroy_by - submission.received_at == AGREED


def test_receipt_names_columns_and_what_to_do(refused: House) -> None:
    """The sender reads which column, which kind, how many, and where to look."""
    incident = only(refused)
    text = refused.services.catalogue.receipt(incident.submission) or ""

    assert '"column": "Bed"' in text
    assert "NHS numbers" in text
    assert incident.id in text
    assert not any(told in text for told in (NHS, DIGITS))


def test_only_an_officer_closes(refused: House) -> None:
    """Nobody else does; an outcome is owed and names nobody; it is closed once."""
    incident = only(refused)
    for asker, outcome, kind in (
        (ANALYST, "The trust was told.", OFFICER_ONLY),
        (DPO, "  ", OUTCOME_MISSING),
        (DPO, f"It was {NHS}", OUTCOME_IDENTIFIES),
    ):
        with pytest.raises(TiigError) as told:
            close(refused, incident, outcome, asker)
        assert told.value.kind is kind

    closed = close(refused, incident, "The trust was told.")

    assert (closed.state, closed.closed_by) == (IncidentState.CLOSED, "olive")
    assert [row.because for row in refused.services.catalogue.audit()][-2:] == [
        "The trust was told.", "destroyed as ordered: 1 refused copy",
    ]  # fmt: skip
    with pytest.raises(TiigError) as told:
        close(refused, incident, "Again.")
    assert told.value.kind is INCIDENT_CLOSED


def test_closing_ends_the_sealed_copy(refused: House) -> None:
    """The copy is kept for the officer, and no longer."""
    incident = only(refused)
    assert incident.original in refused.services.vault.on_disk()
    assert refused.services.reconcile() == ()

    closed = close(refused, incident, "The trust was told.")

    assert closed.destroyed_at is not None
    assert refused.services.vault.on_disk() == frozenset()
    (order,) = refused.services.catalogue.destructions()
    assert (order.kind, order.subject) == (Doomed.REFUSED, incident.original)
    assert order.done_at == closed.destroyed_at
    assert refused.services.reconcile() == ()


def test_a_close_that_breaks_off_is_finished_by_whoever_comes_next(refused: House) -> None:
    """Closing and the order are one; between order and deed the copy is told as overdue."""

    class Broken:
        """Breaks off once the order is committed."""

        def reach(self, seam: str) -> None:
            """Fail at the order."""
            if seam == "destruction-ordered":
                raise KeyboardInterrupt

    incident = only(refused)
    whole = refused.services
    refused.services = replace(whole, seams=Broken())
    with pytest.raises(KeyboardInterrupt):
        close(refused, incident, "The trust was told.")
    refused.services = whole
    (told,) = whole.reconcile()
    assert told == f"A file that was to be destroyed is there: refused copy {incident.original}"

    whole.carry_out(ANALYST)

    assert only(refused).state is IncidentState.CLOSED
    assert only(refused).destroyed_at is not None
    assert whole.vault.on_disk() == frozenset()
    assert whole.reconcile() == ()


def test_the_copy_is_destroyed_when_its_hours_are_over(refused: House) -> None:
    """Before that it is left alone; destroying twice changes nothing."""
    incident = only(refused)
    early = retained(refused)
    assert (early.due, early.kept, early.next_due) == ((), 1, incident.destroy_by)
    assert isinstance(refused.services.clock, ToldClock)
    refused.services.clock.at = incident.destroy_by
    assert retained(refused, dry_run=True).counts() == {"refused copy": 1}
    assert only(refused).holds_copy

    (line,) = retained(refused).due

    assert (line.submission, line.kind) == (incident.submission, "refused copy")
    assert line.due_at == incident.destroy_by
    assert only(refused).destroyed_at is not None
    assert only(refused).state is IncidentState.OPEN
    assert refused.services.vault.on_disk() == frozenset()
    assert refused.services.reconcile() == ()
    assert retained(refused).due == ()


def test_what_a_sender_was_told_holds_without_an_agreement(refused: House) -> None:
    """The receipt says by when the copy goes: no agreement is needed to keep to it."""
    catalogue, clock = refused.services.catalogue, refused.services.clock
    assert isinstance(catalogue, MemoryCatalogue)
    assert isinstance(clock, ToldClock)
    catalogue._state.agreements.clear()
    clock.at += AGREED

    report = retained(refused)

    assert [(line.kind, line.agreement) for line in report.due] == [("refused copy", None)]
    assert report.without_dates == ()
    assert only(refused).destroyed_at is not None


def test_a_copy_that_is_gone_is_ended_on_its_date_all_the_same(refused: House) -> None:
    """A backup holds no copies of refused files: restored, one is missing until its hours end."""
    incident, clock = only(refused), refused.services.clock
    assert incident.original is not None
    assert isinstance(clock, ToldClock)
    refused.services.vault.destroy([incident.original])
    assert refused.services.reconcile() == (f"A sealed original is missing: {incident.original}",)
    clock.at = incident.destroy_by

    retained(refused)

    assert only(refused).destroyed_at is not None
    assert refused.services.reconcile() == ()


def test_shorter_hours_count_at_once(refused: House) -> None:
    """An agreement that allows less than the receipt said shortens the time of a copy too."""
    (submission,) = refused.services.catalogue.submissions()
    text = sender_text("elm", refused.services.standard).replace("version = 1", "version = 2")
    assert "refused_hours = 24" in text
    text = text.replace("refused_hours = 24", "refused_hours = 2")
    add_agreement(text, asker=ANALYST, services=refused.services, progress=Silent())

    assert retained(refused).next_due == submission.received_at + timedelta(hours=2)


def test_a_file_refused_for_another_fault_is_searched_all_the_same(
    house: House, elm_line: Callable[..., str], elm_header: str
) -> None:
    """An unknown column and an identifier elsewhere: both are told, the graver first."""
    rows = [elm_line("1") + f",{NHS}", elm_line("2") + ","]

    answer = house.send(house.write(rows, header=f"{elm_header},Extra"))

    assert answer.error == IDENTIFIER_FOUND.id
    assert len(answer.receipt.reasons) == 2
    assert [one.where for one in only(house).places] == ["Extra"]


def test_a_file_that_cannot_be_read_is_searched_all_the_same(
    house: House, elm_line: Callable[..., str]
) -> None:
    """A line with a field too many stops the reader, but not the search."""
    answer = house.send(house.write([elm_line("1"), f"x,y,{NHS}"]))

    assert answer.error == IDENTIFIER_FOUND.id
    assert only(house).places[0].where == "lines of the file, column 1"
    assert not any(told in answer.receipt.to_json() for told in (NHS, DIGITS))


def test_rows_in_the_place_of_the_header_are_not_repeated(
    house: House, elm_line: Callable[..., str]
) -> None:
    """A file without its header does not put its first row into the receipt."""
    answer = house.send(house.write([elm_line("2")], header="7,Z,today,44,John Smith,u,Home,9"))

    assert answer.error in {COLUMN_UNKNOWN.id, "column-missing"}
    assert "Smith" not in answer.receipt.to_json()


def test_a_file_without_identifiers_is_no_incident(
    house: House, elm_line: Callable[..., str]
) -> None:
    """Neither taken in nor refused for its form."""
    house.send(house.write([elm_line("1")]))
    house.send(house.write(["x"]))

    assert house.services.catalogue.incidents() == ()


def test_text_above_the_header_and_below_the_rows_is_searched(
    new_house: Callable[..., House], elm_line: Callable[..., str]
) -> None:
    """Titles and footers hold names and numbers too."""
    house = new_house(lambda text: text.replace('"csv"', '"csv"\nheader_row = 2\nfooter_rows = 1'))
    path = house.write([elm_line("1"), f"Patient {NHS},,,,,,,"])
    path.write_text(f"Report for DOB: 01/02/1980,\n{path.read_text()}")

    assert house.send(path).error == IDENTIFIER_FOUND.id
    assert {one.where for one in only(house).places} == {"above the header", "the footer"}


def _commented(book: Workbook) -> None:
    book["Rows"]["A2"].comment = Comment(f"ring {NHS} back", "A nurse")


def _sheet(book: Workbook, state: str, cells: tuple[str, ...] = ("Notes", NHS)) -> None:
    sheet = book.create_sheet("Second")
    sheet.sheet_state = state
    for cell in cells:
        sheet.append([cell])


def _named(book: Workbook) -> None:
    book.defined_names["who"] = DefinedName("who", attr_text=f'"{NHS}"')


def _linked(book: Workbook) -> None:
    book["Rows"]["A2"].hyperlink = "mailto:jo.bloggs@example.org"


CORNERS: dict[str, tuple[str, Callable[[Workbook], object]]] = {
    "comment": ("comments", _commented),
    "other sheet": ("sheet 2, column 1", lambda book: _sheet(book, "visible")),
    "hidden sheet": ("hidden sheet 2, column 1", lambda book: _sheet(book, "hidden")),
    "veryhidden sheet": ("hidden sheet 2, column 1", lambda book: _sheet(book, "veryHidden")),
    "hidden sheet named by its header": (
        "hidden sheet 2, column 1",
        lambda book: _sheet(book, "hidden", ("Surname", "Xyloph")),
    ),
    "title": ("document properties", lambda book: setattr(book.properties, "title", NHS)),
    "keywords": ("document properties", lambda book: setattr(book.properties, "keywords", NHS)),
    "defined name": ("names of sheets and ranges", _named),
    "name of a sheet": ("name of sheet 2", lambda book: book.create_sheet(NHS)),
    "page header": (
        "page headers, validations and links of sheet 1",
        lambda book: setattr(book["Rows"].oddHeader.left, "text", f"Ward list {NHS}"),
    ),
    "link": ("links", _linked),
}


@pytest.mark.parametrize("corner", CORNERS)
def test_every_corner_of_a_workbook_is_searched(
    corner: str, new_house: Callable[..., House], elm_line: Callable[..., str], elm_header: str
) -> None:
    """An identifier anywhere in a workbook is an incident that names the corner."""
    house = new_house(lambda text: text.replace('"csv"', '"xlsx"\nsheet = "Rows"'))
    where, plant = CORNERS[corner]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rows"
    for row in (elm_header, elm_line("1")):
        sheet.append(row.split(","))
    clean, path = house.folder / "clean.xlsx", house.folder / "file.xlsx"
    book.save(clean)
    plant(book)
    book.save(path)

    assert house.send(clean).state is SubmissionState.IN_FORCE
    assert house.send(path).error == IDENTIFIER_FOUND.id
    assert where in {one.where for one in only(house).places}


def test_what_the_archive_says_of_itself_is_searched(
    new_house: Callable[..., House], elm_line: Callable[..., str], elm_header: str
) -> None:
    """A workbook is a zip archive, and that has room for a comment."""
    house = new_house(lambda text: text.replace('"csv"', '"xlsx"'))
    book, saved = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (elm_header, elm_line("1")):
        sheet.append(row.split(","))
    book.save(saved)
    path = Path(house.folder) / "file.xlsx"
    path.write_bytes(saved.getvalue())
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = NHS.encode()

    assert house.send(path).error == IDENTIFIER_FOUND.id
