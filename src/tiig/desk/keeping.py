"""How long copies are kept, and the orders that end them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from tiig.model.destruction import Destruction, Doomed, phrases_of
from tiig.model.retention import Retention
from tiig.model.submission import Submission, SubmissionState
from tiig.services import Services


@dataclass(frozen=True)
class Copy:
    """A sealed file of a submission that is still there."""

    kind: Doomed
    name: str
    submission: Submission

    def due_at(self, retention: Retention) -> datetime:
        """Return when it must be destroyed; what serves nothing any more, at once."""
        if self.submission.state is SubmissionState.WITHDRAWN:
            return self.submission.received_at
        return self.submission.received_at + retention.length_of(self.kind)


def retention_of(sender: str, services: Services) -> Retention | None:
    """Return how long what a sender sends is kept; None where no agreement says so."""
    del sender, services
    return None


def kept_copies(submission: Submission, there: Collection[str]) -> Iterator[Copy]:
    """Yield the sealed files of a submission among those that are there."""
    refused = submission.state is SubmissionState.REFUSED
    names = {
        Doomed.REFUSED if refused else Doomed.ORIGINAL: submission.original,
        Doomed.PHRASES: phrases_of(submission.id),
    }
    for kind, name in names.items():
        if name is not None and name in there:
            yield Copy(kind, name, submission)


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
