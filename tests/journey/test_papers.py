"""Bulletins and profiles: the same figures in every format, and those of the desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader
from tests.journey.small_region import fifteen_months

from tiig.cli.app import run
from tiig.journeys.bulletin import BulletinRequest, bulletins
from tiig.journeys.profile import ProfileRequest, problem_profile
from tiig.kit.progress import Silent
from tiig.model.area_errors import AREA_UNKNOWN
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.errors import (
    BAD_ARGUMENT,
    MONTH_WITHOUT_DATA,
    PERIOD_UNUSABLE,
    THEME_WITHOUT_EVENTS,
    Kind,
    TiigError,
)
from tiig.model.figures import ALL, Mark
from tiig.model.submission import SubmissionState
from tiig.publish.exhibits.cells import figure
from tiig.publish.paper import Cards, Exhibit, Grid, Paper
from tiig.publish.paper_files import write_paper
from tiig.publish.paper_workbook import SYMBOLS, exhibit_sheet
from tiig.publish.word_plan import plan
from tiig.testing import PARTNER
from tiig.wiring.session import Session, connect

if TYPE_CHECKING:
    from tests.journey.conftest import House

# gptables calls pandas as of old, and leaves the file of its theme to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
MONTH, AREA = "2026-03", "XS-A03"


@pytest.fixture(scope="module")
def root(made_once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with fifteen months of invented files, the last of one hospital missing."""
    return made_once("papers", fifteen_months, tmp_path_factory.mktemp("papers") / "w")


@pytest.fixture(scope="module")
def session(root: Path) -> Iterator[Session]:
    """The workspace, open."""
    with connect(root, because="testing", agreement=PARTNER) as session:
        yield session


Tell = Callable[[list[str]], tuple[int, str]]


@pytest.fixture
def tell(root: Path, capfd: pytest.CaptureFixture[str]) -> Tell:
    """Runs a command on the workspace; returns its exit code and what it says went wrong."""

    def told(words: list[str]) -> tuple[int, str]:
        code = run([*words, "--workspace", str(root)])
        return code, capfd.readouterr().err

    return told


@pytest.fixture(scope="module")
def papers(session: Session) -> dict[str, Paper]:
    """The bulletins of every area, by the ends of their names."""
    request = BulletinRequest(month=MONTH, all_areas=True)
    return dict(
        bulletins(request, asker=session.asker, services=session.services, progress=Silent())
    )


