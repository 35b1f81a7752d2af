"""Keep that a request was declined, and by which rule: never what was asked, or for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time

from tiig.model.agreement_errors import (
    AGREEMENT_FORBIDS,
    AGREEMENT_MISSING,
    AGREEMENT_NOT_IN_FORCE,
    PUBLICATION_FORBIDDEN,
)
from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.errors import TiigError
from tiig.model.months import Period
from tiig.model.programme_errors import PROGRAMME_OURS
from tiig.services import Services

DECLINED = {
    one.id: why
    for one, why in (
        (AGREEMENT_FORBIDS, "it went beyond the recipient's agreement"),
        (AGREEMENT_NOT_IN_FORCE, "the recipient's agreement was not in force"),
        (AGREEMENT_MISSING, "no agreement was named, and the public may not have it"),
        (PUBLICATION_FORBIDDEN, "a sender's agreement keeps it from publication"),
        (PROGRAMME_OURS, "the quality programme is the team's own"),
    )
}
"""The rules by which a request is declined, and why in words; a slip of the pen is none."""


@contextmanager
def declining(asker: Asker, services: Services) -> Iterator[None]:
    """Enter in the audit trail what is refused inside by a rule of who may have what."""
    try:
        yield
    except TiigError as fault:
        if fault.kind.id in DECLINED:
            services.catalogue.note(
                _as_known(asker, services),
                f"declined a request: {fault.kind.id}",
                kind=AuditKind.DECLINED,
            )
        raise


def _as_known(asker: Asker, services: Services) -> Asker:
    """Return an asker without a word of theirs: an agreement is named where there is one."""
    name = (asker.agreement or "").partition("@")[0]
    known = services.catalogue.agreement(name) if name else ()
    return replace(asker, purpose=None, agreement=name if known else None)


def declined_in(period: Period, services: Services) -> tuple[tuple[str, int], ...]:
    """Return how many requests were declined in some months, by the reason in words."""
    first, last = (
        datetime.combine(day, time(), UTC)
        for day in (period.first.first_day, period.last.plus(1).first_day)
    )
    asked = AuditAsked(since=first, until=last, kind=AuditKind.DECLINED)
    rules = (one.because.rpartition(": ")[2] for one in services.catalogue.audit(asked))
    counted = Counter(DECLINED.get(rule, "another rule forbade it") for rule in rules)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
