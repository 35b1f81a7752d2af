"""The guide to a new hospital is followed on the command line, from nothing to its receipts."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from tests.journey.signing import signed

from tiig.cli.app import run
from tiig.model.errors import Family

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "start-a-hospital.md"
COMMAND = re.compile(r"^tiig (.*)$", re.MULTILINE)


def commands() -> list[list[str]]:
    """Return the commands of the guide's blocks."""
    blocks = re.findall(r"^```\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in COMMAND.findall(block)]


@pytest.fixture
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, without any workspace."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TIIG_WORKSPACE", raising=False)
    return tmp_path


def test_the_guide_leads_to_what_it_says(at_work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command does what the guide promises: pass, held, refused, and then a month stored."""
    write, agree, add, passes, fails, refused, submit = commands()
    assert run(write) == 0
    assert run(["init", "house"]) == 0
    monkeypatch.setenv("TIIG_WORKSPACE", "house")
    draft = at_work / agree[-1]
    draft.write_text(signed(draft.read_text("utf-8")), encoding="utf-8")

    assert [run(one) for one in (agree, add, passes)] == [0, 0, 0]
    assert [run(one) for one in (fails, refused)] == [int(Family.FILE)] * 2
    (at_work / submit[1]).write_bytes((at_work / passes[2]).read_bytes())
    assert run(submit) == 0


def test_the_table_of_the_guide_lists_every_file(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file is written that the guide does not explain, and it explains no other."""
    assert run(["spec", "-o", "pack", "--json"]) == 0
    table = re.findall(r"^\| `(.*)` \|", GUIDE.read_text("utf-8"), re.MULTILINE)
    named = set()
    for cell in table:
        stem = cell.partition(".")[0]
        named |= {f"{stem}{one}" if one[0] == "." else one for one in cell.split("`, `")}

    assert named == set(json.loads(capsys.readouterr().out)["files"])
    assert named == {path.name for path in (at_work / "pack").iterdir()}


def test_a_workspace_that_is_named_must_be_there(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its additions to the standard would be missing without a word."""
    assert run(["spec", "-o", "pack", "--workspace", "nowhere"]) != 0
    assert "workspace" in capsys.readouterr().err
    assert not (at_work / "pack").exists()


@pytest.mark.parametrize("site", ["XQ101", "=Elm", "XQ101="])
def test_a_site_without_code_or_name_is_refused(
    site: str, at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a site looks like is said."""
    assert run(["spec", "-o", "pack", "--site", site]) == int(Family.USAGE)
    assert "CODE=NAME" in capsys.readouterr().err
    assert not (at_work / "pack").exists()
