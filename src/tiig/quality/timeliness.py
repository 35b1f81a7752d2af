"""Days until rows were there: of half of them and of nine in ten, and since when a month stands."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tiig.model.submission import Pair
from tiig.model.timeliness import DaysTaken

_HALF, _NINE_IN_TEN = 0.5, 0.9


def days_taken(days: pl.DataFrame, *by: str) -> dict[tuple[str, ...], tuple[DaysTaken, DaysTaken]]:
    """Return the days until rows were received and usable, by these columns.

    `days` has the columns, and how many `rows` took so many `received` and `usable` days.
    """
    received, usable = (_taken(days, name, by) for name in ("received", "usable"))
    return {key: (received[key], usable[key]) for key in received}


def _taken(days: pl.DataFrame, name: str, by: Sequence[str]) -> dict[tuple[str, ...], DaysTaken]:
    """Return the fewest days within which so many of the rows had come (nearest rank)."""
    running = (
        days.group_by(*by, name)
        .agg(pl.col("rows").sum())
        .sort(*by, name)
        .with_columns(share=pl.col("rows").cum_sum().over(by) / pl.col("rows").sum().over(by))
    )
    found = running.group_by(by, maintain_order=True).agg(
        *(
            pl.col(name).filter(pl.col("share") >= share).first().alias(str(share))
            for share in (_HALF, _NINE_IN_TEN)
        )
    )
    return {tuple(key): DaysTaken(half, most) for *key, half, most in found.iter_rows()}


def since_when(pair: Pair, ever: Sequence[Pair]) -> Pair:
    """Return the pair with which the unbroken stretch began that a pair in force stands in.

    `ever` are the pairs with rows of its site-month, in force at any time. One that another
    followed at once, for all of its days or more, is the same month corrected or read again; a
    month that was withdrawn begins anew.
    """
    now = pair
    while True:
        before = [
            one
            for one in ever
            if one.known_from < now.known_from
            and one.known_until is not None
            and one.known_until >= now.known_from
            and one.days.first <= now.days.first
            and now.days.last <= one.days.last
        ]
        if not before:
            return now
        now = min(before, key=lambda one: (one.known_from, one.id))
