"""XML of records: paths as columns, repeats by a written rule, every refusal with its line."""

from __future__ import annotations

import codecs
import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from tiig.model.errors import FILE_EMPTY, FILE_TOO_LARGE, PROFILE_INVALID, Kind, TiigError
from tiig.model.file_errors import ENCODING_WRONG, FILE_KIND, FILE_NO_ROWS, NUL_BYTE
from tiig.model.profile import FileFormat, FileLayout
from tiig.model.xml_errors import (
    ELEMENT_AMBIGUOUS,
    ELEMENT_REPEATS,
    MIXED_CONTENT,
    NAMESPACES_MIXED,
    RECORD_MISSING,
    RECORD_NESTED,
    XML_BROKEN,
    XML_DOCTYPE,
)
from tiig.receive import Limits, Reason, Tally, look_anyhow, open_file, open_outline

Row = tuple[object, ...]
SMALL = Limits(record=2000, depth=5, attributes=4, elements=50, columns=20)


def layout(*paths: str, record: str = "Msg/Rec") -> FileLayout:
    """Return a layout whose profile speaks of these paths."""
    return FileLayout(format=FileFormat.XML, record=record, paths=paths)


def read(
    folder: Path, content: bytes | str, how: FileLayout, limits: Limits | None = None
) -> tuple[tuple[str, ...], list[Row], Tally]:
    """Return header, rows and account of a file."""
    path = folder / "month.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with open_file(path, how, limits=limits or Limits()) as opened:
        rows = [row for batch in opened.batches(2) for row in batch.frame.iter_rows()]
        return opened.header, rows, opened.tally


def refusal(
    folder: Path, content: bytes | str, how: FileLayout, limits: Limits | None = None
) -> TiigError:
    """Return the error that a file is refused with."""
    with pytest.raises(TiigError) as caught:
        read(folder, content, how, limits)
    return caught.value


def test_records_become_rows_under_the_line_on_which_they_begin(tmp_path: Path) -> None:
    """Elements and attributes are columns by their path; an absent one is a blank cell."""
    content = """<?xml version="1.0"?>
<Msg>
  <Rec id="1"><Injury><Intent code="a">x</Intent></Injury></Rec>

  <Rec
    id="2"><Age> 34
    </Age></Rec>
</Msg>"""
    header, rows, tally = read(tmp_path, content, layout())
    assert header == ("@id", "Injury/Intent", "Injury/Intent/@code", "Age")
    assert rows == [(3, "1", "x", "a", None), (5, "2", None, None, "34")]
    assert (tally.records, tally.marks, tally.physical_lines) == (2, 2, 8)
    assert tally.balanced


def test_records_that_share_a_line_are_numbered(tmp_path: Path) -> None:
    """Where a line holds two records, rows are the numbers of records, for all of them."""
    _, rows, _ = read(tmp_path, "<Msg>\n<Rec><a>1</a></Rec><Rec><a>2</a></Rec>\n</Msg>", layout())
    assert rows == [(1, "1"), (2, "2")]


def test_an_empty_record_is_ignored_and_counted(tmp_path: Path) -> None:
    """Read is what was handed out and what was ignored."""
    _, rows, tally = read(tmp_path, "<Msg>\n<Rec/>\n<Rec><a>1</a></Rec>\n</Msg>", layout())
    assert rows == [(3, "1")]
    assert tally.records == 2
    assert [(one.row, one.reason) for one in tally.ignored] == [(2, Reason.BLANK)]


def test_names_may_leave_out_what_is_around_an_element(tmp_path: Path) -> None:
    """`//Intent` is the element wherever it stands; the whole path comes before it."""
    content = "<Msg><Rec><A><B><Intent>x</Intent></B></A><Other>y</Other></Rec></Msg>"
    header, rows, _ = read(tmp_path, content, layout("//Intent", "Other", record="//Rec"))
    assert header == ("//Intent", "Other")
    assert rows == [(1, "x", "y")]


