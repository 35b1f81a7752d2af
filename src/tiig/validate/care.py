"""Rules about the attendance itself: what happened in the department, and afterwards."""

from __future__ import annotations

import polars as pl

from tiig.validate.cells import Cells, only_if
from tiig.validate.writing import rule

_TOLD_BY_MECHANISM = ("fall", "burn", "animal")
"""Injury groups that the tree of mechanisms tells by itself."""


@rule("discharge_destination", advice="Check which of the two is right.")
def death_agrees_with_destination(cells: Cells) -> pl.Expr:
    """A patient who died by the discharge status has no destination among the living."""
    died = cells.under("discharge_status", "died") & cells.given("discharge_destination")
    return only_if(died, cells.under("discharge_destination", "died"))


@rule("discharge_destination", advice="Check which of the two is right.")
def who_left_is_not_admitted(cells: Cells) -> pl.Expr:
    """A patient who left before the treatment was complete was not admitted."""
    left = cells.under("discharge_status", "left") & cells.given("discharge_destination")
    return only_if(left, ~cells.under("discharge_destination", "admitted"))


@rule("discharge_follow_up", advice="Check which of the two is right.")
def the_dead_have_no_follow_up(cells: Cells) -> pl.Expr:
    """A patient who died in the department has no follow-up care."""
    died = cells.under("discharge_status", "died") & cells.given("discharge_follow_up")
    return only_if(died, cells.under("discharge_follow_up", "no-referral"))


@rule("injury_mechanism", weight=2, advice="Check which of the two is right.")
def mechanism_agrees_with_sender_group(cells: Cells) -> pl.Expr:
    """A fall, burn or animal injury by the sender's group has a mechanism of that group."""
    groups = {group: cells.under("sender_injury_group", group) for group in _TOLD_BY_MECHANISM}
    agree = pl.any_horizontal(
        told & cells.of_kind("injury_mechanism", "injury_group", group)
        for group, told in groups.items()
    )
    return only_if(pl.any_horizontal(groups.values()) & cells.given("injury_mechanism"), agree)


@rule("injury_mechanism", weight=2, advice="Check which of the two is right.")
def road_traffic_has_a_vehicle(cells: Cells) -> pl.Expr:
    """A road traffic injury by the sender's group has transport as its mechanism."""
    road = cells.under("sender_injury_group", "road-traffic") & cells.given("injury_mechanism")
    return only_if(road, cells.under("injury_mechanism", "transport"))


@rule(
    "injury_activity_status",
    advice="Enter sport as the activity, or correct the group.",
)
def sport_injury_has_sport_as_activity(cells: Cells) -> pl.Expr:
    """A sports injury by the sender's group has sport as its activity."""
    sport = cells.under("sender_injury_group", "sport") & cells.given("injury_activity_status")
    return only_if(sport, cells.of_kind("injury_activity_status", "injury_group", "sport"))


@rule(
    "attendance_category",
    weight=2,
    advice="Check the category: the attendance is not counted among first ones.",
)
def planned_follow_up_is_not_urgent(cells: Cells) -> pl.Expr:
    """A planned follow-up does not need immediate or very urgent care."""
    planned = cells.under("attendance_category", "follow-up.planned") & cells.given("acuity")
    return only_if(planned, ~cells.under("acuity", "immediate", "very-urgent"))


@rule(
    "attendance_category",
    weight=3,
    advice="Check the category: an emergency ambulance does not bring planned follow-ups.",
)
def planned_follow_up_not_by_emergency_ambulance(cells: Cells) -> pl.Expr:
    """A planned follow-up does not arrive by emergency ambulance."""
    mode = "ambulance.arrival-by-emergency-road-ambulance"
    planned = cells.under("attendance_category", "follow-up.planned")
    by_ambulance = cells.under("arrival_mode", mode, f"{mode}-with-medical-escort")
    return only_if(planned & cells.given("arrival_mode"), ~by_ambulance)


@rule(
    "attendance_category",
    weight=2,
    advice="Check the category: another department's first attendance is a first one there too.",
)
def transfer_is_not_a_planned_follow_up(cells: Cells) -> pl.Expr:
    """A patient sent by another emergency department does not come as a planned follow-up."""
    planned = cells.under("attendance_category", "follow-up.planned")
    sent = cells.under("attendance_source", "hospital.emergency-department")
    return only_if(planned & cells.given("attendance_source"), ~sent)
