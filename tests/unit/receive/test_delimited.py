"""Delimited text: rows, row numbers and the account, and every refusal."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.csv as arrow_csv
import pytest

from tiig.model.errors import (
    FILE_DAMAGED,
    FILE_EMPTY,
    FILE_MISSING,
    FILE_TOO_LARGE,
    PROFILE_INVALID,
    Kind,
    TiigError,
)
from tiig.model.file_errors import (
    BARE_RETURN,
    COUNTS_DISAGREE,
    ENCODING_WRONG,
    FIELD_COUNT,
    FILE_KIND,
    FILE_NO_ROWS,
    FOOTER_FILLED,
    HEADER_BLANK,
    HEADER_MISSING,
    HEADER_RESERVED,
    HEADER_TWICE,
    NUL_BYTE,
    QUOTE_UNCLOSED,
    QUOTED_BREAK,
    STRAY_QUOTE,
)
from tiig.model.profile import FileLayout
from tiig.receive import Ignored, Limits, Opened, Reason, Tally, open_file, opening

Row = tuple[object, ...]
PLAIN = FileLayout()
BREAKS = FileLayout(quoted_line_breaks=True)


def opened(folder: Path, content: bytes, layout: FileLayout = PLAIN) -> Opened:
    """Write a file and open it."""
    path = folder / "month.csv"
    path.write_bytes(content)
    return open_file(path, layout, limits=Limits(chunk=1 << 14, record=1 << 12))


def read(folder: Path, content: bytes, layout: FileLayout = PLAIN) -> tuple[list[Row], Tally]:
    """Return all rows with their numbers, and the tally."""
    with opened(folder, content, layout) as file:
        rows = [row for batch in file.batches() for row in batch.frame.rows()]
        return rows, file.tally


def refusal(folder: Path, content: bytes, layout: FileLayout = PLAIN) -> TiigError:
    """Return the error with which a file is refused."""
    with pytest.raises(TiigError) as caught:
        read(folder, content, layout)
    return caught.value


def test_rows_carry_the_number_that_an_editor_shows(tmp_path: Path) -> None:
    """A record's row is the physical line on which it starts, the header being line 1."""
    rows, tally = read(tmp_path, b"a,b\n1,2\n3,4\n")
    assert rows == [(2, "1", "2"), (3, "3", "4")]
    assert tally == Tally(3, 0, 1, 0, 2)


def test_quoted_line_breaks_move_the_rows_below(tmp_path: Path) -> None:
    """A record after one that spans two lines keeps its physical line."""
    rows, tally = read(tmp_path, b'a,b\r\n1,"x\r\ny"\r\n2,"p\nq\rr"\r\n3,z\r\n', BREAKS)
    assert rows == [(2, "1", "x\r\ny"), (4, "2", "p\nq\rr"), (7, "3", "z")]
    assert (tally.physical_lines, tally.quoted_breaks, tally.records) == (7, 3, 3)
    assert tally.balanced


def test_blank_lines_and_rows_of_delimiters_are_listed_as_ignored(tmp_path: Path) -> None:
    """Nothing is dropped unseen: each empty record stands in the tally by its row."""
    rows, tally = read(tmp_path, b'\na,b\n\n1,2\n,\n\n"",""\n3,4\n\n', FileLayout(header_row=2))
    assert rows == [(4, "1", "2"), (8, "3", "4")]
    assert tally.ignored == tuple(Ignored(row, Reason.BLANK) for row in (3, 5, 6, 7, 9))
    assert (tally.records, tally.ignored_count, tally.physical_lines) == (7, 5, 9)
    assert tally.agrees(2)
    assert not tally.agrees(3)


def test_blank_lines_with_windows_ends_are_ignored(tmp_path: Path) -> None:
    """A line of a carriage return and a line feed alone holds nothing."""
    rows, tally = read(tmp_path, b"a,b\r\n\r\n1,2\r\n\r\n")
    assert rows == [(3, "1", "2")]
    assert [one.row for one in tally.ignored] == [2, 4]


def test_an_empty_cell_and_a_quoted_empty_cell_are_one_absence(tmp_path: Path) -> None:
    """Both are null; a cell of white space is a value and is not trimmed."""
    rows, _ = read(tmp_path, b'a,b,c\n,"", \n"""","x,""y"""," "\n')
    assert rows == [(2, None, None, " "), (3, '"', 'x,"y"', " ")]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_the_last_line_counts_with_and_without_its_break(tmp_path: Path, end: bytes) -> None:
    """A file without a final line break has as many lines as one with it."""
    rows, tally = read(tmp_path, b'a,b\n1,"2"' + end)
    assert rows == [(2, "1", "2")]
    assert tally.physical_lines == 2


