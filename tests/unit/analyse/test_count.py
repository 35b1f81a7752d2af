"""Counting: filters, dimensions, margins, what cannot be told, and rates."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from tests.unit.analyse.world import (
    BANDS,
    GEOGRAPHY,
    LSOAS,
    ROWS,
    SITES,
    STANDARD,
    TABLE,
    Row,
    ask,
    cells,
    frame,
    node,
    people,
    run,
)

from tiig.analyse import GeographyFrames, SiteFacts, count
from tiig.analyse.rates import crude_rate, standardised_rate
from tiig.model.area_errors import GEOGRAPHY_UNKNOWN
from tiig.model.errors import (
    BAD_ARGUMENT,
    DIMENSION_UNKNOWN,
    NODE_UNKNOWN,
    RATE_IMPOSSIBLE,
    Kind,
    TiigError,
)
from tiig.model.figures import ALL, OUTSIDE
from tiig.model.question import Question, RateKind
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.standard import load_standard

NEW_FLAG = """
[with_acid]
label = "With acid"
definition = "Yes where an assault was with acid."
tree = "yes_no"
of_assaults = true
since = 2026-11-01
source = "tiig"
"""


def test_a_cube_equals_a_count_by_hand() -> None:
    """Every cell and margin of three dimensions equals a plain loop over the rows."""
    found = cells(run(ask("month", "sex", "site", measure="recorded_assaults")))
    by_hand: Counter[tuple[str, ...]] = Counter()
    for row in ROWS:
        if (
            row["counted"]
            and row["first_unplanned"] == row["type_1"] == "yes"
            and row["assault"] == "recorded"
        ):
            nodes = (str(row["month"]), node(row, "sex"), str(row["site"]))
            by_hand.update(product(*((name, ALL) for name in nodes)))

    assert {cell: number for cell, number in found.items() if number} == by_hand
    assert len(found) == (4 + 1) * (5 + 1) * (3 + 1)
    assert found["2026-03", ALL, ALL] == 0


def test_contributors_and_the_largest_site_stand_beside_the_count() -> None:
    """Each cell says how many sites it comes from and how much the largest gives."""
    found = run(ask("injury_group"))
    by_site = Counter((row["injury_group"], row["site"]) for row in ROWS if row["counted"])
    falls = [number for (group, _), number in by_site.items() if group == "fall"]

    assert cells(found, "contributors")["fall",] == 3
    assert cells(found, "largest")["fall",] == max(falls)
    assert cells(found)["burn",] == cells(found, "largest")["burn",] == 0


def test_a_tree_is_counted_at_the_depth_asked() -> None:
    """Depth 1 holds what lies under it; depth 2 keeps apart what was said no finer."""
    weapons = Counter(node(row, "weapon") for row in ROWS if row["counted"])
    coarse, fine = cells(run(ask("weapon"))), cells(run(ask("weapon:2")))

    assert coarse["sharp",] == sum(n for name, n in weapons.items() if name.startswith("sharp"))
    assert fine["sharp",] == weapons["sharp"]
    assert fine["sharp.knife",] == weapons["sharp.knife"]
    assert fine["sharp.other",] == 0
    assert fine[NOT_KNOWN_NODE,] == weapons[NOT_KNOWN_NODE]
    assert fine[NOT_RECORDED_NODE,] == weapons[NOT_RECORDED_NODE]


def test_rare_categories_join_others_at_level_0() -> None:
    """Nobody is lost at level 0, and what was not told stands with the category that says so."""
    sexes = Counter(node(row, "sex") for row in ROWS if row["counted"])
    found = run(ask("sex:0"))

    assert dict(found.columns[0].nodes) == {
        "male": "Male, or not known", "female": "Female", ALL: "All",
    }  # fmt: skip
    assert cells(found) == {
        ("male",): sexes["male"] + sexes[NOT_KNOWN_NODE] + sexes[NOT_RECORDED_NODE],
        ("female",): sexes["female"],
        (ALL,): sexes.total(),
    }


def test_a_weapon_that_was_not_told_stays_apart_at_level_0() -> None:
    """A fire arm is another weapon there; what is not recorded is not."""
    rows = [{**row, "weapon": row["weapon"] and "firearm"} for row in ROWS]
    weapons = Counter(node(row, "weapon") for row in rows if row["counted"])
    found = cells(run(ask("weapon:0"), table=frame(rows)))

    assert found["other",] == weapons["firearm"]
    assert found[NOT_RECORDED_NODE,] == weapons[NOT_RECORDED_NODE]
    assert ("firearm",) not in found


def test_level_0_is_for_trees_that_have_it() -> None:
    """Where no category joins another there is no level 0."""
    with pytest.raises(TiigError) as refused:
        run(ask("injury_group:0"))

    assert refused.value.kind is BAD_ARGUMENT


@pytest.mark.parametrize(
    ("nodes", "taken"),
    [
        (("sharp",), {"sharp", "sharp.knife", "sharp.glass"}),
        (("sharp.knife", "blunt"), {"sharp.knife", "blunt"}),
        ((NOT_KNOWN_NODE,), {NOT_KNOWN_NODE}),
        (("blunt", NOT_RECORDED_NODE), {"blunt", NOT_RECORDED_NODE}),
        (("firearm",), set()),
    ],
)
def test_a_condition_takes_all_that_lies_under_its_nodes(
    nodes: tuple[str, ...], taken: set[str]
) -> None:
    """A node stands for everything under it; missing answers can be asked for too."""
    by_hand = sum(row["counted"] is True and node(row, "weapon") in taken for row in ROWS)

    assert by_hand == cells(run(ask(weapon=nodes)))[()]


def test_only_asked_nodes_stand_in_a_table() -> None:
    """A condition on a dimension of the table leaves out the nodes it shuts out."""
    found = run(ask("weapon:2", "residence_la", weapon=("sharp",), residence_msoa=("M3",)))

    assert [name for name, _ in found.columns[0].nodes] == [
        "sharp", "sharp.knife", "sharp.other", "sharp.glass", ALL,
    ]  # fmt: skip
    assert [label for _, label in found.columns[1].nodes] == ["The B", "All"]


def test_areas_of_residence_come_by_the_lookup() -> None:
    """Rows without an area, and areas outside the geography, are nodes of their own."""
    homes = Counter(node(row, "residence_lsoa") for row in ROWS if row["counted"])
    by_la, by_msoa = cells(run(ask("residence_la"))), cells(run(ask("residence_msoa")))

    assert by_la["A",] == homes["L1"] + homes["L2"] + homes["L3"]
    assert by_msoa["M1",] == homes["L1"] + homes["L2"]
    assert by_la[OUTSIDE,] == homes["L9"]
    assert by_la[NOT_RECORDED_NODE,] == homes[NOT_KNOWN_NODE] + homes[NOT_RECORDED_NODE]
    assert cells(run(ask(residence_la=("A", OUTSIDE))))[()] == by_la["A",] + homes["L9"]
    assert any("invented" in note for note in run(ask("residence_la")).notes)


def test_months_merge_into_quarters_and_years() -> None:
    """Every part of the period stands in the table, empty or not."""
    months = Counter(row["month"] for row in ROWS if row["counted"])
    quarters = cells(run(ask("quarter")))

    assert quarters == {
        ("2026-q1",): months["2026-01"] + months["2026-02"],
        ("2026-q2",): months["2026-04"],
        (ALL,): sum(months.values()),
    }
    assert set(cells(run(ask("financial_year")))) == {("fy2025",), ("fy2026",), (ALL,)}
    assert set(cells(run(ask("month", period="2026-02..2026-03")))) == {
        ("2026-02",),
        ("2026-03",),
        (ALL,),
    }


def test_the_order_of_the_rows_does_not_matter() -> None:
    """The same rows in another order give the same table, digit for digit."""
    question = ask("site", "weapon", measure="attendances")
    shuffled = frame(people()[::-1])

    assert run(question).frame.equals(run(question, table=shuffled).frame)


def test_plain_text_columns_count_as_enum_ones_do() -> None:
    """A table whose texts are not coded gives the same figures."""
    texts = [name for name, kind in TABLE.schema.items() if isinstance(kind, pl.Enum)]
    plain = TABLE.with_columns(pl.col(texts).cast(pl.String))
    question = ask("month", "weapon", measure="recorded_assaults")

    assert run(question).frame.equals(run(question, table=plain).frame)


def test_dimensions_without_a_tree_show_what_occurs() -> None:
    """Postcode districts are not declared anywhere: those that occur stand in the table."""
    table = TABLE.with_columns(
        pl.Series("residence_district", ["XA1", "XB2", None] * 300, dtype=pl.String),
        pl.Series("residence_district__state", [0, 0, 1] * 300, dtype=pl.UInt8),
    )
    found = run(ask("residence_district"), table=table)

    assert [name for name, _ in found.columns[0].nodes] == ["XA1", "XB2", NOT_RECORDED_NODE, ALL]
    assert cells(run(ask("provider", provider=("P2",)))).keys() == {("P2",), (ALL,)}


def test_a_condition_on_time_takes_a_year_or_a_quarter() -> None:
    """A quarter stands for its months, in the rows and in the table's nodes."""
    found = cells(run(ask("month", quarter=("2026-q1",))))
    by_months = cells(run(ask("month", month=("2026-02",))))

    assert found[ALL,] == cells(run(ask(period="2026-01..2026-03")))[()]
    assert by_months.keys() == {("2026-02",), (ALL,)}


