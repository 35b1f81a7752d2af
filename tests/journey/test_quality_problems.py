"""What is no longer as it was is found; a chart begins anew where a person says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tiig import desk
from tiig.cli.app import run
from tiig.journeys.quality_chart import ChartRequest, quality_chart
from tiig.journeys.quality_problems import ProblemsRequest, quality_problems
from tiig.journeys.quality_rebases import RebaseRequest, add_rebase
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.problems import ProblemKind, ProblemLine, ProblemState
from tiig.testing import PARTNER
from tiig.wiring import make_workspace

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
SITE, WEAPON = "XQ101", "injury_mechanism"
LEAD = Asker.local("lead", purpose="testing")
BLANK_FROM = Month(2026, 4)


@pytest.fixture
def months(house: House, elm_line: Line) -> House:
    """Eight months of ten assaults at Elm General; from April on no weapon; March is absent."""
    for number in range(8):
        month = Month(2025, 11).plus(number)
        if month == Month(2026, 3):
            continue
        weapon = {"Weapon": ""} if month >= BLANK_FROM else {}
        rows = [
            elm_line(f"{month}-{one}", Arrived=f"{month}-{one + 3:02d} 21:15", **weapon)
            for one in range(10)
        ]
        house.send(house.write(rows), str(month), confirm=True)
    return house


def problems(house: House, *, resolved: bool = False) -> tuple[ProblemLine, ...]:
    """List problems of Elm General."""
    return quality_problems(
        ProblemsRequest("Elm General", None, resolved),
        asker=LEAD,
        services=house.services,
        progress=Silent(),
    ).told.lines


def test_a_field_that_is_no_longer_filled_is_found(months: House) -> None:
    """The item, its month and its label are told; an absent month is over and told on demand."""
    (line,) = problems(months)

    one = line.problem
    assert (
        one.site,
        one.item,
        one.kind,
        one.first,
    ) == (SITE, WEAPON, ProblemKind.FIELD_LOST, BLANK_FROM)
    assert (
        one.state,
        line.site_name,
        line.item_label,
    ) == (ProblemState.NEW, "Elm General", "Weapon or method")
    absent = [one.problem for one in problems(months, resolved=True) if not one.problem.item]
    assert [(ProblemKind.ABSENT, Month(2026, 3), ProblemState.RESOLVED)] == [
        (one.kind, one.first, one.state) for one in absent
    ]


def test_a_chart_has_a_point_for_each_month_in_force(months: House) -> None:
    """An absent month is no point; shares are of the rows that the item applies to."""
    request = ChartRequest("Elm General", "completeness", WEAPON)

    told = quality_chart(request, asker=LEAD, services=months.services, progress=Silent())
    found = told.told

    assert [one.count for one in found.months] == [10, 10, 10, 10, 0, 0, 0]
    assert {10} == {one.out_of for one in found.months}
    assert Month(2026, 3) not in {one.point.month for one in found.months}
    assert not found.rebased


def test_a_rebase_ends_a_problem_and_begins_a_chart_anew(months: House) -> None:
    """Where a person says that the new normal is meant, nothing is held against the old one."""
    for measure in ("completeness", "known"):
        add_rebase(
            RebaseRequest(SITE, measure, str(BLANK_FROM), "the field was taken out", WEAPON),
            asker=LEAD,
            services=months.services,
            progress=Silent(),
        )
    request = ChartRequest(SITE, "completeness", WEAPON)

    told = quality_chart(request, asker=LEAD, services=months.services, progress=Silent())
    found = told.told

    assert found.rebased == (BLANK_FROM,)
    assert {100.0, 0.0} == {one.point.limits.mean for one in found.months}
    assert WEAPON not in {line.problem.item for line in problems(months)}


def test_it_is_the_teams_own_work(months: House) -> None:
    """Whoever asks under an agreement is refused, for problems and for charts."""
    partner = Asker.local("partner", purpose="testing", agreement=PARTNER)
    services = months.services

    with pytest.raises(TiigError, match="own work"):
        quality_problems(ProblemsRequest(), asker=partner, services=services, progress=Silent())
    with pytest.raises(TiigError, match="own work"):
        quality_chart(
            ChartRequest(SITE, "known", WEAPON),
            asker=partner,
            services=services,
            progress=Silent(),
        )


def test_the_ledger_gives_every_digit_again(months: House) -> None:
    """Answers are releases; what is decided and sent afterwards changes none of them."""
    services = months.services
    asked = ChartRequest(SITE, "completeness", WEAPON)
    told = [
        quality_problems(
            ProblemsRequest(resolved=True), asker=LEAD, services=services, progress=Silent()
        ).release,
        quality_chart(asked, asker=LEAD, services=services, progress=Silent()).release,
    ]
    add_rebase(
        RebaseRequest(SITE, "completeness", str(BLANK_FROM), "the field was taken out", WEAPON),
        asker=LEAD,
        services=services,
        progress=Silent(),
    )

    releases = {one.id: one for one in services.catalogue.releases()}
    for release in told:
        assert desk.shown_again(releases[release], None, services) == releases[release].shown


def test_timeliness_is_no_share(months: House) -> None:
    """What the standard does not declare as a share has no chart, and it is said of what."""
    with pytest.raises(TiigError, match="usable"):
        quality_chart(
            ChartRequest(SITE, "timeliness"),
            asker=LEAD,
            services=months.services,
            progress=Silent(),
        )


def test_an_empty_workspace_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is in force there is neither a problem nor a chart."""
    make_workspace(tmp_path / "w")

    assert run(["quality", "problems", "--workspace", str(tmp_path / "w")]) != 0
    assert "Traceback" not in capsys.readouterr().err
