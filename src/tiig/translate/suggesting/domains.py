"""Whether a file is of attendances at all: other domains have dates, sexes and numbers too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tiig.model.proposal import SURE, ColumnSuggestion, Use

_EVERYWHERE = frozenset(
    {"arrival_at", "injury_at", "age", "date_of_birth", "sex", "ethnic_category", "person_number",
     "arrival_mode", "residence_lsoa", "residence_district", "residence_postcode"}
)  # fmt: skip
"""Items that files of other domains seem to hold: crashes, crimes, registers of people."""
_FEWEST_SIGNS, _FEWEST_ITEMS = 2, 6
_DOUBTED = 0.7
"""How sure a column of a file is that shows no other sign: below what counts as accepted."""


def not_sure_of_another_domain(
    columns: tuple[ColumnSuggestion, ...],
) -> tuple[ColumnSuggestion, ...]:
    """Return the columns, none of them sure where nothing else speaks of attendances."""
    if len(_signs(columns)) >= _FEWEST_SIGNS:
        return columns
    return tuple(
        replace(one, confidence=min(one.confidence, _DOUBTED)) if one.use is Use.ITEM else one
        for one in columns
    )


def _signs(columns: Iterable[ColumnSuggestion]) -> set[str]:
    """Return the items that hardly any file but one of attendances tells."""
    return {
        one.item
        for one in columns
        if one.item is not None and one.item not in _EVERYWHERE and one.confidence >= SURE
    }


def doubt_of_the_file(columns: Iterable[ColumnSuggestion]) -> str:
    """Ask whether a file with few items, or none of an injury, is one of attendances."""
    fed = {column.item for column in columns if column.item}
    injuries = {item for item in fed if item.startswith(("injury", "assault", "sender"))}
    if injuries and len(fed) >= _FEWEST_ITEMS:
        return ""
    return (
        f"Only {len(fed)} items of the standard are told, and {len(injuries)} of an injury: is "
        "this an extract of attendances at an emergency department?"
    )
