"""The synthetic world: steady, consistent, and true to what it says is planted."""

from __future__ import annotations

import hashlib
import json
from functools import cache

import polars as pl
import pytest

from tiig.model.months import Month
from tiig.synthesis.world import World, make_world
from tiig.synthesis.world.calendar import is_school_day

FIRST, MONTHS, SCALE = Month(2025, 1), 6, 0.25
JUNE = Month(2025, 6)


@cache
def world() -> World:
    """Return a quarter of a world over half a year."""
    return make_world(seed=5, first=FIRST, months=MONTHS, scale=SCALE)


@cache
def everything() -> pl.DataFrame:
    """Return its months, one after the other."""
    return pl.concat([world().month(month) for month in world().window])


def digest(frame: pl.DataFrame) -> str:
    """Return a digest of every byte of the values."""
    return hashlib.sha256(frame.write_ndjson().encode()).hexdigest()


def assaults() -> pl.DataFrame:
    """Return first attendances for assaults."""
    return everything().filter(
        (pl.col("injury_group") == "assault") & (pl.col("attendance_category") == "first")
    )


def test_equal_seeds_give_equal_months() -> None:
    """To the byte, in a world of its own, whichever months were made before."""
    again = make_world(seed=5, first=FIRST, months=MONTHS, scale=SCALE)

    assert digest(again.month(JUNE)) == digest(everything().filter(_in(JUNE)))
    assert digest(again.month(FIRST)) == digest(everything().filter(_in(FIRST)))


def _in(month: Month) -> pl.Expr:
    return pl.col("arrival_at").dt.truncate("1mo").dt.date() == month.first_day


def test_other_seeds_give_other_months() -> None:
    """The seed is all that differs."""
    other = make_world(seed=6, first=FIRST, months=MONTHS, scale=SCALE)

    assert digest(other.month(JUNE)) != digest(everything().filter(_in(JUNE)))


def test_a_small_world_has_all_its_departments() -> None:
    """At a hundredth of the volume, in a window of a single month."""
    small = make_world(seed=1, first=JUNE, months=1, scale=0.01)

    assert set(small.month(JUNE)["site"]) == {site.code for site in small.sites}
    assert small.truth()["rises"][0]["first_month"] == str(JUNE)


def test_an_almost_empty_world_is_no_trouble() -> None:
    """No person may be hurt in a month, and the columns are still there."""
    frame = make_world(seed=1, first=JUNE, months=1, scale=0.000001).month(JUNE)

    assert frame.schema == everything().schema


@pytest.mark.parametrize(("months", "scale"), [(0, 1.0), (1, 0.0), (1, -1.0)])
def test_a_world_needs_months_and_people(months: int, scale: float) -> None:
    """Anything else is refused when it is made."""
    with pytest.raises(ValueError, match="at least one month"):
        make_world(seed=1, first=JUNE, months=months, scale=scale)


def test_rows_are_sorted_within_a_month() -> None:
    """By site, arrival and person."""
    frame = world().month(JUNE)

    assert frame.equals(frame.sort("site", "arrival_at", "person", maintain_order=True))


def test_a_person_stays_the_same() -> None:
    """Sex, ethnic group and home never change; age by at most a year in half a year."""
    people = (
        everything()
        .group_by("person")
        .agg(
            pl.col("sex", "ethnic_category", "residence_lsoa").n_unique(),
            older=pl.col("age").max() - pl.col("age").min(),
            sites=pl.col("site").n_unique(),
        )
    )

    assert people.select(pl.col("sex", "ethnic_category", "residence_lsoa").max()).row(0) == (
        1,
        1,
        1,
    )
    assert people["older"].to_list().count(0) + people["older"].to_list().count(1) == people.height
    assert people.filter(pl.col("sites") > 1).height > 0


def test_people_hurt_together_share_time_and_place() -> None:
    """An incident has one moment, one kind of place and one venue; some hurt several."""
    incidents = (
        everything()
        .filter(pl.col("attendance_category") == "first")
        .group_by("incident")
        .agg(
            pl.col("injury_at", "injury_place_type", "venue", "injury_group").n_unique(),
            people=pl.col("person").n_unique(),
            rows=pl.len(),
        )
    )

    assert incidents.select(
        pl.col("injury_at", "injury_place_type", "venue", "injury_group").max()
    ).row(0) == (1, 1, 1, 1)
    assert incidents.filter(pl.col("people") != pl.col("rows")).height == 0
    assert incidents.filter(pl.col("people") > 1).height > 0


def test_what_is_told_of_an_assault_fits_together() -> None:
    """Partners at home or out, pupils at school, nobody under sixteen at work or in a club."""
    partner = assaults().filter(pl.col("assault_relationship").str.contains("partner"))
    young = everything().filter(pl.col("age") < 16)

    assert partner["age"].min() >= 16  # type: ignore[operator]
    assert young.filter(pl.col("injury_activity_status").str.contains("work")).height == 0
    assert young.filter(pl.col("injury_place_type") == "licensed.club").height == 0
    assert everything().filter(pl.col("age") < 13)[
        "alcohol_involved"
    ].drop_nulls().unique().to_list() == ["no"]
    assert set(
        everything().filter(pl.col("assault_relationship").is_not_null())["injury_group"]
    ) == {"assault"}


