"""The rules of drift: each on an example that just holds, one that is said, and one that is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from tiig.model.drift import About, Change, MonthPortrait, Portrait
from tiig.quality.drift import (
    DRIFT_RULES,
    ROWS_REPLACED,
    Part,
    Words,
    code_changes,
    column_changes,
    date_changes,
    default_changes,
    finding_changes,
    format_changes,
    share_changes,
    volume_changes,
)

WORDS = Words({"sex": "Gender"}, {("sex", "male"): "Male"})
MONTHS = ("2026-03", "2026-02", "2026-01", "2025-12")


def month(  # noqa: PLR0913 - what a month is made of
    rows: int = 300,
    *,
    name: str = "2026-04",
    days: Sequence[int] | None = None,
    states: dict[str, dict[str, int]] | None = None,
    shares: dict[str, dict[str, int]] | None = None,
    length: int = 30,
) -> MonthPortrait:
    """Return a month of site XQ101, its rows spread over its days unless told otherwise."""
    spread = tuple(rows // length + (day < rows % length) for day in range(length))
    told = spread if days is None else tuple(days)
    return MonthPortrait("XQ101", name, rows, length, 1, told, states or {}, shares or {})


def past(one: MonthPortrait, months: int = 4) -> list[MonthPortrait]:
    """Return the same month several times over, under earlier dates."""
    return [replace(one, month=name) for name in MONTHS[:months]]


def told(changes: Iterable[Change]) -> list[tuple[str, bool]]:
    """Return rules and whether they hold."""
    return [(one.rule, one.holds) for one in changes]


def sexes(male: int, female: int) -> MonthPortrait:
    """Return a month with so many men and women."""
    return month(male + female, shares={"sex": {"male": male, "female": female}})


def blanks(blank: int, given: int, state: str = "blank") -> MonthPortrait:
    """Return a month in which an item is blank, or otherwise without a value, so often."""
    return month(blank + given, states={"sex": {state: blank, "given": given}})


class TestShares:
    """Categories and states beside those of the months before."""

    @pytest.mark.parametrize(
        ("now", "before", "expected"),
        [
            (sexes(500, 500), sexes(500, 500), []),
            (sexes(540, 460), sexes(500, 500), []),  # four points
            (sexes(600, 400), sexes(500, 500), [("share-moved", False)]),
            (sexes(690, 310), sexes(500, 500), [("share-moved", False)]),  # nineteen points
            (sexes(710, 290), sexes(500, 500), [("share-moved", True)]),
            (sexes(7, 2), sexes(500, 500), []),  # nine rows prove nothing
            (sexes(13, 7), sexes(500, 500), []),  # fifteen points of twenty rows are chance
        ],
    )
    def test_a_share_moves(
        self, now: MonthPortrait, before: MonthPortrait, expected: list[tuple[str, bool]]
    ) -> None:
        """It is said beyond five points and four errors, and holds beyond twenty and five."""
        assert told(share_changes(now, past(before), WORDS)) == expected

    @pytest.mark.parametrize(
        ("usual", "expected"),
        [(11, []), (12, [("category-gone", False)]), (19, [("category-gone", False)]),
         (20, [("category-gone", True)])],
    )  # fmt: skip
    def test_a_category_goes(self, usual: int, expected: list[tuple[str, bool]]) -> None:
        """Of twelve expected rows it is said, of twenty it holds."""
        rest = {"a": 500, "b": 480}
        now = month(980, shares={"place": rest})
        before = month(980 + usual, shares={"place": {**rest, "street": usual}})
        here = month(980 + usual, shares={"place": {"a": 500 + usual, "b": 480}})
        assert told(share_changes(here, past(before), WORDS)) == expected
        seldom = [*past(before, 3), replace(now, month="2025-12")]
        assert not told(share_changes(here, seldom, WORDS))

    def test_all_is_one_value(self) -> None:
        """One value everywhere says so, once, in the sender's words."""
        (one,) = share_changes(sexes(300, 0), past(sexes(150, 150)), WORDS)
        assert (one.rule, one.holds) == ("one-value", True)
        assert one.sentence == (
            "Gender at XQ101 in 2026-04: Male in all rows with a value, 50% before."
        )

    @pytest.mark.parametrize(("assaults", "expected"), [
        (85, []), (105, [("group-jumped", True)]), (10, [("group-jumped", True)])
    ])  # fmt: skip
    def test_assaults_double_or_halve(
        self, assaults: int, expected: list[tuple[str, bool]]
    ) -> None:
        """The share of assaults may not double or halve unseen, however small it is."""
        now = month(1_000, shares={"assault": {"recorded": assaults, "none": 1_000 - assaults}})
        before = month(1_000, shares={"assault": {"recorded": 50, "none": 950}})
        found = told(share_changes(now, past(before), WORDS))
        assert [one for one in found if one[0] == "group-jumped"] == expected

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (blanks(30, 970), []),
            (blanks(100, 900), [("untold-moved", False)]),
            (blanks(260, 740), [("untold-moved", True)]),
            (blanks(160, 840, "unreadable"), [("faulty-moved", True)]),
            (blanks(80, 920, "unmapped"), [("faulty-moved", False)]),
        ],
    )
    def test_blanks_and_faults_grow(
        self, now: MonthPortrait, expected: list[tuple[str, bool]]
    ) -> None:
        """What cannot be read holds from ten points, what is blank from twenty."""
        assert told(share_changes(now, past(blanks(20, 980)), WORDS)) == expected

    def test_fewer_blanks_hold_nothing(self) -> None:
        """Better data are said and taken in."""
        found = told(share_changes(blanks(10, 990), past(blanks(600, 400)), WORDS))
        assert found == [("untold-moved", False)]

    def test_what_was_confirmed_is_usual(self) -> None:
        """A month in force widens what is usual, whatever it was."""
        before = [*past(sexes(500, 500), 3), replace(sexes(900, 100), month="2025-12")]
        assert not told(share_changes(sexes(890, 110), before, WORDS))

    def test_default_times_hold(self) -> None:
        """An injury time that the system fills in is said in its own words."""
        now = month(300, shares={"event_time_default": {"yes": 200, "no": 100}})
        before = month(300, shares={"event_time_default": {"yes": 20, "no": 280}})
        assert told(share_changes(now, past(before), WORDS)) == [("defaults-moved", True)]


