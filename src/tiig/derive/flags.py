"""Flags and bands: of assaults, of the patient's age, of the attendance itself."""

from __future__ import annotations

import polars as pl

from tiig.derive.context import DeriveContext
from tiig.derive.groups import ANY_ASSAULT
from tiig.derive.items import NO, YES, Items, first_state, in_words, yes_no
from tiig.derive.moments import EVENT_DEFAULT, in_weekend_night
from tiig.model.states import ItemState, state_column
from tiig.standard.trees import Tree

_UNDER_25, _ADULT = 25, 18
"""Ages; core outcomes of the Serious Violence Duty, and the age of majority."""

_NOT_ASSAULT = "not-assault"


def of_assaults(items: Items) -> dict[str, pl.Expr]:
    """Return the flags of assaults; `ANY_ASSAULT` and `EVENT_DEFAULT` must stand in the batch."""
    sexual = items.of_kind("injury_mechanism", "sexual") | items.of_kind(
        "chief_complaint", "sexual"
    )
    weapons = tuple(items.standard.trees["weapon"].nodes)
    weapon = in_words(weapons, items.numbered("injury_mechanism", "weapon", weapons))
    return {
        **_told("weapon", weapon, items.state("injury_mechanism"), otherwise=_NOT_ASSAULT),
        **_told("sexual_assault", yes_no(sexual), items.state("injury_mechanism")),
        **_by_kind(items, "domestic_recorded", "assault_relationship", "domestic"),
        **_by_kind(items, "domestic_home_proxy", "injury_place_type", "home"),
        **_by_kind(items, "in_hospital", "injury_place_type", "health_care"),
        **_staff(items),
        **_night(items),
    }


def of_age(items: Items) -> dict[str, pl.Expr]:
    """Return age band, age group, under 25 and child; not told without an age."""
    age, state = items.value("age"), items.state("age")
    trees = items.standard.trees
    columns = {
        "age_band": _band(age, trees["age_band"]),
        "age_group": _band(age, trees["age_group"]),
        "under_25": pl.when(age.is_not_null()).then(yes_no(age < _UNDER_25)),
        "child": pl.when(age.is_not_null()).then(yes_no(age < _ADULT)),
    }
    return columns | {state_column(name): state for name in columns}


def of_attendance(items: Items, context: DeriveContext) -> dict[str, pl.Expr]:
    """Return what the counting rule asks of an attendance, and how it came and went."""
    said = items.value("department_type")
    if context.department_type is not None:
        said = pl.coalesce(said, pl.lit(context.department_type))
    first_type = items.standard.trees["department_type"].under("type-1")
    return {
        "first_unplanned": yes_no(~items.under("attendance_category", "follow-up")),
        "type_1": yes_no(said.is_in(first_type).fill_null(value=True)),
        "likely_transfer": yes_no(items.of_kind("attendance_source", "transfer")),
        **_asked(items, "ambulance", "arrival_mode"),
        **_asked(items, "admitted", "discharge_destination"),
    }


def _asked(items: Items, name: str, item: str) -> dict[str, pl.Expr]:
    """Say, where an item is given, whether it lies under the node of the flag's own name."""
    return {
        name: pl.when(items.given(item)).then(yes_no(items.under(item, name))),
        state_column(name): items.state(item),
    }


def _by_kind(items: Items, name: str, item: str, attribute: str) -> dict[str, pl.Expr]:
    word = pl.when(items.given(item)).then(yes_no(items.of_kind(item, attribute)))
    return _told(name, word, items.state(item))


def _staff(items: Items) -> dict[str, pl.Expr]:
    place, activity = items.given("injury_place_type"), items.given("injury_activity_status")
    health_care = items.of_kind("injury_place_type", "health_care")
    at_work = items.under("injury_activity_status", "paid-work")
    word = (
        pl.when(health_care & at_work)
        .then(pl.lit(YES))
        .when((place & ~health_care) | (activity & ~at_work))
        .then(pl.lit(NO))
    )
    untold = pl.when(~place).then(items.state("injury_place_type"))
    return _told("staff_assault", word, pl.coalesce(untold, items.state("injury_activity_status")))


def _night(items: Items) -> dict[str, pl.Expr]:
    by_injury = items.given("injury_at") & ~pl.col(EVENT_DEFAULT)
    by_arrival = items.given("arrival_at")
    word = (
        pl.when(by_injury)
        .then(yes_no(in_weekend_night(items.value("injury_at"))))
        .when(by_arrival)
        .then(yes_no(in_weekend_night(items.value("arrival_at"))))
    )
    return _told("night_time_economy", word, items.state("arrival_at"))


def _told(name: str, word: pl.Expr, untold: pl.Expr, *, otherwise: str = NO) -> dict[str, pl.Expr]:
    """Say the word of an assault, `otherwise` of every other row, nothing if untellable.

    `untold` is the state of an assault without a word; where the layout cannot tell
    assaults, the column is not in the layout either.
    """
    assault, cannot = pl.col(ANY_ASSAULT), pl.col("assault").is_null()
    plain = pl.when(~cannot).then(pl.lit(otherwise))
    return {
        name: pl.when(assault).then(word).otherwise(plain),
        state_column(name): first_state(
            (cannot, ItemState.NOT_IN_LAYOUT), (assault & word.is_null(), untold)
        ),
    }


def _band(age: pl.Expr, tree: Tree) -> pl.Expr:
    bounds = {
        node: (int(entry.attributes["low"]), int(entry.attributes["high"]))
        for node, entry in tree.nodes.items()
        if "low" in entry.attributes
    }
    oldest = max(high for _, high in bounds.values())
    names: list[str | None] = [None] * (oldest + 1)
    for node, (low, high) in bounds.items():
        names[low : high + 1] = [node] * (high - low + 1)
    # The last band has no upper end, whatever age a site's standard allows.
    return pl.lit(pl.Series(names, dtype=pl.String)).gather(age.clip(0, oldest))
