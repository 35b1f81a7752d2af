"""Look through what somebody typed as a reason, before anything is done or kept for it."""

from __future__ import annotations

from datetime import datetime

from tiig import deidentify
from tiig.model.audit_errors import REASON_IDENTIFIES
from tiig.model.errors import TiigError


def check_reason(because: str, now: datetime) -> None:
    """Refuse a reason or purpose that seems to name a person; the error says the kinds alone."""
    kinds = deidentify.kinds_typed(because, now.date())
    if kinds:
        raise TiigError(REASON_IDENTIFIES, kinds=", ".join(kinds).replace("_", " "))
