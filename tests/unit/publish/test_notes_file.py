"""Notes that an author writes: kept, placed, and flagged when the figures have moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tiig.model.errors import NOTES_INVALID, TiigError
from tiig.publish.notes_file import figures_of, notes_path, read_notes, with_notes
from tiig.publish.paper import Cell, Exhibit, Grid, NotShown, Paper, Section, Status, Text


def paper(count: str = "12") -> Paper:
    """Make a paper of one figure."""
    grid = Grid(("What", "Count"), ((Cell("All"), Cell(count, int(count))),))
    exhibit = Exhibit("trend", "Twelve", "A dozen.", grid)
    section = Section("headlines", "What changed", (exhibit,))
    return Paper("T", "S", (section,), "A. Author", Status.DRAFT, date(2026, 11, 1), "public")


def test_the_first_run_leaves_a_file_to_write_in(tmp_path: Path) -> None:
    """An empty notes file has the headings, and adds nothing to the paper."""
    path = notes_path(tmp_path, "bulletin")
    made, moved = with_notes(paper(), path)
    again, still = with_notes(paper(), path)

    assert made == again == paper()
    assert not moved
    assert not still
    assert path.read_text().count("## ") == 3


def test_notes_stand_before_the_figures(tmp_path: Path) -> None:
    """Paragraphs and lists come as plain text, in the order of the sections."""
    path = tmp_path / "notes.md"
    text = "## Recommendations\n\n- *one*\n- two\n\n## Summary\n\nMore\nthan **ever**.\n"
    path.write_text(f"figures: {figures_of(paper())}\n\n{text}")
    made, moved = with_notes(paper(), path)

    assert not moved
    assert [section.heading for section in made.sections] == [
        "Summary", "Recommendations", "What changed",
    ]  # fmt: skip
    assert made.sections[0].blocks == (Text(("More than ever.",)),)
    assert made.sections[1].blocks == (Text(("one", "two"), bullets=True),)


def test_a_rerun_with_other_figures_keeps_the_notes_and_says_so(tmp_path: Path) -> None:
    """The file stays as it is; the paper says that its figures have moved."""
    path = tmp_path / "notes.md"
    path.write_text(f"figures: {figures_of(paper())}\n\n## Summary\n\nTwelve it is.\n")
    before = path.read_text()
    made, moved = with_notes(paper("13"), path)

    assert moved
    assert path.read_text() == before
    assert isinstance(made.sections[0].blocks[0], NotShown)
    assert figures_of(paper("13")) in made.sections[0].blocks[0].because


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
    made, _ = with_notes(replace(paper()), path)
    assert "<script>" in "".join(
        one for block in made.sections[0].blocks if isinstance(block, Text)
        for one in block.paragraphs
    )  # fmt: skip


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    """Notes saved as Windows text are refused by name, notes with a byte order mark are read."""
    path = tmp_path / "notes.md"
    path.write_bytes("## Summary\n\nCaf\u00e9.\n".encode("cp1252"))
    with pytest.raises(TiigError) as error:
        read_notes(path)
    assert error.value.kind is NOTES_INVALID

    path.write_text(f"figures: {figures_of(paper())}\n\n## Summary\n\nA.\n", "utf-8-sig")
    assert read_notes(path).seen == figures_of(paper())
