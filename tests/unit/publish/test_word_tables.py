"""Tables of words: wide columns share the page, cells stand at the left, none is a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from tiig.publish.paper import Cell, Exhibit, Grid, Paper, Section, Status, Text
from tiig.publish.paper_files import WRITERS
from tiig.publish.word_sizes import column_widths, text_width

LONG = "Where the assault happened, in words; only a keyed id of the phrase is kept beside the row."
GRID = Grid(
    ("Column", "Meaning"), ((Cell("Age"), Cell(LONG)), (Cell("Sex"), Cell(LONG))), words=True
)
PAPER = Paper(
    title="A specification",
    subtitle="For tests",
    sections=(
        Section("one", "Columns", (Text(("A sentence.",)), Exhibit("a", "All", "A table.", GRID))),
    ),
    author="Testers",
    status=Status.FINAL,
    made_on=date(2026, 7, 1),
    preset="",
)


@pytest.mark.parametrize("most", [6.0, 12.0, 17.0])
def test_words_share_the_width(most: float) -> None:
    """A short column gets what it needs, a long one the rest, together the whole width."""
    short, long = column_widths(GRID, 8.5, most)

    assert short + long == pytest.approx(most)
    assert text_width("Column", 8.5, bold=True) < short < 2.5
    assert long > short


def test_a_paper_without_figures_promises_none(tmp_path: Path) -> None:
    """Neither page nor document speaks of a preset, or of where figures come from."""
    for kind in ("docx", "html", "pdf"):
        WRITERS[kind](PAPER, tmp_path / f"paper.{kind}")
    document = docx.Document(str(tmp_path / "paper.docx"))
    told = [one.text for one in document.paragraphs]
    told += [one.text for one in document.sections[0].footer.paragraphs]
    page = (tmp_path / "paper.html").read_text("utf-8")

    assert told[-1].startswith("Testers, 01 July 2026. Page")
    for text in (*told, page):
        assert "preset" not in text.lower()
        assert "figures come from" not in text
    assert '<table class="words">' in page


def test_cells_of_words_stand_at_the_left(tmp_path: Path) -> None:
    """In Word they have the style of row headings, in a table of figures they do not."""
    WRITERS["docx"](PAPER, tmp_path / "words.docx")
    figures = replace(GRID, words=False)
    sections = (Section("one", "Columns", (Exhibit("a", "All", "A table.", figures),)),)
    WRITERS["docx"](replace(PAPER, sections=sections), tmp_path / "figures.docx")

    def style(name: str) -> str:
        (table,) = docx.Document(str(tmp_path / name)).tables
        return str(table.rows[1].cells[1].paragraphs[0].style.name)

    assert style("words.docx").startswith("CellHeading")
    assert style("figures.docx").startswith("CellFigure")


def test_a_compact_paper_needs_no_lineage(tmp_path: Path) -> None:
    """Without one its last strip is that of its last section."""
    WRITERS["docx"](replace(PAPER, compact=True), tmp_path / "compact.docx")

    told = [one.text for one in docx.Document(str(tmp_path / "compact.docx")).paragraphs]
    assert "Where these figures come from" not in told
