"""What is written beside the rows of the hospital's own copy, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tiig import validate
from tiig.intake.whole_file import WholeFile
from tiig.receive import Note

SENT = Note("sent", "")
_OPTED_OUT = Note("opted out: not sent", "")
_SCRUBBED = "what identifies a person is removed from this text before it is sent"


def notes_of(
    whole: WholeFile, judged: validate.Judged, opted_out: Collection[int]
) -> Mapping[int, Note]:
    """Return the notes of a batch by row; rows without one are sent as they are."""
    texts: dict[int, list[str]] = {}
    for row, number in judged.findings.select("row", "rule").iter_rows():
        texts.setdefault(row, []).append(_sentence(whole, number))
    touched = whole.scrubbed_lately.select("row", "column").unique(maintain_order=True)
    for row, column in touched.iter_rows():
        texts.setdefault(row, []).append(f"{column}: {_SCRUBBED}.")
    notes = {row: Note(SENT.fate, "\n".join(found)) for row, found in texts.items()}
    for row, number in judged.set_aside.select("row", "rule").iter_rows():
        notes[row] = Note("set aside: not sent", _sentence(whole, number))
    return notes | dict.fromkeys(opted_out, _OPTED_OUT)


def _sentence(whole: WholeFile, number: int) -> str:
    rule = whole.rules.by_number[number]
    column = whole.plan.file_column(rule.item) if whole.plan else None
    return f"{column or rule.item}: not met: {rule.sentence} {rule.advice}"
