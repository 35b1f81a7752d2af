"""What every catalogue refuses, whatever it is kept in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from tiig.model.agreement import AgreementEnd, AgreementRecord
from tiig.model.agreement_errors import (
    AGREEMENT_ENDED,
    AGREEMENT_INVALID,
    AGREEMENT_STALE,
    AGREEMENT_UNKNOWN,
)
from tiig.model.errors import (
    PROFILE_STALE,
    STATE_FORBIDS,
    STORE_LOCKED,
    SUBMISSION_UNKNOWN,
    TiigError,
)
from tiig.model.incident import Incident
from tiig.model.incident_errors import INCIDENT_CLOSED, INCIDENT_UNKNOWN
from tiig.model.key_errors import ROTATION_WAITS
from tiig.model.keys import KeyLayers, Rotation, RotationPhase
from tiig.model.parts import claim_of, cuts, ends
from tiig.model.ports import Intent, ProfileRecord
from tiig.model.submission import MOVES, Pair, Submission, SubmissionState
from tiig.store.faults import refuse


def check_move(submission: Submission | None, to: SubmissionState) -> None:
    """Refuse a change of state that MOVES does not allow."""
    if submission is None:
        raise TiigError(SUBMISSION_UNKNOWN)
    if to not in MOVES[submission.state]:
        raise TiigError(STATE_FORBIDS, state=submission.state, to=to)


def known_incident(incident: Incident | None) -> Incident:
    """Refuse an incident that never was."""
    if incident is None:
        raise TiigError(INCIDENT_UNKNOWN)
    return incident


def check_open(incident: Incident | None) -> Incident:
    """Refuse to close an incident that never was, or twice."""
    found = known_incident(incident)
    if found.closed_at is not None:
        raise TiigError(INCIDENT_CLOSED)
    return found


def check_newer(profile: ProfileRecord, newest: int | None) -> None:
    """Refuse a profile whose version was used already."""
    if newest is not None and profile.version <= newest:
        raise TiigError(PROFILE_STALE, newest=newest, version=profile.version)


def check_agreement(record: AgreementRecord, newest: AgreementRecord | None) -> None:
    """Refuse a version that was used already, and a name that means something else."""
    if newest is None:
        return
    if (record.kind, record.party) != (newest.kind, newest.party):
        what = "agreement.id: an agreement of another kind or party has this name"
        raise TiigError(AGREEMENT_INVALID, what=what)
    if record.version <= newest.version:
        raise TiigError(
            AGREEMENT_STALE, agreement=record.id, newest=newest.version, version=record.version
        )


def check_ends(end: AgreementEnd, *, known: bool, ended: bool) -> None:
    """Refuse to end what does not exist, or a second time."""
    if not known:
        raise TiigError(AGREEMENT_UNKNOWN, agreement=end.agreement)
    if ended:
        raise TiigError(AGREEMENT_ENDED, agreement=end.agreement)


def check_next(version: int, newest: int | None) -> None:
    """Refuse a version that does not follow: somebody else was quicker."""
    if version != (newest or 0) + 1:
        raise TiigError(STORE_LOCKED)


def ended_by(pair: Pair, alike: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the pairs in force that end when this one opens; refuse what would rewrite history.

    `alike` are all pairs that its site-month ever had. At no moment may two of them speak for
    the same day, and none is ever cut in two.
    """
    if pair.known_until is not None:
        refuse("a pair is put in force open-ended")
    claim = claim_of(pair)
    in_force = [one for one in alike if one.known_until is None]
    gone = tuple(one for one in in_force if ends(one, claim))
    if any(cuts(one, claim) for one in in_force):
        refuse("a pair would cut another in two")
    if any(pair.known_from < one.known_from for one in gone):
        refuse("a pair would come in force before the one it follows")
    past = (one.known_until for one in alike if one.days.overlaps(pair.days))
    if any(until is not None and pair.known_from < until for until in past):
        refuse("a pair would come in force while another still was")
    return gone


def check_closes(pair: Pair | None, at: datetime) -> None:
    """Refuse to end a pair that never was, or before it began."""
    if pair is None or at < pair.known_from:
        refuse("a pair cannot be closed")


def check_stands_in(before: Pair | None, after: Pair) -> None:
    """Refuse a pair that would say more than the one whose place it takes, or of another time."""
    if before is None or after.rows > before.rows or _told(before) != _told(after):
        refuse("a pair cannot stand in for another")


def check_unneeded(packs: Collection[str], needed: Iterable[Collection[str]]) -> None:
    """Refuse to take packs out that a pair still needs."""
    if not set(packs).isdisjoint(name for some in needed for name in some):
        refuse("a pack is still needed")


def _told(pair: Pair) -> tuple[object, ...]:
    when = pair.known_from, pair.known_until
    return pair.site_month, pair.days, pair.revision, pair.derivation, *when


def check_announced(*, found: bool) -> None:
    """Refuse to end or extend work that somebody else has given up for us.

    A start-up elsewhere found its lease run out and removed its files: the transaction that
    would name them must fail.
    """
    if not found:
        raise TiigError(STORE_LOCKED)


def layers_in_force(rotations: Sequence[Rotation]) -> KeyLayers:
    """Return the layers that the last rotation put in force, else the first of each."""
    swapped = [one for one in rotations if one.phase is not RotationPhase.PREPARING]
    return swapped[-1].layers if swapped else KeyLayers()


def check_begins(rotations: Sequence[Rotation]) -> None:
    """Refuse a second change of keys beside one that has not ended."""
    if any(one.phase is not RotationPhase.DONE for one in rotations):
        raise TiigError(STORE_LOCKED)


def check_quiet(announced: Sequence[Intent]) -> None:
    """Refuse to change keys under work that has begun with the old ones."""
    if announced:
        last = max(announced, key=lambda one: one.lease_until)
        what = f"work of {last.owner}, given up at {last.lease_until:%H:%M} UTC at the latest"
        raise TiigError(ROTATION_WAITS, what=what)


def check_settled(here: Collection[str], settled: Collection[str]) -> None:
    """Refuse to change keys while there are packs of which nothing has been decided."""
    if set(here) - set(settled):
        raise TiigError(ROTATION_WAITS, what="files that were taken in meanwhile")
