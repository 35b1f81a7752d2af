"""How long copies are kept, and the orders that end them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tiig.model.agreement import (
    AnyAgreement,
    SenderAgreement,
    counting_on,
    sender_agreement,
)
from tiig.model.asker import Asker
from tiig.model.destruction import Destruction, Doomed, kept_phrases_of, phrases_of
from tiig.model.errors import TiigError
from tiig.model.incident import Incident
from tiig.model.retention import Terms
from tiig.model.submission import Submission, SubmissionState
from tiig.services import Services


@dataclass(frozen=True)
class Copy:
    """A sealed file of a submission; `promised` is by when its sender was told that it goes."""

    kind: Doomed
    name: str
    submission: Submission
    promised: datetime | None = None

    def due_at(self, terms: Terms | None) -> datetime | None:
        """Return when it must be destroyed; None where neither terms nor a promise say so.

        What serves nothing any more goes at once; a promise is never outlived.
        """
        received = self.submission.received_at
        if self.submission.state is SubmissionState.WITHDRAWN:
            return received
        if self.kind is Doomed.KEPT_PHRASES:
            return received if terms is None else terms.kept_until(received)
        agreed = None if terms is None else received + terms.length_of(self.kind)
        told = [at for at in (agreed, self.promised) if at is not None]
        return min(told, default=None)


def terms_of(
    submission: Submission, agreements: Sequence[AnyAgreement], today: date
) -> Terms | None:
    """Return how long copies of a submission are kept; None where no agreement says so.

    What counts is the agreement in force when it was received, as it reads today; else the
    sender's latest that has begun, though it may have ended: what was promised outlives it.
    """
    received = submission.received_at.date()
    then = sender_agreement(agreements, submission.sender, received)
    now = [
        one
        for one in counting_on(agreements, today)
        if isinstance(one, SenderAgreement)
        and one.sender == submission.sender
        and one.has_begun_on(today)
    ]
    same = [one for one in now if then is not None and one.id == then.id]
    found = max(same or now, key=lambda one: (one.start, one.id), default=None)
    if found is None:
        return None
    keeps = found.free_text.keep_frequent_phrases
    return Terms(found.retention, found.key, keeps_frequent=keeps, last_day=found.last_day)


def kept_copies(submission: Submission, there: Collection[str]) -> Iterator[Copy]:
    """Yield the sealed files of a submission among those that are there."""
    refused = submission.state is SubmissionState.REFUSED
    names = {
        Doomed.REFUSED if refused else Doomed.ORIGINAL: submission.original,
        Doomed.PHRASES: phrases_of(submission.id),
        Doomed.KEPT_PHRASES: kept_phrases_of(submission.id),
    }
    for kind, name in names.items():
        if name is not None and name in there:
            yield Copy(kind, name, submission)


def refused_copy(incident: Incident, services: Services) -> Copy | None:
    """Return the sealed copy of a file with identifiers; None where there is none any more."""
    submission = services.catalogue.submission(incident.submission)
    if incident.original is None or not incident.holds_copy or submission is None:
        return None
    return Copy(Doomed.REFUSED, incident.original, submission, promised=incident.destroy_by)


def carry_out(asker: Asker, services: Services) -> tuple[tuple[Destruction, ...], int]:
    """Destroy what was ordered; returns what was done, and how many orders stay open.

    Where the disk fails now, the orders stand and the next command goes on: what they belong
    to is committed, and must not be told as failed.
    """
    try:
        done = services.carry_out(asker)
    except TiigError:
        done = ()
    left = [one for one in services.catalogue.destructions() if one.done_at is None]
    return done, len(left)


def order_for(
    copy: Copy, because: str, services: Services, *, agreement: str | None = None
) -> Destruction:
    """Return the order to destroy a copy."""
    return Destruction(
        id=services.ids.new(),
        kind=copy.kind,
        subject=copy.name,
        submission=copy.submission.id,
        because=because,
        ordered_at=services.clock.now(),
        agreement=agreement,
    )
