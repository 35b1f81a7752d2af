"""Which geographies are there, with vintage and source."""

from __future__ import annotations

from tiig.model.asker import Asker
from tiig.model.ports import GeographyRecord, Progress
from tiig.services import Services


def list_geographies(
    *, asker: Asker, services: Services, progress: Progress
) -> tuple[GeographyRecord, ...]:
    """Return every geography, the one used by default first."""
    del asker, progress
    return services.geography.list()
