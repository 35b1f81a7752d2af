"""A bulletin in Word: two pages, lanes side by side, read in order, figures in plain tables."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from tiig.publish.paper import Card, Cards, Cell, Chart, Exhibit, Grid, Paper, Section, Status, Text
from tiig.publish.paper_word import write_word
from tiig.publish.word_plan import plan
from tiig.publish.word_sizes import column_widths, lines, text_width

MONTHS = ("Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun")
RUNS = ("12 months to June 2025", "12 months to June 2026")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def exhibit(name: str, rows: int, columns: tuple[str, ...], *, high: int = 300) -> Exhibit:
    """Make a picture and a table of so many rows."""
    cells = tuple(
        (Cell(f"{name}, row {row}"), *(Cell(f"{1000 + row}", 1000 + row) for _ in columns))
        for row in range(rows)
    )
    spec = {
        "width": 500,
        "height": high - 60,
        "data": {"values": [{"x": one, "y": 1} for one in "abc"]},
        "mark": "bar",
        "encoding": {"x": {"field": "x"}, "y": {"field": "y", "type": "quantitative"}},
    }
    title = f"Most of {name}, by a finding that is long enough to stand in two lines: 1,000"
    notes = ("Not in the figures: Northgate (absent) in 2025-11.",) if len(columns) > 9 else ()
    return Exhibit(
        name,
        title,
        f"In words: {name}",
        Grid((name, *columns), cells),
        Chart(spec, 620, high),
        notes,
    )


def bulletin() -> Paper:
    """Make a paper as full as the month's bulletin of an authority."""
    cards = Cards(
        tuple(
            Card(label, Cell("155", 155), ("95 % interval 132 to 181", "A rise"), "Complete")
            for label in ("June 2026", RUNS[1])
        )
    )
    states = replace(exhibit("Department", 12, MONTHS), chart=None)
    rates = ("Count", "Residents", "Rate per 100,000", "Lower limit", "Upper limit")
    parts: tuple[tuple[str, tuple[object, ...], bool], ...] = (
        ("What changed", (cards, exhibit("Period", 5, (*MONTHS, "Total"))), True),
        ("Who was hurt", (exhibit("Age", 8, RUNS), exhibit("Sex", 3, RUNS, high=160)), False),
        ("When it happened", (exhibit("Weekday", 9, RUNS[1:]),), False),
        ("How it happened", (exhibit("Weapon", 6, RUNS, high=270),), False),
        ("In what kind of place", (exhibit("Place", 11, RUNS, high=450),), False),
        ("Where patients live", (exhibit("Authority", 10, rates),), False),
        ("How complete it is", (Text(("Weapon is known for 94 %.",)), states), True),
    )
    return Paper(
        title="Violence in Castlereach, June 2026",
        subtitle="Recorded assaults",
        sections=tuple(Section(head, head, blocks, wide=wide) for head, blocks, wide in parts),  # type: ignore[arg-type]
        author="A. Author",
        status=Status.DRAFT,
        made_on=date(2026, 7, 1),
        preset="named-partner",
        marks=("Synthetic data - not about any real hospital or person.",),
        lineage=("What one is counted for stands here in small print. " * 20,),
        compact=True,
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bulletin as Word."""
    path = tmp_path_factory.mktemp("word") / "bulletin.docx"
    write_word(bulletin(), path)
    return path


def test_a_bulletin_is_planned_on_two_pages() -> None:
    """Pictures shrink until everything has room; a page turns between sections only."""
    planned = plan(bulletin())

    assert planned.pages == 2
    assert sum(strip.turns for strip in planned.strips) == 1


def test_long_notes_make_smaller_pictures_and_no_third_page() -> None:
    """An author's words at the head take their room from the pictures."""
    paper = bulletin()
    said = Section("notes-summary", "Summary", (Text(("So it was. " * 60,)),), wide=True)
    noted = replace(paper, sections=(said, *paper.sections))

    assert plan(noted).pages == 2
    assert _highest(noted) < _highest(paper)


def _highest(paper: Paper) -> float:
    strips = plan(paper).strips
    pieces = [piece for strip in strips for lane in strip.lanes for piece in lane]
    return max(getattr(piece, "height", 0.0) for piece in pieces)


def test_it_is_read_in_the_order_of_the_paper(written: Path) -> None:
    """Headings, pictures and tables follow each other as in the paper, none inside another."""
    paper, document = bulletin(), docx.Document(str(written))
    headings = [p.text for p in document.paragraphs if p._p.style == "Heading1"]
    titles = [p.text for p in document.paragraphs if p._p.style == "Heading2"]
    pictures = [one._inline.docPr.get("descr") for one in document.inline_shapes]
    tables = [table.rows[0].cells[0].text for table in document.tables]

    assert headings[:-1] == [section.heading for section in paper.sections]
    assert titles == [one.title for one in paper.exhibits]
    assert pictures == [one.summary for one in paper.exhibits if one.chart]
    assert tables == [one.grid.columns[0] for one in paper.exhibits]
    assert not document.element.body.xpath(".//w:tc//w:tbl | .//wp:anchor | .//w:txbxContent")


def test_lineage_goes_along_with_a_short_section(tmp_path: Path) -> None:
    """Of a paper in one lane the last lines before the lineage stay on its page."""
    paper = replace(bulletin(), compact=False, lineage=("Release 1.",))
    last = Section("uses", "Uses", (Text(("Nobody told us of one.",)),))
    path = tmp_path / "paper.docx"
    write_word(replace(paper, sections=(*paper.sections, last)), path)

    kept = {
        one.text: one.paragraph_format.keep_with_next for one in docx.Document(str(path)).paragraphs
    }
    assert kept["Nobody told us of one."]
    assert not kept["Release 1."]


def test_every_table_has_its_name_and_a_header_that_repeats(written: Path) -> None:
    """Who cannot see a table hears its title and the headings of its columns."""
    for table, one in zip(docx.Document(str(written)).tables, bulletin().exhibits, strict=True):
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == one.title
        first, *rest = table.rows
        assert first._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:tblHeader')}") is None for row in rest)


def test_lanes_break_where_the_plan_says(written: Path) -> None:
    """Each strip is a section of its lanes, with a break between them and words at its end."""
    document, strips = docx.Document(str(written)), plan(bulletin()).strips
    lanes = [int(s._sectPr.find(qn("w:cols")).get(qn("w:num"))) for s in document.sections]
    breaks = document.element.body.xpath('.//w:br[@w:type="column"]')
    endings = document.element.body.xpath("./w:p[w:pPr/w:sectPr]")

    assert lanes == [len(strip.lanes) for strip in strips]
    assert len(breaks) == sum(count - 1 for count in lanes)
    assert all("".join(one.itertext()) for one in endings)  # LibreOffice drops an empty one


def test_columns_of_figures_are_as_wide_as_their_longest() -> None:
    """Row headings are broken before figures are, and a table is no wider than its lane."""
    stub = "Shop, or another place of commerce, under cover"
    grid = Grid(("Place", *MONTHS), ((Cell(stub), *(Cell("1,000") for _ in MONTHS)),))
    roomy, narrow = column_widths(grid, 6, 18), column_widths(grid, 6, 11)

    assert roomy[0] > text_width(stub, 6)
    assert sum(narrow) <= 11.0001
    assert narrow[0] < roomy[0]
    assert narrow[1:] == pytest.approx(roomy[1:])
    assert lines(stub, 6, narrow[0]) > lines(stub, 6, roomy[0]) == 1


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")
def test_libreoffice_sets_it_on_two_pages_with_each_table_below_its_picture(
    written: Path, tmp_path: Path
) -> None:
    """Each row of each table stands in the half of the page where its title stands."""
    words = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    subprocess.run(
        [*words, "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    reader = PdfReader(tmp_path / "bulletin.pdf")

    assert len(reader.pages) == 2
    where: dict[str, set[bool]] = {}

    def note(text: str, _: object, matrix: list[float], *__: object) -> None:
        for one in bulletin().exhibits:
            if text.strip().startswith((f"Most of {one.id}", f"{one.id}, row")):
                where.setdefault(one.id, set()).add(matrix[4] > 290)

    for page in reader.pages:
        page.extract_text(visitor_text=note)
    narrow = ("Age", "Sex", "Weekday", "Weapon", "Place", "Authority")
    assert {name: len(where[name]) for name in narrow} == dict.fromkeys(narrow, 1)
    assert where["Age"] != where["Weekday"]
