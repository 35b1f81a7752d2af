"""Places on a workspace of files, by the command line, also amid a change of keys."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.places_world import with_places

from tiig.cli.app import app
from tiig.desk.phrases import seen_phrases
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.testing.agreements import agree, sender_text
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

Line = Callable[..., str]
PLACES = [("Corn Market", f"P{one}") for one in range(6)] + [("Mill Lane", "P1")]


@pytest.fixture
def workspace(tmp_path: Path, elm_profile: str, elm_header: str, elm_line: Line) -> Path:
    """A workspace with June in force: a market that six people name, and a lane that one does."""
    made = make_workspace(tmp_path / "workspace")
    (made / "elm.toml").write_text(with_places(elm_profile), encoding="utf-8")
    rows = [
        elm_line(f"N{day}", Arrived=f"2026-06-{day + 1:02d} 21:15", Place=text, Bed=who) + ","
        for day, (text, who) in enumerate(PLACES)
    ]
    file = made / "june.csv"
    file.write_text("\n".join([f"{elm_header},Type", *rows]) + "\n", encoding="utf-8")
    with connect(made) as tiig:
        tiig.add_sender(made / "elm.toml")
        agree(tiig.services)
        tiig.submit(file, sender="elm", month="2026-06", confirm=True)
    return made


def said(workspace: Path, *words: str) -> Any:  # noqa: ANN401 - JSON
    """Run a command; returns what it prints with --json."""
    done = CliRunner().invoke(app, [*words, "--json", "--workspace", str(workspace)])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def filled(workspace: Path) -> int:
    """Count the rows whose place type was decided."""
    where = "place_decided_basis=decided"
    told = said(workspace, "count", "--where", where, "--preset", "internal", "--because", "tests")
    return int(told["rows"][-1]["count"]["value"])


def test_a_lead_decides_from_a_file(workspace: Path, tmp_path: Path) -> None:
    """List, fill in, check, decide, count; taken back it is as before; the trail has each look."""
    file = tmp_path / "texts.csv"
    why = ("--because", "name the places")
    listed = said(workspace, "places", "list", *why, "-o", str(file))
    assert [line["words"] for line in listed["lines"]] == ["corn market"]
    assert listed["rare"] == 1
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["words"], row["untyped"], row["type"]) for row in rows] == [
        ("corn market", "6", "")
    ]
    rows[0]["type"] = "public.street"
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, rows[0])
        table.writeheader()
        table.writerows(rows)

    assert said(workspace, "places", "decide", "--file", str(file), "--check", *why)["rows"] == 6
    assert filled(workspace) == 0
    said(workspace, "places", "decide", "--file", str(file), *why)
    assert filled(workspace) == 6
    shown = said(workspace, "places", "show", rows[0]["phrase"][:8], *why)
    assert shown["history"][0]["place_type"] == "public.street"
    assert len(said(workspace, "places", "decisions")) == 1
    said(workspace, "places", "decide", rows[0]["phrase"], "--undo", *why)
    assert filled(workspace) == 0
    trail = said(workspace, "audit", "log", "--kind", "place")
    assert [row["because"] for row in trail] == [
        "1 place phrases read into a file",
        "decisions on 1 place phrases checked",
        "decided of 1 place phrases: name the places",
        "a place phrase read",
        "decisions on place phrases listed",
        "took a decision on a place phrase back: name the places",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "--because", "x"),
        ("decide", "aaaaaaaa", "--file", "f.csv", "--because", "x"),
        ("decide", "--file", "f.csv", "--type", "public", "--because", "x"),
        ("decide", "--file", "f.csv", "--undo", "--because", "x"),
        ("decide", "aaaaaaaa", "--undo", "--type", "public", "--because", "x"),
    ],
)
def test_what_does_not_go_together(workspace: Path, words: tuple[str, ...]) -> None:
    """It is refused before anything is looked at."""
    done = CliRunner().invoke(app, ["places", *words, "--workspace", str(workspace)])

    assert isinstance(done.exception, TiigError)
    assert done.exception.kind is BAD_ARGUMENT


def test_the_file_that_is_not_there_is_named(workspace: Path, tmp_path: Path) -> None:
    """By the name that was typed; and what -o names is said to be that."""
    here = ["--because", "name the places", "--workspace", str(workspace)]
    absent, other = str(tmp_path / "nope.csv"), str(tmp_path / "texts.txt")

    missing = CliRunner().invoke(app, ["places", "decide", "--file", absent, *here]).exception
    wrong = CliRunner().invoke(app, ["places", "list", "-o", other, *here]).exception

    assert isinstance(missing, TiigError)
    assert (missing.kind.id, missing.where.file) == ("file-missing", "nope.csv")
    assert isinstance(wrong, TiigError)
    assert "what -o names is written as FILE.csv" in wrong.sentence


def test_a_check_tells_no_rows_of_a_rare_text(workspace: Path) -> None:
    """Who knows its id learns that they are few, as the list says."""
    with connect(workspace, because="tests") as tiig:
        seen = seen_phrases(tiig.services)
    (rare,) = seen.sightings.keys() - seen.frequent
    words = ["places", "decide", rare, "--type", "public", "--check", "--because", "tests"]

    done = CliRunner().invoke(app, [*words, "--workspace", str(workspace)])

    assert "did not give: 0, and few for texts that too few people's rows name." in done.output


def test_a_decision_counts_before_during_and_after_new_keys(workspace: Path) -> None:
    """Broken off at any seam and told at once: the same rows, and the words are found too."""
    why = ("--because", "name the places")
    before = said(workspace, "places", "list", *why)["lines"][0]["phrase"]
    said(workspace, "places", "decide", before, "--type", "public.street", *why)

    for seam in ("keys-added", "swap-prepared", "inside-swap", "packs-swapped", "old-pack-removed"):
        _broken_at(seam, workspace)
        assert filled(workspace) == 6, seam
        (line,) = said(workspace, "places", "list", *why)["lines"]
        assert (line["words"], line["decision"]["place_type"]) == ("corn market", "public.street")
    said(workspace, "keys", "rotate")

    assert filled(workspace) == 6
    after = said(workspace, "places", "show", before, *why)
    assert after["line"]["phrase"] != before
    assert after["line"]["words"] == "corn market"


def _broken_at(seam: str, workspace: Path) -> None:
    from tests.unit.store.test_kept_phrases import broken_at

    from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
    from tiig.kit.progress import Silent
    from tiig.model.asker import Asker
    from tiig.wiring import open_services, read_settings

    seams: Any = broken_at(seam)
    with open_services(read_settings(workspace), seams=seams) as services:
        request = RotateRequest(("all",), "tested")
        with pytest.raises(KeyboardInterrupt):
            rotate_keys(request, asker=Asker.local("ada"), services=services, progress=Silent())


def test_kept_words_and_decisions_come_back_from_a_backup(workspace: Path, tmp_path: Path) -> None:
    """Phrases that outlived the others are backed up with their key apart, like the rest."""
    why = ("--because", "name the places")
    with connect(workspace) as tiig:
        text = sender_text("elm", tiig.services.standard).replace("version = 1", "version = 2")
    text = text.replace("phrases_days = 365", "phrases_days = 0")
    (tmp_path / "elm.toml").write_text(
        text + "\n[free_text]\nkeep_frequent_phrases = true\n", encoding="utf-8"
    )
    said(workspace, "agreement", "add", str(tmp_path / "elm.toml"))
    ran = said(workspace, "retention", "run")
    assert ran["phrases"] == [{"sender": "elm", "kept": 1, "gone": 1}]
    (line,) = said(workspace, "places", "list", *why)["lines"]
    said(workspace, "places", "decide", line["phrase"], "--type", "public.street", *why)

    box = ("--file-keys", str(tmp_path / "box"))
    said(workspace, "backup", str(tmp_path / "backup"), *box)
    done = CliRunner().invoke(
        app,
        [
            "restore",
            str(tmp_path / "backup"),
            str(tmp_path / "again"),
            *box,
            "--keys",
            str(workspace / "keys"),
            "--json",
        ],
    )
    assert done.exit_code == 0, done.output

    again = tmp_path / "again"
    (line,) = said(again, "places", "list", *why)["lines"]
    assert (line["words"], line["decision"]["place_type"]) == ("corn market", "public.street")
    assert filled(again) == 6
    assert said(again, "doctor")["faults"] == []
