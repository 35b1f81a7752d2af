"""A hospital prepares, TIIG opens: every row has its place, and every figure is as if sent raw."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from python_calamine import CalamineWorkbook
from tests.journey.hospitals import (
    ANALYST,
    EXTRA,
    HEADER,
    LAYOUTS,
    Elm,
    hospital,
    house_of,
    row,
    stored,
)

from tiig.cli.app import run
from tiig.desk import code_asked
from tiig.journeys.codes import CodesAsked, list_codes
from tiig.journeys.prepare import COPY, FOR_THE_HOSPITAL
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.code_errors import CODE_UNKNOWN
from tiig.model.errors import BAD_ARGUMENT, Family, TiigError
from tiig.model.prepared import HospitalCounts
from tiig.model.submission import SubmissionState
from tiig.publish import prepared_lines
from tiig.standard import Standard
from tiig.testing import agree, in_memory_services
from tiig.testing.agreements import sender_text
from tiig.wiring import make_workspace


@pytest.fixture
def elm(tmp_path: Path, standard: Standard, elm_profile: str) -> Elm:
    """A hospital with numbers of patients, NHS numbers that are dropped, and free text."""
    return Elm.at(tmp_path, standard, elm_profile + EXTRA)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_store_holds_the_same(
    name: str, tmp_path: Path, standard: Standard, record_property: Callable[[str, object], None]
) -> None:
    """`submit FILE` and `prepare` with `submit PACKAGE` store equal rows and equal measures."""
    here = hospital(name, tmp_path, standard)
    raw = house_of(name, standard)
    sent = here.send(here.path, raw)

    prepared = here.prepare(pseudonym_key=str(tmp_path / "key"))
    taken = here.send(tmp_path / "out" / prepared.package)

    assert sent.state is taken.state is SubmissionState.IN_FORCE
    assert taken.receipt.tally.stored == sent.receipt.tally.stored
    assert_frame_equal(stored(raw), stored(here.house))
    record_property("rows compared", taken.receipt.tally.stored)
    assert raw.catalogue.measures(sent.submission) == here.house.catalogue.measures(
        taken.submission
    )


def test_one_row_is_told_as_one(elm: Elm) -> None:
    """Of what is ready to send."""
    one, two = elm.prepare(row("N1")), elm.prepare(row("N1"), row("N2"), into="two")

    assert next(prepared_lines(one)).endswith("(1 row).")
    assert next(prepared_lines(two)).endswith("(2 rows).")


def test_every_row_has_its_place(elm: Elm) -> None:
    """Read at the hospital = stored + set aside + opted out + ignored, over the whole chain."""
    (elm.folder / "out.txt").write_text("nhs_number,name\n943 476 5919,x\np-4,y\n", "utf-8")
    rows = [
        row("N1", "P1"), row("N2", "P2", "9434765919"), row("N3", "P3", Arrived="2026-05-01 10:00"),
        row("N4", " p-4 "), ",,,,,,,,,", *(row(f"M{n}", f"Q{n}") for n in range(60)),
    ]  # fmt: skip

    prepared = elm.prepare(*rows, opt_outs=str(elm.folder / "out.txt"), pseudonym_key=elm.key)
    taken = elm.send()

    assert prepared.counts == HospitalCounts(read=65, kept=61, opted_out=2, set_aside=1, ignored=1)
    assert taken.receipt.before == prepared.counts
    tally = taken.receipt.tally
    assert (tally.read, tally.stored, tally.set_aside, tally.ignored) == (61, 61, 0, 0)
    counts = prepared.counts
    assert counts.read == tally.stored + counts.set_aside + counts.opted_out + counts.ignored


def test_nothing_that_identifies_leaves(elm: Elm) -> None:
    """Numbers, names and postcodes stand in the hospital's copy and nowhere else."""
    canaries = ("CANARY1", "QX77", "9434765919", "Mr Quill", "M11 1AA")
    place = "outside Club Zero with Mr Quill of M11 1AA"
    rows = [row("CANARY1", "QX77", "9434765919", Place=place)]
    rows += [row(f"N{n}", Place="Club Zero") for n in range(80)]

    prepared = elm.prepare(*rows, pseudonym_key=elm.key)

    package = elm.opened()
    report = (elm.folder / "out" / "report.html").read_text("utf-8")
    told = "\n".join([package.content.decode(), package.manifest.to_json(), report, repr(prepared)])
    assert [word for word in canaries if word.lower() in told.lower()] == []
    assert "outside Club Zero with [removed]" in package.content.decode()
    copy = elm.folder / "out" / FOR_THE_HOSPITAL / COPY
    cells = CalamineWorkbook.from_path(copy).get_sheet_by_index(1).to_python()
    assert [word for word in canaries if word not in str(cells[1])] == []
    assert cells[1][:2] == ["2", "sent"]