def test_a_missing_value_without_a_state_is_not_recorded() -> None:
    """Where no state stands beside a column, an empty cell is not recorded."""
    empty = TABLE.with_columns(
        pl.lit(None, dtype=TABLE.schema["injury_group"]).alias("injury_group")
    )
    counted = sum(row["counted"] is True for row in ROWS)

    assert cells(run(ask("injury_group"), table=empty))[NOT_RECORDED_NODE,] == counted
    assert cells(run(ask(injury_group=(NOT_RECORDED_NODE,)), table=empty))[()] == counted


def test_months_in_any_coding_span_the_period() -> None:
    """The months of the table are found whatever the order of their codes."""
    odd = TABLE.with_columns(
        pl.col("month").cast(pl.String).cast(pl.Enum(["2026-04", "2026-02", "2026-01"]))
    )

    assert cells(run(ask("month"), table=odd)) == cells(run(ask("month")))


def test_what_the_counting_rule_leaves_out_is_said() -> None:
    """Follow-ups and other departments are counted beside the table, in braces."""
    kept = [row for row in ROWS if row["counted"]]
    unit = sum(row["first_unplanned"] == row["type_1"] == "yes" for row in kept)
    found = run(ask(measure="attendances"))

    assert cells(found)[()] == unit
    assert any(note.startswith(f"{{{len(kept) - unit}}} follow-up") for note in found.notes)