@pytest.fixture(scope="module")
def written(papers: dict[str, Paper], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bulletin of one authority in all formats."""
    folder = tmp_path_factory.mktemp("written")
    write_paper(papers[f"{MONTH}-{AREA}"], folder, "bulletin", ("pdf", "docx", "xlsx", "html"))
    return folder


def profile_of(session: Session, **asked: str) -> Paper:
    """Write a profile."""
    request = ProfileRequest(**({"to": MONTH} | asked))  # type: ignore[arg-type]
    return problem_profile(
        request, asker=session.asker, services=session.services, progress=Silent()
    )[1]


def texts(grid: Grid) -> list[list[str]]:
    """Return a grid as it is read."""
    return [list(grid.columns), *([cell.text for cell in row] for row in grid.rows)]


class Tables(HTMLParser):
    """Collects the cells of every table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a table, a row or a cell."""
        del attrs
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        """Add to a cell."""
        if self.inside:
            self.tables[-1][-1][-1] += data


class TestFormats:
    """PDF, Word, workbook and page say the same."""

    def test_there_is_one_for_every_area_and_the_region(self, papers: dict[str, Paper]) -> None:
        """Eleven bulletins come from one run, the region's first, in Word on two pages each."""
        assert len(papers) == 11
        assert {plan(paper).pages for paper in papers.values()} == {2}
        assert next(iter(papers)) == f"{MONTH}-all-areas"

    def test_word_and_page_hold_every_table(self, papers: dict[str, Paper], written: Path) -> None:
        """Each table stands cell by cell in the Word document and on the page."""
        paper = papers[f"{MONTH}-{AREA}"]
        wanted = [texts(one.grid) for one in paper.exhibits]
        document = docx.Document(str(written / "bulletin.docx"))
        in_word = [[[c.text for c in row.cells] for row in table.rows] for table in document.tables]
        page = Tables()
        page.feed((written / "bulletin.html").read_text())

        assert in_word == wanted
        assert page.tables == wanted

    def test_the_workbook_holds_every_table(self, papers: dict[str, Paper], written: Path) -> None:
        """Numbers are numbers, and marks are the symbols of the statistical service."""
        paper = papers[f"{MONTH}-{AREA}"]
        book = openpyxl.load_workbook(written / "bulletin.xlsx")
        for one in paper.exhibits:
            rows = list(book[exhibit_sheet(one)].iter_rows(values_only=True))
            body = rows[-len(one.grid.rows) :]
            for found, row in zip(body, one.grid.rows, strict=True):
                for value, cell in zip(found, row, strict=False):
                    if cell.value is not None:
                        assert value == cell.value
                    elif cell.mark in SYMBOLS:
                        assert value == SYMBOLS[cell.mark]

    def test_the_pdf_holds_every_figure_on_two_pages(
        self, papers: dict[str, Paper], written: Path
    ) -> None:
        """Each row of each table can be read in the PDF, which is tagged and says its title."""
        paper = papers[f"{MONTH}-{AREA}"]
        reader = PdfReader(written / "bulletin.pdf")
        text = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))

        assert len(reader.pages) == 2
        assert reader.metadata is not None
        assert reader.metadata.title == paper.title
        assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
        for one in paper.exhibits:
            for row in one.grid.rows:
                figures = "".join(cell.text for cell in row[one.grid.stubs :])
                assert re.sub(r"\s+", "", figures) in text

    def test_every_format_names_its_recipient(self, written: Path) -> None:
        """Recipient, purpose and agreement stand inside the file, whatever it is."""
        told = "Given to: A partner of the tests. Purpose: To test. Agreement: partner@1."
        document = docx.Document(str(written / "bulletin.docx"))
        book = openpyxl.load_workbook(written / "bulletin.xlsx")
        cells = (
            cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )
        text = "".join(page.extract_text() for page in PdfReader(written / "bulletin.pdf").pages)

        assert any(told in paragraph.text for paragraph in document.paragraphs)
        assert any(told in str(cell) for cell in cells)
        assert told in (written / "bulletin.html").read_text()
        assert re.sub(r"\s+", "", told) in re.sub(r"\s+", "", text)

    def test_what_must_be_said_stands_on_every_page(self, written: Path) -> None:
        """The synthetic mark and the missing department stand on each page of the PDF."""
        for page in PdfReader(written / "bulletin.pdf").pages:
            said = re.sub(r"\s+", " ", page.extract_text())
            assert "Synthetic data - not about any real hospital or person" in said
            assert "Dunmere" in said

    def test_equal_papers_give_equal_bytes(
        self, papers: dict[str, Paper], written: Path, tmp_path: Path
    ) -> None:
        """Writing again changes nothing."""
        again = write_paper(
            papers[f"{MONTH}-{AREA}"], tmp_path, "bulletin", ("pdf", "docx", "html")
        )
        for path in again:
            assert path.read_bytes() == (written / path.name).read_bytes()


