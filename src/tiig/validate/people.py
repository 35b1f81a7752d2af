"""Rules about the patient: age against what is said of them, residence, numbers."""

from __future__ import annotations

import polars as pl

from tiig.validate.cells import Cells, only_if
from tiig.validate.rules import Effect
from tiig.validate.writing import rule

_YOUNGEST_DRINKER = 8
_YOUNGEST_WORKER = 13
"""Years; our own bounds for "check this", not legal ages."""

_RESIDENCE = ("residence_lsoa", "residence_district", "residence_postcode")


@rule("age", advice="Check the age, and that alcohol is not filled in by default.")
def alcohol_at_a_plausible_age(cells: Cells) -> pl.Expr:
    """A patient who had taken alcohol is 8 or older."""
    drank = cells.yes("alcohol_involved") & cells.age().is_not_null()
    return only_if(drank, cells.age() >= _YOUNGEST_DRINKER)


@rule("injury_activity_status", advice="Check the age and the activity.")
def paid_work_at_a_plausible_age(cells: Cells) -> pl.Expr:
    """A patient injured at paid work is 13 or older."""
    worked = cells.under("injury_activity_status", "paid-work") & cells.age().is_not_null()
    return only_if(worked, cells.age() >= _YOUNGEST_WORKER)


@rule(
    "date_of_birth",
    effect=Effect.BLANK,
    weight=4,
    advice="Check the year, and that day and month are not exchanged.",
)
def born_before_arriving(cells: Cells) -> pl.Expr:
    """The date of birth is not later than the arrival."""
    both = cells.given("date_of_birth") & cells.dated("arrival_at")
    return only_if(both, cells.value("date_of_birth") <= cells.value("arrival_at").dt.date())


@rule(
    "date_of_birth",
    effect=Effect.BLANK,
    weight=4,
    advice="Check the year. A date that the system fills in for not known, such as 01/01/1900, "
    "is named in the sender profile, under codes of the column, as ~not_known.",
)
def born_within_a_lifetime(cells: Cells) -> pl.Expr:
    """By the date of birth the patient is at arrival no older than an age may be."""
    told = cells.years_since_birth()
    born = cells.given("date_of_birth") & cells.dated("arrival_at") & (told >= 0)
    return only_if(born, cells.an_age(told))


@rule("age", weight=2, advice="Export the age at arrival, in completed years, or leave it out.")
def age_agrees_with_birth(cells: Cells) -> pl.Expr:
    """The age that is sent is the one that the date of birth tells; the age sent is kept."""
    told = cells.years_since_birth()
    both = cells.given("age") & cells.given("date_of_birth") & cells.dated("arrival_at")
    ages = cells.an_age(told) & cells.an_age(cells.value("age"))
    return only_if(both & ages, cells.value("age") == told)


@rule(
    "residence_lsoa",
    weight=3,
    advice="Export the area of residence; without it the attendance is in no area's rate.",
)
def residence_told(cells: Cells) -> pl.Expr:
    """The row says where the patient lives, by area or postcode, or that it is not known."""
    asked = pl.any_horizontal(cells.asked(item) for item in _RESIDENCE)
    return only_if(asked, pl.any_horizontal(cells.answered(item) for item in _RESIDENCE))


@rule(
    "person_number",
    weight=2,
    advice="Name the column of the patient's own number in the sender profile.",
)
def person_number_is_its_own(cells: Cells) -> pl.Expr:
    """The person number is not the attendance number."""
    both = cells.given("person_number") & cells.given("attendance_number")
    return only_if(both, cells.value("person_number") != cells.value("attendance_number"))
