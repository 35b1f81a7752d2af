"""Fair comparison, patient groups and bounds: from files to figures, by whom, and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.journey.conftest import ANALYST

from tiig import desk
from tiig.desk.compare_shown import SHOWN_COMPARISON
from tiig.journeys.quality_bounds import BoundsRequest, quality_bounds
from tiig.journeys.quality_compare import CompareRequest, comparison_shown, quality_compare
from tiig.journeys.quality_groups import GroupsRequest, quality_groups
from tiig.kit.bounding import Bounds
from tiig.kit.progress import Silent
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.errors import TiigError
from tiig.model.months import Period
from tiig.publish.bounds_table import bound_lines, bounds_csv, bounds_sentences
from tiig.publish.compare_shown_table import shown_csv
from tiig.publish.exhibit_files import Around
from tiig.publish.exhibits import fair_exhibit
from tiig.publish.fair_table import compare_csv, compare_grid, groups_grid
from tiig.publish.picture_files import picture_bytes

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
ARRIVED = "2025-12-03 21:15"


@pytest.fixture
def sent(house: House, elm_line: Line) -> House:
    """Send forty assaults at A: ten without a weapon, six with a knife; and four other injuries."""
    rows = [
        *(elm_line(f"A{number}", Weapon="P") for number in range(24)),
        *(elm_line(f"B{number}", Weapon="K") for number in range(6)),
        *(elm_line(f"C{number}", Weapon="") for number in range(10)),
        *(elm_line(f"D{number}", Intent="F") for number in range(4)),
    ]
    house.send(house.write(rows))
    return house


def test_departments_and_groups_are_compared_and_come_out_again(sent: House) -> None:
    """Counts are those of the file, the table stands by department, and a release verifies."""
    compared = quality_compare(
        CompareRequest("weapon"), asker=ANALYST, services=sent.services, progress=Silent()
    )
    groups = quality_groups(
        GroupsRequest("weapon"), asker=ANALYST, services=sent.services, progress=Silent()
    )

    (site,) = (one for one in compared.told.sites if one.site == "XQ101")
    assert (site.rows, site.missing) == (40, 10)
    assert site.interval[0] < 0.25 < site.interval[1]
    assert (groups.told.rows, groups.told.missing) == (40, 10)
    assert sum(one.rows for one in groups.told.groups if one.factor == "Sex") == 40
    assert len(compare_grid(compared)[1]) == len(compared.told.sites)
    assert len(groups_grid(groups)[1]) == len(groups.told.groups)
    assert compare_csv(compared).splitlines().index("") == 1 + len(compared.told.sites)
    for told in (compared, groups):
        (release,) = (one for one in sent.services.catalogue.releases() if one.id == told.release)
        assert desk.shown_again(release, None, sent.services) == release.shown


def test_months_without_the_words_in_the_file_are_not_missing_them(
    house: House, elm_line: Line, elm_profile: str
) -> None:
    """A file that has no column for the place in words says nothing of who leaves it out."""
    house.send(house.write([elm_line("A1", Place="outside the club"), elm_line("A2")]))
    without = elm_profile[: elm_profile.rindex("[[columns]]")].replace('"Bed"', '"Bed", "Place"')
    house.add(without.replace("version = 1", "version = 2"))
    july = [elm_line(f"B{number}", Arrived="2026-07-03 21:15") for number in range(5)]
    house.send(house.write(july), "2026-07", confirm=True)

    found = quality_groups(
        GroupsRequest("assault_location_description", first="2026-06", last="2026-07"),
        asker=ANALYST, services=house.services, progress=Silent(),
    )  # fmt: skip

    assert (found.told.rows, found.told.missing) == (2, 1)


SITES = "BCDEFG"
"""Values by which Elm's files name six departments."""


@pytest.fixture
def six(new_house: Callable[..., House], elm_line: Line) -> House:
    """Send forty assaults of December 2025 at each of six departments, ten without a weapon."""
    more = "".join(
        f'[[sites]]\ncode = "XQ10{place}"\nname = "Elm {value}"\nvalues = ["{value}"]\n'
        for place, value in enumerate(SITES[1:], 3)
    )
    house = new_house(lambda profile: profile.replace("[[columns]]", f"{more}[[columns]]", 1))
    rows = [
        elm_line(f"{site}{number}", Site=site, Weapon="" if number < 10 else "P", Arrived=ARRIVED)
        for site in SITES
        for number in range(40)
    ]
    house.send(house.write(rows), "2025-12")
    return house


def test_the_funnel_says_in_words_what_it_shows(six: House) -> None:
    """The picture holds its finding and release, the limits, and a text for who does not see."""
    found = quality_compare(
        CompareRequest("weapon"), asker=ANALYST, services=six.services, progress=Silent()
    )
    exhibit = fair_exhibit(found)
    around = Around("Fair comparison", (), found.preset, found.preset_mark, found.given)
    drawn = picture_bytes(exhibit, around, exhibit.summary, ".svg").decode()

    assert f"<desc>{exhibit.summary}</desc>" in drawn
    assert "25.0 %" in exhibit.summary
    assert found.release in drawn
    assert len(exhibit.grid.rows) == len(found.told.sites)


