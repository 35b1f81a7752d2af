"""A hospital starts with what `tiig spec` wrote: its template needs no map, its list is true."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from tests.journey.signing import signed

from tiig.journeys.agreements import add_agreement
from tiig.journeys.senders import add_sender
from tiig.journeys.spec import SpecMade, SpecRequest, SpecServices, spec
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.agreement_errors import AGREEMENT_INVALID, SENDER_WITHOUT_AGREEMENT
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, PROFILE_INVALID, TiigError
from tiig.model.receipt import Receipt
from tiig.model.submission import SubmissionState
from tiig.services import Services
from tiig.standard import Standard, load_standard
from tiig.testing import agree, in_memory_services

ASKER = Asker.local("analyst")
ELM = {
    "sender": "elm",
    "name": "Elm Trust (invented)",
    "provider": "XQ1",
    "sites": (("XQ101", "Elm General"), ("XQ102", "Elm Cottage")),
}
KINDS = ("xlsx", "csv")
NOT_KNOWN = "Not known"
ADDED = """
[helmet_worn]
label = "Helmet worn"
meaning = "Whether the patient wore a helmet when the injury happened."
kind = "code"
tree = "yes_no"
since = 2026-11-01
source = "tiig"
"""


class Today:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return a day after a month that is over."""
        return datetime(2026, 7, 9, 8)


def made(folder: Path, standard: Standard, **told: Any) -> SpecMade:  # noqa: ANN401 - the request's fields
    """Write a pack."""
    request = SpecRequest(str(folder), **told)
    services = SpecServices(standard, Today())
    return spec(request, asker=ASKER, services=services, progress=Silent())


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Path:
    """The pack of Elm."""
    folder = tmp_path_factory.mktemp("pack")
    made(folder, standard, **ELM)
    return folder


@pytest.fixture
def elm(pack: Path, standard: Standard) -> Services:
    """A house that knows Elm by the profile of its pack, and nothing else."""
    services = in_memory_services(standard)
    profile = (pack / "profile.toml").read_text("utf-8")
    add_sender(profile, asker=ASKER, services=services, progress=Silent())
    agree(services)
    return services


def sent(path: Path, services: Services, *, confirm: bool = False) -> SubmitAnswer:
    """Submit a file that says its month itself."""
    request = SubmitRequest(str(path), "elm", confirm=confirm)
    return submit(request, asker=ASKER, services=services, progress=Silent())


def found(receipt: Receipt) -> set[tuple[str, str]]:
    """Return what a receipt lists: rules and rows."""
    notes = (*receipt.set_aside, *receipt.findings, *receipt.identifiers)
    return {(note.rule, row) for note in notes for row in _rows(note.rows)}


def _rows(runs: str) -> Iterable[str]:
    for run in runs.split(", "):
        first, _, last = run.partition("-")
        yield from map(str, range(int(first), int(last or first) + 1))


