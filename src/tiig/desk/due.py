"""What is due of each sender: the catalogue's submissions beside each cadence and due date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tiig.desk.coverage import stands
from tiig.desk.profiles import profiles_in_force
from tiig.desk.spoken import Since, came, since_when, spoken_of, waiting
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.coverage import Standing
from tiig.model.days import Days
from tiig.model.due import DueLine, DueState, due_date, site_month_name
from tiig.model.months import Month, Period, period_of
from tiig.model.parts import by_site_month, in_words, lacking
from tiig.model.profile import SenderProfile, SiteEntry
from tiig.model.submission import Pair, SiteMonth, Submission, SubmissionState
from tiig.services import Services

_STANDS = {
    Standing.NIL: DueState.NIL,
    Standing.HELD: DueState.HELD,
    Standing.PARTIAL: DueState.PARTIAL,
    Standing.PROVISIONAL: DueState.PROVISIONAL,
    Standing.SETTLED: DueState.RECEIVED,
}
_TAKEN_BACK = {
    SubmissionState.REFUSED: DueState.REFUSED,
    SubmissionState.WITHDRAWN: DueState.WITHDRAWN,
}

_WAITS = frozenset({DueState.HELD, DueState.HELD_BESIDE})
_SPOKEN = frozenset({*_WAITS, *_TAKEN_BACK.values()})
"""Standings of which a file is the last word, though nothing of that file is counted."""


_LOOKED_BACK = 3
"""Months before this one that are looked at and chased unless somebody says otherwise."""


def asked_months(period: str | None, now: datetime) -> Period:
    """Return the months of which somebody asks what is due; without a period, the last ones."""
    if period is not None:
        return period_of(period)
    this_month = Month.of(now.date())
    return Period(this_month.plus(-_LOOKED_BACK), this_month.plus(-1))


def due_of(period: Period, services: Services, *, at: datetime) -> tuple[DueLine, ...]:
    """Return every site-month that is expected in a period, by sender, site and month.

    A site is expected from the first month that a file or nil return ever spoke of it, or else of
    its sender, whatever became of it, while the profile says that it is open.
    """
    pairs, submissions = services.catalogue.pairs(), services.catalogue.submissions()
    known = _Known(
        at=at,
        parts=by_site_month(pairs),
        since=since_when(pairs, submissions, services),
        spoken=spoken_of(period, submissions),
        began=_began(submissions),
        reminded=_reminded(services),
    )
    return tuple(
        line
        for profile in sorted(profiles_in_force(services, at.date()), key=lambda one: one.sender)
        for site in profile.sites
        for month in period
        if _is_open(site, month)
        for line in known.lines(profile, site, month)
    )


@dataclass(frozen=True)
class _Known:
    """What the catalogue holds, read once.

    `spoken` are the submissions that spoke of a sender's site-month, the oldest first; `since`
    is the first month that they spoke of, `began` the day on which a sender's first one came.
    """

    at: datetime
    parts: dict[SiteMonth, tuple[Pair, ...]]
    since: Since
    spoken: dict[tuple[str, SiteMonth], list[Submission]]
    began: dict[str, date]
    reminded: dict[tuple[str, str], tuple[date, ...]]

    def lines(self, profile: SenderProfile, site: SiteEntry, month: Month) -> Iterator[DueLine]:
        """Yield the line of a site-month, if it is expected."""
        key = SiteMonth(site.code, month)
        due = due_date(month, profile.cadence, profile.due_days)
        if due is None or not self.since.expects(profile.sender, key):
            return
        spoken = self.spoken.get((profile.sender, key), [])
        held = waiting(month, spoken)
        parts = self.parts.get(key, ())
        lacks = _unheard(lacking(key, parts), held) if parts else ()
        state = self._state(key, due, profile, _Heard(parts, spoken, held, lacks))
        word = _word(state, spoken, held)
        first = came(spoken) if parts else None
        waits = word.received_at.date() if word is not None and state in _SPOKEN else None
        told = self.reminded.get((profile.sender, site_month_name(site.code, str(month))), ())
        line = DueLine(
            sender=profile.sender,
            site=site.code,
            name=site.name,
            month=str(month),
            standing=str(state),
            due_on=due.isoformat(),
            received_on=on.isoformat() if (on := waits or first) else "",
            lacks=in_words(lacks) if state is DueState.PARTIAL else "",
            reasons=word.reasons if word is not None else (),
            reminders=len(told),
            reminded_on=max(told).isoformat() if told else "",
        )
        yield replace(line, days_late=self._days_late(profile.sender, due, state, first))

    def _state(self, key: SiteMonth, due: date, profile: SenderProfile, heard: _Heard) -> DueState:
        standing = stands(key, heard.parts, held=bool(heard.held), at=self.at)
        if heard.parts and heard.held and not heard.lacks:
            return DueState.HELD_BESIDE
        if standing is Standing.PARTIAL and self.at.date() <= due:
            return DueState.EXPECTED
        if standing is not Standing.ABSENT:
            return _STANDS[standing]
        last = heard.spoken[-1].state if heard.spoken else None
        if last in _TAKEN_BACK:
            return _TAKEN_BACK[last]
        if self.at.date() <= due:
            return DueState.EXPECTED
        settled = self.at >= key.month.settled_at(profile.settling_days)
        return DueState.ABSENT if settled else DueState.LATE

    def _days_late(self, sender: str, due: date, state: DueState, came: date | None) -> int:
        """Count from the due date; what was due before the sender began to send is not late."""
        until = came if came and not state.is_chased else self.at.date()
        began = self.began.get(sender, until)
        return 0 if began > due or state is DueState.EXPECTED else max(0, (until - due).days)


@dataclass(frozen=True)
class _Heard:
    """What was heard of a site-month; `lacks` are days neither in force nor in a held file."""

    parts: Sequence[Pair]
    spoken: Sequence[Submission]
    held: Mapping[Submission, tuple[Days, ...]]
    lacks: tuple[Days, ...]


def _unheard(
    lacks: Sequence[Days], held: Mapping[Submission, tuple[Days, ...]]
) -> tuple[Days, ...]:
    """Leave out the days that a held file speaks for: nobody needs to send them."""
    there = [days for some in held.values() for days in some]
    return tuple(left for days in lacks for left in days.without(there))


def _word(
    state: DueState,
    spoken: Sequence[Submission],
    held: Mapping[Submission, tuple[Days, ...]],
) -> Submission | None:
    """Return the submission whose receipt says why a site-month stands so."""
    if state in _WAITS:
        return [*held][-1]
    last = spoken[-1] if spoken else None
    return last if last is not None and state.is_chased and last.state in _TAKEN_BACK else None


def _began(submissions: Sequence[Submission]) -> dict[str, date]:
    found: dict[str, date] = {}
    for one in submissions:
        found.setdefault(one.sender, one.received_at.date())
    return found


def _is_open(site: SiteEntry, month: Month) -> bool:
    begun = site.valid_from is None or site.valid_from <= month.last_day
    return begun and (site.valid_to is None or month.first_day <= site.valid_to)


def _reminded(services: Services) -> dict[tuple[str, str], tuple[date, ...]]:
    """Return the days on which a reminder spoke of a site-month, by sender and its name."""
    found: dict[tuple[str, str], set[date]] = {}
    for row in services.catalogue.audit(AuditAsked(kind=AuditKind.REMINDER)):
        sender, *named = row.subjects
        for name in named:
            found.setdefault((sender, name), set()).add(row.at.date())
    return {key: tuple(sorted(days)) for key, days in found.items()}
