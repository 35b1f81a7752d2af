"""Count what a batch holds by site and month: the stored quality counts, never judged here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tiig.derive.answers import default_counts, missed_counts, node_counts, usable_counts
from tiig.model.gates import Attendances
from tiig.model.states import ItemState, state_column
from tiig.standard.items import Item
from tiig.standard.quality import ROWS_OF, WHOLE_ROWS, Applies, measure_name
from tiig.standard.standard import Standard

_Groups = npt.NDArray[np.intp]
_Rows = npt.NDArray[np.intp]
_States = npt.NDArray[np.uint8]
_KEYS = ("site", "month")
_STATES = sorted(ItemState)
_COUNTED = ("group", "item", "measure", "count")
_SUMMARY = {
    "site": pl.String,
    "month": pl.String,
    "item": pl.String,
    "measure": pl.String,
    "count": pl.Int64,
}


def summarise(
    rows: Attendances,
    standard: Standard,
    layout: Collection[str],
    not_known: Collection[str] = frozenset(),
    missed: Mapping[str, pl.Series] | None = None,
) -> pl.DataFrame:
    """Return `site`, `month`, `item`, `measure`, `count` (Int64): item states and whole rows.

    `rows/stored`, `rows/injuries`, `rows/recorded-assaults` and `rows/inferred-assaults`
    count rows; every other item is counted by its state (`given`), and a watched item that
    applies to some rows only by its state among these too (`given of assaults`). States
    that do not occur are left out. Watched items are also counted by their answers (`is
    home.own of assaults`, `default of assaults`), recorded assaults by what can be used of
    them (`rows/usable 101`). `layout` names the items that the sender's file has,
    `not_known` the ids of phrases that say only that something is not known, `missed` the
    rows that missed some rules, by what they are counted as (`rows/inconsistent`).
    """
    frame = rows.frame
    if frame.is_empty():
        return pl.DataFrame(schema=_SUMMARY)
    keys = frame.select(_KEYS).unique().sort(_KEYS).with_row_index("group")
    found = frame.select(_KEYS).join(keys, on=_KEYS, how="left", maintain_order="left")
    flags = {
        measure: frame["row"].is_in(numbers.unique().implode()).to_numpy()
        for measure, numbers in (missed or {}).items()
    }
    grouped = Grouped(found["group"].to_numpy().astype(np.intp), [layout] * keys.height)
    counted = grouped_counts(frame, standard, grouped, not_known, flags)
    told = counted.join(keys, on="group", how="left", maintain_order="left")
    return told.select(*_KEYS, "item", "measure", "count").sort(*_KEYS, "item", "measure")


@dataclass(frozen=True, eq=False)
class Grouped:
    """The group that each row is counted in, from 0, and the items in the file of each group."""

    of_rows: _Groups
    layouts: Sequence[Collection[str]]

    @property
    def size(self) -> int:
        """How many groups there are."""
        return len(self.layouts)


def grouped_counts(
    frame: pl.DataFrame,
    standard: Standard,
    grouped: Grouped,
    not_known: Collection[str],
    missed: Mapping[str, npt.NDArray[np.bool_]],
) -> pl.DataFrame:
    """Return `group`, `item`, `measure`, `count`, as `summarise` counts.

    `missed` flags the rows that missed some rules.
    """
    groups = grouped.of_rows
    items = [item.id for item in standard.stored_items if state_column(item.id) in frame.columns]
    assaults = _rows_of(frame, Applies.ASSAULTS)
    return pl.concat(
        [
            _whole_rows(frame, groups, grouped.size),
            _states(frame, items, groups, grouped.size),
            *_watched(frame, standard, grouped, not_known),
            *_answers(frame, standard, groups),
            usable_counts(frame, standard, assaults, groups, not_known),
            *missed_counts(missed, groups),
        ]
    )


def _whole_rows(frame: pl.DataFrame, groups: _Groups, size: int) -> pl.DataFrame:
    inferred = _places(frame["assault"] == "inferred")
    chosen = {
        **{measure: _rows_of(frame, which) for which, measure in ROWS_OF.items()},
        "inferred-assaults": inferred,
    }
    counts = [np.bincount(groups[places], minlength=size) for places in chosen.values()]
    return pl.concat(
        pl.DataFrame({"group": np.arange(size, dtype=np.uint32), "count": count.astype(np.int64)})
        .with_columns(pl.lit(WHOLE_ROWS).alias("item"), pl.lit(measure).alias("measure"))
        .select(_COUNTED)
        for measure, count in zip(chosen, counts, strict=True)
    )


def _states(frame: pl.DataFrame, items: list[str], groups: _Groups, size: int) -> pl.DataFrame:
    """Count every item by state: one pass over small integers each, whatever the site-months."""
    return _tallies({item: _state_of(frame, item) for item in items}, groups, size, Applies.ALL)


def _watched(
    frame: pl.DataFrame, standard: Standard, grouped: Grouped, not_known: Collection[str]
) -> Iterator[pl.DataFrame]:
    """Count watched items by state among the rows to which they apply, where these are some."""
    for applies in (Applies.INJURIES, Applies.ASSAULTS):
        watched = [one.item for one in standard.quality_items.values() if one.applies is applies]
        places = _rows_of(frame, applies)
        if not watched or not places.size:
            continue
        groups = grouped.of_rows[places]
        told = {
            name: _told(frame, standard.items[name], places, grouped, not_known) for name in watched
        }
        yield _tallies(told, groups, grouped.size, applies)


def _answers(frame: pl.DataFrame, standard: Standard, groups: _Groups) -> Iterator[pl.DataFrame]:
    """Count watched items by what they answer, among the rows to which they apply."""
    for applies in Applies:
        rows = _rows_of(frame, applies)
        yield from node_counts(frame, standard, rows, groups, applies)
        yield from default_counts(frame, standard, rows, groups, applies)


def _rows_of(frame: pl.DataFrame, applies: Applies) -> _Rows:
    """Return the places of the rows to which an item applies."""
    if applies is Applies.ALL:
        return np.arange(frame.height)
    if applies is Applies.INJURIES:
        return _places(frame["injury_group"] != "none")
    return _places(frame["assault"] == "recorded")


def _places(chosen: pl.Series) -> _Rows:
    return np.flatnonzero(chosen.fill_null(value=False).to_numpy())


def _told(
    frame: pl.DataFrame, item: Item, places: _Rows, grouped: Grouped, not_known: Collection[str]
) -> _States:
    """Return an item's states at some rows; of a text that is not stored, what its phrase says."""
    if item.stored:
        return _state_of(frame, item.id)[places]
    in_layout = np.array([item.id in layout for layout in grouped.layouts])
    nothing = np.where(in_layout, np.uint8(ItemState.BLANK), np.uint8(ItemState.NOT_IN_LAYOUT))
    phrase = frame[item.keyed_as or ""][places]
    told, untold = phrase.is_not_null().to_numpy(), _places(phrase.is_in(list(not_known)))
    states = np.where(told, np.uint8(ItemState.GIVEN), nothing[grouped.of_rows[places]])
    states[untold] = np.uint8(ItemState.NOT_KNOWN)
    return states


def _state_of(frame: pl.DataFrame, item: str) -> _States:
    states = frame[state_column(item)]
    known = states.fill_null(int(ItemState.BLANK)) if states.null_count() else states
    return known.to_numpy()


def _tallies(
    states: Mapping[str, _States], groups: _Groups, size: int, applies: Applies
) -> pl.DataFrame:
    measures = [measure_name(state, applies) for state in _STATES]
    base = groups * len(_STATES)
    counts = np.stack([_tally(one, base, size) for one in states.values()])
    which, group, state = np.nonzero(counts)
    return pl.DataFrame(
        {
            "group": group.astype(np.uint32),
            "item": pl.Series(list(states)).gather(which),
            "measure": pl.Series(measures).gather(state),
            "count": counts[which, group, state].astype(np.int64),
        }
    )


def _tally(states: _States, base: _Groups, size: int) -> npt.NDArray[np.int64]:
    counts = np.bincount(base + states, minlength=size * len(_STATES))
    return counts.reshape(size, len(_STATES))