def promised(pack: Path, stem: str) -> set[tuple[str, str]]:
    """Return what the pack's own list says of a file."""
    with (pack / "receipts.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["Rule"], row["Row"]) for row in csv.DictReader(file) if row["File"] == stem}


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_that_passes_is_stored_whole(pack: Path, elm: Services, kind: str) -> None:
    """Every row comes in, nothing is set aside, unmapped or noted, and the month is its own."""
    answer = sent(pack / f"passes.{kind}", elm)

    receipt = answer.receipt
    assert answer.state is SubmissionState.IN_FORCE, receipt.reasons
    assert receipt.period == "2026-06"
    assert receipt.tally.stored == receipt.tally.read > 50
    assert found(receipt) == set()


def test_a_csv_file_that_excel_saved_again_is_still_understood(
    pack: Path, elm: Services, tmp_path: Path
) -> None:
    """A British Excel turns days and moments round when it saves what it opened."""
    text = (pack / "passes.csv").read_text(encoding="utf-8-sig")
    turned = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", text)
    (tmp_path / "saved.csv").write_text(turned, encoding="utf-8-sig")

    answer = sent(tmp_path / "saved.csv", elm)

    assert turned != text
    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons
    assert found(answer.receipt) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_that_fails_gets_the_receipt_that_was_promised(
    pack: Path, elm: Services, kind: str
) -> None:
    """It is held, and its receipt lists the faults of the list and no others."""
    answer = sent(pack / f"fails.{kind}", elm)

    assert answer.state is SubmissionState.HELD
    assert found(answer.receipt) == promised(pack, "fails")
    assert len(promised(pack, "fails")) >= 20


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_with_an_identifier_is_refused(pack: Path, elm: Services, kind: str) -> None:
    """It is refused for the one cell that the list names, and makes an incident."""
    answer = sent(pack / f"refused.{kind}", elm)

    assert answer.state is SubmissionState.REFUSED
    assert promised(pack, "refused") <= found(answer.receipt)
    assert answer.receipt.incident


def test_what_the_list_says_is_what_the_receipt_says(pack: Path, elm: Services) -> None:
    """Sentences and advice of the list are those of the receipt, word by word."""
    receipt = sent(pack / "fails.csv", elm).receipt
    said = {
        note.rule: (note.sentence, note.advice) for note in (*receipt.set_aside, *receipt.findings)
    }

    with (pack / "receipts.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["File"] == "fails":
                assert (row["What the receipt says"], row["What to do"]) == said[row["Rule"]]


def lists(book: Workbook) -> dict[str, list[str]]:
    """Return the values of every drop-down of the template by its heading."""
    data, values = book["Data"], book["Values"]
    found: dict[str, list[str]] = {}
    for one in data.data_validations.dataValidation:
        if one.type == "list" and "Values" in one.formula1:
            area = one.formula1.partition("!")[2].replace("$", "")
            heading = data.cell(1, data[str(one.sqref).partition(":")[0]].column).value
            found[heading] = [cell.value for (cell,) in values[area]]
    return found


def filled(book: Workbook, columns: dict[str, list[str]], path: Path) -> None:
    """Fill the template by its columns, with a time and a number to each row, and save it."""
    data = book["Data"]
    headings = {cell.value: cell.column for cell in data[1]}
    for row in range(max(map(len, columns.values()))):
        cells: dict[str, object] = {
            "Site": "XQ101",
            "Attendance number": f"T{row}",
            "Arrival date and time": datetime(2026, 6, 1 + row % 28, row % 23, 5),
            "Period start": date(2026, 6, 1),
            "Period end": date(2026, 6, 30),
        }
        cells |= {name: told[row] for name, told in columns.items() if row < len(told)}
        for name, value in cells.items():
            data.cell(row + 2, headings[name], value)
    book.save(path)


def test_every_value_of_every_drop_down_means_its_category(
    pack: Path, elm: Services, standard: Standard, tmp_path: Path
) -> None:
    """A template in which each list is written out comes back as the categories of its trees."""
    book = load_workbook(pack / "template.xlsx")
    columns = lists(book)
    filled(book, columns, tmp_path / "all.xlsx")

    answer = sent(tmp_path / "all.xlsx", elm, confirm=True)

    coded = {item.label.replace(",", ""): item for item in standard.items.values() if item.coded}
    assert columns.keys() == coded.keys()
    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons
    assert [note for note in answer.receipt.findings if note.rule.endswith("-mapped")] == []
    stored = elm.lake.table(elm.catalogue.pairs())
    for heading, item in coded.items():
        nodes = standard.trees[item.tree or ""].nodes
        told = Counter(stored[item.id].cast(str).drop_nulls().to_list())
        assert set(nodes) <= set(told), heading
        assert len(columns[heading]) == len(nodes) + 1
        assert NOT_KNOWN in columns[heading]


def test_every_code_beside_a_value_means_the_same(
    pack: Path, elm: Services, standard: Standard, tmp_path: Path
) -> None:
    """The codes of the sheet of values are understood as the value that they stand beside."""
    book = load_workbook(pack / "template.xlsx")
    rows = list(book["Values"].iter_rows(min_row=2, values_only=True))
    codes = {
        heading: [
            code.strip()
            for name, _, _, told in rows
            if name == heading
            for code in str(told or "").split(",")
            if code.strip()
        ]
        for heading in lists(book)
    }
    filled(book, codes, tmp_path / "codes.xlsx")

    answer = sent(tmp_path / "codes.xlsx", elm, confirm=True)

    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons
    assert [note for note in answer.receipt.findings if note.rule.endswith("-mapped")] == []
    items = {item.label.replace(",", ""): item for item in standard.items.values()}
    for name, value, _, told in rows:
        for code in str(told or "").split(","):
            if code.strip():
                meant = standard.map_value(items[name], code, date(2026, 6, 30))
                assert meant == standard.map_value(items[name], value, date(2026, 6, 30))


def test_the_draft_of_the_agreement_holds_all_that_is_asked(pack: Path, standard: Standard) -> None:
    """Until it is signed nothing comes in; then the template does, with every one of its items."""
    services = in_memory_services(standard)
    profile = (pack / "profile.toml").read_text("utf-8")
    add_sender(profile, asker=ASKER, services=services, progress=Silent())
    draft = (pack / "agreement-draft.toml").read_text("utf-8")
    add_agreement(draft, asker=ASKER, services=services, progress=Silent())
    with pytest.raises(TiigError) as refusal:
        sent(pack / "passes.csv", services)
    as_it_was = draft.replace("version = 1", "version = 2\nsigned = 2026-06-01")
    with pytest.raises(TiigError) as blank:
        add_agreement(as_it_was, asker=ASKER, services=services, progress=Silent())
    agreed = signed(draft, version=2, on="2026-06-01")
    add_agreement(agreed, asker=ASKER, services=services, progress=Silent())

    answer = sent(pack / "passes.csv", services)

    assert refusal.value.kind is SENDER_WITHOUT_AGREEMENT
    assert blank.value.kind is AGREEMENT_INVALID
    assert answer.state is SubmissionState.IN_FORCE
    assert answer.receipt.dropped == ()


def test_nothing_that_identifies_is_asked(pack: Path) -> None:
    """The template has no column for a name, a birth date, a postcode or a person's number."""
    with (pack / "template.csv").open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))

    assert [name for name in header if "birth" in name.lower() or "Person" in name] == []
    assert "Postcode of residence" not in header
    assert all("," not in name and '"' not in name for name in header)
    assert len(set(header)) == len(header)


