"""The sites that a file speaks of, from its site column and the names beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tiig.model.proposal import ColumnSuggestion, SiteSuggestion
from tiig.translate.memory import LONGEST, OFTEN
from tiig.translate.suggesting.looked_at import LookedAt
from tiig.translate.suggesting.pairs import words_beside
from tiig.translate.suggesting.shown import counted

_CODE = re.compile(r"[A-Z][A-Z0-9]{2}[A-Z0-9]{2}")
_SURELY_CODE = re.compile(r"(?=.*[0-9])[A-Z][A-Z0-9]{4}")
"""A code with a digit: five letters can be a surname."""
_MOST = 200
_NONE = "no column tells the site: the whole file is one site, whose code you give"
_NONE_SHOWN = "its values are rare, long or may name somebody, and are not shown: ask the sender"


def sites_of(looked: LookedAt, columns: Sequence[ColumnSuggestion]) -> tuple[SiteSuggestion, ...]:
    """Return a site for each value of the site column that may be shown.

    Where there is no such column or value, it is one site without a code.
    """
    column = site_column(columns)
    if column is None:
        return (no_site(looked.frame.height),)
    facts = looked.facts[column.place - 1]
    beside = next((one for one in columns if one.describes == column.name), None)
    names: Mapping[str, str] = {}
    if beside is not None:
        words = looked.facts[beside.place - 1]
        names = {
            value: told.words
            for value, told in words_beside(facts, words, looked.frame).items()
            if _may_be_shown(told.words, words.values.get(told.words, 0), looked)
        }
    found = tuple(
        _site(value, names.get(value, ""), facts.values[value], column.confidence)
        for value in _shown(looked, column)
    )
    return found or (SiteSuggestion("", "", (), None, 0.0, _NONE_SHOWN),)


def no_site(rows: int) -> SiteSuggestion:
    """Return the one site of a file in which no column tells it."""
    return SiteSuggestion("", "", (), rows, 0.5, _NONE)


def site_column(columns: Sequence[ColumnSuggestion]) -> ColumnSuggestion | None:
    """Return the column that tells the site, if there is one."""
    return next((one for one in columns if one.item == "site"), None)


def unlisted_sites(looked: LookedAt, column: ColumnSuggestion) -> int:
    """Count the values of the site column that are not shown."""
    return looked.facts[column.place - 1].distinct - len(_shown(looked, column))


def _shown(looked: LookedAt, column: ColumnSuggestion) -> list[str]:
    values = looked.facts[column.place - 1].values
    return [value for value, rows in values.items() if _may_be_shown(value, rows, looked)][:_MOST]


def _may_be_shown(text: str, rows: int, looked: LookedAt) -> bool:
    often = len(text) <= LONGEST and rows >= OFTEN
    return (often or _SURELY_CODE.fullmatch(text) is not None) and looked.names_nobody(text)


def _site(value: str, name: str, rows: int, sure: float) -> SiteSuggestion:
    if _CODE.fullmatch(value):
        reason = "the value has the form of a site code"
        return SiteSuggestion(value, name, (value,), counted(rows), sure, reason)
    reason = "the code is not in the file: ask the sender"
    return SiteSuggestion("", name or value, (value,), counted(rows), sure, reason)
