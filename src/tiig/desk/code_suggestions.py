"""What a local value may mean: what was approved for others, and what the standard says of words.

A suggestion is shown with its reason and never applied: a person confirms it, or does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tiig.model.code_map import CodeStanding, CodeState, Question
from tiig.standard import Standard
from tiig.standard.codes import normalised


@dataclass(frozen=True)
class Suggestion:
    """A node, how sure it is (`high`, `some`), and why, in words."""

    node: str
    confidence: str
    reason: str


def suggestions(
    asked: Question, standing: Mapping[Question, CodeStanding], standard: Standard
) -> tuple[Suggestion, ...]:
    """Return what a value may mean, the surest first; each category once."""
    found = [*_of_others(asked, standing), *_of_standard(asked, standard)]
    return tuple({one.node: one for one in reversed(found)}.values())[::-1]


def _of_others(asked: Question, standing: Mapping[Question, CodeStanding]) -> Iterable[Suggestion]:
    """Yield what was approved of the same value of the same item for other senders."""
    for other, stands in standing.items():
        alike = (other.item, _text(other.value)) == (asked.item, _text(asked.value))
        decision = stands.approved
        if other.sender == asked.sender or not alike or decision is None:
            continue
        if stands.state is CodeState.REFUSED or decision.node is None:
            continue
        reason = (
            f"approved for {other.sender} by {decision.person} on {decision.at:%Y-%m-%d}"
            f"{', alone' if decision.alone else ''}"
        )
        yield Suggestion(decision.node, "high", reason)


def _of_standard(asked: Question, standard: Standard) -> Iterable[Suggestion]:
    """Yield codes of the item that nobody has verified yet, and categories of the same words."""
    item, text = standard.items[asked.item], _text(asked.value)
    for name in item.code_sets:
        for entry in standard.code_sets[name].entries:
            if text == normalised(entry.code) and not entry.verified.maps:
                reason = f"a code of {name} that is {entry.verified}, not verified"
                yield Suggestion(entry.node, "some", reason)
    words = _words(text)
    for node in standard.tree_of(asked.item).nodes.values():
        if words and words in {_words(normalised(one)) for one in (node.label, *node.also)}:
            yield Suggestion(node.id, "some", "the same words as this category, spelled otherwise")


def _text(value: str) -> str:
    """Return a local value without the name of its column."""
    return value.rpartition("=")[2] if "=" in value else value


def _words(text: str) -> frozenset[str]:
    """Return the words of a text without its punctuation and their order."""
    spelled = "".join(letter if letter.isalnum() else " " for letter in text)
    return frozenset(spelled.split())
