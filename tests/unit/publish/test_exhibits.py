"""Exhibits: titles and sentences from what is shown only; a hidden value is never nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.publish.exhibit_tables import (
    BEFORE,
    HIDDEN,
    LATEST,
    MONTHS,
    REGION,
    RUNS,
    STAR,
    UNTOLD,
    by_dimension,
    cleared,
    column,
    monthly,
)

from tiig.model.cleared import Cleared, Shown
from tiig.model.coverage import Coverage, Standing
from tiig.model.figures import ALL, Mark
from tiig.model.months import Month, Period
from tiig.model.states import NOT_RECORDED_NODE
from tiig.publish.exhibits import (
    AGES,
    Breakdown,
    Subject,
    areas_exhibit,
    breakdown_exhibit,
    choropleth_exhibit,
    coverage_exhibit,
    headline_cards,
    hours_exhibit,
    pyramid_exhibit,
    rates_exhibit,
    season_exhibit,
    tile_exhibit,
    trend_exhibit,
)
from tiig.publish.exhibits.breakdown import PARTS
from tiig.publish.exhibits.cells import MAY_BE_LARGER, percent
from tiig.publish.exhibits.runs import run_words, unreceived
from tiig.publish.paper import Exhibit, NotShown
from tiig.publish.papers.words import BREAKDOWNS

WEAPON = Breakdown("weapon", "weapon")
ALDERMOOR = replace(REGION, area="A1", area_name="Aldermoor")
AREAS = (("A1", "Aldermoor"), ("A2", "Brackenford"), ("A3", "Castlereach"))

JUNE = Month(2026, 6)


def shown(block: object) -> Exhibit:
    """Return a block that must be an exhibit."""
    assert isinstance(block, Exhibit), block
    return block


def missing_in(*when: str, sites: tuple[str, ...] = ("A", "B")) -> Coverage:
    """Return the coverage of sites, of which B is absent in these months."""
    every = [*Period.parse(BEFORE), *Period.parse(LATEST)]
    names = {"A": "North", "B": "South"}

    def standing(site: str, month: object) -> Standing:
        return Standing.ABSENT if site == "B" and str(month) in when else Standing.SETTLED

    return Coverage(
        sites=tuple((site, names[site]) for site in sites),
        standings=tuple((site, month, standing(site, month)) for month in every for site in sites),
    )


def title_of(counts: dict[str, int | Shown], total: int | Shown = 100) -> str:
    """Return the title of a breakdown by weapon."""
    return shown(breakdown_exhibit(by_dimension("weapon", counts, total), REGION, WEAPON)).title


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (100, "about the same as the 100 a year earlier"),
        (110, "about the same as the 100 a year earlier"),
        (150, "50 % more than the 100 a year earlier"),
        (60, "40 % fewer than the 100 a year earlier"),
    ],
)
def test_a_rise_is_one_only_beyond_chance(now: int, told: str) -> None:
    """A change is called a rise or fall only where the interval of the ratio leaves out 1."""
    made = shown(trend_exhibit(monthly({(LATEST, "06"): now}), REGION))
    assert made.title == f"{now} recorded assaults in June 2026, {told}"


def test_a_hidden_month_is_not_compared() -> None:
    """No change is given with a hidden count, on either side of it."""
    then = monthly({(BEFORE, "06"): HIDDEN})
    now = monthly({(LATEST, "06"): HIDDEN})
    assert shown(trend_exhibit(then, REGION)).title == "100 recorded assaults in June 2026"
    assert shown(trend_exhibit(now, REGION)).title == (
        "Too few recorded assaults to show in June 2026"
    )
    lines = headline_cards(then, REGION).cards[0].lines
    assert "No comparison with June 2025 can be shown" in lines


def test_a_title_says_which_departments_are_missing() -> None:
    """Missing departments stand in the title, for the month and for the one compared with."""
    both = missing_in("2026-06", "2025-06")
    assert shown(trend_exhibit(monthly(coverage=both), REGION)).title.endswith(
        "a year earlier (1 of 2 departments missing then) (1 of 2 departments missing)"
    )
    june = monthly(coverage=missing_in("2026-06"))
    assert (
        "Not in the figures: South (absent) in 2026-06." in shown(trend_exhibit(june, REGION)).notes
    )


def test_cards_say_how_complete_they_are() -> None:
    """The month's card counts missing departments, the year's the missing months of two years."""
    month, year = headline_cards(monthly(coverage=missing_in("2026-06", "2025-02")), REGION).cards
    assert month.quality == "Incomplete: 1 of 2 departments missing"
    assert year.quality == "Incomplete: 2 of 48 site-months missing in 24 months"


def test_a_month_that_nobody_sent_is_not_zero() -> None:
    """Where no department reported a month, its count is not available rather than 0."""
    nobody = missing_in("2026-03", sites=("B",))
    made = shown(trend_exhibit(monthly({(LATEST, "03"): 0}, coverage=nobody), REGION))
    cell = made.grid.rows[-2][made.grid.columns.index("Mar")]
    assert (cell.text, cell.mark) == ("n/a", Mark.NOT_AVAILABLE)


def test_same_departments_stand_beside_all_for_the_region_only() -> None:
    """The line of the same departments is drawn for the region; an area says why it is not."""
    base = monthly()
    presence = column("presence", ("throughout", "Throughout"), ("part", "Part"))
    same = cleared((presence, *base.columns), {("throughout", *row.nodes): 80 for row in base.rows})
    made = shown(trend_exhibit(base, REGION, presence=same))
    assert made.grid.rows[0][0].text == "12 months to June 2025, same departments"
    assert made.grid.rows[0][1].text == "80"
    lacking = monthly(coverage=missing_in("2025-02"))
    alone = shown(trend_exhibit(lacking, ALDERMOOR, presence=same))
    assert not any("same departments" in row[0].text for row in alone.grid.rows)
    assert any("for the whole region only" in note for note in alone.notes)


def test_where_every_department_reported_one_line_is_of_the_same() -> None:
    """An area's only line is that of the same departments then, and its notes say so."""
    whole = shown(trend_exhibit(monthly(coverage=missing_in()), ALDERMOOR))
    assert "Every department reported in every month." in whole.notes
    assert not any("for the whole region only" in note for note in whole.notes)


