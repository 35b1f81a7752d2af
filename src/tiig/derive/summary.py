"""Count what a batch holds by site and month: the stored quality counts, never judged here."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from tiig.model.gates import Attendances
from tiig.model.states import ItemState, state_column
from tiig.standard.standard import Standard

ROWS = "rows"
"""The item under which whole rows are counted."""

_Places = npt.NDArray[np.int32]
_KEYS = ("site", "month")
_STATES = [state.name.lower().replace("_", " ") for state in sorted(ItemState)]
_COUNTED = ("group", "item", "measure", "count")
_ASSAULTS = ("recorded", "inferred")
_SUMMARY = {
    "site": pl.String,
    "month": pl.String,
    "item": pl.String,
    "measure": pl.String,
    "count": pl.Int64,
}


def summarise(rows: Attendances, standard: Standard) -> pl.DataFrame:
    """Return `site`, `month`, `item`, `measure`, `count` (Int64): item states and assaults.

    `rows/stored`, `rows/recorded-assaults` and `rows/inferred-assaults` count rows; every
    other item is counted by its state, states that do not occur left out.
    """
    frame = rows.frame
    if frame.is_empty():
        return pl.DataFrame(schema=_SUMMARY)
    keys = frame.select(_KEYS).unique().sort(_KEYS).with_row_index("group")
    found = frame.select(_KEYS).join(keys, on=_KEYS, how="left", maintain_order="left")
    groups = found["group"].to_numpy().astype(np.int32)
    items = [item.id for item in standard.stored_items if state_column(item.id) in frame.columns]
    counted = pl.concat(
        [_whole_rows(frame, groups, keys.height), _states(frame, items, groups, keys.height)]
    ).join(keys, on="group", how="left", maintain_order="left")
    return counted.select(*_KEYS, "item", "measure", "count").sort(*_KEYS, "item", "measure")


def _whole_rows(frame: pl.DataFrame, groups: _Places, size: int) -> pl.DataFrame:
    counts = [np.bincount(groups, minlength=size)]
    for word in _ASSAULTS:
        chosen = (frame["assault"] == word).fill_null(value=False).to_numpy()
        counts.append(np.bincount(groups[chosen], minlength=size))
    measures = ["stored", *(f"{word}-assaults" for word in _ASSAULTS)]
    return pl.concat(
        pl.DataFrame({"group": np.arange(size, dtype=np.uint32), "count": count.astype(np.int64)})
        .with_columns(pl.lit(ROWS).alias("item"), pl.lit(measure).alias("measure"))
        .select(_COUNTED)
        for measure, count in zip(measures, counts, strict=True)
    )


def _states(frame: pl.DataFrame, items: list[str], groups: _Places, size: int) -> pl.DataFrame:
    """Count every item by state: one pass over small integers each, whatever the site-months."""
    base = groups * np.int32(len(_STATES))
    counts = np.stack([_tally(frame[state_column(item)], base, size) for item in items])
    which, group, state = np.nonzero(counts)
    return pl.DataFrame(
        {
            "group": group.astype(np.uint32),
            "item": pl.Series(items).gather(which),
            "measure": pl.Series(_STATES).gather(state),
            "count": counts[which, group, state].astype(np.int64),
        }
    )


def _tally(states: pl.Series, base: _Places, size: int) -> npt.NDArray[np.int64]:
    known = states.fill_null(int(ItemState.BLANK)) if states.null_count() else states
    counts = np.bincount(base + known.to_numpy(), minlength=size * len(_STATES))
    return counts.reshape(size, len(_STATES))