def test_nobody_is_hurt_at_school_when_schools_are_closed() -> None:
    """At weekends and in holidays what happens to children happens elsewhere."""
    days = everything().filter(pl.col("injury_place_type") == "education")["injury_at"].dt.date()

    assert len(days) > 0
    assert all(is_school_day(day) for day in days.unique())


def test_hospital_is_no_proxy_for_authority() -> None:
    """Two authorities have no full department, and every department sees several authorities."""
    frame = everything().with_columns(la=pl.col("residence_lsoa").str.head(6)).drop_nulls("la")
    of_site = frame.group_by("site").agg(pl.col("la").n_unique())
    full = {site.la for site in world().sites if site.kind == "type-1"}

    assert {"XS-A05", "XS-A09"}.isdisjoint(full)
    assert of_site["la"].min() >= 5  # type: ignore[operator]


def test_venues_lie_where_the_place_type_says() -> None:
    """The venue of a row is of its place type, and homes have none."""
    kinds = pl.DataFrame(
        {"venue": range(len(world().venues)), "kind": [one.kind for one in world().venues]},
        schema={"venue": pl.Int32, "kind": pl.String},
    )
    placed = everything().join(kinds, on="venue")

    assert placed.height > 0
    assert placed.filter(pl.col("kind") != pl.col("injury_place_type")).height == 0
    assert everything().filter(pl.col("injury_place_type") == "home.own")["venue"].count() == 0


def test_names_of_venues_are_their_own_within_an_authority() -> None:
    """Nothing else tells two of them apart."""
    names = [(one.la, one.name) for one in world().venues]

    assert len(names) == len(set(names))


def test_illness_is_told_where_extracts_hold_it() -> None:
    """Only at the departments marked for it, and with nothing said of an injury."""
    ill = everything().filter(pl.col("injury_group") == "none")

    assert set(ill["site"]) == {site.code for site in world().sites if site.illness}
    injury = [name for name in ill.columns if name.startswith("injury_") and name != "injury_group"]
    assert ill.select(*injury, "alcohol_involved", "venue").null_count().row(0) == (ill.height,) * (
        len(injury) + 2
    )


def test_truth_can_be_written_as_json() -> None:
    """Plain values, the same from every world of a seed."""
    again = make_world(seed=5, first=FIRST, months=MONTHS, scale=SCALE)

    assert json.loads(json.dumps(world().truth())) == again.truth()


def test_truth_is_what_the_months_hold() -> None:
    """Counting the attendances that an effect is about gives the count that truth tells."""
    fewer = world().truth()["interventions"][0]
    lived = assaults().filter(pl.col("residence_lsoa").str.head(6) == fewer["area"])
    knife = world().truth()["rises"][0]
    stabbed = assaults().filter(
        (pl.col("residence_lsoa").str.head(6) == knife["area"])
        & (pl.col("injury_mechanism") == "sharp.knife")
        & (pl.col("age") < 25)
        & (pl.col("injury_place_type") != "custody")
    )

    for effect, frame in ((fewer, lived), (knife, stabbed)):
        counted = {str(month): frame.filter(_in(month)).height for month in world().window}
        assert effect["realised"]["with"] == counted


def test_effects_have_the_size_that_truth_tells() -> None:
    """Realised counts lie around the expected ones, with and without the effect."""
    truth = world().truth()
    for effect in (*truth["rises"], *truth["interventions"]):
        for case in ("with", "without"):
            expected = sum(effect["expected"][case].values())
            realised = sum(effect["realised"][case].values())
            assert abs(realised - expected) < 4 * expected**0.5 + 1


def test_effects_leave_the_other_months_alone() -> None:
    """Outside its months an effect changes nothing; within them it does what it says."""
    truth = world().truth()
    for effect in (*truth["rises"], *truth["interventions"]):
        sides = effect["realised"]
        outside = [
            m for m in sides["with"] if not effect["first_month"] <= m <= effect["last_month"]
        ]
        assert [sides["with"][m] for m in outside] == [sides["without"][m] for m in outside]
        grows = sum(sides["with"].values()) > sum(sides["without"].values())
        assert grows == (effect["rate_ratio"] > 1)


def test_the_hot_spot_moves() -> None:
    """Before its month assaults gather in one cluster of venues, then in another."""
    spot = world().truth()["hot_spot"]
    before = [month for month in spot["all"] if month < spot["moves_in"]]
    after = [month for month in spot["all"] if month >= spot["moves_in"]]

    def count(cluster: str, months: list[str]) -> int:
        return sum(spot[cluster]["realised"][month] for month in months)

    assert count("from", before) > 2 * count("to", before)
    assert count("to", after) > 2 * count("from", after)
    assert set(spot["from"]["venues"]).isdisjoint(spot["to"]["venues"])
