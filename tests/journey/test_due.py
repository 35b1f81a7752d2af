"""What is due of whom, and the reminders that a person sends."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.message import Message

import pytest
from tests.journey.conftest import ANALYST, PROFILE, House, line

from tiig.journeys.chase import ChaseRequest, draft_reminders, record_reminders
from tiig.journeys.submissions import due_submissions
from tiig.kit.progress import Silent
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.due import DueLine, due_date
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.profile import Cadence
from tiig.model.reminder import Reminder
from tiig.publish import due_csv, reminder_mail
from tiig.testing.in_memory import ToldClock


def at(house: House, month: int, day: int) -> None:
    """Let it be nine o'clock on a day of 2026."""
    assert isinstance(house.services.clock, ToldClock)
    house.services.clock.at = datetime(2026, month, day, 9, tzinfo=UTC)


def sent(house: House, month: int, *, sites: str = "AB", confirm: bool = False) -> None:
    """Send a month of some of the two sites."""
    days = Month(2026, month).last_day.day
    rows = [
        line(f"{site}{month}-{n}", Site=site, Arrived=f"2026-{month:02d}-{n % days + 1:02d} 21:15")
        for site in sites
        for n in range(40)
    ]
    house.send(house.write(rows), f"2026-{month:02d}", confirm=confirm)


def due(house: House, period: str | None = None, *, every: bool = False) -> dict[str, DueLine]:
    """Return what is due, by site and month."""
    found = due_submissions(
        period, asker=ANALYST, services=house.services, progress=Silent(), every=every
    )
    return {line.name_in_audit: line for line in found}


def chased(house: House, **asked: str) -> tuple[Reminder, ...]:
    """Draft reminders and record them."""
    told = {"asker": ANALYST, "services": house.services, "progress": Silent()}
    found = draft_reminders(ChaseRequest(**asked), **told)  # type: ignore[arg-type]
    record_reminders(found, **told)  # type: ignore[arg-type]
    return found


def _second(profile: str) -> str:
    return profile.replace("version = 1", "version = 2")


@pytest.fixture
def spring(house: House) -> House:
    """March and April are there; it is May."""
    at(house, 4, 5)
    sent(house, 3)
    at(house, 5, 5)
    sent(house, 4)
    return house


