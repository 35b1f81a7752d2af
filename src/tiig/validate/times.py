"""Rules about when: injury, arrival and departure against each other and the clock."""

from __future__ import annotations

import polars as pl

from tiig.model.states import ItemState
from tiig.validate.cells import Cells, only_if
from tiig.validate.rules import Effect
from tiig.validate.writing import rule

_YEAR = 366
_WEEK = 7
_CLOCKS = "Check the clock of the system that stamps this time; nothing is repaired here."


@rule(
    "injury_at",
    effect=Effect.BLANK,
    weight=4,
    advice="Check day and month of the injury date: they may be exchanged.",
)
def injured_before_arriving(cells: Cells) -> pl.Expr:
    """The injury is not later than the arrival."""
    return cells.in_order("injury_at", "arrival_at")


@rule("injury_at", weight=2, advice="Check the year of the injury date.")
def injured_within_a_year_of_arriving(cells: Cells) -> pl.Expr:
    """The injury happened no more than a year before the arrival."""
    days = cells.days_between("injury_at", "arrival_at")
    return only_if(cells.dated("injury_at") & cells.dated("arrival_at"), days <= _YEAR)


@rule(
    "departure_at",
    effect=Effect.BLANK,
    weight=2,
    advice="Check day and month of the departure date: they may be exchanged.",
)
def departed_after_arriving(cells: Cells) -> pl.Expr:
    """The departure is not earlier than the arrival."""
    return cells.in_order("arrival_at", "departure_at")


@rule("departure_at", advice="Check the departure: it may be the discharge from a ward.")
def departed_within_seven_days(cells: Cells) -> pl.Expr:
    """The patient left the department within seven days of arriving."""
    days = cells.days_between("arrival_at", "departure_at")
    return only_if(cells.dated("arrival_at") & cells.dated("departure_at"), days <= _WEEK)


@rule(
    "injury_at",
    weight=4,
    advice="Ask for the time of the injury at reception; do not let the arrival be filled in.",
)
def injury_time_not_arrival_time(cells: Cells) -> pl.Expr:
    """The time of the injury is not the minute of the arrival."""
    both = cells.given("injury_at") & cells.given("arrival_at")
    return only_if(both, cells.minute("injury_at") != cells.minute("arrival_at"))


@rule(
    "injury_at",
    weight=3,
    advice="Leave the time blank where it is not known; do not let the system fill in 00:00.",
)
def injury_time_not_midnight(cells: Cells) -> pl.Expr:
    """The time of the injury is not exactly 00:00, which most systems write for no time."""
    return only_if(cells.given("injury_at"), cells.minute("injury_at") % (24 * 60) != 0)


@rule("arrival_at", weight=2, advice="Check day, month and year of the arrival.")
def arrived_before_the_file_came(cells: Cells) -> pl.Expr:
    """The arrival is not later than the day on which the file was received."""
    later = cells.after_day("arrival_at", cells.declared.received_on)
    return only_if(cells.dated("arrival_at"), ~later)


@rule("arrival_at", advice=_CLOCKS)
def arrival_hour_exists(cells: Cells) -> pl.Expr:
    """The arrival is not in the hour that the clocks skip in March."""
    return only_if(cells.given("arrival_at"), ~cells.in_skipped_hour("arrival_at"))


@rule("injury_at", advice=_CLOCKS)
def injury_hour_exists(cells: Cells) -> pl.Expr:
    """The injury is not in the hour that the clocks skip in March."""
    return only_if(cells.given("injury_at"), ~cells.in_skipped_hour("injury_at"))


@rule("departure_at", advice=_CLOCKS)
def departure_hour_exists(cells: Cells) -> pl.Expr:
    """The departure is not in the hour that the clocks skip in March."""
    return only_if(cells.given("departure_at"), ~cells.in_skipped_hour("departure_at"))


@rule(
    "arrival_at",
    advice="Nothing to repair: local time alone cannot say which of the two hours it was.",
)
def arrival_hour_is_clear(cells: Cells) -> pl.Expr:
    """The arrival is not in the hour that the clocks repeat in October."""
    return only_if(cells.given("arrival_at"), ~cells.in_repeated_hour("arrival_at"))


@rule(
    "injury_at",
    weight=4,
    advice="Export the time of the assault beside its date; ask for it at reception.",
)
def assault_has_a_time(cells: Cells) -> pl.Expr:
    """An assault has the time of day beside its date."""
    return only_if(
        cells.assault() & cells.dated("injury_at"), ~cells.state("injury_at", ItemState.PART)
    )
