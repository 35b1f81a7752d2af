"""Seeds of the corpus made smaller, and what a fuzzer does to them: bytes, tokens, lines, parts."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

from tests.corpus.makers.archives import gzipped
from tests.corpus.makers.base import faulty, lines_of
from tests.corpus.makers.workbooks import table
from tests.corpus.makers.xlsx import HEAD, MAIN, STRINGS, Cell, Raw, parts_of, sheet_xml, zipped
from tests.corpus.makers.xml_files import extract, records
from tests.corpus.manifest import lines, makers

STYLES = "xl/styles.xml"
Dice = random.Random
ROWS = 6
"""Rows of a seed: as few as can still swallow each other."""
TEXT = (
    b",", b'"', b'""', b"\n", b"\r\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff", b"\xc3", b"\xc3\xa9",
    b"\xf0\x9d\x84\x9e", b";", b"\t", b" ", b"", b'",', b',"', b'"\n', b'\n"', b"\n\n", b",,",
    b"row", b"\x1a", b"\x1f\x8b", b"PK\x03\x04", b"<?xml", b"\x85", b"\xe2\x80\xa8", b"'", b"\\",
)  # fmt: skip
MARKUP = (
    b"<", b">", b"/>", b"</", b"<Visit>", b"</Visit>", b"<Visit/>", b"<Age>", b"</Age>", b"&",
    b"&amp;", b"&#0;", b"&#65;", b"&x;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>",
    b"<!DOCTYPE x>", b' a="1"', b" a='", b' xmlns="urn:x"', b"<a:b>", b"\0", b"\xff", b"\xc3",
    b"x" * 300, b"\n", b'"', b'<row r="1">', b"</row>", b'<c r="A1" t="s"><v>0</v></c>',
    b"<v>", b"<t>",
    b't="e"', b"</sheetData>", b"<si/>", b"<si><t>x</t></si>", b"</t></si>", b"</si>", b' s="1"',
    b' t="s"', b' xml:space="preserve"', b'<row r="3"/>', b"</v></c>", b"0", b"1", b"&#10;",
    b"_x0041_", b'<c r="B2"/>', b"<is><t>x</t></is>", b'<xf numFmtId="14"/>', b" ", b"-", b".5",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One mutated file: what the profile says it is, and its bytes."""

    kind: str
    data: bytes
    breaks: bool = False
    footer: int = 0
    chunk: int = 1 << 20


def case(dice: Dice) -> Case:
    """Return the next mutated file."""
    kind = dice.choices(("text", "xml", "workbook", "archive"), (70, 12, 10, 8))[0]
    makes: dict[str, Callable[[Dice], bytes]] = {
        "text": text, "xml": xml, "workbook": workbook, "archive": archive,
    }  # fmt: skip
    chunk = dice.choice((16, 33, 64, 200, 1 << 20))
    data = makes[kind](dice)
    return Case(kind, data, dice.random() < 0.5, dice.choice((0, 0, 0, 1, 2)), chunk)


def text(dice: Dice) -> bytes:
    """Mutate delimited text, now and then joined of two."""
    seed = dice.choice(text_seeds())
    if dice.random() < 0.1:
        other = dice.choice(text_seeds())
        seed = seed[: dice.randrange(len(seed))] + other[dice.randrange(len(other)) :]
    return changed(seed, dice, TEXT)


def xml(dice: Dice) -> bytes:
    """Mutate XML."""
    return changed(dice.choice(xml_seeds()), dice, MARKUP)


def workbook(dice: Dice) -> bytes:
    """Mutate a workbook: one part, the list of parts, or the archive's bytes."""
    parts = list(dice.choice(workbook_seeds()).items())
    return packed(parts, dice, MARKUP)


def archive(dice: Dice) -> bytes:
    """Mutate an archive of text."""
    inner = text(dice) if dice.random() < 0.5 else dice.choice(text_seeds())
    if dice.random() < 0.5:
        return changed(gzipped(inner), dice, TEXT, most=2)
    return packed([("extract.csv", inner)], dice, TEXT)


