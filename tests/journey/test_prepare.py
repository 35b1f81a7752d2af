"""A hospital prepares, TIIG opens: every row has its place, and every figure is as if sent raw."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from python_calamine import CalamineWorkbook

from tiig import synthesis
from tiig.cli.app import run
from tiig.handover import Package, open_package
from tiig.intake.hospital import AtHospital
from tiig.journeys.prepare import COPY, FOR_THE_HOSPITAL, PrepareRequest, prepare
from tiig.journeys.receiving_key import receiving_key
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitAnswer, SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.agreement_errors import AGREEMENT_INVALID, AGREEMENT_NOT_IN_FORCE
from tiig.model.asker import Asker
from tiig.model.errors import (
    FILE_MISSING,
    IDENTIFIER_FOUND,
    WRONG_MONTH,
    Family,
    Kind,
    TiigError,
    Where,
)
from tiig.model.handover_errors import (
    FOLDER_NOT_EMPTY,
    NOTHING_TO_SEND,
    OPT_OUTS_UNREADABLE,
    OPT_OUTS_USELESS,
    PACKAGE_DAMAGED,
    PACKAGE_MONTH,
    PACKAGE_OTHER_KEY,
    PACKAGE_PROFILE,
    PACKAGE_SENDER,
    PSEUDONYM_KEY_UNREADABLE,
    RECIPIENT_UNREADABLE,
)
from tiig.model.months import Month
from tiig.model.prepared import HospitalCounts
from tiig.model.prepared_report import Prepared
from tiig.model.submission import SubmissionState
from tiig.services import Services
from tiig.standard import Standard
from tiig.testing import agree, in_memory_services
from tiig.testing.agreements import sender_text
from tiig.wiring import make_workspace

ANALYST = Asker.local("analyst", purpose="testing")
LAYOUTS: dict[str, tuple[str, str | None, Callable[[pl.DataFrame, Path], None]]] = {
    "aldermoor": ("XP101", "2026-06", synthesis.write_aldermoor),
    "brackenfield": ("XP201", "2026-06", synthesis.write_brackenfield),
    "calderwick": ("XP301", None, synthesis.write_calderwick),
    "dunmere": ("XP401", "2026-06", synthesis.write_dunmere),
}


@dataclass
class Hospital:
    """One sender's file, the hospital that prepares it, and two houses that take it in."""

    name: str
    month: str | None
    path: Path
    folder: Path
    house: Services
    tools: AtHospital

    def prepare(self, folder: str = "out", **given: str) -> Prepared:
        """Prepare the file for the house."""
        told = {
            "path": str(self.path), "profile": str(self.folder / "profile.toml"),
            "recipient": str(self.folder / "tiig.age-key"), "folder": str(self.folder / folder),
        } | given  # fmt: skip
        request = PrepareRequest(**told, period=self.month)
        return prepare(request, asker=ANALYST, services=self.tools, progress=Silent())

    def send(self, path: Path, services: Services | None = None) -> SubmitAnswer:
        """Submit a file or a package."""
        raw = self.month if path == self.path else None
        request = SubmitRequest(str(path), self.name, raw)
        used = services or self.house
        return submit(request, asker=ANALYST, services=used, progress=Silent())


def hospital(name: str, folder: Path, standard: Standard, rows: int = 900) -> Hospital:
    """Invent a month of one sender, and give the hospital what TIIG gives it."""
    site, month, write = LAYOUTS[name]
    path = folder / ("extract.xlsx" if name == "calderwick" else "extract.csv")
    write(synthesis.make_month(site, Month(2026, 6), seed=5, attendances=rows), path)
    house = house_of(name, standard)
    key = receiving_key(asker=ANALYST, services=house, progress=Silent())
    (folder / "tiig.age-key").write_text(key.file, encoding="utf-8")
    (folder / "profile.toml").write_text(synthesis.profile_text(name), encoding="utf-8")
    return Hospital(name, month, path, folder, house, AtHospital(standard, house.clock, "test"))


def house_of(name: str, standard: Standard) -> Services:
    """Return a house that knows a sender."""
    services = in_memory_services(standard)
    profile = synthesis.profile_text(name)
    add_sender(profile, asker=ANALYST, services=services, progress=Silent())
    agree(services)
    return services


def stored(services: Services) -> pl.DataFrame:
    """Return the rows in force as every question sees them: of ids, only which are the same."""
    table = services.lake.table(services.catalogue.pairs())
    ids = [name for name in table.columns if name.endswith("_id")]
    first = table.select(
        pl.int_range(pl.len()).min().over(pl.col(name)).alias(name) for name in ids
    )
    local = [name for name in table.columns if name.endswith("__local")]
    known = [table[name].is_not_null().alias(f"{name} given") for name in ids]
    return table.drop(*ids, *local, "row", "row_rank", strict=False).with_columns(*first, *known)


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


