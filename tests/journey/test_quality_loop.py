"""Closing the loop: an action from a problem, what letters tell of both, and of its effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest
from pypdf import PdfReader
from tests.journey.conftest import ANALYST

from tiig.desk.action_problems import finding_of, series_of
from tiig.desk.letter_news import problems_told
from tiig.desk.letter_region import Region
from tiig.desk.programme import note_of
from tiig.desk.series import series_named
from tiig.disclose import FEWEST_OTHERS
from tiig.journeys.quality_action_problems import actions_beside_problems, draft_action
from tiig.journeys.quality_actions import (
    ActionsAsked,
    NoteRequest,
    OpenRequest,
    list_actions,
    note_action,
    open_action,
)
from tiig.journeys.quality_letters import LettersRequest, quality_letters
from tiig.journeys.quality_problems import ProblemsRequest, quality_problems
from tiig.journeys.quality_unlock import UnlockRequest, quality_unlock
from tiig.journeys.releases import verify_release
from tiig.kit.progress import Silent
from tiig.model.effects import Stretch, Verdict
from tiig.model.errors import TiigError
from tiig.model.letter import EffectTold, Letter, News
from tiig.model.months import Month
from tiig.model.problems import Problem, ProblemKind, ProblemState, Shape
from tiig.model.quality import Share
from tiig.publish.letters import lead_pages, reception_page, write_technical
from tiig.publish.letters.news import PROBLEM_WORDS, effect_words
from tiig.publish.paper_files import write_paper

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
FIRST, DONE, LAST = Month(2025, 7), Month(2026, 2), Month(2026, 6)
STOOD_AND_OVER = (ProblemState.PERSISTING, ProblemState.RESOLVED)
SITE, MADE_ON = "XQ101", date(2026, 7, 3)


def of(house: House, month: str) -> Letter:
    """Write a letter."""
    (letter,) = quality_letters(
        LettersRequest(site=SITE, month=month),
        asker=ANALYST,
        services=house.services,
        progress=Silent(),
    )
    return letter


@pytest.fixture(scope="module")
def house(new_house: Callable[..., House], elm_line: Line) -> House:
    """Elm's year: weapons are named since a visit in February, places blank since April."""
    made = new_house()
    for step in range(LAST.index - FIRST.index + 1):
        month = FIRST.plus(step)
        named = 20 if month > DONE else 10 + step % 2
        place = "" if month > Month(2026, 3) else "taxi rank"
        rows = [
            elm_line(
                f"N{step}{number}",
                Arrived=f"{month}-03 21:15",
                Weapon="KGP"[number % 3] * (number < named),
                Place=place,
            )
            for number in range(22)
        ]
        made.send(made.write(rows), str(month), confirm=True)
    opened = open_action(
        OpenRequest(
            site=SITE, item="injury_mechanism", measure="known", month="2026-02",
            finding="half of the assaults name no weapon", kind="visit", due="2030-01-31",
        ),
        asker=ANALYST, services=made.services, progress=Silent(),
    )  # fmt: skip
    note_action(
        NoteRequest(opened.line.id, done="visit", on=f"{DONE}-14"),
        asker=ANALYST,
        services=made.services,
        progress=Silent(),
    )
    return made


@pytest.fixture(scope="module")
def letters(house: House) -> dict[str, Letter]:
    """The letters of March, May and June, in this order."""
    return {month: of(house, month) for month in ("2026-03", "2026-05", "2026-06")}


def test_problems_are_told_as_news_once(letters: dict[str, Letter]) -> None:
    """Nothing in March; what came since is new in May's letter, and still there in June's."""
    assert not letters["2026-03"].problems
    (found,) = letters["2026-05"].problems
    assert (found.kind, found.first, found.news) == (
        ProblemKind.FIELD_LOST, Month(2026, 4), News.NEW
    )  # fmt: skip
    assert found.during.whole == 44
    assert [one.news for one in letters["2026-06"].problems] == [News.STILL]


def test_what_came_after_an_action_is_told_when_it_can_be_judged(
    house: House, letters: dict[str, Letter]
) -> None:
    """Too early in March; in June by the chart's rule, and staff are thanked."""
    early, late = (letters[month].actions[0].effect for month in ("2026-03", "2026-06"))
    assert early is not None
    assert "too early" in effect_words(early)
    assert late is not None
    assert late.verdict is Verdict.IMPROVED
    said = effect_words(late)
    assert (
        "Since the visit in February 2026, weapon or method (known) rose from 47 % to 90 %" in said
    )
    release = letters["2026-06"].quality.release
    again = verify_release(release, asker=ANALYST, services=house.services, progress=Silent())
    assert again.same


def test_the_letter_asks_what_the_work_list_asks(house: House, letters: dict[str, Letter]) -> None:
    """One rule: the same item, and as many records as the list expects."""
    told = quality_unlock(
        UnlockRequest(last="2026-06"), asker=ANALYST, services=house.services, progress=Silent()
    ).told
    (site,) = (one for one in told.sites if one.site == SITE)
    ask = letters["2026-06"].ask
    assert ask is not None
    assert site.ask is not None
    assert (ask.part,) == site.ask.items
    assert (ask.records, ask.assaults) == (site.ask.only, site.assaults)
    assert abs(ask.could - site.ask.expected * site.months) < 1


