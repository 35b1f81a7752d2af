"""`tiig watch` as people start it: once, for ever, killed, interrupted, and two at a time."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from tests.journey.signing import signed

from tiig.cli.app import run
from tiig.cli.watching import Watcher
from tiig.intake.drop_folder import DropFolder
from tiig.model.errors import Family
from tiig.wiring.session import connect

PATIENCE = 60.0
STOPS = """
import sys, time
from tiig.cli import watching
def stop(receipt, folder):
    print("submitted", flush=True)
    time.sleep(600)
watching.write_receipt = stop
from tiig.cli import main
main(sys.argv[1:])
"""

SLOW = """
import sys, time
from tiig.cli import watching
taken = watching.submit
def submit(*words, **options):
    print("submitting", flush=True)
    time.sleep(float(sys.argv.pop()))
    return taken(*words, **options)
watching.submit = submit
words, sys.argv[1:] = sys.argv[1:-1], sys.argv[-1:]
from tiig.cli import main
main(words)
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that knows Elm by its start pack, beside the pack."""
    root = tmp_path_factory.mktemp("prepared")
    pack = root / "pack"
    told = ["--sender-id", "elm", "--name", "Elm Trust (invented)", "--provider", "XQ1"]
    assert run(["spec", "-o", str(pack), *told, "--site", "XQ101=Elm General"]) == 0
    assert run(["init", str(root / "house")]) == 0
    draft = pack / "agreement-draft.toml"
    draft.write_text(signed(draft.read_text("utf-8")), encoding="utf-8")
    house = ["--workspace", str(root / "house")]
    assert run(["agreement", "add", str(draft), *house]) == 0
    assert run(["sender", "add", str(pack / "profile.toml"), *house]) == 0
    return root


@pytest.fixture
def place(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it, with an empty drop folder."""
    shutil.copytree(prepared / "house", tmp_path / "house")
    shutil.copytree(prepared / "pack", tmp_path / "pack")
    (tmp_path / "drop" / "elm").mkdir(parents=True)
    return tmp_path


def once(place: Path, *words: str) -> int:
    """Look once, without waiting for files to settle."""
    how = ["--once", "--settle", "0", "--workspace", str(place / "house"), *words]
    return run(["watch", str(place / "drop"), *how])


def drop(place: Path, name: str, source: str) -> None:
    """Drop a file of the pack."""
    shutil.copy(place / "pack" / source, place / "drop" / "elm" / name)


def put_away(place: Path) -> dict[str, list[str]]:
    """Return what lies in Elm's folders of what is done, but for receipts."""
    done = place / "drop" / ".done" / "elm"
    fates = sorted(one for one in done.iterdir() if one.name != "receipts")
    return {fate.name: sorted(one.name for one in fate.iterdir()) for fate in fates}


def states(place: Path) -> list[str]:
    """Return the states of all submissions."""
    with connect(place / "house") as session:
        return sorted(str(one.state) for one in session.submissions())


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    """Programs that a test starts, ended after it."""
    running: list[subprocess.Popen[str]] = []
    yield running
    for one in running:
        one.kill()
        one.communicate()


def start(place: Path, *words: str, script: str | None = None) -> subprocess.Popen[str]:
    """Start a watcher that looks often."""
    how = ["-m", "tiig"] if script is None else ["-c", script]
    quick = ["--every", "0.2", "--settle", "0.2", "--workspace", str(place / "house"), *words]
    return subprocess.Popen(
        [sys.executable, *how, "watch", str(place / "drop"), *quick],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    )


