"""Notes that an author writes: kept, placed, and flagged when the figures have moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tiig.model.errors import NOTES_INVALID, TiigError
from tiig.publish.noted import AT_THE_HEAD, with_notes
from tiig.publish.notes_file import notes_path, read_notes
from tiig.publish.notes_head import head_of, seen_now, whole_now
from tiig.publish.paper import Cell, Exhibit, Grid, Paper, Section, Status, Text


def paper(count: str = "12", weapons: str = "3", *, compact: bool = False) -> Paper:
    """Make a paper of two figures."""
    blocks = tuple(
        Exhibit(name, title, "", Grid(("What", "Count"), ((Cell("All"), Cell(text, int(text))),)))
        for name, title, text in (("trend", "Twelve", count), ("sex-and-age", "Three", weapons))
    )
    section = Section("headlines", "What changed", blocks)
    made = Paper("T", "S", (section,), "A. Author", Status.DRAFT, date(2026, 11, 1), "public")
    return replace(made, compact=compact)


def said(section: Section) -> str:
    """Return the words of a section."""
    blocks = [block for block in section.blocks if isinstance(block, Text)]
    return " ".join(one for block in blocks for one in block.paragraphs)


def test_the_first_run_leaves_a_file_to_write_in(tmp_path: Path) -> None:
    """An empty notes file names each exhibit, has the headings, and adds nothing to the paper."""
    path = notes_path(tmp_path, "bulletin")
    made, again = with_notes(paper(), path), with_notes(paper(), path)

    assert made.paper == again.paper == paper()
    assert made.moved == again.moved == ""
    assert path.read_text().count("## ") == 3
    assert path.read_text().startswith("---\nfigures:\n  trend: ")


def test_a_file_that_nobody_wrote_in_follows_the_figures(tmp_path: Path) -> None:
    """Whoever writes notes later writes about the figures of the last run."""
    path = notes_path(tmp_path, "bulletin")
    with_notes(paper(), path)
    with_notes(paper("13"), path)
    assert path.read_text().startswith(head_of(seen_now(paper("13"))))


def test_notes_stand_before_the_figures(tmp_path: Path) -> None:
    """Paragraphs and lists come as plain text, in the order of the sections."""
    path = tmp_path / "notes.md"
    text = "## Recommendations\n\n- *one*\n- two\n\n## Summary\n\nMore\nthan **ever**.\n"
    path.write_text(head_of(seen_now(paper())) + text)
    made = with_notes(paper(), path)

    assert made.moved == ""
    assert [section.heading for section in made.paper.sections] == [
        "Summary", "Recommendations", "What changed",
    ]  # fmt: skip
    assert made.paper.sections[0].blocks == (Text(("More than ever.",)),)
    assert made.paper.sections[1].blocks == (Text(("one", "two"), bullets=True),)


def test_a_rerun_with_other_figures_keeps_the_notes_and_names_what_moved(tmp_path: Path) -> None:
    """The file stays as it is; paper and screen name the exhibit that changed, and no other."""
    path = tmp_path / "notes.md"
    path.write_text(head_of(seen_now(paper())) + "\n## Summary\n\nTwelve it is.\n")
    before = path.read_text()
    made = with_notes(paper(weapons="4"), path)

    assert made.moved == "sex and age (Three)"
    assert path.read_text() == before
    assert "sex and age (Three)" in said(made.paper.sections[0])
    assert "Twelve it is." in said(made.paper.sections[1])


def test_who_has_read_again_says_so_and_is_not_asked_again(tmp_path: Path) -> None:
    """The head follows the figures, and not a letter of the text changes."""
    path = tmp_path / "notes.md"
    text = "\n## Summary\n\nTwelve  it *is*.\n"
    path.write_text(head_of(seen_now(paper())) + text)
    assert with_notes(paper("13"), path, read_again=True).moved == ""
    assert with_notes(paper("13"), path).moved == ""
    assert path.read_text() == head_of(seen_now(paper("13"))) + text


def test_the_head_of_old_is_read(tmp_path: Path) -> None:
    """One digest of all figures tells whether something moved, though not what."""
    path = tmp_path / "notes.md"
    path.write_text(f"figures: {whole_now(paper())}\n\n## Summary\n\nTwelve it is.\n")

    assert with_notes(paper(), path).moved == ""
    assert "cannot be told" in with_notes(paper("13"), path).moved
    with_notes(paper("13"), path, read_again=True)
    assert with_notes(paper("14"), path).moved == "trend (Twelve)"


@pytest.mark.parametrize(
    ("summary", "rest", "first", "last"),
    [
        (100, 100, ["Summary", "Interpretation"], []),
        (300, AT_THE_HEAD, ["Summary", "Notes"], ["Interpretation"]),
        (AT_THE_HEAD, 100, ["Notes"], ["Summary", "Interpretation"]),
    ],
)
def test_long_notes_of_a_bulletin_have_a_page_of_their_own(
    tmp_path: Path, summary: int, rest: int, first: list[str], last: list[str]
) -> None:
    """Short notes stand at the head; of long ones at most the summary, and it says where."""
    path = tmp_path / "notes.md"
    path.write_text(f"## Summary\n\n{'a' * summary}\n\n## Interpretation\n\n{'b' * rest}\n")
    made = with_notes(paper(compact=True), path, read_again=True).paper

    assert [one.heading for one in made.sections] == [*first, "What changed", *last]
    assert [one.apart for one in made.sections if one.apart] == [True][: len(last)]


@pytest.mark.parametrize("head", ["---\nfigures:\n  trend: 1\n", "---\ntrend\n---\n"])
def test_a_broken_head_is_refused_by_line(tmp_path: Path, head: str) -> None:
    """A head that is never closed, or holds something else, is named."""
    path = tmp_path / "notes.md"
    path.write_text(head + "\n## Summary\n\nText.\n")
    with pytest.raises(TiigError, match=r"line \d"):
        read_notes(path)


@pytest.mark.parametrize(
    "text",
    [
        "## Somehow\n\nText.\n",
        "Text before a heading.\n",
        "## Summary\n\n![picture](x.png)\n",
        "## Summary\n\n```\ncode\n```\n",
        "## Summary\n\n" + "long " * 2000,
        "# Summary\n\nText.\n",
        "## Summary\n\nA \x0c page.\n",
    ],
)
def test_what_cannot_be_used_is_refused_by_line(tmp_path: Path, text: str) -> None:
    """An unknown section, stray text, pictures, code and endless text are refused."""
    path = tmp_path / "notes.md"
    path.write_text(text)
    with pytest.raises(TiigError) as error:
        read_notes(path)
    assert error.value.kind is NOTES_INVALID


def test_markup_of_other_languages_stays_text(tmp_path: Path) -> None:
    """HTML inside a line is words, not markup."""
    path = tmp_path / "notes.md"
    path.write_text("## Summary\n\nA <script>alert(1)</script> line.\n")
    assert "<script>" in said(with_notes(paper(), path, read_again=True).paper.sections[0])


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    """Notes saved as Windows text are refused by name, notes with a byte order mark are read."""
    path = tmp_path / "notes.md"
    path.write_bytes("## Summary\n\nCaf\u00e9.\n".encode("cp1252"))
    with pytest.raises(TiigError) as error:
        read_notes(path)
    assert error.value.kind is NOTES_INVALID

    path.write_text(head_of({"trend": "1"}) + "\n## Summary\n\nA.\n", "utf-8-sig")
    assert read_notes(path)[1].seen == {"trend": "1"}
