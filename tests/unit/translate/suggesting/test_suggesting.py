"""The parts of the suggester: dates, words, values, assignment, layouts, lines and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import polars as pl
import pytest

from tiig.deidentify import may_be_a_name
from tiig.model.errors import TiigError
from tiig.model.profile import Part
from tiig.model.proposal import Decision, Line
from tiig.model.suggestion_errors import DECISIONS_UNREADABLE
from tiig.standard import Standard
from tiig.translate.suggesting.assigning import assigned
from tiig.translate.suggesting.code_maps import code_map
from tiig.translate.suggesting.dates import written
from tiig.translate.suggesting.decisions import decisions_in, table_of, with_decisions
from tiig.translate.suggesting.facts import facts_of
from tiig.translate.suggesting.flags import flags_of
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.layouts import layouts_of
from tiig.translate.suggesting.pairs import Beside, described
from tiig.translate.suggesting.shown import Screen
from tiig.translate.suggesting.vocabulary import Vocabulary, vocabularies


@pytest.mark.parametrize(
    ("values", "part", "formats"),
    [
        (("13/02/2026", "01/02/2026"), Part.DATE, ("%d/%m/%Y",)),
        (("02/13/2026", "01/02/2026"), Part.DATE, ("%m/%d/%Y",)),
        (("2026-02-13T10:11:00", "2026-02-14T00:00:00"), Part.WHOLE, ("%Y-%m-%dT%H:%M:%S",)),
        (("13-Feb-26 10:11", "14-Feb-26 23:59"), Part.WHOLE, ("%d-%b-%y %H:%M",)),
        (("20260213", "20260131"), Part.DATE, ("%Y%m%d",)),
        (("1011", "0905", "2359"), Part.TIME, ("%H%M",)),
        (("46066.5", "46067.25"), Part.WHOLE, ("excel-serial",)),
        (("13/02/2026", "13/02/2026", "14.02.2026"), Part.DATE, ("%d/%m/%Y", "%d.%m.%Y")),
    ],
)
def test_how_moments_are_written(
    values: Sequence[str], part: Part, formats: tuple[str, ...]
) -> None:
    """The patterns read all values, the most frequent first."""
    counts = {value: values.count(value) for value in values}

    found = written(counts, workbook=False)

    assert found is not None
    assert (part, formats) == (found.part, found.formats)


@pytest.mark.parametrize("values", [("A12", "B13"), ("slip", "fall"), ("12345678901",)])
def test_what_is_no_moment(values: Sequence[str]) -> None:
    """Codes, words and long numbers are no moments."""
    assert written(dict.fromkeys(values, 3), workbook=False) is None


def test_day_and_month_are_asked_where_nothing_tells() -> None:
    """Only days up to 12: both readings hold; one day above 12 settles it."""
    open_, settled = (written({day: 5}, workbook=False) for day in ("03/04/2026", "13/04/2026"))

    assert open_ is not None
    assert settled is not None
    assert (open_.ambiguous, settled.ambiguous) == (True, False)


def test_cells_of_a_workbook() -> None:
    """A workbook's own days and times are read as such."""
    day = written({"2026-02-13T00:00:00": 3}, workbook=True)
    time = written({"10:11:00": 3}, workbook=True)

    assert day is not None
    assert time is not None
    assert ((day.part, day.formats), (time.part, time.formats)) == (
        (Part.DATE, ("excel",)),
        (Part.TIME, ("excel",)),
    )


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("ArrDtTm", "arrival_at"), ("ATTENDANCE DATE", "arrival_at"), ("LSOA11", "residence_lsoa"),
        ("ADATE", "arrival_at"), ("Disch_Dest", "discharge_destination"),
        ("ETOH", "alcohol_involved"),
        ("Triage Time", "other.triage_at"), ("Seen By Grade", "other.clinician"),
        ("PtPostcode", "residence_postcode"),
        ("AssaultLocationDescription", "assault_location_description"),
    ],
)  # fmt: skip
def test_headings_are_spelled_out(name: str, concept: str) -> None:
    """Short forms, camel case and run-together words are read as what they stand for."""
    fits = heading(name).fits

    assert max(fits, key=lambda one: fits[one][0]) == concept


@pytest.mark.parametrize("name", ["F1", "Column12", "col_3", "7", "V004"])
def test_headings_that_say_nothing(name: str) -> None:
    """A heading that only numbers its column speaks for nothing."""
    assert heading(name).empty