def ran(
    query: str, rows: Sequence[dict[str, object]]
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Run the skeleton on a table of ECDS-named columns, with the date function of its dialect."""
    declared = dict.fromkeys(name for row in rows for name in row)
    database = sqlite3.connect(":memory:")
    database.create_function("CONVERT", 3, lambda size, value, _style: _cut(value, size))
    columns = ", ".join(f'"{name}"' for name in declared)
    database.execute(f"CREATE TABLE care ({columns})")
    marks = ", ".join("?" for _ in declared)
    told = [[row.get(one) for one in declared] for row in rows]
    database.executemany(f"INSERT INTO care VALUES ({marks})", told)  # noqa: S608 - question marks
    select = query[query.index("SELECT") :].replace("your_schema.your_emergency_care_table", "care")
    select = select.replace("char(16)", "16").replace("char(10)", "10")
    period = {
        "period_start": "2026-06-01", "period_end": "2026-06-30", "period_after": "2026-07-01",
    }  # fmt: skip
    done = database.execute(select, period)
    header = [name for name, *_ in done.description]
    return header, done.fetchall()


def _cut(value: object, size: int) -> str | None:
    return None if value is None else str(value)[:size]


def test_the_query_writes_a_file_that_comes_in(
    pack: Path, elm: Services, standard: Standard, tmp_path: Path
) -> None:
    """Run on ECDS-named columns, the skeleton gives the template's header and rows that pass."""
    ecds = {item.ecds: None for item in standard.items.values() if item.ecds}
    row: dict[str, object] = ecds | {
        "OrganisationSiteIdentifier_OfTreatment": "XQ101",
        "UrgentAndEmergencyCareActivityType": "01",
        "UrgentAndEmergencyCareAttendanceCategory": "1",
        "UrgentAndEmergencyCareActivityStartDateAndTime": "2026-06-03 21:15:00.000",
        "InjuryDateAndTime": "2026-06-03 20:40:00.000",
        "AgeAtCDSActivityDate": 31,
        "EmergencyCareInjuryMechanism_SnomedCt": "54670004",
        "EmergencyCareInjuryIntent_SnomedCt": "Assault",
    }
    rows = [row | {"UrgentAndEmergencyCareActivityIdentifier": f"Q{place}"} for place in range(9)]
    header, cells = ran((pack / "query.sql").read_text("utf-8"), rows)
    text = io.StringIO()
    csv.writer(text).writerows([header, *cells])
    (tmp_path / "query.csv").write_text(text.getvalue(), encoding="utf-8")

    answer = sent(tmp_path / "query.csv", elm)

    with (pack / "template.csv").open(encoding="utf-8-sig", newline="") as file:
        assert header == next(csv.reader(file))
    assert answer.state is SubmissionState.IN_FORCE, answer.receipt.reasons
    assert answer.receipt.tally.stored == len(rows)
    assert {note.rule for note in answer.receipt.findings if note.effect != "note"} == set()


def test_the_same_standard_and_day_give_the_same_bytes(
    pack: Path, standard: Standard, tmp_path: Path
) -> None:
    """A pack that is made again is the same, file by file."""
    again = made(tmp_path, standard, **ELM)

    assert sorted(again.files) == sorted(path.name for path in pack.iterdir())
    for name in again.files:
        assert (tmp_path / name).read_bytes() == (pack / name).read_bytes(), name


def test_an_item_that_a_site_adds_is_asked_too(tmp_path: Path) -> None:
    """With a site's addition to the standard the template has its column and its drop-down."""
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "items.toml").write_text(ADDED, encoding="utf-8")
    made(tmp_path / "pack", load_standard(tmp_path / "overlay"), **ELM)

    columns = lists(load_workbook(tmp_path / "pack" / "template.xlsx"))

    assert columns["Helmet worn"] == ["Yes", "No", NOT_KNOWN]


