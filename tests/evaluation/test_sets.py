"""The evaluation sets have the form that their README promises."""

from __future__ import annotations

import base64
import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.evaluation.identifiers import make_negatives, make_structured, make_texts
from tests.evaluation.identifiers.canaries import CANARIES, COUNT, canaries
from tests.evaluation.identifiers.check_digits import check_digit, passes
from tests.evaluation.identifiers.writings import FULL_WIDTH, serial

SETS = Path(__file__).parent / "identifiers"
FIRST = {"dev", "held_out"}
LATER = {"fresh", "last", "newest", "counted"}
PARTS = FIRST | LATER
CORNERS = {"cell", "header", "sheet", "filename", "comment", "property"}
ASCII_DIGITS = {chr(wide): chr(digit) for digit, wide in FULL_WIDTH.items()}

Table = list[dict[str, str]]
Span = tuple[int, int, str]


def table(name: str) -> Table:
    """Read one set."""
    with (SETS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STRUCTURED, NEGATIVES, TEXTS = map(table, ("structured.csv", "negatives.csv", "texts.csv"))


def digits(text: str) -> str:
    """Return a text's digits: full-width ones as plain ones, letters for digits as these."""
    plain = "".join(ASCII_DIGITS.get(letter, letter) for letter in text)
    meant = re.sub(r"\.0+$|%[0-9A-F]{2}", "", plain).translate(str.maketrans("OolI", "0011"))
    return re.sub(r"\D", "", meant)


def spans(row: dict[str, str]) -> list[Span]:
    """Read a text's spans."""
    return [(start, end, kind) for start, end, kind in json.loads(row["spans"])]


def spelled(part: str, kind: str) -> set[str]:
    """Return what the spans of a kind hold in one part."""
    return {
        row["text"][start:end].casefold().replace("’", "'")
        for row in TEXTS
        if row["part"] == part
        for start, end, named in spans(row)
        if named == kind
    }


def kinds(row: dict[str, str]) -> set[str]:
    """Return the kinds of a text's spans."""
    return {kind for _, _, kind in spans(row)}


def test_structured_is_large_enough() -> None:
    """Every kind has hundreds of rows in both parts, and every corner of a file some."""
    per_kind = Counter((row["part"], row["kind"]) for row in STRUCTURED)
    corners = Counter((row["part"], row["where"]) for row in STRUCTURED)

    assert len(STRUCTURED) >= 4_000
    assert set(per_kind) == {(part, kind) for part in PARTS for kind in make_structured.KINDS}
    assert min(per_kind.values()) >= 270
    assert set(corners) == {(part, where) for part in PARTS for where in CORNERS}
    assert min(corners.values()) >= 20


def test_negatives_are_enough() -> None:
    """Three thousand cells identify nobody for sure; what nobody could tell is labelled so."""
    labels = Counter(row["label"] for row in NEGATIVES)

    assert labels["nobody"] >= 3_000
    assert set(labels) == {"nobody", "ambiguous"}
    assert {row["part"] for row in NEGATIVES} == PARTS


def test_no_row_stands_twice() -> None:
    """Ids are unique, and so is what is measured."""
    for rows in (STRUCTURED, NEGATIVES, TEXTS):
        assert len({row["id"] for row in rows}) == len(rows)
    places = ("where", "heading", "column", "text")

    assert len({tuple(row[key] for key in places) for row in STRUCTURED}) == len(STRUCTURED)
    assert len({row["text"] for row in NEGATIVES}) == len(NEGATIVES)
    assert len({row["text"].casefold() for row in TEXTS}) == len(TEXTS)


def test_an_identifier_stands_in_its_text() -> None:
    """The value as written is part of the text, and names can be given to files and sheets."""
    assert [row["id"] for row in STRUCTURED if row["value"] not in row["text"]] == []
    assert all(make_structured.possible(row["where"], row["text"]) for row in STRUCTURED)


@pytest.mark.parametrize("kind", ["nhs_number", "chi"])
def test_check_digits_are_right(kind: str) -> None:
    """Every NHS and CHI number passes modulus 11, however it is written."""
    rows = [row for row in STRUCTURED if row["kind"] == kind]
    exact = [row for row in rows if "e+" not in row["value"].casefold()]
    rounded = [f"{float(row['value'].replace(',', '.')):.0f}" for row in rows if row not in exact]

    assert [
        (row["id"], row["form"])
        for row in exact
        if not any(passes(end) for end in _tens(digits(row["value"]).rjust(10, "0")))
    ] == []
    assert all(passes(number.rjust(10, "0")) for number in rounded)


def _tens(digits: str) -> list[str]:
    """Return every ten digits in a row: a value may be written with an address or a tag."""
    return [digits[place : place + 10] for place in range(len(digits) - 9)]


def test_the_check_digit_is_that_of_the_standard() -> None:
    """The worked example of the NHS Data Dictionary, and a number that cannot be."""
    assert check_digit("943476591") == "9"
    assert not passes("9434765918")


def test_telephones_are_those_for_drama() -> None:
    """No telephone number of the set can be rung."""
    ranges = {start for part in PARTS for start in _drama(part)}
    rows = [row for row in STRUCTURED if row["kind"] == "phone" and row["part"] in FIRST]
    found = {digits(row["value"]).removeprefix("0044").removeprefix("44") for row in rows}

    assert {text for text in found if not text.lstrip("0").startswith(tuple(ranges))} == set()


def _drama(part: str) -> set[str]:
    from tests.evaluation.identifiers.writings import AREA_NUMBERS

    return {start[1:] for start in AREA_NUMBERS[part]}


def test_columns_of_dates_are_whole() -> None:
    """A column of birth dates has one heading, one form and dates enough to be known by."""
    columns: dict[str, Table] = {}
    for row in STRUCTURED:
        if row["column"]:
            columns.setdefault(row["column"], []).append(row)

    assert len(columns) >= 12
    for rows in columns.values():
        assert len(rows) == make_structured.PER_COLUMN
        assert len({(row["heading"], row["form"], row["part"]) for row in rows}) == 1


def test_spans_lie_in_their_texts() -> None:
    """Spans are in order, do not overlap, are not empty and hold no space at an end."""
    for row in TEXTS:
        text, last = row["text"], 0
        for start, end, kind in spans(row):
            assert kind in {"name", "place", "contact"}, row["id"]
            assert last <= start < end <= len(text), row["id"]
            assert text[start:end] == text[start:end].strip(), row["id"]
            last = end


def test_texts_are_enough() -> None:
    """Two thousand texts; about half hold a name, and 600 a name and a place."""
    held = Counter(kind for row in TEXTS for kind in kinds(row))
    both = sum({"name", "place"} <= kinds(row) for row in TEXTS)
    written = Counter(row["part"] for row in TEXTS if row["source"] == "written")

    assert len(TEXTS) >= 2_000
    assert both >= 600
    assert held["place"] >= 1_000
    assert 0.4 <= held["name"] / len(TEXTS) <= 0.65
    assert min(written["dev"], written["held_out"]) >= 300


@pytest.mark.parametrize("kind", ["name", "place", "contact"])
def test_held_out_spans_are_new(kind: str) -> None:
    """No name, place or contact of the held-out part stands in the dev part."""
    assert spelled("dev", kind) & spelled("held_out", kind) == set()


def test_held_out_names_are_new_word_by_word() -> None:
    """Nor does a word of a name."""
    dev, held_out = (
        {word for name in spelled(part, "name") for word in re.findall(r"[^\W\d_][\w'-]{2,}", name)}
        for part in ("dev", "held_out")
    )

    assert dev & held_out == set()


def test_templates_are_many_and_not_shared() -> None:
    """There are at least 150 templates, and none serves both parts."""
    dev, held_out = (
        set(make_texts.lines(SETS / "sources" / f"templates_{part}.txt"))
        for part in ("dev", "held_out")
    )

    assert len(dev | held_out) >= 150
    assert dev & held_out == set()


def test_the_files_are_what_the_programs_write() -> None:
    """The sets can be made again from their sources and seeds."""
    texts = [(row["id"], row["text"], row["spans"]) for row in TEXTS]
    made = [(number, text, told) for number, _, _, text, told in make_texts.rows()]

    assert texts == made
    assert [row["text"] for row in STRUCTURED] == [row.text for row in make_structured.all_rows()]
    assert [row["text"] for row in NEGATIVES] == [row.text for row in make_negatives.all_rows()]


def test_serial_dates_are_those_of_spreadsheets() -> None:
    """1 January 2000 is day 36,526 in every spreadsheet program."""
    assert serial(date(2000, 1, 1).isoformat()) == "36526"


def test_canaries_cannot_be_mistaken() -> None:
    """A thousand, the same every time; each token is new and stands in its canary."""
    tokens = [token for canary in CANARIES for token in canary.tokens]

    assert len(CANARIES) == COUNT
    assert tuple(canaries()) == CANARIES
    assert len(set(tokens)) == len(tokens)
    assert all(t in canary.text.lower() for canary in CANARIES for t in canary.tokens)


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "abcd"])
def test_a_canary_is_found_in_base64(before: str) -> None:
    """Wherever it stands in the bytes that were coded."""
    for canary in CANARIES[:20]:
        coded = base64.b64encode(f"{before}{canary.text} and more".encode())

        assert any(trace in coded for trace in canary.traces())
