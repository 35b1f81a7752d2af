"""A staging that keeps nothing, for saying what would happen to a file."""

from __future__ import annotations

from typing import Any

import polars as pl

from tiig.model.submission import Pack


class NoStaging:
    """Takes every batch and lets it go."""

    def write(self, rows: Any) -> None:  # noqa: ANN401 - a journey does not name such rows
        """Let a batch go."""

    def write_findings(self, findings: pl.DataFrame) -> None:
        """Let findings go."""

    def finish(self) -> tuple[Pack, ...]:
        """Return that nothing was kept."""
        return ()
