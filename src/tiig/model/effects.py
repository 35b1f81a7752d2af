"""What came after an action: a department's own months before and after, beside others'."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf

from tiig.model.charts import Limits
from tiig.model.months import Month
from tiig.model.quality import Share

VOLUME, IN_TIME = "volume", "timeliness"
"""What is measured of whole months besides shares of rows: how many there are, and in time."""


class Verdict(StrEnum):
    """What the control-chart rule says of the months after an action."""

    IMPROVED = "improved"
    WORSE = "worse"
    NOT_SHOWN = "no change shown"
    BOTH_WAYS = "went both ways"
    TOO_EARLY = "too early to tell"
    NO_PAST = "too few months before"


@dataclass(frozen=True)
class Stretch:
    """Months before or after: their rows added up, and how many months these are."""

    share: Share
    months: int


@dataclass(frozen=True)
class Beside:
    """Another department in the same months, of which nothing was done about the same measure."""

    site: str
    before: Stretch
    after: Stretch

    @property
    def change(self) -> float:
        """By how many percentage points its share changed."""
        return per_cent(self.after.share) - per_cent(self.before.share)


@dataclass(frozen=True)
class Effect:
    """The months before and after the month in which something was done, and those of others.

    `lower` and `upper` are the limits, in per cent, that the months before set; `beyond` says how
    many of the others changed by less, of all those that can be compared.
    """

    verdict: Verdict
    done: Month
    before: Stretch
    after: Stretch
    lower: float
    upper: float
    others: tuple[Beside, ...]

    @property
    def change(self) -> float:
        """By how many percentage points the share changed."""
        return per_cent(self.after.share) - per_cent(self.before.share)


@dataclass(frozen=True)
class ActionEffect:
    """What came after one action; `kind` is what was done first."""

    action: str
    kind: str
    site: str
    site_name: str
    item: str
    item_label: str
    measure: str
    measure_label: str
    effect: Effect

    @property
    def most(self) -> float:
        """The most per cent that can be: rows may be any number of those expected."""
        return inf if self.measure == VOLUME else 100.0


@dataclass(frozen=True)
class EffectPicture:
    """An effect month by month: the department's shares, and those of the others added up.

    `before` and `after` are the means and limits, in per cent, of the months that an effect is
    judged by; the month in which something was done belongs to neither.
    """

    told: ActionEffect
    months: tuple[tuple[Month, Share], ...]
    others: tuple[tuple[Month, Share], ...]
    before: Limits
    after: Limits


def per_cent(share: Share) -> float:
    """Return a share in per cent; 0 of nothing."""
    return 100 * share.part / share.whole if share.whole else 0.0
