"""Copies are destroyed on their date and when a submission is withdrawn, and it can be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tiig.journeys.agreements import add_agreement
from tiig.journeys.retention import RetentionRequest, run_retention
from tiig.kit.progress import Silent
from tiig.model.agreement import Retention
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.destruction import Doomed, phrases_of
from tiig.model.errors import DISK_FULL, TiigError
from tiig.model.retention import RetentionReport, Terms
from tiig.publish.retention_report import retention_lines, retention_page
from tiig.testing.agreements import sender_text

OFFICER = Asker.local("officer")
TERMS = Terms(Retention(originals_days=1, phrases_days=1, refused_hours=1))
"""Terms for want of an agreement: they never shorten or lengthen those of one."""
Line = Callable[..., str]


def run(house: Any, *, dry_run: bool = False, terms: Terms | None = TERMS) -> RetentionReport:  # noqa: ANN401 - the house of conftest
    """Run retention in a house."""
    request = RetentionRequest(dry_run, terms)
    return run_retention(request, asker=OFFICER, services=house.services, progress=Silent())


def later(house: Any, days: float) -> None:  # noqa: ANN401 - the house of conftest
    """Let days pass."""
    house.services.clock.at += timedelta(days=days)


@pytest.fixture
def sent(house: Any, elm_line: Line) -> str:  # noqa: ANN401 - the house of conftest
    """A submission in force, with an original and phrases."""
    text = sender_text("elm", house.services.standard).replace("version = 1", "version = 2")
    text = text.replace("originals_days = 365", "originals_days = 90")
    add_agreement(text, asker=OFFICER, services=house.services, progress=Silent())
    rows = [elm_line(f"N{number}", Place="Corn Market") for number in range(3)]
    answer: str = house.send(house.write(rows)).submission
    return answer


def test_nothing_goes_before_its_date(house: Any, sent: str) -> None:  # noqa: ANN401
    """A day early nothing is due, and the report says when the next copy is."""
    later(house, 89)
    before = house.services.vault.on_disk()

    report = run(house)

    assert (report.due, report.kept) == ((), 2)
    assert report.next_due == house.services.catalogue.submission(sent).received_at + timedelta(90)
    assert before == house.services.vault.on_disk()
    assert house.services.catalogue.destructions() == ()


def test_each_kind_goes_on_its_own_date(house: Any, sent: str) -> None:  # noqa: ANN401
    """Originals after ninety days, phrases after a year; both leave a row that says why."""
    submission = house.services.catalogue.submission(sent)
    later(house, 91)
    first = run(house)
    assert [(line.submission, line.kind) for line in first.due] == [(sent, "original")]
    assert house.services.vault.on_disk() == {phrases_of(sent)}

    later(house, 280)
    second = run(house)
    assert [line.kind for line in second.due] == ["phrases"]
    assert house.services.vault.on_disk() == frozenset()

    told = house.services.catalogue.destructions()
    assert [(one.kind, one.subject) for one in told] == [
        (Doomed.ORIGINAL, submission.original),
        (Doomed.PHRASES, phrases_of(sent)),
    ]
    assert all(one.done_at is not None and one.done_at > one.ordered_at for one in told)
    rows = house.services.catalogue.audit(AuditAsked(kind=AuditKind.RETENTION))
    assert [(row.because, row.subjects) for row in rows] == [
        ("ordered destroyed: original", (sent, submission.original)),
        ("destroyed as ordered: 1 original", (submission.original,)),
        ("ordered destroyed: phrases", (sent, phrases_of(sent))),
        ("destroyed as ordered: 1 phrases", (phrases_of(sent),)),
    ]
    assert run(house).due == ()
    assert house.services.reconcile() == ()
    assert house.total() == 3


def test_a_dry_run_touches_nothing(house: Any, sent: str) -> None:  # noqa: ANN401
    """It says what is due and destroys nothing."""
    later(house, 400)
    before = (house.services.vault.on_disk(), house.services.catalogue.audit())

    report = run(house, dry_run=True)

    assert report.counts() == {"original": 1, "phrases": 1}
    assert before == (house.services.vault.on_disk(), house.services.catalogue.audit())
    assert next(iter(retention_lines(report))) == "Due: 1 original, 1 phrases."
    assert f"| original | {sent} | elm |" in retention_page(report)


def test_a_sender_without_dates_is_named(house: Any, sent: str) -> None:  # noqa: ANN401
    """Nothing is destroyed for want of an agreement, and nobody is passed over in silence."""
    later(house, 4_000)
    house.services.catalogue._state.agreements.clear()

    report = run(house, terms=None)

    assert (report.due, report.without_dates) == ((), ("elm",))
    assert phrases_of(sent) in house.services.vault.on_disk()
    assert "elm" in list(retention_lines(report))[-1]
    assert run(house).counts() == {"original": 1, "phrases": 1}


def test_an_agreement_that_has_ended_still_says_how_long(house: Any, sent: str) -> None:  # noqa: ANN401
    """What was promised outlives the agreement, and the order names the version that says so."""
    later(house, 20_000)

    assert {line.agreement for line in run(house).due} == {"elm-agreement@2"}
    assert {one.agreement for one in house.services.catalogue.destructions()} == {"elm-agreement@2"}
    assert {one.submission for one in house.services.catalogue.destructions()} == {sent}


def test_an_order_left_open_is_carried_out_by_the_next_run(house: Any, sent: str) -> None:  # noqa: ANN401
    """A run broken off between order and deed is finished, whatever the dates say now."""

    class Broken:
        """Breaks off once the order is committed."""

        def reach(self, seam: str) -> None:
            """Fail at the order."""
            if seam == "destruction-ordered":
                raise KeyboardInterrupt

    later(house, 100)
    whole = house.services
    house.services = replace(whole, seams=Broken())
    with pytest.raises(KeyboardInterrupt):
        run(house)
    house.services = whole
    assert len(house.services.reconcile()) == 1

    report = run(house)

    assert (report.due, report.finished) == ((), 1)
    assert house.services.vault.on_disk() == {phrases_of(sent)}
    assert house.services.reconcile() == ()


def test_a_disk_that_fails_after_the_order_is_told(house: Any, sent: str) -> None:  # noqa: ANN401
    """The order stands, the report says what is left, and the next run destroys it."""

    def fails(asker: Asker) -> Any:  # noqa: ANN401 - never returns
        del asker
        raise TiigError(DISK_FULL)

    later(house, 100)
    whole = house.services
    house.services = replace(whole, carry_out=fails)
    report = run(house)
    house.services = whole

    assert (report.counts(), report.undone) == ({"original": 1}, 1)
    assert "Ordered and not yet destroyed: 1; the next command goes on." in retention_lines(report)
    assert phrases_of(sent) in house.services.vault.on_disk()
    assert (run(house).finished, run(house).undone) == (1, 0)


def test_a_clock_set_back_destroys_nothing(house: Any, sent: str) -> None:  # noqa: ANN401
    """A clock before the last receipt is refused."""
    del sent
    later(house, -10)

    with pytest.raises(TiigError) as raised:
        run(house)

    assert raised.value.kind.id == "clock-behind"
    assert house.services.catalogue.destructions() == ()


def test_withdrawal_destroys_the_copies_and_keeps_the_rest(house: Any, sent: str) -> None:  # noqa: ANN401
    """Original and phrases go at once; receipt, rows and what was known then stay."""
    in_force = house.services.clock.now().isoformat()
    house.withdraw(sent)

    assert house.services.vault.on_disk() == frozenset()
    assert {one.because for one in house.services.catalogue.destructions()} == {
        "the submission was withdrawn"
    }
    assert house.services.catalogue.receipt(sent) is not None
    assert house.services.catalogue.pairs() == ()
    assert house.total(as_known_at=in_force) == 3
    assert house.services.reconcile() == ()
    assert run(house).due == ()


def test_withdrawing_the_later_brings_back_the_earlier(
    house: Any,  # noqa: ANN401 - the house of conftest
    sent: str,
    elm_line: Line,
) -> None:
    """The revision before is in force again, with its own copies untouched."""
    second = house.send(house.write([elm_line(f"N{number}") for number in range(4)])).submission
    house.withdraw(second)

    original = house.services.catalogue.submission(sent).original
    assert house.services.vault.on_disk() == {original, phrases_of(sent)}
    assert house.total() == 3
