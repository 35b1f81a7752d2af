"""The report of a preparation: what is sent, what was taken out, what to improve. No value."""

from __future__ import annotations

from collections.abc import Iterator

from tiig.model.prepared_report import Prepared
from tiig.publish.html_pages import html_page
from tiig.publish.receipt_page import shortened


def prepared_html(prepared: Prepared) -> str:
    """Draw the report as one page: no script, no picture, no outside link."""
    return html_page(
        "prepared.html",
        prepared=prepared,
        counts=prepared.counts,
        receipt=prepared.receipt,
        numbers=numbers_words(prepared),
        shortened=shortened,
    )


def prepared_lines(prepared: Prepared) -> Iterator[str]:
    """Say in a few lines what was made."""
    counts, receipt = prepared.counts, prepared.receipt
    yield f"Ready to send: {prepared.package} ({_rows(counts.kept)})."
    yield (
        f"  Read {counts.read:,} = sent {counts.kept:,} + opted out {counts.opted_out:,}"
        f" + set aside {counts.set_aside:,} + ignored {counts.ignored:,}"
    )
    yield f"  {numbers_words(prepared)}"
    yield from (f"  Converted: {one.column}: {one.sentence}" for one in receipt.converted)
    yield from (f"  TIIG will hold it until a person looks: {why}" for why in receipt.reasons)
    yield from (
        f"  Repair {place}: {note.column or note.item}: {note.sentence} ({_rows(note.count)})"
        for place, note in enumerate(receipt.repairs, start=1)
    )
    yield f"  Sealed for the key {prepared.check_words}: compare with TIIG by telephone."


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def numbers_words(prepared: Prepared) -> str:
    """Say how local numbers travel."""
    if prepared.key is None:
        return (
            "Without --pseudonym-key, patient numbers are left out and attendance numbers link "
            "within this package only."
        )
    made = "was made now; keep a copy of it in the hospital" if prepared.key_is_new else "was used"
    return f"The hospital's key {prepared.key} {made}: months prepared with it link to each other."
