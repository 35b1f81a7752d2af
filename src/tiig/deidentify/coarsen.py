"""Gate one keeps no finer detail than the agreement: days, wider areas, broad categories."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tiig.model.states import ItemState, local_column, state_column

_DAY = "1d"


def by_day(frame: pl.DataFrame, moments: tuple[str, ...]) -> pl.DataFrame:
    """Return moments as days: what was given to the minute has only its date now."""
    changes: list[pl.Expr] = []
    for name in moments:
        if name in frame.columns:
            state = pl.col(state_column(name))
            part = pl.lit(int(ItemState.PART), dtype=pl.UInt8)
            changes += [
                pl.col(name).dt.truncate(_DAY),
                pl.when(state == int(ItemState.GIVEN))
                .then(part)
                .otherwise(state)
                .alias(state_column(name)),
            ]
    return frame.with_columns(changes)


def by_group(frame: pl.DataFrame, groups: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """Return categories as the broad ones above them; the local value, which says more, goes."""
    changes: list[pl.Expr] = []
    for name, broad in groups.items():
        if name not in frame.columns:
            continue
        kind = frame.schema[name]
        told = pl.col(name).cast(pl.String).replace(dict(broad)).cast(kind)
        changes.append(told.alias(name))
        if local_column(name) in frame.columns:
            changes.append(pl.lit(None, dtype=pl.UInt32).alias(local_column(name)))
    return frame.with_columns(changes)


def by_area(frame: pl.DataFrame, areas: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """Return areas as the wider ones that hold them; one whose wider area is not known goes.

    Its state stays as it was: the sender gave it.
    """
    changes = [
        pl.col(name)
        .cast(pl.String)
        .replace_strict(dict(wider), default=None, return_dtype=pl.String)
        .alias(name)
        for name, wider in areas.items()
        if name in frame.columns
    ]
    return frame.with_columns(changes)