class TestVolume:
    """Rows by month, week and day."""

    @pytest.mark.parametrize(
        ("rows", "months", "expected"),
        [
            (300, 4, []),
            (345, 4, []),  # fifteen per cent
            (395, 4, [("volume-moved", False)]),
            (450, 4, [("volume-moved", True)]),
            (150, 4, [("volume-moved", True)]),
            (150, 2, [("volume-moved", False)]),  # two months are no usual volume
        ],
    )
    def test_a_month_grows_or_shrinks(
        self, rows: int, months: int, expected: list[tuple[str, bool]]
    ) -> None:
        """A third off holds a file once there are three months to compare with."""
        assert told(volume_changes(month(rows), past(month(300), months))) == expected

    def test_a_small_site_may_vary(self) -> None:
        """Of a few rows a month nothing is held."""
        assert told(volume_changes(month(12), past(month(5)))) == [("volume-moved", False)]

    @pytest.mark.parametrize(("empty", "expected"), [
        (0, []), (1, []), (2, [("days-empty", False)]), (7, [("days-empty", True)])
    ])  # fmt: skip
    def test_days_are_missing(self, empty: int, expected: list[tuple[str, bool]]) -> None:
        """Days on end without rows are said, and three that are not usual hold."""
        days = [0 if 10 <= day < 10 + empty else 10 for day in range(30)]
        found = volume_changes(month(sum(days), days=days), past(month(300)))
        assert [one for one in told(found) if one[0] == "days-empty"] == expected

    def test_a_site_that_is_closed_at_weekends_is_not_held(self) -> None:
        """What every month has is usual."""
        days = [0 if day % 7 > 4 else 14 for day in range(30)]
        one = month(sum(days), days=days)
        assert "days-empty" not in dict(told(volume_changes(one, past(one))))

    def test_a_week_comes_twice(self) -> None:
        """Twice the rows of other days are said, and hold."""
        days = [20 if 7 <= day < 14 else 10 for day in range(30)]
        found = told(volume_changes(month(370, days=days), past(month(370))))
        assert ("week-twice", True) in found
        seldom = [5 if 7 <= day < 14 else 2 for day in range(30)]
        found = told(volume_changes(month(81, days=seldom), past(month(81))))
        assert ("week-twice", False) in found

    def test_the_same_rows_under_another_date(self) -> None:
        """Equal counts of many categories are no chance; those of two real months differ."""
        shares = {f"item{n}": {"a": 150, "b": 100, "c": 50} for n in range(8)}
        now = month(300, shares=shares)
        assert told(volume_changes(now, past(now))) == [("same-month", True)]
        other = {
            item: {"a": 150 - 9 * (n % 3), "b": 100 + 11, "c": 50 - 7} for n, item in
            enumerate(shares)
        }  # fmt: skip
        assert not told(volume_changes(now, past(month(300, shares=other))))

    def test_a_site_has_gone(self) -> None:
        """A site without rows is said, and held once it had rows for three months."""
        nothing = month(0, days=())
        assert told(volume_changes(nothing, past(month(40)))) == [("site-gone", True)]
        assert told(volume_changes(nothing, past(month(40), 2))) == [("site-gone", False)]
        assert told(volume_changes(nothing, past(month(5)))) == [("site-gone", False)]
        assert not told(volume_changes(nothing, ()))


