"""Look through what somebody typed as a reason, before anything is done or kept for it."""

from __future__ import annotations

from datetime import datetime

from tiig import deidentify
from tiig.model.audit_errors import REASON_FORM, REASON_IDENTIFIES
from tiig.model.errors import TiigError

LONGEST_REASON = 300


def check_reason(because: str, now: datetime) -> None:
    """Refuse a reason or purpose that is no printable line, or seems to name a person.

    The error says the kinds alone.
    """
    if not because.isprintable() or len(because) > LONGEST_REASON:
        raise TiigError(REASON_FORM, most=LONGEST_REASON)
    kinds = deidentify.kinds_typed(because, now.date())
    if kinds:
        raise TiigError(REASON_IDENTIFIES, kinds=", ".join(kinds).replace("_", " "))
