"""The receipt as a workbook: every finding by row, and the full account of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tiig.kit.rows import from_ranges
from tiig.model.receipt import Receipt, RowNote
from tiig.publish.receipt_page import before_words, headline
from tiig.publish.receipt_parts import PARTS_HEADER, part_rows
from tiig.publish.workbook import OPTIONS

LINES_LISTED = 2_000
"""Findings listed one a line; the sheet of row numbers holds all of them, in runs."""
LONGEST_CELL = 30_000
"""Excel holds 32,767 characters in a cell."""

_ROW_HEADER = ("Row", "Sheet", "Column", "Item", "Fate", "Rule", "What the rule says", "Advice")
_RUN_HEADER = (
    "Fate",
    "Column",
    "Item",
    "Rule",
    "What the rule says",
    "Advice",
    "Rows",
    "Row numbers",
)


def write_receipt_workbook(receipt: Receipt, path: Path) -> None:
    """Write sheets: summary, changes, repairs, sites and months, parts, findings, row numbers."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        bold = book.add_format({"bold": True})
        sheets: tuple[tuple[str, Sequence[str], Iterable[Sequence[object]]], ...] = (
            ("Summary", ("What", "Figure"), _summary(receipt)),
            ("What changed", ("About", "What changed", "Held for it", "Rule"), _drift(receipt)),
            ("Repairs", ("Column", "Rule", "Rows", "Advice"), _repairs(receipt)),
            ("Sites and months", _SITE_HEADER, _site_months(receipt)),
            ("In force", PARTS_HEADER, (row.cells for row in part_rows(receipt.site_months))),
            ("Findings by row", _ROW_HEADER, _by_row(receipt)),
            ("All row numbers", _RUN_HEADER, _by_rule(receipt)),
        )
        for name, header, rows in sheets:
            _fill(book.add_worksheet(name), bold, header, rows)


_SITE_HEADER = ("Site", "Name", "Period", "Rows", "Rows replaced", "Recorded assaults", "Standing")


def _fill(
    sheet: Worksheet, bold: object, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    sheet.set_column(0, len(header) - 1, 22)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, header, bold)
    # By type, and each text once for the whole book: there are thousands of equal sentences.
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, place, value)
            elif value:
                sheet.write_string(number, place, str(value))


def _summary(receipt: Receipt) -> Iterator[Sequence[object]]:
    if receipt.synthetic:
        yield ("Synthetic data", "not about any real hospital or person")
    yield ("Outcome", headline(receipt))
    yield from (("Reason", reason) for reason in receipt.reasons)
    yield from (("What to do", advice) for advice in receipt.advice)
    if receipt.incident:
        yield ("Incident", receipt.incident)
        yield ("Sealed copy destroyed by (UTC)", receipt.destroy_by)
    tally, lines = receipt.tally, receipt.lines
    yield ("Rows read", tally.read)
    yield ("Rows stored", tally.stored)
    yield ("Rows set aside", tally.set_aside)
    yield ("Rows ignored", tally.ignored)
    if receipt.before is not None:
        yield ("Before, at the hospital", before_words(receipt.before))
    yield ("Lines of the file", lines.physical)
    yield ("Lines above the header", lines.above_header)
    yield ("Lines of the header", lines.header)
    yield ("Line breaks inside cells", lines.quoted_breaks)
    if lines.numbered:
        yield ("Rows", "Some records share a line: rows are the numbers of records, from 1.")
    yield from (("Changed", change) for change in receipt.changes)
    for note in receipt.converted:
        yield ("Identifying values", f"{note.column} ({note.item}): {note.sentence}")
    for note in receipt.dropped:
        column = note.column or note.item
        yield (f"Not kept: {note.effect}", f"{column} ({note.item}): {note.sentence}")
    yield ("Sender", receipt.sender_name)
    yield ("Profile", receipt.profile)
    if receipt.codes:
        yield ("Code map", receipt.codes)
    if receipt.agreement:
        yield ("Given to", receipt.sender_name)
        yield ("Purpose", f"receipt for the sender ({receipt.purpose})")
        yield ("Agreement", receipt.agreement)
    yield ("Period", receipt.period)
    yield ("Submission", receipt.submission)
    yield ("Received (UTC)", receipt.received_at)
    yield from _of_the_file(receipt)


def _of_the_file(receipt: Receipt) -> Iterator[Sequence[object]]:
    yield ("SHA-256 of the file", receipt.fingerprint)
    if receipt.limits:
        yield ("Limits of reading", f"The file was {receipt.limits}.")
    if receipt.audit_head:
        yield ("Signed end of the audit trail", receipt.audit_head)


def _drift(receipt: Receipt) -> Iterator[Sequence[object]]:
    yield from (("", change, "", "") for change in receipt.changes)
    for one in receipt.drift:
        yield (str(one.about), one.sentence, "yes" if one.holds else "", one.rule)


def _repairs(receipt: Receipt) -> Iterator[Sequence[object]]:
    for note in receipt.repairs:
        yield (note.column or note.item, note.sentence, note.count, note.advice)


def _site_months(receipt: Receipt) -> Iterator[Sequence[object]]:
    for line in receipt.site_months:
        yield (
            line.site,
            line.name,
            line.days or line.month,
            line.rows,
            "" if line.previous is None else line.previous,
            "cannot be told" if line.recorded_assaults is None else line.recorded_assaults,
            line.standing,
        )


def _all_notes(receipt: Receipt) -> tuple[RowNote, ...]:
    return (*receipt.identifiers, *receipt.set_aside, *receipt.ignored, *receipt.findings)


def _by_row(receipt: Receipt) -> Iterator[Sequence[object]]:
    """Yield one line a finding, until there are too many to be of use."""
    listed = 0
    for note in _all_notes(receipt):
        for row in from_ranges(note.rows):
            if listed == LINES_LISTED:
                yield ("", "", "", "", "", "", "More findings: see the sheet All row numbers", "")
                return
            listed += 1
            yield (
                row,
                receipt.sheet or "",
                note.column,
                note.item,
                note.effect,
                note.rule,
                note.sentence,
                note.advice,
            )


def _by_rule(receipt: Receipt) -> Iterator[Sequence[object]]:
    for note in _all_notes(receipt):
        for runs in _in_cells(note.rows):
            yield (
                note.effect,
                note.column,
                note.item,
                note.rule,
                note.sentence,
                note.advice,
                note.count,
                runs,
            )


def _in_cells(rows: str) -> Iterator[str]:
    """Cut a long list of runs where Excel's cell would be full."""
    while len(rows) > LONGEST_CELL:
        cut = rows.rindex(", ", 0, LONGEST_CELL)
        yield rows[:cut]
        rows = rows[cut + 2 :]
    yield rows
