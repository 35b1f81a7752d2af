"""Local values and categories by what a person writes, and whether they may be mapped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tiig import translate
from tiig.desk.profiles import profile_for
from tiig.model.asker import Asker
from tiig.model.code_errors import (
    CODE_ITEM,
    CODE_MAPPED,
    CODE_NODE,
    CODE_UNKNOWN,
    CODES_OURS,
    CODES_PURPOSE,
)
from tiig.model.code_map import CodeDecision, Question, is_a_question
from tiig.model.errors import SENDER_UNKNOWN, TiigError
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.services import Services
from tiig.standard.codes import normalised
from tiig.standard.trees import SPECIAL_LABELS

_NO_CATEGORY = frozenset({NOT_KNOWN_NODE, NOT_RECORDED_NODE})
"""What a value may mean besides a category: a declared "not known", or no answer."""


@dataclass(frozen=True)
class CodeMeaning:
    """What a value means by one decision: the category and its words, who said so, when and why."""

    decision: str
    sender: str
    item: str
    value: str
    node: str
    label: str
    person: str
    at: datetime
    because: str


def check_code_reader(asker: Asker) -> None:
    """Refuse whoever asks under an agreement: CODES_OURS. What senders write is the team's."""
    if asker.agreement is not None:
        raise TiigError(CODES_OURS)


def check_code_person(asker: Asker) -> None:
    """Refuse whoever may not decide what values mean: CODES_OURS, CODES_PURPOSE."""
    check_code_reader(asker)
    if not (asker.purpose or "").strip():
        raise TiigError(CODES_PURPOSE)


def meanings_of(
    decisions: Iterable[CodeDecision | None], services: Services
) -> tuple[CodeMeaning, ...]:
    """Return what decisions say that values mean, leaving out those that say nothing of it."""
    return tuple(
        CodeMeaning(
            decision=one.id,
            sender=one.sender,
            item=one.item,
            value=one.value,
            node=one.node,
            label=_label(one.item, one.node, services),
            person=one.person,
            at=one.at,
            because=one.because,
        )
        for one in decisions
        if one is not None and one.node is not None
    )


def _label(item: str, node: str, services: Services) -> str:
    """Return the words of a category; its id where the standard has dropped it since."""
    if node in SPECIAL_LABELS:
        return SPECIAL_LABELS[node]
    known = services.standard.tree_of(item).nodes.get(node)
    return node if known is None else known.label


def code_asked(sender: str, item: str, value: str, services: Services) -> Question:
    """Return a listed local value; SENDER_UNKNOWN, CODE_ITEM, CODE_UNKNOWN where it is none.

    How many values are listed is told, and not which: what was typed may be nobody's to know.
    """
    if sender not in services.catalogue.senders():
        raise TiigError(SENDER_UNKNOWN, sender=sender)
    declared = services.standard.items.get(item)
    if declared is None or not declared.coded:
        raise TiigError(CODE_ITEM)
    known = services.catalogue.local_values(sender)
    values = {one.value for one in known if one.item == item and is_a_question(one.value)}
    text = normalised(value)
    if text not in values:
        raise TiigError(CODE_UNKNOWN, sender=sender, listed=len(values))
    return Question(sender, item, text)


def node_for_code(item: str, node: str, services: Services) -> str:
    """Return a node that a value of an item may mean; CODE_NODE where there is none."""
    text = node.strip()
    if text not in _NO_CATEGORY and text not in services.standard.tree_of(item):
        raise TiigError(CODE_NODE, item=item)
    return text


def check_unexplained(asked: Question, services: Services) -> None:
    """Refuse a value that the sender's profile or the standard maps: CODE_MAPPED says where."""
    today = services.clock.now().date()
    profile = profile_for(asked.sender, services, today)
    where = translate.explained_by(asked.item, asked.value, profile, services.standard, today)
    if where is not None:
        raise TiigError(CODE_MAPPED, item=asked.item, by=where)
