"""The audit trail is the same chain in every catalogue, and its head is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.oracle.store_nouns import ASKER, NOW, Steps, fresh_schema, submission, write

from tiig.deidentify import kinds_in
from tiig.model.audit import AuditAsked, AuditKind, Ours, heads_in
from tiig.model.errors import TiigError
from tiig.model.ports import Catalogue
from tiig.model.submission import SubmissionState
from tiig.store import SqlCatalogue
from tiig.store.in_memory import MemoryCatalogue, MemoryKeys

KEYS = MemoryKeys()


class HandClock(Steps):
    """A clock that a test can set back."""

    def set_to(self, moment: datetime) -> None:
        """Set it."""
        self._moment = moment


@pytest.fixture
def clock() -> HandClock:
    """A clock that moves by a second whenever it is read."""
    return HandClock()


@pytest.fixture(
    params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]
)
def catalogue(
    request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock
) -> Iterator[Catalogue]:
    """Give each adapter in turn, empty, with a key to sign with."""
    if request.param == "memory":
        made: Catalogue = MemoryCatalogue(clock=clock, signer=KEYS, search=kinds_in)
    else:
        url = f"sqlite:///{tmp_path / 'catalogue.db'}"
        if request.param == "postgres":
            url = fresh_schema(request.getfixturevalue("postgres"))
        made = SqlCatalogue(url, clock=clock, signer=KEYS, search=kinds_in)
    yield made
    made.close()


def test_empty_trail(catalogue: Catalogue) -> None:
    """Before the first row there is no head, and nothing is wrong."""
    assert catalogue.audit_head() is None
    assert catalogue.check_audit().sound


def test_chain_holds(catalogue: Catalogue) -> None:
    """Rows of changes, of notes and of changes inside changes are one chain with one head."""
    write(catalogue, lambda change: change.add_submission(submission()), because="one")
    catalogue.note(ASKER, "looked", subjects=("s-1",))
    with catalogue.change(ASKER, "outer") as outer:
        write(catalogue, because="inner")
        with pytest.raises(TiigError):
            write(catalogue, lambda change: change.move("nobody", SubmissionState.HELD))
        assert outer.head().number == 3

    check = catalogue.check_audit()
    assert (check.rows, check.faults, check.warnings) == (4, (), ())
    head = catalogue.audit_head()
    assert head is not None
    assert head == check.head
    assert KEYS.attests(head)
    last = catalogue.audit()[-1]
    assert (head.number, head.hash, head.at) == (last.number, last.hash, last.at)
    assert heads_in(f"<code>{head.token}</code>") == (head,)


def test_the_hash_is_the_same_everywhere(catalogue: Catalogue) -> None:
    """The chain is told once: these hashes may never change, whatever it is kept in."""
    asker = replace(ASKER, agreement="a-1", purpose="zu prüfen")
    with catalogue.change(asker, "tést", kind=AuditKind.SENDER, subjects=("north@1", "ü")):
        pass
    (row,) = catalogue.audit()
    before = hashlib.sha256(b"tiig audit 1").hexdigest()
    told = (
        '[1,"2026-11-01T12:30:16.123456Z","ada","local","command line",0,"zu prüfen","a-1",'
        '"sender","[\\"north@1\\", \\"ü\\"]","tést"]'
    )
    assert row.hash == hashlib.sha256(f"{before}{told}".encode()).hexdigest()


def test_rows_come_back_whole(catalogue: Catalogue) -> None:
    """Agreement, kind and subjects are kept, and rows are found by day, kind and person."""
    write(catalogue, because="plain")
    asker = replace(ASKER, person="bob", agreement="a-1")
    with catalogue.change(asker, "sent", kind=AuditKind.SUBMISSION, subjects=("s-1", "north@1")):
        pass
    catalogue.note(ASKER, "looked")

    one, two, three = catalogue.audit()
    assert (one.kind, one.subjects, one.agreement) == (AuditKind.CHANGE, (), None)
    assert (two.kind, two.subjects, two.agreement) == (
        AuditKind.SUBMISSION,
        ("s-1", "north@1"),
        "a-1",
    )
    assert three.kind is AuditKind.LOOK
    asked = AuditAsked(kind=AuditKind.SUBMISSION)
    assert catalogue.audit(asked) == catalogue.audit(AuditAsked(person="bob")) == (two,)
    assert catalogue.audit(AuditAsked(since=two.at)) == (two, three)
    assert catalogue.audit(AuditAsked(until=two.at)) == (one,)
    assert catalogue.audit(AuditAsked(last=2)) == (two, three)


def test_clock_set_back_is_said(catalogue: Catalogue, clock: HandClock) -> None:
    """A moment earlier than the last is kept and told: a warning, not an alteration."""
    write(catalogue, because="one")
    clock.set_to(NOW - timedelta(days=3))
    write(catalogue, because="two")

    check = catalogue.check_audit()
    assert check.sound
    assert [one.because for one in catalogue.audit()] == ["one", "two"]
    assert check.warnings == (
        "Row 2 tells of an earlier moment than the row before it: the clock was set back.",
    )


@pytest.mark.parametrize(
    ("because", "purpose"),
    [("as Mr Kowalczyk asked", "x"), ("fine", "patient 943 476 5919"), ("a@example.org", None)],
)
def test_reasons_name_nobody(catalogue: Catalogue, because: str, purpose: str | None) -> None:
    """A reason or purpose with a direct identifier is refused, and nothing is done."""
    with (
        pytest.raises(TiigError) as raised,
        catalogue.change(replace(ASKER, purpose=purpose), because) as change,
    ):
        change.add_submission(submission())
    assert raised.value.kind.id == "reason-identifies"
    assert "943" not in str(raised.value) + raised.value.advice
    assert (catalogue.submissions(), catalogue.audit()) == ((), ())


def test_sentences_of_ours_may_name_what_we_know(catalogue: Catalogue) -> None:
    """An organisation that bears a person's name can be named by the house, not by an asker."""
    catalogue.note(ASKER, Ours("answered a question for the Sir John Moores Trust"))
    assert catalogue.audit()[0].because.endswith("Moores Trust")
    with pytest.raises(TiigError):
        catalogue.note(ASKER, "for Mrs Doris Moores")