@pytest.mark.parametrize(("one", "because"), [(HIDDEN, "too few"), (0, "there were none")])
def test_no_trend_says_why(one: int | Shown, because: str) -> None:
    """Nothing to show and nothing there are two reasons; neither gives an empty chart."""
    made = trend_exhibit(
        monthly({(run, month): one for run, _ in RUNS for month, _ in MONTHS}), REGION
    )
    assert isinstance(made, NotShown)
    assert made.because.startswith(because)


def test_the_fewest_of_a_season_counts_a_true_zero() -> None:
    """A month without events is the fewest; with a hidden month no fewest is named."""
    zero = monthly({(LATEST, "02"): 0, (LATEST, "08"): 150})
    hidden = monthly({(LATEST, "02"): HIDDEN, (LATEST, "08"): 150})
    assert shown(season_exhibit(zero, REGION)).title == (
        "Most in August (150), fewest in February (0)"
    )
    assert shown(season_exhibit(hidden, REGION)).title == "Most in August (150)"


def test_a_share_is_of_those_known() -> None:
    """What is not recorded is no part of a share, and its own row of the table."""
    table = by_dimension("weapon", {"knife": 30, "fist": 50, NOT_RECORDED_NODE: 20}, 100)
    made = shown(breakdown_exhibit(table, REGION, WEAPON))
    assert made.title == "Fist is the most frequent weapon: 50 (63 % of those known)"
    assert "The weapon is known for 80 % in the 12 months to June 2026." in made.notes
    assert [row[1].text for row in made.grid.rows] == ["30", "50", "20", "100"]


