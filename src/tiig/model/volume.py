"""The rows of months beside those that were to be expected of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tiig.model.coverage import Standing
from tiig.model.months import Month, Period


class VolumeVerdict(StrEnum):
    """What is to be said of the rows of a month."""

    FEWER = "fewer than expected"
    MORE = "more than expected"
    AS_EXPECTED = "as expected"
    NO_PAST = "too little past"
    NOT_WHOLE = "not wholly received"


@dataclass(frozen=True)
class VolumeMonth:
    """A site-month: its rows (None: not wholly in force), and what was expected of it.

    `expected` lies between `low` and `high` 99 times in 100; all are None where nothing can be.
    """

    site: str
    site_name: str
    month: Month
    standing: Standing
    rows: int | None
    expected: int | None
    low: int | None
    high: int | None
    verdict: VolumeVerdict


@dataclass(frozen=True)
class Volumes:
    """Site-months of a period, by site and month: those that nobody sent stand among them."""

    period: Period
    months: tuple[VolumeMonth, ...]
