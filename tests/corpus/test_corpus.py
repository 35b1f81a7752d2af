"""Every awkward or hostile file of the manifest, through the real journey."""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # the corpus is shared by import

from tests.corpus.looking import told
from tests.corpus.makers.base import canary_of
from tests.corpus.manifest import FAMILIES, Line, lines, made, maker_name, makers
from tests.corpus.running import Became, numbers_of, run

from tiig.standard import Standard, load_standard

LINES = lines()
LEAST, LARGEST_SHARE = 300, 0.15


@pytest.fixture(scope="module")
def standard() -> Standard:
    """The packaged standard, read once."""
    return load_standard()


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """A folder for the files that are sent, one for exports, and the temporary folder."""
    sent, exports, temporary = (tmp_path / name for name in ("sent", "exports", "temporary"))
    for folder in (sent, exports, temporary):
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return sent, exports, temporary


def expected(line: Line) -> dict[str, str]:
    """Return what a line says of the outcome."""
    names = ("outcome", "error", "counts", "set_aside", "findings", "states", "scrubbed")
    return {name: getattr(line, name) for name in (*names, "in_force")}


def actual(became: Became) -> dict[str, str]:
    """Return what became of a file in the words of the manifest."""
    return {
        "outcome": " > ".join(became.fates),
        "error": became.error,
        "counts": became.counts,
        "set_aside": became.rules,
        "findings": became.findings,
        "states": became.states,
        "scrubbed": became.scrubbed,
        "in_force": became.stands,
    }


def unaccounted(became: Became, *, lines_are_rows: bool = True) -> list[str]:
    """Return what is wrong with the account of the last file, line by line.

    A record of XML spans lines or shares one: there the records alone are counted.
    """
    receipt = became.receipt
    if receipt is None or not receipt.tally.read:
        return []
    tally, lines_, wrong = receipt.tally, receipt.lines, []
    if tally.read != tally.stored + tally.set_aside + tally.ignored:
        wrong.append("read is not stored + set aside + ignored")
    told = lines_.above_header + lines_.header + lines_.quoted_breaks + tally.read
    if lines_are_rows and lines_.physical != told:
        wrong.append("physical lines are not title, header, breaks and records")
    ignored, aside = numbers_of(receipt.ignored), set(numbers_of(receipt.set_aside))
    if len(ignored) != tally.ignored or aside & set(ignored):
        wrong.append("ignored rows are not listed once each")
    if became.fates[-1] == "taken":
        stored = became.stored_rows()
        placed = sorted([*stored, *aside, *ignored])
        if len(placed) != tally.read or len(set(placed)) != tally.read:
            wrong.append("rows are not stored, set aside or ignored exactly once")
        first = lines_.above_header + lines_.header + 1
        if lines_are_rows and (placed[0] < first or placed[-1] > lines_.physical):
            wrong.append("rows are numbered outside the table")
    return wrong


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.family}/{line.id}")
def test_file(
    line: Line,
    folders: tuple[Path, Path, Path],
    standard: Standard,
    request: pytest.FixtureRequest,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """It becomes what the manifest says, every line is accounted for, and no value is told."""
    sent, exports, temporary = folders
    if line.fault:
        request.applymarker(pytest.mark.xfail(reason=line.fault, strict=True))

    became = run(made(line), sent, standard)

    printed = "".join(capfd.readouterr())
    left = sorted(path.name for path in temporary.rglob("*"))
    assert expected(line) == actual(became)
    assert unaccounted(became, lines_are_rows=line.family != "xml_files") == []
    assert told([canary_of(line.id)], became, exports) == []
    assert printed == ""
    assert left == []


def test_the_manifest_is_whole() -> None:
    """Each file has one line and one maker, and no family outweighs the others."""
    known = {(family, name) for family in FAMILIES for name in makers(family)}
    share = Counter(line.family for line in LINES).most_common(1)[0][1] / len(LINES)

    assert len(LINES) >= LEAST
    assert share <= LARGEST_SHARE
    assert sorted((line.family, line.id) for line in LINES) == sorted(known)
    assert [
        line.id for line in LINES if maker_name(makers(line.family)[line.id]) != line.maker
    ] == []


def test_every_line_says_why() -> None:
    """What is awkward, and why the outcome is right, is said for each file in words of its own."""
    awkward = Counter(line.awkward for line in LINES)

    assert [text for text, times in awkward.items() if times > 1] == []
    assert [line.id for line in LINES if not re.fullmatch(r"\S.*[.!?]", line.why)] == []


def test_every_file_is_another() -> None:
    """No two files are the same bytes under the same profile, their canary apart."""
    seen: dict[str, str] = {}
    for line in LINES:
        sample = made(line)
        told_by = repr((sample.steps, sorted(sample.profile.items())))
        plain = told_by.replace(canary_of(line.id), "~")
        assert seen.setdefault(plain, line.id) == line.id


def test_makers_are_deterministic() -> None:
    """The same file is made each time."""
    assert [line.id for line in LINES if made(line) != made(line)] == []
