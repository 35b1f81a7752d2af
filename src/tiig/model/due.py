"""What is due: when each site-month was to be sent, how it stands, and what may be chased.

A file is due a number of days (the profile's `due_days`) after the end of the fortnight, month,
quarter or year of the sender's cadence; a year is the NHS's, from April. Who sends once is never
due again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tiig.model.months import Month
from tiig.model.profile import Cadence

_QUARTER, _YEAR = 3, 12
_YEAR_BEGINS = 4


class DueState(StrEnum):
    """How a site-month stands with regard to its due date."""

    EXPECTED = "expected"
    LATE = "late"
    ABSENT = "absent"
    HELD = "held"
    HELD_BESIDE = "second file held"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PARTIAL = "partly received"
    PROVISIONAL = "provisional"
    RECEIVED = "received"
    NIL = "nil"

    @property
    def is_chased(self) -> bool:
        """Whether a reminder speaks of it: something is wanted from the sender."""
        return self in _CHASED


_CHASED = frozenset(
    {
        DueState.LATE,
        DueState.ABSENT,
        DueState.HELD,
        DueState.REFUSED,
        DueState.WITHDRAWN,
        DueState.PARTIAL,
    }
)


@dataclass(frozen=True)
class DueLine:
    """One site-month, when it was due (ISO day), and how it stands.

    `received_on` is when it first came, or the file came that is held, refused or withdrawn;
    `days_late` counts from the due date to the day on which it came, or to today. `lacks` says
    which days are wanting, `reasons` are those of the receipt of a held, refused or withdrawn
    file, `reminders` how many days a reminder spoke of it, `reminded_on` the last of them.
    """

    sender: str
    site: str
    name: str
    month: str
    standing: str
    due_on: str
    received_on: str = ""
    days_late: int = 0
    lacks: str = ""
    reasons: tuple[str, ...] = ()
    reminders: int = 0
    reminded_on: str = ""

    @property
    def is_chased(self) -> bool:
        """Whether a reminder speaks of it."""
        return DueState(self.standing).is_chased

    @property
    def name_in_audit(self) -> str:
        """What the audit trail calls the site-month."""
        return site_month_name(self.site, self.month)


def site_month_name(site: str, month: str) -> str:
    """Return what the audit trail calls a site-month."""
    return f"{site}:{month}"


def due_date(month: Month, cadence: Cadence, due_days: int) -> date | None:
    """Return the day by which all of a month is to be there; None where nothing is expected.

    Of a fortnightly sender that is when its last part is due.
    """
    if cadence is Cadence.ONCE:
        return None
    months = {Cadence.QUARTERLY: _QUARTER, Cadence.YEARLY: _YEAR}.get(cadence, 1)
    since = (month.number - _YEAR_BEGINS) % months
    return month.plus(months - 1 - since).last_day + timedelta(days=due_days)
