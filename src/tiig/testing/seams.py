"""Which seams work passes, for tests that break it off at each of them."""

from __future__ import annotations


class ListingSeams:
    """Remembers the seams that were passed."""

    def __init__(self) -> None:
        self.passed: list[str] = []

    def reach(self, seam: str) -> None:
        """Remember the seam."""
        self.passed.append(seam)
