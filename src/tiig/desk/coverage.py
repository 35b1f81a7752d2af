"""What was received for each site-month: in force, nil, held, provisional, partly - or absent.

An absent site is never a zero, so every total says which site-months it lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tiig.desk.profiles import profiles_in_force
from tiig.model.coverage import Coverage, Standing
from tiig.model.days import Days
from tiig.model.months import Month, Period
from tiig.model.parts import by_site_month, in_words, lacking
from tiig.model.profile import SenderProfile
from tiig.model.submission import Pair, SiteMonth, Submission, SubmissionState
from tiig.services import Services

_NAMED = 6


@dataclass(frozen=True)
class _Expected:
    site: str
    first: Month


def _standings(
    profiles: Sequence[SenderProfile],
    period: Period,
    services: Services,
    *,
    pairs: Sequence[Pair],
    at: datetime,
) -> dict[SiteMonth, Standing]:
    """Return how each site-month stands that is expected, from what is in force, in a period."""
    in_force = by_site_month(pairs)
    held = _held(services)
    found = {}
    for expected in _expected_sites(profiles, pairs):
        for month in period:
            if month < expected.first:
                continue
            key = SiteMonth(expected.site, month)
            found[key] = stands(key, in_force.get(key, ()), held=key in held, at=at)
    return found


def coverage_of(
    period: Period, services: Services, *, pairs: Sequence[Pair], at: datetime
) -> Coverage:
    """Return how the expected site-months of a period stand, with the names of the sites."""
    profiles = profiles_in_force(services, at.date())
    standing = _standings(profiles, period, services, pairs=pairs, at=at)
    sites = {key.site for key in standing}
    named = {
        site.code: site.name for profile in profiles for site in profile.sites if site.code in sites
    }
    ordered = sorted(standing, key=lambda key: (key.month, key.site))
    partly = [key for key in ordered if standing[key] is Standing.PARTIAL]
    in_force = by_site_month(pairs)
    return Coverage(
        sites=tuple((site, named.get(site, site)) for site in sorted(sites)),
        standings=tuple((key.site, key.month, standing[key]) for key in ordered),
        lacks=tuple((key.site, key.month, in_words(lacking(key, in_force[key]))) for key in partly),
    )


def coverage_notes(coverage: Coverage) -> tuple[str, ...]:
    """Return sentences on what a total lacks or may still change in."""
    standing = {SiteMonth(site, month): one for site, month, one in coverage.standings}
    lacks = {SiteMonth(site, month): days for site, month, days in coverage.lacks}
    notes = []
    for state, sentence in (
        (Standing.ABSENT, "absent, so totals lack them and they are not zero"),
        (Standing.HELD, "held for a person to decide, and not counted"),
        (Standing.PARTIAL, "partly received, so totals lack these days and they are not zero"),
        (Standing.PROVISIONAL, "provisional: the month has not settled and may still change"),
    ):
        these = sorted(key for key, value in standing.items() if value is state)
        if these:
            named = ", ".join(_named(key, lacks.get(key)) for key in these[:_NAMED])
            more = f" and {len(these) - _NAMED} more" if len(these) > _NAMED else ""
            notes.append(
                f"{len(these)} of {len(standing)} site-months are {sentence}: {named}{more}."
            )
    return tuple(notes)


def _named(key: SiteMonth, lacks: str | None) -> str:
    return f"{key.site} {key.month}{f' ({lacks})' if lacks else ''}"


def stands(key: SiteMonth, parts: Sequence[Pair], *, held: bool, at: datetime) -> Standing:
    """Return how a site-month with these parts in force stands; `held`: a file for it waits."""
    if not parts:
        return Standing.HELD if held else Standing.ABSENT
    if lacking(key, parts):
        return Standing.PARTIAL
    if all(pair.nil for pair in parts):
        return Standing.NIL
    settled = all(pair.settled_at <= at for pair in parts)
    return Standing.SETTLED if settled else Standing.PROVISIONAL


def _held(services: Services) -> frozenset[SiteMonth]:
    return frozenset(
        SiteMonth(site, month)
        for submission in services.catalogue.submissions()
        if submission.state is SubmissionState.HELD
        for site in submission.sites
        for month in _months(submission)
    )


def _months(submission: Submission) -> tuple[Month, ...]:
    return tuple(Days.parse(submission.period).months) if submission.period else ()


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