def test_a_file_of_one_column_is_read(tmp_path: Path) -> None:
    """Without any delimiter each line is a cell, and an empty one is ignored."""
    rows, tally = read(tmp_path, b'a\nx\n\n""\ny\n')
    assert rows == [(2, "x"), (5, "y")]
    assert [one.row for one in tally.ignored] == [3, 4]


def test_the_header_may_stand_below_titles(tmp_path: Path) -> None:
    """The lines above the header are kept as cells, whatever their number of fields."""
    content = b'Report,"June, 2026"\n\na;b\na,b\n1,2\n'
    with opened(tmp_path, content, FileLayout(header_row=4)) as file:
        assert file.preamble == (("Report", "June, 2026"), (), ("a;b",))
        assert file.header == ("a", "b")
        assert [batch.frame.rows() for batch in file.batches()] == [[(5, "1", "2")]]
        assert (file.tally.preamble_lines, file.tally.physical_lines) == (3, 5)
        assert file.sheet is None
        assert file.date_system is None


def test_a_header_may_span_two_lines_where_the_profile_allows_it(tmp_path: Path) -> None:
    """The header's own lines are counted apart from quoted breaks in rows."""
    rows, tally = read(tmp_path, b'"a\nb",c\n1,2\n', BREAKS)
    assert rows == [(3, "1", "2")]
    assert (tally.header_lines, tally.quoted_breaks, tally.physical_lines) == (2, 0, 3)


@pytest.mark.parametrize("tail", [b"", b"\n\n"])
def test_footer_rows_are_ignored_whatever_they_hold(tmp_path: Path, tail: bytes) -> None:
    """The last records that hold anything are the footer; blank lines after it are no footer."""
    content = b"a,b\n1,2\n3,4\nTotal\nend,of,report" + tail
    rows, tally = read(tmp_path, content, FileLayout(footer_rows=2))
    assert rows == [(2, "1", "2"), (3, "3", "4")]
    footer = [one.row for one in tally.ignored if one.reason is Reason.FOOTER]
    assert footer == [4, 5]
    assert tally.agrees(2)


def test_quotes_are_plain_where_the_profile_says_so(tmp_path: Path) -> None:
    """With no quote character declared a quotation mark is part of its cell."""
    rows, _ = read(tmp_path, b'a|b\n5"|x "y\n', FileLayout(delimiter="|", quote=""))
    assert rows == [(2, '5"', 'x "y')]


def test_trailing_delimiters_of_every_line_are_tolerated_while_nothing_stands_there(
    tmp_path: Path,
) -> None:
    """Blank headers at the right end are dropped with their empty column, and only then."""
    rows, _ = read(tmp_path, b"a,b,\n1,2,\n3,4,\n")
    assert rows == [(2, "1", "2"), (3, "3", "4")]
    error = refusal(tmp_path, b"a,b,\n1,2,\n3,4,x\n")
    assert (error.kind, error.where.rows) == (HEADER_BLANK, (3,))


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-8", "\ufeffa,b\né,“\n".encode()),
        ("cp1252", "a,b\né,“\n".encode("cp1252")),
        ("utf-16", "a,b\né,“\n".encode("utf-16")),
        ("utf-16-le", "a,b\né,“\n".encode("utf-16-le")),
        ("utf-16-be", "\ufeffa,b\né,“\n".encode("utf-16-be")),
    ],
)
def test_declared_encodings_are_read(tmp_path: Path, encoding: str, content: bytes) -> None:
    """A byte order mark is no part of the first header, and every letter arrives."""
    rows, _ = read(tmp_path, content, FileLayout(encoding=encoding))
    assert rows == [(2, "é", "“")]


def test_latin_1_is_read(tmp_path: Path) -> None:
    """Latin-1 has a letter for each byte."""
    rows, _ = read(tmp_path, b"a,b\n\xe9,x\n", FileLayout(encoding="latin-1"))
    assert rows == [(2, "é", "x")]


def test_letters_cut_by_a_piece_of_the_file_stay_whole(tmp_path: Path) -> None:
    """Letters of several bytes survive wherever a piece of the file ends."""
    cells = ["é€𝄞" * length for length in range(200)]
    path = tmp_path / "month.csv"
    path.write_text("a,b\n" + "".join(f"{cell},x\n" for cell in cells), "utf-8")
    limits = Limits(chunk=1_021, record=10_000)
    with open_file(path, FileLayout(), limits=limits) as file:
        rows = [row for batch in file.batches() for row in batch.frame.rows()]
    assert rows == [(number + 2, cell or None, "x") for number, cell in enumerate(cells)]


