"""Count what answers say beyond their state: each node, defaults, and which assaults can be used.

Stored beside the counts of states, so that what is asked of them later needs no row again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from tiig.model.states import ItemState, state_column
from tiig.standard.items import Item
from tiig.standard.quality import DEFAULT, NODE, USABLE, WHOLE_ROWS, Applies, among
from tiig.standard.standard import Standard

_Flags = npt.NDArray[np.bool_]
_Groups = npt.NDArray[np.intp]
_Rows = npt.NDArray[np.intp]
_COUNTED = ("group", "item", "measure", "count")
_OTHER = "other"
"""The node of "other" in every tree: a list's way to say nothing."""
_MOMENT, _PLACE, _WEAPON = "injury_at", "injury_place_type", "injury_mechanism"
_PLACE_TEXT = "assault_location_description"


def node_counts(
    frame: pl.DataFrame, standard: Standard, rows: _Rows, groups: _Groups, applies: Applies
) -> Iterator[pl.DataFrame]:
    """Yield how often each node of the watched coded items is given among some rows."""
    for item in _watched(standard, applies):
        if not item.coded:
            continue
        values = frame[item.id].gather(rows) if item.id in frame.columns else None
        if values is None or values.null_count() == len(values):
            continue
        kind = values.dtype
        if not isinstance(kind, pl.Enum):
            kind = pl.Enum(list(standard.tree_of(item.id).nodes))
            values = values.cast(kind, strict=False)
        names = list(kind.categories)
        told = values.is_not_null().to_numpy()
        places = values.to_physical().drop_nulls().to_numpy().astype(np.int64)
        counts = np.bincount(groups[rows][told] * len(names) + places)
        (hit,) = np.nonzero(counts)
        measures = [among(f"{NODE}{name}", applies) for name in names]
        yield _counted(
            hit // len(names), item.id, pl.Series(measures).gather(hit % len(names)), counts[hit]
        )


def default_counts(
    frame: pl.DataFrame, standard: Standard, rows: _Rows, groups: _Groups, applies: Applies
) -> Iterator[pl.DataFrame]:
    """Yield how many answers of watched items are what a system fills in, among some rows."""
    for item in _watched(standard, applies):
        filled = _filled_in(frame, item, rows)
        if filled is not None:
            yield _flagged(filled, groups[rows], item.id, among(DEFAULT, applies))


def usable_counts(
    frame: pl.DataFrame, standard: Standard, rows: _Rows, groups: _Groups, not_known: Iterable[str]
) -> pl.DataFrame:
    """Return recorded assaults by which of date, place and weapon can be used."""
    told = _told(frame[rows], standard, not_known)
    pattern = sum(
        (flags.astype(np.int64) << place for place, flags in enumerate(reversed(told))),
        start=np.zeros(len(rows), dtype=np.int64),
    )
    size = 1 << len(told)
    counts = np.bincount(groups[rows] * size + pattern, minlength=0)
    (hit,) = np.nonzero(counts)
    names = pl.Series([f"{USABLE}{number:0{len(told)}b}" for number in range(size)])
    return _counted(hit // size, WHOLE_ROWS, names.gather(hit % size), counts[hit])


def missed_counts(missed: Mapping[str, _Flags], groups: _Groups) -> Iterator[pl.DataFrame]:
    """Yield how many rows missed some rule, by what is counted of them."""
    for measure, flags in missed.items():
        yield _flagged(flags, groups, WHOLE_ROWS, measure)


def _watched(standard: Standard, applies: Applies) -> Iterator[Item]:
    for one in standard.quality_items.values():
        if one.applies is applies:
            yield standard.items[one.item]


def _told(frame: pl.DataFrame, standard: Standard, not_known: Iterable[str]) -> tuple[_Flags, ...]:
    phrase = frame[standard.items[_PLACE_TEXT].keyed_as or ""]
    in_words = phrase.is_not_null() & ~phrase.is_in(list(not_known))
    moment = frame[state_column(_MOMENT)].is_in([int(ItemState.GIVEN), int(ItemState.PART)])
    return (
        _flags(moment),
        _flags(in_words) | _says_more_than_other(frame, _PLACE),
        _says_more_than_other(frame, _WEAPON),
    )


def _says_more_than_other(frame: pl.DataFrame, item: str) -> _Flags:
    if item not in frame.columns:
        return np.zeros(frame.height, dtype=np.bool_)
    given = frame[state_column(item)] == int(ItemState.GIVEN)
    return _flags(given & (frame[item].cast(pl.String) != _OTHER))


def _filled_in(frame: pl.DataFrame, item: Item, rows: _Rows) -> _Flags | None:
    if item.id == _MOMENT:
        default = "event_time_default"
        return _flags(frame[default][rows] == "yes") if default in frame.columns else None
    if item.coded and item.id in frame.columns:
        return _flags(frame[item.id][rows].cast(pl.String) == _OTHER)
    return None


def _flags(chosen: pl.Series) -> _Flags:
    return chosen.fill_null(value=False).to_numpy()


def _flagged(flags: _Flags, groups: _Groups, item: str, measure: str) -> pl.DataFrame:
    counts = np.bincount(groups[flags], minlength=0)
    (hit,) = np.nonzero(counts)
    return _counted(
        hit, item, pl.repeat(measure, len(hit), dtype=pl.String, eager=True), counts[hit]
    )


def _counted(
    groups: npt.NDArray[np.intp], item: str, measures: pl.Series, counts: npt.NDArray[np.intp]
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "group": groups.astype(np.uint32),
            "item": pl.repeat(item, len(groups), dtype=pl.String, eager=True),
            "measure": measures,
            "count": counts.astype(np.int64),
        }
    ).select(_COUNTED)
