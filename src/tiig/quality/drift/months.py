"""What changed in one site-month, held against the same site's months before it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tiig.model.drift import Change, MonthPortrait
from tiig.quality.drift.rules import (
    CATEGORY_GONE,
    DEFAULTS_MOVED,
    FAULTY_MOVED,
    FEWEST_SHARED,
    GROUP_JUMPED,
    HELD_ERRORS,
    HELD_EXPECTED,
    HELD_FAULTY,
    HELD_POINTS,
    ONE_VALUE,
    SAID_EXPECTED,
    SHARE_MOVED,
    TIMES,
    UNTOLD_MOVED,
)
from tiig.quality.drift.shares import Compared, Part, compared

DEFAULT_TIMES = ("event_time_default", "yes")
"""The derived column and category that say that an injury time is a default."""

JUMPING = (("injury_group", "assault"), ("injury_group", "none"), ("assault", "recorded"))
"""Groups that make up the scope of an extract: a filter moves them."""

FAULTY = frozenset({"unreadable", "unmapped"})
UNTOLD = ("not known", "blank", "part", *sorted(FAULTY))
"""Item states that are watched, by their names in measures."""

_NAMED = 3
_STATE_WORDS = {"part": "without a time"}


@dataclass(frozen=True)
class Words:
    """How a receipt calls items (the sender's column, else the label) and categories."""

    items: Mapping[str, str]
    categories: Mapping[tuple[str, str], str]

    def item(self, item: str) -> str:
        """Return what an item is called."""
        return self.items.get(item, item)

    def category(self, item: str, node: str) -> str:
        """Return what a category is called."""
        return self.categories.get((item, node), node)


def share_changes(
    now: MonthPortrait, before: Sequence[MonthPortrait], words: Words
) -> Iterator[Change]:
    """Yield what moved among states and categories; `before` are months of the same site."""
    if now.rows < FEWEST_SHARED or not before:
        return
    where = f"at {now.site} in {now.month}"
    for item in sorted(now.states):
        yield from _states(item, now, before, f"{words.item(item)} {where}")
    for item in sorted(now.shares.keys() | {one for past in before for one in past.shares}):
        yield from _categories(item, now, before, words=words, where=where)


def _states(
    item: str, now: MonthPortrait, before: Sequence[MonthPortrait], called: str
) -> Iterator[Change]:
    whole = sum(now.states[item].values())
    past = [(one, sum(one.states[item].values())) for one in before if item in one.states]
    for rule, states, limit in (
        (UNTOLD_MOVED, [one for one in UNTOLD if one not in FAULTY], HELD_POINTS),
        (FAULTY_MOVED, [one for one in UNTOLD if one in FAULTY], HELD_FAULTY),
    ):
        told, holds = [], False
        for state in states:
            found = compared(
                Part(now.states[item].get(state, 0), whole),
                [Part(one.states[item].get(state, 0), rows) for one, rows in past],
            )
            if found is not None and found.moved:
                told.append(f"{_STATE_WORDS.get(state, state)} in {found.words}")
                holds |= found.outside > 0 and found.far_outside(limit)
        if told:
            yield rule.change(f"{called}: {', '.join(told)} of the rows.", holds=holds)


def _categories(
    item: str, now: MonthPortrait, before: Sequence[MonthPortrait], *, words: Words, where: str
) -> Iterator[Change]:
    found = _compared(item, now, before)
    if not found:
        return
    called = f"{words.item(item)} {where}"
    if item == DEFAULT_TIMES[0]:
        defaults = found.get(DEFAULT_TIMES[1])
        if defaults is not None and defaults.moved:
            yield DEFAULTS_MOVED.change(
                f"The time of the injury {where} is a default in {defaults.words} of the rows"
                " with one.",
                holds=defaults.far_outside(HELD_POINTS),
            )
        return
    gone = {node: one for node, one in found.items() if _has_gone(one)}
    only = [node for node, one in found.items() if one.now.part == one.now.whole]
    if gone and only:
        yield _only(f"{called}: {words.category(item, only[0])}", found[only[0]])
        return
    for node, one in gone.items():
        yield CATEGORY_GONE.change(
            f"{called}: {words.category(item, node)} is in no row,"
            f" {one.expected:.0f} rows were to be expected.",
            holds=one.expected >= HELD_EXPECTED,
        )
    jumped = {
        node: one
        for node, one in found.items()
        if (item, node) in JUMPING and node not in gone and _jumped(one)
    }
    for node, one in jumped.items():
        yield GROUP_JUMPED.change(
            f"{called}: {words.category(item, node)} {one.words} of the rows.",
            holds=max(one.expected, one.now.part) >= HELD_EXPECTED,
        )
    yield from _moved(item, found, gone.keys() | jumped.keys(), words=words, called=called)


def _moved(
    item: str,
    found: Mapping[str, Compared],
    said: Collection[str],
    *,
    words: Words,
    called: str,
) -> Iterator[Change]:
    """Say in one sentence which shares of an item moved, the furthest first."""
    moved = sorted(
        (node for node, one in found.items() if node not in said and one.moved),
        key=lambda node: (-abs(found[node].now.share - found[node].usual), node),
    )
    if moved:
        told = [f"{words.category(item, node)} {found[node].words}" for node in moved[:_NAMED]]
        more = f" and {len(moved) - _NAMED} more" if len(moved) > _NAMED else ""
        holds = any(found[node].far_outside(HELD_POINTS) for node in moved)
        yield SHARE_MOVED.change(f"{called}: {', '.join(told)}{more}.", holds=holds)


def _only(called: str, found: Compared) -> Change:
    others = (1 - found.usual) * found.now.whole
    return ONE_VALUE.change(
        f"{called} in all rows with a value, {found.words.partition('(')[2].removesuffix(')')}.",
        holds=others >= HELD_EXPECTED,
    )


def _compared(
    item: str, now: MonthPortrait, before: Sequence[MonthPortrait]
) -> dict[str, Compared]:
    """Compare every category of an item, where there are enough rows with a value."""
    here = now.shares.get(item, {})
    whole = sum(here.values())
    if whole < FEWEST_SHARED:
        return {}
    past = [one.shares.get(item, {}) for one in before]
    found = {
        node: compared(
            Part(here.get(node, 0), whole),
            [Part(one.get(node, 0), sum(one.values())) for one in past],
        )
        for node in sorted(here.keys() | {node for one in past for node in one})
    }
    return {node: one for node, one in found.items() if one is not None}


def _has_gone(one: Compared) -> bool:
    every = all(part.part for part in one.before)
    return not one.now.part and every and one.expected >= SAID_EXPECTED


def _jumped(one: Compared) -> bool:
    share = one.now.share
    far = share > TIMES * one.most or share < one.least / TIMES
    return far and abs(share - one.usual) > HELD_ERRORS * one.error
