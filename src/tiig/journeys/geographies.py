"""Which geographies are there, with vintage and source."""

from __future__ import annotations

from tiig.desk import default_geography
from tiig.model.asker import Asker
from tiig.model.geography import GeographyRecord
from tiig.model.ports import Progress
from tiig.services import Services


def list_geographies(
    *, asker: Asker, services: Services, progress: Progress
) -> tuple[GeographyRecord, ...]:
    """Return every geography, the one used by default first."""
    del asker, progress
    default = default_geography(services)
    return tuple(sorted(services.geography.list(), key=lambda one: one.name != default))
