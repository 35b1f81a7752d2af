"""The small integers that stand for rules and items in findings; never used twice.

`rule_numbers.csv` and `item_numbers.csv` are append-only. A rule that is generated from an
item has the number 1000 + 10 x the item's number + the place of its kind, so that adding
an item never moves another rule's number. Items of a site's overlay are numbered from 500
in the order in which the overlay names them, which a site therefore only adds to.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from tiig.standard.standard import Standard

FIRST_OVERLAY_ITEM = 500
FIRST_GENERATED_RULE = 1000
KINDS_PER_ITEM = 10


@lru_cache(maxsize=1)
def rule_numbers() -> Mapping[str, int]:
    """Return the packaged numbers of the written rules, retired ones included."""
    return _read("rule_numbers.csv", "rule")


@lru_cache(maxsize=1)
def packaged_item_numbers() -> Mapping[str, int]:
    """Return the packaged numbers of the standard's own items."""
    return _read("item_numbers.csv", "item")


def item_numbers(standard: Standard) -> dict[str, int]:
    """Return the number of every item of a standard, overlay items included."""
    packaged = packaged_item_numbers()
    added = [item for item in standard.items if item not in packaged]
    numbers = {item: packaged[item] for item in standard.items if item in packaged}
    return numbers | {item: FIRST_OVERLAY_ITEM + place for place, item in enumerate(added)}


def generated_number(item_number: int, place: int) -> int:
    """Return the number of a generated rule: its item's number and the place of its kind."""
    return FIRST_GENERATED_RULE + KINDS_PER_ITEM * item_number + place


def _read(name: str, key: str) -> Mapping[str, int]:
    text = (files("tiig.validate") / name).read_text(encoding="utf-8")
    return {row[key]: int(row["number"]) for row in csv.DictReader(text.splitlines())}
