"""The audit trail as people meet it: each read and write is a row, and no value is in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.journey.conftest import ANALYST, HEADER, PROFILE, House, line

from tiig.cli.app import run
from tiig.journeys.area_map import MapRequest
from tiig.journeys.erase import EraseRequest
from tiig.journeys.month_page import PageRequest
from tiig.journeys.profile import ProfileRequest
from tiig.journeys.quality import QualityRequest
from tiig.kit.progress import Silent
from tiig.model.audit import AuditKind, heads_in
from tiig.model.audit_errors import REASON_IDENTIFIES
from tiig.model.erasure import Erasable
from tiig.model.errors import TiigError
from tiig.publish import receipt_html
from tiig.testing import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import Session, connect

CANARIES = {
    "No": "canaryone", "Arrived": "canarytwo", "Age": "canarythree", "Intent": "canaryfour",
    "Weapon": "canaryfive", "Place": "Canarysix Arms", "Bed": "canaryseven",
}  # fmt: skip


@pytest.fixture
def session(house: House) -> Session:
    """Elm's house with June in it, as a session."""
    house.send(house.write([line(f"N{number}") for number in range(40)]))
    return Session(ANALYST, house.services, Silent())


READS: dict[str, tuple[Callable[[Session], object], AuditKind]] = {
    "count": (lambda one: one.count(preset="internal"), AuditKind.ANSWER),
    "month": (lambda one: one.month(PageRequest()), AuditKind.ANSWER),
    "map": (lambda one: one.map(MapRequest()), AuditKind.ANSWER),
    "profile": (lambda one: one.profile(ProfileRequest()), AuditKind.ANSWER),
    "quality": (lambda one: one.quality(QualityRequest()), AuditKind.ANSWER),
    "receipt": (lambda one: one.receipt(one.services.catalogue.submissions()[0].id),
                AuditKind.RECEIPT),
    "submission": (lambda one: one.submission(one.services.catalogue.submissions()[0].id),
                   AuditKind.LOOK),
    "submissions": (lambda one: one.submissions(), AuditKind.LOOK),
    "releases": (lambda one: one.releases(), AuditKind.LOOK),
    "release": (lambda one: one.release(one.services.catalogue.releases()[0].id), AuditKind.LOOK),
    "verify": (lambda one: one.verify(one.services.catalogue.releases()[0].id),
               AuditKind.RECOMPUTED),
    "audit": (lambda one: one.audit(), AuditKind.LOOK),
}  # fmt: skip


@pytest.mark.parametrize("name", READS)
def test_each_read_is_one_row(session: Session, name: str) -> None:
    """A page, a paper, a look: one row each, with the asker and the purpose."""
    read, kind = READS[name]
    before = session.services.catalogue.change_number()
    read(session)
    rows = [row for row in session.services.catalogue.audit() if row.number > before]
    assert [row.kind for row in rows] == [kind]
    assert (rows[0].person, rows[0].purpose) == (ANALYST.person, ANALYST.purpose)
    assert session.verify_audit().sound


def test_answers_name_their_releases(session: Session) -> None:
    """The row of an answer names every release that it gave, so that both are found."""
    session.profile(ProfileRequest())
    row = session.services.catalogue.audit()[-1]
    assert set(row.subjects) == {
        one.id for one in session.services.catalogue.releases() if one.questions != "[]"
    }


def test_receipts_are_anchors(house: House) -> None:
    """The receipt carries the head as its submission left it: in JSON, page and answer."""
    sent = house.send(house.write([line("N1")]))
    house.nil("XQ102", "2026-07")
    (head,) = heads_in(sent.receipt.to_json())
    assert heads_in(receipt_html(sent.receipt)) == (head,)
    row = next(one for one in house.services.catalogue.audit() if one.number == head.number)
    assert (row.kind, row.subjects) == (AuditKind.SUBMISSION, (sent.submission, "elm@1"))
    nil = house.services.catalogue.submissions()[-1].id
    (later,) = heads_in(house.services.catalogue.receipt(nil) or "")
    check = house.services.catalogue.check_audit([head, later])
    assert (check.sound, len(check.anchored)) == (True, 2)


def test_no_value_of_a_file_is_in_the_trail(house: House) -> None:
    """Whatever becomes of files full of canaries, no cell of them is in any row."""
    for canaries in ({"Place": "Canarysix Arms"}, CANARIES):
        path = house.write([line(f"N{number}", **canaries) for number in range(12)])
        house.rehearse(path)
        sent = house.send(path)
        house.send(path)
        with suppress(TiigError):
            house.withdraw(sent.submission)
    identifying = house.write([line("N1", Place="call 07700 900123, canary@example.org")])
    house.send(identifying)
    house.send(house.write([line(f"M{number}") for number in range(9)], header=HEADER))
    house.ask()

    rows = house.services.catalogue.audit()
    told = json.dumps([[*row.subjects, row.because, row.purpose] for row in rows]).lower()
    assert len(rows) > 6
    for value in (*CANARIES.values(), "07700", "example.org", 'n1"', "corn market"):
        assert value.lower() not in told


def test_a_reason_that_names_somebody_is_refused(session: Session) -> None:
    """`--because` is searched like a cell; the withdrawal it was for does not happen."""
    (sent,) = session.services.catalogue.submissions()
    before = session.services.catalogue.change_number()
    with pytest.raises(TiigError) as raised:
        session.withdraw(sent.id, because="Mrs Featherstonehaugh rang 07700 900123")
    assert raised.value.kind.id == "reason-identifies"
    assert "Featherstonehaugh" not in raised.value.sentence + raised.value.advice
    assert session.services.catalogue.change_number() == before
    assert session.services.catalogue.submissions() == (sent,)