def test_papers_keep_their_length_however_much_there_is_to_tell(
    letters: dict[str, Letter], tmp_path: Path
) -> None:
    """Half a page and two pages; what finds no room there stands in the technical sheet."""
    letter = letters["2026-06"]
    full = replace(letter, problems=letter.problems * 9, actions=tuple(
        replace(one, finding="a long finding " * 60) for one in letter.actions * 7
    ))  # fmt: skip
    staff = reception_page(full, author="A. Writer", made_on=MADE_ON)
    lead = lead_pages(full, author="A. Writer", made_on=MADE_ON)
    (half,) = write_paper(staff, tmp_path, "staff", ("pdf",))
    (two,) = write_paper(lead, tmp_path, "lead", ("pdf",))
    assert len(PdfReader(half).pages) == 1
    assert "Since the visit in February 2026" in PdfReader(half).pages[0].extract_text()
    pages = [page.extract_text() for page in PdfReader(two).pages]
    assert len(pages) == 2
    assert "regression to the mean" in " ".join(pages[1].split())
    sheet = tmp_path / "technical.xlsx"
    write_technical(full, sheet, made_on=MADE_ON)
    assert openpyxl.load_workbook(sheet)["Problems"].max_row == 10


def test_others_are_a_number_of_departments_or_nothing(letters: dict[str, Letter]) -> None:
    """A letter tells no figure of another department."""
    alone = letters["2026-06"].actions[0].effect
    assert alone is not None
    assert alone.others == 0
    stretch = Stretch(Share(1, 2), 6)
    many = EffectTold(
        "visit", DONE, "Weapon (known)", "higher", Verdict.NOT_SHOWN, stretch, stretch,
        FEWEST_OTHERS, 3,
    )  # fmt: skip
    assert f"Of {FEWEST_OTHERS} departments without such an action 3 changed by less" in (
        effect_words(many)
    )
    assert "weapon (known) stayed at 50 %:" in effect_words(many)


def test_every_kind_of_problem_has_plain_words() -> None:
    """None is told by its name in the code."""
    assert set(PROBLEM_WORDS) == set(ProblemKind)


def test_what_is_over_is_told_once_and_what_comes_back_is_named(house: House) -> None:
    """Beside the month of the letter before: over is news if it stood then, and else silence."""

    def seen(item: str, first: int, last: int, state: ProblemState) -> Problem:
        months = (Month(2026, first), Month(2026, last), Month(2026, first))
        return Problem(SITE, item, "known", ProblemKind.NOT_USABLE, *months, state, "")

    old, over = (seen("injury_intent", 1, 3, state) for state in STOOD_AND_OVER)
    gone = seen("age", 1, 1, ProblemState.RESOLVED)
    back = seen("sex", 5, 6, ProblemState.RECURRING)
    found: dict[Month, list[Problem]] = {DONE.plus(1): [old, gone], LAST: [over, gone, back]}
    services = house.services
    region = Region(LAST, services.clock.now(), services, (), (), pl.DataFrame(), found)

    def news(before: Month | None) -> dict[str, News]:
        told = problems_told(SITE, before, region, services)
        return {one.item: one.news for one in told}

    assert news(DONE.plus(1)) == {"injury_intent": News.OVER, "sex": News.BACK}
    assert news(None) == {"injury_intent": News.OVER, "sex": News.BACK}
    assert news(LAST) == {"sex": News.STILL}


def test_an_action_is_drawn_up_from_a_problem(house: House) -> None:
    """The problem fills in where, what and when; the list says how it stands today."""
    services, silent = house.services, Silent()
    told = quality_problems(
        ProblemsRequest(site=SITE), asker=ANALYST, services=services, progress=silent
    ).told
    (problem,) = (line.problem for line in told.lines)
    draft = draft_action(problem.id, asker=ANALYST, services=services, progress=silent)
    assert (draft.site, draft.item) == (SITE, "assault_location_description")
    assert (draft.month, draft.measure) == ("2026-04..2026-06", problem.measure)
    assert not any(sign.isdigit() for sign in draft.finding.replace("2026-04", ""))
    request = OpenRequest(
        draft.site, draft.measure, draft.month, draft.finding, "call", "2030-01-31", draft.item
    )
    made = open_action(request, asker=ANALYST, services=services, progress=silent)
    (line,) = (
        one
        for one in actions_beside_problems(
            list_actions(ActionsAsked(), asker=ANALYST, services=services, progress=silent),
            asker=ANALYST,
            services=services,
            progress=silent,
        )
        if one.action.id == made.line.id
    )
    assert line.problem is not None
    assert (line.problem.id, line.problem.state) == (problem.id, ProblemState.NEW)
    with pytest.raises(TiigError) as raised:
        draft_action("0" * 8, asker=ANALYST, services=services, progress=silent)
    assert raised.value.kind.id == "problem-unknown"


def test_every_problem_can_be_acted_on_and_its_finding_be_kept(house: House) -> None:
    """Each kind gives a series that an action may be about, and words that no detector stops."""
    services = house.services
    now = services.clock.now()
    for kind in ProblemKind:
        for item, measure in (("", ""), ("injury_mechanism", "known"), ("arrival_mode", "is left")):
            months = (Month(2026, 4), Month(2026, 6), Month(2026, 4))
            one = Problem(SITE, item, measure, kind, *months, ProblemState.NEW, "", Shape.DRIFT)
            series = series_of(one, services)
            assert (
                series_named(series.site, series.item or None, series.measure, services) == series
            )
            assert note_of(finding_of(one, services), "--finding", now)