def test_a_name_that_fits_two_paths_is_refused(tmp_path: Path) -> None:
    """Nothing says which of them is meant."""
    content = "<Msg><Rec><A><C>x</C></A><B><C>y</C></B></Rec></Msg>"
    error = refusal(tmp_path, content, layout("//C"))
    assert error.kind is ELEMENT_AMBIGUOUS
    header, rows, _ = read(tmp_path, content, layout("//C", "B/C"))
    assert dict(zip(header, rows[0][1:], strict=True)) == {"//C": "x", "B/C": "y"}


def test_what_stands_outside_the_records_stands_in_every_row(tmp_path: Path) -> None:
    """The head of a message, or its end, says the period and the site once."""
    content = """<Msg version="2"><Head><From>2026-06-01</From></Head>
<Rec><a>1</a></Rec>
<Rec><a>2</a></Rec>
<Tail><Count>2</Count></Tail></Msg>"""
    header, rows, _ = read(tmp_path, content, layout("/Msg/Head/From", "a"))
    assert header == ("/Msg/@version", "/Msg/Head/From", "a", "/Msg/Tail/Count")
    assert rows == [(2, "2", "2026-06-01", "1", "2"), (3, "2", "2026-06-01", "2", "2")]


MIXED = """<Msg>
<Rec><Note>fell</Note></Rec>
<Rec><Note>fell <b>badly</b> today</Note></Rec>
<Rec><Note><b>badly</b> hurt</Note></Rec>
</Msg>"""


def test_text_beside_elements_is_refused_unless_these_are_left_out(tmp_path: Path) -> None:
    """A text without its elements says less: the profile must say that these do not count."""
    fault = refusal(tmp_path, MIXED, layout("Note", "Note/b"))
    assert (fault.kind, fault.where.rows, fault.facts["columns"]) == (MIXED_CONTENT, (3, 4), "Note")

    header, rows, _ = read(tmp_path, MIXED, layout("Note", "Note/*"))
    assert header == ("Note", "Note/*")
    assert rows == [(2, "fell", None), (3, "fell today", "badly"), (4, "hurt", "badly")]

    plain = MIXED.replace("<b>", "<!-- b -->").replace("</b>", "<![CDATA[ ]]>")
    assert [row[1] for row in read(tmp_path, plain, layout("Note"))[1]] == [
        "fell", "fell badly  today", "badly  hurt",
    ]  # fmt: skip


def test_the_outline_counts_paths_and_keeps_no_text(tmp_path: Path) -> None:
    """How often an element stands, in all and at most within the one around it."""
    path = tmp_path / "month.xml"
    path.write_text(MIXED.replace("<Msg>", "<Msg v='1'>", 1) + "<!-- end -->", encoding="utf-8")
    with open_outline(path) as opened:
        rows = [row[1:] for batch in opened.batches(2) for row in batch.frame.iter_rows()]
    assert rows == [
        ("/Msg", "1", "1", "", "0"), ("/Msg/@v", "1", "1", "yes", "0"),
        ("/Msg/Rec", "3", "3", "", "0"), ("/Msg/Rec/Note", "3", "1", "yes", "2"),
        ("/Msg/Rec/Note/b", "2", "1", "yes", "0"),
    ]  # fmt: skip
    path.write_text("<!DOCTYPE x><x/>", encoding="utf-8")
    with pytest.raises(TiigError) as caught:
        open_outline(path)
    assert caught.value.kind is XML_DOCTYPE


REPEATS = "<Msg>\n<Rec><A>1</A></Rec>\n<Rec><A>1</A><A/><A>3</A></Rec>\n</Msg>"


def test_an_element_that_repeats_without_a_word_is_refused(tmp_path: Path) -> None:
    """The row is named, and nothing of the element is dropped in silence."""
    error = refusal(tmp_path, REPEATS, layout("A"))
    assert error.kind is ELEMENT_REPEATS
    assert error.where.rows == (3,)
    assert "A" in error.sentence
    assert "3 times" in error.sentence
    assert refusal(tmp_path, REPEATS, layout("A", "A[2]")).kind is ELEMENT_REPEATS


