"""The programme's pages: closed unless opened for a purpose, changed by their own forms alone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette
from tests.portal.house import ORIGIN
from tests.portal.programme_house import LEAD, OAK, programme_house

from tiig.cli.app import run
from tiig.desk import action_standings
from tiig.portal import make_app
from tiig.portal.assets import FOLDER
from tiig.portal.routes import PAGES
from tiig.portal.security import HEADERS
from tiig.portal.sending import MOST_BYTES
from tiig.testing import PARTNER
from tiig.wiring.session import Session

pytestmark = pytest.mark.skipif(
    not (FOLDER / "vendor" / "manifest.json").is_file(),
    reason="the front-end packages are not installed: python3.11 go.py setup",
)
OURS = [
    page.path for page in PAGES
    if page.path.startswith("/programme") and "{" not in page.path and page.taken == "GET"
]  # fmt: skip
FORM = "application/x-www-form-urlencoded"
CHART = f"/programme/chart?site={OAK}&item=injury_mechanism&measure=completeness"
FAULTS = re.compile(r'nhsuk-error-message" id="([a-z_-]+)-error">.*?</span> (.*?)</span>')


class Visitor:
    """Asks an application; forms are sent with the token of a page, as a browser would."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def get(self, address: str, method: str = "GET", **headers: str) -> httpx.Response:
        """Read an address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._asked(method, address, b"", named)

    def send(
        self,
        address: str,
        fields: Mapping[str, str],
        *,
        token: str | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Send a form; with the token of the targets' page unless another is told."""
        told = self.token() if token is None else token
        body = urlencode({**fields, "token": told}).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._asked("POST", address, body, {"content-type": FORM, **named})

    def token(self) -> str:
        """Return the token that the forms bear."""
        page = self.get("/programme/targets").text
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found
        return found[1]

    def _asked(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
                return await client.request(method, address, content=body, headers=dict(headers))

        return asyncio.run(asked())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A house whose programme has something to do."""
    return programme_house(tmp_path_factory.mktemp("oak"))


@pytest.fixture(scope="module")
def visitor(session: Session) -> Visitor:
    """The pages as they were opened for a purpose."""
    return Visitor(make_app(session, programme=LEAD))


def releases(session: Session) -> int:
    """Count the rows of the ledger."""
    return len(session.services.catalogue.releases())


@pytest.mark.parametrize("address", OURS)
def test_pages_are_closed_unless_opened(session: Session, visitor: Visitor, address: str) -> None:
    """Without a purpose at the start no figure is asked for; under an agreement all are refused."""
    before = releases(session)
    closed = Visitor(make_app(session)).get(address)
    partner = Visitor(make_app(session, programme=replace(LEAD, agreement=PARTNER))).get(address)

    assert closed.status_code == 403
    assert "tiig serve --programme --because" in closed.text
    assert partner.status_code == 403
    assert releases(session) == before

    answer = visitor.get(address)
    assert answer.status_code == 200, answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    if "text/html" in answer.headers["content-type"]:
        assert "Preset: internal." in answer.text
        assert "Purpose: weekly look" in answer.text
        assert answer.text.count("<h1") == 1


def test_a_cell_leads_to_its_chart_and_both_are_released(
    session: Session, visitor: Visitor
) -> None:
    """A cell tells its share, sign and open problem; its chart has limits, signs and a picture."""
    before = releases(session)
    heat = visitor.get("/programme/map?measure=completeness")
    assert "25 ✗ !" in heat.text
    assert "target missed, open problem" in heat.text
    (problem,) = re.findall(r'href="#(problem-[^"]+)">! missing since Apr 26<', heat.text)
    assert f'<tr id="{problem}">' in heat.text
    early = visitor.get("/programme/map?month=1900-05")
    assert (early.status_code, "Nothing is in force for" in early.text) == (400, True), early.text
    assert CHART.partition("?")[2].partition("&")[0] in unescape(heat.text)
    chart = visitor.get(CHART)
    assert "concern: outside the limits" in chart.text
    assert "at least 95" in chart.text
    assert releases(session) == before + 3

    picture = unescape(re.findall(r'<img src="([^"]+)"', chart.text)[0])
    assert "Concern" in visitor.get(picture).text
    assert releases(session) == before + 3
    ours = [one for one in session.services.catalogue.releases() if one.preset == "internal"]
    assert {one.purpose for one in ours} == {LEAD.purpose}
    for one in ours[-3:]:
        assert session.verify(one.id).same, one.questions


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("measure=completeness", "is taken of an item"),
        ("measure=usable&item=injury_mechanism", "is not taken of the item"),
        ("measure=timeliness", "is told in days"),
        ("measure=nothing", "There is no such measure"),
    ],
)
def test_a_chart_that_is_not_there_says_why(visitor: Visitor, asked: str, why: str) -> None:
    """A measure that does not fit leads to the choice of another."""
    page = visitor.get(f"/programme/chart?site={OAK}&{asked}")
    assert page.status_code == 400
    assert why in page.text
    assert 'action="/programme/chart"' in page.text


def test_no_other_site_makes_the_programme_look(session: Session, visitor: Visitor) -> None:
    """A picture, a link and a bare question for the head are refused, and no row is written."""
    before = releases(session)
    for site in ("cross-site", "same-site"):
        for address in ("/programme/map.csv?site=XQ701", CHART):
            page = visitor.get(address, sec_fetch_site=site)
            assert page.status_code == 403
            assert f'href="{address}"' in unescape(page.text)
    assert visitor.get(CHART, "HEAD").status_code == 403
    assert releases(session) == before
    assert visitor.get("/programme/targets", sec_fetch_site="same-origin").status_code == 200


OPENING = {
    "site": OAK, "item": "injury_mechanism", "measure": "completeness",
    "month": "2026-04..2026-06", "finding": "Weapons are left out", "kind": "visit",
    "due": "2020-01-01", "owner": "",
}  # fmt: skip


def test_a_problem_fills_in_the_form_of_an_action(visitor: Visitor) -> None:
    """One click does; what is wrong stands beside its field."""
    listed = visitor.get("/programme").text
    links = [unescape(one) for one in re.findall(r'href="(/programme/actions/new[^"]+)"', listed)]
    form = visitor.get(links[-1]).text
    assert "Weapon or method: missing since 2026-04" in unescape(form)
    assert f'value="{OAK}" selected' in form
    assert 'value="completeness" selected' in form

    refused = visitor.send("/programme/actions", {**OPENING, "finding": ""})
    assert refused.status_code == 400
    assert "Error: Open an action" in refused.text
    assert 'href="#opening-finding"' in refused.text
    assert FAULTS.findall(refused.text) == [("opening-finding", "Enter: what was seen")]
    early = visitor.send("/programme/actions", OPENING)
    assert FAULTS.findall(early.text) == [("opening-due", "“Until which day” is today or later")]
    assert "Weapons are left out" in early.text


def test_an_action_is_opened_noted_closed_and_opened_again(visitor: Visitor) -> None:
    """Each step leads on, and is entered once."""
    opened = visitor.send("/programme/actions", {**OPENING, "due": "2026-08-01"})
    assert opened.status_code == 303
    action = opened.headers["location"].partition("?")[0]
    assert "The action is open." in visitor.get(opened.headers["location"]).text
    early_end = visitor.send(f"{action}/close", {"outcome": "done", "text": "They ask again"})
    assert "nothing is entered that was done" in early_end.text.lower()
    noted = {"text": "Met the lead", "done": "visit", "on": "2026-06-15", "once": "one click"}
    for field in ("on", "due"):
        wrong = visitor.send(f"{action}/notes", {**noted, field: "soon"})
        assert [one for one, _ in FAULTS.findall(wrong.text)] == [f"noting-{field}"]
    assert visitor.send(f"{action}/notes", noted).status_code == 303
    assert visitor.send(f"{action}/notes", noted).status_code == 303
    closing = {"outcome": "done", "text": "They ask again", "once": "another click"}
    closed = f"{action}?done=closed"
    assert visitor.send(f"{action}/close", closing).headers["location"] == closed
    shown = visitor.get(action).text
    assert "Closed as done" in shown
    assert shown.count("Met the lead") == 1
    late = visitor.send(f"{action}/notes", {"text": "Too late for it"})
    assert 'href="#noting"' in late.text
    assert "Too late for it</textarea>" in late.text
    assert "Close the action" not in shown
    again = {"because": "It is gone again", "due": "2026-09-01"}
    reopening = {**again, "once": "a third"}
    reopened = visitor.send(f"{action}/reopen", reopening)
    assert reopened.headers["location"].endswith("done=reopened")
    assert visitor.send(f"{action}/close", closing).headers["location"] == closed
    assert "Closed as done" in visitor.get(action).text
    assert visitor.send(f"{action}/reopen", {**again, "once": "a fourth"}).status_code == 303
    listed = visitor.get("/programme/actions").text
    assert "Problem today" in listed
    assert "New" in listed
    assert "visit" in visitor.get("/programme/effects").text.lower()
    assert visitor.send(f"{action}/close", {**closing, "once": "a fifth"}).status_code == 303


def test_a_form_of_another_site_changes_nothing(session: Session, visitor: Visitor) -> None:
    """Without the token, from elsewhere, as another kind or too long: refused, nothing done."""
    target = {"site": OAK, "of": "known", "at_least": "90", "first": "2026-01",
              "agreed_by": "The lead", "because": "a first step"}  # fmt: skip
    address = "/programme/targets"
    for answer, status in (
        (visitor.send(address, target, token=""), 403),
        (visitor.send(address, target, sec_fetch_site="cross-site"), 403),
        (visitor.send(address, target, origin="https://elsewhere.example"), 403),
        (visitor.send(address, target, origin="http://["), 403),
        (visitor.send(address, target, content_type="text/plain"), 400),
        (visitor.send(address, {**target, "because": "x" * MOST_BYTES}), 400),
    ):
        assert answer.status_code == status
        assert "Nothing was done." in answer.text
    assert Visitor(make_app(session)).send(address, target, token="x").status_code == 403  # noqa: S106
    assert session.services.catalogue.agreed_targets() == ()

    wrong = visitor.send(address, {**target, "at_least": "ninety"})
    assert FAULTS.findall(wrong.text) == [
        ("adding-at_least", "At least, in per cent: a whole number")
    ]
    late = visitor.send(address, {**target, "last": "next year"})
    assert FAULTS.findall(late.text) == [
        ("adding-last", "“Last month” is a month, written like 2026-06")
    ]
    assert visitor.get(f"{address}/unknown").status_code == 404
    assert visitor.send(address, target).headers["location"] == f"{address}?done=agreed"
    (made,) = session.services.catalogue.agreed_targets()
    assert "at least 90 %" in visitor.get(address).text
    end = {"last": "2026-05", "because": "the form changes"}
    assert visitor.send(f"{address}/{made.id}/end", end).status_code == 303
    assert "2026-01..2026-05" in visitor.get(f"{address}?past=yes").text


def test_a_series_begins_anew_for_a_reason(visitor: Visitor) -> None:
    """A reason is asked for; the chart marks the month until the decision is taken back."""
    address = "/programme/rebases"
    series = {"site": OAK, "item": "injury_mechanism", "measure": "completeness"}
    wrong = visitor.send(address, {**series, "month": "2031-01", "because": ""})
    assert FAULTS.findall(wrong.text) == [("beginning-because", "Enter: why")]
    late = visitor.send(address, {**series, "month": "2031-01", "because": "a new form"})
    assert [field for field, _ in FAULTS.findall(late.text)] == ["beginning-month"]
    fields = {**series, "month": "2026-04", "because": "a new form"}
    assert visitor.send(address, fields).headers["location"].endswith("done=rebased")
    assert "begins anew" in visitor.get(CHART).text

    (back,) = set(re.findall(r'href="(/programme/rebases/[^"]+)"', visitor.get(address).text))
    form = visitor.get(back)
    assert "Oak General, Weapon or method, completeness: begins anew in April 2026" in form.text
    assert "a new form" in form.text
    assert visitor.get(f"{address}/unknown").status_code == 404
    taken = visitor.send(f"{back}/undo", {"because": "the old form came back"})
    assert taken.status_code == 303
    assert "begins anew;" not in visitor.get(CHART).text


def test_tables_and_pictures_of_a_page_are_exact_answers(
    session: Session, visitor: Visitor
) -> None:
    """Page, CSV and workbook are each released and come out the same again; pictures are parts."""
    for place, asked, said in (
        ("volume", f"?site={OAK}", "40 rows in June 2026, as expected"),
        ("timeliness", "?site=", "Half of the rows could be used after"),
        ("shifts", f"?site={OAK}", "Oak General: too few rows to judge anything."),
        ("what-if", "?repair=weapon&share=50", "missing weapon been asked for in 50 % of cases"),
        ("compare", "?item=weapon", "With the same patients"),
        ("groups", "?item=weapon", "Whose answers are missing"),
        ("bounds", "?by=site", "Assaults among injury attendances"),
    ):
        before = releases(session)
        page = visitor.get(f"/programme/{place}{asked}")
        each = releases(session) - before
        assert (page.status_code, said in unescape(page.text)) == (200, True), page.text
        pictures = re.findall(r'<img src="([^"]+)"', page.text)
        assert bool(pictures) is (place not in {"shifts", "groups"})  # its people are too alike
        for picture in pictures:
            assert visitor.get(unescape(picture)).text.startswith("<svg")
        assert releases(session) == before + each
        table = visitor.get(f"/programme/{place}.csv{asked}")
        book = visitor.get(f"/programme/{place}.xlsx{asked}")
        assert f'filename="{place}' in table.headers["content-disposition"]
        assert book.content.startswith(b"PK")
        assert visitor.get(f"/programme/{place}.exe{asked}").status_code == 404
        assert releases(session) == before + 3 * each
        for one in session.services.catalogue.releases()[before:]:
            assert (one.preset, one.purpose) == ("internal", LEAD.purpose)
            assert session.verify(one.id).same, one.questions
    for odd in (
        "compare?item=sex&measure=default",
        "shifts?month=1900-05",
        "bounds?kind=injury_mechanism:knife",
        "bounds?odds=7",
        "bounds?by=age",
        "what-if?share=33",
    ):
        before = releases(session)
        page = visitor.get(f"/programme/{odd}")
        assert (page.status_code, 'name="month"' in page.text) == (400, True), odd
        assert visitor.get(f"/programme/{odd.replace('?', '.csv?')}").status_code == 400
        assert releases(session) == before


def test_what_came_of_a_release_is_told_by_the_service_report(
    session: Session, visitor: Visitor
) -> None:
    """A form enters it once; a report is written by a form, and its files are parts of it."""
    visitor.send("/programme/letters", {"site": OAK, "month": "2026-06"})
    address = "/programme/uses"
    release = session.services.catalogue.releases()[-1].id
    assert f'value="{release}" selected' in visitor.get(f"{address}?release={release}").text
    use = {"release": release, "kind": "training", "what": "Told at the handover",
           "by": "Oak's sisters", "on": "2020-01-01"}  # fmt: skip
    for wrong, field in (({"release": ""}, "release"), ({"what": ""}, "what"), ({}, "on")):
        refused = visitor.send(address, {**use, **wrong})
        assert [one for one, _ in FAULTS.findall(refused.text)] == [f"entering-{field}"]
    unknown = visitor.send(address, {**use, "release": "", "other": "nothing"})
    assert [one for one, _ in FAULTS.findall(unknown.text)] == ["entering-other"]
    use["on"] = session.services.clock.now().date().isoformat()
    for _ in range(2):
        assert visitor.send(address, {**use, "once": "a click"}).status_code == 303
    assert visitor.get(address).text.count("Told at the handover") == 1

    months = {"first": "2026-06", "last": "2026-05", "status": "draft"}
    assert visitor.send("/programme/report", months).status_code == 400
    before = releases(session)
    written = visitor.send("/programme/report", {**months, "first": "2025-07"})
    place = written.headers["location"].partition("?")[0]
    page = visitor.get(f"{place}/service-2025-07-to-2026-05.html")
    assert "Service report, July 2025 to May 2026" in page.text
    assert releases(session) == before + 1
    assert session.services.catalogue.releases()[-1].preset == "public"
    assert visitor.get(f"{place}/service-2025-07-to-2026-05.exe").status_code == 404
    assert visitor.get("/programme/report/unknown").status_code == 404


def test_a_letter_is_one_release_for_all_its_papers(session: Session, visitor: Visitor) -> None:
    """A button writes it once; its papers are files of that release, gone when it is."""
    before = releases(session)
    refused = visitor.send("/programme/letters", {"site": "nobody", "month": "2026-05"})
    assert refused.status_code == 400
    assert '<option value="2026-05" selected>' in refused.text
    assert releases(session) == before
    written = visitor.send("/programme/letters", {"site": OAK, "month": "2026-06"})
    place = written.headers["location"].partition("?")[0]
    workbook = visitor.get(f"{place}/technical.xlsx")
    paper = visitor.get(f"{place}/staff.docx")

    assert workbook.content.startswith(b"PK")
    assert paper.headers["content-disposition"] == (
        f'attachment; filename="letter-{OAK}-2026-06-staff.docx"'
    )
    assert releases(session) == before + 1
    assert visitor.get(f"{place}/lead.exe").status_code == 404
    assert visitor.get("/programme/letters/unknown").status_code == 404
    assert "01/07/2026" in visitor.get("/programme/letters").text


def test_no_page_is_opened_without_a_purpose(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, session: Session
) -> None:
    """The start says what is missing before anything is served; reading changes nothing."""
    for words in (["--programme"], ["--programme", "--because", " "], ["--because", "x"]):
        assert run(["serve", "--workspace", str(tmp_path), *words]) == 2
        assert "were not opened" in capsys.readouterr().err
    before = action_standings(session.services)
    Visitor(make_app(session, programme=LEAD)).get("/programme/actions/new?site=x&month=y")
    assert action_standings(session.services) == before
