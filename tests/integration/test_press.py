"""Presses: papers written by processes beside ours, in order, and ended whatever happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.publish.test_paper_formats import paper

from tiig.publish.press import Presses, write_papers


def test_papers_are_written_in_order_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    """Several papers come as asked, and no half-written file stays."""
    named = [("one", paper()), ("two", paper(title="Another"))]
    written = list(write_papers(named, tmp_path, ("html", "docx")))

    assert [[path.name for path in files] for files in written] == [
        ["one.html", "one.docx"],
        ["two.html", "two.docx"],
    ]
    assert {path.name for path in tmp_path.glob("[!.]*")} == {
        path.name for files in written for path in files
    }


def test_what_goes_wrong_in_a_press_is_raised_here(tmp_path: Path) -> None:
    """A folder that cannot be written is the same fault as without a press, and the next works."""
    (tmp_path / "file").write_text("")
    with Presses(("html",), presses=1) as presses:
        with pytest.raises(OSError, match="FileExistsError"):
            list(presses.write([("one", paper())], tmp_path / "file"))
        assert list(presses.write([("two", paper())], tmp_path)) == [(tmp_path / "two.html",)]


def test_a_press_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our settings, the passphrase among them, stay with us."""
    given: dict[str, str] = {}

    class Process:
        stdin = stdout = None

        def __init__(self, *_: object, env: dict[str, str], **__: object) -> None:
            given.update(env)

        def wait(self) -> None:
            """End at once."""

    monkeypatch.setenv("TIIG_PASSPHRASE", "secret")
    monkeypatch.setattr("subprocess.Popen", Process)
    with Presses(("html",), presses=1):
        assert "PATH" in given
    assert "TIIG_PASSPHRASE" not in given


def test_a_press_that_dies_leaves_no_other_behind(tmp_path: Path) -> None:
    """Whoever waits for its paper is told, and closing the presses still ends all of them."""
    with Presses(("html",), presses=2) as presses:
        for press in presses._every:
            press._process.kill()
            press._process.wait()
        with pytest.raises((EOFError, OSError)):
            list(presses.write([("one", paper())], tmp_path))
    assert all(press._process.returncode is not None for press in presses._every)
    assert not list(tmp_path.glob("*.html"))