@dataclass
class Elm:
    """Elm's hospital and the house that it sends to."""

    folder: Path
    house: Services
    tools: AtHospital

    @classmethod
    def at(cls, folder: Path, standard: Standard, profile: str) -> Elm:
        """Give the hospital what TIIG gives it."""
        house = in_memory_services(standard)
        add_sender(profile, asker=ANALYST, services=house, progress=Silent())
        agree(house)
        key = receiving_key(asker=ANALYST, services=house, progress=Silent())
        (folder / "tiig.age-key").write_text(key.file, encoding="utf-8")
        (folder / "profile.toml").write_text(profile, encoding="utf-8")
        return cls(folder, house, AtHospital(standard, house.clock, "test"))

    def prepare(self, *rows: str, into: str = "out", **given: Any) -> Prepared:  # noqa: ANN401 - fields of a request
        """Write a file of these rows and prepare it."""
        path = self.folder / "extract.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        told = {
            "path": str(path), "profile": str(self.folder / "profile.toml"),
            "recipient": str(self.folder / "tiig.age-key"), "folder": str(self.folder / into),
            "period": "2026-06",
        } | given  # fmt: skip
        request = PrepareRequest(**told)
        return prepare(request, asker=ANALYST, services=self.tools, progress=Silent())

    def send(
        self, name: str = "elm-2026-06.age", *, out: str = "out", **given: str
    ) -> SubmitAnswer:
        """Submit a package."""
        path = self.folder / out / name
        request = SubmitRequest(str(path), given.get("sender", "elm"), given.get("period"))
        return submit(request, asker=ANALYST, services=self.house, progress=Silent())

    def opened(self, name: str = "elm-2026-06.age") -> Package:
        """Open a package as TIIG does."""
        return open_package(self.folder / "out" / name, self.house.keys.unsealed, Where())

    @property
    def key(self) -> str:
        """The path of the hospital's key."""
        return str(self.folder / "hospital.key")


EXTRA = """
[[columns]]
name = "Patient"
item = "person_number"
[[columns]]
name = "NHS"
treatment = "drop"
"""
HEADER = "No,Site,Arrived,Age,Intent,Weapon,Place,Bed,Patient,NHS"


@pytest.fixture
def elm(tmp_path: Path, standard: Standard, elm_profile: str) -> Elm:
    """A hospital with numbers of patients, NHS numbers that are dropped, and free text."""
    return Elm.at(tmp_path, standard, elm_profile + EXTRA)


def row(number: str, patient: str = "", nhs: str = "", **cells: str) -> str:
    """Return one row of Elm's file: an assault at site A in June 2026 unless told otherwise."""
    told = {
        "No": number, "Site": "A", "Arrived": "2026-06-03 21:15", "Age": "34", "Intent": "X",
        "Weapon": "K", "Place": "", "Bed": "4", "Patient": patient, "NHS": nhs,
    } | cells  # fmt: skip
    return ",".join(told[name] for name in HEADER.split(","))


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
    assert "outside club zero" in package.content.decode()
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
    elm.prepare(row("N1"), row("N1", Age="35"))
    elm.send()

    table = elm.house.lake.table(elm.house.catalogue.pairs())

    assert table["counted"].to_list() == [False, True]


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
    words = capsys.readouterr().out.splitlines()[-1].rpartition(": ")[2]
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


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (('sender = "elm"', 'sender = "oak"'), AGREEMENT_INVALID),
        (("end = 20", "end = 19"), AGREEMENT_INVALID),
        (("signed = 20", "signed = 2999-01-01 # 20"), None),
    ],
)
def test_an_agreement_that_does_not_hold_is_refused(
    elm: Elm, standard: Standard, change: tuple[str, str], kind: Kind | None
) -> None:
    """Another sender's, a contradicting or an unsigned agreement lets nothing leave."""
    text = sender_text("elm", standard).replace(*change)
    assert text != sender_text("elm", standard)
    (elm.folder / "agreement.toml").write_text(text, encoding="utf-8")

    with pytest.raises(TiigError) as caught:
        elm.prepare(row("N1"), agreement=str(elm.folder / "agreement.toml"))

    assert caught.value.kind is (kind or AGREEMENT_NOT_IN_FORCE)
    assert not (elm.folder / "out").exists()


