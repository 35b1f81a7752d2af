"""How much of a file is taken in at once, and how much at all."""

from __future__ import annotations

import math
from dataclasses import dataclass

_MEBI = 1 << 20
RATIO_FROM = 64 * _MEBI
"""Below this size anything may inflate as it likes: small sheets of one value do."""


@dataclass(frozen=True)
class Limits:
    """Bounds that keep memory flat and hostile files out; sizes in bytes.

    `chunk` is read at once; a single record longer than `record` is refused. A workbook may
    be `workbook` large, inflate to `inflated` in all and by `ratio` times, have `parts` parts
    and span `cells` cells (first to last used, empty ones included). Elements of XML stand
    at most `depth` in one another, have `attributes`, and no more than `elements` of them
    make a record; `columns` is how many different ones a file may have. An archive inflates
    to `file` at most (`workbook` where the profile allows one), and beyond `RATIO_FROM` by
    `ratio` times.

    Where a file is read apart, the process may take `memory` and `memory_per_byte` of the file
    on top, in all no more than `memory_most`; `seconds` of processor time, and more for each
    mebibyte of the file; and be silent for `patience` times as long.
    """

    file: int = 8192 * _MEBI
    chunk: int = 16 * _MEBI
    record: int = 4 * _MEBI
    workbook: int = 256 * _MEBI
    inflated: int = 2048 * _MEBI
    ratio: int = 200
    parts: int = 5_000
    cells: int = 60_000_000
    depth: int = 64
    attributes: int = 256
    elements: int = 20_000
    columns: int = 2_000
    memory: int = 640 * _MEBI
    memory_per_byte: int = 20
    memory_most: int = 4096 * _MEBI
    seconds: float = 8.0
    seconds_per_mebi: float = 6.0
    patience: float = 10.0

    def memory_for(self, size: int) -> int:
        """Return how many bytes a process may take to read a file of a size."""
        return min(self.memory + self.memory_per_byte * size, self.memory_most)

    def seconds_for(self, size: int) -> int:
        """Return how many seconds of processor time it may take."""
        return math.ceil(self.seconds + self.seconds_per_mebi * size / _MEBI)

    def patience_for(self, size: int) -> float:
        """Return how many seconds it may be silent, on a machine that is busy with others."""
        return self.patience * self.seconds_for(size)


USUAL = Limits()
"""The limits that hold where nobody sets others."""
