"""The program as people start it: exit codes, JSON, receipts without values, Ctrl-C, locks."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tiig.cli.app import run
from tiig.store.seams import NoSeams
from tiig.testing import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

Line = Callable[..., str]
PATIENCE = 60.0

CANARIES = {
    "No": "canarynumber1", "Site": "canarysite2", "Arrived": "canarydate3", "Age": "canaryage4",
    "Intent": "canaryintent5", "Weapon": "canaryweapon6", "Place": "canaryplace7",
    "Bed": "canarybed8",
}  # fmt: skip
IDENTIFIER = "canary9@example.org"

BREAKS = """
import sys
from tiig import translate
def broken(raw, plan, memory):
    raise ValueError(str(raw.frame.to_dicts()))
translate.translate = broken
from tiig.cli import main
main(sys.argv[1:])
"""
IMPATIENT = """
import sys
from tiig.store import Address
Address.__init__.__defaults__ = (*Address.__init__.__defaults__[:-1], 200)
from tiig.cli import main
main(sys.argv[1:])
"""


def start(*words: str, script: str | None = None) -> subprocess.Popen[str]:
    """Start the program, or a script that ends in it."""
    how = ["-m", "tiig"] if script is None else ["-c", script]
    return subprocess.Popen(
        [sys.executable, *how, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def tiig(*words: str, script: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    with start(*words, script=script) as process:
        out, err = process.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(words, process.returncode, out, err)


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace with Elm as its sender and one month of 60 rows in force."""
    root = make_workspace(tmp_path_factory.mktemp("made") / "workspace")
    (root / "elm.toml").write_text(elm_profile, encoding="utf-8")
    rows = [elm_line(f"N{number}") for number in range(60)]
    (root / "june.csv").write_text("\n".join([elm_header, *rows]) + "\n", encoding="utf-8")
    with connect(root) as session:
        session.add_sender(root / "elm.toml")
        agree(session.services)
        session.submit(root / "june.csv", sender="elm", month="2026-06")
    return root


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Path:
    """A copy of the workspace for one test."""
    copy = tmp_path / "workspace"
    shutil.copytree(made, copy)
    return copy


def submit(workspace: Path, file: Path | str, *more: str) -> list[str]:
    """Return the words that send a file of June."""
    sent = ["submit", str(file), "--sender", "elm", "--month", "2026-06"]
    return [*sent, "--workspace", str(workspace), *more]


def state_of(workspace: Path) -> tuple[object, ...]:
    """Return what is in force, what is on disk, and what the doctor says."""
    with connect(workspace, because="test") as session:
        services = session.services
        return (
            services.catalogue.pairs(),
            len(services.catalogue.submissions()),
            services.lake.on_disk(),
            session.count(preset="internal").rows[-1].count.value,
        )


FAILURES: dict[str, tuple[int, str, list[str]]] = {
    "usage": (2, "dimension-unknown", ["count", "--by", "shoe_size"]),
    "option": (2, "bad-argument", ["count", "--bye", "site"]),
    "file": (10, "file-missing", ["submit", "none.csv", "--sender", "elm", "--month", "2026-06"]),
    "profile": (
        20,
        "sender-unknown",
        ["submit", "{june}", "--sender", "oak", "--month", "2026-06"],
    ),
    "permission": (30, "purpose-missing", ["count", "--preset", "internal"]),
    "store": (40, "workspace-missing", ["count", "--workspace", "{nowhere}"]),
}


@pytest.fixture(params=FAILURES)
def failure(
    request: pytest.FixtureRequest, made: Path, tmp_path: Path
) -> tuple[int, str, list[str]]:
    """A command that fails: its exit code, the kind of its error, its words."""
    code, kind, words = FAILURES[request.param]
    facts = {"june": made / "june.csv", "nowhere": tmp_path / "nowhere"}
    filled = [word.format(**facts) for word in words]
    return code, kind, filled if "--workspace" in filled else [*filled, "--workspace", str(made)]


