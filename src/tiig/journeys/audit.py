"""The audit trail: read it, hand out its signed head, and prove that nothing was altered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tiig.model.asker import Asker
from tiig.model.audit import AuditAsked, AuditCheck, AuditRow, Head
from tiig.model.audit_errors import AUDIT_EMPTY
from tiig.model.errors import TiigError
from tiig.model.ports import Progress
from tiig.services import Services

EMPTIED = "The trail is empty, although a workspace begins with the row that it was made."


def audit_log(
    asked: AuditAsked, *, asker: Asker, services: Services, progress: Progress
) -> tuple[AuditRow, ...]:
    """Return rows of the trail, oldest first; that somebody read it is its next row."""
    del progress
    found = services.catalogue.audit(asked)
    services.catalogue.note(asker, "read the audit trail")
    return found


def audit_head(*, asker: Asker, services: Services, progress: Progress) -> Head:
    """Return the signed head, for somebody outside to keep."""
    del asker, progress
    head = services.catalogue.audit_head()
    if head is None:
        raise TiigError(AUDIT_EMPTY)
    return head


def verify_audit(
    heads: Collection[Head], *, asker: Asker, services: Services, progress: Progress
) -> AuditCheck:
    """Go through every row and hold the trail against heads from outside; writes nothing.

    It leaves no row, so that a copy or a disk that cannot be written is checked as well.
    """
    del asker
    progress.step("going through the audit trail")
    check = services.catalogue.check_audit(heads)
    return check if check.rows else replace(check, faults=(*check.faults, EMPTIED))
