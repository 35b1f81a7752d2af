"""Rules about the patient: age against what is said of them, residence, numbers."""

from __future__ import annotations

import polars as pl

from tiig.validate.cells import Cells, only_if
from tiig.validate.writing import rule

_YOUNGEST_DRINKER = 8
_YOUNGEST_WORKER = 13
"""Years; our own bounds for "check this", not legal ages."""

_RESIDENCE = ("residence_lsoa", "residence_district", "residence_postcode")


@rule("age", advice="Check the age, and that alcohol is not filled in by default.")
def alcohol_at_a_plausible_age(cells: Cells) -> pl.Expr:
    """A patient who had taken alcohol is 8 or older."""
    drank = cells.yes("alcohol_involved") & cells.given("age")
    return only_if(drank, cells.value("age") >= _YOUNGEST_DRINKER)


@rule("injury_activity_status", advice="Check the age and the activity.")
def paid_work_at_a_plausible_age(cells: Cells) -> pl.Expr:
    """A patient injured at paid work is 13 or older."""
    worked = cells.under("injury_activity_status", "paid-work") & cells.given("age")
    return only_if(worked, cells.value("age") >= _YOUNGEST_WORKER)


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
