"""Gate one: the allow-list, the keyed ids, the district, the place phrases."""

from __future__ import annotations

import hashlib
import hmac
import pickle
from dataclasses import replace

import polars as pl
import pytest

from tiig.deidentify import StripContext, Stripped, strip
from tiig.deidentify.pseudonym import keyed
from tiig.model.identified import JudgedRows, RawRows
from tiig.model.pseudonyms import PseudonymKeys
from tiig.model.states import ItemState

FIRST, SECOND, THIRD = bytes(range(32)), bytes(range(200, 240)), b"\xff" * 70
KEYS = PseudonymKeys(attendance=(FIRST,), person=(SECOND,), phrase=(THIRD,))
CONTEXT = StripContext(provider="SYN", submission="sub-1")
COLUMNS = frozenset({
    "injury_group", "injury_group__state", "attendance_id", "attendance_linkable", "person_id",
    "place_phrase_id", "residence_district", "residence_district__state",
})  # fmt: skip


def plain_id(value: str, *keys: bytes) -> str:
    """Compute an id with the standard library alone."""
    for key in keys:
        value = hmac.new(key.hex().encode(), value.encode(), hashlib.sha256).hexdigest()[:32]
    return value


def stripped(
    keys: PseudonymKeys = KEYS,
    columns: frozenset[str] = COLUMNS,
    context: StripContext = CONTEXT,
    **items: list[str | None],
) -> Stripped:
    """Strip a batch of site S1 that holds these text items."""
    frame = pl.DataFrame(items, schema=dict.fromkeys(items, pl.String)).with_row_index("row", 2)
    frame = frame.with_columns(pl.lit("S1").alias("site"))
    judged = JudgedRows(frame, RawRows(frame))
    return strip(judged, standard_columns=columns, keys=keys, context=context)


def test_only_declared_columns_pass() -> None:
    """What the standard does not declare is dropped, and so is every identifying item."""
    made = stripped(
        columns=COLUMNS | {"assault_method_description", "residence_postcode"},
        injury_group=["assault"], surprise=["x"], attendance_number=["1"], person_number=["2"],
        residence_postcode=["BL9 9ZZ"], assault_location_description=["pub"],
        assault_method_description=["fist"],
    )  # fmt: skip

    assert set(made.rows.frame.columns) == {"row", "injury_group", *COLUMNS} - {
        "injury_group__state"
    }


def test_every_id_equals_the_standard_library() -> None:
    """The fast HMAC gives, row by row, what Python's own gives; numbers are normalised first."""
    numbers: list[str | None] = [f" Ab {place} é" for place in range(500)]
    made = stripped(attendance_number=numbers, person_number=numbers).rows.frame

    attendances = [f"SYN|S1|ab{place}é" for place in range(500)]
    persons = [f"SYN|ab{place}é" for place in range(500)]
    assert made["attendance_id"].to_list() == [plain_id(value, FIRST) for value in attendances]
    assert made["person_id"].to_list() == [plain_id(value, SECOND) for value in persons]
    assert made["attendance_linkable"].all()


def test_rotation_adds_a_layer() -> None:
    """A rotated id is the HMAC of the old id under the new key; no number is needed for it."""
    rotated = PseudonymKeys(attendance=(FIRST, THIRD), person=(SECOND,), phrase=(THIRD, FIRST))
    numbers: list[str | None] = ["1", "2", None]
    old = stripped(attendance_number=numbers).rows.frame["attendance_id"]
    new = stripped(rotated, attendance_number=numbers).rows.frame["attendance_id"]

    assert new.to_list() == keyed(old, (THIRD,)).to_list()
    assert new.to_list() == [plain_id(value, THIRD) for value in old]


@pytest.mark.parametrize("missing", [None, "", "  ", "NULL", "n/a"])
def test_a_row_without_number_gets_an_unlinkable_id(missing: str | None) -> None:
    """Such an id stands for this row of this submission; the person stays unknown."""
    made = stripped(attendance_number=["7", missing], person_number=["7", missing]).rows.frame

    assert made["attendance_linkable"].to_list() == [True, False]
    assert made["attendance_id"][1] == plain_id("sub-1|row 3", FIRST)
    assert made["person_id"].to_list() == [plain_id("SYN|7", SECOND), None]


def test_a_layout_without_identifying_items_is_stripped_too() -> None:
    """Absent items give unlinkable ids, null ids, and the state *not in layout*."""
    made = stripped(injury_group=["fall", "sport"])
    frame = made.rows.frame

    assert frame["attendance_id"].n_unique() == 2
    assert not frame["attendance_linkable"].any()
    assert frame["person_id"].null_count() == 2
    assert frame["place_phrase_id"].null_count() == 2
    assert frame["residence_district__state"].to_list() == [int(ItemState.NOT_IN_LAYOUT)] * 2
    assert len(made.texts) == 0