def test_ids_are_no_identifiers(catalogue: Catalogue) -> None:
    """Ids of the house pass the search, whatever their digits look like."""
    ids = ("0197c3a1-7b2e-7000-8000-016149601234", "f" * 64, "e07700900123", "XQ101", "2026-06")
    catalogue.note(ASKER, f"looked at {ids[0]}", subjects=ids)
    assert catalogue.audit()[0].subjects == ids


def test_half_characters_are_kept_as_marks(catalogue: Catalogue) -> None:
    """What no database can hold becomes a question mark instead of an error."""
    catalogue.note(replace(ASKER, purpose="a\0b"), "half \udce4 character")
    assert (catalogue.audit()[0].because, catalogue.audit()[0].purpose) == (
        "half ? character",
        "a?b",
    )
    assert catalogue.check_audit().sound


def test_outside_heads(catalogue: Catalogue) -> None:
    """A head kept outside stands in the trail; one of another trail or of later rows does not."""
    write(catalogue, because="one")
    early = catalogue.audit_head()
    write(catalogue, because="two")
    late = catalogue.audit_head()
    assert early is not None
    assert late is not None
    assert len(catalogue.check_audit([early, late]).anchored) == 2

    later = KEYS.signed(replace(late, number=9))
    other = KEYS.signed(replace(early, hash="0" * 64))
    stranger = MemoryKeys().signed(early)
    changed = replace(early, number=2)
    for outside in (later, other, stranger, changed):
        assert len(catalogue.check_audit([outside]).faults) == 1
