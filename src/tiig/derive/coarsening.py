"""Leave out what a sender's agreement does not keep, once everything has been derived.

What is derived needs the minute and the age in years: whether an injury time is a default
shows in its minute. Neither is written where the agreement keeps less.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tiig.model.gates import Attendances
from tiig.model.states import ItemState, state_column
from tiig.standard.columns import UTC_SUFFIX

_HOUR = "1h"


@dataclass(frozen=True)
class Coarsened:
    """Moments kept by the hour; items whose value is not kept; derived columns left untold."""

    by_hour: tuple[str, ...] = ()
    valueless: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


NOTHING_COARSER = Coarsened()


def coarsened(rows: Attendances, kept: Coarsened) -> Attendances:
    """Return the batch with no more detail than is kept; states of items stay as they were."""
    if kept == NOTHING_COARSER:
        return rows
    moments = [name + suffix for name in kept.by_hour for suffix in ("", UTC_SUFFIX)]
    changes = {name: pl.col(name).dt.truncate(_HOUR) for name in moments}
    frame = rows.frame
    changes |= {
        name: pl.lit(None, dtype=frame.schema[name])
        for name in (*kept.valueless, *kept.untold)
        if name in frame.columns
    }
    changes |= {
        state_column(name): pl.lit(int(ItemState.NOT_IN_LAYOUT), dtype=pl.UInt8)
        for name in kept.untold
    }
    return rows.then(changes)