def test_each_occurrence_may_have_its_column(tmp_path: Path) -> None:
    """An empty element counts; names beyond what a file holds are blank columns."""
    header, rows, _ = read(tmp_path, REPEATS, layout("A", "A[2]", "A[3]", "A[4]"))
    assert header == ("A", "A[2]", "A[3]", "A[4]")
    assert rows == [(2, "1", None, None, None), (3, "1", None, "3", None)]


def test_occurrences_that_nobody_reads_share_a_cell(tmp_path: Path) -> None:
    """They are kept together, to be searched for identifiers."""
    header, rows, _ = read(tmp_path, REPEATS.replace("<A/>", "<A>2</A>"), layout("A", "A[more]"))
    assert header == ("A", "A[more]")
    assert rows == [(2, "1", None), (3, "1", "2 ¦ 3")]


def test_everything_below_an_element_may_be_named_at_once(tmp_path: Path) -> None:
    """All of its texts and attributes share one column, the nearest name first."""
    content = "<Msg><H><x>h</x></H><Rec><G k='1'><x>2</x><y><z>3</z></y></G><a>4</a></Rec></Msg>"
    header, rows, _ = read(tmp_path, content, layout("G/*", "//y/*", "/Msg/H/*", "a"))
    assert dict(zip(header, rows[0][1:], strict=True)) == {
        "/Msg/H/*": "h", "G/*": "1 ¦ 2", "//y/*": "3", "a": "4"
    }  # fmt: skip


def test_text_beside_elements_is_a_column(tmp_path: Path) -> None:
    """Words between elements are not lost: their column is unknown to the profile."""
    header, rows, _ = read(tmp_path, "<Msg><Rec>u<A>1</A>v</Rec></Msg>", layout("A"))
    assert header == (".", "A")
    assert rows == [(1, "u v", "1")]


def test_a_container_is_no_column_and_a_lone_empty_element_is(tmp_path: Path) -> None:
    """What only holds others has no cell; what is always empty is part of the layout."""
    header, rows, _ = read(
        tmp_path, "<Msg>\n<Rec><G/><N/><a>1</a></Rec>\n<Rec><G><x>1</x></G></Rec>\n</Msg>", layout()
    )
    assert header == ("N", "a", "G/x")
    assert rows == [(2, None, "1", None), (3, None, None, "1")]


def test_comments_instructions_and_cdata(tmp_path: Path) -> None:
    """Tags in them are none; comments are searched as texts around the table."""
    content = (
        "<Msg><!-- <Rec> of Jones --><?tool <Rec/>?>"
        "<Rec><a><![CDATA[<Rec>&amp;]]>&lt;</a></Rec></Msg>"
    )
    path = tmp_path / "month.xml"
    path.write_text(content, encoding="utf-8")
    with open_file(path, layout()) as opened:
        rows = [row for batch in opened.batches() for row in batch.frame.iter_rows()]
        strays = opened.strays.frame["text"].to_list()
    assert rows == [(1, "<Rec>&amp;<")]
    assert strays == [" <Rec> of Jones ", "tool <Rec/>"]


def test_nil_is_empty(tmp_path: Path) -> None:
    """`xsi:nil` says of an empty element that it is empty."""
    content = (
        "<Msg xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>"
        "<Rec><a i:nil='true'/><b>1</b></Rec></Msg>"
    )
    assert read(tmp_path, content, layout())[:2] == (("a", "b"), [(1, None, "1")])


def test_namespaces_do_not_count_but_are_not_mixed(tmp_path: Path) -> None:
    """An element is known by its local name, in one namespace in a file."""
    content = "<m:Msg xmlns:m='urn:x'><m:Rec><m:a>1</m:a></m:Rec></m:Msg>"
    assert read(tmp_path, content, layout("a"))[1] == [(1, "1")]
    mixed = "<Msg><Rec><a>1</a></Rec><Rec><a xmlns='urn:y'>2</a></Rec></Msg>"
    assert refusal(tmp_path, mixed, layout("a")).kind is NAMESPACES_MIXED
    records = "<Msg><Rec><a>1</a></Rec><Rec xmlns='urn:y'><a>2</a></Rec></Msg>"
    assert refusal(tmp_path, records, layout("a")).kind is NAMESPACES_MIXED