def packed(parts: list[tuple[str, bytes]], dice: Dice, tokens: Sequence[bytes]) -> bytes:
    """Pack parts after something was done to one of them, or to the archive."""
    how, place = dice.randrange(6), dice.randrange(len(parts))
    name, data = parts[place]
    if how == 0:
        del parts[place]
    elif how == 1:
        parts.append((dice.choice((name, name.upper(), "../x", "x/", "xl/vbaProject.bin")), data))
    elif how <= 3:
        parts[place] = name, changed(data, dice, tokens)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        method = dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
        whole = zipped(parts, method=method)
    return changed(whole, dice, (b"\0", b"\xff", b"PK\x01\x02"), most=3) if how >= 4 else whole


def changed(data: bytes, dice: Dice, tokens: Sequence[bytes], most: int = 4) -> bytes:
    """Do a few things to bytes: put in, take away, double, move, cut, flip."""
    for _ in range(dice.randint(0 if most > 3 else 1, most)):
        here, there = sorted((dice.randint(0, len(data)), dice.randint(0, len(data))))
        near = min(there, here + dice.randint(1, 12))
        how = dice.randrange(8 + (tokens is MARKUP))
        if how <= 2:
            data = data[:here] + dice.choice(tokens) + data[here:]
        elif how == 3:
            data = data[:here] + data[near:]
        elif how == 4 and data:
            at = dice.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
        elif how == 5:
            data = data[:there] + data[here:near] + data[there:]
        elif how == 6:
            data = by_lines(data, dice)
        elif how == 8:
            data = by_lines(data, dice, between=b"<")
        elif dice.random() < 0.3:
            data = data[:there]
    return data


def by_lines(data: bytes, dice: Dice, between: bytes = b"\n") -> bytes:
    """Double, drop or move a line, or what else stands between signs."""
    told = data.split(between)
    line = told.pop(dice.randrange(len(told)))
    for _ in range(dice.randrange(3)):
        told.insert(dice.randint(0, len(told)), line)
    return between.join(told)


@cache
def text_seeds() -> tuple[bytes, ...]:
    """The first lines of every delimited file of the corpus, from where it is awkward on."""
    found = {"\n".join(lines_of(faulty())[: ROWS + 1]).encode() + b"\n": None}
    for line in lines():
        if line.family not in {"encodings", "structure", "dates", "values", "injection"}:
            continue
        data = makers(line.family)[line.id]("zq").steps[0].data
        head, *rest = data[:20_000].split(b"\n")
        found[b"\n".join([head, *rest[8 : 8 + ROWS]]) + b"\n"] = None
    return tuple(found)


@cache
def xml_seeds() -> tuple[bytes, ...]:
    """Small documents of records."""
    told = records(faulty()[8 : 8 + ROWS])
    return (
        extract(told).encode(),
        extract([*told, "<!-- a remark -->"]).encode(),
        extract(told).replace("\n", "").encode(),
        extract([record.replace("<Bed>", '<Bed n="1"><![CDATA[a]]>') for record in told]).encode(),
        extract(told).replace("UTF-8", "UTF-16").encode("utf-16"),
    )


@cache
def workbook_seeds() -> tuple[dict[str, bytes], ...]:
    """The parts of small workbooks: texts in the cells, and what spreadsheet programs write."""
    told = table(faulty())[: ROWS + 1]
    texts = list(dict.fromkeys(str(cell) for row in told for cell in row if cell))
    place = {text: Raw(f"<v>{number}</v>", ' t="s"') for number, text in enumerate(texts)}
    cells: list[list[Cell]] = [[place.get(str(cell)) for cell in row] for row in told]
    for number, row in enumerate(cells[1:]):
        row[2:5] = [
            Raw(f"<v>{46174 + number / 7}</v>", ' s="1"'),
            Raw(f"<v>{number % 2}</v>", ' t="b"'),
            number * 1.5,
        ]
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    shared = parts_of({"Rows": sheet_xml(cells, hidden=(3,))})
    shared[STRINGS] = f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'.encode()
    shared[STYLES] = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
        'formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="164"/></cellXfs></styleSheet>'
    ).encode()
    unsaid = {name: part.removeprefix(HEAD.encode()) for name, part in shared.items()}
    return parts_of({"Rows": sheet_xml(told)}), shared, unsaid


def members_of(data: bytes) -> list[tuple[str, bytes]]:
    """Return what a sound zip archive holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as told:
        return [(info.filename, told.read(info)) for info in told.infolist()]