def test_no_share_where_a_part_of_it_is_hidden() -> None:
    """Where the unknown are hidden, no share of the known is given."""
    assert title_of({"knife": 30, "fist": 60, NOT_RECORDED_NODE: HIDDEN}) == (
        "Fist is the most frequent weapon: 60"
    )


def test_the_largest_shown_may_be_smaller_than_a_hidden_one() -> None:
    """A title claims a largest only where what is hidden cannot be above it."""
    assert title_of({"knife": 30, "fist": HIDDEN, "other": HIDDEN}).endswith(MAY_BE_LARGER)
    assert MAY_BE_LARGER not in title_of({"knife": 90, "fist": HIDDEN, "other": HIDDEN})
    assert title_of({"knife": 90, "fist": HIDDEN}, HIDDEN).endswith(MAY_BE_LARGER)


def test_the_star_is_explained_only_where_one_stands() -> None:
    """The meaning of the star is a note of exhibits with a star, and of no others."""
    plain = by_dimension("weapon", {"knife": 30, "fist": 70}, 100)
    starred = by_dimension("weapon", {"knife": 90, "fist": HIDDEN, "other": HIDDEN}, 100)
    assert STAR not in shown(breakdown_exhibit(plain, REGION, WEAPON)).notes
    assert STAR in shown(breakdown_exhibit(starred, REGION, WEAPON)).notes


@pytest.mark.parametrize(
    ("counts", "because"),
    [
        ({"knife": 0, NOT_RECORDED_NODE: 100}, "none of the files received tells it"),
        ({"knife": HIDDEN, "fist": HIDDEN}, "every category is hidden or cannot be told"),
        ({"knife": UNTOLD, "fist": UNTOLD}, "every category is hidden or cannot be told"),
    ],
)
def test_a_breakdown_without_a_figure_is_not_drawn(
    counts: dict[str, int | Shown], because: str
) -> None:
    """What nobody records, or nobody may see, gives a reason instead of an empty chart."""
    made = breakdown_exhibit(by_dimension("weapon", counts, 100), REGION, WEAPON)
    assert made == NotShown("Recorded assaults by weapon", because)


def test_no_finding_from_a_handful_known() -> None:
    """Where fewer than a tenth are known, the title says that instead of a largest share."""
    assert title_of({"knife": 8, NOT_RECORDED_NODE: 92}) == (
        "The weapon is known for too few to compare: 8 of 100"
    )


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (1, 3, "33 %"), (1, 8, "13 %"), (1, 1000, "under 1 %"), (999, 1000, "over 99 %"),
        (0, 5, "0 %"), (5, 5, "100 %"), (None, 5, None), (5, None, None), (0, 0, None),
    ],
)  # fmt: skip
def test_shares_are_whole_and_never_round_to_none_or_all(
    part: int | None, whole: int | None, told: str | None
) -> None:
    """A few are not 0 % and nearly all are not 100 %; a hidden part gives no share."""
    assert percent(part, whole) == told


def rated(chosen: tuple[float, float, float] | Mark = (250.4, 220.0, 280.0)) -> Cleared:
    """Return three areas with rates, the first as given, and all together at 300."""
    return cleared(
        (column("residence_la", *AREAS),),
        {("A1",): 250, ("A2",): 300, ("A3",): 1_350, (ALL,): 1_900},
        rates={
            ("A1",): chosen,
            ("A2",): (300.0, 270.0, 330.0),
            ("A3",): (400.0, 380.0, 420.0),
            (ALL,): (300.0, 290.0, 310.0),
        },
    )


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        ((250.0, 220.0, 280.0), "below the 300.0"),
        ((290.0, 260.0, 320.0), "about the same as the 300.0"),
        ((350.0, 320.0, 380.0), "above the 300.0"),
    ],
)
def test_an_area_differs_only_where_its_limits_do(
    rate: tuple[float, float, float], told: str
) -> None:
    """An area is above or below all together only where its limits leave their rate out."""
    made = shown(areas_exhibit(rated(rate), ALDERMOOR))
    assert told in made.title
    assert any("The diamond is Aldermoor" in note for note in made.notes)


