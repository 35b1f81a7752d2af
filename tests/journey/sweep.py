"""Read artefacts as a stranger would, and look for small numbers in them.

Nothing of the house is used: pages are read as HTML, Word as XML in a zip archive, workbooks
cell by cell, CSV and JSON as what they are. What is looked for: a count of people below the
threshold; a hidden one that its total gives back; a percentage that gives one back; a
number in a sentence.
"""

from __future__ import annotations

import csv
import json
import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from lxml import etree, html  # type: ignore[import-untyped]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STARS, OTHER_MARKS = {"*", "[c]"}, {"n/a", "-", "~", "[x]", "[z]", "[u]"}
_CELLS = {"td", "th"}
NO_COUNT = re.compile(r"population|residents|rate|limit|missing|what it means", re.IGNORECASE)
TOTAL, MISSING = ("All", "Total"), "Departments missing"
NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?")
NOT_OF_PEOPLE = (
    r"\b[0-9a-f]{8}[-0-9a-f]*\b",  # releases and lineage: first, for a year may stand in one
    r"Agreement: [a-z0-9-]+@\d+",
    r"(?<![\d,])(?:19|20)\d\d(?:-\d\d)?(?:\.\.\d{4}-\d\d)?(?!,?\d)",  # years and months
    r"\d+ (?:January|February|March|April|May|June|July|August)",
    r"\d+ (?:September|October|November|December)|schematic-\d",
    r"95 % interval [\d,]+ to [\d,]+",
    r"\d\d:\d\d",  # times
    r"\b[A-Z]{2}\d+\b|Type 1|level \d|\[note \d+\]",
    r"\d[\d,.]*\s?%",  # shares are looked at apart
    r"100,000|\d[\d,]*\.\d+",  # rates
    r"(?:ages|aged)? ?\d+ (?:to|and over)(?: \d+)?",  # ages, and limits of intervals
    r"[Ff]ifth \d",
    r"\d+ of (?:the )?\d+ (?:departments|authorities|months|site-months)",
    r"\d+ (?:months|departments|areas|authorities|of them|site-months|categories)",
    r"shows \d+ of \d+",
    r"(?:from )?1 to 7|nearest 5|under 10|leaves out 1|ISO|Population 2013|[Ff]ewer than \d+",
)  # fmt: skip
"""What a number in a sentence may be, other than a count of people."""


@dataclass
class Sheet:
    """A table as it is read: the first row names the columns."""

    head: list[str]
    rows: list[list[str]]
    beside: list[str] = field(default_factory=list)


@dataclass
class Read:
    """What one artefact says: its tables, and its sentences."""

    name: str
    sheets: list[Sheet]
    sentences: list[str]


def read(path: Path) -> Read:
    """Read an artefact by its suffix."""
    reader = {".html": _page, ".docx": _word, ".xlsx": _workbook, ".csv": _csv, ".json": _json}
    return reader[path.suffix](path)


def read_page(name: str, text: str) -> Read:
    """Read a page of HTML."""
    root = html.fromstring(text)
    sheets = []
    for table in root.iter("table"):
        lines = [[cell for cell in row if cell.tag in _CELLS] for row in table.iter("tr")]
        rows = [[_words(cell) for cell in line] for line in lines]
        sheets.append(Sheet(rows[0], rows[1:]))
        table.getparent().remove(table)
    said = [_words(one) for one in root.iter("h1", "h2", "h3", "p", "li", "dd", "caption")]
    said += [str(one.get("alt")) for one in root.iter("img") if one.get("alt")]
    return Read(name, sheets, said)


def _page(path: Path) -> Read:
    return read_page(path.name, path.read_text(encoding="utf-8"))


def _words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def _word(path: Path) -> Read:
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    sheets, said = [], []
    for part in body:
        if part.tag == f"{W}tbl":
            rows = [[_run(cell) for cell in row.iter(f"{W}tc")] for row in part.iter(f"{W}tr")]
            sheets.append(Sheet(rows[0], rows[1:]))
        else:
            said.append(_run(part))
    return Read(path.name, sheets, [one for one in said if one])


def _run(element: etree._Element) -> str:
    return "".join(str(text.text or "") for text in element.iter(f"{W}t"))


