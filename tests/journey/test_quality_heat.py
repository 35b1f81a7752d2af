"""The heat map: what each cell is judged by, why a cell has no share, and that it comes again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.journey.conftest import ANALYST

from tiig.journeys.quality_heat import HeatRequest, quality_heat
from tiig.journeys.quality_targets import TargetRequest, add_targets
from tiig.journeys.releases import verify_release
from tiig.journeys.work_list import WorkListRequest, work_list
from tiig.kit.progress import Silent
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import Family, TiigError
from tiig.model.heat import HeatMap
from tiig.model.quality import Outcome
from tiig.publish.heat_table import heat_csv, heat_grid
from tiig.testing import PARTNER

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
WEAPON = "injury_mechanism"


def told(house: House, **asked: str) -> ClearedProgramme[HeatMap]:
    """Ask for a heat map."""
    request = HeatRequest(**asked)
    return quality_heat(request, asker=ANALYST, services=house.services, progress=Silent())


@pytest.fixture
def june(house: House, elm_line: Line) -> House:
    """Elm's June: nine of ten assaults at site A have a weapon, and site B had none at all."""
    rows = [elm_line(f"A{one}", Weapon="" if one == 0 else "K") for one in range(10)]
    house.send(house.write([*rows, elm_line("B1", Site="B", Intent="F")]))
    return house


def test_a_cell_is_judged_by_the_target_of_its_month(june: House) -> None:
    """A target that is added judges the month anew; what was told before comes out as it was."""
    before = told(june, measure="known", item=WEAPON)
    request = TargetRequest(
        first="2026-06", agreed_by="the lead", because="a try", site="XQ101",
        dimension="known", item=WEAPON, at_least=95,
    )  # fmt: skip
    add_targets(request, asker=ANALYST, services=june.services, progress=Silent())
    after = told(june, measure="known", item=WEAPON)

    cells = [{row.site: row.cells[0] for row in one.told.rows} for one in (before, after)]
    assert [(one["XQ101"].at_least, one["XQ101"].outcome) for one in cells] == [
        (80, Outcome.MET),
        (95, Outcome.MISSED),
    ]
    assert heat_grid(after)[1][0][2] == "90 ✗"
    assert (cells[1]["XQ102"].out_of, cells[1]["XQ102"].standing) == (0, "")
    assert "XQ101,Elm General,Weapon or method,Known,2026-06,9,10,95,missed," in heat_csv(after)
    for answer in (before, after):
        again = verify_release(
            answer.release, asker=ANALYST, services=june.services, progress=Silent()
        )
        assert again.same


def test_the_map_and_the_list_are_the_teams_own(june: House) -> None:
    """An unknown measure is told which there are; whoever asks under an agreement is refused."""
    with pytest.raises(TiigError, match="measures are completeness"):
        told(june, measure="beauty")
    partner = replace(ANALYST, agreement=PARTNER)
    for ask in (
        lambda: quality_heat(
            HeatRequest(), asker=partner, services=june.services, progress=Silent()
        ),
        lambda: work_list(
            WorkListRequest(), asker=partner, services=june.services, progress=Silent()
        ),
    ):
        with pytest.raises(TiigError) as refused:
            ask()
        assert refused.value.kind.family is Family.PERMISSION
    given = june.services.catalogue.releases()
    assert [one for one in given if one.preset == "internal"] == []
