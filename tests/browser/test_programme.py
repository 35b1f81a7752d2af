"""The quality programme in a real browser: from the work list to a letter, without scripts too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.browser.machine import chromium, faults_of, served
from tests.portal.programme_house import LEAD, OAK, programme_house

from tiig.portal import make_app
from tiig.portal.assets import FOLDER

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.skipif(
        not (FOLDER / "vendor" / "manifest.json").is_file(),
        reason="the front-end packages are not installed: python3.11 go.py setup",
    ),
]
PHONE = 375
CHART = f"/programme/chart?site={OAK}&item=injury_mechanism&measure=completeness"
PLACES = (
    "/programme",
    "/programme/map",
    CHART,
    "/programme/actions/new",
    "/programme/targets",
    "/programme/letters",
    "/programme/volume",
    f"/programme/volume?site={OAK}",
    "/programme/compare?item=weapon",
    "/programme/bounds?by=site",
)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The programme's pages on a free port of this machine."""
    session = programme_house(tmp_path_factory.mktemp("oak"))
    with served(make_app(session, programme=LEAD)) as origin:
        yield origin


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    with chromium() as started:
        yield started


def test_a_week_of_the_programme_by_clicking(browser: Browser, origin: str) -> None:
    """Work list, heat map, chart, an action opened, noted and closed, a letter's paper taken."""
    with browser.new_context(java_script_enabled=False, accept_downloads=True) as context:
        page = context.new_page()
        page.goto(origin)
        page.get_by_role("link", name="Programme").first.click()
        page.get_by_role("link", name="Oak General").first.click()
        page.get_by_label("Measure").select_option(label="Completeness")
        page.get_by_role("button", name="Show").click()
        page.locator("tr", has=page.get_by_role("rowheader", name="Weapon or method")).get_by_role(
            "link"
        ).last.click()
        assert page.get_by_role("heading", level=1).inner_text().endswith("Oak General")
        assert page.locator("figure img").is_visible()

        page.goto(f"{origin}/programme")
        problems = page.locator("section", has=page.locator("#problems"))
        problems.get_by_role("link", name=re.compile("Open an action")).click()
        assert "missing since 2026-04" in page.get_by_label("What was seen").input_value()
        page.get_by_label("What is to be done").select_option(label="Visit")
        page.get_by_label("Who sees to it").fill("07700 900123")
        page.get_by_role("button", name="Open the action").click()
        page.get_by_role("link", name=re.compile("seems to tell of a person")).click()
        assert page.url.endswith("#opening-owner")
        page.get_by_label("Who sees to it").fill("the quality lead")
        page.get_by_role("button", name="Open the action").click()
        assert page.get_by_role("alert").inner_text().endswith("The action is open.")
        page.get_by_label("Note").fill("They will ask again")
        page.get_by_label("What was done").select_option(label="Visit")
        page.get_by_role("button", name="Add to the action").click()
        page.get_by_label("How it ended").select_option(label="Done")
        page.get_by_label("In a sentence").fill("The field is back")
        page.get_by_role("button", name="Close the action").click()
        assert "The action is closed." in page.get_by_role("alert").inner_text()

        page.goto(f"{origin}/programme/map?measure=completeness")
        page.get_by_role("link", name=re.compile("! missing since")).click()
        page.locator("tr:target").get_by_role("link", name=re.compile("Open an action")).click()
        assert "missing since 2026-04" in page.get_by_label("What was seen").input_value()
        page.goto(f"{origin}/programme")
        page.get_by_label("What if they had asked for the").select_option(label="Weapon")
        page.get_by_role("button", name="Work it out").click()
        assert page.get_by_role("link", name=re.compile("Workbook")).is_visible()

        page.get_by_role("link", name="Letters").click()
        page.get_by_role("button", name=re.compile("Write the letter.*Oak General")).click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name=re.compile("PDF.*lead")).click()
        assert waiting.value.suggested_filename == f"letter-{OAK}-2026-06-lead.pdf"


def test_axe_finds_nothing_and_a_phone_scrolls_one_way(browser: Browser, origin: str) -> None:
    """No page breaks a rule that a machine can test; nothing is wider than a phone; charts move."""
    with browser.new_context(bypass_csp=True, viewport={"width": PHONE, "height": 800}) as context:
        page = context.new_page()
        for address in PLACES:
            page.goto(origin + address, wait_until="networkidle")
            for figure in page.locator("figure[data-chart]").all():
                figure.scroll_into_view_if_needed()
                page.locator("figure[data-drawn=yes]").wait_for(timeout=20_000)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, address
            for table in page.locator("details summary").all():
                table.click()
            assert faults_of(page) == [], address
        page.goto(f"{origin}/programme/actions/new")
        page.get_by_role("button", name="Open the action").click()
        assert page.locator(".nhsuk-error-message").count() == 5
        assert faults_of(page) == []