@pytest.fixture(scope="module")
def words(standard: Standard) -> dict[str, Vocabulary]:
    """Return the vocabularies of all coded items."""
    return vocabularies(standard, {})


@pytest.mark.parametrize(
    ("item", "text", "node"),
    [
        ("sex", "M", "male"), ("sex", "1", "male"), ("arrival_mode", "By ambulance", "ambulance"),
        ("injury_mechanism", "Stabbed with a knife", "sharp.knife"),
        ("injury_mechanism", "PUNCHED / KICKED", "body.fist-foot-head"),
        ("injury_place_type", "Pub/Club", "licensed"),
        ("discharge_status", "DNW", "left"), ("acuity", "3 - Urgent", "urgent"),
        ("injury_place_type", "Nightclubb", "licensed.club"),
        ("discharge_status", "LWBS", "left.left-before-initial-assessment"),
        ("injury_mechanism", "Fall - trip", "fall.trip"), ("injury_mechanism", "Trip/fall", "fall"),
        ("injury_mechanism", "Sliped on ice", "fall.slip"),
        ("chief_complaint", "Hand inj", "125599006"), ("diagnosis", "# L wrist", "111640008"),
        ("diagnosis", "Lac scalp", "38354005"), ("diagnosis", "Burn/scald - hand", "14893008"),
        ("alcohol_involved", "Cannabis", "~none"), ("drugs_involved", "No drugs", "no"),
        ("acuity", "1.0648911e+15", None), ("injury_intent", "zebra", None), ("sex", "-7", None),
    ],
)  # fmt: skip
def test_what_values_mean(
    words: dict[str, Vocabulary], item: str, text: str, node: str | None
) -> None:
    """Words of systems are read, and what is like nothing is asked."""
    meaning = words[item].meaning(text)

    assert node == (meaning.node if meaning else None)


def test_a_rounded_id_is_read_where_one_code_begins_like_it(words: dict[str, Vocabulary]) -> None:
    """A spreadsheet's scientific notation leaves enough of some ids."""
    meaning = words["acuity"].meaning("1.06489E+15")

    assert meaning is not None
    assert (meaning.node, meaning.how) == ("immediate", "damaged")


def _no_person(text: str) -> bool:
    return "Example" not in text


_PASSES = Screen(bool, _no_person, bool)
_FOUND_OUT = Screen(lambda text: not text, _no_person, bool)
_NAMESAKES = replace(_PASSES, no_namesake=lambda text: not may_be_a_name(text))


def test_rare_values_are_never_shown(words: dict[str, Vocabulary]) -> None:
    """A value in few rows stands in no answer, unless it is a word of the house."""
    cells = pl.Series(
        ["Knife"] * 2 + ["Ann Example"] * 4 + ["Zigzagged"] * 6 + ["bitten by dog in fight"]
    )
    facts = facts_of(cells, 1, "Cause", workbook=False)

    found = code_map(facts, words["injury_mechanism"], _PASSES)

    assert {code.value: code.rows for code in found.codes} == {"Knife": None, "Zigzagged": 6}
    assert found.unlisted == 2


def test_a_rare_text_is_not_shown_for_the_words_beside_it(words: dict[str, Vocabulary]) -> None:
    """Words beside a value explain it; they show a rare one only if it is a bare local code."""
    facts = facts_of(pl.Series(["M17", "Ann Example"]), 1, "Cause", workbook=False)
    beside = dict.fromkeys(("M17", "Ann Example"), Beside("Knife", 1, 1))

    found = code_map(facts, words["injury_mechanism"], _PASSES, beside)

    assert [(code.value, code.node) for code in found.codes] == [("M17", "sharp.knife")]
    assert found.unlisted == 1


def test_a_rare_value_of_the_lists_words_is_shown_in_a_column_of_frequent_ones(
    words: dict[str, Vocabulary],
) -> None:
    """What may name somebody is not, nor what holds another word, a misspelt one among them."""
    rare = ["Sharpe", "Knife Example", "Sliped on ice", "Knife and fork", "Knife from Wigan"]
    facts = facts_of(pl.Series(["Knife"] * 60 + rare), 1, "Cause", workbook=False)

    found = code_map(facts, words["injury_mechanism"], _PASSES)

    assert {code.value for code in found.codes} == {"Knife", "Knife and fork"}


