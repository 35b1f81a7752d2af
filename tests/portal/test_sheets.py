"""Every chart of a page has its finding, its text, its table, and files that say what they are."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.portal.house import AREA, MONTH, Client, fill, opened

from tiig.cli.app import run
from tiig.journeys.month_page import PageRequest
from tiig.kit.progress import Silent
from tiig.portal import make_app, warm
from tiig.portal.assets import FOLDER
from tiig.portal.pages.submissions import ON_A_PAGE
from tiig.portal.routes import PAGES
from tiig.publish.exhibit_files import Around, exhibit_csv
from tiig.publish.paper import Cards, Cell, Exhibit, Grid, NotShown
from tiig.services import Answers
from tiig.standard import load_standard
from tiig.wiring import make_workspace
from tiig.wiring.session import Session

pytestmark = pytest.mark.skipif(
    not (FOLDER / "vendor" / "manifest.json").is_file(),
    reason="the front-end packages are not installed: python3.11 go.py setup",
)
THEMES = tuple(load_standard().themes)
SYNTHETIC = "Synthetic data - not about any real hospital or person"
PICTURE = re.compile(r'<img src="([^"]+)" alt="([^"]+)"')
DRAWN = re.compile(r'data-chart="([^"]+)"')
FILE = re.compile(r'<a href="(/month/[^"]+)" download>')
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "vega.json": "application/json",
}


@pytest.fixture(scope="module")
def session(
    made_once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    """The house."""
    copy = tmp_path_factory.mktemp("sheets") / "w"
    with opened(made_once("portal", fill, copy)) as session:
        yield session


@pytest.fixture(scope="module")
def client(session: Session) -> Client:
    """The pages of the house."""
    return Client(make_app(session))


def blocks(session: Session, theme: str, area: str | None) -> dict[str, list[object]]:
    """Return what the month's page holds, by section."""
    found = session.month(PageRequest(theme=theme, area=area, preset="public"))
    return {section.id: list(section.blocks) for section in found.sections}


@pytest.mark.parametrize("area", [None, AREA])
@pytest.mark.parametrize("theme", THEMES)
def test_a_month_has_all_its_parts(session: Session, theme: str, area: str | None) -> None:
    """Each part is there in every theme, or else says why it is not: never an empty chart."""
    found = blocks(session, theme, area)
    wanted = {"headlines", "trend", "who", "when", "how", "areas", "injuries", "coverage"}

    assert wanted <= found.keys()
    (cards,) = found["headlines"]
    assert isinstance(cards, Cards)
    assert all(card.lines and card.label for card in cards.cards)
    exhibits = [one for those in found.values() for one in those if isinstance(one, Exhibit)]
    assert len({one.id for one in exhibits}) == len(exhibits)
    for one in exhibits:
        assert one.title
        assert one.summary
        assert one.grid.rows
    for absent in (one for those in found.values() for one in those if isinstance(one, NotShown)):
        assert absent.what
        assert absent.because


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_of_every_theme_is_drawn(client: Client, theme: str) -> None:
    """Each theme has its page, with a title, an alternative text and files for each chart."""
    page = client.get(f"/month?theme={theme}").text

    assert page.count("<h1") == 1
    assert SYNTHETIC in page
    pictures = PICTURE.findall(page)
    assert pictures
    assert all(text for _, text in pictures)
    assert len(DRAWN.findall(page)) == len(pictures)
    assert len(FILE.findall(page)) == 3 * len(pictures) + 1


@pytest.mark.parametrize("area", ["", AREA])
def test_every_chart_can_be_taken_along(client: Client, area: str) -> None:
    """CSV, PNG, SVG have their type, a name that says what they are, and the page's filters."""
    page = client.get(f"/month?area={area}&month={MONTH}").text
    for address in map(unescape, FILE.findall(page)):
        name, _, kind = address.partition("?")[0].rpartition("/")[2].partition(".")
        answer = client.get(address)

        assert answer.status_code == 200, address
        assert answer.headers["content-type"] == TYPES[kind]
        stem = f"violence-{area or 'all-areas'}-{MONTH}-{name}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{stem}.{kind}"'
        if kind != "png":
            text = answer.text.replace("\n", " ")
            assert SYNTHETIC.split(" - ", maxsplit=1)[0] in text, address
            assert "reset: public." in text


