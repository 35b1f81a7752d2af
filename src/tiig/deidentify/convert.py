"""Dates of birth become ages and postcodes areas or districts, as the agreement says.

What a sender gives itself stands: a converted value only fills what is open. Postcodes
are looked up in a table that is handed in; nothing is fetched, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import polars as pl

from tiig.deidentify.postcodes import district_of, has_shape, tidy
from tiig.kit.ages import completed_years
from tiig.model.states import ItemState, state_column

BIRTH: Final = "date_of_birth"
AGE: Final = "age"
ARRIVAL: Final = "arrival_at"
POSTCODE: Final = "residence_postcode"
LSOA: Final = "residence_lsoa"
DISTRICT: Final = "residence_district"


@dataclass(frozen=True, eq=False)
class Conversions:
    """What identifying items become in a batch.

    `ages` are the least and the highest age that a date of birth can make; without them it
    is only taken away. `postcodes` is the lookup: `postcode` (capitals, no space), each once,
    and `lsoa`, null where none is told; without it a postcode becomes its district, or is
    taken away too.
    """

    ages: tuple[int, int] | None = None
    postcodes: pl.DataFrame | None = field(default=None, repr=False)
    districts: bool = True


NOTHING_SPECIAL: Final = Conversions()


class Converted(NamedTuple):
    """In how many rows an identifying item stood, filled the item `into`, could tell nothing."""

    into: str
    given: int
    filled: int
    untold: int

    def plus(self, other: Converted) -> Converted:
        """Add another batch."""
        return Converted(
            self.into,
            self.given + other.given,
            self.filled + other.filled,
            self.untold + other.untold,
        )


def converted(
    frame: pl.DataFrame, how: Conversions
) -> tuple[pl.DataFrame, Mapping[str, Converted]]:
    """Return a batch with ages and areas filled in, and what came of each identifying item."""
    counts: dict[str, Converted] = {}
    if how.ages is not None and BIRTH in frame.columns:
        frame, counts[BIRTH] = _filled(frame, BIRTH, AGE, _ages(frame, how.ages))
    if POSTCODE in frame.columns and how.postcodes is not None:
        frame, counts[POSTCODE] = _filled(frame, POSTCODE, LSOA, _areas(frame, how.postcodes))
    elif POSTCODE in frame.columns and how.districts:
        frame, counts[POSTCODE] = _filled(frame, POSTCODE, DISTRICT, _districts(frame))
    return frame, counts


def _said(frame: pl.DataFrame, item: str) -> pl.Expr:
    """Return the state of an item that has no value; blank where nothing says more."""
    if state_column(item) not in frame.columns:
        return _state(ItemState.BLANK)
    return pl.col(state_column(item))


def _ages(frame: pl.DataFrame, ages: tuple[int, int]) -> pl.DataFrame:
    """Return `value` (Int16) and `state`: completed years at arrival, within the bounds."""
    years = completed_years(pl.col(BIRTH), pl.col(ARRIVAL).dt.date())
    value = pl.when(years.is_between(*ages)).then(years.cast(pl.Int16))
    state = (
        pl.when(value.is_not_null())
        .then(_state(ItemState.GIVEN))
        .when(pl.col(BIRTH).is_not_null())
        .then(_state(ItemState.UNREADABLE))
        .otherwise(_said(frame, BIRTH))
    )
    return frame.select(value.alias("value"), state.alias("state"))


def _areas(frame: pl.DataFrame, lookup: pl.DataFrame) -> pl.DataFrame:
    """Return `value` (an LSOA) and `state`.

    A postcode that is one, and leads to no area, is an answer that tells no area: the
    patient is from elsewhere, or the lookup is older than the postcode.
    """
    known = lookup.select("postcode", value="lsoa", listed=pl.lit(value=True))
    spelled = frame.select(postcode=tidy(POSTCODE), said=_said(frame, POSTCODE))
    found = spelled.join(known, on="postcode", how="left", validate="m:1", maintain_order="left")
    state = (
        pl.when(pl.col("value").is_not_null())
        .then(_state(ItemState.GIVEN))
        .when(pl.col("postcode").is_null())
        .then("said")
        .when(pl.col("listed").is_not_null() | has_shape(pl.col("postcode")))
        .then(_state(ItemState.NOT_KNOWN))
        .otherwise(_state(ItemState.UNREADABLE))
    )
    return found.select("value", state.alias("state"))


def _districts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `value` (an outward code) and `state`."""
    district, state = district_of(POSTCODE, _said(frame, POSTCODE))
    return frame.select(value=district, state=state)


def _filled(
    frame: pl.DataFrame, source: str, target: str, made: pl.DataFrame
) -> tuple[pl.DataFrame, Converted]:
    """Fill a target where it is open; why it is empty is said by whichever item said more."""
    if target not in frame.columns:
        whole = frame.with_columns(
            made["value"].alias(target), made["state"].alias(state_column(target))
        )
        stands = pl.repeat(value=False, n=frame.height, eager=True)
    else:
        value, state, own = pl.lit(made["value"]), pl.lit(made["state"]), state_column(target)
        silent = pl.col(own).is_in([int(ItemState.BLANK), int(ItemState.NOT_IN_LAYOUT)])
        stands = frame.select(pl.col(own) == int(ItemState.GIVEN)).to_series()
        open_ = ~pl.lit(stands)
        whole = frame.with_columns(
            pl.when(open_).then(value).otherwise(target).alias(target),
            pl.when(open_ & (value.is_not_null() | silent)).then(state).otherwise(own).alias(own),
        )
    given, told = frame[source].is_not_null(), made["value"].is_not_null()
    filled, untold = int((told & ~stands).sum()), int((given & ~told).sum())
    return whole, Converted(target, int(given.sum()), filled, untold)


def _state(state: ItemState) -> pl.Expr:
    return pl.lit(int(state), dtype=pl.UInt8)
