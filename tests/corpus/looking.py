"""Look for what must not be said, in all that was said or written about a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from tests.corpus.running import Became

from tiig.cli.submitting import summary
from tiig.journeys.submit import SubmitAnswer
from tiig.model.receipt import Receipt
from tiig.model.submission import SubmissionState
from tiig.publish import receipt_html, write_receipt_workbook


def said(became: Became, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every text about the files: where it was said, and the text."""
    yield from (("message", text) for text in became.told)
    catalogue = became.services.catalogue
    yield from (("audit", str(row)) for row in catalogue.audit())
    for submission in dict.fromkeys(became.submissions):
        text = catalogue.receipt(submission)
        if text is None:
            continue
        receipt = Receipt.from_json(text)
        yield "receipt (JSON)", text
        yield "receipt (page)", receipt_html(receipt)
        answer = SubmitAnswer(submission, SubmissionState(receipt.state), receipt)
        yield "receipt (screen)", "\n".join(summary(answer))
        yield from (("receipt (workbook)", cell) for cell in workbook_cells(receipt, folder))
    for incident in catalogue.incidents():
        yield "incident", str(incident)
    for value in catalogue.local_values("elm"):
        yield "local values", value.value


def workbook_cells(receipt: Receipt, folder: Path) -> Iterator[str]:
    """Write a receipt as a workbook and read every cell of it back."""
    path = folder / f"{receipt.submission}.xlsx"
    write_receipt_workbook(receipt, path)
    for sheet in load_workbook(path).worksheets:
        yield sheet.title
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.value is not None)


def told(words: list[str], became: Became, folder: Path) -> list[str]:
    """Return where one of some words was said, whatever its case."""
    wanted = [word.casefold() for word in words if word]
    return [
        f"{word} in {place}"
        for place, text in said(became, folder)
        for word in wanted
        if word in text.casefold()
    ]
