"""What holds for any XML of records: every text is read once, and damage never passes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from tiig.model.errors import Family, TiigError
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive import open_file

NAMES = ("a", "b", "c")
PATHS = ("a", "b", "c", "g/a", "g/b", "@k", *(f"{n}[{i}]" for n in NAMES for i in (2, 3, 4)))
OF_GROUP = tuple(f"g/{n}[{i}]" for n in "ab" for i in (2, 3))
LAYOUT = FileLayout(format=FileFormat.XML, record="m/r", paths=(*PATHS, *OF_GROUP))
TEXT = st.text(st.sampled_from("x&<>\"' é𝄞]-1"), max_size=5)
ELEMENT = st.tuples(st.sampled_from(NAMES), TEXT)
GROUP = st.lists(st.tuples(st.sampled_from("ab"), TEXT), max_size=3)
RECORD = st.tuples(TEXT, st.lists(ELEMENT, max_size=4), GROUP)
BETWEEN = st.sampled_from(["\n", "\n\n", "\n<!-- <r> -->", "\n<?p <r/>?>"])
RECORDS = st.lists(st.tuples(BETWEEN, RECORD), min_size=1, max_size=12)


def element(name: str, text: str) -> str:
    """Write an element, some as CDATA."""
    if text.startswith("x") and "]" not in text:
        return f"<{name}><![CDATA[{text}]]></{name}>"
    return f"<{name}>{escape(text)}</{name}>"


def written(
    records: list[tuple[str, tuple[str, list[tuple[str, str]], list[tuple[str, str]]]]],
) -> str:
    """Write a message by hand."""
    parts = ["<m>"]
    for between, (key, elements, group) in records:
        attribute = escape(key, {'"': "&quot;"})
        inside = "".join(element(*one) for one in elements)
        grouped = "".join(element(*one) for one in group)
        parts.append(f'{between}<r k="{attribute}">{inside}<g>{grouped}</g></r>')
    return "".join(parts) + "\n</m>"


def expected(content: str) -> list[dict[str, str]]:
    """Read the same message by the standard library's tree, all at once."""
    found = []
    for record in ET.fromstring(content).iter("r"):  # noqa: S314 - written above
        cells: dict[str, str] = {}
        seen: dict[str, int] = {}
        pairs = [("@k", record.get("k"))]
        pairs += [(one.tag, one.text) for one in record if one.tag != "g"]
        pairs += [(f"g/{one.tag}", one.text) for one in record.findall("g/*")]
        for name, text in pairs:
            seen[name] = seen.get(name, 0) + 1
            column = name if seen[name] == 1 else f"{name}[{seen[name]}]"
            if text and text.strip():
                cells[column] = text.strip()
        if cells:
            found.append(cells)
    return found


def rows_of(content: bytes, *, batch: int = 1000) -> list[dict[str, object]]:
    """Read bytes through a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.xml"
        path.write_bytes(content)
        with open_file(path, LAYOUT) as opened:
            rows = [row for raw in opened.batches(batch) for row in raw.frame.iter_rows(named=True)]
            tally = opened.tally
    assert tally.records - tally.ignored_count == len(rows)
    return rows


@given(RECORDS, st.integers(1, 5), st.sampled_from(["utf-8", "utf-16"]))
def test_every_text_is_read_where_a_tree_reads_it(
    records: list[tuple[str, tuple[str, list[tuple[str, str]], list[tuple[str, str]]]]],
    batch: int,
    encoding: str,
) -> None:
    """Cells equal those of another reader, whatever the batches and the encoding."""
    content = written(records)
    wanted = expected(content)
    try:
        rows = rows_of(content.encode(encoding), batch=batch)
    except TiigError as fault:
        assert fault.kind.id == "file-no-rows"  # noqa: PT017 - one of two outcomes
        assert not wanted
        return
    cells = [{k: v for k, v in row.items() if v is not None and k != "row"} for row in rows]
    assert cells == wanted
    numbers = [row["row"] for row in rows]
    assert numbers == sorted({int(str(number)) for number in numbers})


@given(RECORDS, st.data())
def test_damage_is_refused_or_leaves_the_count_whole(
    records: list[tuple[str, tuple[str, list[tuple[str, str]], list[tuple[str, str]]]]],
    data: st.DataObject,
) -> None:
    """Bytes cut, changed or doubled give an error of the file, or records that still agree."""
    content = bytearray(written(records).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content)))
        piece = data.draw(
            st.sampled_from([b"", b"<r>", b"</r>", b"<!--", b"]]>", b"\0", b"<", b"&a;"])
        )
        content[place : place + data.draw(st.integers(0, 3))] = piece
    try:
        rows_of(bytes(content))
    except TiigError as fault:
        assert fault.kind.family is Family.FILE  # noqa: PT017 - one of two outcomes


@given(RECORDS, st.integers(1, 400))
def test_a_file_that_is_cut_off_never_passes(
    records: list[tuple[str, tuple[str, list[tuple[str, str]], list[tuple[str, str]]]]], cut: int
) -> None:
    """Without its last element a message is not whole, wherever it ends."""
    content = written(records).encode()
    short = content[: max(len(content) - cut, 0)]
    try:
        rows_of(short)
    except TiigError as fault:
        assert fault.kind.family is Family.FILE  # noqa: PT017 - the outcome
    else:
        raise AssertionError
