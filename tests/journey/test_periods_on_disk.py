"""Every line of the table in `docs/how-to/periods.md`, at the command line."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tiig.cli.app import run
from tiig.testing.agreements import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

Line = Callable[..., str]
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "periods.md"
SPAN = re.compile(r"`(\d{4}-\d{2}[^`]*)`")
STATES = {"taken": ("in force", 0), "held": ("held", 10), "refused": ("refused", 10)}


def cases() -> list[tuple[str, str, str, str]]:
    """Return the lines of the table: in force, sent, what happens, in force afterwards."""
    rows = [line.strip("| \n").split(" | ") for line in GUIDE.read_text("utf-8").splitlines()]
    return [(*row,) for row in rows if len(row) == 4 and row[0] != "in force"]  # type: ignore[misc]


def days_of(span: str) -> list[date]:
    """Return the days of a period as the guide writes it."""
    first, _, last = span.partition("..")
    last = last or first
    year = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    return [d for d in year if first <= str(d)[: len(first)] and str(d)[: len(last)] <= last]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, elm_profile: str) -> Path:
    """A workspace with Elm as its sender and nothing received."""
    root = make_workspace(tmp_path_factory.mktemp("made") / "workspace")
    (root / "elm.toml").write_text(elm_profile, encoding="utf-8")
    with connect(root) as session:
        session.add_sender(root / "elm.toml")
        agree(session.services)
    return root


class Sender:
    """Elm at the command line, with two attendances a day."""

    def __init__(self, workspace: Path, header: str, line: Line) -> None:
        """Begin with nothing sent."""
        self.workspace, self.header, self.line = workspace, header, line
        self.sent = 0

    def tiig(self, *words: str) -> tuple[int, str]:
        """Run a command; returns its exit code and what it printed."""
        with redirect_stdout(StringIO()) as out, redirect_stderr(out):
            code = run([*words, "--workspace", str(self.workspace)])
        return code, out.getvalue()

    def send(self, told: str) -> tuple[int, dict[str, Any]]:
        """Send what a cell of the guide says: a period, with fewer rows or as a nil return."""
        period, *rows = SPAN.findall(told)
        if told.startswith("nil return"):
            words = ["submissions", "nil", "--sender", "elm", "--site", "XQ101", "--period", period]
        else:
            words = ["submit", str(self.file(rows[0] if rows else period)), "--sender", "elm"]
            words += ["--period", period]
        code, printed = self.tiig(*words, "--json")
        read = json.JSONDecoder().raw_decode(printed, printed.index("{"))
        return code, dict(read[0])

    def file(self, rows: str) -> Path:
        """Write a file with two rows on each day of a period; each file's numbers are its own."""
        self.sent += 1
        path = self.workspace / f"sent{self.sent}.csv"
        lines = [
            self.line(f"{self.sent}-{day}-{hour}", Arrived=f"{day} {hour}:00")
            for day in days_of(rows)
            for hour in (11, 12)
        ]
        path.write_text("\n".join([self.header, *lines]) + "\n", encoding="utf-8")
        return path

    def in_force(self) -> list[str]:
        """Return the parts in force, as the guide writes them."""
        with connect(self.workspace, because="test") as session:
            return [str(pair.days) for pair in session.services.catalogue.pairs()]


@pytest.fixture
def elm(made: Path, tmp_path: Path, elm_header: str, elm_line: Line) -> Sender:
    """Elm with a workspace of its own."""
    copy = tmp_path / "workspace"
    shutil.copytree(made, copy)
    return Sender(copy, elm_header, elm_line)


@pytest.mark.parametrize(("before", "sent", "happens", "after"), cases())
def test_the_guide_says_what_happens(
    elm: Sender, before: str, sent: str, happens: str, after: str
) -> None:
    """What a line of the guide says comes true."""
    nil = "nil return of " if before.startswith("nil return") else ""
    for span in SPAN.findall(before):
        assert elm.send(f"{nil}`{span}`")[0] == 0
    assert elm.in_force() == SPAN.findall(before)
    state, code = STATES[re.split(r"\W", happens)[0]]

    done, told = elm.send(sent)

    assert elm.in_force() == SPAN.findall(after)
    if sent.startswith("nil return"):
        assert (done == 0) == (state == "in force")
        return
    assert (told["state"], done) == (state, code)
    instead = SPAN.findall(happens)
    assert all(f"--period {span}," in told["receipt"]["advice"][0] for span in instead)
    lines = told["receipt"]["site_months"]
    partly = any(line["standing"] == "partly received" for line in lines)
    assert partly == ("partly received" in happens or "nil return is over" in happens)


def test_the_guide_has_cases() -> None:
    """The table is found, with every state in it."""
    told = cases()
    assert len(told) > 12
    assert {re.split(r"\W", happens)[0] for _, _, happens, _ in told} == set(STATES)


def test_a_receipt_shows_parts_and_a_withdrawal_gives_them_back(elm: Sender) -> None:
    """Page, workbook and JSON tell before and after; so does the answer of a withdrawal."""
    parts = [
        elm.send("`2026-06-01..2026-06-14`")[1]["submission"],
        elm.send("`2026-06-15..2026-06-30`")[1]["submission"],
    ]
    month = elm.send("`2026-06`")[1]
    line = month["receipt"]["site_months"][0]
    assert [part["submission"] for part in line["before"]] == parts
    assert [part["submission"] for part in line["after"]] == [month["submission"]]
    receipts = elm.workspace / "out" / "receipts"
    page = (receipts / f"receipt-{month['submission']}.html").read_text("utf-8")
    assert all(f"<td>no longer</td><td>{part}</td>" in page for part in parts)
    book = load_workbook(receipts / f"receipt-{month['submission']}.xlsx")
    told = [[cell.value for cell in row][2:] for row in book["In force"].iter_rows(min_row=2)]
    assert ["2026-06-01..2026-06-14", "28", "in force", "no longer", parts[0]] in told

    code, printed = elm.tiig(
        "submissions", "withdraw", month["submission"], "--because", "the wrong export"
    )

    assert code == 0, printed
    assert elm.in_force() == ["2026-06-01..2026-06-14", "2026-06-15..2026-06-30"]
    told = [re.split(r"[\s│]{2,}", line.strip()) for line in printed.splitlines()]
    assert ["XQ101", "2026-06", "2026-06-01..2026-06-14", "28", "in force", parts[0]] in told
    gone = ["2026-06", "60", "in force", "no longer", month["submission"]]
    assert ["XQ101", "2026-06", *gone] in told


def test_what_is_lacking_is_due(elm: Sender) -> None:
    """A month of which days are lacking is listed as partly received."""
    elm.send("`2026-06-01..2026-06-14`")

    _, printed = elm.tiig("submissions", "due", "--month", "2026-06")

    assert re.search(r"XQ101 .* 2026-06 . partly received", printed)
