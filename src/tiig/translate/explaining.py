"""What explains a local value already: a column of the profile, or the data standard."""

from __future__ import annotations

from datetime import date

from tiig.model.profile import Column, SenderProfile
from tiig.standard import Standard
from tiig.standard.codes import normalised
from tiig.translate.coding import node_of


def explained_by(
    item: str, value: str, profile: SenderProfile, standard: Standard, on: date
) -> str | None:
    """Return where a local value is mapped already, in words; None where nothing maps it."""
    meanings = standard.value_map(item, on)
    columns = [column for column in profile.columns if column.item == item]
    for column in columns:
        text = _text_in(value, column, shared=len(columns) > 1)
        if text is None:
            continue
        if node_of(text, dict(column.codes), {}) is not None:
            return f"column {column.name} of the profile {profile.key}"
        if node_of(text, {}, meanings) is not None:
            return f"the data standard {standard.version[:12]}"
    return None


def _text_in(value: str, column: Column, *, shared: bool) -> str | None:
    """Return the text that a local value is of one column; None where it is of another."""
    if not shared:
        return value
    name, _, text = value.partition("=")
    return text if name == normalised(column.name) else None
