"""Pairs, and files with their notes, are put away whole or not at all, whatever their names."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tests.journey.dropping import Drop, Killed

from tiig.intake.drop_folder import DropFolder
from tiig.journeys.watch import Fate


def test_mesh_data_is_taken_with_its_control_file(drop: Drop, june: list[str]) -> None:
    """Data wait for the control file of the same name, and both are put away."""
    house = drop.house
    profile = house.services.catalogue.profiles("elm")[-1].text
    changed = profile.replace("extract_%Y-%m*.csv", "mesh_%Y-%m.dat").replace(
        "version = 1", "version = 2"
    )
    house.add(changed)
    drop.write("mesh_2026-06.dat", *june)
    assert drop.look() == []
    (drop.root / "elm" / "mesh_2026-06.ctl").write_text("<DTSControl/>")

    (event,) = drop.look()

    assert event.fate is Fate.TAKEN
    assert drop.names(".done", "elm", "taken") == ["mesh_2026-06.ctl", "mesh_2026-06.dat"]
    assert drop.names("elm") == []


@pytest.mark.parametrize("control", ["mesh_2026-06.ctl", "MESH_2026-06.CTL"])
def test_a_claimed_pair_stays_one_in_whichever_case(
    control: str, drop: Drop, june: list[str]
) -> None:
    """Broken off after the claim, the next run finds the control file of the data as well."""
    drop.write("mesh_2026-06.dat", *june)
    (drop.root / "elm" / control).write_text("<DTSControl/>")
    folder = DropFolder(drop.root)
    (one,) = folder.look().files
    assert folder.claim(one) is not None

    (claimed,) = folder.look().files

    assert claimed.control == drop.root / ".taking" / "elm" / control
    folder.put(claimed, "held")
    assert drop.names(".done", "elm", "held") == sorted([control, "mesh_2026-06.dat"])
    assert drop.names("elm") == drop.names(".taking") == []


@pytest.mark.parametrize("fault", [OSError(errno.EIO, "io"), Killed()], ids=["fault", "kill"])
def test_a_pair_that_cannot_be_put_away_whole_is_finished_by_the_next_run(
    fault: BaseException, drop: Drop, june: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault between the two leaves both claimed, and a kill the data: neither is forgotten."""
    drop.write("june.dat", *june)
    (drop.root / "elm" / "june.ctl").touch()
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target.parent.name == "held" and target.suffix == ".dat":
            raise fault
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing)
        if isinstance(fault, Killed):
            with pytest.raises(Killed):
                drop.look()
            assert drop.names(".taking") == ["june.dat"]
        else:
            assert [event.fate for event in drop.look()] == [Fate.WAITING]
            assert drop.names(".taking") == ["june.ctl", "june.dat"]
            assert drop.names(".done", "elm", "held") == []

    assert [event.fate for event in drop.look()] == [Fate.HELD]
    assert drop.names(".done", "elm", "held") == ["june.ctl", "june.dat", "june.dat.note.txt"]


def test_control_files_without_data_are_found(drop: Drop, june: list[str]) -> None:
    """Below a sender's folder, or left in the watcher's own; those of a pair are not counted."""
    drop.write("june.dat", *june)
    for place in ("elm/june.ctl", "elm/inner/alone.CTL", ".taking/elm/left.ctl"):
        path = drop.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    looked = DropFolder(drop.root).look()

    assert [one.path.name for one in looked.files] == ["june.dat"]
    assert sorted(one.path.name for one in looked.controls) == ["alone.CTL", "left.ctl"]


LONG = "K" * 246 + ".csv"
NAMES = {"long": LONG, "two bytes a sign": "é" * 125 + ".csv", "no kind": "a." + "K" * 253}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_as_long_as_can_be_is_held_with_its_note(
    name: str, drop: Drop, june: list[str]
) -> None:
    """What is said is what was done, each time: two files, two notes, and each tells its file."""
    for _ in range(2):
        drop.write(name, *june)
        (event,) = drop.look()
        assert (event.fate, event.where) == (Fate.HELD, ".done/elm/held")

    names = drop.names(".done", "elm", "held")
    notes = [one for one in names if one.endswith(".note.txt")]
    assert name in names
    assert (len(names), len(notes)) == (4, 2)
    assert max(len(os.fsencode(one)) for one in names) <= 255
    assert drop.names(".taking") == drop.names("elm") == []
    assert drop.look() == []


@pytest.mark.parametrize("refused", [".note.txt", ".csv"])
def test_where_the_note_or_the_file_cannot_be_put_neither_is(
    refused: str, drop: Drop, june: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits as it says, nothing is in the folder of what is held, and the next run holds it."""
    drop.write(LONG, *june)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target.parent.name == "held" and target.name.endswith(refused):
            raise OSError(errno.EIO, "io")
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing)
        assert [event.fate for event in drop.look()] == [Fate.WAITING]
    assert drop.names(".taking") == [LONG]
    assert drop.names(".done", "elm", "held") == []

    assert [event.fate for event in drop.look()] == [Fate.HELD]
    assert len(drop.names(".done", "elm", "held")) == 2


def test_killed_between_the_note_and_the_move_there_is_one_note(
    drop: Drop, june: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run takes the note that is there for its own."""
    drop.write("june.csv", *june)
    rename = Path.rename

    def killed(self: Path, target: Path) -> Path:
        if target.parent.name == "held" and target.name == "june.csv":
            raise Killed
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        with pytest.raises(Killed):
            drop.look()
    assert drop.names(".done", "elm", "held") == ["june.csv.note.txt"]

    assert [event.fate for event in drop.look()] == [Fate.HELD]
    assert drop.names(".done", "elm", "held") == ["june.csv", "june.csv.note.txt"]


def test_a_note_never_replaces_a_file(drop: Drop, june: list[str]) -> None:
    """A sender's own file of the name that a note would have is kept as it was sent."""
    drop.write("june.csv.note.txt", *june)
    drop.look()
    drop.write("june.csv", *june)
    drop.look()

    sent = drop.root / ".done" / "elm" / "held" / "june.csv.note.txt"
    assert sent.read_text("utf-8").startswith(drop.header)
    assert drop.names(".done", "elm", "held") == sorted([
        "june.csv.note.txt", "june.csv.note.txt.note.txt", "june~2.csv", "june~2.csv.note.txt",
    ])  # fmt: skip
