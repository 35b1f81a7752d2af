"""How a department writes true attendances down: blanks, defaults, errors, place texts.

What comes in is what happened; what goes out is what the department's system holds.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tiig.model.months import Month
from tiig.synthesis.recording.draws import Draws
from tiig.synthesis.recording.phrases import place_texts
from tiig.synthesis.recording.senders import Habit, Sender
from tiig.synthesis.recording.world import Venue

ASSAULT = "assault"
PLACE_TEXT = "assault_location_description"
TRUTH = "injury_group"
"""The column that says what really happened; no export holds it."""

_PERSONS = 9_999_991
"""A prime: multiplying by another number below it gives every person another number."""
_STIRRED = 7_919


def written_down(
    true: pl.DataFrame, sender: Sender, draws: Draws, venues: Sequence[Venue]
) -> pl.DataFrame:
    """Return the rows as the sender's system holds them; null is a blank.

    Adds `attendance_number`, `person_number`, the place text, `assault_flag` and
    `sender_injury_group`; keeps `injury_group`, which is the truth.
    """
    frame = true.with_columns(
        attendance_number=_attendance(sender, draws.month),
        person_number=_person(sender),
    ).with_columns(_place_text(true, draws, venues))
    frame = frame.with_columns(**_habitual(sender, draws, frame.height))
    assault = (pl.col("injury_intent") == ASSAULT).fill_null(value=False)
    missed = (pl.col(TRUTH) == ASSAULT) & ~assault
    return frame.with_columns(
        assault_flag=pl.when(assault).then(pl.lit("yes")).otherwise(pl.lit("no")),
        sender_injury_group=pl.when(assault)
        .then(pl.lit(ASSAULT))
        .when(missed)
        .then(pl.lit("other"))
        .otherwise(pl.col(TRUTH)),
    )


def _attendance(sender: Sender, month: Month) -> pl.Expr:
    """Give each attendance a number: no run of ten digits, nothing that looks like a date."""
    letter = chr(ord("A") + month.number - 1)
    stem = f"{sender.attendance}{month.year % 100:02d}{letter}-"
    place = pl.int_range(1, pl.len() + 1).over("site")
    return pl.lit(stem) + place.cast(pl.String).str.zfill(6)


def _person(sender: Sender) -> pl.Expr:
    number = pl.col("person").cast(pl.Int64) * _STIRRED % _PERSONS
    return pl.lit(sender.person) + number.cast(pl.String).str.zfill(7)


def _place_text(true: pl.DataFrame, draws: Draws, venues: Sequence[Venue]) -> pl.Series:
    assaults = true.with_row_index("place").filter(pl.col(TRUTH) == ASSAULT)
    named = [None if one is None else venues[one] for one in assaults["venue"]]
    texts = place_texts(draws.stream("places"), list(assaults["injury_place_type"]), named)
    blank = pl.repeat(None, true.height, dtype=pl.String, eager=True).alias(PLACE_TEXT)
    return blank.scatter(assaults["place"], pl.Series(texts, dtype=pl.String))


def _habitual(sender: Sender, draws: Draws, rows: int) -> dict[str, pl.Expr]:
    """Return each item as its habits leave it, one habit after the other."""
    written: dict[str, pl.Expr] = {}
    for place, habit in enumerate(sender.habits):
        share = habit.share_in(draws.month)
        if not share:
            continue
        value = written.get(habit.item, pl.col(habit.item))
        hit = pl.Series(draws.shares(f"habit {place} {habit.item}", rows) < share)
        touched = pl.lit(hit) & value.is_not_null()
        if habit.sites:
            touched &= pl.col("site").is_in(list(habit.sites))
        if habit.among:
            touched &= pl.col(TRUTH) == habit.among
        written[habit.item] = pl.when(touched).then(_said(habit, value)).otherwise(value)
    return written


def _said(habit: Habit, moment: pl.Expr) -> pl.Expr:
    """Return what is written instead: nothing, a default time, or an entry of the pick list."""
    if not habit.says:
        return pl.lit(None)
    if habit.says == "arrival":
        return pl.col("arrival_at")
    if habit.says == "midnight":
        return moment.dt.truncate("1d")
    if habit.says == "half-hour":
        return moment.dt.truncate("30m")
    return pl.lit(habit.says)
