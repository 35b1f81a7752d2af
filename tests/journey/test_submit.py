"""What happens to files: taken, held, refused, sent again, withdrawn, declared nil."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tiig.kit.rows import from_ranges
from tiig.model.errors import TiigError
from tiig.model.submission import SubmissionState
from tiig.receive import limits_in_words, limits_kept
from tiig.testing.in_memory import ToldClock

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]


def month(line: Line, rows: int, **cells: str) -> list[str]:
    """Return so many different rows."""
    return [line(f"N{number}", **cells) for number in range(rows)]


def test_a_clean_month_is_taken_and_counted(house: House, elm_line: Line) -> None:
    """Every row of a clean file is stored and can be counted."""
    answer = house.send(house.write(month(elm_line, 30)))

    assert answer.state is SubmissionState.IN_FORCE
    assert (answer.receipt.tally.read, answer.receipt.tally.stored) == (30, 30)
    assert answer.receipt.limits == limits_in_words(limits_kept())
    assert house.total(measure="recorded_assaults") == 30
    assert house.total(measure="knife_assaults") == 30


def test_a_fault_blanks_the_item_and_keeps_the_row(house: House, elm_line: Line) -> None:
    """An unreadable age or an unknown code never loses an assault."""
    rows = [*month(elm_line, 20), elm_line("X1", Age="old"), elm_line("X2", Weapon="??")]

    answer = house.send(house.write(rows))

    assert answer.receipt.tally.stored == 22
    assert house.total(measure="recorded_assaults") == 22
    found = {(note.rule, note.column): note.rows for note in answer.receipt.findings}
    assert found["age-readable", "Age"] == "22"
    assert found["injury_mechanism-mapped", "Weapon"] == "23"


def test_the_same_file_twice_changes_nothing(house: House, elm_line: Line) -> None:
    """Sending a file again is recognised by its bytes and leaves the store as it was."""
    path = house.write(month(elm_line, 10))
    first = house.send(path)
    before = house.services.catalogue.change_number()

    again = house.send(path)

    assert again.repeated
    assert again.submission == first.submission
    assert house.services.catalogue.change_number() == before


def test_a_corrected_month_replaces_the_old_one_whole(house: House, elm_line: Line) -> None:
    """Only the new rows count, and the old submission is superseded."""
    first = house.send(house.write(month(elm_line, 30)))
    house.send(house.write(month(elm_line, 31)))

    assert house.total() == 31
    old = house.services.catalogue.submission(first.submission)
    assert old is not None
    assert old.state is SubmissionState.SUPERSEDED


def test_what_was_known_before_can_still_be_asked(house: House, elm_line: Line) -> None:
    """A question as known at a moment sees the revision of that moment."""
    house.send(house.write(month(elm_line, 30)))
    then = house.services.clock.now().isoformat()
    house.send(house.write(month(elm_line, 40)))

    assert house.total(as_known_at=then) == 30
    assert house.total() == 40


def test_late_rows_of_other_months_are_set_aside(house: House, elm_line: Line) -> None:
    """A row outside the declared month is listed and replaces nothing."""
    house.send(house.write(month(elm_line, 60)))
    late = elm_line("L1", Arrived="2026-06-30 10:00")
    july = [elm_line(f"J{n}", Arrived="2026-07-02 21:15") for n in range(60)]

    answer = house.send(house.write([late, *july]), "2026-07")

    assert answer.state is SubmissionState.IN_FORCE
    (note,) = answer.receipt.set_aside
    assert (note.rule, note.rows) == ("arrived_in_declared_period", "2")
    assert house.total() == 120


def test_a_month_that_shrinks_by_more_than_a_third_is_held(house: House, elm_line: Line) -> None:
    """It waits for a person, nothing changes, and --confirm lets the same file in."""
    house.send(house.write(month(elm_line, 30)))
    path = house.write(month(elm_line, 19))

    held = house.send(path)

    assert held.state is SubmissionState.HELD
    assert "30 to 19" in held.receipt.reasons[0]
    assert house.total() == 30
    assert house.send(path).repeated
    confirmed = house.send(path, confirm=True)
    assert (confirmed.state, confirmed.submission) == (SubmissionState.IN_FORCE, held.submission)
    assert house.total() == 19


def test_a_month_that_shrinks_by_a_third_is_taken(house: House, elm_line: Line) -> None:
    """The threshold is more than a third: a third exactly passes."""
    house.send(house.write(month(elm_line, 30)))

    assert house.send(house.write(month(elm_line, 20))).state is SubmissionState.IN_FORCE


@pytest.mark.parametrize(("bad", "state"), [(2, "in force"), (3, "held")])
def test_more_than_two_per_cent_set_aside_is_held(
    house: House, elm_line: Line, bad: int, state: str
) -> None:
    """Two rows of a hundred may be set aside, three are for a person to see."""
    rows = month(elm_line, 100 - bad)
    rows += [elm_line(f"B{n}", Arrived="never") for n in range(bad)]

    assert house.send(house.write(rows)).state == state


def test_a_file_without_recognisable_assaults_is_held(house: House, elm_line: Line) -> None:
    """A layout that can tell assaults and yields none has unmapped codes, not zero violence."""
    answer = house.send(house.write(month(elm_line, 30, Intent="77")))

    assert answer.state is SubmissionState.HELD
    assert "none was recognised" in answer.receipt.reasons[0]


def test_exact_copies_are_set_aside_once(house: House, elm_line: Line) -> None:
    """The first of two equal rows is stored, the second listed."""
    rows = [*month(elm_line, 99), elm_line("N0")]

    answer = house.send(house.write(rows))

    (note,) = answer.receipt.set_aside
    assert (note.rule, from_ranges(note.rows)) == ("not_an_exact_copy", [101])
    assert house.total() == 99


def test_a_changed_row_of_the_same_attendance_counts_once(house: House, elm_line: Line) -> None:
    """Of two rows with one attendance number the later one is counted."""
    rows = [*month(elm_line, 30), elm_line("N0", Weapon="G")]

    house.send(house.write(rows))

    assert house.total() == 30
    assert house.total(measure="knife_assaults") == 29


def test_the_same_number_at_two_sites_is_two_attendances(house: House, elm_line: Line) -> None:
    """Departments number on their own: neither of two people who share a number is lost."""
    rows = [elm_line(f"N{number}", Site=site) for number in range(20) for site in "AB"]

    house.send(house.write(rows))

    assert house.total() == 40


def test_an_absent_site_is_not_zero_until_declared_nil(house: House, elm_line: Line) -> None:
    """A total says which site-months it lacks; a nil return makes the zero true."""
    house.send(house.write(month(elm_line, 30)))
    absent = [note for note in house.ask("site").notes if "absent" in note and "XQ102" in note]
    assert absent

    with pytest.raises(TiigError) as raised:
        house.nil("XQ109", "2026-06")
    assert raised.value.sentence == "elm has no such site; it has XQ101, XQ102"
    house.nil("XQ102", "2026-06")

    notes = house.ask("site").notes
    assert not [note for note in notes if "XQ102 2026-06" in note and "absent" in note]
    with pytest.raises(TiigError) as refused:
        house.nil("XQ101", "2026-06")
    assert refused.value.kind.id == "nil-refused"


def test_a_month_is_provisional_until_it_has_settled(house: House, elm_line: Line) -> None:
    """Before its settling time has passed a month says so, also when asked as known then."""
    house.send(house.write(month(elm_line, 30)))
    clock = house.services.clock
    assert isinstance(clock, ToldClock)
    then = clock.now().isoformat()
    assert said(house, "provisional")

    clock.at += timedelta(days=400)

    assert not said(house, "provisional")
    assert said(house, "provisional", as_known_at=then)
    assert house.total(as_known_at=then) == house.total() == 30


def said(house: House, word: str, **asked: str) -> list[str]:
    """Return the notes on June at XQ101 that hold a word."""
    notes = house.ask("site", "month", **asked).notes
    return [note for note in notes if word in note and "XQ101 2026-06" in note]


def test_withdrawing_brings_back_what_was_replaced(house: House, elm_line: Line) -> None:
    """The submission before is in force again; without one the month is absent."""
    first = house.send(house.write(month(elm_line, 30)))
    second = house.send(house.write(month(elm_line, 40)))

    house.withdraw(second.submission)

    assert house.total() == 30
    old = house.services.catalogue.submission(first.submission)
    assert old is not None
    assert old.state is SubmissionState.IN_FORCE
    house.withdraw(first.submission)
    with pytest.raises(TiigError) as nothing:
        house.total()
    assert nothing.value.kind.id == "nothing-in-force"


def test_a_file_of_two_sites_and_months_replaces_both(house: House, elm_line: Line) -> None:
    """Sites come by the profile, months by the declaration; each site-month is its own."""
    rows = [
        elm_line(f"{site}{number}", Site=site, Arrived=f"2026-0{number % 2 + 5}-09 10:00")
        for site in "AB"
        for number in range(40)
    ]

    answer = house.send(house.write(rows), "2026-05..2026-06")

    lines = {(one.site, one.month): one.rows for one in answer.receipt.site_months}
    assert lines == {
        ("XQ101", "2026-05"): 20, ("XQ101", "2026-06"): 20,
        ("XQ102", "2026-05"): 20, ("XQ102", "2026-06"): 20,
    }  # fmt: skip


def test_a_rehearsal_stores_nothing(house: House, elm_line: Line) -> None:
    """`sender check` says what would happen and leaves no trace."""
    before = house.services.catalogue.change_number()

    answer = house.rehearse(house.write(month(elm_line, 30)))

    assert answer.state is SubmissionState.IN_FORCE
    assert house.services.catalogue.change_number() == before
    assert not house.services.catalogue.submissions()


@pytest.mark.parametrize(
    ("rows", "header", "kind"),
    [
        (["1,A"], "No,Site", "column-missing"),
        ([], None, "file-no-rows"),
        (["{line},extra"], None, "field-count"),
        (['{line}"'], None, "stray-quote"),
        (["{line}"], "No,Site,Arrived,Age,Intent,Weapon,Place,Ward", "column-unknown"),
    ],
)
def test_a_bad_file_is_refused_and_leaves_the_store_untouched(
    house: House, elm_line: Line, rows: list[str], header: str | None, kind: str
) -> None:
    """The receipt names the fault; nothing is in force and no copy is kept."""
    text = [row.replace("{line}", elm_line("N1")) for row in rows]
    path = house.write(text, header=header) if header else house.write(text)

    answer = house.send(path)

    assert (answer.state, answer.error) == (SubmissionState.REFUSED, kind)
    assert not house.services.catalogue.pairs()
    assert not house.services.vault.on_disk()


@pytest.mark.parametrize(
    ("cells", "kind"),
    [({"Site": "Z"}, "wrong-sender"), ({"Arrived": "2025-01-01 10:00"}, "wrong-month")],
)
def test_a_file_of_others_is_refused(
    house: House, elm_line: Line, cells: dict[str, str], kind: str
) -> None:
    """No row of a listed site, or none in the declared month: somebody else's file."""
    answer = house.send(house.write(month(elm_line, 5, **cells)))

    assert (answer.state, answer.error) == (SubmissionState.REFUSED, kind)