PLAIN = "<Msg><Rec><a>é</a></Rec></Msg>"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        f"<?xml version='1.0' encoding='UTF-8'?>{PLAIN}".encode(),
        f"<?xml version='1.0' encoding='UTF-16'?>{PLAIN}".encode("utf-16"),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        f"<?xml version='1.0' encoding='UTF-16LE'?>{PLAIN}".encode("utf-16-le"),
        f'<?xml version="1.0" encoding="iso-8859-1"?>{PLAIN}'.encode("latin-1"),
        f'<?xml version="1.0" encoding="windows-1252"?>{PLAIN}'.encode("cp1252"),
    ],
)
def test_the_file_says_how_it_is_written(tmp_path: Path, content: bytes) -> None:
    """Its first bytes and its declaration are believed where they agree."""
    assert read(tmp_path, content, layout())[1] == [(1, "é")]


DEEP = "<Msg><Rec>" + "<a>" * 100_000 + "</a>" * 100_000 + "</Rec></Msg>"
LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<Msg><Rec><a>&b;</a></Rec></Msg>"
)
OUTSIDE = LAUGHS.replace('<!ENTITY a "ha">', '<!ENTITY a SYSTEM "file:///etc/passwd">')


def some_attributes(count: int) -> str:
    """Return a record with so many attributes."""
    return "<Msg><Rec " + " ".join(f'a{n}="1"' for n in range(count)) + "/></Msg>"


