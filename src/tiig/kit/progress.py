"""A progress that says nothing, for callers that do not listen."""

from __future__ import annotations


class Silent:
    """Takes every step without a word."""

    def step(self, what: str, done: int | None = None, out_of: int | None = None) -> None:
        """Say nothing."""