def test_a_department_sees_itself_named_and_nobody_else(six: House) -> None:
    """What leaves the team names one department at most, is in the ledger, and comes out again."""
    services, told = six.services, CompareRequest("weapon", own="XQ102")
    own = comparison_shown(told, asker=ANALYST, services=services, progress=Silent())
    public = comparison_shown(
        CompareRequest("weapon", preset="public"),
        asker=ANALYST,
        services=services,
        progress=Silent(),
    )

    assert own.given.recipient == "elm"
    assert own.asked.period == Period.parse("2025-01..2025-12")
    assert [bool(one.name) for one in own.lines][:1] == [True]
    assert not any(one.name for one in (*own.lines[1:], *public.lines))
    assert "XQ" not in shown_csv(public)
    for answer in (own, public):
        (release,) = (one for one in services.catalogue.releases() if one.id == answer.release)
        assert desk.shown_again(release, None, services) == release.shown


def comparisons_given(house: House) -> int:
    """Count the comparisons for others in the ledger, which holds receipts too."""
    releases = house.services.catalogue.releases()
    return sum(SHOWN_COMPARISON in one.questions for one in releases)


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        (CompareRequest("weapon", preset="internal"), "bad-argument"),
        (CompareRequest("weapon", "default", preset="public"), "bad-argument"),
        (CompareRequest("weapon", "default", own="XQ102"), "bad-argument"),
        (CompareRequest("weapon", preset="public", month="2025-12"), "comparison-months"),
        (CompareRequest("weapon", own="XQ102", first="2025-02"), "comparison-months"),
        (CompareRequest("weapon", own="XQ102", month="2026-01..2026-12"), "comparison-months"),
        (CompareRequest("weapon", preset="named-partner"), "agreement-missing"),
    ],
)
def test_what_others_are_not_shown_is_said(six: House, request_: CompareRequest, rule: str) -> None:
    """Other months than a whole year, or another's preset; a rule of who may have what is kept."""
    with pytest.raises(TiigError) as refused:
        comparison_shown(request_, asker=ANALYST, services=six.services, progress=Silent())
    declined = six.services.catalogue.audit(AuditAsked(kind=AuditKind.DECLINED))

    assert refused.value.kind.id == rule
    assert [one.because for one in declined] == (
        [f"declined a request: {rule}"] if rule == "agreement-missing" else []
    )
    assert not comparisons_given(six)


def test_a_department_without_the_item_is_told_so(six: House, elm_line: Line) -> None:
    """Of a year in which it has no row that could tell the item it is given nobody's figures."""
    january = [elm_line("Z1", Site="A", Arrived="2026-01-03 21:15")]
    six.send(six.write(january), "2026-01", confirm=True)
    with pytest.raises(TiigError) as refused:
        comparison_shown(
            CompareRequest("weapon", own="XQ101"),
            asker=ANALYST,
            services=six.services,
            progress=Silent(),
        )

    assert refused.value.kind.id == "comparison-own"
    assert not comparisons_given(six)


def test_nothing_is_told_beside_fewer_than_five(sent: House) -> None:
    """One department alone is compared with nobody, and the ledger stays empty."""
    sent.send(sent.write(["Z1,A,2025-12-03 21:15,34,X,,,4"]), "2025-12")
    with pytest.raises(TiigError) as refused:
        comparison_shown(
            CompareRequest("weapon", own="XQ101"),
            asker=ANALYST,
            services=sent.services,
            progress=Silent(),
        )

    assert refused.value.kind.id == "comparison-few"
    assert not comparisons_given(sent)


def test_bounds_come_from_counts_as_shown(sent: House) -> None:
    """The team sees exact bounds; the public only what its hidden counts leave open."""
    exact = quality_bounds(
        BoundsRequest("weapon", "knife", preset="internal"),
        asker=ANALYST,
        services=sent.services,
        progress=Silent(),
    )
    public = quality_bounds(
        BoundsRequest("weapon", "knife"), asker=ANALYST, services=sent.services, progress=Silent()
    )

    (line,) = bound_lines(exact)
    assert (line.whole, line.recorded, line.missing) == (40, 6, 10)
    assert line.extremes == Bounds((6, 16), (0.15, 0.4))
    assert line.by_odds is not None
    assert 6 < line.by_odds.counts[0] < 8 < line.by_odds.counts[1] < 16
    assert "between 15.0 and 40.0 %" in bounds_sentences(exact)[0]
    assert bound_lines(public)[0].recorded is None
    assert ",6," not in bounds_csv(public)


def test_unknown_intents_may_be_assaults(sent: House) -> None:
    """All injuries are recorded with an intent here: the bounds are one number."""
    found = quality_bounds(
        BoundsRequest("intent", "assault", preset="internal"),
        asker=ANALYST,
        services=sent.services,
        progress=Silent(),
    )
    (line,) = bound_lines(found)

    assert line.extremes == Bounds((40, 40), (40 / 44, 40 / 44))
    assert line.missing == 0


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (BoundsRequest("weapon", "spoon"), "spoon"),
        (BoundsRequest("date", "knife"), "categories"),
        (BoundsRequest("intent", "self-harm"), "assault"),
        (BoundsRequest("weapon", "knife", odds=0.5), "--odds"),
        (BoundsRequest("weapon", "knife", by="age"), "site"),
    ],
)
def test_what_has_no_bounds_is_said(sent: House, request_: BoundsRequest, said: str) -> None:
    """A category or item that cannot be bounded is refused with what can be."""
    with pytest.raises(TiigError) as refused:
        quality_bounds(request_, asker=ANALYST, services=sent.services, progress=Silent())

    assert said in f"{refused.value.sentence} {refused.value.advice}"
