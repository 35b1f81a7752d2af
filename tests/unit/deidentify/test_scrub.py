"""Free text loses people and keeps places; published vectors of UK identifiers hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tiig.deidentify import scrub
from tiig.deidentify.numbers import check_digit_right, passes
from tiig.deidentify.spans import identifiers


def scrubbed(text: str) -> str:
    """Scrub one text."""
    return str(scrub(pl.Series([text]))[0])


PLACES = [
    "St Mary's Hospital", "Victoria Dr, Salford", "Victoria Dr Salford", "victoria dr",
    "Sir Robert Peel pub", "Lord Nelson, Nelson Mandela Court", "Black Lion pub, Commercial Road",
    "Master Mariner Inn", "Rev James Court", "M6 1st exit", "queen mary's dr", "u/k", "@ Tesco",
    "WALKING @ N.H AND FELL", "VICTORIA DR SALFORD", "missed step, MS flare", "DR OFFICE",
    "near miss today", "saw dr yesterday", "master bedroom", "the Mrs was there", "mr. and mrs",
    "Platform 4, 10.30",
]  # fmt: skip


@pytest.mark.parametrize("text", PLACES)
def test_places_survive(text: str) -> None:
    """Streets, venues and ordinary words stay as they are."""
    assert scrubbed(text) == text


@pytest.mark.parametrize(("text", "left"), [
    ("Mr John Example outside Victoria Road", "[removed] outside Victoria Road"),
    ("MR EXAMPLE VICTORIA ROAD", "[removed] VICTORIA ROAD"),
    ("Mr Example Victoria Road", "[removed] Victoria Road"),
    ("mr example at tesco", "[removed] at tesco"),
    ("MS EXAMPLE FELL", "[removed] FELL"),
    ("Ms. A. B. Exam-Ple at Tesco", "[removed] at Tesco"),
    ("Mrs Green, Green Lane", "[removed], Green Lane"),
    ("Seen by Dr Example", "Seen by [removed]"),
    ("SEEN BY DR EXAMPLE", "SEEN BY [removed]"),
    ("Dr.Example", "[removed]"),
    ("Dr Green told us", "[removed] told us"),
    ("Mr and Mrs Example", "Mr and [removed]"),
    ("Miss O\u2019Example", "[removed]"),
    ("Rev. Example", "[removed]"),
    ("my name is Jan Example", "[removed]"),
    ("Pt name: Example", "[removed]"),
    ("my name is not known", "my name is not known"),
    ("DOB 01/02/1980 pub", "[removed] pub"),
    ("d.o.b: 1.2.80", "[removed]"),
    ("D O B 01021980", "[removed]"),
    ("born 3rd March 1985 in Bury", "[removed] in Bury"),
    ("on 3 June 2025 at club", "on [removed] at club"),
    ("NHS9990000018.", "NHS[removed]."),
    ("999 000 0018 999 000 0018", "[removed] [removed]"),
    ("9990000018.0", "[removed].0"),
    ("call 020 7946 0018 now", "call [removed] now"),
    ("tel.07700900123", "tel.[removed]"),
    ("(0161) 496 0123", "[removed]"),
    ("+44 (0)161 496 0123", "[removed]"),
    ("00447700900123", "[removed]"),
    ("mail a.b@example.org.uk, pub", "mail [removed], pub"),
    ("a.b (at) example.org", "[removed]"),
    ("14 Park Rd M14 5AB.", "14 Park Rd [removed]."),
    ("m145ab", "[removed]"),
    ("M6 1ST", "[removed]"),
    ("near M6 1ST pub", "near [removed] pub"),
    ("L1 2ND FLOOR", "L1 2ND FLOOR"),
    ("GIR 0AA", "[removed]"),
    ("ab 12 34 56 c", "[removed]"),
])  # fmt: skip
def test_identifiers_go(text: str, left: str) -> None:
    """Each identifier is replaced, the words around it stay."""
    assert scrubbed(text) == left


def test_a_column_keeps_its_length_order_and_name() -> None:
    """Only the cells with a hit change; nulls stay null."""
    texts = pl.Series("text", ["pub", None, "Mr Example", "pub", ""])

    assert scrub(texts).to_list() == ["pub", None, "[removed]", "pub", ""]
    assert scrub(texts).name == "text"


def test_the_vectorised_check_digit_equals_the_plain_one() -> None:
    """Both ways of computing modulus 11 agree on a run of numbers; fillers never pass."""
    numbers = [f"{number:010d}" for number in range(4_000_000_000, 4_000_000_500)] + [
        "7777777777",
        "0" * 10,
    ]
    frame = pl.DataFrame({"n": [*numbers, "no number"]})

    assert frame.select(check_digit_right(pl.col("n"))).to_series().to_list() == [
        *(passes(number) for number in numbers), None,
    ]  # fmt: skip
    assert not passes("7777777777")


def _kinds(text: str) -> set[str]:
    return {span.kind for span in identifiers(text)}


CHECKS: dict[str, Callable[[str], object]] = {
    "NHS number mod 11": lambda text: {"valid": bool(_kinds(text) & {"nhs_number", "chi_number"})},
    "is_valid(str)": lambda text: {"valid": bool(_kinds(text) & {"nhs_number", "chi_number"})},
    "National Insurance number in text": lambda text: {"found": "ni_number" in _kinds(text)},
    "UK postcode spans in text": lambda text: {
        "spans": [[span.start, span.end] for span in identifiers(text) if span.kind == "postcode"],
    },
}


def test_published_vectors_hold(reference: Path) -> None:
    """The public test values of NHS number, National Insurance number and postcode."""
    file = reference / "examples" / "methods" / "uk_identifiers" / "cases.json"
    cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
    ours = [case for case in cases if case["function"] in CHECKS]  # we write no number anew
    wrong = [
        case["id"] for case in ours
        if CHECKS[case["function"]](case["input"]["text"]) != case["expected"]
    ]  # fmt: skip

    assert {case["function"] for case in ours} == set(CHECKS)
    assert wrong == []