REFUSED: list[tuple[str, Kind, bytes | str, tuple[int, ...]]] = [
    ("empty", FILE_EMPTY, "", ()),
    ("blank", FILE_EMPTY, " \n", ()),
    ("text", FILE_KIND, "a,b\n1,2\n", ()),
    ("no record", RECORD_MISSING, "<Msg><Other/></Msg>", ()),
    ("another root", RECORD_MISSING, "<M><Rec><a>1</a></Rec></M>", ()),
    ("records that hold nothing", FILE_NO_ROWS, "<Msg><Rec/><Rec></Rec></Msg>", ()),
    ("cut off in a tag", XML_BROKEN, "<Msg>\n<Rec><a>1</a></Rec>\n<Re", (3,)),
    ("cut off between records", XML_BROKEN, "<Msg>\n<Rec><a>1</a></Rec>\n", (3,)),
    ("cut off in a comment", XML_BROKEN, "<Msg>\n<Rec><a>1</a></Rec>\n<!-- ", (3,)),
    ("wrong end", XML_BROKEN, "<Msg>\n<Rec><a>1</b></Rec></Msg>", (2,)),
    ("two roots", XML_BROKEN, "<Msg><Rec><a>1</a></Rec></Msg>\n<Msg/>", (2,)),
    ("unknown entity", XML_BROKEN, "<Msg><Rec><a>&eacute;</a></Rec></Msg>", (1,)),
    ("attribute twice", XML_BROKEN, "<Msg><Rec a='1' a='2'/></Msg>", (1,)),
    ("prefix of nothing", XML_BROKEN, "<Msg><x:Rec/></Msg>", (1,)),
    ("entities that grow", XML_DOCTYPE, LAUGHS, (2,)),
    ("entity of a file", XML_DOCTYPE, OUTSIDE, (2,)),
    ("document type elsewhere", XML_DOCTYPE, "<!DOCTYPE Msg SYSTEM 'http://x/y'>\n<Msg/>", (1,)),
    ("document type, UTF-16", XML_DOCTYPE, OUTSIDE[21:].encode("utf-16"), (2,)),
    ("deep", FILE_TOO_LARGE, DEEP, ()),
    ("many attributes", FILE_TOO_LARGE, some_attributes(1_000_000), (1,)),
    ("fewer attributes", FILE_TOO_LARGE, some_attributes(3_000), (1,)),
    ("UTF-16 said, UTF-8 meant", ENCODING_WRONG, "<?xml version='1.0' encoding='UTF-16'?><Msg/>",
     (1,)),
    ("UTF-8 said, UTF-16 meant", ENCODING_WRONG,
     "<?xml version='1.0' encoding='UTF-8'?><Msg/>".encode("utf-16"), (1,)),
    ("an encoding that nobody knows, with a long name", ENCODING_WRONG,
     f"<?xml version='1.0' encoding='UTF-8{'x' * 60}'?><Msg/>", (1,)),
    ("an encoding whose name is none", ENCODING_WRONG,
     "<?xml version='1.0' encoding='UTF:8 é'?><Msg/>", (1,)),
    ("an encoding that is not read", ENCODING_WRONG,
     "<?xml version='1.0' encoding='UTF-7'?><Msg/>", (1,)),
    ("UTF-32", ENCODING_WRONG, "<Msg/>".encode("utf-32"), (1,)),
    ("no UTF-8", ENCODING_WRONG, b"<Msg>\n<Rec><a>\xe9</a></Rec></Msg>", (2,)),
    ("a NUL", NUL_BYTE, b"<Msg>\n<Rec><a>\0</a></Rec></Msg>", (2,)),
    ("record in itself", RECORD_NESTED, "<Msg><Rec><Rec/></Rec></Msg>", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "content", "rows"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_faulty_xml_is_refused_with_its_line(
    tmp_path: Path, kind: Kind, content: bytes | str, rows: tuple[int, ...]
) -> None:
    """Each fault has its kind and line, and no word of the parser is passed on."""
    record = "//Rec" if kind is RECORD_NESTED else "Msg/Rec"
    error = refusal(tmp_path, content, layout(record=record))
    assert (error.kind.id, error.where.rows) == (kind.id, rows)
    assert error.__cause__ is None


def test_records_on_two_paths_are_refused(tmp_path: Path) -> None:
    """`//Rec` must not join what a message keeps apart."""
    content = "<Msg><A><Rec><a>1</a></Rec></A><B><Rec><a>2</a></Rec></B></Msg>"
    assert refusal(tmp_path, content, layout(record="//Rec")).kind is RECORD_NESTED
    header, rows, tally = read(tmp_path, content, layout(record="Msg/A/Rec"))
    assert header == ("a", "/Msg/B/Rec/a")
    assert rows == [(1, "1", "2")]
    assert (tally.records, tally.marks) == (1, 1)


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("depth", "<Msg><Rec><a><b><c><d><e><f><g>1</g></f></e></d></c></b></a></Rec></Msg>"),
        ("attributes", "<Msg><Rec a='1' b='1' c='1' d='1' e='1'/></Msg>"),
        ("elements", "<Msg><Rec>" + "<a/>" * 60 + "</Rec></Msg>"),
        ("columns", "<Msg><Rec>" + "".join(f"<a{n}>1</a{n}>" for n in range(30)) + "</Rec></Msg>"),
        ("text of a record", f"<Msg><Rec><a>{'x' * 3000}</a></Rec></Msg>"),
        ("text outside", f"<Msg><H>{'x' * 3000}</H><Rec><a>1</a></Rec></Msg>"),
        ("attribute", f"<Msg><Rec a='{'x' * 3000}'/></Msg>"),
        ("a name", f"<Msg><Rec xmlns='{'u' * 600}'><a>1</a></Rec></Msg>"),
        ("comment", f"<Msg><!--{'x' * 3000}--><Rec><a>1</a></Rec></Msg>"),
        ("comments", "<Msg>" + "".join(f"<!--{n:0>90}-->" for n in range(90)) + "<Rec/></Msg>"),
    ],
)
def test_xml_beyond_a_limit_is_refused(tmp_path: Path, what: str, content: str) -> None:
    """Nothing that a file holds can make memory grow without bound."""
    assert what
    error = refusal(tmp_path, content, layout(), SMALL)
    assert error.kind is FILE_TOO_LARGE


def test_a_tag_that_never_ends_is_refused(tmp_path: Path) -> None:
    """The parser is not fed for ever with what it must keep."""
    content = "<Msg><Rec a='" + "x" * 6_000_000
    assert refusal(tmp_path, content, layout(), SMALL).kind is FILE_TOO_LARGE


def test_a_layout_without_records_is_a_fault_of_the_profile(tmp_path: Path) -> None:
    """Which element is a row is never guessed."""
    assert refusal(tmp_path, "<Msg/>", layout(record="")).kind is PROFILE_INVALID