REASON = "Jade Thompson, born third of March 1987"


@pytest.mark.parametrize(
    "verb",
    [
        lambda session: session.withdraw(
            session.services.catalogue.submissions()[0].id, because=REASON
        ),
        lambda session: session.erase(EraseRequest("none.txt", Erasable.PERSON, REASON)),
        lambda session: session.rotate_keys(because=REASON),
        lambda session: session.end_agreement(
            next(iter(session.services.catalogue.agreements())).id, because=REASON
        ),
    ],
    ids=["withdraw", "erase", "rotate", "end"],
)
def test_a_name_without_a_title_is_refused_before_anything_is_done(
    session: Session, verb: Callable[[Session], object]
) -> None:
    """What somebody types is read as free text is; the error says kinds, and nothing is kept."""
    before = session.services.catalogue.change_number()
    with pytest.raises(TiigError) as raised:
        verb(session)
    assert raised.value.kind is REASON_IDENTIFIES
    assert "birth date, name" in raised.value.sentence
    assert "Jade" not in raised.value.sentence + raised.value.advice
    assert session.services.catalogue.change_number() == before


def test_a_purpose_that_names_somebody_is_refused(tmp_path: Path) -> None:
    """A purpose is in every row of what is done for it: it is searched at the door."""
    root = make_workspace(tmp_path / "workspace")
    with pytest.raises(TiigError) as raised, connect(root, because=REASON):
        pass
    assert raised.value.kind is REASON_IDENTIFIES


def test_the_program_tells_head_log_and_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`tiig audit`: a head for outside, the rows, and what an edit, a cut and a roll-back show."""
    root = make_workspace(tmp_path / "workspace")
    here = ["--workspace", str(root)]
    (root / "elm.toml").write_text(PROFILE, encoding="utf-8")
    with connect(root, because="test") as tiig:
        tiig.add_sender(root / "elm.toml")
        agree(tiig.services)
    head = tmp_path / "head.txt"
    assert run(["audit", "head", "-o", str(head), *here]) == 0
    assert run(["audit", "log", "--kind", "sender", "--json", *here]) == 0
    told = capsys.readouterr().out
    rows = json.loads(told[told.index("[") :])
    assert [(row["kind"], row["subjects"]) for row in rows] == [("sender", ["elm@1"])]
    assert run(["audit", "verify", "--head", str(head), *here]) == 0
    assert "is in the trail" in capsys.readouterr().out
    assert run(["audit", "log", "--from", "yesterday", *here]) == 2
    assert run(["audit", "verify", "--head", str(root / "elm.toml"), *here]) == 2
    assert run(["audit", "verify", "--head", str(root / "none"), *here]) == 10
    capsys.readouterr()

    edit(root, "UPDATE audit SET person = 'eve' WHERE number = 2")
    assert run(["audit", "verify", "--json", *here]) == 40
    assert json.loads(capsys.readouterr().out)["faults"] == [
        "Row 2 is not what was written, or not in its place."
    ]


def test_an_older_catalogue_put_back_is_shown_by_a_receipt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy of last month's catalogue is sound by itself; a hospital's receipt shows it."""
    root = make_workspace(tmp_path / "workspace")
    here = ["--workspace", str(root)]
    (root / "elm.toml").write_text(PROFILE, encoding="utf-8")
    june = root / "june.csv"
    june.write_text("\n".join([HEADER, line("N1"), ""]), encoding="utf-8")
    with connect(root) as tiig:
        tiig.add_sender(root / "elm.toml")
        agree(tiig.services)
    edit(root, "PRAGMA wal_checkpoint(TRUNCATE)")
    older = (root / "catalogue.db").read_bytes()
    assert run(["submit", str(june), "--sender", "elm", "--month", "2026-06", *here]) == 0
    (receipt,) = (root / "out" / "receipts").glob("*.html")
    assert run(["audit", "verify", "--head", str(receipt), *here]) == 0

    edit(root, "PRAGMA wal_checkpoint(TRUNCATE)")
    (root / "catalogue.db").write_bytes(older)
    assert run(["audit", "verify", *here]) == 0
    capsys.readouterr()
    assert run(["audit", "verify", "--head", str(receipt), *here]) == 40
    assert "an older copy was put back" in capsys.readouterr().out


def test_a_lost_catalogue_is_said_and_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its catalogue a workspace is not opened: start-up would remove what none names."""
    root = make_workspace(tmp_path / "workspace")
    (root / "catalogue.db").rename(tmp_path / "lost.db")
    other = make_workspace(tmp_path / "other")
    assert run(["doctor", "--workspace", str(root), "--json"]) == 40
    assert json.loads(capsys.readouterr().out)["error"] == "catalogue-missing"
    assert not (root / "catalogue.db").exists()

    edit(other, "PRAGMA wal_checkpoint(TRUNCATE)")
    (other / "catalogue.db").rename(root / "catalogue.db")
    assert run(["doctor", "--workspace", str(root), "--json"]) == 40
    assert json.loads(capsys.readouterr().out)["error"] == "catalogue-foreign"


def edit(root: Path, statement: str) -> None:
    """Do something to the database behind the program's back."""
    with closing(sqlite3.connect(root / "catalogue.db")) as database, database:
        database.execute(statement)
