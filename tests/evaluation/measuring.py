"""Measure the detectors and the scrubbing on the evaluation sets, part by part.

A cell stands in a column that the profile ignores, in a file with a declared moment: the
visit of an identifier's row is on `VISIT`, that of a row that identifies nobody on the first
date of its own cell (they are arrivals, injuries and appointments). Columns marked as one
are searched as one and found as one.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tiig.deidentify import Search, scrub
from tiig.deidentify.spans import removed
from tiig.model.identified import ROW, RawRows, StrayTexts
from tiig.model.profile import ColumnRole

SETS = Path(__file__).parent / "identifiers"
VISIT = "2025-12-31"
AT_ONCE = 60
_DATE = re.compile(
    r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}[/.\-]\d{2}[/.\-]\d{2}"
    r"|(?i:\d{1,2}[ \-]?[a-z]{3,9}[ \-]?(?:\d{4}|\d{2}\b))"
)
_WORD = re.compile(r"[^\W\d_]{2,}")

Row = dict[str, str]


def table(name: str, part: str) -> list[Row]:
    """Read one half of a set."""
    with (SETS / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] == part]


@dataclass
class Share:
    """How many of how many, and which were not among them."""

    met: int = 0
    out_of: int = 0
    others: list[Row] = field(default_factory=list)

    def add(self, row: Row, *, met: bool) -> None:
        """Count one."""
        self.out_of += 1
        self.met += met
        if not met:
            self.others.append(row)

    @property
    def value(self) -> float:
        """The share; 1 where there is nothing to count."""
        return self.met / self.out_of if self.out_of else 1.0


def found_in(rows: Sequence[Row], visits: Sequence[str | None]) -> bool:
    """Tell whether the search finds anything in the cells of one column, or in one corner."""
    first = rows[0]
    if first["where"] == "cell":
        return found_beside_each_other([rows], [visits])[0]
    search = Search({})
    if first["where"] == "header":
        search.header((first["text"],), None, "extract.csv")
    elif first["where"] == "sheet":
        search.header((), first["text"], "extract.csv")
    elif first["where"] == "filename":
        search.header((), None, first["text"])
    else:
        search.around(StrayTexts([(first["where"], first["text"], False)]))
    return bool(search.verdict().hits)


def found_beside_each_other(
    columns: Sequence[Sequence[Row]], visits: Sequence[Sequence[str | None]]
) -> list[bool]:
    """Tell for each column of cells, all of one length and visited alike, what the search finds.

    They are searched as columns of one file, each by itself, which is quicker than as many files.
    """
    headings = [rows[0]["heading"] or f"unnamed {number}" for number, rows in enumerate(columns)]
    search = Search({"arrived": ColumnRole.MOMENT} | dict.fromkeys(headings, ColumnRole.IGNORED))
    search.header(headings, None, "extract.csv")
    cells = pl.DataFrame(
        {"arrived": list(visits[0])}
        | {
            name: [row["text"] for row in rows]
            for name, rows in zip(headings, columns, strict=True)
        },
        schema=dict.fromkeys(["arrived", *headings], pl.String),
    )
    numbers = pl.int_range(2, cells.height + 2, eager=True).cast(pl.UInt32).alias(ROW)
    search.look(RawRows(cells.insert_column(0, numbers)))
    hit = {told.column for told in search.verdict().hits}
    return [
        bool({name, f"column {place + 1}", f"header of column {place}"} & hit)
        for place, name in enumerate(headings, 1)
    ]


def each_found(
    columns: Sequence[Sequence[Row]], visits: Sequence[Sequence[str | None]]
) -> list[bool]:
    """Tell for each column or corner whether the search finds anything, in the order given."""
    found = [False] * len(columns)
    files: list[dict[tuple[object, ...], dict[str, int]]] = []
    for number, rows in enumerate(columns):
        if rows[0]["where"] != "cell":
            found[number] = found_in(rows, visits[number])
            continue
        heading, alike = rows[0]["heading"] or f"unnamed {number}", (len(rows), *visits[number])
        for file in [*files, {}]:
            if heading not in file.setdefault(alike, {}) and len(file[alike]) < AT_ONCE:
                file[alike][heading] = number
                break
        if file not in files:
            files.append(file)
    for file in files:
        for numbers in file.values():
            told = found_beside_each_other(
                [columns[number] for number in numbers.values()],
                [visits[number] for number in numbers.values()],
            )
            for number, one in zip(numbers.values(), told, strict=True):
                found[number] = one
    return found


def recall(part: str, every: int = 1) -> dict[str, Share]:
    """Return how many structured identifiers are found, by kind: of every so manyth column."""
    shares: dict[str, Share] = {}
    columns: dict[str, list[Row]] = {}
    for row in table("structured.csv", part):
        columns.setdefault(row["column"] or row["id"], []).append(row)
    searched = list(columns.values())[::every]
    for rows, met in zip(
        searched, each_found(searched, [[VISIT] * len(rows) for rows in searched]), strict=True
    ):
        for row in rows:
            shares.setdefault(row["kind"], Share()).add(row, met=met)
    return shares


def quiet(part: str, every: int = 1) -> dict[str, Share]:
    """Return how many cells that identify nobody raise no alarm, by family: of every so many."""
    shares: dict[str, Share] = {}
    rows = [row for row in table("negatives.csv", part) if row["label"] == "nobody"][::every]
    dates = [_DATE.search(row["text"]) for row in rows]
    visits = [[date[0] if date else VISIT] for date in dates]
    for row, found in zip(rows, each_found([[row] for row in rows], visits), strict=True):
        shares.setdefault(row["family"], Share()).add(row, met=not found)
    return shares


def in_texts(part: str) -> dict[str, Share]:
    """Return names and contacts scrubbed, places kept, and clean texts left as they were."""
    rows = table("texts.csv", part)
    shares = {name: Share() for name in ("name", "contact", "place", "unchanged")}
    clean = scrub(pl.Series("text", [row["text"] for row in rows])).to_list()
    for row, kept in zip(rows, clean, strict=True):
        gone = _removed(row["text"]) if kept != row["text"] else frozenset()
        spans = json.loads(row["spans"])
        for start, end, kind in spans:
            told = row | {"span": row["text"][start:end], "clean": kept}
            if kind == "place":
                met = not any(start <= place < end for place in gone)
            elif kind == "name":
                words = _WORD.finditer(row["text"], start, end)
                met = all(_inside(word.span(), gone) for word in words)
            else:
                met = _inside((start, end), gone)
            shares[kind].add(told, met=met)
        if not any(kind != "place" for _, _, kind in spans):
            shares["unchanged"].add(row | {"clean": kept}, met=kept == row["text"])
    return shares


def total(shares: Iterable[Share]) -> Share:
    """Add shares up."""
    whole = Share()
    for share in shares:
        whole.met += share.met
        whole.out_of += share.out_of
        whole.others += share.others
    return whole


def _removed(text: str) -> frozenset[int]:
    """Return the places of a text that scrubbing takes out."""
    return frozenset(place for start, end in removed(text) for place in range(start, end))


def _inside(span: tuple[int, int], gone: frozenset[int]) -> bool:
    return all(place in gone for place in range(*span))
