"""What came of a release: somebody acted on it. It closes the loop to those who wrote the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class UseKind(StrEnum):
    """What a release led to."""

    LICENSING = "licensing"
    PATROL = "patrol"
    TRAINING = "training"
    ENVIRONMENT = "environment"
    CAMPAIGN = "campaign"
    COMMISSIONING = "commissioning"
    EVALUATION = "evaluation"
    RESEARCH = "research"
    OTHER = "other"


@dataclass(frozen=True)
class ReleaseUse:
    """An action that a release led to: what was done (`what`), by whom, since which day.

    `organisation` is who acted; `person` entered it, at a moment. `what` tells of no patient.
    """

    id: str
    release: str
    kind: UseKind
    what: str
    organisation: str
    on_day: date
    person: str
    at: datetime
