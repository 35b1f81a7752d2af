"""Dates of birth become ages and postcodes areas: only where the sender's agreement says so."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.area_files import LSOAS, write_files
from tests.journey.agreed import ASKER, Elm, Line, elm_terms, refused

from tiig.cli.app import run
from tiig.intake.hospital import AtHospital
from tiig.journeys.check_agreement import CheckRequest, check_agreement
from tiig.journeys.count import CountRequest, count
from tiig.journeys.import_geography import GeographyRequest, import_geography
from tiig.journeys.prepare import PrepareRequest, prepare
from tiig.journeys.receiving_key import receiving_key
from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.errors import Family
from tiig.model.states import ItemState
from tiig.model.submission import SubmissionState
from tiig.publish.receipt_page import receipt_html
from tiig.services import Services
from tiig.standard import Standard
from tiig.testing import in_memory_services
from tiig.testing.agreements import sender_text
from tiig.wiring import make_workspace

BORN, POSTCODE = "17/03/1987", "ZZ1 4AA"
COLUMNS = """
[[columns]]
name = "Born"
item = "date_of_birth"
formats = ["%d/%m/%Y"]
treatment = "age"
[[columns]]
name = "PC"
item = "residence_postcode"
treatment = "lsoa"
"""
LOOKUPS = ("lsoa_lookup.csv", "lsoa11_lsoa21.csv", "postcodes_2022.csv")
BIRTH_TERM = """
[[items]]
item = "date_of_birth"
[[treatment]]
item = "date_of_birth"
basis = "The extract holds no age"
treatment = "age"
"""


def profile_of(text: str, *, without_age: bool = True) -> str:
    """Return Elm's profile with the two identifying columns, and without the age if need be."""
    age = '[[columns]]\nname = "Age"\nitem = "age"\n'
    assert age in text
    return (text.replace(age, "") if without_age else text) + COLUMNS


def terms(standard: Standard, **details: str) -> str:
    """Return an agreement that names both items, their basis and what they become."""
    text = elm_terms(standard, **details)
    district = 'treatment = "district"'
    assert district in text
    return text.replace(district, 'treatment = "lsoa"') + BIRTH_TERM


def with_areas(services: Services, folder: Path) -> Services:
    """Import the invented town with its postcodes, and use it."""
    files = [path for path in write_files(folder) if path.name in LOOKUPS]
    request = GeographyRequest(
        tuple(map(str, files)), name="town", vintage="2021", licence="OGL-3.0"
    )
    import_geography(request, asker=ASKER, services=services, progress=Silent())
    return replace(services, choices=replace(services.choices, geography="town"))


@pytest.fixture
def rows(elm_header: str, elm_line: Line) -> tuple[str, Callable[..., str]]:
    """The header with the two columns instead of the age, and what writes a row."""

    def line(number: str, born: str = BORN, postcode: str = POSTCODE, **cells: str) -> str:
        cells_of = dict(
            zip(elm_header.split(","), elm_line(number, **cells).split(","), strict=True)
        )
        del cells_of["Age"]
        return ",".join([*cells_of.values(), born, postcode])

    return elm_header.replace(",Age", "") + ",Born,PC", line


@pytest.fixture
def elm(tmp_path: Path, standard: Standard, elm_profile: str) -> Elm:
    """Elm's house with areas and postcodes, and no agreement."""
    (tmp_path / "areas").mkdir()
    services = with_areas(in_memory_services(standard), tmp_path / "areas")
    return Elm(services, tmp_path, profile_of(elm_profile))


Rows = tuple[str, Callable[..., str]]