def test_the_csv_is_the_table_of_the_page(session: Session, client: Client) -> None:
    """Cells are the page's own; what is hidden stays a star; coverage and lineage follow."""
    found = session.month(PageRequest(preset="public"))
    for section in found.sections:
        for one in (block for block in section.blocks if isinstance(block, Exhibit)):
            text = client.get(f"/month/{one.id}.csv").content.decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text)))
            read = rows[: rows.index([])]

            assert read[0] == list(one.grid.columns)
            expected = [
                [str(cell.value) if cell.value is not None else cell.text for cell in row]
                for row in one.grid.rows
            ]
            assert read[1:] == expected
            said = [line for (line,) in rows[rows.index([]) + 1 :]]
            assert said[0] == f"{one.title}."
            assert "Departments missing in March 2026: Dunmere Hospital." in said
            assert set(one.notes) <= set(said)
            assert any(line.startswith("Disclosure preset: public.") for line in said)
            if one.id != "coverage":
                assert any(line.startswith("Releases: ") for line in said)


def test_a_missing_department_is_told_at_the_top_and_in_the_trend(client: Client) -> None:
    """A total that lacks a department says so in the caption, the cards and the trend's title."""
    page = client.get(f"/month?month={MONTH}").text

    assert "The month at a glance: March 2026, 1 of 5 departments missing" in page
    assert "Incomplete: 1 of 5 departments missing" in page
    assert re.search(r'id="trend-title">[^<]*1 of 5 departments missing', page)
    assert "Same departments throughout" in client.get("/month/trend.svg?theme=all-injuries").text