@pytest.mark.parametrize(
    ("item", "often", "rare"),
    [
        ("injury_place_type", "Home", "Foster, Marina"),
        ("injury_place_type", "Home", "Friend, Marina"),
        ("injury_place_type", "Home", "Marina's house"),
        ("injury_place_type", "Home", "M14 Street"),
        ("injury_place_type", "Home", "12 - Home"),
        ("injury_place_type", "Home", "Home (An)"),
        ("assault_relationship", "Friend", "Known Pearson"),
        ("assault_relationship", "Friend", "her Mather"),
        ("assault_relationship", "Friend", "friend An"),
        ("assault_relationship", "Friend", "To, friend"),
    ],
)
def test_a_rare_value_that_may_hold_a_name_or_a_place_is_not_shown(
    words: dict[str, Vocabulary], item: str, often: str, rare: str
) -> None:
    """Nor one that is nearly words of the lists, or holds what is left away from them."""
    facts = facts_of(pl.Series([often] * 60 + [rare]), 1, "Asked", workbook=False)

    found = code_map(facts, words[item], _NAMESAKES)

    assert ([code.value for code in found.codes], found.unlisted) == ([often], 1)


def test_a_rare_value_numbered_like_the_frequent_ones_is_shown(
    words: dict[str, Vocabulary],
) -> None:
    """Its number is the list's."""
    facts = facts_of(pl.Series(["1 - Home"] * 60 + ["2 - Pub"]), 1, "Where", workbook=False)

    found = code_map(facts, words["injury_place_type"], _NAMESAKES)

    assert [code.value for code in found.codes] == ["1 - Home", "2 - Pub"]


@pytest.mark.parametrize(
    ("beside", "node"),
    [
        (Beside("Friend - Kev Doyle", 1, 6), None),
        (Beside("Friend - Kev Doyle", 1, 1), None),
        (Beside("Friend", 1, 6), None),
        (Beside("Friend", 4, 6), "known.friend"),
    ],
)
def test_rare_words_beside_a_code_do_not_explain_it(
    words: dict[str, Vocabulary], beside: Beside, node: str | None
) -> None:
    """They may be somebody's own; most rows of a code say the same, and in words of the lists."""
    facts = facts_of(pl.Series(["9"] * 6), 1, "By whom", workbook=False)

    [code] = code_map(facts, words["assault_relationship"], _NAMESAKES, {"9": beside}).codes

    assert code.node == node
    assert "Doyle" not in code.reason


@pytest.mark.parametrize(
    ("name", "codes", "node", "sure"),
    [
        ("A AND E ATTENDANCE CATEGORY", "123", "follow-up.planned", False),
        ("EC_AttendanceCategory", "123", "follow-up.unplanned-here", False),
        ("EC_AttendanceCategory", "1234", "follow-up.unplanned-here", True),
    ],
)
def test_a_bare_code_is_read_in_its_list(
    words: dict[str, Vocabulary], name: str, codes: str, node: str, sure: bool
) -> None:
    """The old list of attendances ends at 3; where it may be meant, 2 is not sure."""
    facts = facts_of(pl.Series(list(codes) * 9), 1, name, workbook=False)

    found = {c.value: c for c in code_map(facts, words["attendance_category"], _PASSES).codes}

    assert (found["2"].node, found["2"].confidence > 0.9) == (node, sure)
    assert found["2"].known == (node == "follow-up.unplanned-here")  # else it needs a line


@pytest.mark.parametrize(
    ("item", "word"),
    [("injury_intent", "SI"), ("discharge_status", "Seen"), ("assault_relationship", "Student")],
)
def test_a_word_of_two_meanings_is_not_sure(
    words: dict[str, Vocabulary], item: str, word: str
) -> None:
    """It is suggested, and does not count as sure."""
    facts = facts_of(pl.Series([word] * 9), 1, "Asked", workbook=False)

    [code] = code_map(facts, words[item], _PASSES).codes

    assert code.node is not None
    assert code.confidence <= 0.85


def test_values_that_the_detectors_know_are_never_shown(words: dict[str, Vocabulary]) -> None:
    """However frequent: what a detector finds stands in no answer."""
    cells = pl.Series(["9434765919"] * 50)
    facts = facts_of(cells, 1, "Cause", workbook=False)

    found = code_map(facts, words["injury_mechanism"], _FOUND_OUT)

    assert (found.codes, found.unlisted) == ((), 1)


