"""Rules about intent: do the items that tell an assault agree, and say enough."""

from __future__ import annotations

import polars as pl

from tiig.validate.cells import ASSAULT, Cells, only_if
from tiig.validate.writing import rule

_SELF_HARM = "self-harm"
_YOUNGEST_PARTNER = 13
"""Years; our own bound for "check this", not a legal age."""


@rule(
    "injury_intent",
    weight=4,
    advice="Find out which of the two is right at the desk where they are entered; both are kept.",
)
def intent_agrees_with_flag(cells: Cells) -> pl.Expr:
    """The injury intent and the assault flag say the same."""
    both = cells.given("injury_intent") & cells.given("assault_flag")
    return only_if(both, cells.under("injury_intent", ASSAULT) == cells.yes("assault_flag"))


@rule(
    "injury_intent",
    weight=4,
    advice="Find out which of the two is right at the desk where they are entered; both are kept.",
)
def intent_agrees_with_sender_group(cells: Cells) -> pl.Expr:
    """The injury intent and the sender's injury group agree on assault and self-harm."""
    both = cells.given("injury_intent") & cells.given("sender_injury_group")
    agree = pl.all_horizontal(
        cells.under("injury_intent", node) == cells.under("sender_injury_group", node)
        for node in (ASSAULT, _SELF_HARM)
    )
    return only_if(both, agree)


@rule(
    "assault_flag",
    weight=4,
    advice="Find out which of the two is right at the desk where they are entered; both are kept.",
)
def flag_agrees_with_sender_group(cells: Cells) -> pl.Expr:
    """The assault flag and the sender's injury group say the same."""
    both = cells.given("assault_flag") & cells.given("sender_injury_group")
    return only_if(both, cells.yes("assault_flag") == cells.under("sender_injury_group", ASSAULT))


@rule("injury_intent", weight=2, advice="Check the intent: another person was involved.")
def self_harm_not_by_another(cells: Cells) -> pl.Expr:
    """Self-harm is not done by the body of another person or by a sexual assault."""
    harmed = cells.under("injury_intent", _SELF_HARM) & cells.given("injury_mechanism")
    return only_if(harmed, ~cells.under("injury_mechanism", "body", "sexual"))


@rule("injury_intent", weight=3, advice="Enter the intent as assault, or correct the mechanism.")
def sexual_mechanism_is_an_assault(cells: Cells) -> pl.Expr:
    """A sexual assault as the mechanism has the intent assault."""
    sexual = cells.under("injury_mechanism", "sexual") & cells.given("injury_intent")
    return only_if(sexual, cells.under("injury_intent", ASSAULT))


@rule("injury_intent", weight=3, advice="Enter the intent as assault, or correct the complaint.")
def sexual_complaint_is_an_assault(cells: Cells) -> pl.Expr:
    """A complaint of sexual assault has the intent assault."""
    sexual = cells.of_kind("chief_complaint", "sexual") & cells.given("injury_intent")
    return only_if(sexual, cells.under("injury_intent", ASSAULT))


@rule("injury_intent", weight=2, advice="Enter the intent as self-harm, or correct the complaint.")
def self_harm_complaint_is_self_harm(cells: Cells) -> pl.Expr:
    """A complaint of self-harm has the intent self-harm, or one that cannot be determined."""
    complaint = cells.of_kind("chief_complaint", "injury_group", _SELF_HARM)
    intent = cells.under("injury_intent", _SELF_HARM, "undetermined")
    return only_if(complaint & cells.given("injury_intent"), intent)


@rule(
    "injury_intent",
    weight=2,
    advice="Check the intent: an attack by an animal is an assault only if a person set it on.",
)
def animal_injury_is_no_assault(cells: Cells) -> pl.Expr:
    """An injury by an animal does not have the intent assault."""
    animal = cells.under("injury_mechanism", "animal") & cells.given("injury_intent")
    return only_if(animal, ~cells.under("injury_intent", ASSAULT))


@rule(
    "injury_mechanism",
    weight=3,
    advice="Enter which it was: knife counts are made from this item alone.",
)
def sharp_object_is_named(cells: Cells) -> pl.Expr:
    """An assault with a sharp object says whether it was a knife, glass or another object."""
    sharp = cells.assault() & cells.under("injury_mechanism", "sharp")
    return only_if(sharp, cells.value("injury_mechanism") != "sharp")


@rule(
    "assault_method_description",
    advice="Describe the method in words where no category fits, or choose the category that does.",
)
def other_method_is_described(cells: Cells) -> pl.Expr:
    """An assault by another method has that method in words."""
    other = cells.assault() & cells.under("injury_mechanism", "other")
    asked = cells.asked("assault_method_description")
    return only_if(other & asked, cells.answered("assault_method_description"))


@rule(
    "injury_place_type",
    weight=2,
    advice="Choose the type of the place that the description names.",
)
def described_place_has_a_type(cells: Cells) -> pl.Expr:
    """An assault whose place is described in words has a place type other than "other"."""
    described = cells.assault() & cells.given("assault_location_description")
    type_given = cells.given("injury_place_type") & ~cells.under("injury_place_type", "other")
    return only_if(described & cells.asked("injury_place_type"), type_given)


@rule(
    "assault_relationship",
    advice="Enter the intent as assault, or leave the relationship blank.",
)
def relationship_only_for_assaults(cells: Cells) -> pl.Expr:
    """A relationship to the attacker stands only where the intent, flag or group is assault."""
    told = cells.tells_intent()
    return only_if(cells.given("assault_relationship") & told, cells.assault())


@rule(
    "assault_location_description",
    weight=2,
    advice="Enter the intent as assault if it was one; it is not counted as recorded now.",
)
def assault_place_only_for_assaults(cells: Cells) -> pl.Expr:
    """An assault location stands only where the intent, flag or group is assault."""
    told = cells.tells_intent()
    return only_if(cells.given("assault_location_description") & told, cells.assault())


@rule(
    "assault_relationship",
    weight=2,
    advice="Check age and relationship; if both are right, safeguarding should know.",
)
def partner_not_of_a_child(cells: Cells) -> pl.Expr:
    """A patient whose attacker is a partner or former partner is 13 or older."""
    partner = cells.under("assault_relationship", "domestic.partner", "domestic.ex-partner")
    return only_if(partner & cells.given("age"), cells.value("age") >= _YOUNGEST_PARTNER)
