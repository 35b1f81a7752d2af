"""What came after an action, as the team is told it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from tests.journey.conftest import ANALYST

from tiig import desk
from tiig.journeys.quality_actions import NoteRequest, OpenRequest, note_action, open_action
from tiig.journeys.quality_effect_picture import quality_effect_picture
from tiig.journeys.quality_effects import EffectsRequest, quality_effects
from tiig.kit.progress import Silent
from tiig.model.effects import Verdict
from tiig.model.errors import Family, TiigError
from tiig.model.months import Month
from tiig.model.programme_errors import ACTION_UNMEASURED
from tiig.publish.effect_picture import effect_paper, effect_picture
from tiig.publish.effects_table import effect_sentences, effects_rows, kinds_table
from tiig.publish.paper_files import write_paper

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
FIRST, DONE = Month(2025, 9), Month(2026, 3)


@pytest.fixture
def visited(house: House, elm_line: Line) -> str:
    """A department that began to name weapons after a visit, and the action's id."""
    for step in range(12):
        month = FIRST.plus(step - 2)
        named = 20 if month > DONE else 10 + step % 2
        rows = [
            elm_line(f"N{step}{number}", Arrived=f"{month}-03 21:15", Weapon="K" * (number < named))
            for number in range(22)
        ]
        house.send(house.write(rows), str(month), confirm=True)
    opened = open_action(
        OpenRequest(
            site="Elm General", item="injury_mechanism", measure="completeness",
            month="2026-02", finding="Half of the assaults name no weapon", kind="visit",
            due="2030-01-31",
        ),
        asker=ANALYST, services=house.services, progress=Silent(),
    )  # fmt: skip
    return opened.line.id


def done(house: House, action: str) -> None:
    """Enter that the visit was made."""
    note_action(
        NoteRequest(action, text="Seen", done="visit", on=f"{DONE}-14"),
        asker=ANALYST,
        services=house.services,
        progress=Silent(),
    )


def test_an_effect_is_measured_and_can_be_given_again(house: House, visited: str) -> None:
    """By the department's own months, in words and tables, with a release that verifies."""
    done(house, visited)
    told = quality_effects(
        EffectsRequest(visited), asker=ANALYST, services=house.services, progress=Silent()
    )

    (one,) = told.told
    assert one.effect.verdict is Verdict.IMPROVED
    assert one.effect.done == DONE
    assert effects_rows(told.told)[0][-1] == "improved"
    header, (row,) = kinds_table(told.told)
    assert row == ("visit", "1", "1", "0", "0")
    assert len(header) == len(row)
    assert "Improved." in next(effect_sentences(one))
    (release,) = (
        entry for entry in house.services.catalogue.releases() if entry.id == told.release
    )
    assert desk.shown_again(release, None, house.services) == release.shown


def test_before_and_after_is_a_picture_to_paste(house: House, visited: str, tmp_path: Path) -> None:
    """PNG and SVG hold finding, mark and release; the words beside them, and Word, each figure."""
    done(house, visited)
    drawn = quality_effect_picture(
        visited, asker=ANALYST, services=house.services, progress=Silent()
    )
    assert drawn.told.months[0][0] == FIRST.plus(-2)
    assert drawn.told.after.mean - drawn.told.before.mean > 40
    image, words = effect_picture(drawn, ".png")
    assert image.startswith(b"\x89PNG")
    assert b"iTXtTitle" in image
    assert drawn.release.encode() in image
    svg, _ = effect_picture(drawn, ".svg")
    assert b"<title>Elm General, Weapon or method, complete" in svg
    assert b"before the visit in March 2026" in svg
    assert drawn.preset_mark.encode() in svg
    assert "\nApril 2026; 90.9; 22; -; -\n" in words
    (page,) = write_paper(
        effect_paper(drawn, author="analyst", made_on=date(2026, 7, 3)),
        tmp_path,
        "effect",
        ("docx",),
    )
    paper = Document(str(page))
    assert [row.cells[0].text for row in paper.tables[0].rows][-1] == "June 2026"
    assert "a faint line of the other departments" in paper.element.xml
    assert drawn.release in "".join(one.text for one in paper.paragraphs)
    (release,) = (
        entry for entry in house.services.catalogue.releases() if entry.id == drawn.release
    )
    assert desk.shown_again(release, None, house.services) == release.shown


def test_nothing_is_measured_before_something_was_done(house: House, visited: str) -> None:
    """A plan has no effect."""
    with pytest.raises(TiigError) as refused:
        quality_effects(
            EffectsRequest(visited), asker=ANALYST, services=house.services, progress=Silent()
        )
    assert refused.value.kind is ACTION_UNMEASURED


@pytest.mark.parametrize(
    ("measure", "rows", "told"),
    [
        ("timeliness", (20, 20, 20, *(0,) * 8, *(20,) * 7), "33.3 % (4 of 12) in 12 months"),
        ("volume", (*(30,) * 9, *(12,) * 4, *(30,) * 5), "one level before and after"),
    ],
)
def test_effects_on_whole_months_are_measured(
    new_house: Callable[..., House], elm_line: Line, measure: str, rows: tuple[int, ...], told: str
) -> None:
    """Months that come again, in time, and rows that come back, are what the action improved."""
    house = new_house()
    first, silent = Month(2025, 1), Silent()
    for step, count in enumerate(rows):
        month = first.plus(step)
        house.services.clock.at = datetime(  # type: ignore[attr-defined]
            month.plus(1).year, month.plus(1).number, 10, 9, tzinfo=UTC
        )
        lines = [
            elm_line(f"N{step}{number}", Arrived=f"{month}-{1 + number % 28:02} 21:15")
            for number in range(count + step % 2)
        ]
        if count:
            house.send(house.write(lines), str(month), confirm=True)
    opened = open_action(
        OpenRequest(
            site="Elm General", measure=measure, month="2025-10", finding="rows are missing",
            kind="call", due="2030-01-31",
        ),
        asker=ANALYST, services=house.services, progress=silent,
    )  # fmt: skip
    note = NoteRequest(opened.line.id, text="Spoken to", done="call", on="2026-01-14")
    note_action(note, asker=ANALYST, services=house.services, progress=silent)
    house.services.clock.at += timedelta(days=40)  # type: ignore[attr-defined]

    drawn = quality_effect_picture(
        opened.line.id, asker=ANALYST, services=house.services, progress=silent
    )

    said = " ".join(effect_sentences(drawn.told.told))
    assert "Improved." in said
    assert told in said
    assert ("set limits of" in said) == (measure == "volume")
    picture, _ = effect_picture(drawn, ".png")
    assert picture.startswith(b"\x89PNG")
    (release,) = (one for one in house.services.catalogue.releases() if one.id == drawn.release)
    assert desk.shown_again(release, None, house.services) == release.shown


def test_partners_are_not_told(house: House, visited: str) -> None:
    """The programme is the team's own."""
    done(house, visited)
    asker = replace(ANALYST, agreement="partner")
    with pytest.raises(TiigError) as refused:
        quality_effects(
            EffectsRequest(visited), asker=asker, services=house.services, progress=Silent()
        )
    assert refused.value.kind.family is Family.PERMISSION
