"""Rows that were erased are known again by their marks, whatever file and keys bring them."""

from __future__ import annotations

import hashlib
import hmac

import polars as pl
import pytest

from tiig.deidentify import StripContext, Stripped, marks_of, numbered_ids, strip
from tiig.model.erasure import Erasable, ErasedMark, ErasedMarks, row_name
from tiig.model.identified import JudgedRows, RawRows
from tiig.model.pseudonyms import PseudonymKeys

FIRST, SECOND, LATER, MARKS = bytes(range(32)), bytes(range(200, 240)), b"l" * 32, b"m" * 32
KEYS = PseudonymKeys(attendance=(FIRST,), person=(SECOND,), phrase=(FIRST,))
ROTATED = PseudonymKeys(attendance=(FIRST, LATER), person=(SECOND, LATER), phrase=(FIRST,))
COLUMNS = frozenset({"attendance_id", "attendance_linkable", "person_id", "place_phrase_id"})
KNOWN = ErasedMarks(MARKS)


def hmac32(key: bytes, value: str) -> str:
    """Return a layer with the standard library alone."""
    return hmac.new(key.hex().encode(), value.encode(), hashlib.sha256).hexdigest()[:32]


def read(marks: frozenset[ErasedMark], keys: PseudonymKeys = KEYS) -> Stripped:
    """Strip five rows of two sites, the last without numbers, with these marks."""
    frame = pl.DataFrame(
        {
            "attendance_number": ["1", "2", "3", "1", None],
            "person_number": ["P 1", "p2", "p1", None, None],
            "site": ["S1", "S1", "S1", "S2", "S1"],
            "assault_location_description": ["mill", "pub", "bridge", "quay", "lane"],
        }
    ).with_row_index("row", 2)
    context = StripContext(
        "SYN", "sub", erased=ErasedMarks(MARKS, tuple(marks)), fingerprint="f" * 64
    )
    judged = JudgedRows(frame, RawRows(frame))
    return strip(judged, standard_columns=COLUMNS, keys=keys, context=context)


def person(keys: PseudonymKeys = KEYS) -> frozenset[ErasedMark]:
    """Return the mark of person P1, made under these keys."""
    ids = numbered_ids(["p1"], Erasable.PERSON, keys, provider="SYN")
    return marks_of(Erasable.PERSON, ids, KNOWN, layers=len(keys.person), erasure="e")


def test_a_mark_is_a_keyed_id_under_one_more_key() -> None:
    """It is what the standard library makes of it, and not the id."""
    (mark,) = person()

    assert numbered_ids([" P1", "n/a"], Erasable.PERSON, KEYS, provider="SYN") == (
        hmac32(SECOND, "SYN|p1"),
    )
    assert mark.mark == hmac32(MARKS, hmac32(SECOND, "SYN|p1"))


def test_a_person_stays_out_with_rows_and_phrases() -> None:
    """Rows of the person are left out and told by number; their phrases are not sealed."""
    made = read(person())

    assert made.erased == (2, 4)
    assert made.rows.frame["row"].to_list() == [3, 5, 6]
    assert sorted(made.texts.unsealed().values()) == ["lane", "pub", "quay"]


def test_marks_outlive_a_change_of_keys() -> None:
    """A mark made under one layer is found when ids have two, and the other way round never."""
    assert read(person(), ROTATED).erased == (2, 4)
    assert read(person(ROTATED), ROTATED).erased == (2, 4)
    assert read(person(ROTATED), KEYS).erased == ()


def test_an_attendance_stays_out_at_its_own_site() -> None:
    """The same number at another site is another attendance."""
    ids = numbered_ids(["1"], Erasable.ATTENDANCE, KEYS, provider="SYN", site="S2")
    marks = marks_of(Erasable.ATTENDANCE, ids, KNOWN, layers=1, erasure="e")

    assert read(marks).erased == (5,)


@pytest.mark.parametrize(("fingerprint", "gone"), [("f" * 64, (6,)), ("0" * 64, ())])
def test_a_row_without_numbers_stays_out_of_its_own_file(
    fingerprint: str, gone: tuple[int, ...]
) -> None:
    """Line by line only in the very same bytes."""
    marks = marks_of(Erasable.ROW, [row_name(fingerprint, 6)], KNOWN, layers=0, erasure="e")

    assert read(marks).erased == gone


def test_without_marks_nothing_is_looked_for() -> None:
    """All rows pass, and nothing is said of erasures."""
    made = read(frozenset())

    assert (made.rows.height, made.erased) == (5, ())
