"""The level that a share of a site, item and month is judged by, as known at a moment."""

from __future__ import annotations

from datetime import datetime

from tiig import quality
from tiig.desk.targets import agreed_targets
from tiig.model.months import Month
from tiig.model.quality import Dimension, Level
from tiig.services import Services

_JUDGED = {str(one): one for one in (Dimension.COMPLETENESS, Dimension.KNOWN, Dimension.VALIDITY)}
"""Measures that a target may hold for, by their ids."""


class Levels:
    """What one measure is judged by; nothing, where no target may hold for it."""

    def __init__(self, measure: str, services: Services, *, at: datetime) -> None:
        """Look up the targets that were known at a moment."""
        self._dimension = _JUDGED.get(measure)
        agreed = agreed_targets(services, at=at)
        self._targets = quality.Targets(services.standard.quality_targets.values(), agreed)

    def of(self, site: str, item: str, month: Month) -> Level | None:
        """Return the level of a cell; None: there is none."""
        if self._dimension is None:
            return None
        return self._targets.of(self._dimension, site, month, item)
