"""The month, submissions, downloads with data, as people see them: clicked, drawn, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route
from tests.browser.machine import chromium, faults_of, served
from tests.portal.house import AREA, AREA_NAME, MONTH, fill, opened

from tiig.journeys.bulletin import BulletinRequest
from tiig.portal import make_app
from tiig.portal.assets import FOLDER
from tiig.publish.paper_files import write_paper
from tiig.wiring.session import Session

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.skipif(
        not (FOLDER / "vendor" / "manifest.json").is_file(),
        reason="the front-end packages are not installed: python3.11 go.py setup",
    ),
]
PHONE = (375, 812)
ADDRESSES = (
    "/",
    "/month",
    f"/month?area={AREA}",
    f"/month?theme=knife&area={AREA}",
    "/month?theme=self-harm",
    "/month?month=2031-01",
    "/quality",
    "/quality?month=2026-02&site=XP202&item=injury_mechanism",
    "/submissions",
    "/submissions?page=2",
    "/downloads",
    "/about",
)


@pytest.fixture(scope="module")
def root(made_once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with data."""
    return made_once("portal", fill, tmp_path_factory.mktemp("browser") / "w")


@pytest.fixture(scope="module")
def session(root: Path) -> Iterator[Session]:
    """The house, and the public bulletins of its last month."""
    with opened(root) as session:
        made = session.bulletins(BulletinRequest(areas=(AREA,), preset="public"))
        for stem, paper in made:
            write_paper(paper, root / "out" / "papers", f"bulletin-{stem}", ("html", "pdf"))
        yield session


@pytest.fixture(scope="module")
def origin(session: Session, root: Path) -> Iterator[str]:
    """The pages on a free port of this machine."""
    with served(make_app(session, workspace=root)) as origin:
        yield origin


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    with chromium() as started:
        yield started


def read_through(page: Page) -> None:
    """Scroll down to the end as a reader does, so that every chart comes into view."""
    for figure in page.locator("figure[data-chart]").all():
        figure.scroll_into_view_if_needed()
        figure.and_(page.locator("[data-drawn=yes]")).wait_for(timeout=20_000)
    page.evaluate("window.scrollTo(0, 0)")


def _note_request(asked: list[str], request: Request) -> None:
    asked.append(request.url)


def _note_words(said: list[str], message: ConsoleMessage) -> None:
    said.append(message.text)


def test_pages_are_drawn_here_alone_and_open_to_all(
    browser: Browser, origin: str, session: Session
) -> None:
    """Every chart is drawn under the policy of the page; nothing leaves, nothing is amiss.

    Nor does a page break a rule of accessibility, its charts drawn and its tables open.
    """
    visits: list[tuple[str, Page, list[str], list[str]]] = []
    with browser.new_context() as context:
        for address in (*ADDRESSES, f"/submissions/{session.submissions()[0].id}"):
            asked: list[str] = []
            said: list[str] = []
            page = context.new_page()
            page.on("request", partial(_note_request, asked))
            page.on("console", partial(_note_words, said))
            page.goto(origin + address)
            read_through(page)
            visits.append((address, page, asked, said))
        for address, page, asked, said in visits:
            page.wait_for_load_state("networkidle")  # all have settled by the first one's end

            assert [url for url in asked if not url.startswith((f"{origin}/", "data:"))] == []
            assert [text for text in said if "status of 400" not in text] == [], address
            charts = page.locator("figure[data-chart]").count()
            assert page.locator("figure[data-drawn=yes]").count() == charts, address
            for table in page.locator("details summary").all():
                table.click()
            assert faults_of(page) == [], address
            page.close()


def test_a_phone_scrolls_one_way(browser: Browser, origin: str) -> None:
    """At 375 pixels nothing is wider than the screen, drawn or not, tables open or closed."""
    width, height = PHONE
    for scripts in (True, False):
        with browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts
        ) as context:
            for address in ADDRESSES:
                page = context.new_page()
                page.goto(origin + address)
                for table in page.locator("details summary").all():
                    table.click()
                box = page.locator("main").bounding_box()
                assert box is not None
                assert box["x"] + box["width"] <= width, address
                if scripts:
                    read_through(page)
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, address
                page.close()


