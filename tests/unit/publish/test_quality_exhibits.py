"""Exhibits of quality say what may be shown, and why there is nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tiig.model.cleared_quality import (
    Aim,
    ClearedQuality,
    ShownItem,
    ShownMonth,
    ShownShare,
    Watched,
)
from tiig.model.clearing import make_cleared_quality
from tiig.model.coverage import Coverage, Standing
from tiig.model.errors import TiigError
from tiig.model.figures import Mark
from tiig.model.months import Month, Period
from tiig.model.quality import Outcome
from tiig.publish.exhibits import (
    matrix_exhibit,
    months_exhibit,
    quality_cards,
    timeliness_exhibit,
    trend_of_one,
    volume_exhibit,
)
from tiig.publish.exhibits.quality_cells import judged_words
from tiig.publish.paper import Exhibit, NotShown
from tiig.publish.quality_grid import quality_grid

MAY, JUNE = Month(2026, 5), Month(2026, 6)
WEAPON = Watched("injury_mechanism", "Weapon", "recorded assaults", "M")
USE = Aim("usable", "Items can be used", "known", "at least 80 %", (), "because", at_least=80)
HIDDEN = ShownShare(mark=Mark.SUPPRESSED)
NOTHING = ShownShare(mark=Mark.NOT_APPLICABLE, outcome=Outcome.NOT_APPLICABLE)
NEVER = ShownShare(mark=Mark.NOT_AVAILABLE, outcome=Outcome.ERROR)
Shares = Mapping[tuple[str, Month], ShownShare]


def share(low: int, high: int | None = None, outcome: Outcome | None = None) -> ShownShare:
    """Return a share, or limits."""
    return ShownShare(low, low if high is None else high, outcome=outcome)


MET, MISSED = share(82, outcome=Outcome.MET), share(40, outcome=Outcome.MISSED)


def answer(
    shares: Shares,
    standings: Mapping[tuple[str, Month], Standing],
    *,
    history: bool = False,
) -> ClearedQuality:
    """Return an answer about the weapon at sites A and B in May and June."""
    past = Outcome.NOT_APPLICABLE if history else Outcome.MET
    months = tuple(
        ShownMonth(
            site, month, one, Outcome.MET if one.reported else Outcome.MISSED,
            volume=share(100, outcome=Outcome.MET) if one.reported else NOTHING,
            days=12 if one.reported else None,
            in_time=past if one.reported else Outcome.MISSED, history=history,
        )
        for (site, month), one in standings.items()
    )  # fmt: skip
    coverage = Coverage(
        sites=(("A", "Ash"), ("B", "Birch")),
        standings=tuple((site, month, one) for (site, month), one in standings.items()),
    )
    cells = tuple(
        ShownItem(site, month, WEAPON.item, one, one, one, HIDDEN)
        for (site, month), one in shares.items()
    )
    return make_cleared_quality(
        period=Period(MAY, JUNE), items=(WEAPON,), aims=(USE,), cells=cells, months=months,
        coverage=coverage, preset="public", preset_mark="*", for_release=True, exact=False,
        manifest="m", notes=(), synthetic=False, release="r",
    )  # fmt: skip


ALL_THERE = {(site, month): Standing.SETTLED for site in "AB" for month in (MAY, JUNE)}
B_ABSENT = {**ALL_THERE, ("B", JUNE): Standing.ABSENT}


def texts(exhibit: Exhibit | NotShown) -> list[list[str]]:
    """Return the cells of a table as they are read."""
    assert isinstance(exhibit, Exhibit)
    return [[cell.text.replace("\u00a0", " ") for cell in row] for row in exhibit.grid.rows]


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (MET, "82 % ✓"),
        (MISSED, "40 % ✗"),
        (share(92, 100, Outcome.MET), "92 % or more ✓"),
        (share(78, 100), "78 % or more"),
        (share(0, 9, Outcome.MISSED), "9 % or less ✗"),
        (HIDDEN, "*"),
        (NOTHING, "-"),
        (NEVER, "!"),
    ],
)
def test_a_share_is_written_with_its_outcome(shown: ShownShare, words: str) -> None:
    """Every mark has a sign of its own, and an outcome stands as a sign and not as a colour."""
    assert judged_words(shown) == words


def test_the_matrix_names_what_is_missed_and_who_is_absent() -> None:
    """The finding counts departments that reported; an absent one is no share."""
    found = answer({("A", JUNE): MISSED, ("A", MAY): MET, ("B", MAY): MET}, B_ABSENT)
    exhibit = matrix_exhibit(found, JUNE)

    assert isinstance(exhibit, Exhibit)
    assert exhibit.title == "Weapon can be used too rarely in 1 of 1 departments in June 2026"
    assert texts(exhibit) == [["Ash", "40 % ✗"], ["Birch", "absent"]]
    assert exhibit.chart is not None
    assert "40 ✗" in str(dict(exhibit.chart.spec))
    assert quality_cards(found, JUNE).cards[0].quality == "Incomplete: 1 of 2 departments missing"


def test_nothing_missed_is_not_called_good() -> None:
    """Where shares are hidden, no target is said to be met."""
    found = answer(dict.fromkeys(ALL_THERE, HIDDEN), ALL_THERE)
    matrix, months = matrix_exhibit(found, JUNE), months_exhibit(found, WEAPON)

    assert isinstance(matrix, Exhibit)
    assert isinstance(months, Exhibit)
    assert matrix.title == "No item is known to miss its target in June 2026"
    assert months.title == "Weapon, by department from May 2026 to June 2026"
    assert quality_cards(found, JUNE).cards[1].lines == ("There is nothing to judge",)


def test_a_month_that_was_history_is_not_called_late() -> None:
    """Where the month was over before anybody began to send, time is not judged."""
    found = answer(dict.fromkeys(ALL_THERE, MET), ALL_THERE, history=True)
    card = quality_cards(found, JUNE).cards[2]
    assert card.value.text == "not judged"
    assert "before departments began to send" in card.lines[0]


def test_a_trend_says_what_it_was_before() -> None:
    """The title holds the last and the first share; without the last it says so."""
    shares = {("A", MAY): MISSED, ("A", JUNE): share(92, 100, Outcome.MET)}
    found = answer(shares, B_ABSENT)
    trend, other = trend_of_one(found, "A", WEAPON), trend_of_one(found, "B", WEAPON)

    assert isinstance(trend, Exhibit)
    assert trend.title == (
        "Weapon at Ash can be used in 92 % or more of rows in June 2026, 40 % in May 2026"
    )
    assert texts(trend)[0][:2] == ["May 2026", "40 % ✗"]
    assert isinstance(other, NotShown)


def test_time_and_volume_stand_by_month() -> None:
    """Days and rows beside the usual number, or how the month stands."""
    found = answer({}, B_ABSENT)

    assert texts(timeliness_exhibit(found)) == [
        ["Ash", "12 days ✓", "12 days ✓"],
        ["Birch", "12 days ✓", "absent"],
    ]
    assert texts(volume_exhibit(found))[1] == ["Birch", "100 % ✓", "absent"]


def test_a_grid_has_two_ways() -> None:
    """Departments by items, turned round by what stands in the rows; anything else is refused."""
    found = answer({("A", JUNE): MET, ("B", JUNE): MISSED}, ALL_THERE)
    by_site = quality_grid(found, site=None, item=None, by=None)
    by_item = quality_grid(found, site=None, item=None, by="item")

    assert by_site.rows == (("Ash", "82 % ✓"), ("Birch", "40 % ✗"))
    assert by_item.rows == (("Weapon", "82 % ✓", "40 % ✗"),)
    with pytest.raises(TiigError):
        quality_grid(found, site=None, item=None, by="month")


def test_only_disclosure_makes_it() -> None:
    """The type cannot be made by anybody else."""
    made = answer({}, ALL_THERE)
    parts = {name: getattr(made, name) for name in made.__dataclass_fields__}

    with pytest.raises(TypeError, match="only disclose"):
        ClearedQuality(**parts)