@pytest.mark.parametrize("left_out", ELM)
def test_half_a_sender_is_refused_and_nothing_is_written(
    left_out: str, standard: Standard, tmp_path: Path
) -> None:
    """A sender is named whole or not at all."""
    told = {name: value for name, value in ELM.items() if name != left_out}
    with pytest.raises(TiigError) as refusal:
        made(tmp_path / "pack", standard, **told)

    assert refusal.value.kind is BAD_ARGUMENT
    assert not (tmp_path / "pack").exists()


def test_a_sender_that_no_profile_could_name_is_refused(standard: Standard, tmp_path: Path) -> None:
    """What is wrong with the sender is said as of its profile, before anything is written."""
    with pytest.raises(TiigError) as refusal:
        made(tmp_path / "pack", standard, **(ELM | {"sender": "Elm Trust"}))

    assert refusal.value.kind is PROFILE_INVALID
    assert not (tmp_path / "pack").exists()


def test_without_a_sender_the_pack_is_an_invented_ones(standard: Standard, tmp_path: Path) -> None:
    """Its profile says that what comes of it is synthetic, and its letter has blanks."""
    told = made(tmp_path, standard)

    assert told.invented
    assert "synthetic = true" in (tmp_path / "profile.toml").read_text("utf-8")
    assert "[fill in: the hospital]" in (tmp_path / "e-mail.txt").read_text("utf-8")