def test_a_rate_without_enough_events_is_a_mark() -> None:
    """An unreliable rate is `~` in the table, and the title ranks only the rates shown."""
    made = shown(areas_exhibit(rated(Mark.UNRELIABLE), ALDERMOOR))
    assert made.title == (
        "Castlereach has the highest rate of recorded assaults shown, Brackenford the lowest"
    )
    texts = {row[0].text: [cell.text for cell in row[3:]] for row in made.grid.rows}
    assert texts["Aldermoor"] == ["~", "~", "~"]


def test_a_tile_of_a_hidden_area_carries_the_star() -> None:
    """A hidden area keeps its square and its star, and has no shade."""
    table = cleared(
        (column("residence_la", *AREAS),),
        {("A1",): HIDDEN, ("A2",): HIDDEN, ("A3",): 80, (ALL,): 100},
    )
    made = shown(tile_exhibit(table, REGION, {"A1": (0, 0), "A2": (1, 0), "A3": (0, 1)}))
    assert made.title == "Castlereach has the most recorded assaults: 80"
    assert [row[1].text for row in made.grid.rows] == ["*", "*", "80"]


def test_map_classes_fall_between_whole_numbers() -> None:
    """The limits of map classes are whole numbers, so that they are no rate of an area."""
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]]}
    features = [{"code": code, "geometry": square, "at": [4, 4]} for code, _ in AREAS]
    made = shown(choropleth_exhibit(rated(), REGION, features))
    assert made.title.startswith("1 of 3 local authorities in the whole region are clearly above")
    assert made.chart is not None
    scale = made.chart.spec["layer"][1]["encoding"]["color"]["scale"]
    assert scale["domain"] == [300, 400]
    assert len(scale["range"]) == 3
    assert isinstance(choropleth_exhibit(rated(), REGION, []), NotShown)


def test_rates_of_areas_say_over_which_months_they_are() -> None:
    """A rate over half a year is never written like one over a year."""
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]]}
    features = [{"code": code, "geometry": square, "at": [4, 4]} for code, _ in AREAS]
    half = replace(REGION, span=6)
    drawn = shown(choropleth_exhibit(rated(), half, features))
    compared = shown(areas_exhibit(rated(), half))

    assert "per 100,000 residents over 6 months" in drawn.title
    for made in (drawn, compared):
        assert made.chart is not None
        assert "Per 100,000 residents over 6 months" in str(dict(made.chart.spec))


def times(saturday: int | Shown, total: int = 300) -> Exhibit:
    """Return days against parts of the day, one cell of it as given."""
    days = (("sat", "Saturday"), ("sun", "Sunday"))
    parts = (("night", "Night, 00:00 to 05:59"), ("h22", "22:00 to 22:59"))
    counts: dict[tuple[str, ...], int | Shown] = {
        ("sat", "night"): saturday, ("sat", "h22"): 60, ("sun", "night"): 50, ("sun", "h22"): 40,
        ("sat", ALL): 160, ("sun", ALL): 90, (ALL, "night"): 150, (ALL, "h22"): 100,
        (ALL, ALL): total,
    }  # fmt: skip
    table = cleared((column("event_weekday", *days), column("event_hour", *parts)), counts)
    return shown(hours_exhibit(table, REGION))


def test_an_hour_is_named_by_its_beginning() -> None:
    """Edges of the picture say `22:00`; the title says the time in full."""
    made = times(100)
    assert made.title == "Most often Saturday, night, 00:00 to 05:59: 100 (33 % of all)"
    assert [row[0].text for row in made.grid.rows][1:] == ["22:00", "All"]


def test_the_busiest_time_may_be_hidden() -> None:
    """Where a hidden time could be busier, the title says so."""
    assert times(HIDDEN).title.endswith(MAY_BE_LARGER)
    assert MAY_BE_LARGER not in times(HIDDEN, total=160).title


