"""A drop folder: what is whole is taken once, put where its fate says, and nothing is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tests.journey.dropping import Drop, Killed, Line

from tiig.intake.drop_folder import DropFolder, Waiting, is_unfinished
from tiig.intake.settling import Settling
from tiig.journeys.watch import Fate
from tiig.model.errors import INTERRUPTED, STORE_UNWRITABLE, TiigError
from tiig.model.submission import SubmissionState
from tiig.model.watch_errors import DROP_BUSY, DROP_MISSING
from tiig.translate import month_in_name

NHS_NUMBER = "999 000 0018"


def test_a_file_is_taken_and_put_away_with_its_receipt(drop: Drop, june: list[str]) -> None:
    """It is in force by the month of its name, and the sender's folder is empty."""
    drop.write("extract_2026-06.csv", *june)

    (event,) = drop.look()

    assert (event.fate, event.sender, event.where) == (Fate.TAKEN, "elm", ".done/elm/taken")
    assert drop.names("elm") == []
    assert drop.names(".done", "elm", "taken") == ["extract_2026-06.csv"]
    assert drop.names(".done", "elm", "receipts") == [f"receipt-{event.submission}.xlsx"]
    assert drop.house.total() == 12
    assert drop.look() == []


def test_the_same_bytes_again_change_nothing(drop: Drop, june: list[str]) -> None:
    """A file that is dropped twice is put away twice and counted once."""
    for _ in range(2):
        drop.write("extract_2026-06.csv", *june)
        (event,) = drop.look()
        assert event.fate is Fate.TAKEN

    assert drop.names(".done", "elm", "taken") == ["extract_2026-06.csv", "extract_2026-06~2.csv"]
    assert len(set(drop.submitted)) == 1


@pytest.mark.parametrize("step", ["before", "submitted", "written"])
@pytest.mark.parametrize("kind", ["taken", "held", "refused"])
def test_killed_in_the_middle_it_goes_on_where_it_stopped(
    step: str, kind: str, drop: Drop, june: list[str], elm_line: Line
) -> None:
    """Whatever step a kill hits, the next run ends with one submission and one file put away."""
    rows = {
        "taken": june,
        "held": [*june, *[elm_line(f"H{n}", Arrived="") for n in range(3)]],
        "refused": [*june, elm_line("R1", Weapon=NHS_NUMBER)],
    }[kind]
    drop.write("extract_2026-06.csv", *rows)
    drop.fails[step] = Killed()
    with pytest.raises(Killed):
        drop.look()

    (event,) = drop.look()

    assert event.fate == kind
    assert drop.names("elm") == drop.names(".taking") == []
    assert drop.names(".done", "elm", kind) == ["extract_2026-06.csv"]
    assert drop.names(".done", "elm", "receipts") == [f"receipt-{event.submission}.xlsx"]
    states = [one.state for one in drop.house.services.catalogue.submissions()]
    assert len(states) == 1
    assert drop.look() == []


def test_a_file_with_identifiers_is_refused_and_says_to_delete_it(
    drop: Drop, june: list[str], elm_line: Line
) -> None:
    """The operator is told of the copy and of the incident, and no value is repeated."""
    drop.write("extract_2026-06.csv", *june, elm_line("R1", Weapon=NHS_NUMBER))

    (event,) = drop.look()

    assert (event.fate, event.where) == (Fate.REFUSED, ".done/elm/refused")
    assert event.incident
    assert any("delete it" in advice and event.incident in advice for advice in event.advice)
    assert NHS_NUMBER not in str(event)
    assert oct((drop.root / ".done" / "elm" / "refused").stat().st_mode)[-3:] == "700"


def test_a_file_whose_month_nothing_says_is_held_with_advice(drop: Drop, june: list[str]) -> None:
    """Nothing is submitted; a note beside the file says what to do."""
    drop.write("june.csv", *june)

    (event,) = drop.look()

    assert (event.fate, drop.submitted) == (Fate.HELD, [])
    assert drop.names(".done", "elm", "held") == ["june.csv", "june.csv.note.txt"]
    note = (drop.root / ".done/elm/held/june.csv.note.txt").read_text("utf-8")
    assert "--period" in note


def test_what_was_taken_may_be_removed(drop: Drop, june: list[str]) -> None:
    """With remove_taken only the sealed copy and the receipt are left."""
    drop.write("extract_2026-06.csv", *june)

    (event,) = drop.look(remove_taken=True)

    assert (event.fate, event.where) == (Fate.TAKEN, "")
    assert drop.names(".done", "elm") == [f"receipt-{event.submission}.xlsx"]
    assert drop.names(".taking") == []