@pytest.mark.parametrize(("postcode", "district", "state"), [
    ("M14 5AB", "M14", ItemState.GIVEN),
    (" bl9-9zz ", "BL9", ItemState.GIVEN),
    ("EC1A1BB", "EC1A", ItemState.GIVEN),
    ("OL10", "OL10", ItemState.GIVEN),
    ("GIR 0AA", "GIR", ItemState.GIVEN),
    ("QX1 1AA", None, ItemState.UNREADABLE),
    ("12 High Street", None, ItemState.UNREADABLE),
    ("", None, ItemState.BLANK),
    (" NULL ", None, ItemState.BLANK),
    (None, None, ItemState.BLANK),
])  # fmt: skip
def test_a_postcode_is_coarsened_to_its_district(
    postcode: str | None,
    district: str | None,
    state: ItemState,
) -> None:
    """The outward code stays, if it is one; the rest is gone."""
    made = stripped(residence_postcode=[postcode]).rows.frame

    assert made["residence_district"].to_list() == [district]
    assert made["residence_district__state"].to_list() == [int(state)]


def test_a_district_that_is_sent_stays() -> None:
    """A layout with districts and no postcodes keeps them, and what is said of them."""
    frame = pl.DataFrame({
        "row": [2, 3], "site": ["S1", "S1"], "residence_district": ["M14", None],
        "residence_district__state": pl.Series([0, int(ItemState.NOT_KNOWN)], dtype=pl.UInt8),
    })  # fmt: skip
    judged = JudgedRows(frame, RawRows(frame))
    made = strip(judged, standard_columns=COLUMNS, keys=KEYS, context=CONTEXT).rows.frame

    assert made["residence_district"].to_list() == ["M14", None]
    assert made["residence_district__state"].to_list() == [0, int(ItemState.NOT_KNOWN)]


def test_place_texts_become_phrase_ids() -> None:
    """Spellings of one phrase share an id; the scrubbed phrase lies beside, under that id."""
    made = stripped(assault_location_description=[
        "Black Lion, pub", "BLACK  LION pub", "St Mary's", "Mr Example @ Tesco", "Mr Example",
        None, " - ",
    ])  # fmt: skip
    ids = made.rows.frame["place_phrase_id"].to_list()

    assert ids[0] == ids[1] == plain_id("black lion pub", THIRD)
    assert ids[4:] == [None, None, None]
    assert dict(made.texts.unsealed()) == {
        ids[0]: "black lion pub", ids[2]: "st marys", ids[3]: "[removed] @ tesco",
    }  # fmt: skip


def test_phrases_that_say_that_the_place_is_not_known_are_told_by_their_ids() -> None:
    """`u/k` in any spelling is no place; a phrase that holds such a word may be one."""
    context = replace(CONTEXT, not_known=frozenset({"u/k", "not known"}))
    made = stripped(
        context=context,
        assault_location_description=["U/K", "u.k", "Not  known.", "unknown pub", "Black Lion"],
    )
    ids = made.rows.frame["place_phrase_id"].to_list()

    assert ids[0] == ids[1]
    assert made.not_known == {ids[0], ids[2]}
    assert stripped(assault_location_description=["u/k"]).not_known == frozenset()


def test_keys_are_neither_shown_nor_carried_away() -> None:
    """A key's repr counts layers; keys do not pickle; short or missing keys are refused."""
    assert repr(KEYS) == "<PseudonymKeys: attendance: 1, person: 1, phrase: 1>"
    with pytest.raises(TypeError, match="do not leave the process"):
        pickle.dumps(KEYS)
    for bad in ((), (b"short",)):
        with pytest.raises(ValueError, match="keys of at least 32 bytes"):
            PseudonymKeys(attendance=bad, person=(FIRST,), phrase=(FIRST,))


def test_a_failure_of_the_engine_shows_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the library says when it fails, its message and context stay behind."""

    def fails(*_: object) -> pl.Expr:
        message = f"plan with {FIRST.hex()}"
        raise ValueError(message)

    monkeypatch.setattr("tiig.kit.keyed._hmac", fails)
    with pytest.raises(RuntimeError) as caught:
        keyed(pl.Series(["1"]), (FIRST,))

    assert caught.value.__context__ is None
    assert FIRST.hex() not in str(caught.value)


def test_of_a_home_no_more_is_kept_than_that_it_is_one() -> None:
    """The words of an own home name people and addresses; those of a venue name a place."""
    made = stripped(
        injury_place_type=["home.own", "home", "street", None],
        assault_location_description=["Nowak house 14 Mill Lane", "at mums", "corn market", "pub"],
    )

    assert set(made.texts.unsealed().values()) == {"home", "corn market", "pub"}


def test_a_blank_place_stays_blank_at_home() -> None:
    """Whether words were given is not made up."""
    made = stripped(injury_place_type=["home.own"], assault_location_description=[None])

    assert dict(made.texts.unsealed()) == {}
