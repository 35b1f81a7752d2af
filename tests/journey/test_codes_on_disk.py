"""The code map on a workspace of files, by the command line, beside new keys and erasures."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.rotation_world import with_people

from tiig.cli.app import app
from tiig.intake.code_lists import ProposedCode
from tiig.journeys import decide_codes
from tiig.journeys.decide_codes import CodesDecided, CodesRequest
from tiig.journeys.erase import EraseRequest, erase
from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.erasure import Erasable
from tiig.model.errors import TiigError
from tiig.testing.agreements import agree
from tiig.wiring import make_workspace, open_services, read_settings
from tiig.wiring.session import connect

Line = Callable[..., str]
ASKER = Asker.local("ada", purpose="testing")
WHY = ("--because", "asked the department")
BAT = ("elm", "injury_mechanism", "bat")


@pytest.fixture
def workspace(tmp_path: Path, elm_profile: str, elm_header: str, elm_line: Line) -> Path:
    """A workspace with June in force: twelve rows of six people with a weapon nobody explained."""
    made = make_workspace(tmp_path / "workspace")
    (made / "elm.toml").write_text(with_people(elm_profile), encoding="utf-8")
    rows = [elm_line(f"N{n}", Weapon="Bat", Bed=f"P{n % 6}") for n in range(12)]
    file = made / "june.csv"
    file.write_text("\n".join([elm_header, *rows]) + "\n", encoding="utf-8")
    with connect(made) as tiig:
        tiig.add_sender(made / "elm.toml")
        agree(tiig.services)
        tiig.submit(file, sender="elm", month="2026-06", confirm=True)
    return made


def run(workspace: Path, *words: str, by: str = "ada") -> Any:  # noqa: ANN401 - the result of a command
    """Run a command as somebody."""
    environment = {"LOGNAME": by, "USER": by}
    return CliRunner().invoke(app, [*words, "--workspace", str(workspace)], env=environment)


def refused(workspace: Path, *words: str, by: str = "ada") -> str:
    """Return the kind of error with which a command ends."""
    fault = run(workspace, "codes", *words, *WHY, by=by).exception
    assert isinstance(fault, TiigError)
    return fault.kind.id


def said(workspace: Path, *words: str, by: str = "ada") -> Any:  # noqa: ANN401 - JSON
    """Run a command; returns what it prints with --json."""
    done = run(workspace, *words, "--json", by=by)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def blunt(workspace: Path, *more: str) -> int:
    """Count the assaults with a blunt object."""
    asked = ("count", "--by", "weapon", "--preset", "internal", *WHY, *more)
    rows = said(workspace, *asked)["rows"]
    return int(next(row["count"]["value"] for row in rows if row["nodes"] == ["blunt"]))


def mapped(workspace: Path) -> None:
    """Have the weapon explained and the rows read again."""
    said(workspace, "codes", "confirm", *BAT, "blunt", *WHY)
    said(workspace, "codes", "approve", *BAT, *WHY, by="bob")
    said(workspace, "codes", "rederive", *WHY)


def test_every_command(workspace: Path, tmp_path: Path) -> None:
    """List, confirm from a file, approve by another, read again; each says what it did."""
    file = tmp_path / "values.csv"
    assert run(workspace, "codes", "list", "--open", "-o", str(file)).exit_code == 0
    listed = file.read_text(encoding="utf-8")
    assert "elm,injury_mechanism,bat,10," in listed
    file.write_text(listed.rstrip("\n") + "blunt\n", encoding="utf-8")
    assert (
        "Would be confirmed: 1 local value."
        in run(workspace, "codes", "confirm", "--file", str(file), "--check", *WHY).output
    )
    assert (
        "Confirmed: 1 local value."
        in run(workspace, "codes", "confirm", "--file", str(file), *WHY).output
    )
    assert "waits for a second name" in run(workspace, "codes", "list").output
    assert blunt(workspace) == 0

    assert refused(workspace, "approve", *BAT) == "code-same-name"
    done = run(workspace, "codes", "approve", *BAT, *WHY, by="bob").output
    assert "elm, injury_mechanism: bat -> blunt (" in done
    assert "confirmed by ada on" in done
    assert "because asked the department" in done
    assert "XQ101 2026-06: 10" in done
    assert "blunt: 0 -> 12" in done
    assert "Approved: 1 local value." in done
    assert "XQ101" in run(workspace, "codes", "rederive", "--check", *WHY).output
    assert blunt(workspace) == 0
    assert "Read again: 1 site-months." in run(workspace, "codes", "rederive", *WHY).output
    assert blunt(workspace) == 12
    assert "Every row in force reads" in run(workspace, "codes", "rederive", *WHY).output
    assert refused(workspace, "refuse", *BAT) == "code-counts"
    taken = run(workspace, "codes", "undo", *BAT, *WHY).output
    assert "Taken back" in taken
    assert "bat: nothing counts now" in taken
    assert "Refused" in run(workspace, "codes", "refuse", *BAT, *WHY).output
    assert run(workspace, "codes", "decisions").output.count("elm") == 4
    assert refused(workspace, "confirm", "elm") == "bad-argument"
    with open_services(read_settings(workspace)) as services:
        told = [row.because for row in services.catalogue.audit(AuditAsked(kind=AuditKind.CODES))]
    assert "let 1 local values count: asked the department" in told
    assert not any("bat" in because for because in told)
    assert not run(workspace, "doctor").exit_code


@pytest.mark.parametrize("first", ["rotate", "rederive"])
def test_with_new_keys(workspace: Path, first: str) -> None:
    """Rows read again are re-keyed like all others, and re-keyed rows are read again."""

    def rotate() -> None:
        with open_services(read_settings(workspace)) as services:
            rotate_keys(RotateRequest(), asker=ASKER, services=services, progress=Silent())

    def map_codes() -> None:
        mapped(workspace)

    steps: dict[str, Callable[[], None]] = {"rotate": rotate, "rederive": map_codes}
    steps.pop(first)()
    (then,) = steps.values()
    then()
    assert blunt(workspace) == 12
    with connect(workspace) as tiig:
        assert tiig.doctor().faults == ()


def test_a_person_is_erased_from_both_readings(workspace: Path) -> None:
    """Rows are counted once and go from the packs of then and of now; what is left is told."""
    mapped(workspace)
    listed = workspace / "list.txt"
    listed.write_text("P1\n", encoding="utf-8")
    with open_services(read_settings(workspace)) as services:
        request = EraseRequest(str(listed), Erasable.PERSON, "asked", sender="elm")
        done = erase(request, asker=ASKER, services=services, progress=Silent())
        assert (done.rows, [line.rows for line in done.lines]) == (2, [2])
        packs = [pack.id for pack in services.catalogue.packs() if "findings" not in pack.id]
        assert {pack.rows for pack in services.catalogue.packs(packs)} == {10}
        told = services.catalogue.pairs_of(services.catalogue.submissions()[0].id)
        assert [pair.rows for pair in told] == [10, 10]
        assert sum(pair.known_until is None for pair in told) == 1
    assert blunt(workspace) == 10
    said(workspace, "codes", "undo", *BAT, *WHY)
    said(workspace, "codes", "rederive", *WHY)
    assert blunt(workspace) == 0
    with connect(workspace) as tiig:
        assert tiig.doctor().faults == ()


def test_nothing_is_approved_that_was_not_on_the_screen(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody confirms another category between showing and approving: the command says so."""
    said(workspace, "codes", "confirm", *BAT, "blunt", *WHY)
    approve = decide_codes.approve_codes

    def interrupted(request: CodesRequest, **given: Any) -> CodesDecided:  # noqa: ANN401
        found = approve(request, **given)
        if request.check_only:
            other = CodesRequest("seen elsewhere", (ProposedCode(*BAT, "sharp.knife"),))
            decide_codes.confirm_codes(other, **{**given, "asker": Asker.local("cat", purpose="x")})
        return found

    with monkeypatch.context() as patched:
        patched.setattr(decide_codes, "approve_codes", interrupted)
        assert refused(workspace, "approve", *BAT, "--yes", by="bob") == "code-changed"
    found = said(workspace, "codes", "approve", *BAT, *WHY, by="bob")
    (means,) = found["decided"]["meanings"]
    assert (means["node"], means["person"]) == ("sharp.knife", "cat")
    assert "label" in means


def test_what_a_sender_wrote_moves_no_cursor(
    workspace: Path, elm_header: str, elm_line: Line
) -> None:
    """Neither the lists nor what is decided gives a control character to the terminal."""
    wild = "zed\x1b[2j\u202egun"
    rows = [elm_line(f"Z{n}", Weapon=wild, Arrived="2026-05-03 21:15") for n in range(6)]
    file = workspace / "may.csv"
    file.write_text("\n".join([elm_header, *rows]) + "\n", encoding="utf-8")
    with connect(workspace) as tiig:
        tiig.submit(file, sender="elm", month="2026-05", confirm=True)
    listed = said(workspace, "codes", "list")["questions"]
    assert wild in [one["value"] for one in listed]
    named = ("elm", "injury_mechanism", wild)
    shown = [
        run(workspace, "codes", "list").output,
        run(workspace, "codes", "confirm", *named, "blunt", *WHY).output,
        run(workspace, "codes", "approve", *named, *WHY, "--check", by="bob").output,
        run(workspace, "codes", "decisions", *WHY).output,
    ]
    for output in shown:
        assert "\x1b" not in output
        assert "\u202e" not in output
    assert "zed?[2j?gun" in shown[0]
    assert "zed?[2j?gun" in shown[2]
