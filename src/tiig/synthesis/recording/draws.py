"""Named randomness: each purpose draws from its own stream, so that none disturbs another."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tiig.model.months import Month

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """The streams of one sender's month; equal seeds give equal streams on every machine."""

    seed: int
    sender: str
    month: Month

    def stream(self, purpose: str) -> np.random.Generator:
        """Return the stream of a purpose, always from its beginning."""
        name = zlib.crc32(f"{self.sender}/{purpose}".encode())
        return np.random.default_rng([self.seed, self.month.index, name])

    def shares(self, purpose: str, rows: int) -> Shares:
        """Return a number from 0 to 1 for each row."""
        return self.stream(purpose).random(rows)
