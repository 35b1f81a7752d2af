"""Unmistakable strings planted in every corner of a file are nowhere on disk afterwards.

Not in the store, logs, temporary folders, receipts or exports; not after a file was taken
in, refused or looked at, nor after a stage failed with the cells in its message.
"""

from __future__ import annotations

import base64
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tiig.cli.app import run
from tiig.model.errors import Family
from tiig.testing import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

Line = Callable[..., str]
TOKENS = tuple(
    f"Zq{corner}vxkw"
    for corner in (
        "number", "code", "age", "place", "ignored", "comment", "hidden", "sheet", "title",
        "author", "defined", "filename", "pageheader", "namedheader", "refused",
    )
)  # fmt: skip
(NUMBER, CODE, AGE, PLACE, IGNORED, COMMENT, HIDDEN, SHEET, TITLE, AUTHOR, DEFINED, FILE_NAME,
 PAGE, HEADER, REFUSED) = TOKENS  # fmt: skip
NHS = "9434765919"
ADDRESS = f"{REFUSED}@example.org"


@pytest.fixture
def place(tmp_path: Path, elm_profile: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workspace with Elm as its sender, and a temporary folder of our own beside it."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "in").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    root = make_workspace(tmp_path / "workspace")
    profile = tmp_path / "elm.toml"
    profile.write_text(elm_profile.replace('"csv"', '"xlsx"\nsheet = "Rows"'), encoding="utf-8")
    assert run(["sender", "add", str(profile), "--workspace", str(root)]) == 0
    with connect(root) as tiig:
        agree(tiig.services)
    yield tmp_path
    monkeypatch.setattr(tempfile, "tempdir", None)


def workbook(place: Path, header: str, line: Line, *, refused: bool = False) -> Path:
    """Write a workbook with a canary in every corner; with `refused`, identifiers too."""
    book = Workbook()
    rows = book.active
    assert isinstance(rows, Worksheet)
    rows.title = "Rows"
    planted = line(
        NUMBER, Weapon=CODE, Age=AGE, Place=f"{PLACE} behind the bar", Bed=f"{IGNORED} 4"
    )
    lines = [header, *(line(f"N{number}") for number in range(60)), planted]
    if refused:
        lines[0] += f",Mrs {HEADER}"
        lines = [lines[0], *(f"{text},{ADDRESS} {NHS}" for text in lines[1:])]
    for text in lines:
        rows.append(text.split(","))
    rows["A2"].comment = Comment(f"{COMMENT} said so", AUTHOR)
    rows.oddHeader.left.text = PAGE
    hidden = book.create_sheet(SHEET)
    hidden.sheet_state = "hidden"
    hidden.append([HIDDEN])
    hidden.append([HIDDEN])
    book.properties.title = TITLE
    book.properties.creator = AUTHOR
    book.defined_names["here"] = DefinedName("here", attr_text=f'"{DEFINED}"')
    path = place / "in" / f"extract {FILE_NAME}{' refused' if refused else ''}.xlsx"
    book.save(path)
    return path


@pytest.fixture
def good(place: Path, elm_header: str, elm_line: Line) -> Path:
    """A file that is taken in, though every corner holds a canary."""
    return workbook(place, elm_header, elm_line)


def spellings() -> dict[bytes, str]:
    """Return every token as the bytes in which it could lie on disk."""
    found: dict[bytes, str] = {}
    for token in (*TOKENS, NHS):
        for word in {token, token.lower(), token.upper()}:
            plain = word.encode()
            found |= dict.fromkeys((plain, plain.hex().encode()), token)
            found |= {word.encode(code): token for code in ("utf-16-le", "utf-16-be")}
            for shift in range(3):  # what surely stands in base64, whatever precedes the word
                coded = base64.b64encode(b"\0" * shift + plain)[4 * (shift > 0) : -4]
                found[coded] = token
    return found


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file below a folder, and what archives among them hold."""
    for path in sorted(folder.rglob("*")):
        yield str(path.relative_to(folder)), str(path.name).encode()
        if not path.is_file():
            continue
        data = path.read_bytes()
        yield str(path.relative_to(folder)), data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from (
                    (f"{path.name}:{name}", archive.read(name)) for name in archive.namelist()
                )


def found_in(place: Path) -> list[str]:
    """Return where a token lies, on any path but that of the files that were sent."""
    wanted = spellings()
    return [
        f"{token} in {where}"
        for folder in (place / "workspace", place / "tmp", place / "out")
        for where, data in contents(folder)
        for spelling, token in wanted.items()
        if spelling in data
    ]


def said(captured: pytest.CaptureFixture[str]) -> str:
    """Return what was printed since the last look."""
    out, err = captured.readouterr()
    return out + err


def test_the_search_would_find_them(place: Path, elm_header: str, elm_line: Line) -> None:
    """The files that are sent hold every token: a search that finds none is not blind."""
    wanted = spellings()
    paths = [
        workbook(place, elm_header, elm_line),
        workbook(place, elm_header, elm_line, refused=True),
    ]

    held = {
        token
        for _, data in contents(place / "in")
        for spelling, token in wanted.items()
        if spelling in data
    }

    assert len(paths) == 2
    assert held == {*TOKENS, NHS}


def test_no_canary_outlives_its_file(
    place: Path, elm_header: str, elm_line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    """Checked, taken in, refused, drawn again, counted, exported: nothing of it stays."""
    to = ["--workspace", str(place / "workspace")]
    sent = ["--sender", "elm", "--month", "2026-06", *to]
    good = str(workbook(place, elm_header, elm_line))
    bad = str(workbook(place, elm_header, elm_line, refused=True))

    assert run(["sender", "check", good, *sent]) == 0
    assert run(["sender", "check", bad, *sent]) == int(Family.FILE)
    assert run(["submit", good, *sent, "--receipt", str(place / "out")]) == 0
    assert run(["submit", bad, *sent, "--receipt", str(place / "out")]) == int(Family.FILE)
    assert run(["submit", bad, *sent, "--json"]) == int(Family.FILE)
    for words in (
        ["incident", "list"],
        ["submissions", "list", "--json"],
        ["count", "--by", "month,site", "-o", str(place / "out" / "count.csv")],
    ):
        assert run([*words, *to]) == 0

    printed = said(capsys)
    assert "nhs number" in printed
    assert [token for token in (*TOKENS, NHS) if token.lower() in printed.lower()] == []
    assert found_in(place) == []


STAGES = (
    "tiig.receive.open_file",
    "tiig.translate.plan",
    "tiig.deidentify.Search.look",
    "tiig.translate.translate",
    "tiig.validate.judge",
    "tiig.deidentify.strip",
    "tiig.derive.derive",
    "tiig.derive.summarise",
    "tiig.intake.outcome.receipt",
    "tiig.store.packs.PackWriter.write",
    "tiig.store.vault.SealedVault.keep_phrases",
    "tiig.store.catalogue.writing.SqlChange.add_local_values",
)


@pytest.mark.parametrize("stage", STAGES)
def test_a_failing_stage_leaves_no_canary(
    stage: str,
    place: Path,
    good: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An exception that quotes cells ends in a reference number, and nothing of them is kept."""

    def fail(*_: object, **__: object) -> None:
        message = f"could not parse {' '.join(TOKENS)} {NHS}"
        raise ValueError(message)

    monkeypatch.setattr(stage, fail)
    words = ["submit", str(good), "--sender", "elm", "--month", "2026-06"]

    code = run([*words, "--workspace", str(place / "workspace")])

    assert code == int(Family.OUR_FAULT)
    assert (place / "workspace" / "tiig.log").read_text(encoding="utf-8").count("reference") == 1
    printed = said(capsys)
    assert "reference" in printed
    assert [token for token in (*TOKENS, NHS) if token.lower() in printed.lower()] == []
    assert found_in(place) == []
