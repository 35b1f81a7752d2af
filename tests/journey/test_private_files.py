"""Files that are written for one person are readable by that person alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tiig.cli.app import run
from tiig.testing import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

Line = Callable[..., str]


@pytest.fixture(autouse=True)
def _open_umask() -> Iterator[None]:
    """Let the system make files that everybody may read, as most do."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def workspace(tmp_path: Path, elm_profile: str, elm_header: str, elm_line: Line) -> Path:
    """A workspace with Elm in it, and a file to send."""
    root = make_workspace(tmp_path / "workspace")
    (tmp_path / "elm.toml").write_text(elm_profile, encoding="utf-8")
    rows = [elm_header, *(elm_line(f"N{number}") for number in range(30))]
    (tmp_path / "june.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with connect(root) as session:
        session.add_sender(tmp_path / "elm.toml")
        agree(session.services)
    return root


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_receipts_are_their_owners_alone(workspace: Path, tmp_path: Path) -> None:
    """A receipt names rows of a hospital's file, wherever its folder is."""
    folder, here = tmp_path / "receipts", ["--workspace", str(workspace)]
    sent = [str(tmp_path / "june.csv"), "--sender", "elm", "--month", "2026-06"]
    assert run(["submit", *sent, "--receipt", str(folder), *here]) == 0
    assert {path.suffix: _mode(path) for path in folder.iterdir()} == {
        ".html": 0o600,
        ".xlsx": 0o600,
    }


@pytest.mark.parametrize(("preset", "mode"), [("internal", 0o600), ("public", 0o644)])
def test_a_table_for_release_alone_is_for_everybody(
    workspace: Path, tmp_path: Path, preset: str, mode: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exact counts are their owner's; what is protected for the public may be read by all."""
    here = ["--workspace", str(workspace)]
    sent = [str(tmp_path / "june.csv"), "--sender", "elm", "--month", "2026-06"]
    assert run(["submit", *sent, *here]) == 0
    table = tmp_path / "table.csv"
    asked = ["--preset", preset, "--because", "test", "-o", str(table)]
    assert run(["count", "--by", "month", *asked, *here]) == 0
    assert _mode(table) == mode
    assert f"Written to {table}." in capsys.readouterr().out


@pytest.mark.parametrize(("preset", "mode"), [("internal", 0o600), ("public", 0o644)])
def test_a_paper_for_release_alone_is_for_everybody(
    workspace: Path, tmp_path: Path, preset: str, mode: int
) -> None:
    """Every file of a paper with exact figures is its owner's, and so are its notes."""
    here = ["--workspace", str(workspace)]
    sent = [str(tmp_path / "june.csv"), "--sender", "elm", "--month", "2026-06"]
    assert run(["submit", *sent, *here]) == 0
    folder = tmp_path / "papers"
    asked = ["--preset", preset, "--because", "test", "-o", str(folder)]
    for _ in range(2):  # the second time with the notes read again
        assert run(["bulletin", *asked, "--notes-read", *here]) == 0
        made = [path for path in folder.iterdir() if path.is_file()]
        (notes,) = (folder / "notes").iterdir()
        assert {path.suffix: _mode(path) for path in (*made, notes)} == dict.fromkeys(
            (".pdf", ".docx", ".xlsx", ".md"), mode
        )


def test_the_hospitals_copy_is_its_owners_alone(workspace: Path, tmp_path: Path) -> None:
    """The annotated copy holds values of patients: it is closed, and so is all beside it."""
    key, folder = tmp_path / "tiig.key", tmp_path / "prepared"
    assert run(["receiving-key", "show", "-o", str(key), "--workspace", str(workspace)]) == 0
    given = ["--profile", str(tmp_path / "elm.toml"), "--for", str(key), "-o", str(folder)]
    assert run(["prepare", str(tmp_path / "june.csv"), *given, "--month", "2026-06"]) == 0
    modes = {path.name: _mode(path) for path in folder.rglob("*") if path.is_file()}
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}
    assert _mode(key) == 0o644  # it is public