def test_pieces_and_batches_do_not_change_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tags, comments and letters may be parted by the end of a piece."""
    content = "<Msg xmlns='u'>\n" + "".join(
        f"<Rec n='{n}'><!-- <Rec> é --><a>é{n}</a><b><![CDATA[<Rec>]]></b></Rec>\n"
        for n in range(40)
    ) + "</Msg>"  # fmt: skip
    whole = read(tmp_path, content, layout())
    for step in (1, 2, 3, 5, 7, 64):
        monkeypatch.setattr("tiig.receive.xml_walk._STEP", step)
        assert read(tmp_path, content, layout()) == whole
    assert len(whole[1]) == 40


def test_xml_that_cannot_be_read_is_looked_through(tmp_path: Path) -> None:
    """Texts and attributes are handed out to be searched, as far as they go."""
    path = tmp_path / "month.xml"
    for content in (REPEATS[:-9], (REPEATS[:-9]).replace("<Rec>", "<Rec x='9'>")):
        for encoding in ("utf-8", "utf-16"):
            path.write_bytes(content.encode(encoding))
            strays, asides = look_anyhow(path, layout())
            found = [(place, row[1]) for place, _, raw in asides for row in raw.frame.iter_rows()]
            texts = [text for _, text in found if text != "9"]
            assert texts == ["1", "1", "3", "</Re"]
            assert {place for place, _ in found} == {"texts of the XML"}
            assert strays.frame.is_empty()


def test_a_text_that_is_looked_through_is_read_with_its_entities(tmp_path: Path) -> None:
    """What stands behind an entity is searched as what it means."""
    path = tmp_path / "month.xml"
    path.write_text('<Msg x="&quot;a&apos;&lt;">&amp;b&gt;&quot;', encoding="utf-8")
    _, asides = look_anyhow(path, layout())
    assert [row[1] for *_, raw in asides for row in raw.frame.iter_rows()] == ["\"a'<", '&b>"']


def test_an_archive_that_breaks_off_is_looked_through_to_its_end(tmp_path: Path) -> None:
    """What could be inflated is searched, although the file is refused."""
    path = tmp_path / "month.xml.gz"
    path.write_bytes(gzip.compress(REPEATS.encode())[:-8])
    assert [row[1] for *_, raw in look_anyhow(path, layout())[1] for row in raw.frame.iter_rows()]


def test_receipts_say_that_rows_are_numbers_of_records(tmp_path: Path) -> None:
    """A reader of the receipt must know how to find a row."""
    assert (
        read(tmp_path, "<Msg><Rec><a>1</a></Rec>\n<Rec><a>2</a></Rec></Msg>", layout())[2].numbered
        is False
    )
    assert read(tmp_path, "<Msg><Rec><a>1</a></Rec><Rec><a>2</a></Rec></Msg>", layout())[2].numbered


def test_what_is_ignored_outside_the_records_is_searched_and_no_column(tmp_path: Path) -> None:
    """It is to XML what lines above the header are to text; where it repeats, it is a cell."""
    path = tmp_path / "month.xml"
    path.write_text("<Msg v='2'><H><By>Jones</By></H><Rec><a>1</a></Rec></Msg>", encoding="utf-8")
    how = replace(layout("/Msg/@v", "/Msg/H/*", "a"), beside=("/Msg/@v", "/Msg/H/*"))
    with open_file(path, how) as opened:
        rows = [row for batch in opened.batches() for row in batch.frame.iter_rows()]
        assert opened.header == ("a",)
        assert opened.strays.frame.select("place", "text").rows() == [
            ("outside the records", "2"), ("outside the records", "Jones")
        ]  # fmt: skip
    assert rows == [(1, "1")]
    path.write_text("<Msg><b>1</b><b>2</b><Rec><a>1</a></Rec></Msg>", encoding="utf-8")
    how = replace(layout("/Msg/b", "/Msg/b[more]", "a"), beside=("/Msg/b",))
    with open_file(path, how) as opened:
        assert opened.header == ("/Msg/b", "/Msg/b[more]", "a")