def test_months_must_be_declared(house: House, elm_line: Line) -> None:
    """Months are never guessed from the rows."""
    answer = house.send(house.write(month(elm_line, 5)), None)

    assert answer.error == "month-undeclared"


@pytest.mark.parametrize(
    "cells",
    [{"Bed": "999 000 0018"}, {"Age": "jo.bloggs@example.org"}, {"Bed": "Mrs Imagined"}],
)
def test_a_file_with_an_identifier_is_refused(
    house: House, elm_line: Line, cells: dict[str, str]
) -> None:
    """An identifier in any column refuses the file, naming the column and never the value."""
    rows = [*month(elm_line, 30), elm_line("I1", **cells)]

    answer = house.send(house.write(rows))

    assert answer.error == "identifier-found"
    ((column, value),) = cells.items()
    assert column in answer.receipt.reasons[0]
    assert value not in answer.receipt.to_json()
    (incident,) = house.services.catalogue.incidents()
    assert house.services.vault.on_disk() == {incident.original}


def test_an_identifier_in_place_text_is_scrubbed(house: House, elm_line: Line) -> None:
    """A declared free text keeps its row; what was found is removed and noted."""
    rows = [elm_line(f"N{n}", Place="Corn Market") for n in range(99)]
    rows.append(elm_line("N99", Place="with Mr Imagined in Corn Market"))

    answer = house.send(house.write(rows))

    assert answer.receipt.tally.stored == 100
    (note,) = [one for one in answer.receipt.findings if one.effect == "scrubbed"]
    assert (note.column, note.rows) == ("Place", "101")
