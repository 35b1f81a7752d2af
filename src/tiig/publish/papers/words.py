"""The breakdowns of papers and pages, by the ids of their standard tables."""

from __future__ import annotations

from collections.abc import Mapping

from tiig.publish.exhibits import Breakdown

BREAKDOWNS: Mapping[str, Breakdown] = {
    "sex": Breakdown("sex", "sex", "{top}: {share} of all", "male"),
    "age": Breakdown(
        "age_group", "age group", "Ages {top} are the largest group: {count}", ordered=True
    ),
    "weekday": Breakdown(
        "event_weekday",
        "day of the week",
        "{top} is the most frequent day: {count}",
        ordered=True,
        of_parts="{top}: {count} ({share} of those known)",
    ),
    "weapon": Breakdown("weapon", "weapon"),
    "place_type": Breakdown("injury_place_type", "place type"),
    "relationship": Breakdown(
        "assault_relationship",
        "relationship to the attacker",
        "The attacker is most often: {top}, {count} ({share} of those known)",
    ),
    "mechanism": Breakdown("injury_mechanism", "mechanism"),
    "mechanism_kind": Breakdown("injury_mechanism", "mechanism"),
    "alcohol": Breakdown(
        "alcohol_involved",
        "alcohol before the injury",
        "Alcohol was involved in {share} of those for whom it is known",
        "yes",
    ),
    "arrival": Breakdown(
        "arrival_mode",
        "way of arrival",
        "Most came by: {top}, {count} ({share} of those known)",
    ),
    "disposal": Breakdown(
        "discharge_status",
        "outcome of the attendance",
        "The most frequent outcome: {top}, {count} ({share} of those known)",
    ),
    "departments": Breakdown("site", "department", "{top} treated the most: {count}"),
    "injury_group": Breakdown(
        "injury_group",
        "injury group",
        "The largest injury group: {top}, {count} ({share} of those known)",
    ),
}
