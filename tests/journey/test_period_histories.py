"""Whatever parts are sent, sent again, declared nil or withdrawn: sets of days say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count as counting
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.model.errors import TiigError
from tiig.model.submission import SubmissionState

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
Key = tuple[str, str]
Run = frozenset[date]

SITES = {"A": "XQ101", "B": "XQ102"}
SPANS = (
    "2026-05-01..2026-05-15", "2026-05-16..2026-05-31", "2026-05-10..2026-05-20", "2026-05",
    "2026-06-01..2026-06-15", "2026-06-16..2026-06-30", "2026-06", "2026-05..2026-06",
    "2026-05-16..2026-06-15", "2026-06-01..2026-06-07",
)  # fmt: skip
NIL = -1


def run_of(span: str) -> list[date]:
    """Return the days of a span."""
    first, _, last = span.partition("..")
    begins = date.fromisoformat(first if len(first) > 7 else f"{first}-01")
    told = last or first
    ends = date.fromisoformat(told if len(told) > 7 else f"{told}-{31 if '-05' in told else 30}")
    return [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]


@dataclass(frozen=True)
class Said:
    """What a submission says of a site-month: the days, and the rows on them (or NIL)."""

    submission: str
    days: Run
    rows: int


@dataclass
class Model:
    """All that was said and not taken back, oldest first; what is in force follows from it."""

    said: dict[Key, list[Said]] = field(default_factory=dict)

    def now(self, key: Key) -> list[Said]:
        """Return the parts in force: each outlived by what holds all of its days."""
        parts: list[Said] = []
        for one in self.said.get(key, []):
            parts = [part for part in parts if not self.gives_way(part, one)]
            if one.rows:
                parts = [part for part in parts if not part.days & one.days]
                parts.append(one)
        return parts

    def gives_way(self, part: Said, one: Said) -> bool:
        """Whether a part ends: rows end every nil return that they touch."""
        if part.rows == NIL:
            return bool(one.rows > 0 and part.days & one.days) or (
                one.rows == NIL and part.days <= one.days
            )
        return part.days <= one.days

    def cut(self, key: Key, days: Run, *, nil: bool = False) -> bool:
        """Whether days touch a part without holding all of it."""
        return any(
            part.days & days and not part.days <= days
            for part in self.now(key)
            if nil or part.rows != NIL
        )

    def say(self, key: Key, said: Said) -> None:
        """Add what a submission says."""
        self.said.setdefault(key, []).append(said)

    def forget(self, submission: str) -> None:
        """Forget what a submission said."""
        for key, said in self.said.items():
            self.said[key] = [one for one in said if one.submission != submission]


@dataclass
class Story:
    """A house and the model that it must agree with."""

    house: House
    line: Line
    model: Model = field(default_factory=Model)
    taken: list[str] = field(default_factory=list)
    numbers: counting[int] = field(default_factory=counting)
    known: list[tuple[str, int]] = field(default_factory=list)

    def send(self, span: str, sizes: tuple[int, ...]) -> None:
        """Send rows of both sites, on the first declared day of each month."""
        by_month: dict[str, list[date]] = {}
        for day in run_of(span):
            by_month.setdefault(f"{day:%Y-%m}", []).append(day)
        keys = [(site, month) for month in by_month for site in SITES]
        rows = dict(zip(keys, sizes, strict=False))
        if not any(rows.values()):
            return
        text = [
            self.line(f"N{next(self.numbers)}", Site=site, Arrived=f"{by_month[month][0]} 10:00")
            for (site, month), size in rows.items()
            for _ in range(size)
        ]
        cuts = any(self.model.cut(key, frozenset(by_month[key[1]])) for key in keys)
        answer = self.house.send(self.house.write(text), span, confirm=True)
        assert answer.state is (SubmissionState.REFUSED if cuts else SubmissionState.IN_FORCE)
        if not cuts:
            self.taken.append(answer.submission)
            for key, size in rows.items():
                said = Said(answer.submission, frozenset(by_month[key[1]]), size)
                self.model.say(key, said)

    def nil(self, site: str, span: str) -> None:
        """Declare days empty; refused where there are rows or another return would be cut."""
        days = run_of(span)
        keys = {f"{day:%Y-%m}": (site, f"{day:%Y-%m}") for day in days}
        of = {month: frozenset(d for d in days if f"{d:%Y-%m}" == month) for month in keys}
        taken = any(
            part.days & of[month] and (part.rows != NIL or not part.days <= of[month])
            for month, key in keys.items()
            for part in self.model.now(key)
        )
        if taken:
            with pytest.raises(TiigError):
                self.house.nil(SITES[site], span)
            return
        declared = self.house.nil(SITES[site], span)
        self.taken.append(declared.id)
        for month, key in keys.items():
            self.model.say(key, Said(declared.id, of[month], NIL))

    def withdraw(self, place: int) -> None:
        """Withdraw a submission; what it had superseded speaks again."""
        submission = self.taken.pop(place % len(self.taken))
        self.house.withdraw(submission)
        self.model.forget(submission)

    def agrees(self) -> None:
        """Hold what is in force and counted against the model; and what was known before."""
        told = {
            (SITES[site], min(part.days), max(part.days), part.submission): part.rows
            for (site, month) in self.model.said
            for part in self.model.now((site, month))
        }
        pairs = self.house.services.catalogue.pairs()
        assert told == {
            (one.site, one.days.first, one.days.last, one.revision): NIL if one.nil else one.rows
            for one in pairs
        }
        if not pairs:
            return
        total = sum(max(rows, 0) for rows in told.values())
        assert self.house.total() == total
        self.known.append((self.house.services.clock.now().isoformat(), total))

    def remembers(self) -> None:
        """Every total that was ever true can still be asked for."""
        for moment, total in self.known:
            assert self.house.total(as_known_at=moment) == total


def steps() -> st.SearchStrategy[list[tuple[str, object, object]]]:
    """Return short histories of parts of two months at two sites."""
    send = st.tuples(
        st.just("send"), st.sampled_from(SPANS), st.tuples(*[st.sampled_from([0, 1, 2, 3])] * 4)
    )
    nil = st.tuples(st.just("nil"), st.sampled_from(sorted(SITES)), st.sampled_from(SPANS))
    withdraw = st.tuples(st.just("withdraw"), st.integers(0, 7), st.none())
    return st.lists(st.one_of(send, send, send, nil, withdraw), min_size=4, max_size=10)


def test_any_history_of_parts_is_what_sets_of_days_say(
    new_house: Callable[..., House], elm_line: Line
) -> None:
    """Never a day counted twice, never a row lost: after each step, and as known before."""

    @settings(max_examples=15)
    @given(history=steps())
    def holds(history: list[tuple[str, object, object]]) -> None:
        story = Story(new_house(), elm_line)
        for step in history:
            match step:
                case ("send", str(span), tuple(sizes)):
                    story.send(span, sizes)
                case ("nil", str(site), str(span)):
                    story.nil(site, span)
                case ("withdraw", int(place), None) if story.taken:
                    story.withdraw(place)
            story.agrees()
        story.remembers()

    holds()


def test_chains_of_parts_come_back_one_by_one(house: House, elm_line: Line) -> None:
    """Week, fortnight, month: each withdrawal gives back what it had superseded."""
    story = Story(house, elm_line)
    for span in ("2026-06-01..2026-06-07", "2026-06-01..2026-06-15", "2026-06"):
        story.send(span, (2, 1))
        story.agrees()
    for place in (2, 1, 0):
        story.withdraw(place)
        story.agrees()
    assert not house.services.catalogue.pairs()
    story.remembers()


def test_a_part_in_the_middle_of_a_chain_is_taken_back(house: House, elm_line: Line) -> None:
    """What stands above it stays; when that goes too, the one below both comes back."""
    story = Story(house, elm_line)
    for span in ("2026-06-01..2026-06-07", "2026-06-01..2026-06-15", "2026-06"):
        story.send(span, (2, 1))
    story.withdraw(1)
    story.agrees()
    story.withdraw(1)
    story.agrees()
    assert [str(pair.days) for pair in house.services.catalogue.pairs()] == [
        "2026-06-01..2026-06-07"
    ] * 2