def test_the_pointer_is_told_what_is_shown(browser: Browser, origin: str) -> None:
    """A bar tells its value as the table has it; a star tells that the number is hidden."""
    with browser.new_page() as page:
        page.goto(f"{origin}/month?area={AREA}")
        read_through(page)
        told = page.locator("article", has=page.locator("#age-group-title"))
        told.locator("svg .mark-rect path").first.hover()
        tip = told.locator(".tiig-tip")
        tip.wait_for(state="visible")
        label, _, value = tip.inner_text().rpartition(": ")
        told.locator("summary").click()
        row = told.locator("tr", has=page.get_by_role("rowheader", name=label.split(",")[0]))
        assert value in row.first.inner_text()

        told.locator("svg .mark-text.role-mark text").first.hover()
        assert "hidden" in tip.inner_text()


def test_the_picture_stays_where_drawing_fails(browser: Browser, origin: str) -> None:
    """Without the engine, or without scripts at all, each chart is the picture that it was."""

    def broken(route: Route) -> None:
        route.abort()

    for scripts in (True, False):
        with browser.new_context(java_script_enabled=scripts) as context:
            page = context.new_page()
            page.route("**/vega.min.js", broken)
            page.goto(f"{origin}/month")
            pictures = page.locator("figure img").all()
            assert pictures
            for picture in pictures:
                picture.scroll_into_view_if_needed()
                assert picture.is_visible()
            page.wait_for_load_state("networkidle")
            if scripts:
                sizes = [picture.evaluate("one => one.naturalWidth") for picture in pictures]
                assert all(sizes)
            assert page.locator("figure svg").count() == 0


def test_the_month_is_read_by_clicking(browser: Browser, origin: str) -> None:
    """From the start to an authority's month, its table and its file, without scripts."""
    with browser.new_context(java_script_enabled=False, accept_downloads=True) as context:
        page = context.new_page()
        page.goto(origin)
        page.get_by_role("link", name="Month").first.click()
        page.get_by_label("What is counted").select_option(label="Knife violence")
        page.get_by_label("Area of residence").select_option(label=AREA_NAME)
        page.get_by_role("button", name="Show").click()
        assert page.url == f"{origin}/month?theme=knife&area={AREA}&month={MONTH}"
        assert page.get_by_role("heading", level=1).inner_text().endswith(AREA_NAME)
        page.get_by_text("The same figures as a table").first.click()
        assert page.get_by_role("table").first.is_visible()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="CSV of").last.click()
        assert waiting.value.suggested_filename == f"knife-{AREA}-{MONTH}-coverage.csv"


def test_quality_is_read_by_clicking(browser: Browser, origin: str) -> None:
    """From the start to one item of one department, its table and its files, without scripts."""
    with browser.new_context(java_script_enabled=False, accept_downloads=True) as context:
        page = context.new_page()
        page.goto(origin)
        page.get_by_role("link", name="Quality").first.click()
        assert "1 of 5 departments missing" in page.get_by_role("heading", level=1).inner_text()
        page.get_by_label("Item", exact=True).select_option(label="Alcohol")
        page.get_by_label("Department", exact=True).select_option(label="Aldermoor Infirmary")
        page.get_by_role("button", name="Show").click()
        assert page.url == f"{origin}/quality?month={MONTH}&item=alcohol_involved&site=XP101"
        trend = page.locator("article", has=page.locator("#quality-trend-title"))
        assert "Alcohol at Aldermoor Infirmary" in trend.inner_text()
        trend.get_by_text("The same figures as a table").click()
        assert "%" in trend.get_by_role("table").inner_text()
        for link, name in (
            ("PNG of Alcohol at", f"quality-{MONTH}-quality-trend.png"),
            ("Every department, item and month", f"quality-2025-04-{MONTH}.csv"),
        ):
            with page.expect_download() as waiting:
                page.get_by_role("link", name=link).click()
            assert waiting.value.suggested_filename == name


def test_a_bulletin_is_downloaded_by_clicking(browser: Browser, origin: str) -> None:
    """From the start to a file of the list of papers."""
    with browser.new_context(java_script_enabled=False, accept_downloads=True) as context:
        page = context.new_page()
        page.goto(origin)
        page.get_by_role("link", name="Downloads").first.click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="PDF of").first.click()
        assert waiting.value.suggested_filename == f"bulletin-{MONTH}-{AREA}.pdf"
