"""What the recording needs to see of a world: who came where and when, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import polars as pl

from tiig.model.months import Month


class Site(Protocol):
    """An emergency department of the world."""

    @property
    def code(self) -> str:
        """The site code, by which senders know it."""

    @property
    def name(self) -> str:
        """The name that people use."""


class Venue(Protocol):
    """A place with a name of its own; `kind` is a node of the place types."""

    @property
    def kind(self) -> str:
        """The type of place."""

    @property
    def name(self) -> str:
        """The invented name."""

    @property
    def street(self) -> str:
        """The invented street."""

    @property
    def la(self) -> str:
        """The schematic authority, by code."""


class World(Protocol):
    """True attendances, before any department has written them down."""

    @property
    def sites(self) -> Sequence[Site]:
        """Every emergency department."""

    @property
    def venues(self) -> Sequence[Venue]:
        """Every named place, in the order of the rows' `venue` numbers."""

    def month(self, month: Month) -> pl.DataFrame:
        """Return the true attendances of a month at all sites, by site and arrival."""

    def truth(self) -> dict[str, object]:
        """Return what was planted in the world, as JSON holds it."""
