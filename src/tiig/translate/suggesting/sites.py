"""The sites that a file speaks of, from its site column and the names beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tiig.model.proposal import ColumnSuggestion, SiteSuggestion
from tiig.translate.suggesting.looked_at import LookedAt
from tiig.translate.suggesting.pairs import words_beside

_CODE = re.compile(r"[A-Z][A-Z0-9]{2}[A-Z0-9]{2}")
_MOST = 200


def sites_of(looked: LookedAt, columns: Sequence[ColumnSuggestion]) -> tuple[SiteSuggestion, ...]:
    """Return a site for each value of the site column; one without a code where there is none."""
    column = next((one for one in columns if one.item == "site"), None)
    if column is None:
        reason = "no column tells the site: the whole file is one site, whose code you give"
        return (SiteSuggestion("", "", (), looked.frame.height, 0.5, reason),)
    facts = looked.facts[column.place - 1]
    beside = next((one for one in columns if one.describes == column.name), None)
    names: Mapping[str, str] = {}
    if beside is not None:
        names = words_beside(facts, looked.facts[beside.place - 1], looked.frame)
    return tuple(
        _site(value, names.get(value, ""), rows, column.confidence)
        for value, rows in list(facts.values.items())[:_MOST]
        if looked.passes(value) and looked.passes(names.get(value, ""))
    )


def _site(value: str, name: str, rows: int, sure: float) -> SiteSuggestion:
    if _CODE.fullmatch(value):
        reason = "the value has the form of a site code"
        return SiteSuggestion(value, name, (value,), rows, sure, reason)
    reason = "the code is not in the file: ask the sender"
    return SiteSuggestion("", name or value, (value,), rows, sure, reason)
