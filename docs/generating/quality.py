"""The page on quality: which items are watched, and the targets in force."""

from __future__ import annotations

from generating.markdown import code, codes, page, table
from tiig.standard import Standard
from tiig.standard.quality import ROWS_OF

_MANDATION = {"M": "ISTV: mandatory", "R": "ISTV: required", "own": "TIIG"}


def quality_page(standard: Standard) -> str:
    """Return the watched items and the targets, as the standard holds them."""
    targets = standard.quality_targets.values()
    watched = standard.quality_items.values()
    return page(
        "Quality: items and targets",
        "What `tiig quality` counts and judges by. How to read it: "
        "[read the quality of data](../how-to/read-quality.md).",
        ["## Items that are watched", "", "Each is counted among the rows that it applies to.", ""],
        table(
            ("item", "label", "asked of", "rows", "asked by", "source"),
            (
                (
                    code(one.item),
                    one.label,
                    str(one.applies),
                    code(f"rows/{ROWS_OF[one.applies]}"),
                    _MANDATION.get(one.mandation, one.mandation),
                    one.source,
                )
                for one in standard.quality_items.values()
            ),
        ),
        ["## Targets", "", "Levels are data: a changed level judges every month again.", ""],
        table(
            ("target", "label", "of", "items", "level", "since", "why this level", "source"),
            (
                (
                    code(one.id),
                    one.label,
                    str(one.dimension),
                    codes(one.items) if one.items else "all",
                    f"at most {one.at_most} days"
                    if one.at_most is not None
                    else f"at least {one.at_least} %",
                    one.since.isoformat(),
                    one.why,
                    one.source,
                )
                for one in targets
            ),
        ),
        [
            "## Sets to agree on",
            "",
            "A set is agreed with a department for some months: `tiig quality targets add --set`.",
            "",
        ],
        table(
            ("set", "label", "of", "items", "level", "since", "why this level", "source"),
            (
                (
                    code(one.id),
                    one.label,
                    str(one.dimension),
                    codes(one.items_of(watched)) if one.mandation else "all",
                    f"at least {one.at_least} %",
                    one.since.isoformat(),
                    one.why,
                    one.source,
                )
                for one in standard.quality_target_sets.values()
            ),
        ),
    )
