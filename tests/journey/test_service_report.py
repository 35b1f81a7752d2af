"""The service report: what it counts of the ledger and the programme, and what it keeps back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from tiig.journeys.count import CountRequest, count
from tiig.journeys.quality_actions import CloseRequest, OpenRequest, close_action, open_action
from tiig.journeys.quality_letters import LettersRequest, quality_letters
from tiig.journeys.quality_problems import ProblemsRequest, quality_problems
from tiig.journeys.service_report import ServiceRequest, service_report
from tiig.journeys.use_release import UseRequest, use_release
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.errors import TiigError
from tiig.publish.paper import Cards, Exhibit, NotShown, Paper, Text
from tiig.publish.paper_files import write_paper
from tiig.testing import PARTNER

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
REASON = "because of the Zebra matter"
TEAM = Asker.local("analyst", purpose=REASON)
SITE = "XQ101"


@pytest.fixture
def months(house: House, elm_line: Line) -> House:
    """Elm's June and July, received on the first of July by the clock of the tests."""
    for month, day in (("2026-06", "2026-06-03"), ("2026-07", "2026-07-03")):
        rows = [elm_line(f"{month}-{one}", Arrived=f"{day} 21:15") for one in range(30)]
        house.send(house.write(rows), month)
    return house


def report(house: House, **asked: Any) -> Paper:  # noqa: ANN401 - what is asked
    """Return the report of both months."""
    months: dict[str, Any] = {"first": "2026-06", "last": "2026-07"} | asked
    request = ServiceRequest(**months)
    return service_report(request, asker=TEAM, services=house.services, progress=Silent())[1]


def exhibit(paper: Paper, name: str) -> list[list[str]]:
    """Return the cells of an exhibit."""
    (found,) = [one for one in paper.exhibits if one.id == name]
    return [[cell.text for cell in row] for row in found.grid.rows]


def told(paper: Paper) -> str:
    """Return everything that a paper says, but for tables."""
    blocks = [block for section in paper.sections for block in section.blocks]
    texts = [line for one in blocks if isinstance(one, Text) for line in one.paragraphs]
    missing = [f"{one.what}: {one.because}" for one in blocks if isinstance(one, NotShown)]
    return " ".join((*texts, *missing, *paper.lineage))


def card(paper: Paper, label: str) -> str:
    """Return the value of a headline."""
    blocks = [block for section in paper.sections for block in section.blocks]
    every = [card for one in blocks if isinstance(one, Cards) for card in one.cards]
    return next(one.value.text for one in every if one.label == label)


def test_it_counts_files_releases_actions_and_uses(months: House) -> None:
    """Each stands once, by kind; what the team was told for its own work was released to nobody."""
    services = months.services
    partner = replace(TEAM, agreement=PARTNER)
    asked = CountRequest(by=("month",))
    released = count(asked, asker=partner, services=services, progress=Silent()).release
    count(replace(asked, preset="internal"), asker=TEAM, services=services, progress=Silent())
    use = UseRequest(released, what="hours of two bars were reviewed", kind="licensing")
    use_release(use, asker=TEAM, services=services, progress=Silent())
    quality_letters(
        LettersRequest(site=SITE, month="2026-06"), asker=TEAM, services=services, progress=Silent()
    )
    opened = open_action(
        OpenRequest(SITE, "known", "2026-06", "the weapon is blank", "visit", "2026-12-30",
                    item="injury_mechanism"),
        asker=TEAM, services=services, progress=Silent(),
    )  # fmt: skip
    closed = CloseRequest(opened.line.id, "dropped", "the list was changed")
    close_action(closed, asker=TEAM, services=services, progress=Silent())

    paper = report(months)

    assert card(paper, "Led to") == "1"
    assert card(paper, "Releases") == "1"
    assert "2 files were received" in told(paper)
    kinds = {(row[0], row[1]): row[4] for row in exhibit(paper, "releases")}
    assert kinds["senders", "letters to departments"] == "1"
    assert kinds["senders", "receipts and reminders"] == "2"
    assert kinds["A partner of the tests", "tables and papers"] == "1"
    assert exhibit(paper, "actions") == [["Visit", "1", "0", "1", "0", "0"]]
    assert exhibit(paper, "uses")[0][2:] == [
        "A partner of the tests", "hours of two bars were reviewed"
    ]  # fmt: skip
    cells = [cell for one in paper.exhibits for row in one.grid.rows for cell in row]
    assert not any(REASON in cell.text for cell in cells)
    assert "analyst" not in {cell.text for cell in cells}


