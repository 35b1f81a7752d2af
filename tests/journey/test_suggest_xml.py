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
from tiig.model.xml_errors import RECORD_HIDDEN, RECORD_MISSING, RECORD_UNTOLD, XML_DOCTYPE
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
    ignored = [one for one in found.columns if one.confidence in {0.6, 0.9}]
    assert {one.name for one in ignored if one.use is Use.IGNORED} == aside
    unsure = content in {GROUPED, KINDS}
    assert {one.confidence < SURE for one in ignored} <= {unsure}

    left_out = [(f"column:{one.place}:item", "ignored") for one in ignored]
    given = [("file:record", record), ("column:14:item", "diagnosis"), *NAMED]
    given.append(("column:5:item", "ignored"))
    assert (drafted(found, services, *given).open != ()) == unsure
    draft = drafted(found, services, *given, *left_out)
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


def attendance(number: int, injury: str = "", name: str = "Attendance") -> str:
    """Write an invented attendance with few fields, and an injury as it is given."""
    return (
        f"<{name}><Age>{20 + number % 50}</Age><Sex>{'MF'[number % 2]}</Sex>"
        f"<ArrDate>2026-06-{number % 28 + 1:02d}</ArrDate>"
        f"<ArrTime>1{number % 10}:{number % 60:02d}</ArrTime>{injury}</{name}>"
    )


def injury(number: int, between: str = "", after: str = "") -> str:
    """Write an injury with what stands between its fields, or within the intent."""
    intent, cause = ("Accident", "Alleged assault")[number % 2], ("Knife", "Fall")[number % 2]
    told = f"<Intent>{intent}{after}</Intent>{between}<Cause>{cause}</Cause>"
    return f"<Injury>{told}</Injury>"


def patients() -> str:
    """Write patients of whom some attended several times."""
    names = ("Gp", "Lang", "Rel", "Eth", "Marital", "Title", "Area", "Band", "Flag", "Team", "Unit")
    fields = "".join(f"<{name}>S</{name}>" for name in names)
    return "".join(
        f"<Patient><Id>P{number}</Id>{fields}"
        + attendance(number, injury(number), "Visit") * (1 + number % 3) + "</Patient>"
        for number in range(60)
    )  # fmt: skip


def of_sites() -> str:
    """Write records of three sites, of which one says its code."""
    codes = ("", " code='XQ101'", "")
    groups = ("".join(map(attendance, range(first, 60, 3))) for first in range(3))
    told = zip(codes, groups, strict=True)
    return "".join(f"<Hospital{code}>{of}</Hospital>" for code, of in told)


def accepted(found: Proposal, services: Services) -> list[tuple[str, str]]:
    """Return every suggestion as a person accepts it, however unsure it is."""
    lines = [line for line in drafted(found, services).lines if line.suggestion]
    return [(one.id, one.suggestion) for one in lines if not one.id.startswith("absent:")]


ADULTS = "".join(attendance(number, injury(number)) for number in range(60))
CHILD = f"<Adults>{ADULTS}</Adults><Child>{attendance(60, injury(60))}</Child>"
STRAY = "".join(attendance(n, injury(n, ";" if n == 30 else "")) for n in range(60))
DENIED = "".join(attendance(n, injury(n, after="<q>denied</q>" * (n % 2))) for n in range(60))
UNMATCHED = "".join(
    attendance(n, "<Injury><Cause>Knife</Cause></Injury>" * (n % 2) + injury(n)) for n in range(60)
)


