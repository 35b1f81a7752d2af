"""The events of a month: who is hurt, when, where and by what, before anyone sees a hospital."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from tiig.synthesis.world.choosing import Flags, Floats, Whole


@dataclass(frozen=True)
class Events:
    """Columns of equal length, a row a person hurt.

    Moments are minutes since 1970 in local time; `scene` and `mechanism` are rows of the
    setting's tables; `place_area` is the area where it happened; `mark` is the number of
    the effect that added the row, negative where an effect took it away, otherwise 0.
    """

    stream: Whole
    incident: Whole
    person: Whole
    area: Whole
    male: Flags
    age: Whole
    injury: Whole
    arrival: Whole
    scene: Whole
    mechanism: Whole
    severity: Whole
    alcohol: Flags
    drugs: Flags
    place_area: Whole
    venue: Whole
    mark: Whole

    def __len__(self) -> int:
        """Count the people hurt."""
        return len(self.person)

    def take(self, rows: Flags | Whole) -> Self:
        """Return some of the rows."""
        return type(self)(*(getattr(self, one.name)[rows] for one in fields(self)))

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Return all rows of several."""
        columns = [one.name for one in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def as_index(values: Whole | Floats | Flags) -> Whole:
    """Return whole numbers that can number rows."""
    numbers: Whole = values.astype(np.int64)
    return numbers
