"""A profile is suggested for XML as for a table: records are found, and paths become columns."""

from __future__ import annotations

import gzip
import re
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import pytest
from tests.journey.suggested import ASKER, drafted

from tiig.intake.trying import tried
from tiig.journeys.submit import SubmitRequest, submit
from tiig.journeys.suggest_profile import SuggestRequest, suggest_profile
from tiig.kit.plain import as_plain
from tiig.kit.progress import Silent
from tiig.model.errors import BAD_ARGUMENT, FILE_TOO_LARGE, Kind, TiigError
from tiig.model.proposal import SURE, ColumnSuggestion, Proposal, Use
from tiig.model.submission import SubmissionState
from tiig.model.suggestion_errors import DECISIONS_UNREADABLE
from tiig.model.xml_errors import RECORD_MISSING, RECORD_UNTOLD, XML_DOCTYPE
from tiig.services import Services
from tiig.standard import Standard
from tiig.standard.items import Item
from tiig.testing import in_memory_services

LAYOUTS = Path(__file__).parents[1] / "evaluation" / "layouts"
TEMPLATES = Path(__file__).parents[2] / "src" / "tiig" / "translate" / "templates"
NAMED = (
    ("sender:id", "elm"), ("sender:name", "Elm Trust (invented)"), ("sender:provider", "XQ1"),
    ("sender:valid_from", "2026-01-01"), ("site:1:code", "XQ101"), ("site:1:name", "Elm General"),
)  # fmt: skip


@pytest.fixture(scope="module")
def services() -> Services:
    """Return a workspace in memory without any sender."""
    return in_memory_services()


def look(path: Path, services: Services, record: str | None = None) -> Proposal:
    """Return what is suggested for a file."""
    request = SuggestRequest(str(path), record)
    return suggest_profile(request, asker=ASKER, services=services, progress=Silent())


def as_xml(table: Path, path: Path) -> Path:
    """Write the rows of a table as flat records; a name gets what an element may be called."""
    found = tried(table)
    names = [re.sub(r"[^\w.-]+", "_", name).strip("_") for name in found.header]
    lines = ["<Extract><Attendances>"]
    for batch in found.batches():
        for _, *cells in batch.frame.iter_rows():
            told = zip(names, cells, strict=True)
            row = "".join(f"<{name}>{escape(cell or '')}</{name}>" for name, cell in told)
            lines.append(f"<Attendance>{row}</Attendance>")
    path.write_text("\n".join([*lines, "</Attendances></Extract>"]), encoding="utf-8")
    return path


def meant(column: ColumnSuggestion) -> tuple[object, ...]:
    """Return what is said of a column, whatever it is called."""
    codes = [(code.value, code.node, code.confidence) for code in column.codes]
    said = (column.use, column.item, column.part, column.formats, codes, column.treatment)
    return (*said, round(column.confidence, 2))


@pytest.mark.parametrize("layout", ["first/marlow", "second/corvane"])
def test_a_layout_is_read_alike_as_a_table_and_as_xml(
    services: Services, tmp_path: Path, layout: str
) -> None:
    """Items, parts, formats, values, sites, scope and all other facts are the same."""
    table = next((LAYOUTS / layout).glob("extract.*"))

    as_table, found = look(table, services), look(as_xml(table, tmp_path / "june.xml"), services)

    assert found.file.record is not None
    assert found.file.record.value == "Extract/Attendances/Attendance"
    assert list(map(meant, found.columns)) == list(map(meant, as_table.columns))
    for part in ("sites", "scope", "row_is", "facts", "absent", "notes"):
        assert getattr(found, part) == getattr(as_table, part)


def message(template: str, standard: Standard, visits: int = 60) -> tuple[str, dict[str, set[str]]]:
    """Write a message with all names of a shipped profile; return their items with it."""
    text = (TEMPLATES / f"{template}.toml").read_text(encoding="utf-8")
    columns = tomllib.loads(re.sub(r"= \$\w+", '= ""', re.sub(r"\n\$sites", "", text)))["columns"]
    items: dict[str, set[str]] = {}
    for column in columns:
        items.setdefault(column["name"].lstrip("/"), set()).add(column["item"])
    parts = {column["name"].lstrip("/"): column.get("part", "whole") for column in columns}
    cells = {
        name: cells_of([standard.items[one] for one in sorted(of)], parts[name], standard)
        for name, of in items.items()
    }
    records = [
        "<Group><Visit>"
        + "".join(f"<{name}>{next(told)}</{name}>" for name, told in cells.items())
        + "</Visit></Group>"
        for _ in range(visits)
    ]
    return "<Message>\n" + "\n".join(records) + "\n</Message>", items


