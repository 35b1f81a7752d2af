"""Quality as a long table: one line a department, item and month, for CSV and workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from tiig.kit.spreadsheet import escaped
from tiig.model.cleared_quality import ClearedQuality, ShownItem, ShownShare
from tiig.publish.exhibits.quality_cells import KEY, aim_sentences, share_words
from tiig.publish.workbook import OPTIONS

_SHARES = {"usable": "known", "completeness": "completeness", "validity": "validity"}
"""Shares that targets may judge, by the dimension of these targets."""

_HEADER = (
    "Site", "Department", "Month", "Item", "Asked of", "In the file",
    "Can be used, from %", "Can be used, to %", "Target of use",
    "Complete, from %", "Complete, to %", "Target of completeness",
    "Valid, from %", "Valid, to %", "Target of validity",
    "Not known, from %", "Not known, to %",
)  # fmt: skip
_EXACT = ("Rows", "Usable rows", "Answered rows", "Valid answers", "Rows not known")
_MONTHS = (
    "Site", "Department", "Month", "Standing", "Days until received", "In time",
    "Rows beside the usual number", "Target of volume",
)  # fmt: skip

Line = list[str | int]


def quality_header(quality: ClearedQuality) -> list[str]:
    """Return the names of the columns; parts of shares stand in exact answers only."""
    return [*_HEADER, *(_EXACT if quality.exact else ())]


def quality_body(quality: ClearedQuality) -> Iterator[Line]:
    """Yield a line for each item of each site-month in force."""
    names = dict(quality.coverage.sites)
    items = {one.item: one for one in quality.items}
    for cell in quality.cells:
        item = items[cell.item]
        line: Line = [
            cell.site, names.get(cell.site, cell.site), str(cell.month), item.label,
            item.applies, "not sent" if cell.not_sent else "yes",
        ]  # fmt: skip
        for name, dimension in _SHARES.items():
            share = getattr(cell, name)
            aimed = _aimed(quality, dimension, cell)
            line += [*_limits(share), _outcome(share, aimed=aimed)]
        line += _limits(cell.unknown)
        if quality.exact:
            line += ["" if cell.rows is None else cell.rows]
            line += [_part(getattr(cell, name)) for name in (*_SHARES, "unknown")]
        yield line


def months_body(quality: ClearedQuality) -> Iterator[Line]:
    """Yield a line for each expected site-month."""
    names = dict(quality.coverage.sites)
    for one in quality.months:
        days: str | int = "" if one.days is None else one.days
        yield [
            one.site, names.get(one.site, one.site), str(one.month), str(one.standing), days,
            "history" if one.history else str(one.in_time),
            share_words(one.volume), _outcome(one.volume, aimed=True),
        ]  # fmt: skip


def quality_lines(quality: ClearedQuality) -> Iterator[str]:
    """Yield what stands under the table: signs, notes, targets, lineage."""
    yield KEY
    yield from quality.notes
    for sentence in aim_sentences(quality):
        yield f"Target: {sentence}"
    if not quality.for_release:
        yield "Exact figures: not for release."
    yield quality.given.sentence
    yield (
        f"Disclosure preset: {quality.preset}. Release {quality.release}, "
        f"lineage {quality.manifest}."
    )


def quality_csv(quality: ClearedQuality) -> str:
    """Write items, site-months and notes, one block under the other."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for header, body in (
        (quality_header(quality), quality_body(quality)),
        (list(_MONTHS), months_body(quality)),
    ):
        writer.writerow(header)
        writer.writerows([escaped(str(cell)) for cell in line] for line in body)
        writer.writerow([])
    writer.writerows([escaped(line)] for line in quality_lines(quality))
    return out.getvalue()


def write_quality_workbook(quality: ClearedQuality, path: Path) -> None:
    """Write a sheet of items, one of site-months, and one of notes."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        for name, header, body in (
            ("Items", quality_header(quality), quality_body(quality)),
            ("Months", list(_MONTHS), months_body(quality)),
        ):
            sheet, lines = book.add_worksheet(name), list(body)
            table = {
                "name": name.lower(),
                "columns": [{"header": one} for one in header],
                "data": lines,
                "autofilter": False,
            }
            sheet.add_table(0, 0, max(len(lines), 1), len(header) - 1, table)
            sheet.set_column(0, len(header) - 1, 22)
            sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("Notes")
        notes.set_column(0, 0, 120)
        notes.write_column(0, 0, list(quality_lines(quality)))


def _limits(share: ShownShare) -> tuple[str | int, str | int]:
    """Return the share twice where it is shown itself, its limits, or its sign."""
    sign = share_words(share)
    return (sign if share.low is None else share.low, sign if share.high is None else share.high)


def _outcome(share: ShownShare, *, aimed: bool) -> str:
    if share.outcome is None:
        return "cannot be told" if aimed else "no target"
    return str(share.outcome)


def _aimed(quality: ClearedQuality, dimension: str, cell: ShownItem) -> bool:
    return any(
        aim.dimension == dimension and aim.judges(cell.item, cell.site, cell.month)
        for aim in quality.aims
    )


def _part(share: ShownShare) -> str | int:
    return "" if share.part is None else share.part