REFUSED: list[tuple[str, Kind, bytes, FileLayout, tuple[int, ...]]] = [
    ("empty", FILE_EMPTY, b"", PLAIN, ()),
    ("mark alone", FILE_EMPTY, b"\xef\xbb\xbf", PLAIN, ()),
    ("header alone", FILE_NO_ROWS, b"a,b\n", PLAIN, ()),
    ("blank rows alone", FILE_NO_ROWS, b"a,b\n,\n\n", PLAIN, ()),
    ("footer alone", FILE_NO_ROWS, b"a,b\ntotal,\n", FileLayout(footer_rows=3), ()),
    ("rows in the footer", FOOTER_FILLED, b"a,b\nx,y\n", FileLayout(footer_rows=3), (2,)),
    ("no header line", HEADER_MISSING, b"a,b\n1,2\n", FileLayout(header_row=3), ()),
    ("too few lines", HEADER_MISSING, b"a,b\n1,2\n", FileLayout(header_row=5), ()),
    ("nul", NUL_BYTE, b"a,b\n1,2\n3,\0\n", PLAIN, (3,)),
    ("utf-16 undeclared", ENCODING_WRONG, "a,b\n1,2\n".encode("utf-16"), PLAIN, (1,)),
    ("utf-16 without mark", NUL_BYTE, "a,b\n1,2\n".encode("utf-16-le"), PLAIN, (1,)),
    ("cp1252 as utf-8", ENCODING_WRONG, b"a,b\n1,2\n3,\xe9\n", PLAIN, (3,)),
    ("cut letter", ENCODING_WRONG, b"a,b\n1,2\n3,\xc3", PLAIN, (3,)),
    ("no cp1252", ENCODING_WRONG, b"a\nx\n\x81\n", FileLayout(encoding="cp1252"), (3,)),
    (
        "utf-8 as cp1252",
        ENCODING_WRONG,
        "\ufeffa\n1\n".encode(),
        FileLayout(encoding="cp1252"),
        (1,),
    ),
    ("odd utf-16", ENCODING_WRONG, b"\xff\xfea\0\n\0x", FileLayout(encoding="utf-16"), (2,)),
    ("quote in a cell", STRAY_QUOTE, b'a,b\n1,2\n3,x"y\n', PLAIN, (3,)),
    ("text after a quote", STRAY_QUOTE, b'a,b\n1,"2"x\n', PLAIN, (2,)),
    ("space before a quote", STRAY_QUOTE, b'a,b\n1, "2"\n', PLAIN, (2,)),
    ("swallowed rows", STRAY_QUOTE, b'a,b\n1,"2\n3,4\n5,"6"\n', BREAKS, (2, 4)),
    ("stray quote in header", STRAY_QUOTE, b'a,b"c\n1,2\n', PLAIN, (1,)),
    ("stray quote in title", STRAY_QUOTE, b'"t"x\na,b\n1,2\n', FileLayout(header_row=2), (1,)),
    ("never closed", QUOTE_UNCLOSED, b'a,b\n1,2\n3,"4\n5,6\n', PLAIN, (3,)),
    ("header never closed", QUOTE_UNCLOSED, b'a,"b\n1,2\n', PLAIN, (1,)),
    ("quoted break", QUOTED_BREAK, b'a,b\n1,"2\n3"\n4,5\n', PLAIN, (2,)),
    ("quoted return", QUOTED_BREAK, b'a,b\n1,"2\r3"\n4,5\n', PLAIN, (2,)),
    ("quoted break in header", QUOTED_BREAK, b'a,"b\nc"\n4,5\n', PLAIN, (1,)),
    ("bare return", BARE_RETURN, b"a,b\n1,2\r3,4\n", PLAIN, (2,)),
    ("old Mac", BARE_RETURN, b"a,b\r1,2\r", PLAIN, (1,)),
    ("return at the end", BARE_RETURN, b"a,b\n1,2\r", PLAIN, (2,)),
    ("too few fields", FIELD_COUNT, b"a,b\n1\n3,4\n", PLAIN, (2,)),
    ("too many fields", FIELD_COUNT, b"a,b\n1,2\n3,4,5\n", PLAIN, (3,)),
    ("short makes up for long", FIELD_COUNT, b"a,b\n1\n3,4,5\n", PLAIN, (2, 3)),
    ("comma in quotes no help", FIELD_COUNT, b'a,b\n"1,2"\n', PLAIN, (2,)),
    ("header twice", HEADER_TWICE, b"a,b,a \n1,2,3\n", PLAIN, (1,)),
    ("header blank", HEADER_BLANK, b"a,,b\n1,2,3\n", PLAIN, (1,)),
    ("header of nothing", HEADER_BLANK, b",,\n1,2,3\n", PLAIN, (1,)),
    ("reserved", HEADER_RESERVED, b"row,b\n1,2\n", PLAIN, (1,)),
    ("encoding unknown", PROFILE_INVALID, b"a\n1\n", FileLayout(encoding="zlib"), ()),
    ("delimiter long", PROFILE_INVALID, b"a\n1\n", FileLayout(delimiter="||"), ()),
    ("delimiter quote", PROFILE_INVALID, b"a\n1\n", FileLayout(delimiter='"'), ()),
    ("header row 0", PROFILE_INVALID, b"a\n1\n", FileLayout(header_row=0), ()),
    ("endless record", QUOTE_UNCLOSED, b'a\n"' + b"x\n" * 40_000 + b'"\n', BREAKS, (2,)),
    ("endless line", FILE_TOO_LARGE, b"a\n" + b"x" * 80_000 + b"\n", PLAIN, (2,)),
    ("endless header", FILE_TOO_LARGE, b"a" * 80_000 + b"\n1\n", PLAIN, (1,)),
    ("endless title", FILE_TOO_LARGE, b"a" * 80_000, FileLayout(header_row=2), (1,)),
]


