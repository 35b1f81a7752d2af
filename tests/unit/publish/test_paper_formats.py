"""One paper in four formats: the same figures, named, marked, and safe to open."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from tiig.model.figures import Mark
from tiig.publish.paper import (
    Card,
    Cards,
    Cell,
    Chart,
    Exhibit,
    Grid,
    NotShown,
    Paper,
    Section,
    Status,
    Text,
)
from tiig.publish.paper_files import WRITERS, write_paper
from tiig.publish.paper_workbook import SYMBOLS, exhibit_sheet

# gptables calls pandas as of old, and leaves the file of its theme to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MARK = "Synthetic data - not about any real hospital or person."
MARKUP = '#panic("x") <b>bold</b> $x$ *star* \\ [a] {{ b }} _c_'
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"what": "Knife", "count": 1234}]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "count", "type": "quantitative"},
        "y": {"field": "what", "type": "nominal"},
    },
}
GRID = Grid(
    ("Weapon", "2025", "2026", "Rate"),
    (
        (Cell("Knife, office flick"), Cell("1,234", 1234), Cell("987", 987), Cell("12.5", 12.5)),
        (
            Cell("=1+1"),
            Cell("*", None, Mark.SUPPRESSED),
            Cell("n/a", None, Mark.NOT_AVAILABLE),
            Cell("-", None, Mark.NOT_APPLICABLE),
        ),
        (Cell(MARKUP), Cell("0", 0), Cell("8", 8), Cell("~", None, Mark.UNRELIABLE)),
    ),
)
SUMMARY = 'Knives were 1,234 and "fewer" later.'


def paper(**changed: object) -> Paper:
    """Make a paper with every kind of block."""
    exhibit = Exhibit("weapon", "Knives fell", SUMMARY, GRID, Chart(SPEC, 300, 120), (MARKUP,))
    card = Card("October 2026", Cell("987", 987), ("20 % fewer than the 1,234",), "one missing")
    blocks = (
        Text(("First, something.",)),
        Text(("An item", MARKUP), bullets=True),
        Cards((card,)),
        exhibit,
        NotShown("Deprivation", "no area has one"),
    )
    section = Section("weapons", "How it happened", blocks, wide=True)
    facts: dict[str, object] = {
        "title": "Violence in Castlereach",
        "subtitle": "Recorded assaults",
        "sections": (section,),
        "author": "A. Author",
        "status": Status.DRAFT,
        "made_on": date(2026, 11, 1),
        "preset": "named-partner",
        "marks": (MARK,),
        "lineage": ("Release r1.",),
        "keywords": ("violence",),
    }
    return Paper(**(facts | changed))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The paper in all formats."""
    made = tmp_path_factory.mktemp("papers")
    write_paper(paper(), made, "paper", tuple(WRITERS))
    return made


class Page(HTMLParser):
    """Collects the cells, the pictures and every tag of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.alternatives: list[str | None] = []
        self.tags: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, begin a row or a cell."""
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self.inside = True
        elif tag == "img":
            self.alternatives.append(dict(attrs).get("alt"))

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        """Add to a cell."""
        if self.inside:
            self.rows[-1][-1] += data


def page_of(folder: Path) -> Page:
    """Read the page."""
    page = Page()
    page.feed((folder / "paper.html").read_text(encoding="utf-8"))
    return page


