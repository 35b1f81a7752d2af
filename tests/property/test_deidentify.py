"""Gate one holds for any identifier in any place: properties over made-up people."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.deidentify import Search, StripContext, scrub, strip
from tiig.deidentify.spans import KINDS, identifiers
from tiig.deidentify.suspicion import suspicious
from tiig.model.identified import JudgedRows, RawRows
from tiig.model.profile import ColumnRole
from tiig.model.pseudonyms import PseudonymKeys

KEY = (bytes(range(32)),)
WORDS = [
    "outside",
    "the Black Lion pub",
    "Commercial Road",
    "St Mary's",
    "u/k",
    "near the 24 bus",
    "",
]
INWARD = "ABDEFGHJLNPQRSTUWXYZ"


def _is_somebodys(number: str | None) -> bool:
    """Tell whether the check digit exists and the number is no filler (9999999999)."""
    return number is not None and len(set(number)) > 1


def nhs_numbers() -> st.SearchStrategy[str]:
    """Make numbers of the 999 test range with a right check digit, in the spellings in use."""

    def complete(serial: int) -> str | None:
        nine = f"999{serial:06d}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
        return None if check == 10 else nine + str(check % 11)

    numbers = st.integers(0, 999_999).map(complete).filter(_is_somebodys).map(str)
    gaps = st.sampled_from(["", " ", "-", "  ", "\u00a0", "."])
    return st.tuples(numbers, gaps).map(
        lambda made: made[1].join([made[0][:3], made[0][3:6], made[0][6:]])
    )


def letters(size: int) -> st.SearchStrategy[str]:
    """Make a made-up name of small letters."""
    return st.text("bdfgjklvxz", min_size=size, max_size=size + 5)


PLANTED = st.one_of(
    nhs_numbers(),
    st.integers(0, 999).map(lambda end: f"07700 900{end:03d}"),
    st.integers(0, 999).map(lambda end: f"+44 161 496 0{end:03d}"),
    letters(3).map(lambda name: f"{name}@example.org"),
    st.tuples(st.sampled_from(["M", "BL", "OL", "SK", "WN"]), st.integers(1, 99), st.integers(1, 9),
              st.text(INWARD, min_size=2, max_size=2), st.sampled_from(["", " "]))
    .filter(lambda made: not f"{made[2]}{made[3]}".endswith(("ST", "ND", "RD", "TH")))
    .map(lambda made: f"{made[0]}{made[1]}{made[4]}{made[2]}{made[3]}"),
    st.dates().map(lambda day: f"DOB {day.day:02d}/{day.month:02d}/{1930 + day.year % 70}"),
    st.tuples(st.sampled_from(["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Rev", "Sir"]), letters(4))
    .map(lambda made: f"{made[0]} {made[1].title()}"),
    st.tuples(st.sampled_from(["AB", "CE", "JK"]), st.integers(0, 999_999), st.sampled_from("ABCD"))
    .map(lambda made: f"{made[0]}{made[1]:06d}{made[2]}"),
)  # fmt: skip
TEXTS = st.tuples(st.sampled_from(WORDS), PLANTED, st.sampled_from(WORDS))


@given(TEXTS)
def test_no_planted_identifier_survives_in_free_text(made: tuple[str, str, str]) -> None:
    """Whatever stands around it, the identifier goes."""
    text = ", ".join(made)

    assert made[1] not in str(scrub(pl.Series([text]))[0])


@given(PLANTED, st.sampled_from([role for role in ColumnRole if role is not ColumnRole.TREATED]))
def test_a_planted_identifier_is_found_in_every_role(planted: str, role: ColumnRole) -> None:
    """Every role but a treated column is searched; a hit names a known kind."""
    cells = ["code"] * 99 + [planted if len(planted) > 5 else f"{planted[:-3]} {planted[-3:]}"]
    frame = pl.DataFrame({"C": cells}).with_row_index("row", 2)
    search = Search({"C": role})
    search.look(RawRows(frame))
    verdict = search.verdict()

    assert {hit.kind for hit in verdict.hits} <= set(KINDS)
    assert [hit.first_rows for hit in verdict.hits if hit.cells == 1]
    assert verdict.refused is (role is not ColumnRole.FREE_TEXT)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_no_planted_identifier_passes_the_gate(made: list[tuple[str, str, str]]) -> None:
    """Neither the stripped rows nor the sealed texts hold what was planted in any item."""
    planted = [text for _, text, _ in made]
    items = dict.fromkeys(
        ("attendance_number", "person_number", "residence_postcode", "undeclared"), planted
    )
    texts = {
        "assault_location_description": [", ".join(text) for text in made],
        "assault_method_description": planted,
    }
    frame = pl.DataFrame({**items, **texts}).with_row_index("row", 2)
    keys = PseudonymKeys(attendance=KEY, person=KEY, phrase=KEY)
    columns = frozenset({
        "attendance_id", "attendance_linkable", "person_id", "place_phrase_id",
        "residence_district", "residence_district__state",
    })  # fmt: skip
    frame = frame.with_columns(pl.lit("S1").alias("site"))
    stripped = strip(
        JudgedRows(frame, RawRows(frame)), standard_columns=columns, keys=keys,
        context=StripContext("SYN", "sub"),
    )  # fmt: skip
    left = f"{stripped.rows.frame.rows()} {dict(stripped.texts.unsealed())}".casefold()

    for text in planted:
        assert text.casefold() not in left
        assert "".join(text.split()).casefold() not in left


ANYTHING = st.one_of(
    st.text(max_size=60),
    st.text("0123456789 +-.()@abdmnorMDR:/\u00a0'", max_size=60),
    PLANTED,
)


@settings(max_examples=50)
@given(st.lists(ANYTHING, min_size=20, max_size=60))
def test_nothing_slips_under_the_first_look(texts: list[str]) -> None:
    """The cheap pattern marks every text in which the exact checks find something."""
    marks = pl.DataFrame({"C": texts}).select(suspicious(pl.col("C"), dates=False)).to_series()
    unmarked = [text for text, mark in zip(texts, marks, strict=True) if not mark]

    assert [text for text in unmarked if any(identifiers(text))] == []
