"""The page Map in a real browser: drawn from our own shapes, and whole without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page
from tests.area_files import PEOPLE, write_files
from tests.browser.machine import chromium, faults_of, served
from tests.journey.real_codes import PROFILE, write_extract

from tiig.journeys.import_geography import GeographyRequest, import_geography
from tiig.journeys.senders import add_sender
from tiig.journeys.submit import SubmitRequest, submit
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.portal import make_app
from tiig.portal.assets import FOLDER
from tiig.testing import agree, in_memory_services
from tiig.wiring.session import Session

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.skipif(
        not (FOLDER / "vendor" / "manifest.json").is_file(),
        reason="the front-end packages are not installed: python3.11 go.py setup",
    ),
]
ASKER = Asker.local("reader", channel="pages")
DRAWING = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The small town and its assaults."""
    folder = tmp_path_factory.mktemp("town")
    services = in_memory_services()
    services = replace(services, choices=replace(services.choices, geography="town"))
    files = tuple(map(str, write_files(folder)))
    request = GeographyRequest(files, "town", "2021", "OGL-3.0")
    import_geography(request, asker=ASKER, services=services, progress=Silent())
    add_sender(PROFILE, asker=ASKER, services=services, progress=Silent())
    agree(services)
    homes = [(code, float(people)) for code, people in PEOPLE.items()]
    extract = write_extract(folder / "oak.csv", homes, 1_200)
    sent = SubmitRequest(str(extract), "oak", "2024-07..2026-06", confirm=True)
    submit(sent, asker=ASKER, services=services, progress=Silent())
    return Session(ASKER, services, Silent())


@pytest.fixture(scope="module")
def origin(session: Session) -> Iterator[str]:
    """The pages on a free port of this machine."""
    with served(make_app(session)) as origin:
        yield origin


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, which draws maps without a graphics card."""
    with chromium(*DRAWING) as started:
        yield started


def drawn(page: Page) -> bool:
    """Wait until the map moves; the page's own policy forbids Playwright's way of waiting."""
    for _ in range(120):
        if page.evaluate("document.getElementById('moving-map')?.dataset.drawn === 'yes'"):
            return True
        page.wait_for_timeout(250)
    return False


def test_the_map_moves_and_tells_each_area(browser: Browser, origin: str) -> None:
    """Shapes come from this origin, no policy is offended, and a chosen area is told in words."""
    with browser.new_page() as page:
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{origin}/map", wait_until="networkidle")

        assert drawn(page)
        assert [url for url in asked if not url.startswith((f"{origin}/", "data:", "blob:"))] == []
        assert [text for text in said if "GPU stall" not in text and "WebGL" not in text] == []
        assert page.locator(".tiig-figure").is_hidden()
        options = page.locator("#map-area option")
        assert options.count() == 1 + len(
            page.evaluate("JSON.parse(document.getElementById('map-marks').textContent).areas")
        )
        page.locator("#map-area").select_option(index=1)
        page.wait_for_timeout(300)
        told = page.locator("#map-told").inner_text()
        assert "per 100,000 residents" in told or "hidden" in told


def test_without_scripts_the_picture_and_the_table_stand(browser: Browser, origin: str) -> None:
    """The page is whole without scripts: title, picture with its text, table, downloads."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{origin}/map")

        assert page.locator("#moving-map").is_hidden()
        assert "A map of" in (page.locator(".tiig-picture img").get_attribute("alt") or "")
        assert page.locator("a[download]").count() == 3
        assert page.locator("table tbody tr").count() >= 3


def test_axe_finds_nothing_on_the_map(browser: Browser, origin: str) -> None:
    """With the map drawn, no rule of accessibility that a machine can test is broken."""
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{origin}/map")
        assert drawn(page)
        assert faults_of(page) == []


def test_the_map_fits_a_phone(browser: Browser, origin: str) -> None:
    """At 375 pixels nothing is wider than the screen."""
    with browser.new_context(viewport={"width": 375, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{origin}/map?area=E08000091")
        assert drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_keyboard_moves_the_map(browser: Browser, origin: str) -> None:
    """The map takes the focus and its picture changes when an arrow key is pressed."""
    with browser.new_page() as page:
        page.goto(f"{origin}/map")
        assert drawn(page)
        canvas = page.locator("#map-canvas canvas")
        before = page.locator("#map-canvas").screenshot()
        canvas.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(1_500)
        assert page.locator("#map-canvas").screenshot() != before


def test_shapes_carry_no_figures(browser: Browser, origin: str) -> None:
    """What is kept by the browser holds codes and names only."""
    with browser.new_page() as page:
        answer = page.request.get(f"{origin}/map-shapes/lsoa?of=town@1")
        features = answer.json()["features"]

        assert {tuple(one["properties"]) for one in features} == {("code", "name")}
        assert page.request.get(f"{origin}/map-shapes/street?of=town@1").status == 400
        assert page.request.get(f"{origin}/map-shapes/lsoa?of=nowhere").status == 422
