"""The sites that a file speaks of, from its site column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiig.model.proposal import ColumnSuggestion, SiteSuggestion
from tiig.translate.suggesting.looked_at import LookedAt

_CODE = re.compile(r"[A-Z][A-Z0-9]{4}")
_MOST = 200


def sites_of(looked: LookedAt, columns: Sequence[ColumnSuggestion]) -> tuple[SiteSuggestion, ...]:
    """Return a site for each value of the site column; one without a code where there is none."""
    column = next((one for one in columns if one.item == "site"), None)
    if column is None:
        reason = "no column tells the site: the whole file is one site, whose code you give"
        return (SiteSuggestion("", "", (), looked.frame.height, 0.5, reason),)
    values = looked.facts[column.place - 1].values
    return tuple(
        _site(value, rows, column.confidence)
        for value, rows in list(values.items())[:_MOST]
        if looked.passes(value)
    )


def _site(value: str, rows: int, sure: float) -> SiteSuggestion:
    if _CODE.fullmatch(value):
        return SiteSuggestion(
            value, "", (value,), rows, sure, "the value has the form of a site code"
        )
    return SiteSuggestion(
        "", value, (value,), rows, sure, "the code is not in the file: ask the sender"
    )
