"""Letters to departments: what they ask and tell, whom they are for, and how long they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from tiig.desk.letters import of_one_sender
from tiig.journeys.count import CountRequest, count
from tiig.journeys.quality_actions import OpenRequest, open_action
from tiig.journeys.quality_letters import LettersRequest, quality_letters
from tiig.journeys.releases import verify_release
from tiig.journeys.use_release import UseRequest, use_release
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.letter import Letter
from tiig.model.months import Month, Period
from tiig.publish.letters import lead_pages, reception_page, write_technical
from tiig.publish.paper import Paper, Text
from tiig.publish.paper_files import write_paper
from tiig.testing import PARTNER

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
TEAM = Asker.local("analyst", purpose="testing")
SITE = "XQ101"
CANARY = "behind the Zebra Lantern"
MADE_ON = date(2026, 7, 3)
A4_HALF = 842 / 2
FOOT = 60


def written(house: House, *, month: str | None = None, asker: Asker = TEAM) -> Letter:
    """Write the letter of Elm's first department."""
    request = LettersRequest(site=SITE, month=month)
    (made,) = quality_letters(request, asker=asker, services=house.services, progress=Silent())
    return made


def refusal(what: Callable[[], object]) -> str:
    """Return the kind of error with which something is refused."""
    with pytest.raises(TiigError) as raised:
        what()
    return raised.value.kind.id


def rows_of(line: Line, *, arrived: str = "2026-06-03 21:15", start: int = 0) -> list[str]:
    """Return ten assaults: four whole, three without a weapon, two without a place, one of both."""
    every = [{"Place": CANARY}] * 4 + [{"Place": CANARY, "Weapon": ""}] * 3
    every += [{"Place": ""}] * 2 + [{"Place": "", "Weapon": ""}]
    return [
        line(f"N{start + place}", **{"Arrived": arrived, **cells})
        for place, cells in enumerate(every)
    ]


@pytest.fixture
def june(house: House, elm_line: Line) -> House:
    """Elm's June, of ten assaults."""
    house.send(house.write(rows_of(elm_line)))
    return house


def words_of(paper: Paper) -> str:
    """Return all sentences of a paper."""
    blocks = [block for section in paper.sections for block in section.blocks]
    return " ".join(
        line for block in blocks if isinstance(block, Text) for line in block.paragraphs
    )


def test_it_asks_for_what_makes_most_records_usable(june: House) -> None:
    """Only records that lack one part alone are gained by it; the others are told apart."""
    letter = written(june)
    (counted,) = letter.usable
    lacking = dict(counted.by_lack)
    assert counted.assaults == 10
    assert letter.ask is not None
    most = max((lack for lack in lacking if len(lack) == 1), key=lacking.__getitem__)
    assert (letter.ask.part,) == most
    assert letter.ask.records == lacking[most]
    assert letter.ask.assaults == 10


def test_a_letter_is_a_release_to_the_sender_and_verifies(june: House, elm_line: Line) -> None:
    """It comes out the same from what was known then, also after the month was sent again."""
    letter = written(june)
    (release,) = [
        one for one in june.services.catalogue.releases() if one.id == letter.quality.release
    ]
    assert (release.preset, release.organisation) == ("own-submission", "elm")
    assert not letter.quality.for_release
    june.send(june.write([elm_line(f"M{one}") for one in range(12)]))
    again = verify_release(release.id, asker=TEAM, services=june.services, progress=Silent())
    assert again.same
    assert written(june).digest != letter.digest


def test_it_says_what_the_records_led_to_once(june: House, elm_line: Line) -> None:
    """A use stands in the next letter, and not in that of the month after."""
    assert "Nobody has told us so far" in words_of(page(written(june)))
    services = june.services
    given = Asker.local("analyst", purpose="testing", agreement=PARTNER)
    asked = CountRequest(by=("month",))
    released = count(asked, asker=given, services=services, progress=Silent()).release
    use = UseRequest(released, what="hours of two bars were reviewed", kind="licensing")
    use_release(use, asker=TEAM, services=services, progress=Silent())

    first = written(june)
    assert [one.what for one in first.uses] == ["hours of two bars were reviewed"]
    assert "Hours of two bars were reviewed (A partner of the tests" in words_of(page(first))
    june.send(june.write(rows_of(elm_line, arrived="2026-07-03 21:15", start=50)), "2026-07")
    following = written(june, month="2026-07")
    assert following.uses == ()
    assert following.since is not None


def page(letter: Letter) -> Paper:
    """Return the half page."""
    return reception_page(letter, author="A. Writer", made_on=MADE_ON)