class TestDue:
    """Every site-month has its due date and its standing."""

    @pytest.mark.parametrize(
        ("month", "cadence", "day"),
        [
            ("2026-05", Cadence.MONTHLY, "2026-06-15"),
            ("2026-05", Cadence.FORTNIGHTLY, "2026-06-15"),
            ("2026-04", Cadence.QUARTERLY, "2026-07-15"),
            ("2026-06", Cadence.QUARTERLY, "2026-07-15"),
            ("2026-03", Cadence.QUARTERLY, "2026-04-15"),
            ("2026-03", Cadence.YEARLY, "2026-04-15"),
            ("2026-04", Cadence.YEARLY, "2027-04-15"),
        ],
    )
    def test_due_dates(self, month: str, cadence: Cadence, day: str) -> None:
        """Fifteen days after the end of month, quarter or year from April."""
        found = due_date(Month.parse(month), cadence, 15)
        assert found is not None
        assert found.isoformat() == day
        assert due_date(Month.parse(month), Cadence.ONCE, 15) is None

    @pytest.mark.parametrize(
        ("on", "standing", "late"),
        [((6, 15), "expected", 0), ((6, 16), "late", 1), ((8, 1), "absent", 47)],
    )
    def test_what_never_came(
        self, spring: House, on: tuple[int, int], standing: str, late: int
    ) -> None:
        """Expected until the due date, late until the month would have settled, then absent."""
        at(spring, *on)
        line = due(spring, "2026-05")["XQ101:2026-05"]
        assert (line.standing, line.due_on, line.days_late) == (standing, "2026-06-15", late)

    def test_what_came(self, spring: House) -> None:
        """In time, late, provisional and settled; only with `every` is what is settled listed."""
        at(spring, 6, 20)
        sent(spring, 5, sites="A", confirm=True)
        spring.nil("XQ102", "2026-05")
        found = due(spring, "2026-03..2026-05", every=True)
        assert [found[f"XQ101:2026-0{n}"].standing for n in (3, 4, 5)] == [
            "received", "provisional", "provisional"
        ]  # fmt: skip
        may = found["XQ101:2026-05"]
        assert (may.received_on, may.days_late) == ("2026-06-20", 5)
        assert found["XQ102:2026-05"].standing == "nil"
        assert "XQ101:2026-03" not in due(spring, "2026-03..2026-05")

    def test_a_correction_does_not_make_it_late(self, spring: House) -> None:
        """What counts is when the month first came."""
        at(spring, 6, 20)
        sent(spring, 4, sites="AB", confirm=True)
        line = due(spring, "2026-04", every=True)["XQ101:2026-04"]
        assert (line.received_on, line.days_late) == ("2026-05-05", 0)

    def test_held_refused_and_withdrawn_say_why(self, spring: House) -> None:
        """The last word on a month is what the receipt said."""
        at(spring, 6, 20)
        spring.send(spring.write([line("1", Intent="Q", Arrived="2026-05-03 21:15")]), "2026-05")
        held = due(spring, "2026-05")["XQ101:2026-05"]
        assert held.standing == "held"
        assert any("none was recognised" in reason for reason in held.reasons)

    def test_refused(self, spring: House) -> None:
        """A refused file leaves the month wanting."""
        at(spring, 6, 20)
        spring.send(spring.write(["1,A"], header="No,Site"), "2026-05")
        refused = due(spring, "2026-05")["XQ101:2026-05"]
        assert (refused.standing, refused.days_late) == ("refused", 5)
        assert any("missing" in reason for reason in refused.reasons)

    def test_withdrawn(self, spring: House) -> None:
        """A month that was taken back is wanted again."""
        (_, april) = spring.services.catalogue.submissions("elm")
        spring.withdraw(april.id)
        assert due(spring, "2026-04")["XQ102:2026-04"].standing == "withdrawn"

    def test_a_first_file_that_is_held_begins_it(self, house: House) -> None:
        """Nothing is in force yet; what is wanted began with the first file, whatever became."""
        at(house, 6, 20)
        unmapped = house.write([line("1", Intent="Q", Arrived="2026-05-03 21:15")])
        assert str(house.send(unmapped, "2026-05").state) == "held"
        at(house, 7, 20)
        found = due(house, "2026-04..2026-06")
        assert {name: one.standing for name, one in found.items()} == {
            "XQ101:2026-05": "held", "XQ101:2026-06": "late",
            "XQ102:2026-05": "held", "XQ102:2026-06": "late",
        }  # fmt: skip
        (reminder,) = chased(house)
        assert len(reminder.lines) == 4

    def test_a_first_file_that_is_refused_begins_it(self, house: House) -> None:
        """A sender whose only file was refused is still to send."""
        at(house, 6, 20)
        house.send(house.write(["1,A"], header="No,Site"), "2026-05")
        assert due(house, "2026-04..2026-05")["XQ102:2026-05"].standing == "refused"
        assert "XQ102:2026-04" not in due(house, "2026-04..2026-05")

    def test_all_that_was_sent_is_taken_back(self, spring: House) -> None:
        """Who has nothing in force any more is asked for all of it again."""
        for one in spring.services.catalogue.submissions("elm"):
            spring.withdraw(one.id)
        found = due(spring, "2026-02..2026-04")
        assert {name: one.standing for name, one in found.items()} == {
            f"XQ10{site}:2026-0{month}": "withdrawn" for site in (1, 2) for month in (3, 4)
        }

    def test_a_site_is_expected_from_its_own_first_month(self, house: House) -> None:
        """What is no longer in force still tells which sites had rows."""
        at(house, 4, 5)
        sent(house, 3, sites="A")
        at(house, 5, 5)
        sent(house, 4, confirm=True)
        assert "XQ102:2026-03" not in due(house, "2026-03", every=True)
        (march, _) = house.services.catalogue.submissions("elm")
        house.withdraw(march.id)
        assert set(due(house, "2026-03", every=True)) == {"XQ101:2026-03"}

    def test_a_correction_that_is_held(self, spring: House) -> None:
        """The month stands, and a person must look; the figures' coverage says what it said."""
        at(spring, 6, 20)
        before = [row.count.value for row in spring.ask("month").rows]
        answer = spring.send(
            spring.write([line("1", Intent="Q", Arrived="2026-04-03 21:15")]), "2026-04"
        )
        assert str(answer.state) == "held"
        found = due(spring, "2026-04")["XQ101:2026-04"]
        assert (found.standing, found.received_on, found.days_late) == (
            "second file held", "2026-06-20", 0
        )  # fmt: skip
        assert any("none was recognised" in reason for reason in found.reasons)
        assert chased(spring, period="2026-04") == ()
        assert [row.count.value for row in spring.ask("month").rows] == before
        right = spring.write([line(f"c{n}", Arrived="2026-04-03 21:15") for n in range(30)])
        assert str(spring.send(right, "2026-04", confirm=True).state) == "in force"
        after = due(spring, "2026-04", every=True)["XQ101:2026-04"]
        assert after.standing in {"provisional", "received"}

    def test_the_rest_of_a_month_is_held(self, spring: House) -> None:
        """Days that lie in a held file are not wanted from the sender; those in none are."""
        at(spring, 6, 20)
        rows = [line(f"p{n}", Arrived=f"2026-05-{n:02d} 21:15") for n in range(1, 15)]
        first = spring.send(spring.write(rows), "2026-05-01..2026-05-14", confirm=True)
        assert str(first.state) == "in force"
        assert due(spring, "2026-05")["XQ101:2026-05"].lacks == "days 15-31"
        rest = spring.write([line("q", Intent="Q", Arrived="2026-05-16 21:15")])
        assert str(spring.send(rest, "2026-05-15..2026-05-20").state) == "held"
        found = due(spring, "2026-05")["XQ101:2026-05"]
        assert (found.standing, found.lacks, found.reasons) == (
            "partly received", "days 21-31", ()
        )  # fmt: skip
        last = spring.write([line("r", Intent="Q", Arrived="2026-05-22 21:15")])
        assert str(spring.send(last, "2026-05-21..2026-05-31").state) == "held"
        assert due(spring, "2026-05")["XQ101:2026-05"].standing == "second file held"
        (found_b,) = chased(spring, period="2026-05")
        assert [one.site for one in found_b.lines] == ["XQ102"]

    def test_a_sender_says_its_own_days(self, house: House) -> None:
        """Cadence and days are the profile's."""
        at(house, 4, 5)
        told = 'due_days = 40\ncadence = "quarterly"\nscope = "all'
        house.add(_second(PROFILE.replace('scope = "all', told)))
        sent(house, 3)
        at(house, 7, 30)
        assert due(house, "2026-04")["XQ101:2026-04"].due_on == "2026-08-09"

    def test_a_closed_site_is_not_expected(self, house: House) -> None:
        """Nothing is due of a site after its last day."""
        closed = 'values = ["B"]\nvalid_to = 2026-04-30'
        house.add(_second(PROFILE.replace('values = ["B"]', closed)))
        at(house, 4, 5)
        sent(house, 3)
        at(house, 7, 1)
        assert set(due(house, "2026-04..2026-05")) == {
            "XQ101:2026-04", "XQ102:2026-04", "XQ101:2026-05"
        }  # fmt: skip

    def test_as_a_table(self, spring: House) -> None:
        """The file has the same cells; nothing in it is computed by a spreadsheet."""
        at(spring, 6, 20)
        text = due_csv(due(spring, "2026-05").values())
        assert text.splitlines()[1] == ("elm,XQ101,Elm General,2026-05,late,2026-06-15,,5,,,")