def test_men_and_women_by_age() -> None:
    """The pyramid names the largest group, and the share of men where both parts are shown."""
    sexes = (("male", "Male"), ("female", "Female"))
    ages = (("18", "18 to 24"), ("65", "65 and over"))
    counts: dict[tuple[str, ...], int | Shown] = {
        ("male", "18"): 60, ("male", "65"): HIDDEN, ("female", "18"): 30, ("female", "65"): HIDDEN,
        ("male", ALL): 65, ("female", ALL): 35, (ALL, "18"): 90, (ALL, "65"): 10, (ALL, ALL): 100,
    }  # fmt: skip
    table = cleared((column("sex", *sexes), column("age_group", *ages)), counts)
    made = shown(pyramid_exhibit(table, REGION))
    assert made.title == "Males aged 18 to 24 are the largest group, 60; 65 % of all are male"
    assert [cell.text for cell in made.grid.rows[1]] == ["65 and over", "*", "*", "10"]


def test_rates_by_age_name_the_highest_of_those_shown() -> None:
    """Where an age has no rate, the highest is said to be that of the ages with one."""
    table = cleared(
        (column("age_band", ("a", "15 to 19"), ("b", "20 to 24")),),
        {("a",): 90, ("b",): HIDDEN, (ALL,): 100},
        rates={("a",): (90.0, 72.4, 110.6), ("b",): Mark.SUPPRESSED, (ALL,): (100.0, 80.0, 120.0)},
    )
    made = shown(rates_exhibit(table, REGION, AGES))
    assert "at ages 15 to 19 where one is shown, 90.0 per 100,000" in made.title
    assert [cell.text for cell in made.grid.rows[1]][3:] == ["*", "*", "*"]


def test_what_was_merged_away_is_said_to_be_missing() -> None:
    """Where a dimension was merged away, the exhibits that need it say so instead."""
    whole = cleared((), {(): 40})
    made = [
        show(whole, REGION)
        for show in (pyramid_exhibit, hours_exhibit, season_exhibit, trend_exhibit)
    ]
    assert [type(one) for one in made] == [NotShown] * 4
    assert isinstance(rates_exhibit(whole, REGION, AGES), NotShown)
    assert isinstance(breakdown_exhibit(whole, REGION, WEAPON), NotShown)
    assert headline_cards(whole, REGION).cards[0].value.text == "40"


def test_months_before_all_data_are_no_run_to_compare_with() -> None:
    """Where the earlier months were not received in full, no change is told from their total."""
    received = Coverage(
        (("A", "North"),),
        tuple(("A", month, Standing.SETTLED) for month in Period.parse("2025-03..2026-06")),
    )
    month, year = headline_cards(monthly(coverage=received), REGION).cards
    assert month.lines[1] == "About the same as the 100 in June 2025"
    assert year.lines[1] == "No comparison with the 12 months before can be shown"
    assert run_words(monthly(coverage=received))[BEFORE] == (
        "12 months to June 2025 (4 of 12 months received)"
    )
    assert unreceived(monthly(), BEFORE) == ()


def test_runs_that_are_no_years_stand_month_under_month() -> None:
    """Half a year beside half a year: one column of months, totals of both runs at the end."""
    before, latest = "2025-07..2025-12", "2026-01..2026-06"
    halves = ((before, "6 months to December 2025"), (latest, "6 months to June 2026"))
    months = tuple(str(month) for month in Period.parse("2025-07..2026-06"))
    counts: dict[tuple[str, ...], int | Shown] = {
        (run, month): 10 for run, _ in halves for month in map(str, Period.parse(run))
    }
    counts |= {(before, ALL): 60, (latest, ALL): 60}
    columns = (column("halves", *halves), column("month", *((one, one) for one in months)))
    subject = replace(REGION, span=6)
    made = shown(trend_exhibit(cleared(columns, counts), subject))

    assert made.title == "10 recorded assaults in June 2026"
    assert [row[0].text for row in made.grid.rows][:2] == ["Jul 2025", "Aug 2025"]
    assert [row[-1].text for row in made.grid.rows] == ["10"] * 12 + ["60", "60"]
    assert subject.per == "per 100,000 residents over 6 months"
    cards = headline_cards(cleared(columns, counts), subject).cards
    assert cards[1].lines[1] == "About the same as the 60 in the 6 months before"


