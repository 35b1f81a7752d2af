"""What holds for any delimited file: nothing is lost, and no stray quote swallows a row."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from tiig.model.errors import Family, TiigError
from tiig.model.profile import FileLayout
from tiig.receive import Limits, Tally, open_file

Cells = list[str]
Numbered = list[tuple[object, ...]]

LETTERS = st.sampled_from(['"', ",", "\n", "\r\n", "\r", "a", "é", "𝄞", " ", ";", "x", ""])
CELL = st.lists(LETTERS, max_size=6).map("".join)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.one_of(
            st.lists(CELL, min_size=width, max_size=width),
            st.just([""] * width),
            st.none(),
        ),
        max_size=30,
    ).map(lambda rows: (width, rows))
)


def written(width: int, rows: list[Cells | None], end: str) -> tuple[bytes, Numbered]:
    """Write rows (None is a blank line) by Python's csv; return the bytes and what stands where."""
    text = io.StringIO()
    # Python writes a return unquoted before a line feed: the two would be one line end.
    returns = any("\r" in cell for row in rows if row for cell in row)
    quoting: Literal[0, 1] = csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL
    writer = csv.writer(text, lineterminator=end, quoting=quoting)
    writer.writerow([f"c{number}" for number in range(width)])
    expected: Numbered = []
    for row in rows:
        line = _lines(text.getvalue()) + 1
        if row is None:
            text.write(end)
        else:
            writer.writerow(row)
            if any(row):
                expected.append((line, *(cell or None for cell in row)))
    return text.getvalue().encode(), expected


def _lines(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def read(content: bytes, layout: FileLayout, *, rows: int, chunk: int) -> tuple[Numbered, Tally]:
    """Read bytes through a file, in pieces and batches of the given sizes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "month.csv"
        path.write_bytes(content)
        limits = Limits(chunk=chunk, record=1 << 16)
        with open_file(path, layout, limits=limits) as file:
            found = [row for batch in file.batches(rows) for row in batch.frame.rows()]
            return found, file.tally


def attempt(
    content: bytes, layout: FileLayout, *, rows: int, chunk: int
) -> tuple[Numbered, Tally] | None:
    """Read bytes, or return None where they are refused as a fault of the file."""
    try:
        return read(content, layout, rows=rows, chunk=chunk)
    except TiigError as error:
        if error.kind.family is not Family.FILE:
            raise
        return None


@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.integers(1, 9), st.integers(8, 99))
def test_every_record_arrives_with_its_row(
    table: tuple[int, list[Cells | None]], end: str, rows: int, chunk: int
) -> None:
    """Cells, row numbers and the account equal what was written, in batches of any size."""
    content, expected = written(*table, end)
    layout = FileLayout(quoted_line_breaks=True)
    if not expected:
        return
    found, tally = read(content, layout, rows=rows, chunk=chunk)
    assert found == expected
    assert tally.physical_lines == _lines(content.decode())
    assert tally.records == len(table[1])
    assert tally.agrees(len(expected))


@given(TABLES, st.integers(0, 10**6), st.sampled_from(["add", "remove"]), st.integers(8, 99))
def test_a_stray_quote_never_swallows_a_row(
    table: tuple[int, list[Cells | None]], place: int, change: str, chunk: int
) -> None:
    """A quote added or taken away anywhere is refused, or Python's strict reader agrees."""
    content, _ = written(*table, "\n")
    quotes = [index for index, byte in enumerate(content) if byte == ord('"')]
    if change == "remove" and quotes:
        at = quotes[place % len(quotes)]
        content = content[:at] + content[at + 1 :]
    else:
        at = place % (len(content) + 1)
        content = content[:at] + b'"' + content[at:]
    answer = attempt(content, FileLayout(quoted_line_breaks=True), rows=7, chunk=chunk)
    if answer is None:
        return
    found, tally = answer
    strict = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    judged = [tuple(cell or None for cell in row) for row in strict if any(row)]
    assert [row[1:] for row in found] == judged[1:]
    assert tally.agrees(len(found))


@given(TABLES, st.integers(0, 10**6), st.sampled_from([b",", b"\n", b"\r", b'"', b"\0", b"\xff"]))
def test_any_byte_put_in_is_refused_or_accounted_for(
    table: tuple[int, list[Cells | None]], place: int, byte: bytes
) -> None:
    """Whatever byte is added, each physical line has its place or the file is refused."""
    content, _ = written(*table, "\n")
    at = place % (len(content) + 1)
    content = content[:at] + byte + content[at:]
    answer = attempt(content, FileLayout(), rows=5, chunk=64)
    if answer is None:
        return
    found, tally = answer
    lines = content.split(b"\n")
    assert tally.physical_lines == len(lines) - (lines[-1] == b"")
    assert len(found) + len(tally.ignored) == tally.records == tally.physical_lines - 1


@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.integers(0, 3), st.integers(8, 99))
def test_every_physical_line_has_its_place(
    table: tuple[int, list[Cells | None]], end: str, above: int, chunk: int
) -> None:
    """Lines = above the header + header + records + breaks within quotes, whatever is written."""
    content, expected = written(*table, end)
    if not expected:
        return
    content = b"".join(b"title" + end.encode() for _ in range(above)) + content
    layout = FileLayout(quoted_line_breaks=True, header_row=above + 1)
    _, tally = read(content, layout, rows=7, chunk=chunk)
    lines = _lines(content.decode())
    breaks = sum(_lines("".join(row)) for row in table[1] if row)
    assert (tally.physical_lines, tally.quoted_breaks) == (lines, breaks)
    assert lines == above + 1 + tally.records + breaks


@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.integers(8, 99))
def test_breaks_within_quotes_stand_only_where_the_profile_says_so(
    table: tuple[int, list[Cells | None]], end: str, chunk: int
) -> None:
    """Without that word a file is read exactly if no cell holds a break."""
    content, expected = written(*table, end)
    answer = attempt(content, FileLayout(), rows=7, chunk=chunk)
    if any(_lines(cell) for row in table[1] if row for cell in row):
        assert answer is None
    elif expected:
        assert answer is not None
        assert answer[0] == expected
