"""`tiig submit`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, to_output
from tiig.cli.outputs import write_output, write_text
from tiig.journeys.submit import SubmitAnswer, SubmitRequest
from tiig.journeys.submit import submit as journey
from tiig.model.errors import Family
from tiig.model.receipt import Receipt
from tiig.model.submission import SubmissionState
from tiig.publish import (
    NIL,
    NO_LONGER,
    PartRow,
    before_words,
    headline,
    part_rows,
    receipt_html,
    shortened,
    write_receipt_workbook,
)
from tiig.wiring import read_settings

Files = Annotated[list[Path], typer.Argument(help="The file or files to send.")]
Sender = Annotated[str, typer.Option("--sender", help="Whose files they are.")]
Months = Annotated[
    str | None,
    typer.Option(
        "--month",
        "--period",
        help="The months or days covered: 2026-06, 2017-01..2019-12, 2026-06-01..2026-06-14.",
    ),
]
Confirm = Annotated[bool, typer.Option("--confirm", help="Let a held file in.")]
Receipts = Annotated[
    Path | None,
    typer.Option(
        "--receipt", help="Folder for the receipts as HTML and workbook; else out/receipts."
    ),
]

RECEIPTS = Path("out") / "receipts"
"""Where receipts are written in the workspace."""

ROWS_SHOWN = 60
"""Characters of row numbers on the screen; the receipt holds them all."""

PARTS_SHOWN = 12
"""Parts of months that are told on the screen; the receipt lists more."""

_STANDING = {SubmissionState.HELD, SubmissionState.REFUSED}


def submit(  # noqa: PLR0913 - the options of the command
    files: Files,
    *,
    sender: Sender,
    month: Months = None,
    confirm: Confirm = False,
    receipt: Receipts = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Take in files of one sender; each gets a receipt."""
    answers = [
        _submit_one(
            SubmitRequest(str(file), sender, month, confirm=confirm), workspace, quiet=as_json
        )
        for file in files
    ]
    folder = receipt or read_settings(workspace).workspace / RECEIPTS
    for answer in answers:
        if not answer.repeated:
            write_receipt(answer.receipt, folder)
    if as_json:
        show_json(answers[0] if len(answers) == 1 else answers)
    else:
        for answer in answers:
            show_lines(summary(answer))
    refused = any(answer.state in _STANDING for answer in answers)
    return int(Family.FILE) if refused else 0


def write_receipt(receipt: Receipt, folder: Path) -> tuple[Path, Path]:
    """Write a receipt as HTML and workbook, named by its submission, for their owner alone."""
    with to_output():
        folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"receipt-{receipt.submission}.html"
    book = folder / f"receipt-{receipt.submission}.xlsx"
    write_text(page, receipt_html(receipt), private=True)
    write_output(book, lambda path: write_receipt_workbook(receipt, path), private=True)
    return page, book


def summary(answer: SubmitAnswer) -> list[str]:
    """Say what became of a file in a few lines."""
    receipt = answer.receipt
    lines = in_short(answer)
    lines += [f"  What to do: {advice}" for advice in receipt.advice]
    lines += [
        f"  Identifiers in {note.column}: {note.sentence} ({note.count:,})"
        for note in receipt.identifiers
    ]
    advice = {note.column: note.advice for note in receipt.identifiers}
    lines += [f"  What to do about {column}: {words}" for column, words in advice.items()]
    if receipt.incident:
        lines.append(
            "  An incident waits for the data protection officer:"
            f" tiig incident show {receipt.incident}"
        )
    lines += [
        f"  Set aside: rows {shortened(note, ROWS_SHOWN)}: not met: {note.sentence} {note.advice}"
        for note in receipt.set_aside
    ]
    lines += [
        f"  Repair {place}: {note.column or note.item}: {note.sentence} {rows(note.count)}"
        for place, note in enumerate(receipt.repairs, start=1)
    ]
    lines += [f"  Converted: {note.column}: {note.sentence}" for note in receipt.converted]
    lines += [
        f"  Not kept: {note.column or note.item}: {note.effect}. {note.sentence}"
        for note in receipt.dropped
    ]
    lines += [f"  Changed: {change}" for change in receipt.changes]
    lines += [f"  Changed, {change.about}: {change.sentence}" for change in receipt.drift]
    lines += parts_told(receipt)
    lines.append(f"  Submission {answer.submission}: tiig submissions report {answer.submission}")
    return lines


def parts_told(receipt: Receipt) -> list[str]:
    """Say which parts of a month are in force beside a file, are no longer, or are lacking."""
    told = [
        f"  {row.site} {row.period}: {_stands(row)}"
        for row in part_rows(receipt.site_months)
        if row.submission != receipt.submission
    ]
    more = len(told) - PARTS_SHOWN
    return told[:PARTS_SHOWN] + ([f"  and {more} more in the receipt"] if more > 0 else [])


def _stands(row: PartRow) -> str:
    if not row.submission:
        return row.rows
    now = f"{row.now} in force" if row.now == NO_LONGER else "still in force"
    rows_told = row.rows if row.rows == NIL else f"{row.rows} rows"
    return f"{now}: {rows_told} of submission {row.submission}"


def in_short(answer: SubmitAnswer) -> list[str]:
    """Say in two lines what became of a file, and why where it was not taken in."""
    receipt, tally = answer.receipt, answer.receipt.tally
    lines = [headline(receipt)]
    if answer.repeated:
        lines.append("The same file is known already; nothing was changed.")
    lines += [f"  {reason}" for reason in receipt.reasons]
    lines.append(
        f"  Read {tally.read:,} = stored {tally.stored:,} + set aside {tally.set_aside:,}"
        f" + ignored {tally.ignored:,}"
    )
    if receipt.before is not None:
        lines.append(f"  {before_words(receipt.before)}")
    return lines


def rows(count: int) -> str:
    """Write a number of rows as people do."""
    return f"({count:,} row{'' if count == 1 else 's'})"


def _submit_one(request: SubmitRequest, workspace: Path | None, *, quiet: bool) -> SubmitAnswer:
    return ask(partial(journey, request), workspace=workspace, quiet=quiet)
