"""Erased people leave every store, leave tombstones, and do not come back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tiig import desk
from tiig.cli.app import run
from tiig.desk.answer import Beside, answer_together
from tiig.journeys.erase import EraseRequest, Erasure, erase
from tiig.journeys.releases import verify_release
from tiig.kit.plain import as_plain
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.destruction import Doomed, phrases_of
from tiig.model.erasure import Erasable, erased_rows
from tiig.model.errors import TiigError
from tiig.model.gates import SealedTexts

OFFICER = Asker.local("officer")
House = Any
Line = Callable[..., str]
PERSONS = '\n[[columns]]\nname = "Who"\nitem = "person_number"\n'
HEADER = "No,Site,Arrived,Age,Intent,Weapon,Place,Bed,Who"


@pytest.fixture
def persons(new_house: Callable[..., House]) -> House:
    """A house whose sender tells people apart."""
    return new_house(lambda profile: profile + PERSONS)


def row(line: Line, number: str, who: str, **cells: str) -> str:
    """Return a row of Elm's file with the person's number behind it."""
    return f"{line(number, **cells)},{who}"


def send(house: House, rows: Sequence[str], month: str = "2026-06") -> Any:  # noqa: ANN401 - a SubmitAnswer
    """Send a file with person numbers."""
    return house.send(house.write(rows, header=HEADER), month)


def erased(house: House, folder: Path, *numbers: str, **more: Any) -> Erasure:  # noqa: ANN401 - fields of the request
    """Erase these people of Elm, or what else the request says."""
    path = folder / "list.txt"
    path.write_text("\n".join(numbers) + "\n", encoding="utf-8")
    told = {"kind": Erasable.PERSON, "because": "asked", "sender": "elm"} | more
    request = EraseRequest(str(path), **told)
    return erase(request, asker=OFFICER, services=house.services, progress=Silent())


def ids_in(house: House, column: str) -> list[str]:
    """Return the ids of a column in all that was ever in force, as they lie in packs."""
    lake = house.services.lake
    packs = [lake._pack(name) for name in sorted(lake.on_disk())]
    return [
        str(value)
        for pack in packs
        if column in pack.columns
        for value in pack[column].drop_nulls()
    ]


@pytest.fixture
def june(persons: House, elm_line: Line) -> str:
    """June of five rows: two of person P1, each place told by one person but the market."""
    rows = [
        row(elm_line, "A1", "P1", Place="Corn Market"),
        row(elm_line, "A2", "P1", Place="Behind the mill", Age="200"),
        row(elm_line, "A3", "P2", Place="Corn Market"),
        row(elm_line, "A4", "P3", Place="Quay Street", Site="B"),
        row(elm_line, "A5", "", Place="", Age="200"),
    ]
    answer: str = send(persons, rows).submission
    return answer


def test_a_person_leaves_every_store(persons: House, june: str, tmp_path: Path) -> None:
    """Rows, findings, phrases of nobody else and the original go; the rest stays as it was."""
    original = persons.services.catalogue.submission(june).original
    packs = persons.services.lake.on_disk()

    answer = erased(persons, tmp_path, "p1 ")

    assert (answer.rows, answer.listed, answer.unknown, answer.originals) == (2, 1, 0, 1)
    assert [(line.site, str(line.month), line.rows) for line in answer.lines] == [
        ("XQ101", "2026-06", 2)
    ]
    assert persons.total() == 3
    assert len(set(ids_in(persons, "person_id"))) == 2
    assert packs.isdisjoint(persons.services.lake.on_disk())
    assert original not in persons.services.vault.on_disk()
    kept: SealedTexts = persons.services.vault._phrases[phrases_of(june)]
    assert set(kept.unsealed().values()) == {"corn market", "quay street"}
    assert persons.services.reconcile() == ()


def test_no_row_of_before_stays_in_memory(persons: House, june: str, tmp_path: Path) -> None:
    """Rows kept for many questions go at once, tables of files that are gone with the next."""
    services = persons.services
    question = desk.question_of(services.standard, by=("site",))
    asked = Beside((question,))
    answer_together(OFFICER, asked, services, preset="public")
    assert len(services.rows) == 1

    erased(persons, tmp_path, "P1")

    assert len(services.rows) == 0
    answer_together(OFFICER, asked, services, preset="public")
    (name,) = services.lake._tables._kept
    assert {pair for pair, _ in name} == {one.id for one in services.catalogue.pairs()}
    assert len(services.rows) == 1
    persons.withdraw(june)
    send(persons, ["A9,A,2026-06-03 21:15,34,X,K,,4,P9"])
    answer_together(OFFICER, asked, services, preset="public")
    assert len(services.rows) == 1  # those in force, and no others


def test_a_tombstone_names_nobody(persons: House, june: str, tmp_path: Path) -> None:
    """It says where, how many, when, by whom and why; no id of the person is left anywhere."""
    before = set(ids_in(persons, "person_id")) | set(ids_in(persons, "attendance_id"))
    erased(persons, tmp_path, "P1")
    after = set(ids_in(persons, "person_id")) | set(ids_in(persons, "attendance_id"))

    (stone,) = persons.services.catalogue.tombstones()
    told = (stone.submission, stone.site, str(stone.month), stone.rows, stone.person)
    assert told == (june, "XQ101", "2026-06", 2, "officer")
    assert stone.because == "asked"
    marks = persons.services.catalogue.erased_marks()
    assert sorted(str(one.kind) for one in marks) == ["attendance", "attendance", "person"]
    everything = repr(
        (persons.services.catalogue.audit(), persons.services.catalogue.tombstones(), marks)
    )
    assert not [one for one in before - after if one in everything]


def test_the_same_file_does_not_bring_them_back(
    persons: House, june: str, elm_line: Line, tmp_path: Path
) -> None:
    """The same bytes change nothing; another file of the month sets the rows aside."""
    path = persons.write([row(elm_line, "A9", "P9")], header=HEADER)
    path.write_text((persons.folder / "extract1.csv").read_text(encoding="utf-8"), encoding="utf-8")
    erased(persons, tmp_path, "P1")

    again = persons.send(path)
    assert again.repeated
    assert again.submission == june

    path.write_text(path.read_text(encoding="utf-8") + row(elm_line, "A6", "P2") + "\n")
    more = persons.send(path)
    tally = more.receipt.tally
    assert (tally.read, tally.stored, tally.set_aside, tally.balances) == (6, 4, 2, True)
    assert [(note.rule, note.count, note.rows) for note in more.receipt.set_aside] == [
        ("erased", 2, "2-3")
    ]
    assert str(more.state) == "in force"
    assert persons.total() == 4
    kept: SealedTexts = persons.services.vault._phrases[phrases_of(more.submission)]
    assert "behind the mill" not in kept.unsealed().values()
    assert persons.services.reconcile() == ()


def test_history_is_erased_too(persons: House, june: str, elm_line: Line, tmp_path: Path) -> None:
    """A revision that was replaced loses the rows as well, and withdrawing brings back less."""
    first = persons.services.clock.now()
    rows = [row(elm_line, "A1", "P1"), row(elm_line, "A3", "P2"), row(elm_line, "A7", "P7")]
    second = send(persons, [*rows, row(elm_line, "A4", "P3", Site="B")]).submission

    answer = erased(persons, tmp_path, "P1")

    assert {line.submission for line in answer.lines} == {june, second}
    assert (answer.rows, persons.total()) == (3, 3)
    then = persons.ask(as_known_at=first.isoformat())
    assert then.rows[-1].count.value == 3
    assert [note for note in then.notes if "cannot be recomputed: erased" in note]
    persons.withdraw(second)
    assert persons.total() == 3
    assert erased_rows(persons.services.catalogue.tombstones()) == 3


def test_an_earlier_release_is_said_to_be_erased(persons: House, june: str, tmp_path: Path) -> None:
    """It is verified before, cannot be recomputed after, and what is untouched still can."""
    del june
    told = persons.ask("site")
    untouched = persons.ask(where=["site=XQ102"])

    def verified(release: str) -> Any:  # noqa: ANN401 - a Recomputed
        return verify_release(release, asker=OFFICER, services=persons.services, progress=Silent())

    assert verified(told.release).same
    erased(persons, tmp_path, "P1")

    found = verified(told.release)
    assert (found.same, found.erased) == (False, True)
    assert found.why.startswith("What was known then cannot be recomputed: erased.")
    assert "2 of XQ101 2026-06" in found.why
    assert verified(untouched.release).same
    assert not [note for note in persons.ask().notes if "erased" in note]


def test_an_attendance_goes_alone(persons: House, june: str, tmp_path: Path) -> None:
    """By attendance number only that arrival goes, and only at the site that is named."""
    del june
    nothing = erased(persons, tmp_path, "A1", kind=Erasable.ATTENDANCE, site="XQ102")
    assert (nothing.rows, nothing.unknown) == (0, 1)

    one = erased(persons, tmp_path, "A1", kind=Erasable.ATTENDANCE, site="XQ101")
    assert (one.rows, persons.total()) == (1, 4)
    with pytest.raises(TiigError, match="site"):
        erased(persons, tmp_path, "A1", kind=Erasable.ATTENDANCE)


def test_a_pseudonym_needs_no_sender(persons: House, june: str, tmp_path: Path) -> None:
    """Ids as they stand in packs are taken as they are; anything else is refused by line."""
    del june
    (first, *_) = ids_in(persons, "person_id")

    with pytest.raises(TiigError) as raised:
        erased(persons, tmp_path, first, "P1", sender=None)
    assert (raised.value.kind.id, raised.value.where.rows) == ("erasure-list", (2,))
    assert "P1" not in raised.value.sentence

    assert erased(persons, tmp_path, first, sender=None).rows == 2


def test_a_row_without_numbers_is_known_by_its_line(
    persons: House, elm_line: Line, tmp_path: Path
) -> None:
    """Where there is no number, the same file sent anew is recognised line by line."""
    path = persons.write(
        [row(elm_line, "", "", Age="41"), row(elm_line, "A3", "P2")], header=HEADER
    )
    first = persons.send(path).submission
    (unnumbered,) = [
        one["attendance_id"]
        for name in persons.services.lake.on_disk()
        if "attendance_linkable" in persons.services.lake._pack(name).columns
        for one in persons.services.lake._pack(name).iter_rows(named=True)
        if not one["attendance_linkable"]
    ]
    erased(persons, tmp_path, unnumbered, sender=None, kind=Erasable.ATTENDANCE)
    assert persons.total() == 1
    persons.withdraw(first)

    again = persons.send(path)

    assert (again.receipt.tally.stored, again.receipt.tally.set_aside) == (1, 1)
    assert persons.total() == 1


def test_a_whole_month_can_go(persons: House, elm_line: Line, tmp_path: Path) -> None:
    """Where nothing is left the month stays received, with no rows; a pack is gone."""
    submission = send(persons, [row(elm_line, "A1", "P1", Place="Corn Market")]).submission
    erased(persons, tmp_path, "P1")

    (pair,) = persons.services.catalogue.pairs()
    assert (pair.rows, pair.packs, pair.nil) == (0, (), False)
    assert persons.services.lake.on_disk() == frozenset()
    assert phrases_of(submission) not in persons.services.vault.on_disk()
    assert persons.total() == 0
    assert persons.services.reconcile() == ()


def test_a_dry_run_and_a_second_run_change_nothing(
    persons: House, june: str, tmp_path: Path
) -> None:
    """A look leaves no trace; erasing the erased finds nothing more."""
    before = (persons.services.lake.on_disk(), persons.services.catalogue.change_number())
    assert erased(persons, tmp_path, "P1", dry_run=True).rows == 2
    after = (persons.services.lake.on_disk(), persons.services.catalogue.change_number())
    assert before == after

    erased(persons, tmp_path, "P1")
    again = erased(persons, tmp_path, "P1")
    assert (again.rows, again.unknown, persons.total()) == (0, 1, 3)
    kinds = {one.kind for one in persons.services.catalogue.destructions()}
    assert kinds == {Doomed.PACK, Doomed.ORIGINAL, Doomed.SOME_PHRASES}
    assert june in {one.submission for one in persons.services.catalogue.destructions()}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\xff\xfe1\x00", "UTF-8"),
        (b"7" * 10_000_001, "too long"),
        (b"n/a\n-\n", "no line holds a number"),
    ],
    ids=["empty", "blank", "utf-16", "huge", "null words"],
)
def test_a_list_that_is_none_is_refused(
    persons: House, tmp_path: Path, content: bytes, what: str
) -> None:
    """It says what is wrong, and nothing is touched."""
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    request = EraseRequest(str(path), Erasable.PERSON, "asked", "elm")

    with pytest.raises(TiigError, match=what) as raised:
        erase(request, asker=OFFICER, services=persons.services, progress=Silent())

    assert raised.value.kind.id == "erasure-list"
    assert persons.services.catalogue.tombstones() == ()


def test_an_erasure_is_done_again_from_its_report(
    persons: House, june: str, tmp_path: Path
) -> None:
    """What a backup brought back goes by the marks of the report, which names nobody."""
    del june
    (person, *_) = ids_in(persons, "person_id")
    first = erased(persons, tmp_path, "P1", dry_run=True)
    assert first.marks == ()
    before = snapshot(persons)
    report = tmp_path / "report.json"
    told = json.dumps(as_plain(erased(persons, tmp_path, "P1")))
    report.write_text(told, encoding="utf-8")
    assert person not in told
    restored(persons, before)
    assert (persons.total(), len(persons.services.catalogue.erased_marks())) == (5, 0)

    request = EraseRequest(str(report), None, "restored from a backup")
    again = erase(request, asker=OFFICER, services=persons.services, progress=Silent())

    assert (again.rows, again.kind, persons.total()) == (2, "an earlier report", 3)
    assert len(persons.services.catalogue.erased_marks()) == 3
    assert persons.services.reconcile() == ()
    assert erase(request, asker=OFFICER, services=persons.services, progress=Silent()).rows == 0


@pytest.mark.parametrize("content", [b"[]", b"{}", b"no json", b'{"marks": [{"kind": "x"}]}'])
def test_a_report_that_is_none_is_refused(persons: House, tmp_path: Path, content: bytes) -> None:
    """Only what an erasure wrote is taken."""
    path = tmp_path / "report.json"
    path.write_bytes(content)
    request = EraseRequest(str(path), None, "again")

    with pytest.raises(TiigError, match="no erasure wrote it") as raised:
        erase(request, asker=OFFICER, services=persons.services, progress=Silent())
    assert raised.value.kind.id == "erasure-report"


def snapshot(house: House) -> dict[str, object]:
    """Return what a backup would hold: catalogue, packs, phrases and originals."""
    lake, vault = house.services.lake, house.services.vault
    return {
        "state": house.services.catalogue._state,
        "packs": dict(lake._published),
        "kept": dict(vault._kept),
        "phrases": dict(vault._phrases),
    }


def restored(house: House, before: dict[str, Any]) -> None:
    """Put a house back to what it was."""
    lake, vault = house.services.lake, house.services.vault
    house.services.catalogue._state = before["state"]
    lake._published, vault._kept, vault._phrases = (
        before["packs"],
        before["kept"],
        before["phrases"],
    )


def test_a_report_that_cannot_be_written_is_said_before_anything_is_done(tmp_path: Path) -> None:
    """Without its report an erasure cannot be done again after a restore: it is judged first."""
    listed = tmp_path / "list.txt"
    listed.write_text("P1\n", encoding="utf-8")
    words = ["--because", "test", "--workspace", str(tmp_path / "none"), "-o"]

    for nowhere in ("nowhere/report.json", "report.pdf"):
        told = ["erase", "--person", str(listed), *words, str(tmp_path / nowhere)]
        assert run(told) == 2
