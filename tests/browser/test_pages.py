"""The pages in a real browser: accessible, self-contained, without scripts, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.machine import chromium, faults_of, served

from tiig.journeys.nil_return import NilRequest, declare_nil
from tiig.journeys.senders import add_sender
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.portal import make_app
from tiig.portal.assets import FOLDER
from tiig.portal.routes import PAGES
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
SENDER = """
[sender]
id = "elm"
name = "Elm Trust (invented)"
provider = "XQ1"
version = 1
valid_from = 2020-01-01
scope = "all-injuries"
synthetic = true
tells_assaults = false
[file]
format = "csv"
[[sites]]
code = "XQ101"
name = "Elm General"
values = ["A"]
[[columns]]
name = "Arrived"
item = "arrival_at"
formats = ["%Y-%m-%d %H:%M"]
[[columns]]
name = "Site"
item = "site"
"""


@pytest.fixture(scope="module")
def session() -> Session:
    """A house with a sender and one nil return."""
    services = in_memory_services()
    add_sender(SENDER, asker=ASKER, services=services, progress=Silent())
    agree(services)
    request = NilRequest("elm", "XQ101", "2026-05")
    declare_nil(request, asker=ASKER, services=services, progress=Silent())
    return Session(ASKER, services, Silent())


@pytest.fixture(scope="module")
def addresses(session: Session) -> tuple[str, ...]:
    """Every page that is drawn, an error and a receipt among them; the programme is closed here."""
    plain = tuple(
        page.path
        for page in PAGES
        if "{" not in page.path and not page.path.startswith("/programme/")
    )
    (sent,) = session.submissions()
    return (*plain, f"/submissions/{sent.id}", "/nothing-here")


@pytest.fixture(scope="module")
def origin(session: Session) -> Iterator[str]:
    """The pages on a free port of this machine."""
    with served(make_app(session)) as origin:
        yield origin


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    with chromium() as started:
        yield started


_CLOSED = ("status of 403", "status of 404")
"""What a browser says of pages that are not open, or not there."""


def _visited(page: Page, address: str) -> tuple[list[str], list[str]]:
    """Visit an address; returns lists that go on filling: its requests, what the console says."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    return asked, said


def test_nothing_leaves_the_machine(
    browser: Browser, origin: str, addresses: tuple[str, ...]
) -> None:
    """No page asks another origin for anything, and none offends its own policy."""
    with browser.new_context() as context:
        visits = {}
        for address in addresses:
            page = context.new_page()
            visits[address] = page, *_visited(page, origin + address)
        for address, (page, asked, said) in visits.items():
            page.wait_for_load_state("networkidle")  # all have settled by the first one's end
            assert asked, address
            away = [url for url in asked if not url.startswith((f"{origin}/", "data:"))]
            unsaid = [text for text in said if not any(one in text for one in _CLOSED)]
            assert (away, unsaid) == ([], [])


def test_axe_finds_nothing(browser: Browser, origin: str, addresses: tuple[str, ...]) -> None:
    """No page breaks a rule of accessibility that a machine can test."""
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        for address in addresses:
            page.goto(origin + address)
            assert faults_of(page) == [], address


def test_a_phone_scrolls_one_way(browser: Browser, origin: str, addresses: tuple[str, ...]) -> None:
    """At 375 pixels no page is wider than the screen, with and without scripts."""
    for scripts in (True, False):
        with browser.new_context(
            viewport={"width": 375, "height": 700}, java_script_enabled=scripts
        ) as context:
            for address in addresses:
                page = context.new_page()
                page.goto(origin + address)
                assert page.locator("h1").count() == 1
                box = page.locator("main").bounding_box()
                assert box is not None
                assert box["x"] + box["width"] <= 375, address
                if scripts:
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    assert wide <= 375, address


def test_a_receipt_is_found_by_clicking(browser: Browser, origin: str) -> None:
    """From the start page to a receipt and back, without scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(origin)
        page.get_by_role("link", name="Submissions").first.click()
        page.get_by_label("Sender").select_option("elm")
        page.get_by_role("button", name="Show").click()
        assert page.url.endswith("/submissions?sender=elm")
        page.get_by_role("link", name="receipt of elm").click()
        assert page.get_by_role("heading", level=1).inner_text().endswith("Elm Trust (invented)")
        page.get_by_label("Breadcrumb").get_by_role("link").click()
        assert page.url.endswith("/submissions")