class TestChase:
    """Reminders are drafted, never sent, recorded, and grow in tone."""

    def test_nothing_is_missing(self, spring: House) -> None:
        """What is not due yet is not chased."""
        at(spring, 6, 10)
        assert chased(spring) == ()

    def test_three_reminders(self, spring: House) -> None:
        """The second names the first; who wrote it stands in the trail; of one day, one counts."""
        at(spring, 6, 20)
        (first,) = chased(spring, contact="the data team, data@example.org")
        (again,) = chased(spring)
        at(spring, 7, 1)
        (second,) = chased(spring)
        at(spring, 7, 9)
        (third,) = chased(spring)
        assert [one.number for one in (first, again, second, third)] == [1, 1, 2, 3]
        assert "Elm General (XQ101), 2026-05: was due on 2026-06-15, 5 days ago" in first.text
        assert "Whom to ask: the data team, data@example.org" in first.text
        assert "We wrote on 2026-06-20" in second.text
        assert "last on 2026-07-01" in third.text
        assert "Second reminder" in second.subject
        rows = spring.services.catalogue.audit(AuditAsked(kind=AuditKind.REMINDER))
        assert [(row.person, row.at.date().isoformat()) for row in rows] == [
            ("analyst", "2026-06-20"), ("analyst", "2026-07-01"), ("analyst", "2026-07-09")
        ]  # fmt: skip
        line = due(spring, "2026-05")["XQ101:2026-05"]
        assert (line.reminders, line.reminded_on) == (3, "2026-07-09")
        assert [one.purpose for one in spring.services.catalogue.releases()][-3:] == [
            "reminder to the sender"
        ] * 3

    def test_a_month_that_is_new_begins_kindly(self, spring: House) -> None:
        """Reminders of months that came since do not count against another one."""
        at(spring, 6, 20)
        chased(spring)
        sent(spring, 5, confirm=True)
        at(spring, 7, 20)
        (found,) = chased(spring)
        assert found.number == 1
        assert [one.month for one in found.lines] == ["2026-06"] * 2

    def test_reasons_of_a_held_file_are_repeated(self, spring: House) -> None:
        """In the words of its receipt, on lines of their own."""
        at(spring, 6, 20)
        spring.send(spring.write([line("1", Intent="Q", Arrived="2026-05-03 21:15")]), "2026-05")
        (found,) = chased(spring)
        text = " ".join(found.text.split())
        assert "we hold the file of 2026-06-20 and count nothing of it yet" in text
        assert "because: The layout has an item that can tell assaults" in text

    def test_it_opens_unsent_in_a_mail_program(self, spring: House) -> None:
        """A draft without sender and recipient; a name cannot add a header."""
        at(spring, 6, 20)
        (found,) = chased(spring, contact="a\nBcc: x@example.org")
        mail: Message = email.message_from_bytes(reminder_mail(found))
        assert (mail["X-Unsent"], mail["To"], mail["Bcc"]) == ("1", None, None)
        assert mail["Subject"] == found.subject
        body = mail.get_payload(decode=True)
        assert isinstance(body, bytes)
        assert body.decode().splitlines() == found.text.splitlines()
        assert "Synthetic data" in found.text

    def test_one_sender(self, spring: House) -> None:
        """A sender that nobody knows is refused."""
        at(spring, 6, 20)
        assert [one.sender for one in chased(spring, sender="elm")] == ["elm"]
        with pytest.raises(TiigError) as caught:
            chased(spring, sender="oak")
        assert caught.value.kind.id == "sender-unknown"