def test_with_the_agreement_ages_and_areas_are_kept(elm: Elm, rows: Rows) -> None:
    """Completed years at arrival, the LSOA of the lookup; neither item passes, each is told of."""
    header, line = rows
    elm.add(terms(elm.services.standard))
    sent = elm.send(
        line("1"),
        line("2", "03/06/2008", "zz14aa"),
        line("3", "04/06/2008", "LS1 4AP"),
        line("4", "04/06/2026", "ZZ1 9AA"),
        line("5", "31/02/1980", "12 High Street"),
        line("6", "not known", ""),
        line("7", "", "ZZ99 3VZ"),
        line("8", "03/06/1905", "not known"),
        header=header,
    )
    stored = elm.stored()
    known, unreadable = int(ItemState.NOT_KNOWN), int(ItemState.UNREADABLE)

    assert sent.state is SubmissionState.IN_FORCE
    assert stored["age"] == [39, 18, 17, None, None, None, None, None]
    assert stored["age__state"] == [
        0, 0, 0, unreadable, unreadable, known, int(ItemState.BLANK), unreadable,
    ]  # fmt: skip
    assert stored["residence_lsoa"] == [LSOAS[3], LSOAS[3], *[None] * 6]
    assert stored["residence_lsoa__state"] == [
        0, 0, known, known, unreadable, int(ItemState.BLANK), known, known,
    ]  # fmt: skip
    assert set(stored["residence_district__state"]) == {int(ItemState.NOT_IN_LAYOUT)}
    assert not stored.keys() & {"date_of_birth", "residence_postcode"}
    assert stored["age_band"][:3] == ["35-39", "15-19", "15-19"]
    born, postcode = sent.receipt.converted
    assert (born.column, born.count) == ("Born", 3)
    assert born.sentence == (
        "3 read: 3 became the age at arrival. Agreement elm-agreement@1: The extract holds no age"
    )
    assert (
        "6 read: 2 became the area of residence (LSOA), 4 tell none, by town 2021, version 1"
        in (postcode.sentence)
    )
    assert "What identifying values became" in receipt_html(sent.receipt)


def test_which_lookup_put_an_area_there_is_lineage(elm: Elm, rows: Rows) -> None:
    """The receipt, the derivation and the manifest of every figure name the lookup."""
    header, line = rows
    elm.add(terms(elm.services.standard))
    sent = elm.send(line("1"), header=header)
    (pair,) = elm.services.catalogue.pairs()
    derivation = elm.services.catalogue.derivation(pair.derivation)
    asked = CountRequest(by=("residence_la",), preset="internal")
    asker = replace(ASKER, purpose="to test")
    count(asked, asker=asker, services=elm.services, progress=Silent())
    (release,) = (one for one in elm.services.catalogue.releases() if one.preset == "internal")
    body = json.loads(elm.services.catalogue.manifest(release.manifest) or "{}")

    assert sent.receipt.lookup == "town 2021, version 1"
    assert derivation is not None
    assert derivation.lookup == "town 2021, version 1"
    assert body["derivations"][pair.derivation]["lookup"] == "town 2021, version 1"


def test_a_new_lookup_reads_the_same_file_anew(elm: Elm, rows: Rows, tmp_path: Path) -> None:
    """Which lookup is used is part of what a file is; without a change it is known already."""
    header, line = rows
    elm.add(terms(elm.services.standard))
    elm.send(line("1"), header=header)
    assert elm.send(line("1"), header=header).repeated

    later = tmp_path / "later"
    later.mkdir()
    changed = {"postcodes_2022.csv": lambda text: text.replace("ZZ1 4AA", "ZZ1 8AA")}
    files = [one for one in write_files(later, change=changed) if one.name == "postcodes_2022.csv"]
    request = GeographyRequest((str(files[0]),), name="town", licence="OGL-3.0")
    import_geography(request, asker=ASKER, services=elm.services, progress=Silent())
    again = elm.send(line("1"), header=header)

    assert not again.repeated
    assert elm.stored()["residence_lsoa"] == [None]
    assert again.receipt.lookup == "town 2021, version 2"


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        (lambda text: text.replace(BIRTH_TERM, ""), {"Born"}),
        (lambda text: text.replace('"lsoa"', '"district"'), {"PC"}),
        (lambda text: text.replace(BIRTH_TERM, "").replace('"lsoa"', '"district"'), {"Born", "PC"}),
    ],
)
def test_without_the_treatment_the_file_is_an_incident(
    elm: Elm, rows: Rows, change: Callable[[str], str], columns: set[str]
) -> None:
    """As before: nothing is stored, and the sender learns which columns and what is missing."""
    header, line = rows
    elm.add(change(terms(elm.services.standard)))
    sent = elm.send(*(line(str(n)) for n in range(9)), header=header)

    assert sent.state is SubmissionState.REFUSED
    assert {note.column for note in sent.receipt.identifiers} == columns
    assert all("a [[treatment]] with its basis" in one.advice for one in sent.receipt.identifiers)
    assert elm.services.catalogue.pairs() == ()
    assert len(elm.services.catalogue.incidents()) == 1
    assert sent.receipt.converted == ()
    said = sent.receipt.to_json() + receipt_html(sent.receipt)
    assert BORN not in said
    assert POSTCODE not in said