class TestWhatCannotBeTold:
    """Sites that cannot tell assaults, or send nothing else."""

    deaf = replace(SITES, cannot_tell_assaults=frozenset({"S2"}))

    def test_is_not_available_and_never_zero(self) -> None:
        """A site that cannot tell assaults has no assault count, and is in no total of them."""
        found = run(ask("site", measure="recorded_assaults"), sites=self.deaf)
        told = cells(found, "available")

        assert (told["S2",], told["S1",], told[ALL,]) == (False, True, True)
        assert cells(found)[ALL,] == cells(found)["S1",] + cells(found)["S3",]
        assert any("S2" in note and "Assaults cannot be told" in note for note in found.notes)

    def test_is_not_recorded_where_assault_is_a_dimension(self) -> None:
        """All of its rows stand under not recorded, and the other nodes are not available."""
        found = run(ask("site", "assault"), sites=self.deaf)
        told, counted = cells(found, "available"), cells(found)

        assert counted["S2", NOT_RECORDED_NODE] == counted["S2", ALL] > 0
        assert not told["S2", "none"]
        assert not told["S2", "recorded"]
        assert told["S2", NOT_RECORDED_NODE]

    def test_holds_for_injury_groups_too(self) -> None:
        """Among injury groups only the assaults are untold at such a site."""
        told = cells(run(ask("site", "injury_group"), sites=self.deaf), "available")

        assert not told["S2", "assault"]
        assert told["S2", "fall"]

    def test_holds_for_what_a_standard_adds(self, tmp_path: Path) -> None:
        """An assault flag that a site's own standard declares is not available either."""
        (tmp_path / "derived.toml").write_text(NEW_FLAG, encoding="utf-8")
        asked = partial(count, standard=load_standard(tmp_path), geography=None, sites=self.deaf)
        table = TABLE.with_columns(pl.lit("no").alias("with_acid"))

        by_flag = asked(table, ask("site", "with_acid"))
        confined = asked(table, ask("site", with_acid=("no",)))

        assert not cells(by_flag, "available")["S2", "no"]
        assert cells(by_flag, "available")["S1", "no"]
        assert cells(by_flag)["S2", NOT_RECORDED_NODE] == cells(by_flag)["S2", ALL] > 0
        assert not cells(confined, "available")["S2",]
        assert any("Assaults cannot be told at S2" in note for note in by_flag.notes)

    def test_a_table_that_no_site_can_tell_is_not_available(self) -> None:
        """Where every site is such a site the total itself is not available."""
        deaf = replace(SITES, cannot_tell_assaults=frozenset(SITES.names))
        found = run(ask(measure="recorded_assaults"), sites=deaf)

        assert cells(found, "available")[()] is False

    def test_assaults_only_stay_out_of_all_injuries(self) -> None:
        """A site that sends assaults only counts among assaults and nowhere else."""
        sites = replace(SITES, assaults_only=frozenset({"S3"}))
        injuries = run(ask("site", measure="injury_attendances"), sites=sites)
        assaults = run(ask("site", measure="recorded_assaults"), sites=sites)

        assert cells(injuries, "available")["S3",] is False
        assert cells(injuries)[ALL,] == cells(injuries)["S1",] + cells(injuries)["S2",]
        assert cells(assaults)["S3",] > 0
        assert any("S3" in note and "assaults only" in note for note in injuries.notes)

    def test_injuries_only_is_said_of_all_attendances(self) -> None:
        """A total of all attendances names the sites that send injuries only."""
        sites = replace(SITES, injuries_only=frozenset({"S1"}))

        assert any("injuries only" in n for n in run(ask(measure="attendances"), sites=sites).notes)

    def test_an_absent_site_month_is_not_zero(self) -> None:
        """What was not received is not available; what was declared nil is zero."""
        sites = replace(SITES, received=frozenset({("S1", "2026-03"), ("S2", "2026-01")}))
        told = cells(run(ask("site", "month", "provider"), sites=sites), "available")

        assert told["S1", "2026-03", "P1"]
        assert not told["S2", "2026-03", "P1"]
        assert not told["S1", "2026-03", "P2"]
        assert told[ALL, "2026-03", ALL]

    def test_without_facts_everything_is_available(self) -> None:
        """Where nothing is declared of the sites, every cell is taken as told."""
        found = run(ask("site"), sites=SiteFacts())

        assert found.frame["available"].all()
        assert set(cells(found)) == {("S1",), ("S2",), ("S3",), (ALL,)}


