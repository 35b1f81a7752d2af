"""Withdraw a submission: what it had replaced comes back, else its months are absent again."""

from __future__ import annotations

from dataclasses import replace

from tiig.desk import known_submission
from tiig.model.asker import Asker
from tiig.model.errors import STATE_FORBIDS, TiigError
from tiig.model.ports import Progress
from tiig.model.submission import Pair, Submission, SubmissionState
from tiig.services import Services


def withdraw_submission(
    submission: str, because: str, *, asker: Asker, services: Services, progress: Progress
) -> Submission:
    """Take a submission out of force; what it had replaced comes back, else the month is absent."""
    del progress
    known = known_submission(submission, services)
    if known.state in {SubmissionState.WITHDRAWN, SubmissionState.REFUSED}:
        raise TiigError(STATE_FORBIDS, state=known.state, to=SubmissionState.WITHDRAWN)
    now = services.clock.now()
    mine = [pair for pair in services.catalogue.pairs() if pair.revision == submission]
    earlier = [pair for pair in (_predecessor(pair, services) for pair in mine) if pair]
    restored = [
        replace(p, id=services.ids.new(), known_from=now, known_until=None) for p in earlier
    ]
    with services.catalogue.change(asker, f"withdrawn {submission}: {because}") as change:
        change.close_pairs([pair.id for pair in mine], now)
        change.put_in_force(restored)
        change.move(submission, SubmissionState.WITHDRAWN, (because,))
        for revision in sorted({pair.revision for pair in restored}):
            before = services.catalogue.submission(revision)
            if before and before.state is SubmissionState.SUPERSEDED:
                change.move(revision, SubmissionState.IN_FORCE, (f"{submission} was withdrawn",))
    return known_submission(submission, services)


def _predecessor(pair: Pair, services: Services) -> Pair | None:
    """Find what stood in a site-month before a pair, of a submission that still stands."""
    history = services.catalogue.pair_history(pair.site, str(pair.month))
    before = [old for old in history if old.known_from < pair.known_from]
    for old in reversed(before):
        submission = services.catalogue.submission(old.revision)
        stands = submission and submission.state in {
            SubmissionState.IN_FORCE,
            SubmissionState.SUPERSEDED,
        }
        if stands and old.revision != pair.revision:
            return old
    return None
