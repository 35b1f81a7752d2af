"""Before the first row: whose file it is, whether it is known, and where its copy rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tiig.desk import agreement_for, postcodes_in_use, profile_for
from tiig.handover import is_sealed
from tiig.intake import prepared
from tiig.intake.announcing import announced, leased_until
from tiig.intake.converting import Lookup, needs_lookup, pairs_of
from tiig.intake.parcel import Parcel, as_it_is, label_of, missing
from tiig.kit.hashing import digest
from tiig.model.agreement import SenderAgreement
from tiig.model.agreement_errors import SENDER_WITHOUT_AGREEMENT
from tiig.model.days import days_of
from tiig.model.errors import BAD_ARGUMENT, FILE_DAMAGED, FILE_EMPTY, TiigError, Where
from tiig.model.ports import Intent
from tiig.model.profile import SenderProfile
from tiig.model.receipt import Receipt
from tiig.model.submission import Submission, SubmissionState
from tiig.services import Services
from tiig.translate import read_profile


@dataclass(frozen=True)
class Known:
    """A submission of the very same bytes that already stands."""

    submission: str
    state: SubmissionState
    receipt: Receipt


def identify(path: str, sender: str, period: str | None, services: Services) -> Parcel:
    """Name the file by its bytes, sender, profile version, days, and what may be kept of it.

    SENDER_WITHOUT_AGREEMENT before a byte of it is read.
    """
    file = Path(path)
    days = None if period is None else days_of(period)
    now = services.clock.now()
    label = label_of(file.name)
    if not file.is_file():
        raise missing(file)
    package = prepared.package_in(file, label, services)
    if package is not None:
        days = prepared.days_covered(package, days)
        profile = prepared.profile_of(package, sender, services)
    else:
        day = days.last if days else now.date()
        profile = as_it_is(file, profile_for(sender, services, day))
    label = label_of(file.name, profile)
    agreement = agreement_for(sender, services)
    lookup = lookup_for(profile, agreement, services)
    original = services.vault.fingerprint(file)
    if original.size == 0:
        raise TiigError(FILE_EMPTY, Where(file=label))
    kept = [[one.item, one.detail] for one in agreement.items]  # read otherwise: another file
    read_by = [kept] if lookup is None else [kept, lookup.name]
    return Parcel(
        id=services.ids.new(),
        path=file,
        label=label,
        profile=profile,
        agreement=agreement,
        period=days,
        fingerprint=original.fingerprint,
        key=digest([original.fingerprint, sender, profile.key, days and str(days), *read_by]),
        received_at=now,
        package=package,
        lookup=lookup,
    )


def tried(path: str, profile_text: str, period: str | None, services: Services) -> Parcel:
    """Name a file that is only tried, with a profile that was not added.

    Where the sender has no agreement yet, everything is read as if one granted it.
    """
    file = Path(path)
    if not file.is_file():
        raise missing(file)
    if is_sealed(file):
        what = "a prepared package is checked with --sender, by the profile that was added"
        raise TiigError(BAD_ARGUMENT, what=what)
    profile = as_it_is(file, read_profile(profile_text, services.standard))
    try:
        agreement = agreement_for(profile.sender, services)
    except TiigError as fault:
        if fault.kind is not SENDER_WITHOUT_AGREEMENT:
            raise
        agreement = None
    return Parcel(
        id=services.ids.new(),
        path=file,
        label=label_of(file.name, profile),
        profile=profile,
        agreement=agreement,
        own=agreement is None,
        tried=True,
        period=None if period is None else days_of(period),
        fingerprint="",
        key="",
        received_at=services.clock.now(),
        lookup=lookup_for(profile, agreement, services),
    )


def lookup_for(
    profile: SenderProfile, agreement: SenderAgreement | None, services: Services
) -> Lookup | None:
    """Return the lookup of postcodes where they become areas; POSTCODES_MISSING without one."""
    if not needs_lookup(pairs_of(profile, agreement, own=agreement is None)):
        return None
    return Lookup(*postcodes_in_use(services))


def already_known(parcel: Parcel, services: Services, *, confirm: bool) -> Known | None:
    """Find the same submission still wholly in force, or held and not being confirmed."""

    def stands(submission: Submission) -> bool:
        held = submission.state is SubmissionState.HELD and not confirm
        return held or _wholly_in_force(submission, services)

    return _known(parcel, services, stands)


def refused_before(parcel: Parcel, services: Services) -> Known | None:
    """Find the same submission that was refused."""
    return _known(parcel, services, lambda one: one.state is SubmissionState.REFUSED)


def _known(
    parcel: Parcel, services: Services, stands: Callable[[Submission], bool]
) -> Known | None:
    """Return the newest submission of the same bytes of which something is so, and a receipt."""
    for submission in reversed(services.catalogue.by_key(parcel.key)):
        if stands(submission):
            text = services.catalogue.receipt(submission.id)
            if text is not None:
                return Known(submission.id, submission.state, Receipt.from_json(text))
    return None


@contextmanager
def sealing(parcel: Parcel, services: Services) -> Iterator[Parcel]:
    """Announce the work, and seal a copy of the bytes in the vault while they are read."""
    held = _held(parcel, services)
    original = services.ids.new()
    intent = Intent(
        id=services.ids.new(),
        submission=held.id if held else parcel.id,
        owner=parcel.profile.sender,
        lease_until=leased_until(services),
        originals=(original,),
    )
    with (
        announced(intent, services),
        ThreadPoolExecutor(1, thread_name_prefix="seal") as worker,
    ):
        yield replace(
            parcel,
            id=intent.submission,
            intent=intent.id,
            original=original,
            sealing=worker.submit(services.vault.seal, parcel.path, original),
            held_before=held is not None,
        )


def sealed(parcel: Parcel) -> None:
    """Wait until the copy is kept; refuse a file that is no longer the one that was named."""
    if parcel.sealing is None:
        return
    if parcel.sealing.result().fingerprint != parcel.fingerprint:
        what = "it was changed while it was read"
        raise TiigError(FILE_DAMAGED, Where(file=parcel.label), what=what)


def _wholly_in_force(submission: Submission, services: Services) -> bool:
    if submission.state is not SubmissionState.IN_FORCE:
        return False
    told = sorted(services.catalogue.pairs_of(submission.id), key=lambda pair: pair.known_from)
    last = {pair.site_month: pair for pair in told}  # it may have come back after a withdrawal
    return bool(last) and all(pair.known_until is None for pair in last.values())


def _held(parcel: Parcel, services: Services) -> Submission | None:
    held = [
        submission
        for submission in services.catalogue.by_key(parcel.key)
        if submission.state is SubmissionState.HELD
    ]
    return held[-1] if held else None
