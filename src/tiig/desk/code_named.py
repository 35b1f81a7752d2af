"""Local values and categories by what a person writes, and whether they may be mapped."""

from __future__ import annotations

from tiig import translate
from tiig.desk.profiles import profile_for
from tiig.model.code_errors import CODE_ITEM, CODE_MAPPED, CODE_NODE, CODE_UNKNOWN
from tiig.model.code_map import Question
from tiig.model.errors import SENDER_UNKNOWN, TiigError
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.services import Services
from tiig.standard.codes import normalised

_NO_CATEGORY = frozenset({NOT_KNOWN_NODE, NOT_RECORDED_NODE})
"""What a value may mean besides a category: a declared "not known", or no answer."""


def code_asked(sender: str, item: str, value: str, services: Services) -> Question:
    """Return a listed local value; SENDER_UNKNOWN, CODE_ITEM, CODE_UNKNOWN where it is none.

    How many values are listed is told, and not which: what was typed may be nobody's to know.
    """
    if sender not in services.catalogue.senders():
        raise TiigError(SENDER_UNKNOWN, sender=sender)
    declared = services.standard.items.get(item)
    if declared is None or not declared.coded:
        raise TiigError(CODE_ITEM)
    values = {one.value for one in services.catalogue.local_values(sender) if one.item == item}
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