def _workbook(path: Path) -> Read:
    sheets, said = [], []
    for sheet in openpyxl.load_workbook(path):
        if sheet.title in {"Contents", "Notes", "Cover"}:
            continue
        rows = [["" if one is None else f"{one}" for one in row] for row in sheet.values]
        start = next((k for k, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
        said += [row[0] for row in rows[:start] if row[0]]
        if start < len(rows):
            sheets.append(Sheet(rows[start], rows[start + 1 :]))
    return Read(path.name, sheets, said)


def _csv(path: Path) -> Read:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    end = lines.index([])
    return Read(path.name, [Sheet(lines[0], lines[1:end])], [line[0] for line in lines[end + 1 :]])


def _json(path: Path) -> Read:
    told = json.loads(path.read_text(encoding="utf-8"))
    head = [column["dimension"] for column in told["columns"]] + ["Count"]
    marks = {"suppressed": "*", "not available": "n/a", "not applicable": "-", "unreliable": "~"}
    rows = [
        ["All" if node == "~all" else node for node in row["nodes"]]
        + [
            marks.get(row["count"]["mark"], "?")
            if row["count"]["value"] is None
            else str(row["count"]["value"])
        ]
        for row in told["rows"]
    ]
    return Read(path.name, [Sheet(head, rows)], list(told["notes"]))


@dataclass(frozen=True)
class Rule:
    """What an audience may see: no count from 1 to `smallest` - 1, others in steps."""

    smallest: int
    step: int = 1

    def small(self, value: float) -> bool:
        """Tell whether a shown value is one that may not be shown."""
        return 0 < value < self.smallest or (self.step > 1 and value % self.step != 0)

    def gives_back(self, total: float, shown: list[float], stars: int) -> bool:
        """Tell whether a total and its shown parts leave a small number no room to hide in."""
        slack = (self.step // 2) * (1 + len([one for one in shown if one]))
        most = total - sum(shown) - (stars - 1) + slack
        return stars > 0 and most < self.smallest - 1


def faults(artefact: Read, rule: Rule) -> Iterator[str]:
    """Yield everything in an artefact that an audience may not see."""
    for sheet in artefact.sheets:
        counted = [k for k, _ in enumerate(sheet.head) if _counts(sheet, k)]
        told = [*_small(sheet, counted, rule), *_given_back(sheet, counted, rule)]
        yield from (f"{artefact.name}: {one}" for one in told)
    for said in artefact.sentences:
        plain = said
        for pattern in NOT_OF_PEOPLE:
            plain = re.sub(pattern, " ", plain)
        for found in NUMBER.findall(plain):
            if rule.small(float(found.replace(",", ""))):
                yield f"{artefact.name}: {found} in: {said}"
    yield from _shares(artefact, rule)


def _small(sheet: Sheet, counted: list[int], rule: Rule) -> Iterator[str]:
    for row in sheet.rows:
        for k in counted:
            value = _number(row[k]) if k < len(row) else None
            if value is not None and rule.small(value) and row[0] != MISSING:
                yield f"{row[0]}, {sheet.head[k]}: {row[k]}"


def _given_back(sheet: Sheet, counted: list[int], rule: Rule) -> Iterator[str]:
    for where, total, parts in _lines(sheet, counted):
        shown = [value for part in parts if (value := _number(part)) is not None]
        stars = sum(part in STARS for part in parts)
        whole = _number(total)
        if whole is not None and rule.gives_back(whole, shown, stars):
            yield f"{where}: {total} less {parts} gives a hidden one back"


def _shares(artefact: Read, rule: Rule) -> Iterator[str]:
    """Look for percentages that, of a total that is shown, can only be a small number."""
    totals = {
        value
        for sheet in artefact.sheets
        for row in sheet.rows
        if row[0] in TOTAL
        for cell, k in zip(row, range(len(row)), strict=True)
        if k and _counts(sheet, k) and (value := _number(cell))
    }
    for said in artefact.sentences:
        for found in re.findall(r"(\d+) %", said.replace("95 % ", "")):
            share = int(found)
            for total in totals:
                if f"{int(total):,}" not in said:  # a share of what the sentence names
                    continue
                least = math.ceil((share - 0.5) / 100 * (total - rule.step // 2))
                most = math.floor((share + 0.5) / 100 * (total + rule.step // 2))
                if share and 1 <= least <= most < rule.smallest:
                    yield f"{artefact.name}: {share} % of {total:.0f} in: {said}"


def _counts(sheet: Sheet, k: int) -> bool:
    """Tell whether a column holds counts of people: figures under no other name."""
    cells = [row[k] for row in sheet.rows if k < len(row) and row[0] != MISSING]
    told = [cell for cell in cells if cell]
    marks = STARS | OTHER_MARKS
    like = [_number(cell) is not None or cell in marks for cell in told]
    named = bool(NO_COUNT.search(sheet.head[k]))
    return k > 0 and bool(told) and all(like) and not named and not _years(told)


def _years(cells: list[str]) -> bool:
    return all(re.fullmatch(r"(19|20)\d\d", cell) for cell in cells)


def _number(cell: str) -> float | None:
    return float(cell.replace(",", "")) if re.fullmatch(r"\d[\d,]*(\.\d+)?", cell) else None


def _lines(sheet: Sheet, counted: list[int]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each total of a table with its parts: down, across, and along each dimension."""
    if counted and counted[0] == 1:
        yield from _across(sheet, counted)
    for k in counted:
        for axis in range(counted[0]):
            yield from _along(sheet, k, axis, counted[0])


def _across(sheet: Sheet, counted: list[int]) -> Iterator[tuple[str, str, list[str]]]:
    for row in sheet.rows:
        across = {sheet.head[k]: row[k] for k in counted if k < len(row)}
        total = next((across.pop(name) for name in TOTAL if name in across), None)
        if total is not None and len(across) > 1 and row[0] != MISSING:
            yield row[0], total, list(across.values())


def _along(sheet: Sheet, k: int, axis: int, stubs: int) -> Iterator[tuple[str, str, list[str]]]:
    lines: dict[tuple[str, ...], list[list[str]]] = {}
    for row in sheet.rows:
        if row[0] != MISSING:
            lines.setdefault((*row[:axis], *row[axis + 1 : stubs]), []).append(row)
    for rest, rows in lines.items():
        whole = [row[k] for row in rows if row[axis] in TOTAL]
        parts = [row[k] for row in rows if row[axis] not in TOTAL]
        if len(whole) == 1 and parts:
            yield f"{sheet.head[k]} {rest}", whole[0], parts