def test_once_takes_what_is_there_and_says_how_it_ended(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing, a month, and then a held and a refused file: each has its exit code and folder."""
    assert once(place) == 0
    drop(place, "june.xlsx", "passes.xlsx")
    assert once(place) == 0
    drop(place, "export.csv", "fails.csv")
    drop(place, "extract.csv", "refused.csv")
    assert once(place) == int(Family.FILE)

    assert put_away(place) == {
        "held": ["export.csv"], "refused": ["extract.csv"], "taken": ["june.xlsx"],
    }  # fmt: skip
    receipts = list((place / "drop" / ".done" / "elm" / "receipts").iterdir())
    assert len(receipts) == 6
    told = capsys.readouterr().out
    assert "elm: june.xlsx: taken" in told
    assert not re.search(r"999[ -]?\d{3}[ -]?\d{4}", told)


def test_json_is_a_value_a_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program can read what became of each file."""
    drop(place, "june.csv", "passes.csv")
    assert once(place, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["sender"], told["fate"], told["where"]) == ("elm", "taken", ".done/elm/taken")


def test_killed_after_the_submission_it_is_not_made_again(
    place: Path, started: list[subprocess.Popen[str]]
) -> None:
    """A SIGKILL between the submission and the receipt leaves one submission, told by the next."""
    drop(place, "extract.csv", "refused.csv")
    started.append(start(place, script=STOPS))
    assert started[0].stdout is not None
    assert started[0].stdout.readline() == "submitted\n"
    os.kill(started[0].pid, signal.SIGKILL)
    started[0].wait(PATIENCE)

    assert once(place) == int(Family.FILE)

    assert states(place) == ["refused"]
    assert put_away(place) == {"refused": ["extract.csv"]}
    assert len(list((place / "drop" / ".done" / "elm" / "receipts").iterdir())) == 2


def test_it_goes_on_until_it_is_interrupted(
    place: Path, started: list[subprocess.Popen[str]]
) -> None:
    """Files that come while it runs are taken; a second watcher is refused; Ctrl-C ends it."""
    started.append(start(place))
    assert started[0].stdout is not None
    drop(place, "june.csv", "passes.csv")
    assert "june.csv: taken" in started[0].stdout.readline()
    assert once(place) == int(Family.USAGE)
    drop(place, "july.csv.part", "fails.csv")
    started[0].send_signal(signal.SIGINT)
    _, told = started[0].communicate(timeout=PATIENCE)

    assert started[0].returncode == int(Family.INTERRUPTED)
    assert "Ended" in told
    assert "Traceback" not in told
    assert put_away(place) == {"taken": ["june.csv"]}
    assert (place / "drop" / "elm" / "july.csv.part").exists()


@pytest.mark.parametrize(("seconds", "signals"), [("2", 1), ("600", 2)])
def test_asked_to_end_it_finishes_the_file_and_told_twice_it_ends_at_once(
    seconds: str, signals: int, place: Path, started: list[subprocess.Popen[str]]
) -> None:
    """Whether this run takes the file or the next, it is taken once and put away."""
    drop(place, "june.csv", "passes.csv")
    started.append(start(place, seconds, script=SLOW))
    assert started[0].stdout is not None
    assert started[0].stdout.readline() == "submitting\n"
    for _ in range(signals):
        started[0].send_signal(signal.SIGTERM)
        time.sleep(0.5)
    out, told = started[0].communicate(timeout=PATIENCE)

    assert started[0].returncode == int(Family.INTERRUPTED)
    assert "Ended" in told
    assert ("june.csv: taken" in out) is (signals == 1)
    assert once(place) == 0
    assert states(place) == ["in force"]
    assert put_away(place) == {"taken": ["june.csv"]}


def test_a_folder_that_vanishes_and_comes_back(
    place: Path, started: list[subprocess.Popen[str]]
) -> None:
    """It is said once, and what comes afterwards is taken."""
    started.append(start(place))
    assert started[0].stderr is not None
    assert started[0].stdout is not None
    deadline = time.monotonic() + PATIENCE
    while not (place / "drop" / ".watch.lock").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    (place / "drop").rename(place / "away")
    assert "The drop folder is not there" in started[0].stderr.readline()
    (place / "away").rename(place / "drop")
    drop(place, "june.csv", "passes.csv")

    assert "june.csv: taken" in started[0].stdout.readline()


def test_what_is_nobodys_is_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What lies beside the senders' folders and half a pair are counted, never named."""
    (place / "drop" / "Ann Smith").mkdir()
    shutil.copy(place / "pack" / "passes.csv", place / "drop" / "smith.csv")
    drop(place, "jones.dat", "passes.csv")

    assert once(place) == 0

    told = capsys.readouterr().err
    assert "nobody's: 2" in told
    assert "control file (.ctl): 1" in told
    assert "smith" not in told.lower()
    assert "jones" not in told


def test_a_control_file_without_data_is_said_once_it_has_settled(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not at the first look, when its data may be on the way; and never by its name."""
    drop(place, "jones.CTL", "passes.csv")
    folder, house, stop = DropFolder(place / "drop"), place / "house", Event()
    looking = Watcher(folder, 0.3, house, stop, remove_taken=False, as_json=False)
    looking.look()
    assert capsys.readouterr().err == ""
    time.sleep(0.4)
    looking.look()
    looking.look()

    told = capsys.readouterr().err
    assert told.count("without their data (.dat): 1") == 1
    assert "jones" not in told
    drop(place, "jones.dat", "passes.csv")
    looking.look()
    assert capsys.readouterr().err == ""


def test_there_must_be_a_folder_and_a_workspace(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before it waits for hours, it says what is missing."""
    assert run(
        ["watch", str(place / "nowhere"), "--once", "--workspace", str(place / "house")]
    ) == (int(Family.STORE))
    assert run(["watch", str(place / "drop"), "--once", "--workspace", str(place)]) != 0
    assert "Traceback" not in capsys.readouterr().err