def test_requests_that_a_rule_declined_are_counted_by_the_rule(months: House) -> None:
    """What was asked and for what is not kept; a slip of the pen is no request."""
    services = months.services
    partner = replace(TEAM, agreement=PARTNER)
    for asker, asked, kind in (
        (partner, CountRequest(by=("month",), preset="internal"), "agreement-forbids"),
        (partner, CountRequest(by=("site",), preset="internal"), "agreement-forbids"),
        (TEAM, CountRequest(by=("month",), preset="named-partner"), "agreement-missing"),
        (TEAM, CountRequest(by=("month",), preset="nonsense"), "preset-unknown"),
    ):
        with pytest.raises(TiigError) as raised:
            count(asked, asker=asker, services=services, progress=Silent())
        assert raised.value.kind.id == kind
    with pytest.raises(TiigError):
        quality_problems(ProblemsRequest(), asker=partner, services=services, progress=Silent())
    rows = services.catalogue.audit(AuditAsked(kind=AuditKind.DECLINED))
    assert [row.because.rpartition(": ")[2] for row in rows] == [
        "agreement-forbids", "agreement-forbids", "agreement-missing", "programme-ours"
    ]  # fmt: skip
    assert {row.purpose for row in rows} == {None}
    paper = report(months)
    assert exhibit(paper, "declined") == [
        ["it went beyond the recipient's agreement", "2"],
        ["no agreement was named, and the public may not have it", "1"],
        ["the quality programme is the team's own", "1"],
    ]
    assert "Requests that were declined: none" in told(report(months, last="2026-06"))


def test_nothing_recorded_is_said_so(months: House) -> None:
    """No use and no action are said to be none, and not left out."""
    said = told(report(months))
    assert "Nobody has told us" in said
    assert "Actions: none is entered" in said


def test_small_numbers_of_quality_stay_protected(months: House, elm_line: Line) -> None:
    """The report for the public shows no exact share of a few rows; that for the team does."""
    blank = [elm_line(f"A{one}", Weapon="" if one < 3 else "K") for one in range(30)]
    months.send(months.write(blank), "2026-06")

    def shares(paper: Paper) -> str:
        (one,) = [one for one in paper.exhibits if one.id == "quality-items"]
        return one.grid.rows[0][1].text

    request = {"first": "2026-06", "last": "2026-06"}
    exact = shares(report(months, preset="internal", **request))
    public = shares(report(months, **request))
    assert exact.startswith("90")
    assert "or more" in public


def test_the_first_page_stands_alone(months: House, tmp_path: Path) -> None:
    """Details begin on a page of their own, and lineage stands on none alone."""
    (path,) = write_paper(report(months), tmp_path, "service", ("pdf",))
    pages = [page.extract_text() for page in PdfReader(path).pages]
    assert "At a glance" in pages[0]
    assert "What it led to" in pages[0]
    assert "What came in, and when" not in pages[0]
    assert "What came in, and when" in pages[1]
    assert "Actions with departments" in pages[-1]
    assert "Where these figures come from" in pages[-1]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"last": "2027-01"}, {"month-without-data", "bad-argument"}),
        ({"first": "2026-07", "last": "2026-06"}, {"month-without-data", "bad-argument"}),
        ({"author": "A. N. Other, 943 476 5919"}, {"note-identifies"}),
    ],
)
def test_what_no_report_is_of_is_refused(
    months: House, asked: dict[str, str], kinds: set[str]
) -> None:
    """Months that nobody sent or the wrong way round; an author with a patient's number."""
    with pytest.raises(TiigError) as raised:
        report(months, **asked)
    assert raised.value.kind.id in kinds


def test_one_month_has_no_progress(months: House) -> None:
    """Nothing is compared with itself."""
    paper = report(months, first="2026-07")
    assert "one month has nothing to be compared with" in told(paper)
    assert not [one for one in paper.exhibits if isinstance(one, Exhibit) and one.id == "progress"]
