"""What a profile says of XML: records, paths as names, and repeats; faults are named by key."""

from __future__ import annotations

from datetime import date

import pytest

from tiig.model.errors import PROFILE_INVALID, TiigError
from tiig.model.file_errors import COLUMN_UNKNOWN
from tiig.model.profile import FileFormat, SenderProfile
from tiig.standard import Standard, load_standard
from tiig.translate import plan, read_profile
from tiig.translate.starting_from import RECORDS, TEMPLATES, Facts, filled

PROFILE = """
ignored = ["Ward", "Notes/*", "/Msg/@version"]
[sender]
id = "elm"
name = "Elm Trust (invented)"
provider = "XQ1"
version = 1
valid_from = 2026-01-01
scope = "all-injuries"
[file]
format = "xml"
record = "Msg/Rec"
[period]
start = "/Msg/Head/From"
end = "/Msg/Head/To"
format = "%Y-%m-%d"
[[sites]]
code = "XQ101"
name = "Elm General"
[[columns]]
name = "@arrived"
item = "arrival_at"
formats = ["%Y-%m-%d"]
[[columns]]
name = "//Intent"
item = "injury_intent"
[[columns]]
name = "Drug"
item = "alcohol_involved"
repeats = 3
[[columns]]
name = "Drug"
item = "drugs_involved"
repeats = 3
[[columns]]
name = "Diagnosis"
item = "diagnosis"
repeats = "first"
"""


@pytest.fixture(scope="module")
def standard() -> Standard:
    """The packaged standard."""
    return load_standard()


def profile(standard: Standard, *changes: tuple[str, str]) -> SenderProfile:
    """Read the profile with parts replaced."""
    text = PROFILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return read_profile(text, standard)


def test_a_layout_knows_every_name_that_the_profile_uses(standard: Standard) -> None:
    """Repeats are columns of their own; what is dropped is ignored by a name of its own."""
    read = profile(standard)
    assert (read.layout.format, read.layout.record) == (FileFormat.XML, "Msg/Rec")
    assert read.layout.paths == (
        "@arrived", "//Intent", "Drug", "Drug[2]", "Drug[3]", "Diagnosis",
        "Ward", "Notes/*", "/Msg/@version", "Diagnosis[more]", "Ward[more]", "/Msg/@version[more]",
        "/Msg/Head/From", "/Msg/Head/To",
    )  # fmt: skip
    assert read.layout.beside == ("/Msg/@version",)
    assert [c.item for c in read.columns if c.name == "Drug[2]"] == [
        "alcohol_involved", "drugs_involved"
    ]  # fmt: skip
    assert "Diagnosis[more]" in read.ignored


def test_a_file_without_repeats_lacks_nothing(standard: Standard) -> None:
    """Only an element that never stands in a file is said to be missing."""
    read = profile(standard)
    header = ("/Msg/Head/From", "/Msg/Head/To", "@arrived", "//Intent")
    made = plan(read, header, standard, on=read.valid_from)
    assert [note.split()[1] for note in made.notes] == ["Drug", "Drug", "Diagnosis"]


def test_unknown_elements_are_called_by_their_paths(standard: Standard) -> None:
    """However long a path is; one that holds numbers is called by its place."""
    read = profile(standard)
    known = ("/Msg/Head/From", "/Msg/Head/To", "@arrived")
    long = "EmergencyCareAttendanceActivityCharacteristics/SomeVeryLongName_SnomedCt/@code"
    with pytest.raises(TiigError) as caught:
        plan(read, (*known, long, "A9434765919"), standard, on=read.valid_from)
    assert caught.value.kind is COLUMN_UNKNOWN
    assert caught.value.facts["columns"] == f"{long}, number 5"