@pytest.mark.parametrize(
    ("content", "opened", "why"),
    [
        (patients(), {"file:record", "Visit/ArrDate:repeats"}, "repeats in it"),
        (CHILD, {"file:record", "/Msg/Child/Attendance/*:item"}, "which stands once"),
        (of_sites(), {"/Msg/Hospital/@code:item"}, "once around several records"),
        (STRAY, {"Injury/*:item"}, "in 1 of 60"),
        (DENIED, {"Injury/Intent/*:item", "Injury/Intent:item"}, "in 30 of 60"),
        (UNMATCHED, {"Injury/Intent:item", "Injury/Cause:item"}, "60 times in 90 groups"),
    ],
    ids=["nested", "a second path", "sites", "a stray sign", "within a text", "unmatched"],
)
def test_what_may_lose_rows_or_items_is_never_accepted_beforehand(
    services: Services, tmp_path: Path, content: str, opened: set[str], why: str
) -> None:
    """However few elements are concerned, a person decides, and is told how many they are."""
    path = tmp_path / "june.xml"
    path.write_text(sent(content), encoding="utf-8")

    found = look(path, services)

    lines = {line.id: line for line in drafted(found, services, *NAMED).lines}
    names = {f"column:{column.place}": column.name for column in found.columns}
    told = {re.sub(r"^column:\d+", lambda one: names[one[0]], name): name for name in lines}
    left = drafted(found, services, *NAMED).open
    assert {told[name] for name in opened} <= set(left)
    assert why in " ".join(lines[told[name]].reason for name in opened)
    assert all(lines[told[name]].confidence < SURE for name in opened)


def test_no_name_of_an_element_that_may_identify_is_told(
    services: Services, tmp_path: Path
) -> None:
    """Neither beside the records nor around them, in a reason, nor by a refusal."""
    path = tmp_path / "june.xml"
    name, moves = "Margaret_Ollerenshaw", "<No>1</No><On>2</On><To>3</To><By>4</By>"
    beside = f"<{name}>{moves}</{name}>" * 60
    noted = "".join(attendance(n, f"<{name}>x<b>y</b></{name}>") for n in range(60))
    path.write_text(f"<{name}><All>{noted}</All>{beside}</{name}>", encoding="utf-8")

    found = look(path, services)

    assert found.file.record is not None
    assert found.file.record.value == "//All/Attendance"
    assert "another element, which stands 60 times" in found.file.record.reason
    draft = drafted(found, services, *NAMED, ("file:record", "//All/Attendance"))
    assert name not in f"{as_plain(found)}{as_plain(draft)}"
    assert any("beside the records, 60 times" in one.reason for one in found.columns)
    hidden = [one.place for one in found.columns if not one.named]
    given = [(f"column:{place}:name", told) for place, told in zip(
        hidden, [name, f"{name}/*", f"/{name}/{name}/*"], strict=True)]  # fmt: skip
    named = drafted(found, services, *NAMED, *accepted(found, services), *given)
    assert named.open == ()
    request = SubmitRequest(str(path), "", "2026-06", rehearsal=True, profile=named.text)
    answer = submit(request, asker=ASKER, services=services, progress=Silent())
    assert answer.receipt.tally.stored == 60

    path.write_text(sent(attendance(1, name=name) * 9), encoding="utf-8")
    assert refused(path, services) is RECORD_HIDDEN
    told = look(path, services, f"Msg/{name}/").file
    assert told.record is not None
    assert (told.record.value, told.rows) == (f"Msg/{name}", 9)
    twice = f"<a:{name} xmlns:a='urn:a'/><b:{name} xmlns:b='urn:b'/>"
    path.write_text(sent(attendance(1, twice) * 9), encoding="utf-8")
    with pytest.raises(TiigError, match="is not repeated"):
        look(path, services)


def test_names_that_end_alike_stay_apart_and_all_that_repeat_are_counted(
    services: Services, tmp_path: Path
) -> None:
    """An attribute and an element of one name are two columns; twelve diagnoses are twelve."""
    path = tmp_path / "june.xml"
    more = '<Ref id="1"><id>2</id></Ref><id>3</id><Cafe\u0301>4</Cafe\u0301>'
    records = [attendance(n, more + "<Diagnosis>27</Diagnosis>" * 12) for n in range(9)]
    path.write_text(sent("".join(records)), encoding="utf-8")

    found = look(path, services)

    columns = {column.name: column for column in found.columns}
    assert {"Ref/@id", "Ref/id", "id"} <= set(columns)
    diagnosis = columns["Diagnosis"]
    assert (diagnosis.item, diagnosis.repeats) == ("diagnosis", "12")
    draft = drafted(found, services, *NAMED, *accepted(found, services))
    assert draft.open == ()
