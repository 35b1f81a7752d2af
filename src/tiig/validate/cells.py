"""The words in which rules ask about a row: expressions over values and item states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import polars as pl

from tiig.kit.ages import completed_years
from tiig.kit.clock_changes import repeated_hours, skipped_hours
from tiig.model.days import Days
from tiig.model.states import ItemState, state_column
from tiig.standard.items import Kind
from tiig.standard.standard import Standard
from tiig.standard.trees import Tree

DUPLICATE = "~duplicate"
"""Whether all cells of an earlier row are the same; made from the whole file's memory."""
REPEATED = "~repeated"
"""Whether an earlier row has the same attendance number; null where there is none."""

ZONE = "Europe/London"
YES = "yes"
ASSAULT = "assault"

_MINUTE, _HOUR, _DAY = 60_000_000, 3_600_000_000, 86_400_000_000
"""In microseconds, the grain of moments; whole-number arithmetic is quicker than calendars."""

_NO_ANSWER = (ItemState.BLANK, ItemState.NOT_IN_LAYOUT)
_TYPES = {Kind.MOMENT: pl.Datetime("us"), Kind.WHOLE: pl.Int32(), Kind.BIRTH_DATE: pl.Date()}


@dataclass(frozen=True)
class Declared:
    """What the submission says it covers, and the day on which it was received."""

    sites: frozenset[str]
    days: Days
    received_on: date


@dataclass(frozen=True)
class Cells:
    """One row's items, as expressions; null-safe, so that rules need not think of nulls.

    Only `value` may be null. Every question about nodes is answered from the tree, so that
    a node added under a branch is judged as the branch is.
    """

    standard: Standard
    declared: Declared

    def value(self, item: str) -> pl.Expr:
        """Return the typed value; null unless given."""
        return pl.col(item)

    def state(self, item: str, *states: ItemState) -> pl.Expr:
        """Tell whether an item is in one of some states."""
        column = pl.col(state_column(item))
        first, *others = [column == int(state) for state in states]
        return pl.any_horizontal(first, *others) if others else first

    def given(self, item: str) -> pl.Expr:
        """Tell whether an item has a value; a moment needs date and time."""
        return self.state(item, ItemState.GIVEN)

    def dated(self, item: str) -> pl.Expr:
        """Tell whether a moment has at least its date."""
        return self.state(item, ItemState.GIVEN, ItemState.PART)

    def asked(self, item: str) -> pl.Expr:
        """Tell whether the sender's layout has the item at all."""
        return ~self.state(item, ItemState.NOT_IN_LAYOUT)

    def answered(self, item: str) -> pl.Expr:
        """Tell whether the sender wrote anything, be it "not known" or unreadable."""
        return ~self.state(item, *_NO_ANSWER)

    def under(self, item: str, *nodes: str) -> pl.Expr:
        """Tell whether a coded item is given and lies under any of some nodes."""
        tree = self.standard.tree_of(item)
        unknown = [node for node in nodes if node not in tree]
        if unknown:
            message = f"tree {tree.id} has no node {', '.join(unknown)}"
            raise ValueError(message)
        wanted = sorted({deep for node in nodes for deep in tree.under(node)})
        column = pl.col(item)
        found = column == wanted[0] if len(wanted) == 1 else column.is_in(wanted)
        return found.fill_null(value=False)

    def yes(self, item: str) -> pl.Expr:
        """Tell whether a yes-or-no item says yes."""
        return self.under(item, YES)

    def assault(self) -> pl.Expr:
        """Tell whether the row is a recorded assault: by intent, flag or sender's group."""
        return (
            self.under("injury_intent", ASSAULT)
            | self.yes("assault_flag")
            | self.under("sender_injury_group", ASSAULT)
        )

    def tells_intent(self) -> pl.Expr:
        """Tell whether any item that can say "assault" has a value."""
        return pl.any_horizontal(
            self.given(item.id) for item in self.standard.items.values() if item.tells_assaults
        )

    def of_kind(self, item: str, attribute: str, value: str = YES) -> pl.Expr:
        """Tell whether a coded item's node has an attribute of its tree's file."""
        wanted = _nodes_of_kind(self.standard.tree_of(item), attribute, value)
        return pl.col(item).is_in(wanted).fill_null(value=False)

    def years_since_birth(self) -> pl.Expr:
        """Return the completed years from the date of birth to the arrival; null without both."""
        return completed_years(pl.col("date_of_birth"), pl.col("arrival_at").dt.date())

    def age(self) -> pl.Expr:
        """Return the age as sent, else as the date of birth tells it; null where neither does."""
        told = self.years_since_birth()
        return pl.coalesce(
            pl.when(self.given("age")).then("age"), pl.when(self.an_age(told)).then(told)
        )

    def an_age(self, years: pl.Expr) -> pl.Expr:
        """Tell whether a number of years lies within the bounds of the item *age*."""
        limits = self.standard.items["age"]
        return years.is_between(pl.lit(limits.low), pl.lit(limits.high))

    def minute(self, item: str) -> pl.Expr:
        """Return a moment's minute of local time, counted from 1970."""
        return pl.col(item).cast(pl.Int64) // _MINUTE

    def days_between(self, earlier: str, later: str) -> pl.Expr:
        """Return the full days of local time from one moment to another."""
        return (pl.col(later).cast(pl.Int64) - pl.col(earlier).cast(pl.Int64)) // _DAY

    def in_order(self, earlier: str, later: str) -> pl.Expr:
        """Say whether one moment does not follow another, by day where a time is missing.

        Not applicable where a moment lies in the hour that the clocks repeat and the other
        less than an hour away: local time then cannot tell.
        """
        timed = self.given(earlier) & self.given(later)
        first, second = pl.col(earlier).cast(pl.Int64), pl.col(later).cast(pl.Int64)
        repeated = self.in_repeated_hour(earlier) | self.in_repeated_hour(later)
        clear = ~(timed & repeated & ((first - second).abs() < _HOUR))
        by_day = first // _DAY <= second // _DAY
        holds = pl.when(timed).then(first <= second).otherwise(by_day)
        return only_if(self.dated(earlier) & self.dated(later) & clear, holds)

    def in_skipped_hour(self, item: str) -> pl.Expr:
        """Tell whether a local time never was, because the clocks went forward."""
        return _in_hours(item, skipped_hours(ZONE))

    def in_repeated_hour(self, item: str) -> pl.Expr:
        """Tell whether a local time was twice, because the clocks went back."""
        return _in_hours(item, repeated_hours(ZONE))

    def after_day(self, item: str, day: date) -> pl.Expr:
        """Tell whether a moment lies after the end of a day."""
        return pl.col(item) >= pl.lit(day + timedelta(days=1)).cast(pl.Datetime("us"))

    def not_before_day(self, item: str, day: date) -> pl.Expr:
        """Tell whether a moment lies on a day or later."""
        return pl.col(item) >= pl.lit(day).cast(pl.Datetime("us"))


