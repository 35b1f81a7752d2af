"""Dimensions whose categories follow from the months asked about, and fifths of deprivation."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.unit.analyse.world import GEOGRAPHY, SITES, STANDARD, cells, frame, people

from tiig.analyse import GeographyFrames, SiteFacts, count
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.figures import ALL, FigureTable
from tiig.model.months import Month, Period
from tiig.model.question import By, Condition, Question, RateKind

PERIOD = Period(Month(2025, 5), Month(2026, 4))
ROWS = people(1500, seed=11)
TABLE = frame(ROWS)


def asked(
    *names: str,
    period: Period = PERIOD,
    sites: SiteFacts = SITES,
    geography: GeographyFrames = GEOGRAPHY,
    rate: RateKind | None = None,
) -> FigureTable:
    """Count every attendance held by some dimensions."""
    question = Question(
        "attendances", tuple(map(By.parse, names)), period=period, rate=rate, hold=("*",)
    )
    return count(TABLE, question, standard=STANDARD, geography=geography, sites=sites)


class TestRunsOfMonths:
    """Months of the same name in successive years stand side by side."""

    def test_a_run_and_a_month_of_the_year_are_one_month(self) -> None:
        """Each month of the period is one cell, and margins are the rolling totals."""
        plain = cells(asked("month"))
        period = Period(Month(2024, 5), Month(2026, 4))
        crossed = cells(asked("twelve_months", "month_of_year", period=period))
        assert crossed["2025-05..2026-04", "02"] == plain["2026-02",]
        assert crossed["2025-05..2026-04", ALL] == plain[ALL,]
        assert crossed["2024-05..2025-04", ALL] == 0

    def test_threes_of_months_hold_whole_months(self) -> None:
        """Every run of three months lies in one run of twelve, and sums its months."""
        plain = cells(asked("month"))
        threes = cells(asked("twelve_months", "three_months"))
        assert [node for _, node in threes if node != ALL][:4] == [
            "05-07", "08-10", "11-01", "02-04",
        ]  # fmt: skip
        assert threes[str(PERIOD), "02-04"] == plain["2026-02",] + plain["2026-04",]
        assert threes[str(PERIOD), "11-01"] == plain["2026-01",]

    def test_a_rate_over_two_runs_is_of_person_years(self) -> None:
        """The population of all runs is the sum of the people in each."""
        period = Period(Month(2024, 5), Month(2026, 4))
        table = asked("twelve_months", period=period, rate=RateKind.CRUDE).frame
        people_of = dict(zip(table["twelve_months"], table["population"], strict=True))
        assert people_of[ALL] == 2 * people_of["2025-05..2026-04"]

    def test_no_condition_names_a_run(self) -> None:
        """Months are named as months."""
        question = Question("attendances", where=(Condition("twelve_months", ("x",)),))
        with pytest.raises(TiigError) as error:
            count(TABLE, question, standard=STANDARD, geography=GEOGRAPHY, sites=SITES)
        assert error.value.kind is BAD_ARGUMENT


class TestPresence:
    """The same departments throughout are told from those that came and went."""

    def test_a_site_that_lacks_a_month_is_set_apart(self) -> None:
        """Both groups and their sum stand side by side."""
        months = ["2026-01", "2026-02", "2026-03", "2026-04"]
        received = {(site, month) for site in SITES.names for month in months}
        sites = replace(SITES, received=frozenset(received - {("S2", "2026-03")}))
        period = Period(Month(2026, 1), Month(2026, 4))
        by_site = cells(asked("site", period=period))
        found = cells(asked("presence", period=period, sites=sites))
        assert found["part",] == by_site["S2",]
        assert found["throughout",] == by_site["S1",] + by_site["S3",]

    def test_all_sites_are_there_throughout_where_nothing_is_told(self) -> None:
        """Without word of what was received nobody is set apart."""
        found = cells(asked("presence"))
        assert found["throughout",] == found[ALL,]


class TestDeprivation:
    """Small areas are grouped by fifths of deprivation."""

    def test_fifths_group_lsoas(self) -> None:
        """A fifth counts the residents of its LSOAs, with their population."""
        fifth = pl.Series("deprivation", ["1", "5", "5", "5"])
        geography = replace(GEOGRAPHY, lookup=GEOGRAPHY.lookup.with_columns(fifth))
        by_lsoa = cells(asked("residence_lsoa"))
        found = cells(asked("residence_deprivation", geography=geography))
        assert found["1",] == by_lsoa["L1",]
        rates = asked("residence_deprivation", geography=geography, rate=RateKind.CRUDE).frame
        people_of = dict(zip(rates["residence_deprivation"], rates["population"], strict=True))
        in_l1 = GEOGRAPHY.populations[0].frame.filter(pl.col("area") == "L1")["population"].sum()
        assert people_of["1"] == in_l1

    def test_a_geography_without_deprivation_says_so(self) -> None:
        """It is refused by name, not by a traceback."""
        with pytest.raises(TiigError) as error:
            asked("residence_deprivation")
        assert error.value.kind is BAD_ARGUMENT
        assert "deprivation" in str(error.value)