@pytest.mark.parametrize(("detail", "kept"), [("msoa", "E02000002"), ("la", "E08000091")])
def test_finest_details_still_coarsen(elm: Elm, rows: Rows, detail: str, kept: str) -> None:
    """What is made here is kept no finer than the agreement says."""
    header, line = rows
    elm.add(terms(elm.services.standard, residence_lsoa=detail, age="age-band"))
    sent = elm.send(line("1"), header=header)
    stored = elm.stored()

    assert stored["residence_lsoa"] == [kept]
    assert (stored["age"], stored["age_band"]) == ([None], ["35-39"])
    assert f"elm-agreement@1, kept by {detail}" in sent.receipt.converted[1].sentence


@pytest.mark.parametrize("rehearsal", [True, False])
def test_without_postcodes_nothing_is_taken_in(elm: Elm, rows: Rows, *, rehearsal: bool) -> None:
    """Where the areas in use hold no postcodes, the file is not even sealed."""
    header, line = rows
    elm.add(terms(elm.services.standard))
    elm.services = replace(elm.services, choices=replace(elm.services.choices, geography=None))
    error = refused(lambda: elm.send(line("1"), header=header, rehearsal=rehearsal))

    assert error.kind.id == "postcodes-missing"
    assert "schematic-1" in error.sentence
    assert elm.services.catalogue.submissions() == ()
    assert elm.services.vault.on_disk() == frozenset()


def test_an_age_that_was_sent_stands(
    tmp_path: Path, standard: Standard, elm_profile: str, elm_header: str, elm_line: Line
) -> None:
    """A birthday fills an age that is open, and one that disagrees is a finding."""
    (tmp_path / "areas").mkdir()
    services = with_areas(in_memory_services(standard), tmp_path / "areas")
    elm = Elm(services, tmp_path, profile_of(elm_profile, without_age=False))
    elm.add(terms(standard))
    ages = ["39", "", "203", "40"]
    told = [f"{elm_line(str(n), Age=age)},{BORN},{POSTCODE}" for n, age in enumerate(ages)]

    sent = elm.send(*told, header=f"{elm_header},Born,PC")
    findings = {note.rule: note.rows for note in sent.receipt.findings}

    assert elm.stored()["age"] == [39, 39, 39, 40]
    assert findings["age_agrees_with_birth"] == "5"
    assert findings["age-in-range"] == "4"
    assert "age-given" not in findings
    assert "4 read: 2 became the age at arrival, beside 2 one was sent, which stands" in (
        sent.receipt.converted[0].sentence
    )


def _at_the_hospital(elm: Elm, folder: Path, postcodes: str | None) -> PrepareRequest:
    """Lay out what a hospital has beside its file, and ask for a package of it."""
    (folder / "profile.toml").write_text(
        elm.services.catalogue.profiles("elm")[-1].text, encoding="utf-8"
    )
    (folder / "agreement.toml").write_text(  # it names what leaves, not what stays
        sender_text("elm", elm.services.standard), encoding="utf-8"
    )
    key = receiving_key(asker=ASKER, services=elm.services, progress=Silent())
    (folder / "key").write_text(key.file, encoding="utf-8")
    return PrepareRequest(
        path=str(folder / "june.csv"),
        profile=str(folder / "profile.toml"),
        recipient=str(folder / "key"),
        folder=str(folder / "out"),
        period="2026-06",
        agreement=str(folder / "agreement.toml"),
        postcodes=postcodes,
    )


