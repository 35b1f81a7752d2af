"""Make a backup, and say in the audit trail that it was made."""

from __future__ import annotations

from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.backup import BackupMade, BackupRequest
from tiig.model.ports import Progress
from tiig.services import Services


def back_up(
    request: BackupRequest, *, asker: Asker, services: Services, progress: Progress
) -> BackupMade:
    """Add a snapshot of the workspace to a folder; what is there already is not copied again."""
    services.catalogue.note(asker, "backup begun", kind=AuditKind.BACKUP)
    made = services.back_up(request, progress)
    services.catalogue.note(asker, "backup made", kind=AuditKind.BACKUP, subjects=(made.snapshot,))
    return made
