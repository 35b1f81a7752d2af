"""Row numbers as people write them: `12-15, 18`."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def as_ranges(rows: ArrayLike) -> str:
    """Write row numbers, sorted and without repeats, as runs."""
    numbers = np.unique(np.asarray(rows, dtype=np.int64))
    if numbers.size == 0:
        return ""
    breaks = np.flatnonzero(np.diff(numbers) > 1)
    starts = numbers[np.r_[0, breaks + 1]].tolist()
    ends = numbers[np.r_[breaks, numbers.size - 1]].tolist()
    return ", ".join(
        str(first) if first == last else f"{first}-{last}"
        for first, last in zip(starts, ends, strict=True)
    )


def from_ranges(text: str) -> list[int]:
    """Read back what `as_ranges` wrote."""
    numbers: list[int] = []
    for run in filter(None, text.split(", ")):
        first, _, last = run.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers
