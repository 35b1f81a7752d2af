"""Gate two: rates, notes and marks that stand beside protected counts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest
from scipy.optimize import OptimizeResult

from tiig.disclose import best_share, clear
from tiig.disclose.bounds import Attacker, Rule, tightened, what_is_shown
from tiig.disclose.joining import joined
from tiig.disclose.protect import protect
from tiig.kit.intervals import byar
from tiig.model.cleared import Cleared, ClearedRow, Shown
from tiig.model.figures import ALL, OUTSIDE, FigureTable, Mark, TableColumn
from tiig.model.question import By, Question, RateKind
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.standard import load_standard

PRESETS = load_standard().presets


def table(
    cells: dict[str, int | None],
    *,
    rates: Mapping[str, tuple[float | None, ...]] | None = None,
    kind: RateKind | None = None,
    notes: tuple[str, ...] = (),
) -> FigureTable:
    """Make a table of one dimension; None is not available; rates give population and rate."""
    full = cells | {ALL: sum(count or 0 for count in cells.values())}
    frame = pl.DataFrame(
        {
            "node": list(full),
            "count": [count or 0 for count in full.values()],
            "available": [count is not None for count in full.values()],
        }
    )
    if rates is not None:
        given = [rates.get(node, (None,) * 4) for node in full]
        frame = frame.with_columns(
            pl.Series(name, [row[place] for row in given], dtype=pl.Float64)
            for place, name in enumerate(("population", "rate", "lower", "upper"))
        ).with_columns(pl.col("population").cast(pl.Int64))
    columns = (TableColumn("node", "Thing", tuple((node, node) for node in full)),)
    question = Question(by=(By("node"),), rate=kind)
    return FigureTable(question, columns, frame, unit="u", method=None, notes=notes, manifest="m")


def row_of(shown: Cleared, node: str) -> ClearedRow:
    """Find a row by its node."""
    return next(row for row in shown.rows if row.nodes == (node,))


def test_what_nobody_can_tell_is_marked_and_counts_in_no_share() -> None:
    """A cell that is not available has its mark and stands outside the share shown."""
    shown = clear(table({"a": None, "b": 30, "c": 1, "d": 2}), PRESETS["public"])

    assert Shown(None, Mark.NOT_AVAILABLE) == row_of(shown, "a").count
    assert shown.share_shown == pytest.approx(2 / 4)
    assert any("not zero" in note for note in shown.notes)


def test_a_star_alone_takes_another_with_it() -> None:
    """One small number beside shown ones would be the difference of the others."""
    shown = clear(table({"a": 2, "b": 20, "c": 40}), PRESETS["named-partner"])

    assert row_of(shown, "b").count.mark is Mark.SUPPRESSED
    assert row_of(shown, "c").count.value == 40
    assert row_of(shown, ALL).count.value == 62


def test_a_total_that_pins_its_parts_goes_too() -> None:
    """Eight ones under a shown total of eight would each be told."""
    shown = clear(table({f"n{place}": 1 for place in range(8)}), PRESETS["public"])

    assert row_of(shown, ALL).count.mark is Mark.SUPPRESSED
    assert shown.share_shown == 0


def test_two_hidden_are_not_enough_when_their_sum_is_small() -> None:
    """Two ones that add up to two are told by their sum, so that more is hidden."""
    shown = clear(table({"a": 1, "b": 1, "c": 50, "d": 60}), PRESETS["named-partner"])

    assert row_of(shown, "c").count.mark is Mark.SUPPRESSED


def test_a_public_rate_follows_from_the_rounded_count() -> None:
    """A crude rate and its limits are those of the rounded count, to one decimal."""
    rates = {"a": (10_000.0, 120.0, 1.0, 2.0), "b": (10_000.0, 20.0, 1.0, 2.0)}
    given = table({"a": 12, "b": 2, "c": 3}, rates=rates, kind=RateKind.CRUDE)
    shown = row_of(clear(given, PRESETS["public"]), "a")
    low, high = byar(10)

    assert shown.population == 10_000
    assert (shown.rate, shown.lower, shown.upper) == (
        Shown(100.0),
        Shown(round(float(low) * 10, 1)),
        Shown(round(float(high) * 10, 1)),
    )


def test_a_rate_is_hidden_with_its_count() -> None:
    """Where the count has a mark, rate and limits have the same; the population stands."""
    rates = {"a": (10_000.0, 20.0, 1.0, 2.0)}
    given = table({"a": 2, "b": 3, "c": 100}, rates=rates, kind=RateKind.CRUDE)
    shown = row_of(clear(given, PRESETS["public"]), "a")

    assert shown.population == 10_000
    assert {shown.rate, shown.lower, shown.upper} == {Shown(None, Mark.SUPPRESSED)}


def test_a_rate_without_a_population_does_not_apply() -> None:
    """A category in which nobody is known to live has a count and no rate."""
    given = table({"a": 50, "b": 20}, rates={}, kind=RateKind.CRUDE)
    shown = row_of(clear(given, PRESETS["named-partner"]), "a")

    assert shown.count == Shown(50)
    assert shown.rate == Shown(None, Mark.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("preset", "count", "given"),
    [
        (
            "public",
            9,
            False,
        ),  # shown as 10, like 12: whether a rate stands must not tell them apart
        ("public", 12, False),
        ("public", 13, True),
        ("named-partner", 9, False),
        ("named-partner", 10, True),
        ("internal", 9, False),
        ("internal", 10, True),
    ],
)
def test_a_standardised_rate_needs_ten_events(preset: str, count: int, *, given: bool) -> None:
    """Under ten events, as far as is shown, a standardised rate is not given."""
    rates = {"a": (10_000.0, 120.0, 80.0, 170.0)}
    made = table({"a": count, "b": 50}, rates=rates, kind=RateKind.STANDARDISED)
    shown = row_of(clear(made, PRESETS[preset]), "a").rate

    assert shown is not None
    assert (shown.mark is Mark.SHOWN) == given
    assert given or shown.mark is Mark.UNRELIABLE


def test_the_limits_of_a_public_standardised_rate_do_not_tell_its_count() -> None:
    """Two exact counts that are shown as one have limits in one proportion."""
    halves = set()
    for count in (48, 52):
        low, high = (float(side) for side in byar(count))
        rates = {"a": (1e6, float(count) * 1e6, low * 1e6, high * 1e6)}
        made = table({"a": count, "b": 50}, rates=rates, kind=RateKind.STANDARDISED)
        shown = row_of(clear(made, PRESETS["public"]), "a")
        parts = [part.value for part in (shown.rate, shown.lower, shown.upper) if part is not None]
        assert all(isinstance(part, float) and part == int(part) for part in parts)
        value, lower, upper = (float(part or 0) for part in parts)
        halves.add(round((upper - value) / (value - lower), 6))
        assert value == 50e6

    assert len(halves) == 1


def test_a_partner_gets_rates_to_one_decimal() -> None:
    """Digits beyond use are not released; inside they are exact."""
    rates = {"a": (10_000.0, 120.123, 80.456, 170.789)}
    made = table({"a": 12, "b": 50}, rates=rates, kind=RateKind.STANDARDISED)

    assert row_of(clear(made, PRESETS["named-partner"]), "a").rate == Shown(120.1)
    assert row_of(clear(made, PRESETS["internal"]), "a").rate == Shown(120.123)


@pytest.mark.parametrize(
    ("preset", "count", "words"),
    [
        ("public", 0, "0 left out"),
        ("public", 9, "Fewer than 10 left out"),
        ("public", 16, "About 20 left out"),
        ("named-partner", 9, "Fewer than 10 left out"),
        ("named-partner", 13, "About 10 left out"),
        ("internal", 4, "4 left out"),
    ],
)
def test_a_count_in_a_note_is_protected_like_a_cell(preset: str, count: int, words: str) -> None:
    """What a sentence counts is told to a ten, which gives no cell of the table back."""
    shown = clear(table({"a": 100}, notes=(f"{{{count}}} left out",)), PRESETS[preset])

    assert words in shown.notes


def test_the_share_not_known_is_worked_out_from_what_is_shown() -> None:
    """The share stands beside the table, from rounded figures, and is hidden with them."""
    seen = clear(table({"a": 81, NOT_RECORDED_NODE: 18}), PRESETS["public"])
    hidden = clear(table({"a": 81, NOT_KNOWN_NODE: 3}), PRESETS["public"])
    empty = clear(table({"a": 0, NOT_KNOWN_NODE: 0}), PRESETS["public"])

    assert "Thing: not known or not recorded for 20 % of the total shown." in seen.notes
    assert any("hidden, because" in note for note in hidden.notes)
    assert any("nothing to count" in note for note in empty.notes)


def test_the_share_outside_the_geography_stands_beside_area_tables() -> None:
    """What lies outside the areas of the table has its own sentence."""
    shown = clear(table({"a": 80, OUTSIDE: 20}), PRESETS["public"])

    assert "Thing: outside the geography for 20 % of the total shown." in shown.notes


def test_the_answer_says_what_was_asked_and_merged() -> None:
    """A coarser answer names the question asked, the one answered, and what was merged."""
    asked = Question(by=(By("month"),))
    shown = clear(table({"a": 100}), PRESETS["public"], asked=asked, merged=("merged.",))

    assert shown.question == asked.as_json()
    assert shown.answered["by"] == ["node"]
    assert (shown.merged, shown.for_release) == (("merged.",), True)


@pytest.mark.parametrize(
    "broken",
    [
        pl.DataFrame({"node": ["a", ALL], "count": [5, 6], "available": [True, True]}),
        pl.DataFrame({"node": ["a", "a"], "count": [5, 5], "available": [True, True]}),
        pl.DataFrame({"node": ["b", ALL], "count": [5, 5], "available": [True, True]}),
        pl.DataFrame({"node": ["a", ALL], "count": [-5, -5], "available": [True, True]}),
    ],
    ids=["sum", "twice", "unnamed", "below-zero"],
)
def test_a_table_that_cannot_be_proven_safe_is_refused(broken: pl.DataFrame) -> None:
    """Sums that do not hold, missing or unnamed cells: nothing is shown."""
    columns = (TableColumn("node", "Thing", (("a", "a"), (ALL, "All"))),)
    question = Question(by=(By("node"),))
    made = FigureTable(question, columns, broken, unit="", method=None, notes=(), manifest="")
    with pytest.raises(ValueError, match="a table of figures"):
        clear(made, PRESETS["public"])


def test_a_threshold_below_one_is_refused() -> None:
    """No agreement can ask for less than a threshold of one."""
    with pytest.raises(ValueError, match="at least 1"):
        clear(table({"a": 1}), PRESETS["named-partner"], threshold=0)


def test_nothing_available_hides_nothing() -> None:
    """A table that nobody can tell has marks alone, and no share of stars."""
    shown = clear(table({"a": None, "b": None}), PRESETS["public"])

    assert row_of(shown, "a").count.mark is Mark.NOT_AVAILABLE
    assert best_share(table({"a": 1}), PRESETS["public"]) == 0


def test_cells_without_a_proof_count_as_exposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where solving would take too long, more is hidden rather than less."""
    made = table({"a": 3, "b": 4, "c": 30, "d": 40, "e": 50})
    counts, rule = joined([made]), Rule(5)
    usual = protect(counts, rule)
    monkeypatch.setattr("tiig.disclose.bounds._EXACT_WORK", 0)
    monkeypatch.setattr("tiig.disclose.bounds._SHARED_ROUNDS", 0)
    careful = protect(counts, rule)

    assert (careful | usual == careful).all()
    assert careful.sum() > usual.sum()


