"""Parts of months: fortnights, cumulative and overlapping files, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tiig.journeys.submit import SubmitAnswer
from tiig.model.submission import SubmissionState

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
FIRST, SECOND = "2026-06-01..2026-06-14", "2026-06-15..2026-06-30"


def days(
    line: Line, first: int, last: int, *, month: str = "2026-06", name: str = "N"
) -> list[str]:
    """Return two attendances on each of some days."""
    return [
        line(f"{name}{month}-{day}-{part}", Arrived=f"{month}-{day:02d} 1{part}:00")
        for day in range(first, last + 1)
        for part in (0, 1)
    ]


def send(house: House, rows: list[str], period: str, **more: bool) -> SubmitAnswer:
    """Send rows for a period."""
    return house.send(house.write(rows), period, **more)


def state(house: House, answer: SubmitAnswer) -> SubmissionState | None:
    """Return how a submission stands now."""
    known = house.services.catalogue.submission(answer.submission)
    return None if known is None else known.state


def in_force(house: House) -> dict[str, int]:
    """Return what is in force, by days."""
    return {str(pair.days): pair.rows for pair in house.services.catalogue.pairs()}


def test_two_fortnights_stand_beside_each_other(house: House, elm_line: Line) -> None:
    """The second does not replace the first; together they are the month."""
    first = send(house, days(elm_line, 1, 14), FIRST)
    assert first.receipt.site_months[0].standing == "partly received"
    assert first.receipt.site_months[0].lacks == SECOND

    second = send(house, days(elm_line, 15, 30), SECOND)

    assert in_force(house) == {FIRST: 28, SECOND: 32}
    assert house.total() == 60
    (line, _) = second.receipt.site_months
    assert [part.submission for part in line.after] == [first.submission, second.submission]
    assert (line.standing, line.superseded) == ("in force", ())


def test_a_fortnight_sent_again_replaces_that_fortnight(house: House, elm_line: Line) -> None:
    """Only the days that it declares, and the receipt names what it superseded."""
    old = send(house, days(elm_line, 1, 14), FIRST)
    send(house, days(elm_line, 15, 30), SECOND)

    again = send(house, days(elm_line, 1, 14)[:-1], FIRST)

    assert in_force(house) == {FIRST: 27, SECOND: 32}
    (gone,) = again.receipt.site_months[0].superseded
    assert (gone.submission, gone.rows) == (old.submission, 28)


def test_a_whole_month_replaces_its_parts(house: House, elm_line: Line) -> None:
    """Both fortnights are superseded."""
    parts = [send(house, days(elm_line, 1, 14), FIRST), send(house, days(elm_line, 15, 30), SECOND)]

    send(house, days(elm_line, 1, 30), "2026-06")

    assert in_force(house) == {"2026-06": 60}
    assert {state(house, one) for one in parts} == {SubmissionState.SUPERSEDED}


def test_a_part_that_would_be_cut_is_refused(house: House, elm_line: Line) -> None:
    """Nothing changes, and the receipt says which submission, which days, and what to send."""
    month = send(house, days(elm_line, 1, 30), "2026-06")

    answer = send(house, days(elm_line, 1, 14), FIRST)

    assert (answer.state, answer.error) == (SubmissionState.REFUSED, "period-cuts")
    (reason,) = answer.receipt.reasons
    assert FIRST in reason
    assert "2026-06 (" + month.submission in reason
    assert "--period 2026-06, which" in answer.receipt.advice[0]
    assert in_force(house) == {"2026-06": 60}
    assert send(house, days(elm_line, 1, 14), FIRST, confirm=True).state is SubmissionState.REFUSED


def test_rows_outside_the_declared_days_are_set_aside(house: House, elm_line: Line) -> None:
    """A row of the 15th replaces nothing in a file that declares the first fortnight."""
    send(house, days(elm_line, 15, 30), SECOND)

    answer = send(house, days(elm_line, 1, 15), FIRST, confirm=True)

    (note,) = answer.receipt.set_aside
    assert (note.rule, note.rows) == ("arrived_in_declared_period", "30-31")
    assert in_force(house) == {FIRST: 28, SECOND: 32}


def test_withdrawing_brings_back_the_parts(house: House, elm_line: Line) -> None:
    """What the whole month had superseded is in force again."""
    send(house, days(elm_line, 1, 14), FIRST)
    send(house, days(elm_line, 15, 30), SECOND)
    whole = send(house, days(elm_line, 1, 30), "2026-06")

    house.withdraw(whole.submission)

    assert in_force(house) == {FIRST: 28, SECOND: 32}
    assert house.total() == 60


def test_an_attendance_in_two_parts_is_counted_once(house: House, elm_line: Line) -> None:
    """An arrival corrected across midnight stands in both fortnights: one count, one finding."""
    rows = [elm_line("E", Arrived="2026-06-14 23:59"), *days(elm_line, 1, 13)]
    send(house, [*rows, *days(elm_line, 14, 14)], FIRST)

    again = [elm_line("E", Arrived="2026-06-15 00:01"), *days(elm_line, 15, 30)]
    answer = send(house, [*again, *days(elm_line, 15, 30, name="M")], SECOND)

    assert answer.state is SubmissionState.IN_FORCE
    (note,) = [one for one in answer.receipt.findings if one.rule == "attendance_in_one_part"]
    assert (note.column, note.count, note.rows) == ("No", 1, "2")
    assert sum(in_force(house).values()) == 29 + 65
    assert house.total() == 93


def test_many_attendances_in_two_parts_are_held(house: House, elm_line: Line) -> None:
    """The same attendances under other days are no fortnight of their own."""
    send(house, days(elm_line, 1, 14), FIRST)
    moved = [elm_line(f"N2026-06-{n}-0", Arrived=f"2026-06-{n + 14} 10:00") for n in range(1, 15)]

    answer = send(house, moved, SECOND)

    assert answer.state is SubmissionState.HELD
    assert "14 of 14 attendances are in force already" in answer.receipt.reasons[0]
    assert in_force(house) == {FIRST: 28}


def test_a_file_that_stops_early_is_held(house: House, elm_line: Line) -> None:
    """Rows nearly every day and then none: the last day seen is told, with what to declare."""
    answer = send(house, days(elm_line, 1, 20), "2026-06")

    assert answer.state is SubmissionState.HELD
    (reason,) = answer.receipt.reasons
    assert "no row after 2026-06-20" in reason
    assert "--period 2026-06-01..2026-06-20" in reason
    assert send(house, days(elm_line, 1, 20), "2026-06-01..2026-06-20").receipt.reasons == ()
    assert in_force(house) == {"2026-06-01..2026-06-20": 40}


def test_two_empty_days_at_the_end_are_no_fault(house: House, elm_line: Line) -> None:
    """Three are."""
    assert send(house, days(elm_line, 1, 28), "2026-06").receipt.reasons == ()


def test_a_site_with_few_rows_may_have_empty_days(house: House, elm_line: Line) -> None:
    """Where days without a row are usual, an empty end says nothing."""
    rows = [row for row in days(elm_line, 1, 20) if "-2-" not in row and "-5-" not in row]
    assert send(house, [r for r in rows if "-9-" not in r], "2026-06").receipt.reasons == ()


def test_a_cumulative_file_leaves_earlier_months_alone(house: House, elm_line: Line) -> None:
    """A year to date replaces its months whole, the last one as far as it goes."""
    send(house, days(elm_line, 1, 31, month="2026-03"), "2026-03")
    april = days(elm_line, 1, 30, month="2026-04")
    send(house, [*april, *days(elm_line, 1, 14, month="2026-05")], "2026-04-01..2026-05-14")

    send(house, [*april, *days(elm_line, 1, 31, month="2026-05")], "2026-04..2026-05")

    assert in_force(house) == {"2026-03": 62, "2026-04": 60, "2026-05": 62}


def test_a_cumulative_file_without_an_earlier_month_is_held(house: House, elm_line: Line) -> None:
    """Its declared months would be emptied in silence."""
    send(house, days(elm_line, 1, 30, month="2026-04"), "2026-04")

    answer = send(house, days(elm_line, 1, 31, month="2026-05"), "2026-04..2026-05")

    assert answer.state is SubmissionState.HELD
    assert answer.receipt.reasons == ("XQ101 2026-04 would shrink from 60 to 0 rows.",)


def test_a_fortnight_that_shrinks_is_held(house: House, elm_line: Line) -> None:
    """Like is compared with like: the same days, not the month."""
    send(house, days(elm_line, 1, 14), FIRST)
    send(house, days(elm_line, 15, 30), SECOND)

    answer = send(house, days(elm_line, 7, 14), FIRST)

    assert answer.receipt.reasons == (f"XQ101 {FIRST} would shrink from 28 to 16 rows.",)


def test_a_nil_return_completes_a_month(house: House, elm_line: Line) -> None:
    """Days of which there was nothing to report are told, and then nothing is lacking."""
    send(house, days(elm_line, 1, 14), FIRST)
    told = house.ask("site")
    assert told.coverage.standings[0][2] == "partly received"
    assert any("days 15-30" in note for note in told.notes)

    house.nil("XQ101", SECOND)

    assert house.ask("site").coverage.lacks == ()
    assert house.total() == 28


def test_a_nil_return_gives_way_to_rows(house: House, elm_line: Line) -> None:
    """Rows show that its word was not true; the days that they do not hold are lacking again."""
    house.nil("XQ101", "2026-06")

    send(house, days(elm_line, 1, 14), FIRST)

    assert in_force(house) == {FIRST: 28}
    assert house.ask("site").coverage.lacks[0][2] == "days 15-30"


def test_a_nil_return_says_how_it_was_read(house: House) -> None:
    """One that comes after the program was renewed is not told of the program before."""
    house.nil("XQ101", "2026-05")
    house.services = replace(house.services, code_version="a later one")
    house.nil("XQ101", "2026-06")

    before, after = (
        house.services.catalogue.derivation(pair.derivation)
        for pair in sorted(house.services.catalogue.pairs(), key=lambda pair: pair.month)
    )
    assert before is not None
    assert after is not None
    assert after == replace(before, id=after.id, code="a later one")
    assert before.code != after.code


def test_a_later_file_stays_where_an_earlier_one_would_come_back(
    house: House, elm_line: Line
) -> None:
    """What one between the two had emptied does not come back over what came since."""
    first = send(house, days(elm_line, 1, 14), FIRST)
    may = days(elm_line, 1, 31, month="2026-05")
    between = send(house, may, "2026-05..2026-06", confirm=True)
    assert in_force(house) == {"2026-05": 62}
    since = "2026-06-10..2026-06-20"
    send(house, days(elm_line, 10, 20), since)

    house.withdraw(between.submission)

    assert in_force(house) == {since: 22}
    assert state(house, first) is SubmissionState.SUPERSEDED
    assert house.ask("site").coverage.lacks[0][2] == "days 1-9, 21-30"