class TestFigures:
    """What papers show is what the desk answers."""

    def test_a_table_is_that_of_count(self, papers: dict[str, Paper], session: Session) -> None:
        """The weapon table of a bulletin is a slice of what `tiig count` answers."""
        counted = session.count(
            by=["residence_la", "twelve_months", "weapon"],
            where=["month=2024-04..2026-03"],
            measure="recorded_assaults",
            preset="named-partner",
            hold=["residence_la", "twelve_months"],
        )
        shown = exhibit(papers[f"{MONTH}-{AREA}"], "weapon").grid
        cut: Cleared = counted.at(residence_la=AREA, twelve_months="2025-04..2026-03")
        named = dict(cut.columns[0].nodes) | {ALL: "All"}
        by_name = {named[row.nodes[0]]: figure(row.count) for row in cut.rows}

        assert len(shown.rows) > 3
        assert all(by_name[row[0].text] == row[-1] for row in shown.rows)

    @pytest.mark.parametrize(
        ("head", "by", "first"),
        [
            ("Weapon", "weapon", "2024-04"),
            ("Place type", "injury_place_type:1", "2024-04"),
            ("Day of the week", "event_weekday", "2025-04"),
        ],
    )
    def test_every_format_says_what_count_says(
        self, session: Session, written: Path, head: str, by: str, first: str
    ) -> None:
        """Read back from PDF, Word and workbook, a table has the figures of `tiig count`."""
        runs = ["twelve_months"] if first == "2024-04" else []
        counted = session.count(
            by=["residence_la", *runs, by],
            where=[f"month={first}..{MONTH}"],
            measure="recorded_assaults",
            preset="named-partner",
            hold=["residence_la", *runs],
        )
        wanted = as_read(counted.at(residence_la=AREA), len(runs))
        document = docx.Document(str(written / "bulletin.docx"))
        in_word = next(
            {row.cells[0].text: tuple(c.text for c in row.cells[1:]) for row in table.rows[1:]}
            for table in document.tables
            if table.rows[0].cells[0].text == head
        )
        book = openpyxl.load_workbook(written / "bulletin.xlsx")
        found = [list(sheet.values) for sheet in book]
        rows = next(rows for rows in found if any(row[0] == head for row in rows))
        start = next(place for place, row in enumerate(rows) if row[0] == head)
        in_book = {row[0]: row[1:] for row in rows[start + 1 :]}
        text = "".join(page.extract_text() for page in PdfReader(written / "bulletin.pdf").pages)
        packed = re.sub(r"\s+", "", text)

        assert len(in_word) > 3
        for label, cells in in_word.items():
            assert cells == wanted[label]
            assert re.sub(r"\s+", "", label + "".join(wanted[label])) in packed
            as_text = ["*" if one == "[c]" else f"{one:,}" for one in in_book[label][: len(cells)]]
            assert tuple(as_text) == wanted[label]

    def test_the_pdf_is_marked_and_every_picture_has_its_text(
        self, papers: dict[str, Paper], written: Path
    ) -> None:
        """PDF/UA-1 is declared, and each figure of the structure has the summary beside it."""
        raw = PdfReader(written / "bulletin.pdf")
        assert raw.xmp_metadata is not None
        assert "pdfuaid:part>1<" in raw.xmp_metadata.rdf_root.toxml()
        alternatives = set(alternative_texts(raw.root_object["/StructTreeRoot"]))
        drawn = {one.summary for one in papers[f"{MONTH}-{AREA}"].exhibits if one.chart}
        assert drawn <= alternatives

    def test_most_cells_are_shown_to_a_named_partner(self, papers: dict[str, Paper]) -> None:
        """At least four in five figures of the bulletins are shown."""
        cells = [
            cell
            for paper in papers.values()
            for one in paper.exhibits
            for row in one.grid.rows
            for cell in row[one.grid.stubs :]
        ]
        asked = [cell for cell in cells if cell.mark in {Mark.SHOWN, Mark.SUPPRESSED}]
        hidden = sum(cell.mark is Mark.SUPPRESSED for cell in asked)
        assert hidden / len(asked) < 0.2

    @pytest.mark.parametrize(("preset", "smallest"), [("public", 8), ("named-partner", 5)])
    def test_no_small_count_is_shown(self, session: Session, preset: str, smallest: int) -> None:
        """No count of a person stands below the threshold of the audience."""
        request = BulletinRequest(month=MONTH, all_areas=True, preset=preset)
        made = bulletins(request, asker=session.asker, services=session.services, progress=Silent())
        for _, paper in made:
            for one in paper.exhibits:
                for name, value in counts(one):
                    assert value == 0 or value >= smallest - (preset == "public") * 3, name

    def test_a_missing_department_is_named_in_title_and_card(
        self, papers: dict[str, Paper]
    ) -> None:
        """The title of the trend says how many departments are missing, and so does the card."""
        paper = papers[f"{MONTH}-all-areas"]
        cards = next(
            block
            for section in paper.sections
            for block in section.blocks
            if isinstance(block, Cards)
        )
        assert "1 of 5 departments missing" in exhibit(paper, "trend").title
        assert "1 of 5 departments missing" in cards.cards[0].quality