class TestRates:
    """Counts against the people who live in the geography."""

    def residents(self, **given: str) -> list[Row]:
        """Return the counted rows of residents."""
        return [
            row
            for row in ROWS
            if row["counted"]
            and row["residence_lsoa"] in LSOAS
            and all(row[name] == value for name, value in given.items())
        ]

    def test_a_crude_rate_is_of_residents(self) -> None:
        """Count, population and Byar's limits are those of residents, margins too."""
        found = run(ask("residence_la", "sex", rate=RateKind.CRUDE))
        row = found.frame.filter(residence_la=ALL, sex="male").row(0, named=True)
        men = len(self.residents(sex="male"))
        living = sum(100 + 10 * place for place in range(4)) * len(BANDS)
        expected = crude_rate(men, living)

        assert (row["count"], row["population"]) == (men, living)
        assert (row["rate"], row["lower"], row["upper"]) == tuple(map(float, expected))
        left_out = sum(row["counted"] is True for row in ROWS) - len(self.residents())
        assert any(note.startswith(f"{{{left_out}}} without a usable") for note in found.notes)
        assert any("residents treated at these" in note for note in found.notes)

    def test_a_category_without_a_population_has_no_rate(self) -> None:
        """Nobody knows how many people live whose sex is not recorded."""
        found = run(ask("sex", rate=RateKind.CRUDE))
        row = found.frame.filter(sex=NOT_RECORDED_NODE).row(0, named=True)

        assert row["count"] > 0
        assert row["population"] is row["rate"] is row["upper"] is None

    def test_conditions_on_people_narrow_the_population(self) -> None:
        """Area, sex and ages that are made of whole bands narrow both sides of a rate."""
        found = run(
            ask(rate=RateKind.CRUDE, sex=("female",), residence_la=("B",), age_band=("0-4", "5-9"))
        )
        row = found.frame.row(0, named=True)
        girls = [
            r
            for r in self.residents(sex="female", residence_lsoa="L4")
            if r["age_band"] in {"0-4", "5-9"}
        ]

        assert (row["count"], row["population"]) == (len(girls), 2 * 130)

    def test_under_25_is_made_of_whole_bands(self) -> None:
        """Patients under 25 are set against the five bands below 25."""
        table = TABLE.with_columns(
            pl.lit("yes").cast(pl.Enum(["yes", "no"])).alias("under_25"),
            pl.lit(0, dtype=pl.UInt8).alias("under_25__state"),
        )
        found = run(ask(rate=RateKind.CRUDE, under_25=("yes",)), table=table)

        assert found.frame["population"].item() == 5 * 2 * (100 + 110 + 120 + 130)

    def test_a_standardised_rate_weighs_the_bands(self) -> None:
        """Rates equal the method on counts by hand; unknown ages are left out, and said."""
        found = run(ask("residence_la", rate=RateKind.STANDARDISED))
        row = found.frame.filter(residence_la="A").row(0, named=True)
        here = [r for r in self.residents() if LSOAS[str(r["residence_lsoa"])][1] == "A"]
        events = [sum(r["age_band"] == band for r in here) for band in BANDS]
        expected = standardised_rate(events, [660] * 19, list(STANDARD.esp2013.values()))

        assert row["count"] == len(here), "who is of no known age is counted, and in no rate"
        assert (row["rate"], row["lower"], row["upper"]) == pytest.approx(
            tuple(map(float, expected))
        )
        untold = sum(r["age_band"] is None for r in self.residents())
        assert any(note.startswith(f"{{{untold}}} without a known age") for note in found.notes)

    @pytest.mark.parametrize(
        "question",
        [
            ask("month", rate=RateKind.CRUDE),
            ask("weapon", rate=RateKind.CRUDE),
            ask("age_group", rate=RateKind.CRUDE),
            ask(rate=RateKind.CRUDE, age_group=("10-17",)),
            ask(rate=RateKind.CRUDE, child=("yes",)),
            ask(rate=RateKind.CRUDE, sex=(NOT_KNOWN_NODE,)),
            ask(rate=RateKind.CRUDE, residence_la=(OUTSIDE,)),
            ask("age_band", rate=RateKind.STANDARDISED),
            ask(rate=RateKind.STANDARDISED, age_band=("0-4",)),
        ],
        ids=str,
    )
    def test_a_rate_without_a_population_is_refused(self, question: Question) -> None:
        """Where no population fits, a rate cannot be given."""
        refused(question, RATE_IMPOSSIBLE)

    def test_without_a_geography_there_are_no_rates_and_no_areas(self) -> None:
        """Rates and areas need a geography."""
        refused(ask(rate=RateKind.CRUDE), GEOGRAPHY_UNKNOWN, geography=None)
        refused(ask("residence_la"), GEOGRAPHY_UNKNOWN, geography=None)


