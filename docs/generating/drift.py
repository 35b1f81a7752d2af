"""The page on drift: every rule, when it speaks, and when it holds a file."""

from __future__ import annotations

from generating.markdown import code, page, table
from tiig.quality.drift import DRIFT_RULES, LOOKED_BACK

_HOW = (
    "A site-month is held against those of the {months} months before it that are in force. Shares "
    "are of all rows in which the layout has the item, or of the rows with a value; categories are "
    "those at the top of their tree. Standard errors are those of the difference between two "
    "shares of rows that all have the same chance; of a volume they are those of a count."
)


def drift_page() -> str:
    """Return the rules as the code holds them."""
    return page(
        "Drift: what changed, and what holds a file",
        "What a receipt says of a file beside what its sender sent before. How to read it: "
        "[read a receipt](../how-to/read-a-receipt.md). Why these limits: "
        "[ADR 0031](../adr/0031-drift-holds-by-written-limits.md).",
        [_HOW.format(months=LOOKED_BACK), ""],
        table(
            ("rule", "about", "is said", "holds the file"),
            (
                (code(rule.id), str(rule.about), rule.said, rule.held or "never")
                for rule in DRIFT_RULES
            ),
        ),
    )
