"""Whatever is sent, held, confirmed, declared nil or withdrawn: a plain dict says the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count as counting
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.model.errors import TiigError
from tiig.model.figures import Mark
from tiig.model.submission import SubmissionState

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
Key = tuple[str, str]

SITES = {"A": "XQ101", "B": "XQ102"}
MONTHS = ("2026-05", "2026-06")
KEYS = [(site, month) for site in SITES for month in MONTHS]
NIL = -1
ABSENT = 0

Send = tuple[str, str, tuple[int, ...]]
Step = Send | tuple[str, int] | tuple[str, Key]


@dataclass
class Model:
    """What each site-month was told, oldest first: (submission, rows), NIL or ABSENT."""

    told: dict[Key, list[tuple[str, int]]] = field(default_factory=lambda: {k: [] for k in KEYS})

    def now(self, key: Key) -> int:
        """Return the rows in force, NIL or ABSENT."""
        return self.told[key][-1][1] if self.told[key] else ABSENT

    def shrinks(self, rows: dict[Key, int]) -> bool:
        """Whether a site-month with rows would keep less than two thirds of them."""
        return any(self.now(key) > 0 and 3 * n < 2 * self.now(key) for key, n in rows.items())

    def put(self, submission: str, rows: dict[Key, int]) -> None:
        """Replace the declared site-months; without rows a nil return stays what it is."""
        for key, n in rows.items():
            said = self.now(key) if n == 0 and self.now(key) == NIL else n
            self.told[key].append((submission, said))

    def withdraw(self, submission: str) -> None:
        """Forget what a submission told."""
        for key in KEYS:
            self.told[key] = [one for one in self.told[key] if one[0] != submission]


@dataclass
class Story:
    """A house and the model that it must agree with."""

    house: House
    line: Line
    model: Model = field(default_factory=Model)
    sent: list[tuple[Path, str, dict[Key, int]]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    numbers: counting[int] = field(default_factory=counting)

    def send(self, period: str, sizes: tuple[int, ...]) -> None:
        """Send a new file of one or both months."""
        months = period.split("..")
        rows = {k: n for k, n in zip(KEYS, sizes, strict=True) if k[1] in months}
        if not any(rows.values()):
            return
        text = [
            self.line(f"N{next(self.numbers)}", Site=site, Arrived=f"{month}-09 10:00")
            for (site, month), size in rows.items()
            for _ in range(size)
        ]
        self.sent.append((self.house.write(text), period, rows))
        self.hand_in(-1, confirm=False)

    def hand_in(self, place: int, *, confirm: bool) -> None:
        """Hand a file in, for the first time or again; with `confirm` it is never held."""
        path, period, rows = self.sent[place]
        holds = self.model.shrinks(rows) and not confirm
        answer = self.house.send(path, period, confirm=confirm)
        if answer.repeated:
            stands = all(self.model.now(key) == n for key, n in rows.items() if n)
            assert stands or answer.state is SubmissionState.HELD
            return
        assert answer.state is (SubmissionState.HELD if holds else SubmissionState.IN_FORCE)
        self.taken.append(answer.submission)
        if not holds:
            self.model.withdraw(answer.submission)
            self.model.put(answer.submission, rows)

    def nil(self, key: Key) -> None:
        """Declare a site-month empty; refused where rows are in force."""
        site, month = key
        if self.model.now(key) > 0:
            with pytest.raises(TiigError, match="in force"):
                self.house.nil(SITES[site], month)
            return
        declared = self.house.nil(SITES[site], month)
        self.taken.append(declared.id)
        self.model.told[key].append((declared.id, NIL))

    def withdraw(self, place: int) -> None:
        """Withdraw a submission; what it had replaced speaks again."""
        submission = self.taken.pop(place % len(self.taken))
        self.taken = [one for one in self.taken if one != submission]
        self.house.withdraw(submission)
        self.model.withdraw(submission)

    def act(self, step: Step) -> None:
        """Carry out one step where it can be."""
        match step:
            case ("send", str(period), tuple(sizes)):
                self.send(period, sizes)
            case ("nil", tuple(key)):
                self.nil(key)
            case ("again", int(place)) if self.sent:
                self.hand_in(place % len(self.sent), confirm=False)
            case ("confirm", int(place)) if self.sent:
                self.hand_in(place % len(self.sent), confirm=True)
            case ("withdraw", int(place)) if self.taken:
                self.withdraw(place)

    def agrees(self) -> None:
        """Hold what is in force, and what is counted, against the model."""
        pairs = self.house.services.catalogue.pairs()
        in_force = {(pair.site, str(pair.month)): NIL if pair.nil else pair.rows for pair in pairs}
        told = {(SITES[s], m): self.model.now((s, m)) for s, m in KEYS}
        assert in_force == {key: rows for key, rows in told.items() if rows != ABSENT}
        if not in_force:
            return
        asked = {row.nodes: row.count for row in self.house.ask("site", "month").rows}
        for key, rows in told.items():
            if key in asked:
                shown = asked[key]
                mark = Mark.NOT_AVAILABLE if rows == ABSENT else Mark.SHOWN
                assert (shown.mark, shown.value) == (mark, None if rows == ABSENT else max(rows, 0))
        assert self.house.total() == sum(max(rows, 0) for rows in told.values())


def steps() -> st.SearchStrategy[list[Step]]:
    """Return short histories of two sites and two months."""
    sizes = st.tuples(*[st.sampled_from([0, 2, 3, 5])] * len(KEYS))
    place = st.integers(0, 7)
    send = st.tuples(st.just("send"), st.sampled_from([*MONTHS, "2026-05..2026-06"]), sizes)
    return st.lists(
        st.one_of(
            send,
            send,
            st.tuples(st.just("nil"), st.sampled_from(KEYS)),
            st.tuples(st.sampled_from(["again", "confirm", "withdraw"]), place),
        ),
        min_size=3,
        max_size=9,
    )


def test_any_history_counts_as_a_plain_dict_does(
    new_house: Callable[..., House], elm_line: Line
) -> None:
    """After every step what is in force, absent, nil and counted is what was told last."""

    @settings(max_examples=12)
    @given(history=steps())
    def holds(history: list[Step]) -> None:
        story = Story(new_house(), elm_line)
        for step in history:
            story.act(step)
            story.agrees()

    holds()


def test_withdrawing_brings_back_rows_that_were_emptied(house: House, elm_line: Line) -> None:
    """A file that left a declared site without rows gives them back when it is withdrawn."""
    story = Story(house, elm_line)
    story.act(("send", "2026-06", (0, 5, 0, 5)))
    story.act(("send", "2026-06", (0, 5, 0, 0)))
    story.act(("confirm", 1))
    story.agrees()
    assert house.total() == 5

    story.act(("withdraw", 1))

    story.agrees()
    assert house.total() == 10


def test_a_file_that_came_back_is_known_again(house: House, elm_line: Line) -> None:
    """After the file that replaced it is withdrawn, sending the first again changes nothing."""
    story = Story(house, elm_line)
    story.act(("send", "2026-06", (0, 3, 0, 2)))
    story.act(("send", "2026-06", (0, 5, 0, 2)))
    story.act(("withdraw", 1))
    before = house.services.catalogue.change_number()

    story.act(("again", 0))

    assert house.services.catalogue.change_number() == before
    assert house.total() == 5