class TestProfiles:
    """Every theme makes a profile, or says why not."""

    @pytest.mark.parametrize("theme", ["violence", "knife", "self-harm", "falls", "all-injuries"])
    def test_a_theme_of_an_area(self, session: Session, theme: str) -> None:
        """A profile has findings in sentences, exhibits, coverage and methods."""
        paper = profile_of(session, theme=theme, area="Castlereach")
        assert {"findings", "context", "quality", "methods"} <= {one.id for one in paper.sections}
        assert len(paper.exhibits) > 5

    @pytest.mark.parametrize(
        ("asked", "kind"),
        [
            ({"theme": "nothing"}, BAD_ARGUMENT),
            ({"area": "Nowhere"}, AREA_UNKNOWN),
            ({"to": "2031-01"}, MONTH_WITHOUT_DATA),
            ({"begin": "2026-03", "to": "2025-06"}, PERIOD_UNUSABLE),
            ({"begin": "2020-01"}, PERIOD_UNUSABLE),
            ({"begin": "2026-02"}, PERIOD_UNUSABLE),
            ({"begin": "2025-10..2025-12"}, PERIOD_UNUSABLE),
            ({"begin": "last year"}, BAD_ARGUMENT),
        ],
    )
    def test_what_cannot_be_written_is_said(
        self, session: Session, asked: dict[str, str], kind: Kind
    ) -> None:
        """A theme, area, month or run of months that is not there is refused by name."""
        with pytest.raises(TiigError) as error:
            profile_of(session, **asked)
        assert error.value.kind is kind


class TestMonthsLookedAt:
    """`--from` and `--to`: the months looked at, beside as many before."""

    def test_half_a_year_is_set_beside_the_half_before(self, session: Session) -> None:
        """Every exhibit is of six months, and rates say that they are of no year."""
        paper = profile_of(session, begin="2025-10", to=MONTH, area="Castlereach")
        weapon = exhibit(paper, "weapon")
        said = " ".join(one.title for one in paper.exhibits)

        assert "6 months to March 2026" in paper.subtitle
        assert weapon.grid.columns[1:] == ("6 months to September 2025", "6 months to March 2026")
        assert "per 100,000 residents over 6 months" in said
        assert "twelve months" not in said
        assert exhibit(paper, "trend").grid.rows[0][0].text == "Apr 2025"

    def test_months_before_all_data_are_said_to_lack(self, session: Session) -> None:
        """Where the run before was not received in full, its heading says how much of it was."""
        paper = profile_of(session, begin="2025-04", to=MONTH, area="Castlereach")
        head = exhibit(paper, "weapon").grid.columns
        assert head[1] == "12 months to March 2025 (3 of 12 months received)"
        blocks = [block for part in paper.sections for block in part.blocks]
        cards = next(block for block in blocks if isinstance(block, Cards))
        assert "No comparison with the 12 months before can be shown" in cards.cards[1].lines

    def test_a_counted_table_says_what_is_missing(self, tell: Tell, tmp_path: Path) -> None:
        """The CSV of a count says so below its figures, the workbook in its title."""
        for name in ("count.csv", "count.xlsx"):
            assert tell(["count", "--by", "month", "-o", str(tmp_path / name)])[0] == 0
        title = openpyxl.load_workbook(tmp_path / "count.xlsx")["Figures"]["A1"].value

        assert title.endswith("(1 of 75 site-months missing)")
        assert "1 of 75 site-months are absent" in (tmp_path / "count.csv").read_text("utf-8-sig")

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["bulletin", "--month", "2031-01"], "Nothing is in force for 2031-01"),
            (["bulletin", "--area", "Nowhere"], "There is no local authority of this name or code"),
            (["bulletin", "--area", "E08000003"], "There is no local authority"),
            (["bulletin", "--preset", "everyone"], "There is no disclosure preset"),
            (["profile", "--theme", "weather"], "there is no theme of that name"),
            (["profile", "--from", "2026-03", "--to", "2025-06"], "2026-03 lies after 2025-06"),
            (["profile", "--from", "2019-01"], "2019-01 lies before everything"),
            (["count", "--by", "residence_la", "--geography", "lsoa-1999"], "no geography"),
        ],
    )
    def test_a_person_reads_what_is_wrong(
        self, tell: Tell, tmp_path: Path, words: list[str], said: str
    ) -> None:
        """Exit code, sentence and advice; nothing is written."""
        output = ["-o", str(tmp_path / "out")] if words[0] != "count" else []
        code, error = tell([*words, *output])

        assert code in {2, 20, 30}
        assert said in error
        assert not (tmp_path / "out").exists()

    def test_notes_for_a_section_that_is_not_there(self, tell: Tell, tmp_path: Path) -> None:
        """The line is named with the sections that there are, and no paper is written."""
        notes = tmp_path / "notes" / "profile.md"
        notes.parent.mkdir()
        notes.write_text("## Summary\n\nFine.\n\n## Weather\n\nRain.\n")
        code, error = tell(["profile", "-o", str(tmp_path / "profile.pdf")])

        assert code == 2
        assert "no section of the name on line 5" in error
        assert not (tmp_path / "profile.pdf").exists()


