"""What files and nil returns spoke of, whatever became of them: since when, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tiig.model.days import Days
from tiig.model.months import Month, Period
from tiig.model.submission import Pair, SiteMonth, Submission, SubmissionState
from tiig.services import Services

TAKEN = frozenset({SubmissionState.IN_FORCE, SubmissionState.SUPERSEDED})
"""States of a submission that was taken in and not taken back."""
_ENDED = frozenset({SubmissionState.SUPERSEDED, SubmissionState.WITHDRAWN})


@dataclass(frozen=True)
class Since:
    """The first month that a sender, and each site, ever sent a file or a nil return for.

    A held, refused or withdrawn one counts: what is wanted began with it.
    """

    senders: dict[str, Month]
    sites: dict[str, Month]

    def expects(self, sender: str, key: SiteMonth) -> bool:
        """Tell whether a site-month is to be expected; a site unheard of, as its sender is."""
        first = self.sites.get(key.site, self.senders.get(sender))
        return first is not None and first <= key.month


def since_when(
    pairs: Sequence[Pair], submissions: Sequence[Submission], services: Services
) -> Since:
    """Return since when site-months are expected; `pairs` are those in force."""
    since = Since({}, {})
    for sender, key in (*_delivered(pairs), *_declared(submissions, services)):
        since.senders[sender] = min(key.month, since.senders.get(sender, key.month))
        since.sites[key.site] = min(key.month, since.sites.get(key.site, key.month))
    return since


def _delivered(pairs: Iterable[Pair]) -> Iterator[tuple[str, SiteMonth]]:
    yield from ((pair.sender, pair.site_month) for pair in pairs)


def _declared(
    submissions: Iterable[Submission], services: Services
) -> Iterator[tuple[str, SiteMonth]]:
    """Yield what is not in force: the sites that had rows where it ever was, else all of them."""
    for one in submissions:
        if one.state is SubmissionState.IN_FORCE or not one.period:
            continue
        told = services.catalogue.pairs_of(one.id) if one.state in _ENDED else ()
        yield from _delivered(told)
        if not told:
            first = months_of(one).first
            yield from ((one.sender, SiteMonth(site, first)) for site in one.sites)


def spoken_of(
    period: Period, submissions: Iterable[Submission]
) -> dict[tuple[str, SiteMonth], list[Submission]]:
    """Return the submissions that spoke of a sender's site-months in a period, oldest first."""
    found: dict[tuple[str, SiteMonth], list[Submission]] = {}
    for one in submissions:
        for month in months_of(one) if one.period else ():
            if month in period:
                for site in one.sites:
                    found.setdefault((one.sender, SiteMonth(site, month)), []).append(one)
    return found


def waiting(month: Month, spoken: Sequence[Submission]) -> dict[Submission, tuple[Days, ...]]:
    """Return the held submissions and the days of a month that wait for a person in them.

    Days that a later file was taken in for wait no more.
    """
    found = {}
    for place, one in enumerate(spoken):
        days = Days.parse(one.period).within(month)
        if one.state is SubmissionState.HELD and days is not None:
            later = [Days.parse(told.period) for told in spoken[place:] if told.state in TAKEN]
            found[one] = days.without(later)
    return {one: left for one, left in found.items() if left}


def came(spoken: Iterable[Submission]) -> date | None:
    """Return when the first file or word that was taken in came, whatever was sent again since."""
    return next((one.received_at.date() for one in spoken if one.state in TAKEN), None)


def months_of(submission: Submission) -> Period:
    """Return the months that a submission declared; it declared some."""
    return Days.parse(submission.period).months