FAULTS = [
    ("file.record: is missing", [('record = "Msg/Rec"\n', "")]),
    ("file.record: is a path", [('"Msg/Rec"', '"Msg Rec"')]),
    ("file.record: is a path", [('"Msg/Rec"', '"Msg/@rec"')]),
    ("file.record: is for", [('format = "xml"', 'format = "csv"')]),
    ("file.encoding", [('record = "Msg/Rec"', 'record = "Msg/Rec"\nencoding = "utf-8"')]),
    ("file.delimiter", [('record = "Msg/Rec"', 'record = "Msg/Rec"\ndelimiter = ";"')]),
    ("file.header_row", [('record = "Msg/Rec"', 'record = "Msg/Rec"\nheader_row = 2')]),
    ("period.start", [('"/Msg/Head/From"', '"cell:B1"')]),
    ("columns[Arr Date].name", [('"@arrived"', '"Arr Date"')]),
    ("columns[Drug[1]].name", [('name = "Drug"', 'name = "Drug[1]"')]),
    ("columns[Drug/*].name", [('name = "Drug"', 'name = "Drug/*"')]),
    ("ignored", [('"Notes/*"', '"Notes *"')]),
    ("columns[Drug].repeats", [("repeats = 3", "repeats = 0")]),
    ("columns[Drug].repeats", [("repeats = 3", "repeats = true")]),
    ("columns[Drug].repeats", [("repeats = 3", 'repeats = "all"')]),
    ("columns[Drug].repeats", [("repeats = 3", 'repeats = 3\ndescription = "Words"')]),
    ("columns[@arrived].item", [('formats = ["%Y-%m-%d"]', 'formats = ["%Y-%m-%d"]\nrepeats = 2')]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "changes"), FAULTS, ids=[f"{n} {f[0]}" for n, f in enumerate(FAULTS)]
)
def test_a_fault_is_named_by_its_key(
    standard: Standard, key: str, changes: list[tuple[str, str]]
) -> None:
    """What a profile of XML may not say, and where it says it."""
    with pytest.raises(TiigError) as caught:
        profile(standard, *changes)
    assert caught.value.kind is PROFILE_INVALID
    assert key in caught.value.sentence


def test_repeats_are_for_xml(standard: Standard) -> None:
    """A column of text stands once in a row."""
    text = PROFILE.replace('format = "xml"\nrecord = "Msg/Rec"', 'format = "csv"')
    for repeats in ("repeats = 3", 'repeats = "first"'):
        alone = text.replace("repeats = 3\n", "").replace('repeats = "first"\n', f"{repeats}\n")
        with pytest.raises(TiigError) as caught:
            read_profile(alone, standard)
        assert "columns[Diagnosis].repeats: is for XML" in caught.value.sentence


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_a_profile(standard: Standard, name: str) -> None:
    """Each can be added as it is; no name of a patient's identity stands among its columns."""
    facts = Facts(
        "elm", 'Elm "Trust"', "XQ1", date(2026, 6, 1), [("XQ101", "Elm \\ General")],
        RECORDS.get(name, "//Attendance"),
    )  # fmt: skip
    read = read_profile(filled(name, facts), standard)
    assert read.name == 'Elm "Trust"'
    assert read.sites[0].name == "Elm \\ General"
    names = {column.name.removeprefix("//") for column in read.columns}
    assert not names & {"NHSNumber", "PersonBirthDate", "PostcodeOfUsualAddress"}
    assert {"arrival_at", "site", "injury_intent", "diagnosis"} <= {c.item for c in read.columns}


def test_names_of_version_4_are_those_of_the_standard(standard: Standard) -> None:
    """The template feeds an item from the element that the standard says it is."""
    facts = Facts("elm", "Elm", "XQ1", date(2026, 6, 1), [("XQ101", "Elm")], "//Attendance")
    read = read_profile(filled("ecds-cds-v4", facts), standard)
    for column in read.columns:
        assert column.item is not None
        element = column.name.removeprefix("//").partition("[")[0]
        assert standard.items[column.item].ecds == element
