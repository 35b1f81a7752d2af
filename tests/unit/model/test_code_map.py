"""How a local value stands follows from its decisions in their order, and maps from what stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tiig.model.code_map import (
    CodeDecision,
    CodeMap,
    CodeState,
    CodeStep,
    Question,
    maps_by_version,
    standings,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ASKED = Question("elm", "injury_mechanism", "bat")


def told(*steps: tuple[CodeStep, str | None], value: str = "bat") -> list[CodeDecision]:
    """Return decisions of one value, a minute apart."""
    return [
        CodeDecision(
            f"{value}-{place}", "elm", "injury_mechanism", value, step, "ada", "so",
            NOON + timedelta(minutes=place), node,
        )
        for place, (step, node) in enumerate(steps)
    ]  # fmt: skip


SAID = (CodeStep.CONFIRMED, "blunt")
COUNTS = (CodeStep.APPROVED, "blunt")
NO = (CodeStep.REFUSED, None)
BACK = (CodeStep.UNDONE, None)
OTHER = (CodeStep.CONFIRMED, "sharp.knife")
OTHER_COUNTS = (CodeStep.APPROVED, "sharp.knife")


def state(*steps: tuple[CodeStep, str | None]) -> CodeState:
    """Return how the value stands after these steps."""
    return standings(told(*steps))[ASKED].state


def node(*steps: tuple[CodeStep, str | None]) -> str | None:
    """Return what counts after these steps."""
    return CodeMap.of("elm", told(*steps)).nodes.get(("injury_mechanism", "bat"))


def test_a_confirmation_waits_and_counts_for_nothing() -> None:
    """Only what is approved is in the map."""
    assert (state(SAID), node(SAID)) == (CodeState.CONFIRMED, None)
    assert (state(SAID, COUNTS), node(SAID, COUNTS)) == (CodeState.APPROVED, "blunt")
    assert (state(SAID, NO), node(SAID, NO)) == (CodeState.REFUSED, None)


def test_what_counts_goes_on_while_another_mapping_waits() -> None:
    """Refusing or taking back the new one leaves the old one."""
    waits = (SAID, COUNTS, OTHER)
    assert (state(*waits), node(*waits)) == (CodeState.CONFIRMED, "blunt")
    assert (state(*waits, BACK), node(*waits, BACK)) == (CodeState.APPROVED, "blunt")
    assert node(*waits, NO) == "blunt"


def test_what_came_last_is_taken_back() -> None:
    """Of what counts nothing stays, where it had replaced nothing."""
    assert (state(SAID, COUNTS, BACK), node(SAID, COUNTS, BACK)) == (CodeState.OPEN, None)
    assert state(NO, BACK) is CodeState.OPEN


def test_what_was_replaced_counts_again() -> None:
    """Each taking back goes one mapping further; what was taken back is forgotten."""
    both = (SAID, COUNTS, OTHER, OTHER_COUNTS)
    assert node(*both) == "sharp.knife"
    assert (state(*both, BACK), node(*both, BACK)) == (CodeState.APPROVED, "blunt")
    assert (state(*both, BACK, BACK), node(*both, BACK, BACK)) == (CodeState.OPEN, None)
    assert node(*both, BACK, BACK, SAID, COUNTS, BACK) is None
    assert node(*both, SAID, BACK, BACK) == "blunt"


def test_what_counts_is_never_refused_too() -> None:
    """A refusal beside a mapping that counts ends what waits and hides nothing for an undo."""
    assert state(SAID, COUNTS, NO) is CodeState.APPROVED
    assert node(SAID, COUNTS, NO, BACK) is None


def test_a_map_is_named_by_what_it_holds() -> None:
    """Whatever the order and the people: equal maps have one name, the empty one none."""
    two = told(SAID, COUNTS) + told(SAID, COUNTS, value="stick")
    assert CodeMap.of("elm", two).version == CodeMap.of("elm", two[::-1]).version != ""
    assert CodeMap.of("elm", told(SAID)).version == ""
    assert CodeMap.of("oak", two).version == ""


def test_every_map_that_ever_counted_is_known_by_its_name() -> None:
    """Also the empty one, and one that was taken back."""
    steps = told(SAID, COUNTS, BACK)
    maps = maps_by_version("elm", steps)
    assert set(maps) == {"", CodeMap.of("elm", steps[:2]).version}
    assert maps[""].nodes == {}


def test_decisions_of_one_moment_make_one_map() -> None:
    """What is entered together counts together: no map of a part of it ever did."""
    both = told(SAID, COUNTS) + told(SAID, COUNTS, value="stick")
    maps = maps_by_version("elm", [*both, replace(both[0], sender="oak")])
    assert set(maps) == {"", CodeMap.of("elm", both).version}

    later = told(BACK, value="bat")[0]
    later = replace(later, id="bat-9", at=NOON + timedelta(minutes=9))
    three = maps_by_version("elm", [later, *both])
    assert list(three) == [*maps, CodeMap.of("elm", told(SAID, COUNTS, value="stick")).version]
