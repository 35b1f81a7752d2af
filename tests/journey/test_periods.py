"""Parts of months: fortnights, cumulative and overlapping files, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
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