def test_a_solver_that_gives_up_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without solutions the cells count as exposed, and more is hidden."""
    counts = joined([table({"a": 3, "b": 4, "c": 30, "d": 40})])
    monkeypatch.setattr("scipy.optimize.linprog", lambda *_, **__: OptimizeResult(success=False))

    assert (protect(counts, Rule(5)) == (counts.values > 0)).all()


def test_bounds_by_single_sums_may_stop_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer sweeps give wider bounds, never narrower ones, so that they stay true."""
    counts = joined([table({"a": 3, "b": 4, "c": 30, "d": 40})])
    known = what_is_shown(counts, counts.values < 5, Rule(5))
    full = tightened(counts, known)
    monkeypatch.setattr("tiig.disclose.bounds._SWEEPS", 1)
    early = tightened(counts, known)

    assert (early.low <= full.low).all()
    assert (early.high >= full.high).all()


def test_the_attacker_finds_what_is_exposed() -> None:
    """With one number alone hidden the attacker names it."""
    counts = joined([table({"a": 3, "b": 40})])
    hidden = counts.values == 3

    assert Attacker(counts, Rule(5)).exposed(hidden, np.flatnonzero(hidden)).size == 1


def test_what_is_proven_is_not_asked_again() -> None:
    """A table that looks the same to the attacker is a proof for good, and ends the search."""
    counts = joined([table({"a": 3, "b": 40})])
    attacker = Attacker(counts, Rule(5))
    small = np.flatnonzero(counts.values == 3)
    attacker.witness(np.where(counts.values == 3, 7.0, counts.values))

    assert not attacker.exposed(counts.values == 3, small).size