def test_a_theme_without_events_is_refused(new_house: Callable[..., House]) -> None:
    """Nothing is written about nothing."""
    house = new_house()
    sent = house.send(house.write(["1,A,2026-06-03 21:15,34,X,P,,4"]))
    assert sent.state is SubmissionState.IN_FORCE, sent.receipt.reasons
    with pytest.raises(TiigError) as error:
        problem_profile(
            ProfileRequest("knife"),
            asker=Asker.local("analyst"),
            services=house.services,
            progress=Silent(),
        )
    assert error.value.kind is THEME_WITHOUT_EVENTS


def exhibit(paper: Paper, name: str) -> Exhibit:
    """Return an exhibit of a paper by its id."""
    return next(one for one in paper.exhibits if one.id == name)


def counts(one: Exhibit) -> Iterator[tuple[str, int]]:
    """Yield the counts of people that an exhibit shows, with the name of their column."""
    for row in one.grid.rows:
        for name, cell in zip(one.grid.columns, row, strict=True):
            if isinstance(cell.value, int) and "ate" not in name and name != "Residents":
                yield f"{one.id}: {name}", cell.value


def as_read(cut: Cleared, runs: int) -> dict[str, tuple[str, ...]]:
    """Return the rows of a counted table as a paper prints them: label, then a cell a run."""
    every = dict.fromkeys(row.nodes[0] for row in cut.rows) if runs else ()
    spans: list[str] = [node for node in every if node != ALL] or [""]
    named = dict(cut.columns[-1].nodes) | {ALL: "All"}
    counts = {
        row.nodes: "*" if row.count.value is None else f"{row.count.value:,}" for row in cut.rows
    }
    return {
        label: tuple(counts[(span, node) if runs else (node,)] for span in spans)
        for node, label in named.items()
    }


def alternative_texts(element: Any) -> Iterator[str]:  # noqa: ANN401 - pypdf's own objects
    """Yield every alternative text of a PDF's structure."""
    plain = element.get_object()
    if isinstance(plain, list):
        for one in plain:
            yield from alternative_texts(one)
    elif isinstance(plain, dict):
        if "/Alt" in plain:
            yield str(plain["/Alt"])
        if "/K" in plain:
            yield from alternative_texts(plain["/K"])