def values_of(node: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every row of data of a compiled chart."""
    for one in node.get("data", []):
        yield from (row for row in one.get("values", []) if isinstance(row, dict))


@pytest.mark.parametrize("theme", ["violence", "knife", "domestic"])
def test_the_drawing_holds_nothing_hidden(client: Client, theme: str) -> None:
    """A chart for the pointer holds shown values only, and says of others that they are hidden."""
    page = client.get(f"/month?theme={theme}&area={AREA}").text
    for address in map(unescape, DRAWN.findall(page)):
        answer = client.get(address)
        assert answer.headers["content-type"] == TYPES["vega.json"]
        assert "content-disposition" not in answer.headers
        rows = list(values_of(json.loads(answer.text)))
        assert rows
        for row in rows:
            hidden = row.get("value") is None or row.get("sign")
            assert row["tip"]
            if hidden and "average" not in row:
                assert not re.search(r": [\d,]+$", row["tip"])
            elif "lower" not in row and "average" not in row:
                assert row["value"] == 0 or row["value"] > 7


def test_pictures_belong_to_the_answer_of_their_page(session: Session, client: Client) -> None:
    """A page enters the ledger once; its pictures add nothing, a file is an answer of its own."""
    page = client.get("/month?theme=falls").text
    before = len(session.releases())
    for address, _ in PICTURE.findall(page):
        assert client.get(unescape(address)).status_code == 200
    assert len(session.releases()) == before

    client.get(unescape(FILE.findall(page)[0]))
    assert len(session.releases()) > before
    forgotten = unescape(PICTURE.findall(page)[0][0]).replace("answer=", "answer=0")
    assert client.get(forgotten).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/month?month=2031-01", 400, "Nothing is in force for 2031-01"),
        ("/month?month=March", 400, "A month is written like 2026-06"),
        ("/month?month=2025-02..2026-03", 400, "A month is written like 2026-06"),
        ("/month?theme=weather", 400, "There is no theme of that name"),
        ("/month?area=Nowhere", 400, "There is no local authority of this name"),
        ("/month/weather.csv", 404, "no chart or table of this name"),
        ("/month/trend.exe", 404, "no chart or table of this name"),
        ("/month/trend", 404, "no chart or table of this name"),
        ("/month/coverage.svg", 404, "no chart or table of this name"),
        ("/month/trend.csv?month=2031-01", 400, "Nothing is in force for 2031-01"),
        ("/month/trend.csv/more", 404, "There is no such page"),
    ],
)
def test_an_address_that_means_nothing_is_refused(
    client: Client, address: str, status: int, words: str
) -> None:
    """Unknown themes, areas, months and charts have a page with clear words."""
    answer = client.get(address)

    assert answer.status_code == status
    assert words in answer.text
    assert "--help" not in answer.text


def test_no_page_switches_its_preset(session: Session, client: Client) -> None:
    """No route knows the preset of an address: what it releases stays under that of the pages."""
    submission = session.submissions()[-1].id
    before = {one.id for one in session.releases()}
    for page in PAGES:
        path = page.path.replace("{submission}", submission).replace("{file}", "trend.csv")
        for word in ("preset=internal", "preset=named-partner&purpose=x", "page_preset=internal"):
            answer = client.get(f"{path.replace('{name:path}', 'x.pdf')}?{word}")
            if answer.headers["content-type"].startswith("text/html"):
                assert "Preset: public." in answer.text
    made = {one.preset for one in session.releases() if one.id not in before}
    assert made == {"public", "own-submission"}


@pytest.mark.parametrize("preset", ["internal", "own-submission"])
def test_pages_under_exact_figures_are_refused_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], preset: str
) -> None:
    """`page_preset` takes two values, and the entry is named where it has another."""
    root = make_workspace(tmp_path / "w")
    settings = (root / "tiig.toml").read_text().replace('"public"\n', f'"{preset}"\n')
    (root / "tiig.toml").write_text(settings)

    assert run(["serve", "--workspace", str(root)]) == 2
    assert "page_preset" in capsys.readouterr().err


def test_real_rows_are_not_called_synthetic(tmp_path: Path) -> None:
    """The line follows the rows: pages and files of other data do not say it."""
    fill(tmp_path / "w", synthetic=False, months=2)
    with opened(tmp_path / "w") as session:
        client = Client(make_app(session))
        sent = session.submissions()[0].id
        for address in ("/", "/month", "/submissions", f"/submissions/{sent}", "/about"):
            assert "ynthetic" not in client.get(address).text.replace("schematic", ""), address
        for file in ("trend.csv", "trend.svg", "injury-group.csv"):
            assert "Synthetic data" not in client.get(f"/month/{file}").text


def test_what_is_worked_out_beforehand_is_not_released(session: Session) -> None:
    """The newest month is worked out at the start; the ledger knows nothing of it until asked."""
    services = replace(session.services, together=Answers())
    before = len(session.releases())
    warm(Session(session.asker, services, Silent())).join()

    assert len(session.releases()) == before
    assert len(services.together) == len(THEMES)


def test_submissions_come_in_pages(session: Session, client: Client) -> None:
    """A long list is cut into pages, the newest first; a page that is not there is the nearest."""
    every = len(session.submissions())
    assert every > ON_A_PAGE
    receipt = re.compile(r'href="/submissions/([0-9a-f-]{36})"')
    first = receipt.findall(client.get("/submissions").text)
    second = receipt.findall(client.get("/submissions?page=2").text)

    assert len(first) == ON_A_PAGE
    assert [*first, *second] == [one.id for one in session.submissions()[::-1]]
    assert receipt.findall(client.get("/submissions?page=99").text) == second
    assert receipt.findall(client.get("/submissions?page=-1x").text) == first


def test_no_cell_of_a_csv_is_a_formula() -> None:
    """Headings, cells and lines that a spreadsheet would work out are kept as text."""
    grid = Grid(("=A", "Count"), ((Cell("+SUM(A1)"), Cell("-5", -5)), (Cell("@x"), Cell("-"))))
    exhibit = Exhibit("x", "=title", "summary", grid, notes=("-note",))
    around = Around("=page", ("@mark",), "public", "A star hides.")
    rows = list(csv.reader(io.StringIO(exhibit_csv(exhibit, around))))

    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+@-" and cell not in {"-5", "-"}] == []
