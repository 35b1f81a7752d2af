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

_KEYS = ("site", "month")
_STATES = {int(state): state.name.lower().replace("_", " ") for state in ItemState}
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
    groups = found["group"].to_numpy().astype(np.int64)
    parts = [_whole_rows(frame, groups, keys.height)]
    parts += [
        _states(item.id, frame[state_column(item.id)], groups, keys.height)
        for item in standard.stored_items
        if state_column(item.id) in frame.columns
    ]
    counted = pl.concat(parts).join(keys, on="group", how="left", maintain_order="left")
    return counted.select(*_KEYS, "item", "measure", "count").sort(*_KEYS, "item", "measure")


def _whole_rows(frame: pl.DataFrame, groups: npt.NDArray[np.int64], size: int) -> pl.DataFrame:
    counts = {"stored": np.bincount(groups, minlength=size)}
    for word in _ASSAULTS:
        chosen = (frame["assault"] == word).fill_null(value=False).to_numpy()
        counts[f"{word}-assaults"] = np.bincount(groups[chosen], minlength=size)
    return pl.concat([_part(ROWS, measure, count) for measure, count in counts.items()])


def _states(item: str, states: pl.Series, groups: npt.NDArray[np.int64], size: int) -> pl.DataFrame:
    """Count one item: a single pass over small integers, whatever the number of site-months."""
    together = groups * len(_STATES) + states.fill_null(int(ItemState.BLANK)).to_numpy()
    counts = np.bincount(together, minlength=size * len(_STATES)).reshape(size, len(_STATES))
    occurring = [state for state in _STATES if counts[:, state].any()]
    parts = [_part(item, _STATES[state], counts[:, state]) for state in occurring]
    return pl.concat(parts).filter(pl.col("count") > 0)


def _part(item: str, measure: str, counts: npt.NDArray[np.int64]) -> pl.DataFrame:
    return pl.DataFrame(
        {"group": np.arange(counts.size, dtype=np.uint32), "count": counts.astype(np.int64)}
    ).with_columns(pl.lit(item).alias("item"), pl.lit(measure).alias("measure"))
