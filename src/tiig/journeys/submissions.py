"""What has been sent: list, show, draw a receipt again, and what is due."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tiig import desk
from tiig.desk import known_submission
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.coverage import NOTHING_TOLD, Coverage
from tiig.model.due import DueLine, DueState
from tiig.model.errors import SUBMISSION_UNKNOWN, TiigError
from tiig.model.months import Month, Period
from tiig.model.ports import Progress
from tiig.model.receipt import Receipt
from tiig.model.submission import Pair, Submission
from tiig.services import Services


@dataclass(frozen=True)
class SubmissionDetail:
    """A submission with the pairs that it put in force, and until when."""

    submission: Submission
    pairs: tuple[Pair, ...]

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints."""
        return {
            "submission": asdict(self.submission),
            "site_months": [
                {
                    "site": pair.site,
                    "month": str(pair.month),
                    "period": str(pair.days),
                    "rows": pair.rows,
                    "known_from": pair.known_from.isoformat(),
                    "known_until": pair.known_until and pair.known_until.isoformat(),
                }
                for pair in self.pairs
            ],
        }


def list_submissions(
    sender: str | None, *, asker: Asker, services: Services, progress: Progress
) -> tuple[Submission, ...]:
    """Return submissions, the newest last."""
    del progress
    services.catalogue.note(asker, "listed submissions", subjects=(sender,) if sender else ())
    return services.catalogue.submissions(sender)


def show_submission(
    submission: str, *, asker: Asker, services: Services, progress: Progress
) -> SubmissionDetail:
    """Return one submission and what it put in force."""
    del progress
    known = known_submission(submission, services)
    services.catalogue.note(asker, "looked at a submission", subjects=(submission,))
    return SubmissionDetail(known, services.catalogue.pairs_of(submission))


def report_submission(
    submission: str, *, asker: Asker, services: Services, progress: Progress
) -> Receipt:
    """Return a receipt again, as it was written; the look is entered in the ledger."""
    del progress
    known_submission(submission, services)
    text = services.catalogue.receipt(submission)
    if text is None:
        raise TiigError(SUBMISSION_UNKNOWN)
    receipt = Receipt.from_json(text)
    with services.catalogue.change(
        asker, "drew a receipt again", kind=AuditKind.RECEIPT, subjects=(submission,)
    ) as change:
        change.add_release(*desk.receipt_release(receipt, asker, services))
    return receipt


def due_submissions(
    period: str | None,
    *,
    asker: Asker,
    services: Services,
    progress: Progress,
    every: bool = False,
) -> tuple[DueLine, ...]:
    """Return the expected site-months that are not settled, or `every` one, with their due dates.

    Without a period: of the months before this one.
    """
    del asker, progress
    now = services.clock.now()
    found = desk.due_of(desk.asked_months(period, now), services, at=now)
    done = {DueState.RECEIVED, DueState.NIL}
    return tuple(line for line in found if every or DueState(line.standing) not in done)


def recent_coverage(
    months: int, *, asker: Asker, services: Services, progress: Progress
) -> Coverage:
    """Return how each department's last months stand, up to the one before this."""
    del asker, progress
    pairs = services.catalogue.pairs()
    if not pairs:
        return NOTHING_TOLD
    now = services.clock.now()
    delivered = sorted(pair.month for pair in pairs)
    last = max(Month.of(now.date()).plus(-1), delivered[-1])
    first = max(last.plus(1 - months), delivered[0])
    return desk.coverage_of(Period(first, last), services, pairs=pairs, at=now)
