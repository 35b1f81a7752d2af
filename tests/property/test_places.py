"""Whatever is sent, decided, undone, destroyed and re-keyed: decisions stay with their words."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.conftest import HEADER, PROFILE, House, line
from tests.journey.places_world import (
    LEAD,
    counted,
    decide,
    ids,
    rotate,
    rows_of,
    send,
    with_places,
)

from tiig.journeys.decide_places import undo_decision
from tiig.journeys.retention import RetentionRequest, run_retention
from tiig.kit.progress import Silent
from tiig.standard import load_standard
from tiig.testing import in_memory_services

STANDARD = load_standard()
TEXTS = ("corn market", "mill lane", "the black lion", "quay street")
TYPES = ("public.street", "licensed.pub", "sports")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5)),
        st.tuples(st.just("decide"), st.tuples(st.sampled_from(TEXTS), st.sampled_from(TYPES))),
        st.tuples(st.just("undo"), st.sampled_from(TEXTS)),
        st.tuples(st.just("rotate"), st.sampled_from(["phrase", "lake", "all"])),
        st.tuples(st.just("destroy"), st.none()),
    ),
    max_size=8,
)


class Model:
    """What must be so, kept as a person would with paper: sent words, and a pile for each."""

    def __init__(self, folder: Path) -> None:
        self.house = House(in_memory_services(STANDARD), folder)
        self.house.add(with_places(PROFILE))
        self.sent: list[str] = []
        self.piles: dict[str, list[str]] = {}
        self.noted: dict[str, str] = {}
        self.month = 0

    def send(self, texts: list[str]) -> None:
        """Send the next month with these words."""
        self.month += 1
        month = f"2025-{self.month:02d}"
        rows = rows_of(line, [(text, "P1", "") for text in texts], month=month)
        send(self.house, HEADER, rows, month)
        self.sent += texts
        for text, phrase in ids(self.house).items():
            self.noted.setdefault(text, phrase)  # ids of before changes of keys stay as noted

    def decide(self, said: tuple[str, str]) -> None:
        """Decide of words that were sent, by the id that was noted first."""
        text, kind = said
        pile = self.piles.setdefault(text, [])
        if text in self.noted and pile[-1:] != [kind]:
            decide(self.house, self.noted[text], place_type=kind)
            pile.append(kind)

    def undo(self, text: str) -> None:
        """Take back what stands."""
        if self.piles.get(text):
            undo_decision(
                self.noted[text], "no", asker=LEAD, services=self.house.services, progress=Silent()
            )
            self.piles[text].pop()

    def rotate(self, purpose: str) -> None:
        """Change keys."""
        rotate(self.house, purpose)

    def destroy(self, _: None) -> None:
        """Let two years pass: every original and phrase goes."""
        clock: Any = self.house.services.clock
        clock.at += timedelta(days=730)
        run_retention(
            RetentionRequest(), asker=LEAD, services=self.house.services, progress=Silent()
        )

    def expected(self) -> list[str]:
        """Return the type of each row sent, where one was decided of its words."""
        piles = [self.piles.get(text) for text in self.sent]
        return sorted(pile[-1] for pile in piles if pile)


@given(steps=STEPS)
@settings(deadline=None, max_examples=25)
def test_rows_have_the_decision_on_their_own_words(steps: list[tuple[str, Any]]) -> None:
    """Held against the paper after every step."""
    with TemporaryDirectory(prefix="tiig-places-") as folder:
        model = Model(Path(folder))
        model.send(["corn market", "mill lane"])

        for verb, what in steps:
            getattr(model, verb)(what)

            found = counted(model.house, "place_decided:2", where=["place_decided_basis=decided"])
            assert (
                sorted(kind for (kind,) in found for _ in range(found[kind,])) == model.expected()
            )