class TestFiles:
    """Columns, patterns, defaults, local values and findings of a file as a whole."""

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("No,Age,Sex", []),
            ("Age,No,Sex", [("column-order", False)]),
            ("No,Age", [("column-gone", True)]),
            ("No,Age,Gender", [("column-renamed", True)]),
            ("No,Age,Sex,Bed", [("column-new", False)]),
        ],
    )
    def test_columns(self, now: str, expected: list[tuple[str, bool]]) -> None:
        """What feeds an item may not go or change its name unseen."""
        last, feeding = ("No", "Age", "Sex"), {"Age", "Sex"}
        assert told(column_changes(now.split(","), last, feeding, told=False)) == expected
        known = [(rule, False) for rule, _ in expected]
        assert told(column_changes(now.split(","), last, feeding, told=True)) == known

    def test_patterns(self) -> None:
        """Another declared pattern reads the days: they may be the wrong days."""
        before = [Portrait(formats={"Day": {"%d/%m/%Y": 900}})] * 3
        now = Portrait(formats={"Day": {"%d/%m/%Y": 350, "%m/%d/%Y": 550}})
        assert told(format_changes(now, before)) == [("format-moved", True)] * 2
        assert not told(format_changes(before[0], before))

    def test_defaults(self) -> None:
        """A value that the system fills in, in half of the rows instead of none."""
        before = [Portrait(defaults={"sex": 3}, months=(month(300),))] * 3
        now = replace(before[0], defaults={"sex": 150})
        assert told(default_changes(now, before, WORDS)) == [("defaults-moved", True)]
        assert not told(default_changes(before[0], before, WORDS))

    def test_local_values(self) -> None:
        """New ones are named by number, as are those that every file had."""
        before = [Portrait(codes={"sex": {"1": 100, "2": 100}})] * 2
        now = Portrait(codes={"sex": {"1": 150, "7": 50, "": 4}})
        found = list(code_changes(now, before, {"sex": {"1", "2"}}, WORDS))
        assert told(found) == [("codes-new", False), ("codes-gone", False)]
        assert found[0].sentence == "Local values not listed before, by number: Gender 7 (50 rows)."
        assert "Gender: 1 local value of every file before is in no row" in found[1].sentence

    def test_findings(self) -> None:
        """A finding that now touches many more rows is said; one that touches fewer is not."""
        last = {"age": Part(10, 1_000), "sex": Part(500, 1_000)}
        now = {"age": (Part(200, 1_000), "Age"), "sex": (Part(100, 1_000), "Sex")}
        (one,) = finding_changes(now, last)
        assert one.sentence == "age (column Age) in 20% (1% before) of the rows."


@pytest.mark.parametrize(
    ("swapped", "outside", "holds"),
    [(2, 2, None), (3, 6, None), (3, 5, False), (19, 20, False), (20, 20, True)],
)
def test_dates_that_look_exchanged(swapped: int, outside: int, *, holds: bool | None) -> None:
    """From three rows and more than half of those outside on; twenty of them hold."""
    found = list(date_changes(Part(swapped, outside), "Arr Date"))
    assert [one.holds for one in found] == ([] if holds is None else [holds])
    assert all(one.sentence.startswith("Arr Date: day and month look exchanged") for one in found)


def test_every_rule_is_written() -> None:
    """Ids are unique, and each rule says when it speaks."""
    assert len({rule.id for rule in DRIFT_RULES}) == len(DRIFT_RULES)
    assert all(rule.said.endswith(".") for rule in DRIFT_RULES)
    assert {rule.about for rule in DRIFT_RULES} == set(About)
    assert not ROWS_REPLACED.held  # who replaces too much is held by a rule of its own


def test_parts_of_a_month_add_up() -> None:
    """Two halves are the whole."""
    first = MonthPortrait("A", "2026-04", 10, 2, 1, (4, 6), {"sex": {"given": 9, "blank": 1}})
    rest = MonthPortrait("A", "2026-04", 5, 1, 3, (5,), {"sex": {"given": 5}}, {"sex": {"m": 5}})
    assert first.plus(rest) == MonthPortrait(
        "A", "2026-04", 15, 3, 1, (4, 6, 5), {"sex": {"given": 14, "blank": 1}}, {"sex": {"m": 5}}
    )


def test_a_portrait_of_another_version_is_not_compared() -> None:
    """What was counted otherwise is as good as nothing."""
    assert Portrait.from_plain({"version": 0}) is None
    assert Portrait.from_plain(None) is None