def test_months_of_an_earlier_sender_are_not_told(house: House, elm_line: Line) -> None:
    """A site that changed hands: the new sender is told of its own rows alone."""
    months = [Month(2026, number) for number in (4, 5, 6)]
    for month in months:
        house.send(house.write(rows_of(elm_line, arrived=f"{month}-03 21:15")), str(month))
    pairs = house.services.catalogue.pairs()
    period = Period(months[0], months[-1])

    def of_elm(*senders: str) -> Period:
        held = [replace(one, sender=told) for one, told in zip(pairs, senders, strict=True)]
        return of_one_sender(period, "elm", held)

    assert of_elm("elm", "elm", "elm") == period
    assert of_elm("oak", "elm", "elm") == Period(months[1], months[2])
    assert of_elm("elm", "oak", "elm") == Period.of(months[2])
    with pytest.raises(TiigError):
        of_elm("elm", "elm", "oak")


def test_what_is_missing_has_no_letter(june: House) -> None:
    """A department without the month is refused, and so is whoever asks under an agreement."""
    services = june.services

    def asked(site: str | None, **told: bool) -> Callable[[], object]:
        request = LettersRequest(site=site, month="2026-06", **told)
        return lambda: quality_letters(request, asker=TEAM, services=services, progress=Silent())

    assert refusal(asked("XQ102")) == "letter-without-month"
    assert refusal(asked(None)) == "letter-asked"
    assert refusal(asked(SITE, every=True)) == "letter-asked"
    assert refusal(asked("Nowhere")) == "site-unknown"
    partner = Asker.local("analyst", purpose="testing", agreement=PARTNER)
    assert refusal(lambda: written(june, asker=partner)) == "programme-ours"


def test_every_department_with_the_month_gets_one(june: House) -> None:
    """Those that sent nothing are left out."""
    request = LettersRequest(every=True)
    made = quality_letters(request, asker=TEAM, services=june.services, progress=Silent())
    assert [one.site for one in made] == [SITE]


def test_a_month_without_assaults_is_not_praised(house: House, elm_line: Line) -> None:
    """Nothing to ask is no hundred per cent."""
    house.send(house.write([elm_line(f"N{one}", Intent="F") for one in range(8)]), confirm=True)
    letter = written(house)
    said = words_of(page(letter))
    assert letter.ask is None
    assert "No assault was recorded" in said
    assert "100" not in said


def test_a_nil_return_has_a_letter_without_shares(june: House) -> None:
    """A nil return is an answer: the letter says that no assault was recorded."""
    june.nil("XQ102", "2026-06")
    (letter,) = quality_letters(
        LettersRequest(site="XQ102", month="2026-06"),
        asker=TEAM,
        services=june.services,
        progress=Silent(),
    )
    assert letter.ask is None
    assert lead_pages(letter, author="A. Writer", made_on=MADE_ON).sections


def lowest(path: Path) -> float:
    """Return how far down the first page its text goes: the least height of a line above foot."""
    heights: list[float] = []

    def seen(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            heights.append(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])

    PdfReader(path).pages[0].extract_text(visitor_text=seen)
    return min(height for height in heights if height > FOOT)


def test_the_papers_are_as_long_as_promised(june: House, tmp_path: Path) -> None:
    """Half a page for staff and two pages for the lead, private, with no value of the file."""
    request = OpenRequest(
        site=SITE, item="injury_mechanism", measure="known", month="2026-06",
        finding="the weapon is often blank", kind="visit", owner="Quality lead",
        due="2026-12-30",
    )  # fmt: skip
    open_action(request, asker=TEAM, services=june.services, progress=Silent())
    letter = written(june)
    staff, lead = page(letter), lead_pages(letter, author="A. Writer", made_on=MADE_ON)
    half, half_word = write_paper(staff, tmp_path, "staff", ("pdf", "docx"))
    two, two_word = write_paper(lead, tmp_path, "lead", ("pdf", "docx"))
    sheet = tmp_path / "technical.xlsx"
    write_technical(letter, sheet, made_on=MADE_ON)

    assert len(PdfReader(half).pages) == 1
    assert lowest(half) > A4_HALF
    assert len(PdfReader(two).pages) == 2
    book = openpyxl.load_workbook(sheet)
    assert book.sheetnames == [
        "About", "States by item", "Rules", "Files", "Usable records", "Months", "Problems",
        "Actions",
    ]  # fmt: skip
    told = [
        *(text.extract_text() for one in (half, two) for text in PdfReader(one).pages),
        *(
            line.text
            for one in (half_word, two_word)
            for line in docx.Document(str(one)).paragraphs
        ),
        *(str(cell) for one in book for row in one.iter_rows(values_only=True) for cell in row),
    ]
    assert not any("Zebra" in one for one in told)
    assert any("the weapon is often blank" in one for one in told)
    assert {path.stat().st_mode & 0o777 for path in (half, half_word, two, two_word, sheet)} == {
        0o600
    }
