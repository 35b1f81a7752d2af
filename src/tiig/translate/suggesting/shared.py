"""Columns that answer two questions: a profile names such a column twice, once for each item.

ECDS writes alcohol and drugs into one element. A second item is suggested where the column's name
says both alike, nothing else in the file tells the second, and its values mean something for the
one that they do not mean for the other: a bare yes says of neither which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tiig.model.proposal import ColumnSuggestion
from tiig.standard.items import Item
from tiig.translate.suggesting.code_maps import CodeMap
from tiig.translate.suggesting.headings import Heading

_NAMED, _ALIKE = 0.45, 0.05
_SURE = 0.85


def shared(
    columns: tuple[ColumnSuggestion, ...],
    headings: Mapping[int, Heading],
    items: Mapping[str, Item],
    mapped: Callable[[ColumnSuggestion, Item], CodeMap],
) -> tuple[ColumnSuggestion, ...]:
    """Return the columns once more that feed a second item, under places of their own."""
    fed = {column.item for column in columns}
    found: list[ColumnSuggestion] = []
    for column in columns:
        for item in _named_alike(column, headings[column.place], items):
            codes = mapped(column, item)
            if item.id in fed or not _tell_apart(column, codes):
                continue
            fed.add(item.id)
            second = replace(
                column,
                place=len(columns) + len(found) + 1,
                item=item.id,
                confidence=min(column.confidence, _SURE),
                reason=f"column {column.place} again: its name and values tell this item as well",
                alternatives=(),
                codes=codes.codes,
                unlisted=0,
            )
            found.append(second)
    return tuple(found)


def _named_alike(
    column: ColumnSuggestion, heading: Heading, items: Mapping[str, Item]
) -> Iterator[Item]:
    """Yield the items of the same categories that a column's name says as well as its own."""
    own = items.get(column.item or "")
    if own is None or own.tree is None:
        return
    best = heading.fits.get(own.id, (0.0, ""))[0]
    for item in items.values():
        fit = heading.fits.get(item.id, (0.0, ""))[0]
        if item is not own and item.tree == own.tree and fit >= max(_NAMED, best - _ALIKE):
            yield item


def _tell_apart(column: ColumnSuggestion, other: CodeMap) -> bool:
    own = {code.value: code.node for code in column.codes}
    said = [(own.get(code.value), code.node) for code in other.codes]
    return any(_tells(node) and node != first for first, node in said)


def _tells(node: str | None) -> bool:
    return node is not None and not node.startswith("~")
