"""What stands decided of a phrase at a moment, and how often is often enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiig.model.places import (
    FREQUENT_DATES,
    FREQUENT_PERSONS,
    PLACE_TYPE,
    PlaceDecision,
    Ruling,
    Sighting,
    decided_at,
    is_home,
    name_of_all,
)
from tiig.standard import load_standard

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
PUB = PlaceDecision("1", "aa", Ruling.PLACE, "ada", "seen", AT, place_type="licensed.pub")
STREET = replace(PUB, id="2", at=AT + timedelta(hours=1), place_type="public.street")
BACK = PlaceDecision("3", "aa", Ruling.UNDONE, "bob", "no", AT + timedelta(hours=2), undoes="2")


def test_the_last_decision_stands_until_it_is_taken_back() -> None:
    """A later one replaces an earlier one; taken back, the earlier one stands again."""
    every = [BACK, STREET, PUB]

    assert decided_at([PUB, STREET])["aa"] == STREET
    assert decided_at(every)["aa"] == PUB
    assert decided_at([*every, replace(BACK, id="4", undoes="1", at=BACK.at)]) == {}


def test_as_known_at_an_earlier_moment() -> None:
    """What was decided or taken back later is not known then."""
    every = [PUB, STREET, BACK]

    assert decided_at(every, AT - timedelta(seconds=1)) == {}
    assert decided_at(every, AT)["aa"] == PUB
    assert decided_at(every, STREET.at)["aa"] == STREET
    assert decided_at(every, BACK.at)["aa"] == PUB


def test_a_set_of_decisions_has_a_name_that_new_keys_leave() -> None:
    """It follows from which decisions stand, not from the ids of phrases."""
    assert name_of_all({}) is None
    here = name_of_all({"aa": PUB})
    assert here == name_of_all({"bb": replace(PUB, phrase="bb")})
    assert here != name_of_all({"aa": STREET})


@pytest.mark.parametrize(
    ("persons", "dates", "frequent"),
    [(5, 2, True), (4, 2, False), (5, 1, False), (50, 20, True), (0, 9, False)],
)
def test_often_enough(persons: int, dates: int, frequent: bool) -> None:
    """Five people on two dates, as the issue asks; four, or one date, are too few."""
    assert (FREQUENT_PERSONS, FREQUENT_DATES) == (5, 2)
    assert Sighting("aa", 60, 3, persons, dates, ("S1",)).frequent is frequent


@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans()), max_size=20))
def test_undoing_is_a_stack(steps: list[tuple[str, bool]]) -> None:
    """Whatever is decided and taken back in whatever order, each phrase has a stack of its own."""
    decisions: list[PlaceDecision] = []
    stacks: dict[str, list[str]] = {"a": [], "b": []}
    for number, (phrase, undoes) in enumerate(steps):
        at, name = AT + timedelta(minutes=number), f"d{number:02d}"
        if undoes and stacks[phrase]:
            gone = stacks[phrase].pop()
            decisions.append(PlaceDecision(name, phrase, Ruling.UNDONE, "x", "y", at, undoes=gone))
        else:
            stacks[phrase].append(name)
            decisions.append(PlaceDecision(name, phrase, Ruling.PLACE, "x", "y", at))

    told = {phrase: one.id for phrase, one in decided_at(reversed(decisions)).items()}

    assert told == {phrase: ids[-1] for phrase, ids in stacks.items() if ids}


def test_homes_are_those_of_the_standard() -> None:
    """What is kept of the words and what may be read of phrases go by the same types."""
    tree = load_standard().tree_of(PLACE_TYPE)
    homes = {node for node in tree.nodes if tree.attribute(node, "home")}
    assert homes == {node for node in tree.nodes if is_home(node)}
    assert {"home", "home.own"} <= homes
    assert not is_home("homeless.shelter")