def pdf_text(path: Path) -> str:
    """Return the text of a PDF without its spaces."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(path).pages))


def grid_texts() -> list[list[str]]:
    """Return the table as it is read."""
    return [list(GRID.columns), *([cell.text for cell in row] for row in GRID.rows)]


def test_page_and_word_hold_each_cell_as_written(folder: Path) -> None:
    """Marks and markup stand in their cells as plain text."""
    table = docx.Document(str(folder / "paper.docx")).tables[0]

    assert page_of(folder).rows == grid_texts()
    assert [[cell.text for cell in row.cells] for row in table.rows] == grid_texts()


def test_the_pdf_holds_each_cell_as_written(folder: Path) -> None:
    """No cell is hyphenated, joined by ligatures or run as markup."""
    text = pdf_text(folder / "paper.pdf")

    for row in grid_texts():
        assert re.sub(r"\s+", "", "".join(row)) in text


def test_the_workbook_holds_numbers_and_symbols(folder: Path) -> None:
    """Figures are numbers, hidden ones are symbols, and no cell is a formula."""
    book = openpyxl.load_workbook(folder / "paper.xlsx")
    sheet = book[exhibit_sheet(paper().exhibits[0])]
    body = [row[: len(GRID.columns)] for row in list(sheet.iter_rows())[-len(GRID.rows) :]]

    for found, row in zip(body, GRID.rows, strict=True):
        wanted = [SYMBOLS.get(cell.mark) if cell.value is None else cell.value for cell in row[1:]]
        assert [cell.value for cell in found[1:]] == wanted
    assert not any(
        cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row
    )


def test_every_format_names_author_status_date_and_mark(folder: Path) -> None:
    """Whoever opens a paper sees whose it is and what it must not be taken for."""
    book = openpyxl.load_workbook(folder / "paper.xlsx")
    cover = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    document = docx.Document(str(folder / "paper.docx"))
    running = document.sections[0].header.paragraphs + document.sections[0].footer.paragraphs
    said = {
        "pdf": pdf_text(folder / "paper.pdf"),
        "docx": "".join(one.text for one in running),
        "xlsx": "".join(cover),
        "html": (folder / "paper.html").read_text(encoding="utf-8"),
    }

    for kind, text in said.items():
        spaceless = re.sub(r"\s+", "", text)
        for wanted in (MARK, "A. Author", "draft", "01 November 2026", "named-partner"):
            assert wanted.replace(" ", "").lower() in spaceless.lower(), f"{kind} lacks {wanted}"


def test_the_pdf_is_tagged_with_language_title_and_alternative(folder: Path) -> None:
    """It declares PDF/UA-1, and its table has header cells."""
    reader = PdfReader(folder / "paper.pdf")
    root = reader.root_object
    assert reader.metadata is not None
    elements = _elements(root["/StructTreeRoot"])

    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(root["/Lang"]) == "en-GB"
    assert (reader.metadata.title, reader.metadata.author) == (paper().title, "A. Author")
    assert b"pdfuaid" in (folder / "paper.pdf").read_bytes()
    assert [one["/Alt"] for one in elements if one.get("/S") == "/Figure"] == [SUMMARY]
    assert sum(one.get("/S") == "/TH" for one in elements) >= len(GRID.columns)


def _elements(node: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as pypdf gives it
    """Return every element of a structure tree."""
    one = node.get_object()
    if isinstance(one, list):
        return [found for part in one for found in _elements(part)]
    if not isinstance(one, dict):
        return []
    return [one, *(_elements(one["/K"]) if "/K" in one else [])]


def test_the_word_document_can_be_walked_by_headings(folder: Path) -> None:
    """Headings are styles, the header row repeats, the picture has its text."""
    document = docx.Document(str(folder / "paper.docx"))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]  # type: ignore[union-attr]
    row = document.tables[0].rows[0]._tr
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    fields = document.sections[0].footer._element.findall(f".//{qn('w:fldSimple')}")

    assert headings[:2] == ["How it happened", "Knives fell"]
    assert row.find(f".//{qn('w:tblHeader')}") is not None
    assert pictures == [SUMMARY]
    assert [one.get(qn("w:instr")) for one in fields] == ["PAGE", "NUMPAGES"]
    assert all(one.text or one._p.xpath(".//w:drawing") for one in document.paragraphs)
    assert document.core_properties.created == datetime(2026, 11, 1, tzinfo=UTC)


def test_the_page_needs_nothing_else(folder: Path) -> None:
    """No script and no outside address; user text stays text; the picture says what it shows."""
    page = page_of(folder)
    text = (folder / "paper.html").read_text(encoding="utf-8")

    assert not page.tags & {"script", "link", "iframe", "b"}
    assert not re.search(r'(src|href)="(?!data:|#)', text)
    assert page.alternatives == [SUMMARY]


def test_a_compact_paper_stands_in_two_columns_with_the_same_figures(tmp_path: Path) -> None:
    """A bulletin's small print holds every cell too."""
    write_paper(paper(compact=True), tmp_path, "compact", ("pdf",))
    text = pdf_text(tmp_path / "compact.pdf")

    assert all(re.sub(r"\s+", "", "".join(row)) in text for row in grid_texts())


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_equal_papers_give_equal_bytes(kind: str, folder: Path, tmp_path: Path) -> None:
    """Writing a paper again changes nothing; another status does."""
    again, final = paper(), paper(status=Status.FINAL)
    (same,) = write_paper(again, tmp_path, "paper", (kind,))
    (other,) = write_paper(final, tmp_path, "final", (kind,))

    assert same.read_bytes() == (folder / f"paper.{kind}").read_bytes()
    assert other.read_bytes() != same.read_bytes()
