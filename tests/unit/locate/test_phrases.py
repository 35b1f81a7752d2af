"""What decisions add to rows, held against a loop that looks at one row after the other."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.locate import sightings, with_decisions
from tiig.model.places import PlaceDecision, Ruling
from tiig.model.states import ItemState

AT = datetime(2026, 7, 1, tzinfo=UTC)
TYPES = ["home", "home.own", "licensed.pub", "other", "public"]
HOMES = frozenset({"home", "home.own"})
SCHEMA = {
    "place_phrase_id": pl.UInt128(),
    "person_id": pl.UInt128(),
    "arrival_at": pl.Datetime("us"),
    "site": pl.String(),
    "provider": pl.String(),
    "injury_place_type": pl.Enum(TYPES),
    "injury_place_type__state": pl.UInt8(),
}
PHRASES = st.one_of(st.none(), st.integers(1, 4))
ROWS = st.lists(
    st.tuples(
        PHRASES,
        st.one_of(st.none(), st.integers(1, 7)),
        st.integers(1, 3),
        st.sampled_from(["S1", "S2"]),
        st.one_of(st.sampled_from([ItemState.BLANK, ItemState.NOT_KNOWN]), st.sampled_from(TYPES)),
    ),
    max_size=40,
)
Row = tuple[int | None, int | None, int, str, ItemState | str]


def written(phrase: int) -> str:
    """Return an id as the catalogue writes it."""
    return f"{phrase:032x}"


DECIDED = st.dictionaries(
    st.integers(1, 5),
    st.tuples(
        st.one_of(st.none(), st.sampled_from(TYPES)),
        st.one_of(st.none(), st.sampled_from(["L1", "L9"])),
    ),
    max_size=5,
).map(
    lambda told: {
        written(phrase): PlaceDecision(
            str(phrase),
            written(phrase),
            Ruling.PLACE if kind or area else Ruling.NO_PLACE,
            "ada",
            "said",
            AT,
            place_type=kind,
            area=area,
        )
        for phrase, (kind, area) in told.items()
    }
)


def table(rows: list[Row]) -> pl.DataFrame:
    """Return rows as the lake gives them."""
    cells = [
        (
            phrase,
            person,
            datetime(2026, 6, day, 21),
            site,
            f"T{site[1]}",
            kind if isinstance(kind, str) and not isinstance(kind, ItemState) else None,
            int(kind) if isinstance(kind, ItemState) else 0,
        )
        for phrase, person, day, site, kind in rows
    ]
    return pl.DataFrame(cells, schema=SCHEMA, orient="row")


@given(ROWS, DECIDED)
@settings(deadline=None)
def test_a_row_gets_the_decision_on_its_own_phrase_and_no_other(
    rows: list[Row], decided: dict[str, PlaceDecision]
) -> None:
    """Types, states, bases and authorities are those of a plain loop; nothing else changes."""
    before = table(rows)

    found = with_decisions(before, decided, {"L1": "A1"})

    assert found.select(before.columns).equals(before)
    expected = [_by_hand(row, decided) for row in rows]
    made = found.drop(before.columns)
    assert made.rows() == expected


def _by_hand(
    row: Row, decided: dict[str, PlaceDecision]
) -> tuple[str | None, int, str | None, int, str | None]:
    phrase, _, _, _, sent = row
    one = None if phrase is None else decided.get(written(phrase))
    state = int(sent) if isinstance(sent, ItemState) else 0
    kind = None if isinstance(sent, ItemState) else sent
    area = "A1" if one is not None and one.area == "L1" else None
    if kind in {None, "other"} and one is not None and one.place_type is not None:
        return one.place_type, 0, "decided", 0, area
    if kind is not None:
        return kind, 0, "sender", 0, area
    if one is not None and one.ruling is Ruling.NO_PLACE:
        return None, state, "no-place", 0, area
    return None, state, None, state, area


@given(ROWS)
@settings(deadline=None)
def test_sightings_are_those_of_a_plain_count(rows: list[Row]) -> None:
    """Homes are left out; the people of one provider count, and nobody without a number."""
    found = {one.phrase: one for one in sightings(table(rows), HOMES)}

    outside = [row for row in rows if row[0] is not None and row[4] not in HOMES]
    assert found.keys() == {written(row[0]) for row in outside if row[0] is not None}
    for phrase, one in found.items():
        mine = [row for row in outside if row[0] is not None and written(row[0]) == phrase]
        people = {
            site: {row[1] for row in mine if row[3] == site} - {None} for site in ("S1", "S2")
        }
        untyped = [row for row in mine if isinstance(row[4], ItemState) or row[4] == "other"]
        assert (one.rows, one.untyped) == (len(mine), len(untyped))
        assert one.persons == max(len(some) for some in people.values())
        assert one.dates == len({row[2] for row in mine})
        assert one.sites == tuple(sorted({row[3] for row in mine}))


def test_no_rows_no_decisions() -> None:
    """An empty table keeps its shape."""
    assert sightings(table([]), HOMES) == ()
    made = with_decisions(table([]), {}, {})
    assert made.width == len(SCHEMA) + 5