@pytest.mark.parametrize("given", [True, False])
def test_at_the_hospital_the_same_comes_out(
    elm: Elm, rows: Rows, tmp_path: Path, *, given: bool
) -> None:
    """A prepared file holds ages and areas, and TIIG keeps the same as from the file itself."""
    header, line = rows
    elm.add(terms(elm.services.standard))
    told = [line("1"), line("2", "03/06/2008", "LS1 4AP"), line("3", "04/06/2027", "")]
    elm.send(*told, header=header)
    kept = ("age", "age__state", "residence_lsoa", "residence_lsoa__state")
    stored = elm.stored()
    direct = {name: stored[name] for name in kept}
    lookup = tmp_path / "national.csv"
    lookup.write_text(f"pcds,doterm,lsoa21cd\nZZ1 4AA,,{LSOAS[3]}\n", encoding="utf-8")
    request = _at_the_hospital(elm, tmp_path, str(lookup) if given else None)
    tools = AtHospital(elm.services.standard, elm.services.clock, "test")

    def made() -> object:
        return prepare(request, asker=ASKER, services=tools, progress=Silent())

    if not given:
        assert refused(made).kind.id == "postcodes-needed"
        assert not (tmp_path / "out").exists()
        return
    good = lookup.read_text(encoding="utf-8")
    lookup.write_text("a,b\n1,2\n", encoding="utf-8")
    fault = refused(made)  # nothing is ever imported at a hospital, and nothing is said of it
    assert (fault.kind.id[:5], fault.advice[-17:]) == ("area-", "Nothing was done.")
    assert not (tmp_path / "out").exists()
    lookup.write_text(good, encoding="utf-8")
    made()
    package = tmp_path / "out" / "elm-2026-06.age"
    asked = SubmitRequest(str(package), "elm", confirm=True)
    sent = submit(asked, asker=ASKER, services=elm.services, progress=Silent())

    prepared = elm.stored()
    assert {name: prepared[name] for name in kept} == direct
    assert sent.receipt.lookup.startswith("the hospital's lookup to LSOAs of 2021 (SHA-256 ")
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "turned into the age at arrival, in completed years" in report
    assert "turned into the area of residence (LSOA)" in report
    assert BORN not in report


def test_the_check_says_what_would_be_converted_or_is_missing(elm: Elm) -> None:
    """Both verbs tell what becomes of an item, by which lookup and basis, or what it lacks."""

    def reasons() -> dict[str, tuple[bool, str]]:
        checked = check_agreement(
            CheckRequest(sender="elm"), asker=ASKER, services=elm.services, progress=Silent()
        )
        return {one.about: (one.allowed, one.why) for one in checked.reasons}

    elm.add(terms(elm.services.standard))
    told = reasons()
    assert told["date_of_birth"] == (
        True, "Date of birth: becomes age at once: The extract holds no age",
    )  # fmt: skip
    assert "by the postcodes of town 2021, version 1" in told["residence_postcode"][1]

    chosen = elm.services
    elm.services = replace(chosen, choices=replace(chosen.choices, geography=None))
    allowed, why = reasons()["residence_postcode"]
    assert not allowed
    assert why.endswith("the areas in use (schematic-1) hold no postcodes: import them")

    elm.services = chosen
    second = terms(elm.services.standard).replace("version = 1", "version = 2")
    elm.add(second.replace(BIRTH_TERM, "").replace('"lsoa"', '"district"'))
    told = reasons()
    assert told["date_of_birth"][0] is False
    assert "no [[treatment]] says what it becomes" in told["date_of_birth"][1]
    assert "the sender profile says lsoa" in told["residence_postcode"][1]