def test_months_link_under_the_hospitals_key_alone(elm: Elm) -> None:
    """With the key a person of two months is one; without it no person travels at all."""
    elm.prepare(row("N1", "P1"), into="june", pseudonym_key=elm.key)
    elm.prepare(
        row("N9", "p 1", Arrived="2026-07-03 10:00"), row("N8", "P2", Arrived="2026-07-03 10:00"),
        into="july", period="2026-07", pseudonym_key=elm.key,
    )  # fmt: skip
    elm.prepare(row("N9", "P1", Arrived="2026-08-03 10:00"), into="august", period="2026-08")
    for month, number in (("june", "06"), ("july", "07"), ("august", "08")):
        assert elm.send(f"elm-2026-{number}.age", out=month).state is SubmissionState.IN_FORCE

    table = elm.house.lake.table(elm.house.catalogue.pairs())
    persons = table["person_id"].to_list()

    assert persons[0] in persons[1:3]
    assert len({*persons[:3]}) == 2
    assert persons[3] is None
    assert table["attendance_linkable"].to_list() == [True] * 4


def test_an_attendance_counts_once_without_a_key(elm: Elm) -> None:
    """Numbers link within the package, so that a repeated attendance is no second one."""
    elm.prepare(row("N1"), row("N1", Age="35"), *(row(f"N{number}") for number in range(2, 14)))
    elm.send()

    table = elm.house.lake.table(elm.house.catalogue.pairs())

    assert table["counted"].to_list() == [False, *[True] * 13]


def test_the_same_package_twice_changes_nothing(elm: Elm) -> None:
    """A package sent again is known; prepared again and sent, it replaces itself."""
    elm.prepare(row("N1"), pseudonym_key=elm.key)
    first = elm.send()

    again = elm.send()
    elm.prepare(row("N1"), into="out2", pseudonym_key=elm.key)
    anew = elm.send(out="out2")

    assert (again.repeated, again.submission) == (True, first.submission)
    assert (anew.repeated, anew.state) == (False, SubmissionState.IN_FORCE)
    assert elm.house.lake.table(elm.house.catalogue.pairs()).height == 1


def test_what_was_set_aside_at_the_hospital_is_judged_too(elm: Elm) -> None:
    """A file of which the hospital set aside more than 2 % is held, as if it were sent raw."""
    strange = [row(f"S{n}", Arrived="2026-05-01 10:00") for n in range(5)]
    prepared = elm.prepare(*(row(f"N{n}") for n in range(50)), *strange)

    taken = elm.send()

    assert prepared.receipt.reasons == taken.receipt.reasons
    assert taken.state is SubmissionState.HELD
    assert "5 of 55 rows" in taken.receipt.reasons[0]


FIRST = "package that it prepared: columns and findings are not compared."


def test_a_package_is_held_against_packages(elm: Elm) -> None:
    """Changes are told against what came in the same layout; rows are compared either way."""
    raw = elm.folder / "raw.csv"
    lines = [HEADER, *(row(f"R{n}", Arrived="2026-04-03 21:15") for n in range(30))]
    raw.write_text("\n".join(lines) + "\n", encoding="utf-8")
    request = SubmitRequest(str(raw), "elm", "2026-04")
    submit(request, asker=ANALYST, services=elm.house, progress=Silent())
    may = {"Arrived": "2026-05-03 21:15"}
    elm.prepare(
        *(row(f"M{n}", **may) for n in range(10)),
        into="may", period="2026-05", pseudonym_key=elm.key,
    )  # fmt: skip
    first = elm.send("elm-2026-05.age", out="may")
    elm.prepare(*(row(f"N{n}") for n in range(10)), pseudonym_key=elm.key)
    second = elm.send()

    assert first.receipt.changes == (f"This is the sender's first {FIRST}",)
    assert [one.sentence for one in first.receipt.drift] == [
        "XQ101 has 10 rows in 2026-05; 31 would be usual."
    ]
    assert second.receipt.changes == ("Nothing stands out against the last file.",)