def test_each_family_has_its_exit_code(failure: tuple[int, str, list[str]]) -> None:
    """With --json a failure is one object on standard output; the code is its family's."""
    code, kind, words = failure

    done = tiig(*words, "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["exit_code"], told["error"]) == (code, code, kind)
    assert told.keys() == {"error", "family", "exit_code", "sentence", "advice", "where"}
    assert told["sentence"] in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failure_says_nothing_on_standard_output(
    failure: tuple[int, str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --json what went wrong, and what to do next, stand on standard error alone."""
    code, _, words = failure

    assert run(words) == code

    said = capsys.readouterr()
    assert said.out == ""
    first, second = said.err.splitlines()[:2]
    assert first.startswith("tiig: ")
    assert second.strip()


@pytest.mark.parametrize(
    "words",
    [
        ["bulletin", "-o", "{file}"],
        ["profile", "-o", "{file}/x.pdf"],
    ],
)
def test_a_place_that_takes_no_file_is_said(
    made: Path, tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """An output below a file is the asker's to mend, not a fault of ours."""
    (tmp_path / "file").write_text("kept")
    named = [one.format(file=tmp_path / "file") for one in words]

    assert run([*named, "--workspace", str(made)]) == 2
    assert "Nothing can be written at the place that -o names" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "kept"


def test_success_is_zero(made: Path) -> None:
    """An answer in JSON on standard output, nothing on standard error, and exit code 0."""
    done = tiig("count", "--by", "site", "--workspace", str(made), "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["rows"][-1]["count"] == {"value": 60, "mark": "shown"}


def planted(path: Path, header: str, line: Line, *, identifier: str = "") -> Path:
    """Write a file of 100 rows in which each column holds a canary once."""
    rows = [line(f"P{number}", Place="Corn Market") for number in range(100)]
    for place, (column, canary) in enumerate(CANARIES.items()):
        number = canary if column == "No" else f"Q{place}"
        rows.append(line(number, **({} if column == "No" else {column: canary})))
    if identifier:
        rows.append(line("Q99", Place=identifier))
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def written(workspace: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file below a workspace with its bytes; workbooks as the text of their cells."""
    for path in sorted(workspace.rglob("*")):
        if path.suffix == ".xlsx":
            book = load_workbook(path)
            cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row]
            yield path.name, "\n".join(cells).encode()
            book.close()
        elif path.is_file():
            yield path.relative_to(workspace).as_posix(), path.read_bytes()


def test_no_cell_value_leaves_the_vault(
    workspace: Path, tmp_path: Path, elm_header: str, elm_line: Line
) -> None:
    """Neither receipts nor output nor log nor catalogue nor lake hold what stood in a cell."""
    file = planted(tmp_path / "sent.csv", elm_header, elm_line, identifier=IDENTIFIER)

    held = tiig(*submit(workspace, file, "--json"))
    taken = tiig(*submit(workspace, file, "--confirm"))
    broken = tiig(*submit(workspace, planted(file, elm_header, elm_line)), script=BREAKS)

    assert [held.returncode, taken.returncode, broken.returncode] == [0, 0, 1], taken.stderr
    found = dict(written(workspace))
    names = "\n".join(found)
    assert "out/receipts/receipt-" in names
    assert ".xlsx" in names
    assert "ValueError" in found["tiig.log"].decode()
    said = [one.stdout + one.stderr for one in (held, taken, broken)]
    for canary in (*CANARIES.values(), IDENTIFIER):
        assert not [text for text in said if canary in text], canary
        assert not [name for name, data in found.items() if canary.encode() in data], canary


def test_an_internal_failure_names_a_reference(
    workspace: Path, tmp_path: Path, elm_header: str, elm_line: Line
) -> None:
    """What a library said stays behind: exit code 1, a reference, and our own frames in the log."""
    file = planted(tmp_path / "sent.csv", elm_header, elm_line)
    before = state_of(workspace)

    done = tiig(*submit(workspace, file, "--json"), script=BREAKS)

    told, logged = json.loads(done.stdout), json.loads((workspace / "tiig.log").read_text("utf-8"))
    assert (done.returncode, told["error"]) == (1, "our-fault")
    assert logged["reference"] in told["sentence"]
    assert any("journeys/submit.py" in frame for frame in logged["frames"])
    assert state_of(workspace) == before


def test_a_refused_file_ends_with_ten_and_a_receipt(
    workspace: Path, tmp_path: Path, elm_header: str, elm_line: Line
) -> None:
    """A file with an identifier outside free text is refused; the receipt names the column."""
    file = tmp_path / "refused.csv"
    rows = [*(elm_line(f"R{n}") for n in range(30)), elm_line("R30", Bed=IDENTIFIER)]
    file.write_text("\n".join([elm_header, *rows]) + "\n", encoding="utf-8")
    before = state_of(workspace)[0]

    done = tiig(*submit(workspace, file))

    receipts = [data for name, data in written(workspace) if name.endswith(".html")]
    assert done.returncode == 10
    assert "Bed" in done.stdout
    assert IDENTIFIER not in done.stdout + done.stderr
    assert len(receipts) == 1
    assert state_of(workspace)[0] == before


def test_control_c_leaves_the_store_untouched(
    workspace: Path, tmp_path: Path, elm_header: str, elm_line: Line
) -> None:
    """Interrupted while rows are read: exit code 130, a sentence, and June as it was."""
    file = tmp_path / "large.csv"
    rows = (elm_line(f"L{number}", Place=f"quay {number}") for number in range(150_000))
    file.write_text("\n".join([elm_header, *rows]) + "\n", encoding="utf-8")
    before = state_of(workspace)
    originals = workspace / "vault" / "originals"
    there = len(list(originals.rglob("*")))

    with start(*submit(workspace, file)) as process:
        waited = time.monotonic()
        while len(list(originals.rglob("*"))) == there and process.poll() is None:
            assert time.monotonic() - waited < PATIENCE
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == 130, err
    assert out == ""
    assert "Interrupted" in err
    assert "Traceback" not in err
    assert state_of(workspace) == before


def test_a_locked_catalogue_is_said(workspace: Path) -> None:
    """While another process writes, a submission waits a moment and ends with exit code 40."""
    holder = sqlite3.connect(workspace / "catalogue.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    (workspace / "june.csv").write_bytes((workspace / "june.csv").read_bytes() + b"\n")
    try:
        done = tiig(*submit(workspace, workspace / "june.csv", "--json"), script=IMPATIENT)
    finally:
        holder.rollback()
        holder.close()

    assert (done.returncode, json.loads(done.stdout)["error"]) == (40, "store-locked")
    assert state_of(workspace)[3] == 60


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.EROFS, "store-unwritable"), (errno.ENOSPC, "disk-full")]
)
def test_a_disk_that_refuses_is_said(
    number: int,
    kind: str,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A read-only or full disk ends with exit code 40 and leaves June as it was.

    The fault comes at a seam, since whoever runs tests as root can write anywhere.
    """
    before = state_of(workspace)
    (workspace / "june.csv").write_bytes((workspace / "june.csv").read_bytes() + b"\n")

    def refuse(_seams: NoSeams, _seam: str) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(NoSeams, "reach", refuse)
        code = run(submit(workspace, workspace / "june.csv", "--json"))

    assert (code, json.loads(capsys.readouterr().out)["error"]) == (40, kind)
    assert state_of(workspace) == before
