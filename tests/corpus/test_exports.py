"""What is written about hostile files is read back: nothing in it is a formula or a script."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from openpyxl import load_workbook

sys.path.insert(0, str(Path(__file__).parents[2]))  # the corpus is shared by import

from tests.corpus.manifest import Line, lines, made
from tests.corpus.running import ASKER, Became, profile_text, run

from tiig.cli.code_words import question_cells
from tiig.intake.code_lists import written
from tiig.journeys.codes import CodesAsked, list_codes
from tiig.kit.progress import Silent
from tiig.publish import receipt_html, write_receipt_workbook
from tiig.receive import AnnotatedCopy, Note, open_file
from tiig.standard import load_standard
from tiig.translate import read_profile

HOSTILE = [line for line in lines() if line.family in {"injection", "file_names"}]
IN_CELLS = [
    line for line in HOSTILE if line.family == "injection" and line.outcome == "taken"
]  # fmt: skip
COMPUTED = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_SPACES = " \u00a0"


def opened(line: Line, folder: Path) -> Became:
    """Send the files of a line."""
    (folder / "sent").mkdir()
    return run(made(line), folder / "sent", load_standard())


def cells_of(path: Path) -> Iterator[tuple[str, object]]:
    """Yield kind and value of every cell of a workbook."""
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from ((str(cell.data_type), cell.value) for cell in row)


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: line.id)
def test_receipts_are_plain(line: Line, tmp_path: Path) -> None:
    """The page has no script, handler or outside link; the workbook has no formula."""
    receipt = opened(line, tmp_path).receipt
    assert receipt is not None
    path = tmp_path / "receipt.xlsx"

    write_receipt_workbook(receipt, path)
    page = html.fromstring(receipt_html(receipt))

    kinds = {element.tag for element in page.iter()}
    names = {name for element in page.iter() for name in element.attrib}
    links = [link for _, _, link, _ in page.iterlinks() if not link.startswith("#")]
    assert kinds.isdisjoint({"script", "img", "iframe", "object", "embed", "form"})
    assert [name for name in names if name.startswith("on")] == []
    assert links == []
    assert "f" not in {kind for kind, _ in cells_of(path)}
    assert "\x1b" not in receipt.to_json() + receipt_html(receipt)
    assert "\u202e" not in receipt.to_json() + receipt_html(receipt)


@pytest.mark.parametrize("line", IN_CELLS, ids=lambda line: line.id)
def test_the_copy_for_the_hospital_computes_nothing(line: Line, tmp_path: Path) -> None:
    """The only export that holds cells of a file holds every one of them as text."""
    sample = made(line)
    path, copy = tmp_path / "extract.csv", tmp_path / "copy.xlsx"
    path.write_bytes(sample.steps[0].data)
    profile = read_profile(text_of_profile(line), load_standard())

    with (
        open_file(path, profile.layout) as file,
        AnnotatedCopy(copy, file.header) as annotated,
    ):
        for raw in file.batches():
            annotated.write(raw, {}, Note("sent", ""))

    cells = list(cells_of(copy))
    assert "f" not in {kind for kind, _ in cells}
    assert len(cells) > 60 * 13


@pytest.mark.parametrize(
    "line", [line for line in HOSTILE if "in-all-rows" in line.id], ids=lambda line: line.id
)
def test_listed_codes_compute_nothing(line: Line, tmp_path: Path) -> None:
    """A code that is asked about is written so that no spreadsheet takes it for a formula."""
    became = opened(line, tmp_path)
    found = list_codes(CodesAsked("elm"), asker=ASKER, services=became.services, progress=Silent())

    table = list(csv.reader(io.StringIO(written(map(question_cells, found.questions)))))

    cells = [cell for row in table for cell in row]
    assert len(table) == 2
    assert [cell for cell in cells if cell.lstrip(_SPACES).startswith(COMPUTED)] == []


def text_of_profile(line: Line) -> str:
    """Return the profile that the file of a line meets."""
    return profile_text(made(line).profile)