def test_the_commands_speak_the_same(
    tmp_path: Path, standard: Standard, elm_profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Key, package and receipt pass between two command lines; faults have their exit codes."""
    house, out = str(make_workspace(tmp_path / "house")), tmp_path / "out"
    profile, key = tmp_path / "profile.toml", tmp_path / "tiig.key"
    profile.write_text(elm_profile + EXTRA, encoding="utf-8")
    file = tmp_path / "june.csv"
    file.write_text("\n".join([HEADER, row("N1"), row("N2")]) + "\n", encoding="utf-8")
    agreement = tmp_path / "agreement.toml"
    agreement.write_text(sender_text("elm", standard), encoding="utf-8")
    told = ["prepare", str(file), "--profile", str(profile), "--for", str(key), "-o", str(out)]
    told += ["--agreement", str(agreement)]

    assert run(["sender", "add", str(profile), "--workspace", house]) == 0
    assert run(["agreement", "add", str(agreement), "--workspace", house]) == 0
    assert run(["receiving-key", "show", "-o", str(key), "--workspace", house]) == 0
    words = re.findall(r"by telephone: (.*)", capsys.readouterr().out)[-1]
    assert run([*told, "--month", "2026-06"]) == 0
    assert words in capsys.readouterr().out
    assert run([*told, "--month", "2026-06"]) == int(Family.USAGE)
    capsys.readouterr()
    package = str(out / "elm-2026-06.age")
    assert run(["submit", package, "--sender", "elm", "--workspace", house]) == 0
    assert "At the hospital 2 rows were read = sent 2" in capsys.readouterr().out
    assert run(["submit", package, "--sender", "elm", "--workspace", house]) == 0
    assert run(["sender", "check", package, "--sender", "oak", "--workspace", house]) == 10


def test_only_what_is_agreed_leaves(elm: Elm, standard: Standard) -> None:
    """An item that the agreement does not hold is not in the package; its kind is told."""
    text = sender_text("elm", standard)
    unwanted = ('item = "age"', 'item = "person_number"')
    tables = text.split("\n\n")
    fewer = "\n\n".join(one for one in tables if not any(word in one for word in unwanted))
    (elm.folder / "agreement.toml").write_text(fewer, encoding="utf-8")

    (elm.folder / "out.txt").write_text("P2\n", encoding="utf-8")

    prepared = elm.prepare(
        row("N1", "P1"), row("N2", "P2"),
        agreement=str(elm.folder / "agreement.toml"), opt_outs=str(elm.folder / "out.txt"),
    )  # fmt: skip

    assert {"age", "person_number"} & set(elm.opened().manifest.columns) == set()
    assert {note.item for note in prepared.receipt.dropped} == {"age", "person_number"}
    assert dict(prepared.columns)["Age"] == "not sent"
    assert prepared.counts.opted_out == 1


PIECES = st.sampled_from(
    ["Mr Quill", "M11 1AA", "0161 496 0000", "born 3/4/1990", "n/a", "not known", "none", "nan",
     "outside Club Zero", "O'Hara's & Sons", "[removed]", "x@y.example", "9434765919", "12/06/2026"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=3).map(" ".join)


@given(texts=st.lists(TEXTS, min_size=1, max_size=12))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_place_texts_are_the_same_phrases(
    tmp_path: Path, standard: Standard, elm_profile: str, texts: list[str]
) -> None:
    """What is scrubbed and spelled at the hospital is scrubbed and spelled: once is enough."""
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    elm = Elm.at(folder, standard, elm_profile + EXTRA)
    quoted = ['"' + re.sub(r'[\x00-\x1f\x7f-\x9f\u2028\u2029"]', " ", text) + '"' for text in texts]
    filling = [f"bar {n}" for n in range(50 * len(texts))]  # so that few texts hold an identifier
    lines = [row(f"N{n}", Place=text) for n, text in enumerate([*quoted, *filling])]
    raw = in_memory_services(standard)
    add_sender(elm_profile + EXTRA, asker=ANALYST, services=raw, progress=Silent())
    agree(raw)

    elm.prepare(*lines)
    taken = elm.send()
    request = SubmitRequest(str(folder / "extract.csv"), "elm", "2026-06")
    sent = submit(request, asker=ANALYST, services=raw, progress=Silent())

    assert (taken.state, taken.error) == (sent.state, sent.error)
    assert_frame_equal(stored(raw), stored(elm.house))


def test_what_only_the_hospital_knows_is_no_question(elm: Elm) -> None:
    """An unexplained value arrives as a word for all of them: nobody may say what that means."""
    elm.prepare(*(row(f"N{n}", Weapon="Trebuchet") for n in range(6)))
    elm.send()

    asked = list_codes(CodesAsked(), asker=ANALYST, services=elm.house, progress=Silent())

    assert (asked.questions, [one.item for one in asked.unlisted]) == ((), ["injury_mechanism"])
    with pytest.raises(TiigError) as fault:
        code_asked("elm", "injury_mechanism", "unmapped", elm.house)
    assert fault.value.kind is CODE_UNKNOWN
    package, profile = elm.folder / "out" / "elm-2026-06.age", elm.folder / "profile.toml"
    with pytest.raises(TiigError) as fault:
        submit(
            SubmitRequest(str(package), "", rehearsal=True, profile=profile.read_text("utf-8")),
            asker=ANALYST, services=elm.house, progress=Silent(),
        )  # fmt: skip
    assert fault.value.kind is BAD_ARGUMENT
