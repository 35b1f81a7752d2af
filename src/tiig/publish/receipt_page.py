"""The receipt as one HTML page that can be mailed: no script, no picture, no outside link."""

from __future__ import annotations

from tiig.model.drift import About, Change
from tiig.model.prepared import HospitalCounts
from tiig.model.receipt import Receipt, RowNote
from tiig.publish.html_pages import html_page
from tiig.publish.receipt_parts import part_rows

ROWS_SHOWN = 200
"""Characters of row numbers shown on the page; the workbook lists them all."""


def receipt_html(receipt: Receipt) -> str:
    """Draw the receipt; row numbers, columns and rules, never a value."""
    return html_page(
        "receipt.html",
        receipt=receipt,
        headline=headline(receipt),
        shortened=shortened,
        drift=drift_groups(receipt),
        part_rows=tuple(part_rows(receipt.site_months)),
        before_words="" if receipt.before is None else before_words(receipt.before),
    )


def drift_groups(receipt: Receipt) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """Group what changed by what it is about, in the order of the receipt."""
    return tuple(
        (str(about), found)
        for about in About
        if (found := tuple(one for one in receipt.drift if one.about is about))
    )


def before_words(counts: HospitalCounts) -> str:
    """Say what the hospital did with the rows of its own file before it sent a package."""
    return (
        f"At the hospital {counts.read:,} rows were read = sent {counts.kept:,}"
        f" + opted out {counts.opted_out:,} + set aside {counts.set_aside:,}"
        f" + ignored {counts.ignored:,}."
    )


def headline(receipt: Receipt) -> str:
    """Say in one sentence what became of the file."""
    if receipt.nil:
        return "Your nil return has been entered."
    tally = receipt.tally
    verdicts = {
        "in force": f"Your file was taken in: {tally.stored:,} of {tally.read:,} rows are stored.",
        "held": f"Your file is held: {tally.read:,} rows were read and none is counted yet.",
        "refused": "Your file was refused and nothing was stored.",
    }
    return verdicts.get(receipt.state, f"Your file is {receipt.state}.")


def shortened(note: RowNote, longest: int = ROWS_SHOWN) -> str:
    """Write a note's row numbers up to a length, never cutting one in two."""
    if len(note.rows) <= longest:
        return note.rows
    kept = note.rows[:longest].rpartition(", ")[0]
    return f"{kept} … (all in the workbook)"
