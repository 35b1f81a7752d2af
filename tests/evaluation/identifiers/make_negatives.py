"""Write `negatives.csv`: cells that look like identifiers and identify nobody.

From the root of the checkout: `python -m tests.evaluation.identifiers.make_negatives`.
The seed is fixed; the same sources give the same bytes. What a pattern makes by chance in the
full form of an identifier is labelled `ambiguous`: no detector could tell it from one.
"""

from __future__ import annotations

import csv
import random
import re
import string
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.evaluation.identifiers.check_digits import passes

SEED = 4_111_999
HERE = Path(__file__).parent
PARTS = {  # and their sources
    "dev": "negatives",
    "held_out": "negatives",
    "fresh": "negatives_fresh",
    "last": "negatives_last",
    "newest": "negatives_newest",
    "counted": "negatives_counted",
}
PER_FAMILY = {  # if the patterns give that many
    "dev": 70,
    "held_out": 70,
    "fresh": 70,
    "last": 30,
    "newest": 30,
    "counted": 30,
}
TRIES = 2_000
HEADER_SHARE = 0.06
CORNERS = ("header", "sheet", "filename", "comment", "property")
NO_NAME = set('/\\:*?"<>|[]')  # of a file or a sheet
LONGEST_SHEET = 31
START = datetime(2019, 1, 1)
SECONDS = int(timedelta(days=2_490).total_seconds())

TEN = re.compile(r"(?<![\d.])\d(?:[ -]?\d){9}(?:\.0+)?(?![\d])")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s*\d\d\s*\d\d\s*\d\d\s*[A-D]\b")
PHONE = re.compile(r"(?<!\d)0[127]\d{9}(?!\d)")
SLOT = re.compile(r"<[^>]*%[^>]*>|\{[^}]*\}|[~¬^]")


class Row(NamedTuple):
    """One cell that identifies nobody; label `nobody` or `ambiguous`."""

    part: str
    family: str
    label: str
    where: str
    heading: str
    text: str


def filled(pattern: str, chance: random.Random) -> str:
    """Fill a pattern's slots."""
    moment = START + timedelta(seconds=chance.randrange(SECONDS))

    def fill(match: re.Match[str]) -> str:
        slot = match.group()
        single = {"~": string.digits, "¬": "123456789", "^": "ABCDEFGHJKLMNPRSTWXYZ"}
        if slot in single:
            return chance.choice(single[slot])
        inside = slot[1:-1]
        return chance.choice(inside.split("|")) if slot[0] == "{" else f"{moment:{inside}}"

    return SLOT.sub(fill, pattern)


def looks_full(text: str) -> bool:
    """Tell whether a text holds the full form of an identifier."""
    tens = (re.sub(r"\.0+$|[ -]", "", found) for found in TEN.findall(text))
    shapes = (POSTCODE, INSURANCE, PHONE)
    return any(map(passes, tens)) or any(shape.search(text) for shape in shapes)


def possible(where: str, text: str) -> bool:
    """Tell whether a file or a sheet may bear the name."""
    named = where in ("filename", "sheet")
    return not (named and NO_NAME & set(text)) and (where != "sheet" or len(text) <= LONGEST_SHEET)


def placed(text: str, headings: list[str], chance: random.Random) -> tuple[str, str, str]:
    """Return where, heading and text: nearly always a cell."""
    where = chance.choice(CORNERS) if chance.random() < HEADER_SHARE else "cell"
    if where == "cell" or not possible(where, text):
        return "cell", chance.choice(headings), text
    return where, "", f"{text}.csv" if where == "filename" else text


def family_rows(part: str, name: str, told: dict[str, list[str]], seed: str) -> Iterator[Row]:
    """Draw a family's rows of one part."""
    chance, seen = random.Random(seed), set[str]()
    first, *patterns = told[part]
    headings = [heading.strip() for heading in first.split(";")]
    for attempt in range(TRIES):
        text = filled(patterns[attempt % len(patterns)], chance)
        if text not in seen and len(seen) < PER_FAMILY[part]:
            seen.add(text)
            unclear = bool(told.get("ambiguous")) or looks_full(text)
            where, heading, text = placed(text, headings, chance)
            yield Row(part, name, "ambiguous" if unclear else "nobody", where, heading, text)


def all_rows() -> Iterator[Row]:
    """Give every row of the set; no text stands twice."""
    seen = set[str]()
    for part, source in PARTS.items():
        families = tomllib.loads((HERE / "sources" / f"{source}.toml").read_text("utf-8"))
        for name, told in families.items():
            for row in family_rows(part, name, told, f"{SEED} {part} {name}"):
                if row.text not in seen:
                    seen.add(row.text)
                    yield row


if __name__ == "__main__":
    with (HERE / "negatives.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("id", *Row._fields))
        table.writerows((f"N{number:04}", *row) for number, row in enumerate(all_rows(), start=1))
