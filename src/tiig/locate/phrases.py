"""Place phrases by their keyed ids: how often each was seen, and what people decided of it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tiig.model.gates import SealedTexts
from tiig.model.places import PHRASE_ID, PLACE_TYPE, PlaceDecision, Ruling, Sighting
from tiig.model.states import ItemState, state_column

PERSON = "person_id"
DECIDED, BASIS, AUTHORITY = "place_decided", "place_decided_basis", "place_decided_la"
OTHER = "other"
"""The place type that says no more than that it is none of the others."""

_BASES = pl.Enum(["decided", "no-place", "sender"])
_ID_LETTERS = 32
_TYPE, _NO_PLACE = "~type", "~no_place"


def sightings(table: pl.DataFrame, homes: frozenset[str]) -> tuple[Sighting, ...]:
    """Return how often each phrase was seen outside homes, those of most rows first.

    `table` holds rows in force as the lake gives them; `homes` are the place types that are
    homes. A row without a person number is nobody's; people of two providers cannot be told
    apart, so that the most people of one provider count.
    """
    at_home = _text(PLACE_TYPE).is_in(sorted(homes)).fill_null(value=False)
    rows = table.filter(pl.col(PHRASE_ID).is_not_null()).filter(~at_home)
    people = (
        rows.group_by(PHRASE_ID, "provider")
        .agg(pl.col(PERSON).drop_nulls().n_unique().alias("persons"))
        .group_by(PHRASE_ID)
        .agg(pl.col("persons").max())
    )
    seen = (
        rows.group_by(PHRASE_ID)
        .agg(
            pl.len().alias("rows"),
            (pl.col(PLACE_TYPE).is_null() | (pl.col(PLACE_TYPE) == OTHER)).sum().alias("untyped"),
            pl.col("arrival_at").dt.date().drop_nulls().n_unique().alias("dates"),
            _text("site").unique().sort().alias("sites"),
        )
        .join(people, on=PHRASE_ID)
        .select(PHRASE_ID, "rows", "untyped", "persons", "dates", "sites")
        .sort("rows", PHRASE_ID, descending=[True, False])
    )
    return tuple(
        Sighting(written_id(phrase), rows, untyped, persons, dates, tuple(sites))
        for phrase, rows, untyped, persons, dates, sites in seen.iter_rows()
    )


def written_id(phrase: int) -> str:
    """Return the id of a phrase as packs and catalogue write it."""
    return f"{phrase:0{_ID_LETTERS}x}"


def words_of(texts: SealedTexts, phrases: frozenset[str]) -> Mapping[str, str]:
    """Return the words of some phrases, by id, as far as they are still kept."""
    return texts.only(phrases).unsealed()


def with_decisions(
    table: pl.DataFrame, decided: Mapping[str, PlaceDecision], authorities: Mapping[str, str]
) -> pl.DataFrame:
    """Add what was decided of each row's phrase: place type, who told it, local authority.

    What a sender gave stands, but for `other`. `authorities` leads from the code of an area
    to the local authority that holds it.
    """
    said = table.select(PHRASE_ID).join(
        _decisions(table, decided, authorities), on=PHRASE_ID, how="left", maintain_order="left"
    )
    state = state_column(PLACE_TYPE)
    beside = table.select(PLACE_TYPE, state).with_columns(said.drop(PHRASE_ID))
    sent = pl.col(PLACE_TYPE)
    vague = sent.is_null() | (sent == OTHER)
    filled = vague & pl.col(_TYPE).is_not_null()
    basis = (
        pl.when(filled)
        .then(pl.lit("decided", _BASES))
        .when(sent.is_not_null())
        .then(pl.lit("sender", _BASES))
        .when(pl.col(_NO_PLACE))
        .then(pl.lit("no-place", _BASES))
    )
    given = pl.lit(int(ItemState.GIVEN), pl.UInt8())
    made = beside.select(
        pl.when(filled).then(_TYPE).otherwise(PLACE_TYPE).alias(DECIDED),
        pl.when(filled).then(given).otherwise(state).alias(state_column(DECIDED)),
        basis.alias(BASIS),
        pl.when(basis.is_null()).then(state).otherwise(given).alias(state_column(BASIS)),
        AUTHORITY,
    )
    return table.hstack(made)


def _decisions(
    table: pl.DataFrame, decided: Mapping[str, PlaceDecision], authorities: Mapping[str, str]
) -> pl.DataFrame:
    """Return the decisions in the terms of the table: phrase, type, no place, authority."""
    told = list(decided.values())
    areas = [None if one.area is None else authorities.get(one.area) for one in told]
    known = sorted({area for area in areas if area is not None})
    return pl.DataFrame(
        {
            PHRASE_ID: [int(one.phrase, 16) for one in told],
            _TYPE: [one.place_type for one in told],
            _NO_PLACE: [one.ruling is Ruling.NO_PLACE for one in told],
            AUTHORITY: areas,
        },
        schema={
            PHRASE_ID: table.schema[PHRASE_ID],
            _TYPE: table.schema[PLACE_TYPE],
            _NO_PLACE: pl.Boolean(),
            AUTHORITY: pl.Enum(known),
        },
    )


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)