@lru_cache(maxsize=256)
def _nodes_of_kind(tree: Tree, attribute: str, value: str) -> tuple[str, ...]:
    return tuple(node for node in tree.nodes if tree.attribute(node, attribute) == value)


@lru_cache(maxsize=4)
def _hour_numbers(hours: tuple[datetime, ...]) -> pl.Series:
    return pl.Series(hours, dtype=pl.Datetime("us")).cast(pl.Int64) // _HOUR


def _in_hours(item: str, hours: tuple[datetime, ...]) -> pl.Expr:
    numbers = _hour_numbers(hours).implode()
    return (pl.col(item).cast(pl.Int64) // _HOUR).is_in(numbers).fill_null(value=False)


def only_if(applies: pl.Expr, holds: pl.Expr) -> pl.Expr:
    """Say met or missed where a rule applies, and null - not applicable - elsewhere."""
    return pl.when(applies).then(holds)


def with_absent(frame: pl.DataFrame, standard: Standard) -> pl.DataFrame:
    """Add every item that the batch lacks: no value, state `not in layout`."""
    present = set(frame.columns)
    values = [
        pl.lit(None, dtype=_TYPES.get(item.kind, pl.String())).alias(item.id)
        for item in standard.items.values()
        if item.id not in present
    ]
    states = [
        pl.lit(int(ItemState.NOT_IN_LAYOUT), dtype=pl.UInt8).alias(state_column(item))
        for item in standard.items
        if state_column(item) not in present
    ]
    return frame.with_columns(*values, *states)