def test_an_empty_file_and_an_unknown_sender(drop: Drop, june: list[str]) -> None:
    """What no receipt can be made for is refused with a note; a sender to come is waited for."""
    (drop.root / "elm" / "extract_2026-06.csv").touch()
    stranger = drop.write("extract_2026-06.csv", *june, folder="oak")

    events = {event.sender: event for event in drop.look()}

    assert events["elm"].fate is Fate.REFUSED
    assert drop.names(".done", "elm", "refused") == [
        "extract_2026-06.csv", "extract_2026-06.csv.note.txt",
    ]  # fmt: skip
    assert events["oak"].fate is Fate.WAITING
    assert not stranger.exists()
    assert drop.names(".taking", "oak") == ["extract_2026-06.csv"]


@pytest.mark.parametrize(
    "fault", [TiigError(STORE_UNWRITABLE), OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "io")]
)
@pytest.mark.parametrize("step", ["before", "written"])
def test_a_fault_of_the_house_waits_and_leaves_the_others(
    fault: Exception, step: str, drop: Drop, june: list[str], elm_line: Line
) -> None:
    """A full disk or a busy store loses nothing: the file is tried again, others are taken."""
    drop.write("extract_2026-06.csv", *june)
    drop.write("extract_2026-07.csv", elm_line("M1", Arrived="2026-07-02 10:00"))
    drop.fails[step] = fault

    assert [event.fate for event in drop.look()] == [Fate.WAITING, Fate.TAKEN]
    assert [event.fate for event in drop.look()] == [Fate.TAKEN]
    assert len(drop.names(".done", "elm", "taken")) == 2
    assert len(set(drop.submitted)) == 2


def test_an_interruption_is_no_fault_of_a_file(drop: Drop, june: list[str]) -> None:
    """It ends the watcher, also where a guard has made an error of it; the file is taken next."""
    drop.write("extract_2026-06.csv", *june)
    drop.fails["before"] = TiigError(INTERRUPTED)

    with pytest.raises(TiigError):
        drop.look()

    assert [event.fate for event in drop.look()] == [Fate.TAKEN]


def test_links_and_unfinished_files_are_left_alone(
    drop: Drop, june: list[str], tmp_path: Path
) -> None:
    """A link is never followed, to a file or to a folder; half-written files are not touched."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "extract_2026-06.csv").write_text("secret")
    (drop.root / "elm" / "extract_2026-06.csv").symlink_to(outside / "extract_2026-06.csv")
    (drop.root / "elm" / "inner").symlink_to(outside)
    (drop.root / "ash").symlink_to(outside)
    for name in ("a.csv.part", "a.csv.filepart", "~$a.xlsx", ".a.csv", "a.ctl", "Thumbs.db"):
        drop.write(name, *june)
    os.mkfifo(drop.root / "elm" / "pipe.csv")
    before = drop.names()

    assert drop.look() == []
    assert drop.names() == before


def test_a_file_swapped_for_a_link_is_not_read(drop: Drop, june: list[str], tmp_path: Path) -> None:
    """Between the look and the claim a sender may do what it likes: a link is dropped."""
    path = drop.write("extract_2026-06.csv", *june)
    folder = DropFolder(drop.root)
    (one,) = folder.look().files
    path.unlink()
    target = tmp_path / "target.csv"
    target.write_text("secret")
    path.symlink_to(target)

    assert folder.claim(one) is None
    assert target.read_text() == "secret"
    assert drop.names(".taking") == []


def test_a_sender_whose_folder_is_another_disk(
    drop: Drop, june: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be renamed across disks is copied whole and removed; a link is still no file."""
    rename = Path.rename

    def across(self: Path, target: Path) -> Path:
        if (self.parent.name == "elm") != (target.parent.name == "elm" or "." in target.name[:1]):
            raise OSError(errno.EXDEV, "cross-device")
        return rename(self, target)

    drop.write("extract_2026-06.csv", *june)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", across)
        (event,) = drop.look()

    assert event.fate is Fate.TAKEN
    assert drop.names("elm") == drop.names(".taking") == []
    assert drop.names(".done", "elm", "taken") == ["extract_2026-06.csv"]
    assert drop.house.total() == 12


