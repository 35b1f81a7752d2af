"""Phrases outlive their date only where the agreement says so and enough people name them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.places_world import (
    LEAD,
    Line,
    Told,
    decide,
    ids,
    keeping,
    rotate,
    rows_of,
    send,
    with_places,
    words,
)

from tiig.journeys.agreements import EndRequest, end_agreement
from tiig.journeys.erase import EraseRequest, erase
from tiig.journeys.retention import RetentionRequest, run_retention
from tiig.kit.progress import Silent
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.destruction import kept_phrases_of, phrases_of
from tiig.model.erasure import Erasable
from tiig.model.errors import DISK_FULL, TiigError
from tiig.model.retention import PhrasesKept, RetentionReport
from tiig.publish.retention_report import retention_lines

MARKET = [("Corn Market", f"P{number}", "") for number in range(5)]
FOUR = [("Mill Lane", f"P{number}", "") for number in range(4)]
NOBODY = [("Station steps", "", "") for _ in range(9)]
HOME = [("12 Hope Street", f"P{number}", "home.own") for number in range(6)]
EVERY = [*MARKET, *FOUR, *NOBODY, *HOME]


def run(house: Any, *, dry_run: bool = False) -> RetentionReport:  # noqa: ANN401 - the house of conftest
    """Run retention."""
    request = RetentionRequest(dry_run)
    return run_retention(request, asker=LEAD, services=house.services, progress=Silent())


def later(house: Any, days: float) -> None:  # noqa: ANN401
    """Let days pass."""
    house.services.clock.at += timedelta(days=days)


@pytest.fixture
def sent(new_house: Callable[..., Any], elm_header: str, elm_line: Line) -> tuple[Any, str]:
    """A house whose sender lets frequent phrases be kept, with a month that names places."""
    house = new_house(with_places)
    keeping(house)
    return house, send(house, elm_header, rows_of(elm_line, EVERY))


def test_only_what_was_seen_often_enough_outlives_its_date(sent: tuple[Any, str]) -> None:
    """Four people are too few, rows without a person are nobody's, homes never stay."""
    house, submission = sent
    later(house, 366)
    expected = (PhrasesKept("elm", kept=1, gone=3),)
    assert run(house, dry_run=True).phrases == expected
    assert phrases_of(submission) in house.services.vault.on_disk()

    report = run(house)

    assert report.phrases == expected
    assert house.services.vault.on_disk() == {kept_phrases_of(submission)}
    assert set(ids(house)) == {"corn market"} == set(words(house))
    told = list(retention_lines(report))
    assert "Place phrases of elm: 1 seen often enough to be kept longer, 3 destroyed." in told
    assert house.services.catalogue.intents() == ()
    assert house.services.reconcile() == ()
    assert run(house).phrases == (PhrasesKept("elm", kept=1, gone=0),)


@pytest.mark.parametrize("days", ["one date", "no person"])
def test_one_night_is_no_place(
    new_house: Callable[..., Any], elm_header: str, elm_line: Line, days: str
) -> None:
    """Many people on one date only, or rows without persons: nothing stays."""
    house = new_house(with_places)
    keeping(house)
    places: list[Told] = [
        ("Corn Market", "" if days == "no person" else f"P{one}", "") for one in range(9)
    ]
    rows = rows_of(elm_line, places)
    if days == "one date":
        rows = [row.replace(row.split(",")[2], "2026-06-03 21:15") for row in rows]
    send(house, elm_header, rows)
    later(house, 366)

    assert run(house).phrases == (PhrasesKept("elm", kept=0, gone=1),)
    assert house.services.vault.on_disk() == frozenset()


def test_no_agreement_no_keeping(
    new_house: Callable[..., Any], elm_header: str, elm_line: Line
) -> None:
    """Where the agreement does not say so, all phrases go, and the report counts none."""
    house = new_house(with_places)
    send(house, elm_header, rows_of(elm_line, EVERY))
    later(house, 366)

    assert run(house).phrases == ()
    assert house.services.vault.on_disk() == frozenset()


def test_they_end_with_the_length_that_is_agreed(
    new_house: Callable[..., Any], elm_header: str, elm_line: Line
) -> None:
    """Counted from when the file was received, like everything else."""
    house = new_house(with_places)
    keeping(house, days=500)
    submission = send(house, elm_header, rows_of(elm_line, MARKET))
    later(house, 366)
    report = run(house)
    received = house.services.catalogue.submission(submission).received_at
    assert (report.kept, run(house).next_due) == (0, received + timedelta(days=500))

    later(house, 135)
    report = run(house)

    assert report.counts() == {"kept phrases": 1}
    assert report.phrases == (PhrasesKept("elm", kept=0, gone=1),)
    assert house.services.vault.on_disk() == frozenset()