def cells_of(items: list[Item], part: str, standard: Standard) -> Iterator[str]:
    """Return what an element of these items may say, over and over."""
    item = items[0]
    if item.coded:
        told = [word for one in items for word in words_of(one, standard)[:6]]
        random = Random(item.id)
        return (random.choice(told) for _ in range(10_000))
    first = datetime(2026, 6, 1, 10) + timedelta(minutes=60 * (item.id == "departure_at"))
    form = {"date": "%Y-%m-%d", "time": "%H:%M:%S"}.get(part, "%Y-%m-%dT%H:%M:%S")
    hours = (first + timedelta(hours=7 * n, minutes=n) for n in range(10_000))
    others: dict[str, Iterator[str]] = {
        "age": (str(18 + 7 * n % 60) for n in range(10_000)),
        "site": cycle(["XQ101"]),
        "assault_location_description": cycle(["Mill Street", "Blue Anchor pub", "Bus station"]),
    }
    if item.id in others:
        return others[item.id]
    numbered = item.id.endswith("number")
    return (f"E{n:05d}" if numbered else one.strftime(form) for n, one in enumerate(hours))


def words_of(item: Item, standard: Standard) -> list[str]:
    """Return the codes of an item that tell something; the labels of one whose list is empty."""
    entries = (one for name in item.code_sets for one in standard.code_sets[name].entries)
    codes = [one.code for one in entries if not one.node.startswith("~")]
    return codes or [node.label for node in standard.trees[item.tree or ""].nodes.values()]


@pytest.mark.parametrize("template", ["ecds-cds-v6-2", "ecds-cds-v4"])
def test_names_of_shipped_profiles_are_known(
    services: Services, tmp_path: Path, template: str
) -> None:
    """A file with the names of ECDS gets the items that the shipped profile gives them."""
    content, items = message(template, services.standard)
    path = tmp_path / "june.xml"
    path.write_text(content, encoding="utf-8")

    found = look(path, services)

    told: dict[str, set[str | None]] = {}
    for column in found.columns:
        told.setdefault(column.name.rpartition("/")[2], set()).add(column.item)
    assert told == items


def visit(number: int, extra: str = "") -> str:
    """Write an invented attendance with groups, an attribute, an empty element and a list."""
    intent, cause = ("Accident", "Alleged assault")[number % 2], ("Knife", "Fall")[number % 2]
    more = "<Diagnosis><Code>27</Code></Diagnosis>" * (number % 3)
    return (
        f'<Attendance id="V{number:04d}"><Patient><Age>{20 + number % 50}</Age>'
        f"<Sex>{'MF'[number % 2]}</Sex></Patient>"
        f"<Arrival><Date>2026-06-{number % 28 + 1:02d}</Date>"
        f"<Time>1{number % 10}:{number % 60:02d}</Time></Arrival><Ward/>"
        f"<Injury><Intent>{intent}</Intent><Cause>{cause}</Cause></Injury>"
        f"<Diagnoses><Diagnosis><Code>{number % 7}</Code></Diagnosis>{more}</Diagnoses>{extra}"
        "</Attendance>"
    )


def sent(body: str) -> str:
    """Write a message with a head that says its period and its site, in a namespace."""
    head = "<From>2026-06-01</From><To>2026-06-30</To><Made>2026-07-02</Made><Site>XQ101</Site>"
    head += "<Age>7</Age>"
    return f'<x:Msg xmlns:x="urn:a" xmlns="urn:a"><Head>{head}</Head>\n{body}</x:Msg>'


VISITS = [visit(number) for number in range(60)]
PLAIN = sent("<All>" + "\n".join(VISITS) + "</All>")
NOTED = sent("\n".join(visit(n, f"<Note>fell <b>badly</b> at bar {n}</Note>") for n in range(60)))
GROUPED = sent(
    "\n".join(
        f'<Site code="{k}"><Name>Elm {k}</Name>' + "\n".join(VISITS[k::3]) + "</Site>"
        for k in range(3)
    )
)
KINDS = sent(
    "\n".join(VISITS)
    + "".join(
        f"<Move><No>T{n}</No><On>1{n}</On><To>Z</To><By>Car</By><Why>Bed</Why></Move>"
        for n in range(60)
    )
)


