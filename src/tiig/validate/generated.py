"""The rules that every item brings with it: given, readable, mapped, in range."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

import polars as pl

from tiig.model.states import ItemState
from tiig.standard.items import Item, Kind
from tiig.standard.standard import Standard
from tiig.validate.cells import ASSAULT, Cells, only_if
from tiig.validate.numbers import generated_number
from tiig.validate.rules import Effect, Origin, Rule

_PLACES = {"given": 0, "readable": 1, "mapped": 2, "in-range": 3}
"""The place of each kind in an item's ten numbers; a retired kind keeps its place."""

_NOT_READ = frozenset({Kind.TEXT, Kind.NUMBER_ID})
"""Kinds that no reading can fail; a code can be damaged, as 1.06E+15 by a spreadsheet."""

_SIGNS = (
    "injury_intent",
    "injury_mechanism",
    "injury_at",
    "injury_place_type",
    "sender_injury_group",
)


def generated_rules(item: Item, number: int, standard: Standard) -> Iterator[Rule]:
    """Yield the rules of one item; set-aside rules already say all of site and arrival date."""
    if item.kind is Kind.SITE:
        return
    if (item.required or item.required_for) and item.id != "arrival_at":
        yield _given(item, number, standard)
    if item.kind not in _NOT_READ and item.id != "arrival_at":
        yield _readable(item, number)
    if item.coded:
        yield _mapped(item, number)
    if item.low is not None or item.high is not None:
        yield _in_range(item, number)


def _weight(item: Item) -> int:
    if item.tells_assaults:
        return 8
    if ASSAULT in item.required_for:
        return 6
    return 4 if item.required or item.required_for else 2


def _rule(item: Item, number: int, kind: str, **parts: object) -> Rule:
    return Rule(
        id=f"{item.id}-{kind}",
        number=generated_number(number, _PLACES[kind]),
        item=item.id,
        weight=_weight(item),
        origin=Origin.ITEM,
        **parts,  # type: ignore[arg-type]
    )


def _given(item: Item, number: int, standard: Standard) -> Rule:
    groups = standard.trees["injury_group"]
    every = set(groups.top) - {"none"} <= set(item.required_for)
    if item.required:
        whose = "Every attendance"
    elif every:
        whose = "Every injury"
    else:
        labels = " or ".join(groups.label(group).lower() for group in item.required_for)
        whose = f"Every row with the injury group {labels}"

    telling = (item.id, *_made_into(item, standard))

    def test(cells: Cells) -> pl.Expr:
        applies = pl.any_horizontal(cells.asked(one) for one in telling)
        if not item.required:
            applies &= _injury(cells) if every else _of_groups(cells, item.required_for)
        return only_if(applies, pl.any_horizontal(cells.answered(one) for one in telling))

    return _rule(
        item,
        number,
        "given",
        effect=Effect.NOTE,
        sentence=f'{whose} has "{item.label}", if only to say that it is not known.',
        advice=f'Fill in "{item.label}"; "not known" is an answer, a blank is none.',
        test=test,
    )


def _made_into(item: Item, standard: Standard) -> tuple[str, ...]:
    """Name the items that become this one at gate one: whoever sends them has answered it."""
    return tuple(one.id for one in standard.items.values() if one.coarsens_to == item.id)


def _readable(item: Item, number: int) -> Rule:
    def test(cells: Cells) -> pl.Expr:
        return only_if(cells.answered(item.id), ~cells.state(item.id, ItemState.UNREADABLE))

    return _rule(
        item,
        number,
        "readable",
        effect=Effect.BLANK,
        sentence=f'"{item.label}" can be read in the form that the sender profile names.',
        advice=f'Export "{item.label}" in that form, or name the new form in the sender profile.',
        test=test,
    )


def _mapped(item: Item, number: int) -> Rule:
    def test(cells: Cells) -> pl.Expr:
        return only_if(cells.answered(item.id), ~cells.state(item.id, ItemState.UNMAPPED))

    return _rule(
        item,
        number,
        "mapped",
        effect=Effect.BLANK,
        sentence=f'The data standard or the sender profile explains the code of "{item.label}".',
        advice="Say in the code map of the sender profile what the code means.",
        test=test,
    )


def _in_range(item: Item, number: int) -> Rule:
    bounds = [
        *([f"at least {item.low}"] if item.low is not None else []),
        *([f"at most {item.high}"] if item.high is not None else []),
    ]

    def test(cells: Cells) -> pl.Expr:
        value, holds = cells.value(item.id), pl.lit(True)
        if item.low is not None:
            holds &= value >= item.low
        if item.high is not None:
            holds &= value <= item.high
        return only_if(cells.given(item.id), holds)

    return _rule(
        item,
        number,
        "in-range",
        effect=Effect.BLANK,
        sentence=f'"{item.label}" is {" and ".join(bounds)}.',
        advice=f'Correct "{item.label}"; leave it blank where it is not known.',
        test=test,
    )


def _injury(cells: Cells) -> pl.Expr:
    """Tell whether anything says that the row is an injury, and nothing that it is none."""
    signs = [cells.given(item) for item in _SIGNS]
    signs += [cells.yes("assault_flag"), cells.of_kind("diagnosis", "injury")]
    signs += [cells.of_kind("chief_complaint", "injury")]
    return reduce(or_, signs) & ~cells.under("sender_injury_group", "none")


def _of_groups(cells: Cells, groups: tuple[str, ...]) -> pl.Expr:
    """Tell whether the row's recorded intent, flag or group is one of some injury groups."""
    told = [cells.under("sender_injury_group", *groups)]
    told += [cells.of_kind("injury_intent", "injury_group", group) for group in groups]
    if ASSAULT in groups:
        told.append(cells.assault())
    return reduce(or_, told)
