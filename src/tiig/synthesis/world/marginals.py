"""Marginals of a world beside published figures.

Counts are of first attendances. Ratios by sex and deprivation are adjusted for age and for
each other by Mantel and Haenszel's method, on residents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from tiig.standard import schematic_geography
from tiig.synthesis.world.calendar import kinds_of
from tiig.synthesis.world.facts import rows

_NIGHT_FROM, _NIGHT_UNTIL = 18 * 60, 6 * 60
_MOST_DEPRIVED, _LEAST_DEPRIVED = 2, 9
_LAST_BAND = 90
_DAYS_A_YEAR = 365.25
_FRIDAY_SATURDAY, _MIDWEEK = (5, 6), (1, 2, 3, 4)
_NOON = 12
_IN_SIX_HOURS = 6


@dataclass(frozen=True)
class Compared:
    """A published figure, ours, and how far ours may lie from it (relative)."""

    id: str
    fact: str
    where: str
    published: float
    ours: float
    tolerance: float
    at_most: bool
    reason: str

    @property
    def ratio(self) -> float:
        """Ours over the published figure."""
        return self.ours / self.published

    @property
    def holds(self) -> bool:
        """Tell whether ours is near enough, or below a published upper bound."""
        upper = self.ratio <= (1 if self.at_most else 1 + self.tolerance)
        return upper and (self.at_most or self.ratio >= 1 - self.tolerance)


def compare(frame: pl.DataFrame) -> tuple[Compared, ...]:
    """Compare the attendances of a whole number of years with every published figure."""
    ours = marginals(frame)
    return tuple(
        Compared(
            id=row["id"],
            fact=row["fact"],
            where=row["where"],
            published=float(row["published"]),
            ours=ours[row["id"]],
            tolerance=float(row["tolerance"]),
            at_most=row["bound"] == "most",
            reason=row["reason"],
        )
        for row in rows("published")
    )


def as_text(compared: tuple[Compared, ...]) -> Iterator[str]:
    """Write the comparison as the lines of a Markdown table."""
    yield "| fact | source | published | ours | ratio | allowed |"
    yield "|---|---|--:|--:|--:|---|"
    for one in compared:
        allowed = "at most" if one.at_most else f"±{one.tolerance:.0%}"
        reason = f" ({one.reason})" if one.reason else ""
        numbers = f"{one.published:,.6g} | {one.ours:,.2f} | {one.ratio:.2f}"
        yield f"| {one.fact} | {one.where} | {numbers} | {allowed}{reason} |"


def marginals(frame: pl.DataFrame) -> dict[str, float]:
    """Return our figure for every published one, by its id."""
    first = frame.filter(pl.col("attendance_category") == "first")
    injured = first.filter(pl.col("injury_group") != "none")
    assaults = injured.filter(pl.col("injury_group") == "assault")
    days = frame["arrival_at"].dt.date().n_unique()
    years = days / _DAYS_A_YEAR
    return {
        **_volumes(injured, assaults, years),
        **_people(assaults),
        **_nights(assaults),
        **_endings(assaults, years),
    }


def _volumes(injured: pl.DataFrame, assaults: pl.DataFrame, years: float) -> dict[str, float]:
    self_harm = injured.filter(pl.col("injury_group") == "self-harm")
    residents = schematic_geography().population["population"].to_numpy().sum()
    alcohol = _percent(assaults, pl.col("alcohol_involved") == "yes")
    return {
        "assaults_a_year": assaults.height / years,
        "assaults_a_year_before": assaults.height / years,
        "assaults_of_residents_a_year": assaults["residence_lsoa"].count() / years,
        "injuries_per_100k": injured["residence_lsoa"].count() / years / residents * 100_000,
        "intentional_share": (assaults.height + self_harm.height) / injured.height * 100,
        "self_harm_share": self_harm.height / injured.height * 100,
        "self_harm_female": _percent(self_harm, pl.col("sex") == "female"),
        "alcohol_share": alcohol,
        "alcohol_share_wigan": alcohol,
    }


def _people(assaults: pl.DataFrame) -> dict[str, float]:
    male = _percent(assaults, pl.col("sex") == "male")
    return {
        "male_share": male,
        "male_share_midlands": male,
        "mean_age": _mean(assaults["age"]),
    }


def _nights(assaults: pl.DataFrame) -> dict[str, float]:
    minute = pl.col("arrival_at").dt.hour().cast(pl.Int32) * 60 + pl.col("arrival_at").dt.minute()
    night = assaults.filter((minute > _NIGHT_FROM) | (minute <= _NIGHT_UNTIL))
    table = _by_residents(night)
    fifth = (
        pl.when(pl.col("decile") <= _MOST_DEPRIVED)
        .then(True)
        .when(pl.col("decile") >= _LEAST_DEPRIVED)
        .then(False)
    )
    return {
        "night_share": night.height / assaults.height * 100,
        "night_male_ratio": _ratio(table, pl.col("sex") == "male", ["low", "decile"]),
        "night_deprivation_ratio": _ratio(table, fifth, ["low", "sex"]),
        "peak_age": _peak_age(night),
        "peak_hours_from": _peak_hours(assaults),
        "midweek_football_ratio": _football(night),
    }


def _endings(assaults: pl.DataFrame, years: float) -> dict[str, float]:
    admitted = assaults.filter(pl.col("discharge_destination").str.starts_with("admitted"))
    sharp = admitted.filter(pl.col("injury_mechanism").str.starts_with("sharp"))
    share = admitted.height / assaults.height * 100
    return {
        "discharged_home": _percent(assaults, pl.col("discharge_destination") == "discharged.home"),
        "admitted_midlands": share,
        "admitted_england": share,
        "admitted_male": _percent(admitted, pl.col("sex") == "male"),
        "sharp_male": _percent(sharp, pl.col("sex") == "male"),
        "sharp_aged_18_or_less": _percent(sharp, pl.col("age") <= 18),  # noqa: PLR2004 - the fact
        "sharp_admitted_under_25": sharp.filter(pl.col("age") < 25).height / years,  # noqa: PLR2004
    }


def _percent(frame: pl.DataFrame, condition: pl.Expr) -> float:
    return frame.filter(condition).height / frame.height * 100 if frame.height else 0.0


def _mean(values: pl.Series) -> float:
    return float(values.to_numpy().mean())


def _by_residents(events: pl.DataFrame) -> pl.DataFrame:
    """Return residents and events by area's decile, sex and lowest age of the band."""
    geography = schematic_geography()
    low = pl.col("age_band").str.extract(r"^(\d+)").cast(pl.Int16)
    keys = ["decile", "sex", "low"]
    people = geography.population.with_columns(low=low).join(geography.deprivation, on="lsoa")
    at_risk = people.group_by(keys).agg(pl.col("population").sum())
    homes = geography.deprivation.rename({"lsoa": "residence_lsoa"})
    band = (pl.col("age") // 5 * 5).clip(0, _LAST_BAND).cast(pl.Int16)
    counted = events.with_columns(low=band).join(homes, on="residence_lsoa").group_by(keys).len()
    return at_risk.join(counted, on=keys, how="left").with_columns(pl.col("len").fill_null(0))


def _ratio(table: pl.DataFrame, exposed: pl.Expr, strata: list[str]) -> float:
    """Return Mantel and Haenszel's ratio of rates, exposed over not exposed."""
    parts = table.with_columns(exposed=exposed).filter(pl.col("exposed").is_not_null())

    def total(name: str, among: pl.Expr) -> pl.Expr:
        return pl.col(name).filter(among).sum().cast(pl.Float64)

    yes, no = pl.col("exposed"), ~pl.col("exposed")
    summed = parts.group_by(strata).agg(
        above=total("len", yes) * total("population", no) / pl.col("population").sum(),
        below=total("len", no) * total("population", yes) / pl.col("population").sum(),
    )
    return float(summed["above"].to_numpy().sum() / summed["below"].to_numpy().sum())


def _peak_age(events: pl.DataFrame) -> float:
    """Return the age with most events, by the mean of three years of age."""
    ages = events["age"].value_counts().sort("age")
    smooth = ages.with_columns(pl.col("count").rolling_mean(3, center=True))
    return float(smooth.sort("count", descending=True, nulls_last=True)["age"][0])


def _peak_hours(assaults: pl.DataFrame) -> float:
    """Return the first of the six hours with most arrivals in Friday and Saturday nights."""
    shifted = pl.col("arrival_at").dt.offset_by(f"-{_NOON}h")
    nights = assaults.filter(shifted.dt.weekday().is_in(_FRIDAY_SATURDAY))
    hours = nights.select(hour=shifted.dt.hour().cast(pl.Int64)).group_by("hour").len().sort("hour")
    counts = dict(hours.iter_rows())
    start = max(range(24 - _IN_SIX_HOURS), key=lambda h: _six_hours(counts, h))
    return float((start + _NOON) % 24)


def _six_hours(counts: dict[int, int], first: int) -> int:
    return sum(counts.get(hour, 0) for hour in range(first, first + _IN_SIX_HOURS))


def _football(night: pl.DataFrame) -> float:
    """Return assaults of a midweek match night over those of another midweek night."""
    evening = pl.col("arrival_at").dt.offset_by(f"-{_NOON}h").dt.date()
    nights = night.select(day=evening).group_by("day").len()
    nights = nights.filter(pl.col("day").dt.weekday().is_in(_MIDWEEK))
    playing = [_has_match(day) for day in nights["day"]]
    matches, others = nights.filter(playing), nights.filter([not one for one in playing])
    if not matches.height:
        return float("nan")
    return _mean(matches["len"]) / _mean(others["len"])


def _has_match(day: date) -> bool:
    return "midweek-football" in kinds_of(day)
