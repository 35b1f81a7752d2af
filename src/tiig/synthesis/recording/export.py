"""What an export holds: which rows a sender's report takes, and which come too late for it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tiig.model.months import Month
from tiig.model.profile import Scope
from tiig.synthesis.recording.draws import Draws
from tiig.synthesis.recording.habits import ASSAULT, TRUTH
from tiig.synthesis.recording.senders import Sender
from tiig.synthesis.recording.sent import Fate

MOST_SET_ASIDE = 0.02
"""The house holds a file of which more than this share would be set aside."""

_LATE_DAYS = 3
"""Only attendances of a month's last days are written up too late for its export."""
_MOST_LATE = 0.01
"""Share of a month's rows above which no more of them come late."""


@dataclass(frozen=True)
class Export:
    """A sender's month: its rows, late ones of the month before, and those that come late.

    `late` are rows of this month that only the next file holds.
    """

    sender: Sender
    month: Month
    rows: pl.DataFrame
    late_before: pl.DataFrame
    late: pl.DataFrame

    @property
    def together(self) -> pl.DataFrame:
        """All rows of the file: late ones of the month before, then its own."""
        return pl.concat([self.late_before, self.rows])

    @property
    def fate(self) -> Fate:
        """What the house does with such a file: it holds what shows no assault at all."""
        assaults = self.rows.filter(pl.col("assault_flag") == "yes").height
        aside = self.late_before.height
        too_many = aside > MOST_SET_ASIDE * (aside + self.rows.height)
        return Fate.TAKEN if assaults and not too_many else Fate.HELD


def in_scope(recorded: pl.DataFrame, sender: Sender, month: Month) -> pl.DataFrame:
    """Return the recorded rows that a sender's report takes in a month."""
    taken = pl.lit(True)
    if sender.scope is Scope.ALL_INJURIES:
        taken &= pl.col(TRUTH) != "none"
    if sender.scope is Scope.ASSAULTS_ONLY:
        taken &= (pl.col("injury_intent") == ASSAULT).fill_null(value=False)
    if not sender.follow_ups:
        taken &= pl.col("attendance_category") == "first"
    for left_out in sender.filters:
        if left_out.since <= month:
            under = pl.col(left_out.item).str.starts_with(left_out.node)
            taken &= ~under.fill_null(value=False)
    return recorded.filter(taken)


def in_time(
    recorded: pl.DataFrame, sender: Sender, draws: Draws
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part a month's rows into those that its own export holds and those that come late."""
    share = pl.Series(draws.shares("late", recorded.height))
    days = draws.month.last_day.day - pl.col("arrival_at").dt.day()
    hit = (days < _LATE_DAYS) & (pl.lit(share) < sender.late)
    late = hit & (hit.cast(pl.Int32).cum_sum() <= int(recorded.height * _MOST_LATE))
    marked = recorded.with_columns(late.alias("late"))
    own, behind = marked.filter(~pl.col("late")), marked.filter("late")
    return own.drop("late"), behind.drop("late")