REFUSALS: dict[str, tuple[Kind, dict[str, Any]]] = {
    "undeclared identifiers": (IDENTIFIER_FOUND, {"rows": [row("N1", Bed="9434765919")] * 3}),
    "no such months": (WRONG_MONTH, {"period": "2026-01"}),
    "folder in use": (FOLDER_NOT_EMPTY, {"into": "."}),
    "no receiving key": (RECIPIENT_UNREADABLE, {"recipient": "profile.toml"}),
    "no hospital key": (PSEUDONYM_KEY_UNREADABLE, {"pseudonym_key": "profile.toml"}),
    "opt-outs of words": (OPT_OUTS_UNREADABLE, {"opt_outs": "words.txt"}),
    "opt-outs of nothing": (OPT_OUTS_UNREADABLE, {"opt_outs": "nothing.txt"}),
    "all opted out": (NOTHING_TO_SEND, {"opt_outs": "all.txt"}),
    "no file": (FILE_MISSING, {"path": "none.csv"}),
    "no opt-outs": (FILE_MISSING, {"opt_outs": "none.txt"}),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_bad_input_leaves_nothing(elm: Elm, why: str) -> None:
    """Each fault has its sentence, names no value, and nothing is written."""
    kind, given = REFUSALS[why]
    for name, text in {"words": "943\nsome words\n", "nothing": "\n", "all": "P1\n"}.items():
        (elm.folder / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = given.get("rows", [row("N1", "P1")])
    told = {
        name: value if name in {"into", "period"} else str(elm.folder / value)
        for name, value in given.items()
        if name != "rows"
    }
    before = sorted(elm.folder.iterdir())

    with pytest.raises(TiigError) as caught:
        elm.prepare(*rows, **told)

    assert caught.value.kind is kind
    assert "9434765919" not in caught.value.sentence
    assert sorted(elm.folder.iterdir()) == sorted({*before, elm.folder / "extract.csv"})


def test_identifiers_name_their_column(elm: Elm) -> None:
    """The hospital learns which column, never what stands in it."""
    with pytest.raises(TiigError) as caught:
        elm.prepare(*[row(f"N{n}", Bed="9434765919") for n in range(3)])

    assert "Bed" in caught.value.sentence


def test_opt_outs_need_a_column(tmp_path: Path, standard: Standard, elm_profile: str) -> None:
    """Opt-outs that nothing can be compared with are refused, not ignored."""
    elm = Elm.at(tmp_path, standard, elm_profile + '\n[[columns]]\nname = "Patient"\n'
                 'free_text = true\n[[columns]]\nname = "NHS"\nfree_text = true\n')  # fmt: skip
    (tmp_path / "all.txt").write_text("P1\n", encoding="utf-8")

    with pytest.raises(TiigError) as caught:
        elm.prepare(row("N1", "P1"), opt_outs=str(tmp_path / "all.txt"))

    assert caught.value.kind is OPT_OUTS_USELESS


def test_a_package_for_another_house_is_refused(elm: Elm, standard: Standard) -> None:
    """A stranger's package is told apart from a damaged one."""
    elm.prepare(row("N1"))
    elm.house = in_memory_services(standard)
    profile = (elm.folder / "profile.toml").read_text("utf-8")
    add_sender(profile, asker=ANALYST, services=elm.house, progress=Silent())
    agree(elm.house)

    with pytest.raises(TiigError) as caught:
        elm.send()

    assert caught.value.kind is PACKAGE_OTHER_KEY


@pytest.mark.parametrize("place", [30, 200, -200, -1, None])
def test_a_damaged_package_is_refused(elm: Elm, place: int | None) -> None:
    """One changed byte, or a missing end, and nothing of it is taken in."""
    elm.prepare(row("N1"))
    path = elm.folder / "out" / "elm-2026-06.age"
    content = bytearray(path.read_bytes())
    if place is None:
        del content[-20:]
    else:
        content[place] ^= 1
    path.write_bytes(content)

    with pytest.raises(TiigError) as caught:
        elm.send()

    assert caught.value.kind in {PACKAGE_DAMAGED, PACKAGE_OTHER_KEY}
    assert elm.house.catalogue.submissions() == ()


def test_a_package_says_whose_and_when_it_is(elm: Elm) -> None:
    """Another month, another sender or another profile than its manifest names is refused."""
    elm.prepare(row("N1"))

    with pytest.raises(TiigError) as month:
        elm.send(period="2026-07")
    with pytest.raises(TiigError) as sender:
        elm.send(sender="oak")
    elm.house = replace(elm.house, catalogue=in_memory_services(elm.house.standard).catalogue)
    other = (elm.folder / "profile.toml").read_text("utf-8").replace("Elm Cottage", "Elm Lodge")
    add_sender(other, asker=ANALYST, services=elm.house, progress=Silent())
    agree(elm.house)
    with pytest.raises(TiigError) as profile:
        elm.send()

    assert month.value.kind is PACKAGE_MONTH
    assert sender.value.kind is PACKAGE_SENDER
    assert profile.value.kind is PACKAGE_PROFILE


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