def refused(
    question: Question, kind: Kind, *, geography: GeographyFrames | None = GEOGRAPHY
) -> None:
    """Expect a question to be refused for a reason."""
    with pytest.raises(TiigError) as error:
        run(question, geography=geography)
    assert error.value.kind is kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (ask("shoe_size"), DIMENSION_UNKNOWN),
        (ask(shoe_size=("44",)), DIMENSION_UNKNOWN),
        (ask(weapon=("spoon",)), NODE_UNKNOWN),
        (ask(residence_la=("Z",)), NODE_UNKNOWN),
        (ask(measure="luck"), BAD_ARGUMENT),
        (ask("weapon:9"), BAD_ARGUMENT),
        (ask("residence_la:2"), BAD_ARGUMENT),
        (ask("sex", "sex"), BAD_ARGUMENT),
        (ask("sex", "weapon", "month", "site", "assault"), BAD_ARGUMENT),
    ],
    ids=str,
)
def test_a_question_that_cannot_be_asked_is_refused(question: Question, kind: Kind) -> None:
    """Unknown dimensions, categories, measures and depths are refused by name."""
    refused(question, kind)


def test_a_table_beyond_all_use_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with too many cells is refused before it is made."""
    monkeypatch.setattr("tiig.analyse.margins.MOST_CELLS", 10)
    refused(ask("weapon", "month"), BAD_ARGUMENT)


@pytest.mark.parametrize(
    "question",
    [ask(), ask("month"), ask("site", "weapon"), ask("sex", rate=RateKind.STANDARDISED)],
    ids=str,
)
def test_no_rows_give_a_table_of_zeros(question: Question) -> None:
    """An empty store gives the table with nothing in it."""
    found = run(question, table=TABLE.clear())

    assert found.frame["count"].sum() == 0
    assert found.frame["largest"].null_count() == 0