@pytest.mark.parametrize(
    "gains",
    [
        [[3.0, 1.0], [2.9, 0.5]],
        [[1.0, 2.0, -1.0], [2.0, 1.0, 0.5], [0.2, 0.1, 3.0]],
        [[-1.0, -2.0], [5.0, 4.0], [4.5, 0.1]],
    ],
)
def test_assignment_is_the_best_there_is(gains: list[list[float]]) -> None:
    """The sum of gains equals that of the best of all ways."""
    found = assigned(gains)

    total = sum(gains[row][place] for row, place in enumerate(found) if place is not None)
    assert total == pytest.approx(_best(gains))
    assert len({place for place in found if place is not None}) == sum(p is not None for p in found)


def _best(gains: list[list[float]]) -> float:
    places: list[int | None] = [*range(len(gains[0])), *([None] * len(gains))]
    return max(
        sum(max(gains[row][place], 0.0) for row, place in enumerate(way) if place is not None)
        for way in permutations(places, len(gains))
    )


def test_codes_and_their_words_are_found() -> None:
    """A column whose words go with the codes of the one before is its description."""
    frame = pl.DataFrame(
        {
            "C": ["1", "2", "3"] * 20,
            "D": ["Knife", "Glass", "Fist or foot"] * 20,
            "E": list("xy") * 30,
        }
    )
    facts = [facts_of(frame[name], n, name, workbook=False) for n, name in enumerate("CDE", 1)]

    assert described(facts, frame) == {1: 2}


def test_flags_of_one_item_are_found(words: dict[str, Vocabulary]) -> None:
    """Several yes/no columns named after categories tell one item; a lonely one does not."""
    frame = pl.DataFrame(
        {"GLASSED": ["Y", "N"] * 9, "BITTEN": ["N", "Y"] * 9, "BREACH": ["Y", "N"] * 9}
    )
    facts = [
        facts_of(frame[name], n, name, workbook=False) for n, name in enumerate(frame.columns, 1)
    ]

    found = flags_of(facts, words)

    assert {place: flag.node for place, flag in found.items()} == {1: "sharp.glass", 2: "body.bite"}


def test_layouts_to_try_begin_with_the_right_one() -> None:
    """Lines above the header and below the rows are seen, and so is the delimiter."""
    text = (
        "A report\nNo;Age;Sex\n" + "".join(f"{n};3{n % 9};M\n" for n in range(30)) + "Total: 30;;\n"
    )

    first = next(layouts_of(text.encode("cp1252"), text.encode("cp1252")))

    assert (first.delimiter, first.header_row, first.footer_rows) == (";", 2, 1)


def test_decisions_survive_the_table() -> None:
    """What was decided is read back; no cell begins like a formula."""
    lines = (
        Line("column:1:code:=1+1", "=what", "-x", 0.5, "@why", Decision.CHANGE, "+y"),
        Line("column:2:item", "Age", "age", 0.9, "its name", Decision.REFUSE),
    )

    text = table_of(lines)

    assert not any(
        cell.startswith(("=", "+", "-", "@"))
        for row in text.splitlines()
        for cell in row.split(",")
    )
    found = decisions_in(text)
    assert [(one.id, one.decision, one.value, one.suggestion) for one in lines] == [
        (name, one.decision, one.value, one.suggestion) for name, one in found.items()
    ]
    assert with_decisions(lines, found) == lines


def test_a_decision_holds_for_the_suggestion_that_was_seen() -> None:
    """Where something else is suggested by now, the line is open again."""
    seen = Line("column:2:item", "Age", "age", 0.9, "its name")
    text = table_of([replace(seen, decision=Decision.ACCEPT)])
    now = replace(seen, suggestion="sex", decision=Decision.ACCEPT)

    (kept,) = with_decisions([seen], decisions_in(text))
    (opened,) = with_decisions([now], decisions_in(text))

    assert (kept.decided, opened.decided) == ("age", None)


def test_a_decision_on_no_line_is_refused() -> None:
    """A mistyped id is named by its row, not passed over."""
    decided = decisions_in("line,decision,new value\ncolumn:2:itme,accept,\n")

    with pytest.raises(TiigError) as fault:
        with_decisions([Line("column:2:item", "Age", "age", 0.9, "its name")], decided)

    assert fault.value.kind is DECISIONS_UNREADABLE
    assert fault.value.where.rows == (2,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "line,decision\n",
        "line,decision,new value\nx,maybe,\n",
        "line,decision,new value\nx,change,\n",
    ],
)
def test_a_table_that_is_none_is_refused(text: str) -> None:
    """A missing column, an unknown decision and a change into nothing are told."""
    with pytest.raises(TiigError) as fault:
        decisions_in(text)

    assert fault.value.kind is DECISIONS_UNREADABLE
