"""What the senders before said: their profiles, and what was approved of their local values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tiig.model.code_map import CodeDecision, standings
from tiig.model.profile import SenderProfile
from tiig.standard.codes import normalised
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.looked_at import Earlier

_SHORTEST = 3
"""A value of fewer signs is a code of its own system: another one means something else by it."""


def earlier(profiles: Iterable[SenderProfile], decisions: Iterable[CodeDecision]) -> Earlier:
    """Gather what profiles and approved decisions agree on."""
    profiles = tuple(profiles)
    values = [*_of_profiles(profiles), *_of_decisions(decisions)]
    meanings: dict[str, dict[str, str]] = {}
    for (item, value), node in _agreed(values).items():
        meanings.setdefault(item, {})[value] = node
    named = (
        ((words,), column.item)
        for profile in profiles
        for column in profile.columns
        if column.item and (words := words_of(column.name))
    )
    headings = {words: item for (words,), item in _agreed(named).items()}
    return Earlier(meanings, headings)


def words_of(name: str) -> str:
    """Return a heading's words as one text; empty where it says nothing."""
    return " ".join(heading(name).words)


def _of_profiles(profiles: Iterable[SenderProfile]) -> Iterator[tuple[tuple[str, str], str]]:
    for profile in profiles:
        for column in profile.columns:
            for value, node in column.codes if column.item else ():
                if _is_word(value):
                    yield (column.item or "", normalised(value)), node


def _of_decisions(decisions: Iterable[CodeDecision]) -> Iterator[tuple[tuple[str, str], str]]:
    for question, standing in standings(decisions).items():
        node = standing.approved.node if standing.approved else None
        if node and _is_word(question.value):
            yield (question.item, normalised(question.value.rpartition("=")[2])), node


def _is_word(value: str) -> bool:
    return len(value) >= _SHORTEST and sum(sign.isalpha() for sign in value) >= _SHORTEST


def _agreed(said: Iterable[tuple[tuple[str, ...], str]]) -> Mapping[tuple[str, ...], str]:
    found: dict[tuple[str, ...], set[str]] = {}
    for key, meaning in said:
        found.setdefault(key, set()).add(meaning)
    return {key: next(iter(one)) for key, one in found.items() if len(one) == 1}