def test_what_an_item_becomes_must_be_agreed_too(elm: Elm) -> None:
    """A treatment that leads to an item outside the agreement is refused when it is entered."""
    for item, becomes in (("date_of_birth", "age"), ("residence_postcode", "residence_lsoa")):
        text = terms(elm.services.standard).replace(f'[[items]]\nitem = "{becomes}"\n', "")
        error = refused(partial(elm.add, text))
        assert f"treatment[{item}]: it becomes {becomes}" in error.sentence


@pytest.fixture
def place(
    tmp_path: Path, elm_profile: str, standard: Standard, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A workspace on the disk with Elm's terms and the areas, and a temporary folder of its own."""
    for name in ("tmp", "in", "areas", "out"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    root = make_workspace(tmp_path / "workspace")
    (tmp_path / "elm.toml").write_text(profile_of(elm_profile), encoding="utf-8")
    (tmp_path / "terms.toml").write_text(terms(standard), encoding="utf-8")
    files = [str(one) for one in write_files(tmp_path / "areas") if one.name in LOOKUPS]
    house = ["--workspace", str(root)]
    how = ["--name", "town", "--vintage", "2021", "--licence", "OGL-3.0"]
    settings = root / "tiig.toml"
    for words in (
        ["geography", "import", *files, *how],
        ["sender", "add", str(tmp_path / "elm.toml")],
        ["agreement", "add", str(tmp_path / "terms.toml")],
    ):
        assert run([*words, *house]) == 0
    settings.write_text('geography = "town"\n' + settings.read_text("utf-8"), "utf-8")
    yield tmp_path
    monkeypatch.setattr(tempfile, "tempdir", None)


CANARIES = ("23/07/1961", "1961-07-23", "23071961", "19610723", "ZZ1 5AA", "ZZ15AA", "zz1 5aa")
STAGES = ("translate.translate", "validate.judge", "deidentify.strip", "derive.derive")


def left_in(place: Path) -> list[str]:
    """Return where a canary lies, but for the files that were sent and the public lookup."""
    wanted = {text.encode(code): text for text in CANARIES for code in ("utf-8", "utf-16-le")}
    return [
        f"{text} in {path.name}"
        for folder in (place / "workspace", place / "tmp", place / "out")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "areas"
        for spelled, text in wanted.items()
        if spelled in path.read_bytes()
    ]


@pytest.mark.parametrize("failing", [None, *STAGES])
def test_nothing_of_them_is_on_the_disk_afterwards(
    place: Path,
    rows: Rows,
    failing: str | None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not in the store, logs, receipts or temporary files; not after a stage failed with them."""
    header, line = rows
    told = [line(str(n), CANARIES[0], "ZZ1 5AA") for n in range(8)]
    path = place / "in" / "june.csv"
    path.write_text("\n".join([header, *told]) + "\n", encoding="utf-8")
    if failing is not None:

        def fail(*_: object, **__: object) -> None:
            message = f"could not read {' '.join(CANARIES)}"
            raise ValueError(message)

        monkeypatch.setattr(f"tiig.{failing}", fail)
    words = ["--sender", "elm", "--month", "2026-06", "--workspace", str(place / "workspace")]
    wanted = 0 if failing is None else int(Family.OUR_FAULT)

    assert run(["sender", "check", str(path), *words]) == wanted
    assert run(["submit", str(path), *words, "--receipt", str(place / "out")]) == wanted
    out, err = capsys.readouterr()

    assert [text for text in CANARIES if text in out + err] == []
    assert left_in(place) == []
    if failing is None:
        assert "Converted: Born: 8 read: 8 became the age at arrival" in out
        with sqlite3.connect(place / "workspace" / "catalogue.db") as catalogue:
            lookups = catalogue.execute("SELECT lookup FROM derivations").fetchall()
        assert lookups == [("town 2021, version 1",)]