@pytest.mark.parametrize(
    ("content", "record", "aside"),
    [
        (PLAIN, "Msg/All/Attendance", set()),
        (NOTED, "Msg/Attendance", {"Note/*"}),
        (GROUPED, "Msg/Site/Attendance", {"/Msg/Site/@code", "/Msg/Site/Name"}),
        (KINDS, "Msg/Attendance", {"/Msg/Move/*"}),
    ],
    ids=["plain", "text beside elements", "groups", "two kinds"],
)
def test_a_suggested_profile_takes_a_message_in(
    services: Services, tmp_path: Path, content: str, record: str, aside: set[str]
) -> None:
    """Whatever is not a field of a record is said and ignored; all records are stored."""
    path = tmp_path / "june.xml"
    path.write_text(content, encoding="utf-8")
    found = look(path, services)

    said = found.file.record
    assert said is not None
    assert said.value == record
    assert (said.confidence >= SURE) == (content is not KINDS)
    columns = {column.name: column for column in found.columns}
    known = ("Patient/Age", "Patient/Sex", "Arrival/Date", "Injury/Intent", "Injury/Cause", "@id")
    assert [columns[name].item for name in known] == [
        "age", "sex", "arrival_at", "injury_intent", "injury_mechanism", "attendance_number",
    ]  # fmt: skip
    assert columns["/Msg/Head/Age"].use is Use.IGNORED
    assert columns["Diagnoses/Diagnosis/Code"].repeats == "6"
    assert {one.name for one in found.columns if one.confidence == 0.9} == aside

    given = (
        ("file:record", record),
        ("column:5:item", "ignored"),
        ("column:14:item", "diagnosis"),
        *NAMED,
    )
    draft = drafted(found, services, *given)
    assert draft.open == ()
    request = SubmitRequest(str(path), "", None, rehearsal=True, profile=draft.text)
    answer = submit(request, asker=ASKER, services=services, progress=Silent())
    assert (answer.state, answer.receipt.tally.stored) == (SubmissionState.IN_FORCE, 60)


def test_packed_xml_is_suggested_for_like_the_file_inside(
    services: Services, tmp_path: Path
) -> None:
    """Gzip and zip of one file are opened by themselves, and XML in UTF-16 as well."""
    plain, packed, zipped = (tmp_path / f"june.xml{end}" for end in ("", ".gz", ".zip"))
    plain.write_text(PLAIN, encoding="utf-16")
    packed.write_bytes(gzip.compress(PLAIN.encode()))
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("june.xml", PLAIN)

    first, *others = (look(path, services) for path in (plain, packed, zipped))

    assert others == [first, first]


def refused(path: Path, services: Services, record: str | None = None) -> Kind:
    """Return why nothing is suggested for a file."""
    with pytest.raises(TiigError) as caught:
        look(path, services, record)
    return caught.value.kind


def test_what_a_record_is_can_be_said_and_must_fit(services: Services, tmp_path: Path) -> None:
    """A single attendance tells no record by itself; a name that fits nothing is refused."""
    path = tmp_path / "june.xml"
    path.write_text(sent(visit(2)), encoding="utf-8")

    assert refused(path, services) is RECORD_UNTOLD
    assert refused(path, services, "Msg/Visit") is RECORD_MISSING
    found = look(path, services, "//Attendance")
    assert found.file.record is not None
    assert (found.file.record.value, found.file.rows) == ("Msg/Attendance", 1)

    with pytest.raises(TiigError) as caught:
        drafted(found, services, ("file:record", "Msg/Head"))
    assert caught.value.kind is DECISIONS_UNREADABLE

    table = tmp_path / "june.csv"
    table.write_text("Age,Sex\n1,M\n", encoding="utf-8")
    assert refused(table, services, "Msg/Attendance") is BAD_ARGUMENT


def test_hostile_xml_is_refused_before_anything_is_suggested(
    services: Services, tmp_path: Path
) -> None:
    """The outline is read within the same gate as the rows: no DOCTYPE, no endless depth."""
    path = tmp_path / "june.xml"
    path.write_text(f"<!DOCTYPE x [<!ENTITY e 'x'>]>{PLAIN}", encoding="utf-8")
    assert refused(path, services) is XML_DOCTYPE
    path.write_text("<a>" * 100 + "</a>" * 100, encoding="utf-8")
    assert refused(path, services) is FILE_TOO_LARGE


def test_what_identifies_in_xml_is_told_by_path_and_kind_only(
    services: Services, tmp_path: Path
) -> None:
    """A later occurrence identifies its element; the date of a head is nobody's birthday."""
    path = tmp_path / "june.xml"
    told = "<Tel>0{0}</Tel><Tel>Mr Canary Example</Tel><No>9434765919</No>"
    made = sent("\n".join(visit(n, told.format(n)) for n in range(60)))
    path.write_text(made.replace("2026-07-02", "1985-03-02"), encoding="utf-8")

    found = look(path, services)

    uses = {column.name: column.use for column in found.columns}
    assert (uses["Tel"], uses["No"]) == (Use.IDENTIFIER, Use.IDENTIFIER)
    assert uses["/Msg/Head/Made"] is Use.IGNORED
    assert "Canary" not in str(as_plain(found))
    assert "9434765919" not in str(as_plain(found))
