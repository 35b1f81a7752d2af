"""What the packaged standard says: whole trees, sound codes, nothing invented."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tiig.standard import dimensions, load_standard, patterns, storage_columns
from tiig.standard.codes import Verified, normalised
from tiig.standard.items import Item, Kind, Sensitivity
from tiig.standard.snomed import is_snomed_id
from tiig.standard.trees import SPECIAL_LABELS
from tiig.synthesis.world.calendar import bank_holidays

STANDARD = load_standard()


@pytest.mark.parametrize("name", STANDARD.trees)
def test_every_node_leads_to_the_top(name: str) -> None:
    """Each parent exists and each path ends at a node without a parent, through no node twice."""
    tree = STANDARD.trees[name]
    for node in tree.nodes:
        path = tree.path(node)
        assert path[0] in tree.top
        assert len(set(path)) == len(path)


@pytest.mark.parametrize("name", STANDARD.trees)
def test_walks_down_meet_every_node_once(name: str) -> None:
    """Walking a tree down lists each of its nodes exactly once."""
    tree = STANDARD.trees[name]
    assert sorted(tree.in_order) == sorted(tree.nodes)


@pytest.mark.parametrize("name", STANDARD.code_sets)
def test_every_verified_code_means_a_node(name: str) -> None:
    """A code that maps means a node of each tree it feeds, or a declared absence of an answer."""
    trees = [STANDARD.trees[i.tree or ""] for i in STANDARD.items.values() if name in i.code_sets]
    assert trees
    for entry in STANDARD.code_sets[name].entries:
        if entry.verified.maps:
            assert all(entry.node in tree or entry.node in SPECIAL_LABELS for tree in trees)


def test_every_snomed_id_passes_its_check_digit() -> None:
    """No damaged SNOMED id stands in the packaged code sets."""
    entries = [e for s in STANDARD.code_sets.values() for e in s.entries if e.scheme == "snomed"]
    assert len(entries) > 700
    assert [entry.code for entry in entries if not is_snomed_id(entry.code)] == []


def test_an_unverified_id_maps_nothing() -> None:
    """Partial finds and candidates are listed, but translate no value."""
    doubtful = {
        (item.id, entry.code)
        for item in STANDARD.items.values()
        for name in item.code_sets
        for entry in STANDARD.code_sets[name].entries
        if entry.verified in {Verified.PARTIAL, Verified.CANDIDATE, Verified.NO}
    }
    assert {("injury_intent", "242056005"), ("injury_intent", "269735005")} <= doubtful
    for item, code in doubtful:
        assert STANDARD.map_value(item, code) is None


def test_only_codes_that_were_read_are_there(reference: Path) -> None:
    """Each packaged SNOMED id stands in the collected lists, verified there as it is here."""
    read: dict[str, str] = {}
    for name in ("ecds_injury_codes.csv", "ecds_diagnosis_injury_related.csv"):
        with (reference / "standards" / name).open(encoding="utf-8") as file:
            read |= {row["snomed_code"]: row["verified"] for row in csv.DictReader(file)}
    entries = [e for s in STANDARD.code_sets.values() for e in s.entries if e.scheme == "snomed"]
    for entry in entries:
        assert entry.code in read
        assert (entry.verified is Verified.YES) == read[entry.code].startswith("yes")


@pytest.mark.parametrize(
    "item", [i for i in STANDARD.items.values() if i.coded], ids=lambda i: i.id
)
def test_a_coded_item_reads_its_own_node_ids(item: Item) -> None:
    """Each category of a coded item can be sent by its node id."""
    tree = STANDARD.tree_of(item.id)
    meant = STANDARD.value_map(item.id)
    assert {node for node in tree.nodes if meant[node] != node} == set()


def test_no_word_of_the_standard_is_in_doubt() -> None:
    """No label, other word or term of a coded item is claimed by two of its categories."""
    for item in STANDARD.items.values():
        if item.coded:
            meant = STANDARD.value_map(item)
            labels = [node.label for node in STANDARD.tree_of(item.id).nodes.values()]
            assert [label for label in labels if normalised(label) not in meant] == []


def test_what_identifies_is_never_stored() -> None:
    """No identifying item, number or free text has a column in the lake."""
    columns = storage_columns(STANDARD)
    for item in STANDARD.items.values():
        if item.sensitivity is Sensitivity.IDENTIFYING or item.kind in {Kind.TEXT, Kind.NUMBER_ID}:
            assert item.id not in columns


def test_every_text_column_has_its_pattern() -> None:
    """Each text column of the lake is held to a closed set of values or to a form."""
    texts = {name for name, kind in storage_columns(STANDARD).items() if str(kind) == "String"}
    allowed = patterns(STANDARD)
    assert texts == set(allowed)
    assert all((one.values is None) != (one.form is None) for one in allowed.values())


def test_every_dimension_stands_in_the_lake() -> None:
    """Whatever one can count by has its column, and its state column where it has one."""
    columns = storage_columns(STANDARD)
    for dimension in dimensions(STANDARD).values():
        if dimension.joined:  # it comes to a row when that is read
            assert dimension.column not in columns
            continue
        assert dimension.column in columns
        assert dimension.state_column is None or dimension.state_column in columns


@pytest.mark.parametrize(
    ("item", "text", "node"),
    [
        ("sex", "1", "male"),
        ("sex", "x", "~not_known"),
        ("department_type", "01", "type-1"),
        ("sender_injury_group", "20", "assault"),
        ("injury_place_type", "10", "home"),
        ("injury_intent", "276853009", "self-harm"),
        ("injury_intent", " Self-Inflicted   injury ", "self-harm"),
        ("injury_mechanism", "sharp.knife", "sharp.knife"),
        ("alcohol_involved", "984801000000105", "yes"),
        ("alcohol_involved", "984841000000108", "~not_recorded"),
        ("drugs_involved", "984841000000108", "yes"),
        ("assault_flag", "Y", "yes"),
        ("acuity", "u/k", "~not_known"),
        ("attendance_category", "no such thing", None),
    ],
)
def test_a_value_means_a_category(item: str, text: str, node: str | None) -> None:
    """Codes, node ids and words are understood; anything else is not mapped."""
    assert STANDARD.map_value(item, text) == node


def test_the_european_standard_population_is_whole() -> None:
    """The 2013 standard population has nineteen bands and 100,000 people."""
    assert len(STANDARD.esp2013) == 19
    assert sum(STANDARD.esp2013.values()) == 100_000
    assert tuple(STANDARD.esp2013) == STANDARD.trees["age_band"].in_order


def test_public_holidays_follow_their_rule() -> None:
    """Eight a year on weekdays by the rule of 1971, and those proclaimed beside it."""
    by_year = Counter(day.year for day in STANDARD.holidays)
    proclaimed = {2022: 2, 2023: 1}

    assert {year: 8 + proclaimed.get(year, 0) for year in range(2015, 2029)} == by_year
    assert all(day.weekday() < 5 for day in STANDARD.holidays)
    moved = {date(2020, 5, 4), date(2020, 5, 8)}  # VE day
    by_rule = {day for year in by_year for day in bank_holidays(year)}
    assert by_rule ^ STANDARD.holidays == moved


@pytest.mark.parametrize("name", ["age_band", "age_group"])
def test_age_bands_leave_no_gap(name: str) -> None:
    """Each age from 0 to 120 lies in exactly one band."""
    bands = [node.attributes for node in STANDARD.trees[name].nodes.values()]
    for age in range(121):
        assert sum(int(b["low"]) <= age <= int(b["high"]) for b in bands) == 1


def test_months_lie_in_their_quarter_and_financial_year() -> None:
    """March 2026 belongs to the first quarter of 2026 and to the financial year 2025/26."""
    calendar, financial = STANDARD.trees["calendar"], STANDARD.trees["financial"]
    assert calendar.path("2026-03") == ("2026", "2026-q1", "2026-03")
    assert financial.label(financial.at_depth("2026-03", 1)) == "2025/26"
    assert financial.at_depth("2026-04", 1) == "fy2026"


def test_the_sharp_weapons_are_told_apart() -> None:
    """Knife, other sharp objects, and glass or bottle are separate under sharp."""
    assert STANDARD.trees["weapon"].children("sharp") == (
        "sharp.knife",
        "sharp.other",
        "sharp.glass",
    )


def test_mechanisms_name_weapons_and_groups_that_exist() -> None:
    """What the tree of mechanisms says of weapon and injury group are nodes of those trees."""
    mechanisms = STANDARD.trees["injury_mechanism"]
    for node in mechanisms.nodes:
        assert mechanisms.attribute(node, "weapon") in STANDARD.trees["weapon"]
    for name in ("injury_mechanism", "chief_complaint", "diagnosis", "injury_activity_status"):
        tree = STANDARD.trees[name]
        groups = {tree.attribute(node, "injury_group") for node in tree.nodes} - {None}
        assert groups <= set(STANDARD.trees["injury_group"].nodes)


@pytest.mark.parametrize(
    ("preset", "count", "hidden"),
    [
        ("public", 0, False),
        ("public", 1, True),
        ("public", 7, True),
        ("public", 8, False),
        ("named-partner", 4, True),
        ("named-partner", 5, False),
        ("internal", 1, False),
        ("own-submission", 1, False),
    ],
)
def test_presets_hide_small_counts(preset: str, count: int, *, hidden: bool) -> None:
    """Public hides 1 to 7, a named partner 1 to 4, exact presets nothing."""
    assert STANDARD.presets[preset].hides(count) is hidden


def test_headline_assaults_are_recorded_ones() -> None:
    """Recorded and inferred assaults are two measures that share no row."""
    recorded = {c.dimension: c.nodes for c in STANDARD.measures["recorded_assaults"].where}
    inferred = {c.dimension: c.nodes for c in STANDARD.measures["inferred_assaults"].where}
    assert recorded["assault"] == ("recorded",)
    assert inferred["assault"] == ("inferred",)


def test_what_tells_assaults_names_them() -> None:
    """Each item that can tell an assault says which of its categories is the assaults."""
    telling = [item for item in STANDARD.items.values() if item.tells_assaults]
    assert telling
    assert [item.id for item in telling if item.assault_node is None] == []


def test_what_is_of_assaults_may_be_untold() -> None:
    """A derived column that only assaults have carries the state that says it cannot be told."""
    columns = [column for column in STANDARD.derived.values() if column.of_assaults]
    assert len(columns) >= 9
    assert [column.id for column in columns if not column.stateful] == []


def test_attendances_of_which_another_department_knows() -> None:
    """Only emergency departments and urgent care services pass a patient on with the injury."""
    sources = STANDARD.trees["attendance_source"]
    passing = {node for node in sources.nodes if sources.attribute(node, "transfer") == "yes"}
    assert passing == {"hospital.emergency-department", "hospital.urgent-care-service"}


def test_small_area_guards_know_sensitive_categories() -> None:
    """A dimension names the sensitive classes that its shown categories would set apart."""
    known = dimensions(STANDARD)
    assert known["injury_place_type"].classes(("home.own",)) == {"domestic"}
    assert known["injury_place_type"].classes(("licensed",)) == frozenset()
    assert known["injury_mechanism"].classes() == {"sexual"}
    assert known["site"].classes() == frozenset()


def test_an_undated_code_maps_on_any_day() -> None:
    """Packaged codes without a date map on any day."""
    assert STANDARD.map_value("injury_intent", "276853009", date(2018, 1, 1)) == "self-harm"