def test_they_end_with_the_agreement(sent: tuple[Any, str]) -> None:
    """Ended, expired or no longer saying so: the next run destroys them."""
    house, submission = sent
    later(house, 366)
    run(house)
    end_agreement(
        EndRequest("elm-agreement", "it has served"),
        asker=LEAD,
        services=house.services,
        progress=Silent(),
    )
    later(house, 1)

    assert run(house).counts() == {"kept phrases": 1}
    assert house.services.vault.on_disk() == frozenset()
    assert [one.subject for one in house.services.catalogue.destructions()][-1] == kept_phrases_of(
        submission
    )


def test_every_run_judges_anew(sent: tuple[Any, str], tmp_path: Path) -> None:
    """A person erased, and four are left: what was kept for five goes with the next run."""
    house, submission = sent
    later(house, 366)
    run(house)
    (tmp_path / "list.txt").write_text("P1\n", encoding="utf-8")
    request = EraseRequest(str(tmp_path / "list.txt"), Erasable.PERSON, "asked", "elm")
    erase(request, asker=LEAD, services=house.services, progress=Silent())
    assert kept_phrases_of(submission) in house.services.vault.on_disk()

    assert run(house).phrases == (PhrasesKept("elm", kept=0, gone=1),)

    assert house.services.vault.on_disk() == frozenset()
    rows = house.services.catalogue.audit(AuditAsked(kind=AuditKind.RETENTION, last=2))
    assert [row.because for row in rows] == [
        "ordered destroyed: 1 kept phrases, seen too rarely by now",
        "destroyed as ordered: 1 kept phrases",
    ]
    assert house.services.reconcile() == ()


def test_a_phrase_decided_to_be_a_home_is_kept_no_longer(sent: tuple[Any, str]) -> None:
    """What people later say is a home is treated as one."""
    house, _ = sent
    later(house, 366)
    run(house)
    decide(house, words(house)["corn market"], place_type="home.other")

    assert run(house).phrases == (PhrasesKept("elm", kept=0, gone=1),)
    assert house.services.vault.on_disk() == frozenset()


def test_withdrawal_takes_them_too(sent: tuple[Any, str]) -> None:
    """What was kept of a submission serves nothing once it is withdrawn."""
    house, submission = sent
    later(house, 366)
    run(house)

    house.withdraw(submission)

    assert house.services.vault.on_disk() == frozenset()


def test_erasing_the_last_row_takes_its_phrase(
    new_house: Callable[..., Any], elm_header: str, elm_line: Line, tmp_path: Path
) -> None:
    """A kept phrase that no row of its submission names any more goes at once."""
    house = new_house(with_places)
    keeping(house)
    send(house, elm_header, rows_of(elm_line, MARKET))
    one = send(
        house,
        elm_header,
        rows_of(elm_line, [("corn market", "P9", "")], month="2026-05"),
        "2026-05",
    )
    later(house, 366)
    run(house)
    assert kept_phrases_of(one) in house.services.vault.on_disk()
    (tmp_path / "list.txt").write_text("P9\n", encoding="utf-8")

    request = EraseRequest(str(tmp_path / "list.txt"), Erasable.PERSON, "asked", "elm")
    erase(request, asker=LEAD, services=house.services, progress=Silent())

    assert kept_phrases_of(one) not in house.services.vault.on_disk()
    assert set(words(house)) == {"corn market"}


def test_new_keys_reach_them(sent: tuple[Any, str]) -> None:
    """They are found by their rows after a change of keys, and judged as before."""
    house, _ = sent
    later(house, 366)
    run(house)
    before = words(house)["corn market"]

    rotate(house)

    assert words(house)["corn market"] != before
    assert run(house).phrases == (PhrasesKept("elm", kept=1, gone=0),)


def test_what_breaks_off_keeps_all_or_the_right_ones(sent: tuple[Any, str]) -> None:
    """A full disk while they are sealed on: nothing is destroyed, nothing lies about."""
    house, submission = sent
    later(house, 366)
    whole = house.services

    class Full:
        """A disk that is full at one seam."""

        def reach(self, seam: str) -> None:
            """Be full there."""
            if seam == "phrases-kept-on":
                raise TiigError(DISK_FULL)

    house.services = replace(whole, seams=Full())
    with pytest.raises(TiigError):
        run(house)
    house.services = whole

    assert phrases_of(submission) in house.services.vault.on_disk()
    assert kept_phrases_of(submission) not in house.services.vault.on_disk()
    assert (house.services.catalogue.intents(), house.services.reconcile()) == ((), ())
    assert run(house).phrases == (PhrasesKept("elm", kept=1, gone=3),)
