"""What a sender's agreement says about identifiers: conversion, free text, refused copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Terms:
    """The terms under which a sender's file is taken in.

    `treatments` are (item, treatment) pairs that are converted here, with a basis in the
    agreement; None where no agreement was asked. `refuse_above` is the share of free-text
    cells with an identifier that refuses the file, `refused_hours` how long the sealed copy
    of a refused file may be kept.
    """

    treatments: frozenset[tuple[str, str]] | None = None
    refuse_above: float = 0.02
    refused_hours: int = 72

    @property
    def keep_refused(self) -> timedelta:
        """How long the sealed copy of a refused file may be kept."""
        return timedelta(hours=self.refused_hours)


STANDING = Terms()
"""The terms that hold where no agreement sets others."""