@pytest.mark.parametrize(
    ("kind", "content", "layout", "rows"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_faulty_bytes_are_refused_with_their_row(
    tmp_path: Path, kind: Kind, content: bytes, layout: FileLayout, rows: tuple[int, ...]
) -> None:
    """Each fault has its kind and the row an editor shows, and no value in its sentence."""
    error = refusal(tmp_path, content, layout)
    assert (error.kind.id, error.where.rows) == (kind.id, rows)
    assert error.where.file is None
    assert error.__cause__ is None


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (b"\xef\xbb\xbf <?xml version='1.0'?>", "XML"),
        (b"<?xml version='1.0'?><a/>", "XML"),
    ],
)
def test_another_declarable_kind_is_named_and_refused(
    tmp_path: Path, start: bytes, found: str
) -> None:
    """A file that its first bytes show to be something else is not tried as text."""
    error = refusal(tmp_path, start)
    assert error.kind is FILE_KIND
    assert found in error.sentence


def test_at_most_ten_faulty_rows_are_named(tmp_path: Path) -> None:
    """The sentence stays short however many rows have the wrong number of fields."""
    error = refusal(tmp_path, b"a,b\n" + b"1\n" * 50)
    assert error.where.rows == tuple(range(2, 12))
    assert "(2)" in error.sentence


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """What is no readable file is said to be missing, under the label alone."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(TiigError) as caught:
            open_file(path, FileLayout(), label="June")
        assert caught.value.kind is FILE_MISSING
        assert caught.value.where.file == "June"


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    """The size limit is judged before the first byte."""
    path = tmp_path / "month.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(TiigError) as caught:
        open_file(path, FileLayout(), limits=Limits(file=7))
    assert caught.value.kind is FILE_TOO_LARGE


@pytest.mark.parametrize("change", ["append", "touch", "replace", "remove"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, change: str) -> None:
    """The account closes only over a file that stayed as it was opened."""
    path = tmp_path / "month.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with open_file(path, FileLayout()) as file:
        if change == "append":
            path.write_bytes(path.read_bytes() + b"3,4\n")
        elif change == "touch":
            os.utime(path, ns=(1, 1))
        elif change == "replace":
            (tmp_path / "other").write_bytes(b"a,b\n1,2\n")
            (tmp_path / "other").replace(path)
        else:
            path.unlink()
        with pytest.raises(TiigError) as caught:
            list(file.batches())
    assert caught.value.kind is FILE_DAMAGED


def test_a_reader_that_loses_a_row_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes' count decides: an engine that gives one row less refuses the file."""
    engine = arrow_csv.read_csv
    monkeypatch.setattr(opening, "APART", False)  # a reader of this process can be tampered with
    monkeypatch.setattr(
        arrow_csv, "read_csv", lambda *given, **named: engine(*given, **named).slice(1)
    )
    error = refusal(tmp_path, b"a,b\n1,2\n3,4\n")
    assert error.kind is COUNTS_DISAGREE
    assert dict(error.facts) == {"lines": 2, "found": 1}


def test_rows_are_read_once_and_the_tally_waits_for_the_end(tmp_path: Path) -> None:
    """Asking out of order is our own fault, not the file's."""
    with opened(tmp_path, b"a,b\n1,2\n") as file:
        with pytest.raises(RuntimeError):
            _ = file.tally
        list(file.batches())
        with pytest.raises(RuntimeError):
            list(file.batches())
        assert "1" not in repr(file)