def test_a_private_folder_that_is_a_link_is_not_written_into(
    drop: Drop, june: list[str], tmp_path: Path
) -> None:
    """A `.done` that leads elsewhere takes nothing there; the file waits."""
    (tmp_path / "elsewhere").mkdir()
    (drop.root / ".done").symlink_to(tmp_path / "elsewhere")
    drop.write("extract_2026-06.csv", *june)

    (event,) = drop.look()

    assert event.fate is Fate.WAITING
    assert list((tmp_path / "elsewhere").rglob("*")) == []


def test_one_watcher_a_folder(drop: Drop) -> None:
    """The second is refused while the first holds the folder, and may come after it."""
    with DropFolder(drop.root).locked():
        with pytest.raises(TiigError) as refusal, DropFolder(drop.root).locked():
            pass
        assert refusal.value.kind is DROP_BUSY
    with DropFolder(drop.root).locked():
        pass


def test_a_folder_that_vanishes_is_said(drop: Drop, tmp_path: Path) -> None:
    """Its next look fails with a sentence; when it is back, so is everything."""
    folder = DropFolder(drop.root)
    drop.root.rename(tmp_path / "away")
    with pytest.raises(TiigError) as refusal:
        folder.look()
    (tmp_path / "away").rename(drop.root)

    assert refusal.value.kind is DROP_MISSING
    assert folder.look().files == ()


def test_a_claimed_folder_that_cannot_be_read_is_said(drop: Drop) -> None:
    """The watcher waits for it as for the folder itself, and does not end."""
    drop.root.joinpath("elm").mkdir(parents=True, exist_ok=True)
    drop.root.joinpath(".taking").mkdir(exist_ok=True)
    drop.root.joinpath(".taking", "elm").write_text("no folder", encoding="utf-8")
    with pytest.raises(TiigError) as caught:
        DropFolder(drop.root).look()
    assert caught.value.kind is DROP_MISSING


def waiting(size: int) -> Waiting:
    """A file that is so large by now."""
    return Waiting("elm", Path("elm/a.csv"), (1, 1, size, size))


def test_a_file_that_grows_is_left_until_it_rests() -> None:
    """It counts from the last change, and one that is put off is left alone unless it changes."""
    settling = Settling(10)
    assert settling.settled([waiting(1)], 0) == ()
    assert settling.settled([waiting(2)], 9) == ()
    assert settling.settled([waiting(2)], 18) == ()
    assert settling.settled([waiting(2)], 19) == (waiting(2),)
    settling.put_off(waiting(2), 300)
    assert settling.settled([waiting(2)], 30) == ()
    assert settling.settled([waiting(2)], 300) == (waiting(2),)
    assert settling.settled([waiting(3)], 31) == ()
    assert settling.settled([waiting(3)], 41) == (waiting(3),)
    settling.put_off(waiting(3), 300)
    assert settling.settled([], 50) == ()  # gone: what was put off is forgotten
    assert settling.settled([waiting(3)], 60) == ()
    assert settling.settled([waiting(3)], 70) == (waiting(3),)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("extract_2026-06.csv", "2026-06"),
        ("EXTRACT_2026-06_v2.CSV", "2026-06"),
        ("extract_2026-13.csv", None),
        ("my extract_2026-06.csv", None),
        ("extract_2026-06.csv.zip", None),
    ],
)
def test_the_month_of_a_name_is_read_by_the_whole_pattern(name: str, month: str | None) -> None:
    """Only what fits from the first to the last sign says a month."""
    found = month_in_name(name, "extract_%Y-%m*.csv")

    assert (None if found is None else str(found)) == month


@pytest.mark.parametrize("name", ["a.csv", "june part.csv", "a.dat", "A.XLSX", "part.csv"])
def test_a_finished_name_is_ours(name: str) -> None:
    """Names that only sound unfinished are taken."""
    assert not is_unfinished(name)


def test_states_have_their_fates(drop: Drop, june: list[str], elm_line: Line) -> None:
    """A file that must be looked at is held, and the advice says how to let it in."""
    drop.write("extract_2026-06.csv", *june, *[elm_line(f"H{n}", Arrived="") for n in range(3)])

    (event,) = drop.look()

    assert event.fate is Fate.HELD
    assert any("--confirm" in advice for advice in event.advice)
    (one,) = drop.house.services.catalogue.submissions()
    assert one.state is SubmissionState.HELD
