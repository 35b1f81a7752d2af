"""The page on quality: which items are watched, the targets in force, and sets to agree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generating.markdown import code, codes, page, table
from tiig.standard import Standard
from tiig.standard.quality import ROWS_OF

_MANDATION = {"M": "ISTV: mandatory", "R": "ISTV: required", "own": "TIIG"}
_LEVELS = ("label", "of", "items", "level", "since", "why this level", "source")

Rows = Iterator[Sequence[str]]


def quality_page(standard: Standard) -> str:
    """Return the watched items and the targets, as the standard holds them."""
    return page(
        "Quality: items and targets",
        "What `tiig quality` counts and judges by. How to read it: "
        "[read the quality of data](../how-to/read-quality.md).",
        ["## Items that are watched", "", "Each is counted among the rows that it applies to.", ""],
        table(("item", "label", "asked of", "rows", "asked by", "source"), _items(standard)),
        ["## Targets", "", "Levels are data: a changed level judges every month again.", ""],
        table(("target", *_LEVELS), _targets(standard)),
        [
            "## Sets to agree on",
            "",
            "A set is agreed with a department for some months: `tiig quality targets add --set`.",
            "",
        ],
        table(("set", *_LEVELS), _sets(standard)),
    )


def _items(standard: Standard) -> Rows:
    for one in standard.quality_items.values():
        yield (
            code(one.item),
            one.label,
            str(one.applies),
            code(f"rows/{ROWS_OF[one.applies]}"),
            _MANDATION.get(one.mandation, one.mandation),
            one.source,
        )


def _targets(standard: Standard) -> Rows:
    for one in standard.quality_targets.values():
        days = one.at_most is not None
        yield (
            code(one.id),
            one.label,
            str(one.dimension),
            codes(one.items) if one.items else "all",
            f"at most {one.at_most} days" if days else f"at least {one.at_least} %",
            one.since.isoformat(),
            one.why,
            one.source,
        )


def _sets(standard: Standard) -> Rows:
    watched = standard.quality_items.values()
    for one in standard.quality_target_sets.values():
        yield (
            code(one.id),
            one.label,
            str(one.dimension),
            codes(one.items_of(watched)) if one.mandation else "all",
            f"at least {one.at_least} %",
            one.since.isoformat(),
            one.why,
            one.source,
        )
