"""Senders and their profiles: add, show, list, and check a file without storing anything."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import translate
from tiig.intake.documents import check_document
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import PROFILE_STALE, SENDER_UNKNOWN, TiigError
from tiig.model.ports import ProfileRecord, Progress
from tiig.model.profile import SenderProfile
from tiig.services import Services


@dataclass(frozen=True)
class SenderLine:
    """One sender as `tiig sender list` shows it."""

    sender: str
    name: str
    provider: str
    version: int
    valid_from: str
    scope: str
    sites: int


@dataclass(frozen=True)
class SenderDetail:
    """The text of the newest profile and the versions before it."""

    sender: str
    version: int
    versions: tuple[int, ...]
    profile: str


def add_sender(text: str, *, asker: Asker, services: Services, progress: Progress) -> SenderLine:
    """Enter a new sender, or the next version of a profile; the same text twice changes nothing."""
    profile = translate.read_profile(text, services.standard)
    progress.step("reading the profile")
    records = services.catalogue.profiles(profile.sender)
    newest = records[-1] if records else None
    if newest is None or newest.fingerprint != profile.fingerprint:
        if newest is not None and profile.version <= newest.version:
            raise TiigError(PROFILE_STALE, newest=newest.version, version=profile.version)
        check_document(text, translate.profile_words())
        record = ProfileRecord(
            profile.sender, profile.version, text, profile.fingerprint, services.clock.now()
        )
        with services.catalogue.change(
            asker, "added a sender profile", kind=AuditKind.SENDER, subjects=(profile.key,)
        ) as change:
            change.add_profile(record)
    return _line(profile)


def list_senders(*, asker: Asker, services: Services, progress: Progress) -> tuple[SenderLine, ...]:
    """Return every sender by its newest profile."""
    del asker, progress
    newest = (services.catalogue.profiles(sender)[-1] for sender in services.catalogue.senders())
    return tuple(_line(translate.read_profile(record.text, services.standard)) for record in newest)


def show_sender(
    sender: str, *, asker: Asker, services: Services, progress: Progress
) -> SenderDetail:
    """Return a sender's newest profile as it was added."""
    del asker, progress
    records = services.catalogue.profiles(sender)
    if not records:
        raise TiigError(SENDER_UNKNOWN, sender=sender)
    newest = records[-1]
    return SenderDetail(sender, newest.version, tuple(r.version for r in records), newest.text)


def _line(profile: SenderProfile) -> SenderLine:
    return SenderLine(
        sender=profile.sender,
        name=profile.name,
        provider=profile.provider,
        version=profile.version,
        valid_from=profile.valid_from.isoformat(),
        scope=str(profile.scope),
        sites=len(profile.sites),
    )
