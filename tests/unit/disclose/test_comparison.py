"""What others see of a fair comparison: steps, one name, nothing that gives a small number away."""

from __future__ import annotations

import pytest

from tiig.disclose import ExactSite, clear_comparison
from tiig.model.cleared_comparison import ClearedComparison
from tiig.model.errors import TiigError
from tiig.model.fair import Asked, Beside
from tiig.model.months import Month, Period
from tiig.standard import load_standard

PRESETS = load_standard().presets
ASKED = Asked(
    "injury_mechanism", "Weapon", "known", "recorded assaults",
    Period(Month(2026, 1), Month(2026, 6)), ("Sex",),
)  # fmt: skip


def site(rows: int, missing: int, name: str = "") -> ExactSite:
    """Return a department whose patients are like all others: its adjusted share is its share."""
    return ExactSite(name, rows, missing / rows, (0.02, 0.31), lambda share: share * rows)


def others(count: int) -> list[ExactSite]:
    """Return departments so large that their steps are the finest."""
    return [site(100_000, 99_000) for _ in range(count)]


def shown(*sites: ExactSite, preset: str = "public") -> ClearedComparison:
    """Return what others see."""
    return clear_comparison(
        sites, PRESETS[preset], asked=ASKED, preset_mark="", manifest="m", synthetic=True
    )


@pytest.mark.parametrize(("preset", "least"), [("public", 8), ("named-partner", 5)])
def test_a_step_leaves_as_much_open_as_a_star(preset: str, least: int) -> None:
    """Whoever knows the rows finds counts in a step as far apart as hidden ones, or sees none."""
    for rows in (3, 15, 40, 80, 140, 400, 1_000):
        seen: dict[tuple[int | None, int | None], list[int]] = {}
        for missing in range(rows + 1):
            line = shown(site(rows, missing, "Elm"), *others(5), preset=preset).lines[0]
            seen.setdefault((line.low, line.high), []).append(missing)
        assert all(max(counts) - min(counts) >= min(least - 1, rows) for counts in seen.values())
        assert (None, None) not in seen or len(seen) == 1


def test_one_department_is_named_and_the_others_stand_by_what_is_shown() -> None:
    """Neither names nor the order of the sites is left; the word beside follows from the step."""
    four = [site(400, 90), site(400, 200, "Elm General"), site(400, 10), site(9, 4)]
    told, other = shown(*four, *others(2)), shown(*others(2), *reversed(four))

    assert told.lines == other.lines
    assert [one.name for one in told.lines] == ["Elm General", "", "", "", "", ""]
    assert [one.low for one in told.lines] == [50, 0, 20, 95, 95, None]
    assert told.lines[0].beside is Beside.ABOVE
    assert all(one.beside is None for one in told.lines[1:])


def test_a_width_tells_nobodys_volume() -> None:
    """Steps of all who are not named are as wide as the smallest shown one needs."""
    told = shown(site(50, 20), site(400, 90), site(400, 200, "Elm General"), *others(3))

    assert {one.high - one.low for one in told.lines[1:] if one.low is not None and one.high} == {
        20
    }
    assert (told.lines[0].low, told.lines[0].high) == (50, 55)


def test_few_others_are_not_shown() -> None:
    """Beside fewer than five others each department could be known."""
    with pytest.raises(TiigError, match="Fewer than 5"):
        shown(site(400, 200, "Elm General"), *others(4))


def test_the_team_is_not_told_by_this_way() -> None:
    """A preset that hides nothing is refused, and nobody else makes such an answer."""
    with pytest.raises(ValueError, match="exactly"):
        shown(*others(6), preset="internal")
    with pytest.raises(TypeError):
        ClearedComparison(ASKED, (), 0, "public", "", "m", synthetic=True)
