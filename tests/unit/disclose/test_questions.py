"""Which crossings are refused, and which coarser questions are offered."""

from __future__ import annotations

import pytest

from tiig.disclose import coarser, refuse_crossings
from tiig.model.errors import QUESTION_REFUSED, TiigError
from tiig.model.question import By, Condition, Question
from tiig.standard import load_standard

STANDARD = load_standard()


def question(*by: str, measure: str = "recorded_assaults", **where: tuple[str, ...]) -> Question:
    """Ask by some dimensions (`name:depth`) under some conditions."""
    parts = [name.partition(":") for name in by]
    dimensions = tuple(By(name, int(depth) if depth else None) for name, _, depth in parts)
    conditions = tuple(Condition(name, nodes) for name, nodes in where.items())
    return Question(measure=measure, by=dimensions, where=conditions)


@pytest.mark.parametrize(
    "asked",
    [
        question("residence_lsoa", "event_hour"),
        question("residence_msoa", "arrival_weekday"),
        question("event_hour:1", residence_lsoa=("XS-A01-M01-L1",)),
        question("residence_lsoa", event_hour=("night",)),
        question("residence_district", "arrival_hour"),
        question("residence_lsoa", measure="domestic_assaults"),
        question("residence_msoa", measure="sexual_assaults"),
        question("residence_msoa", measure="home_assaults"),
        question("residence_lsoa", "assault_relationship"),
        question("residence_lsoa", "injury_place_type"),
        question("residence_lsoa", injury_mechanism=("sexual",)),
        question("residence_lsoa", "age_band"),
        question("residence_lsoa", "age_group"),
        question("residence_lsoa", child=("yes",)),
        question("residence_lsoa", age_band=("10-14",)),
    ],
    ids=lambda asked: f"{asked.measure}-{'-'.join(map(str, (*asked.by, *asked.where)))}",
)
def test_small_areas_are_not_crossed_with_what_points_to_a_person(asked: Question) -> None:
    """Days, hours, and domestic, sexual and child classes are refused below local authority."""
    with pytest.raises(TiigError) as refused:
        refuse_crossings(asked, STANDARD)

    assert refused.value.kind is QUESTION_REFUSED


@pytest.mark.parametrize(
    "asked",
    [
        question("residence_la", "event_hour"),
        question("residence_la", measure="domestic_assaults"),
        question("site", "event_hour", "age_band"),
        question("residence_lsoa", "month"),
        question("residence_msoa", "weapon"),
        question("residence_lsoa", "age_band", age_band=("20-24", "25-29")),
        question("residence_lsoa", "injury_place_type", injury_place_type=("public",)),
        question("event_hour", measure="sexual_assaults"),
        question("residence_lsoa", "shoe_size", measure="luck", hat_size=("large",)),
    ],
    ids=lambda asked: f"{asked.measure}-{'-'.join(map(str, (*asked.by, *asked.where)))}",
)
def test_other_crossings_are_answered(asked: Question) -> None:
    """Large areas may be crossed with anything, small ones with what points to nobody.

    What does not exist is refused by who counts, in words of its own.
    """
    refuse_crossings(asked, STANDARD)


def names(asked: Question) -> list[str]:
    """Write the coarser questions shortly."""
    return ["+".join(map(str, wider.by)) for wider, _ in coarser(asked, STANDARD)]


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (question("month"), ["quarter", "year", ""]),
        (question("age_band"), ["age_group", ""]),
        (question("residence_lsoa"), ["residence_msoa", "residence_la", ""]),
        (question("weapon:2"), ["weapon:1", "weapon:0", ""]),
        (question("event_hour"), ["event_hour:1", ""]),
        (question("sex"), ["sex:0", ""]),
        (question(), []),
    ],
    ids=lambda value: str(value) if isinstance(value, list) else None,
)
def test_a_dimension_is_merged_step_by_step(asked: Question, offered: list[str]) -> None:
    """Each dimension has its way up, and is left out last."""
    assert offered == names(asked)


def test_the_finest_comes_first_and_leaving_out_comes_last() -> None:
    """All merged tables stand before any that lacks a dimension."""
    offered = names(question("month", "weapon:2"))
    lacking = [offer.count("+") == 0 for offer in offered]

    assert lacking == sorted(lacking)
    assert offered[0] == "month+weapon:1"
    assert offered[-1] == ""


def test_a_coarser_question_says_what_was_merged() -> None:
    """Every merged dimension has its sentence, and no other has one."""
    offers = {
        "+".join(map(str, wider.by)): merged
        for wider, merged in coarser(question("month", "sex"), STANDARD)
    }

    assert offers["quarter+sex"] == ("Month was merged into quarter.",)
    assert offers["sex"] == ("Month was merged into the whole period.",)
    assert offers[""] == (
        "Month was merged into the whole period.",
        "Sex was merged into one total.",
    )


def test_a_table_never_holds_a_dimension_twice() -> None:
    """Months beside quarters do not become quarters beside quarters."""
    assert "quarter+quarter" not in names(question("month", "quarter"))


def test_rare_categories_join_others_before_a_dimension_is_given_up() -> None:
    """Sex by age keeps its men and women where unknown sexes are too few to stand alone."""
    offered = coarser(question("sex", "age_group"), STANDARD)

    assert (By("sex", 0), By("age_group")) == offered[0][0].by
    assert offered[0][1] == ("Sex: rare categories joined others.",)
