"""Which version of a sender's profile speaks for which months."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tiig import translate
from tiig.model.errors import PROFILE_NOT_YET, SENDER_UNKNOWN, SUBMISSION_UNKNOWN, TiigError
from tiig.model.handover_errors import PACKAGE_PROFILE
from tiig.model.months import Month, Period
from tiig.model.profile import SenderProfile
from tiig.model.submission import Submission
from tiig.services import Services
from tiig.standard import Standard


def profile_for(sender: str, services: Services, on: date) -> SenderProfile:
    """Return the newest profile version that is valid on a day."""
    records = services.catalogue.profiles(sender)
    if not records:
        raise TiigError(SENDER_UNKNOWN, sender=sender)
    profiles = [_read(record.text, services.standard) for record in records]
    valid = [profile for profile in profiles if profile.valid_from <= on]
    if not valid:
        raise TiigError(PROFILE_NOT_YET, sender=sender, period=on.isoformat())
    return max(valid, key=lambda profile: (profile.valid_from, profile.version))


def profile_used(sender: str, services: Services, fingerprint: str) -> SenderProfile:
    """Return the version of a sender's profile that has a fingerprint; PACKAGE_PROFILE else."""
    records = services.catalogue.profiles(sender)
    if not records:
        raise TiigError(SENDER_UNKNOWN, sender=sender)
    for record in reversed(records):
        if record.fingerprint == fingerprint:
            return _read(record.text, services.standard)
    raise TiigError(PACKAGE_PROFILE, sender=sender)


def profiles_in_force(services: Services, on: date) -> tuple[SenderProfile, ...]:
    """Return each sender's profile on a day, leaving out senders without one yet."""
    found = []
    for sender in services.catalogue.senders():
        try:
            found.append(profile_for(sender, services, on))
        except TiigError as error:
            if error.kind is not PROFILE_NOT_YET:
                raise
    return tuple(found)


@lru_cache(maxsize=512)
def _read(text: str, standard: Standard) -> SenderProfile:
    """Read a stored profile once: the same text under the same standard means the same."""
    return translate.read_profile(text, standard)


def period_of_interest(months: list[Month]) -> Period | None:
    """Return the run from the first to the last of some months."""
    return Period(min(months), max(months)) if months else None


def known_submission(submission: str, services: Services) -> Submission:
    """Return a submission; refuse an id that nobody was given."""
    found = services.catalogue.submission(submission)
    if found is None:
        raise TiigError(SUBMISSION_UNKNOWN)
    return found
