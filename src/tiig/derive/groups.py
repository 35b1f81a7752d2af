"""Injury group and assault, and which item told them."""

from __future__ import annotations

from functools import reduce
from operator import or_

import polars as pl

from tiig.derive.context import DeriveContext
from tiig.derive.items import NO, YES, Items, chosen, chosen_if, first_state, in_words
from tiig.model.places import PHRASE_ID
from tiig.model.states import ItemState, state_column

ASSAULT, SELF_HARM, OTHER = "assault", "self-harm", "other"
UNDETERMINED, NONE = "undetermined", "none"
RECORDED, INFERRED = "recorded", "inferred"

ANY_ASSAULT = "~any_assault"
"""Whether the row is an assault, recorded or inferred; used by several columns."""

Cases = list[tuple[str, pl.Expr]]
"""Each basis with its condition, or the number it tells, in the order in which they are asked."""


def injury_group(items: Items) -> dict[str, pl.Expr]:
    """Return the injury group from the first item that tells it, and that item."""
    words = tuple(items.standard.trees["injury_group"].nodes)
    bases = tuple(items.standard.trees["basis"].nodes)
    told = _telling_a_group(items, words) + _telling_none(items, words)
    unnamed = chosen(
        [(words.index(UNDETERMINED), _points_to_injury(items))], otherwise=words.index(NONE)
    )
    basis = [(bases.index(name), number.is_not_null()) for name, number in told]
    return {
        "injury_group": in_words(words, pl.coalesce(*(number for _, number in told), unnamed)),
        "injury_group_basis": in_words(bases, chosen(basis, otherwise=bases.index(NONE))),
    }


def _telling_a_group(items: Items, words: tuple[str, ...]) -> Cases:
    """Return what tells a group, in order: recorded assaults, self-harm, the sender, the rest."""
    telling = [word for word in words if word not in {UNDETERMINED, NONE}]
    assaults = [
        (basis, chosen_if(condition, words.index(ASSAULT))) for basis, condition in _recorded(items)
    ]
    others = [
        ("mechanism", "injury_mechanism"),
        ("activity", "injury_activity_status"),
        ("complaint", "chief_complaint"),
        ("diagnosis", "diagnosis"),
    ]
    return [
        *assaults,
        ("intent", chosen_if(items.under("injury_intent", SELF_HARM), words.index(SELF_HARM))),
        ("group", items.place_in("sender_injury_group", words, only=telling)),
        *((basis, items.numbered(item, "injury_group", words)) for basis, item in others),
    ]


def _telling_none(items: Items, words: tuple[str, ...]) -> Cases:
    """Return what is said where no item tells a group."""
    said = [
        ("intent", OTHER, items.under("injury_intent", "unintentional")),
        ("intent", UNDETERMINED, items.under("injury_intent", UNDETERMINED)),
        ("group", UNDETERMINED, items.under("sender_injury_group", UNDETERMINED)),
        ("group", NONE, items.under("sender_injury_group", NONE)),
    ]
    return [(basis, chosen_if(holds, words.index(group))) for basis, group, holds in said]


def _recorded(items: Items) -> Cases:
    return [
        ("intent", items.under("injury_intent", ASSAULT)),
        ("flag", items.under("assault_flag", YES)),
        ("group", items.under("sender_injury_group", ASSAULT)),
    ]


def assault(items: Items, context: DeriveContext) -> dict[str, pl.Expr]:
    """Return whether the row is a recorded or inferred assault, and which item told it."""
    recorded = _recorded(items)
    other = _states_another_intent(items)
    inferred: Cases = [
        ("mechanism", items.of_kind("injury_mechanism", "infers", ASSAULT) & ~other),
        ("complaint", items.of_kind("chief_complaint", "infers", ASSAULT) & ~other),
        ("diagnosis", items.of_kind("diagnosis", "infers", ASSAULT) & ~other),
        ("place-text", _has_place_text(items) & ~other),
    ]
    can_tell = _can_tell(items) if context.tells_assaults else pl.lit(False)
    is_recorded, is_inferred = (_any(cases) & can_tell for cases in (recorded, inferred))
    kinds = (RECORDED, INFERRED, NONE)
    kind = chosen([(0, is_recorded), (1, is_inferred)], otherwise=2)
    bases = tuple(items.standard.trees["basis"].nodes)
    basis = [(bases.index(name), told) for name, told in recorded + inferred]
    told_by = chosen(basis, otherwise=bases.index(NONE))
    state = first_state((~can_tell, ItemState.NOT_IN_LAYOUT))
    return {
        "assault": in_words(kinds, pl.when(can_tell).then(kind)),
        state_column("assault"): state,
        "assault_basis": in_words(bases, pl.when(can_tell).then(told_by)),
        state_column("assault_basis"): state,
        ANY_ASSAULT: is_recorded | is_inferred,
    }


def _points_to_injury(items: Items) -> pl.Expr:
    return (
        items.given("injury_mechanism")
        | items.of_kind("chief_complaint", "injury")
        | items.of_kind("diagnosis", "injury")
    )


def _states_another_intent(items: Items) -> pl.Expr:
    """Tell whether an item says what else it was; "undetermined" says nothing else."""
    groups = [
        group
        for group in items.standard.trees["injury_group"].top
        if group not in {ASSAULT, UNDETERMINED}
    ]
    return (
        items.under("injury_intent", "unintentional", SELF_HARM)
        | items.under("assault_flag", NO)
        | items.under("sender_injury_group", *groups)
        | items.of_kind("chief_complaint", "injury_group", SELF_HARM)
    )


def _can_tell(items: Items) -> pl.Expr:
    telling = [item.id for item in items.standard.items.values() if item.tells_assaults]
    return reduce(or_, (items.in_layout(item) for item in telling))


def _has_place_text(items: Items) -> pl.Expr:
    return pl.col(PHRASE_ID).is_not_null() if PHRASE_ID in items.columns else pl.lit(False)


def _any(cases: Cases) -> pl.Expr:
    return reduce(or_, (condition for _, condition in cases))
