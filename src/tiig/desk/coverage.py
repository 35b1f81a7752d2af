"""What was received for each site-month: in force, nil, held, provisional - or absent.

An absent site is never a zero, so every total says which site-months it lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tiig.desk.profiles import profiles_in_force
from tiig.model.coverage import Coverage, Standing
from tiig.model.months import Month, Period
from tiig.model.profile import SenderProfile
from tiig.model.submission import Pair, SiteMonth, Submission, SubmissionState
from tiig.services import Services

_NAMED = 6


@dataclass(frozen=True)
class _Expected:
    site: str
    first: Month


def standing_of(
    period: Period, services: Services, *, pairs: Sequence[Pair], at: datetime
) -> dict[SiteMonth, Standing]:
    """Return how each expected site-month of a period stands.

    A site is expected from the first month that it, or else its sender, ever delivered.
    """
    profiles = profiles_in_force(services, at.date())
    return _standing_under(profiles, period, services, pairs=pairs, at=at)


def _standing_under(
    profiles: Sequence[SenderProfile],
    period: Period,
    services: Services,
    *,
    pairs: Sequence[Pair],
    at: datetime,
) -> dict[SiteMonth, Standing]:
    in_force = {SiteMonth(pair.site, pair.month): pair for pair in pairs}
    held = _held(services)
    found = {}
    for expected in _expected_sites(profiles, pairs):
        for month in period:
            if month < expected.first:
                continue
            key = SiteMonth(expected.site, month)
            found[key] = _standing(in_force.get(key), held=key in held, at=at)
    return found


def coverage_of(
    period: Period, services: Services, *, pairs: Sequence[Pair], at: datetime
) -> Coverage:
    """Return how the expected site-months of a period stand, with the names of the sites."""
    profiles = profiles_in_force(services, at.date())
    standing = _standing_under(profiles, period, services, pairs=pairs, at=at)
    sites = {key.site for key in standing}
    named = {
        site.code: site.name for profile in profiles for site in profile.sites if site.code in sites
    }
    ordered = sorted(standing, key=lambda key: (key.month, key.site))
    return Coverage(
        sites=tuple((site, named.get(site, site)) for site in sorted(sites)),
        standings=tuple((key.site, key.month, standing[key]) for key in ordered),
    )


def coverage_notes(coverage: Coverage) -> tuple[str, ...]:
    """Return sentences on what a total lacks or may still change in."""
    standing = {SiteMonth(site, month): one for site, month, one in coverage.standings}
    notes = []
    for state, sentence in (
        (Standing.ABSENT, "absent, so totals lack them and they are not zero"),
        (Standing.HELD, "held for a person to decide, and not counted"),
        (Standing.PROVISIONAL, "provisional: the month has not settled and may still change"),
    ):
        these = sorted(key for key, value in standing.items() if value is state)
        if these:
            named = ", ".join(f"{key.site} {key.month}" for key in these[:_NAMED])
            more = f" and {len(these) - _NAMED} more" if len(these) > _NAMED else ""
            notes.append(
                f"{len(these)} of {len(standing)} site-months are {sentence}: {named}{more}."
            )
    return tuple(notes)


def _standing(pair: Pair | None, *, held: bool, at: datetime) -> Standing:
    if pair is None:
        return Standing.HELD if held else Standing.ABSENT
    if pair.nil:
        return Standing.NIL
    return Standing.PROVISIONAL if at < pair.settled_at else Standing.SETTLED


def _held(services: Services) -> frozenset[SiteMonth]:
    return frozenset(
        SiteMonth(site, month)
        for submission in services.catalogue.submissions()
        if submission.state is SubmissionState.HELD
        for site in submission.sites
        for month in _months(submission)
    )


def _months(submission: Submission) -> tuple[Month, ...]:
    return tuple(Period.parse(submission.period)) if submission.period else ()


def _expected_sites(
    profiles: Sequence[SenderProfile], pairs: Sequence[Pair]
) -> tuple[_Expected, ...]:
    first_of_sender: dict[str, Month] = {}
    first_of_site: dict[str, Month] = {}
    for pair in pairs:
        first_of_sender[pair.sender] = min(pair.month, first_of_sender.get(pair.sender, pair.month))
        first_of_site[pair.site] = min(pair.month, first_of_site.get(pair.site, pair.month))
    return tuple(
        _Expected(site.code, first_of_site.get(site.code, first_of_sender[profile.sender]))
        for profile in profiles
        if profile.sender in first_of_sender
        for site in profile.sites
    )
