"""What would unlock most: the work list, who may see it, and that it comes out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.journey.conftest import ANALYST

from tiig import desk
from tiig.journeys.quality_unlock import UnlockRequest, quality_unlock
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import Family, TiigError
from tiig.model.unlock import Unlock
from tiig.publish.unlock_table import unlock_csv, unlock_grid, unlock_lines

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
EVERY = UnlockRequest()


def asked(
    house: House, request: UnlockRequest = EVERY, asker: Asker = ANALYST
) -> ClearedProgramme[Unlock]:
    """Ask for the work list."""
    return quality_unlock(request, asker=asker, services=house.services, progress=Silent())


@pytest.fixture
def sent(house: House, elm_line: Line) -> House:
    """Send twenty assaults at A, of which four lack a place and two a weapon; none has a date."""
    place = {"Place": "Bar Vesta"}
    rows = [
        *(elm_line(f"A{number}", **place) for number in range(14)),
        *(elm_line(f"B{number}") for number in range(4)),
        *(elm_line(f"C{number}", **place, Weapon="") for number in range(2)),
        elm_line("D1", Intent="F"),
    ]
    house.send(house.write(rows))
    return house


def test_the_work_list_ranks_departments_and_repairs(sent: House) -> None:
    """Nothing is usable without a date; date and place together bring what date alone cannot."""
    told = asked(sent).told
    (site,) = (one for one in told.sites if one.site == "XQ101")
    both = asked(sent, UnlockRequest(repair="place, date")).told.sites[0].gains[0]

    assert (site.assaults, site.usable, site.months) == (20, 0, 1)
    assert site.gains[0].items == ("date",)
    assert (site.gains[0].lacking, site.gains[0].only) == (20, 14)
    assert both.items == ("date", "place")
    assert both.only == 18
    assert told.sites[0] is site


def test_a_department_alone_is_told_as_among_all(sent: House) -> None:
    """What cannot be answered is seen over all, whomever one asks about."""
    alone = asked(sent, UnlockRequest(site="Elm General")).told

    assert [one.site for one in alone.sites] == ["XQ101"]
    assert alone.sites[0] in asked(sent).told.sites


def test_a_release_of_it_comes_out_again(sent: House) -> None:
    """The ledger keeps what was asked; the same figures are worked out of it."""
    told = asked(sent, UnlockRequest(repair="date", to_share=80))

    (release,) = (one for one in sent.services.catalogue.releases() if one.id == told.release)
    assert desk.shown_again(release, None, sent.services) == release.shown


def test_screen_and_file_say_the_same(sent: House) -> None:
    """The best repair of each department on the screen, every one in the file."""
    told = asked(sent)

    header, rows = unlock_grid(told, every=False)
    assert len(rows) == len(told.told.sites)
    assert all(len(row) == len(header) for row in rows)
    assert rows[0][1] == "date"
    assert {row[1] for row in unlock_grid(told, every=True)[1]} == {"date", "place", "weapon"}
    lines = unlock_csv(told).splitlines()
    assert lines.index("") == 1 + 3 * len(told.told.sites)
    assert told.release in lines[-1]
    assert any("100 %" in line for line in unlock_lines(told))


def test_nobody_else_is_told(sent: House) -> None:
    """Without a purpose, and under an agreement, the work list is refused."""
    for asker in (Asker.local("analyst"), replace(ANALYST, agreement="partner")):
        with pytest.raises(TiigError) as refused:
            asked(sent, asker=asker)
        assert refused.value.kind.family is Family.PERMISSION


@pytest.mark.parametrize(
    "wrong",
    [
        UnlockRequest(repair="mood"),
        UnlockRequest(repair=""),
        UnlockRequest(to_share=0),
        UnlockRequest(to_share=101),
    ],
)
def test_words_that_mean_nothing_are_named(sent: House, wrong: UnlockRequest) -> None:
    """A repair or a share that does not exist is refused before anything is told."""
    before = len(sent.services.catalogue.releases())
    with pytest.raises(TiigError) as refused:
        asked(sent, wrong)
    assert "--" in str(refused.value)
    assert len(sent.services.catalogue.releases()) == before