def test_parts_of_the_week_are_not_called_days() -> None:
    """Five days beside two are said to be so, and no day is called the most frequent."""
    days = column("event_weekday", ("work", "Monday to Friday"), ("end", "Saturday and Sunday"))
    table = cleared((days,), {("work",): 58, ("end",): 25, (ALL,): 83})
    made = shown(breakdown_exhibit(table, REGION, BREAKDOWNS["weekday"]))
    assert made.title == "Monday to Friday: 58 (70 % of those known)"
    assert PARTS in made.notes


@pytest.mark.parametrize(
    ("standing", "note", "flag"),
    [
        (Standing.ABSENT, "Not in the figures: North (absent) in 2026-06.", "Departments missing"),
        (Standing.HELD, "Not in the figures: North (held) in 2026-06.", "Departments missing"),
        (Standing.PARTIAL, "In the figures in part: North in 2026-06.", "Departments missing"),
        (Standing.PROVISIONAL, "May still change: North in 2026-06.", "Provisional"),
    ],
)
def test_a_trend_says_what_is_absent_held_or_provisional(
    standing: Standing, note: str, flag: str
) -> None:
    """Notes name department and month, the picture marks it, and the title counts who lacks."""
    coverage = Coverage(
        (("A", "North"), ("B", "South")),
        tuple(
            (site, month, standing if (site, str(month)) == ("A", "2026-06") else Standing.SETTLED)
            for month in Period.parse("2024-07..2026-06")
            for site in ("A", "B")
        ),
        (("A", JUNE, "days 15-30"),) if standing is Standing.PARTIAL else (),
    )
    made = shown(trend_exhibit(monthly(coverage=coverage), REGION))
    lacking = standing is not Standing.PROVISIONAL

    assert note in made.notes
    assert ("1 of 2 departments missing" in made.title) == lacking
    assert ("missing or in part" in made.title) == (standing is Standing.PARTIAL)
    assert made.chart is not None
    assert flag in str(dict(made.chart.spec))
    texts = [[cell.text for cell in row] for row in made.grid.rows]
    assert (["Departments missing", *["0"] * 11, "1", ""] in texts) == lacking


def test_coverage_says_each_standing_in_a_sign_and_a_word() -> None:
    """Each department and month has a sign with its word; the title names who is missing."""
    made = shown(coverage_exhibit(missing_in("2026-06", "2026-02")))
    assert made.title == "South did not report June 2026 (1 of 2)"
    south = [cell.text for cell in made.grid.rows[1]]
    assert (south.count("✕ absent"), south.count("● settled")) == (2, 10)
    assert isinstance(coverage_exhibit(Coverage()), NotShown)


def test_intervals_stand_with_shown_counts_only() -> None:
    """A card gives Byar's interval of a shown count, and none of a hidden one."""
    month, year = headline_cards(monthly(), REGION).cards
    assert (month.label, month.value.text, year.value.text) == ("June 2026", "100", "1,200")
    assert month.lines[0] == "95 % interval 81 to 122"
    hidden = headline_cards(monthly({(LATEST, "06"): HIDDEN}), REGION).cards[0]
    assert hidden.value.text == "*"
    assert not any("interval" in line for line in hidden.lines)


@pytest.mark.parametrize("subject", [REGION, ALDERMOOR])
def test_every_exhibit_names_its_release_and_lineage(subject: Subject) -> None:
    """Each exhibit carries the ledger row and the manifest of the table it was made from."""
    for made in (trend_exhibit(monthly(), subject), season_exhibit(monthly(), subject)):
        assert (shown(made).releases, shown(made).manifests) == (("r1",), ("m1",))
