"""Agreements and profiles are searched as they are written, and told by line, never by value."""

from __future__ import annotations

import pytest

from tiig.deidentify import identifying_lines
from tiig.deidentify.documents import IdentifyingLine

KEYS = ("name", "title", "basis", "codes", "values", "defaults")


def found(text: str) -> list[IdentifyingLine]:
    """Search a text."""
    return list(identifying_lines(text, keys=KEYS, codes=("codes", "values")))


@pytest.mark.parametrize(
    ("line", "key", "kinds"),
    [
        ('title = "For 943 476 5919"', "title", ("nhs_number",)),
        ('title = "For 9434765919"', "title", ("nhs_number",)),
        ('basis = "See ig.office@trust.example"', "basis", ("e_mail",)),
        ('basis = "See ig.office\\u0040trust.example"', "basis", ("e_mail",)),
        ('basis = "Ring 0161 496 0123"', "basis", ("phone",)),
        ('name = "Trust, M13 9WL"', "name", ("postcode",)),
        ('title = "DOB 17/03/1987"', "title", ("birth_date",)),
        ('title = "AB123456C"', "title", ("ni_number",)),
        ("# ask on 07700 900123", "", ("phone",)),
        ('surprise = "07700 900123"', "", ("phone",)),
        ('codes = { "x@y.example" = "yes" }', "codes", ("e_mail",)),
    ],
)
def test_what_identifies_is_told_by_its_line(line: str, key: str, kinds: tuple[str, ...]) -> None:
    """Also in remarks, and written with escapes; a word is repeated only where it is a key."""
    assert found(f"[sender]\n{line}\n") == [IdentifyingLine(2, key, kinds)]


@pytest.mark.parametrize(
    "text",
    [
        'name = "St Mary\'s, named after Mrs Nelson"',
        'title = "University Hospital, 12 Oxford Road"',
        'basis = "UK GDPR article 6(1)(e) and article 9(2)(i)"',
        "start = 2026-02-01\nend = 2045-01-31",
        'formats = ["%d/%m/%Y %H:%M"]',
        'codes = { "9434765919" = "yes" }',
        'values = ["9434765919"]',
        '[columns.codes]\n"9434765919" = "yes"',
        'codes = { "01/01/1900" = "~not_known" }',
    ],
)
def test_what_names_nobody_passes(text: str) -> None:
    """Organisations, days, formats and codes of ten digits identify nobody."""
    assert found(text) == []


def test_a_table_of_codes_ends_with_the_next() -> None:
    """After it, ten digits are a person's again."""
    text = '[columns.codes]\n"9434765919" = "yes"\n[sender]\nname = "9434765919"\n'

    assert found(text) == [IdentifyingLine(4, "name", ("nhs_number",))]
