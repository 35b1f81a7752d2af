"""Cells that are no codes and no moments: whole numbers, areas, numbers of persons, words."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tiig.model.states import NOT_KNOWN_NODE, NULL_WORDS, ItemState
from tiig.standard.items import Kind
from tiig.translate.planning import Feed
from tiig.translate.profile_keys import NONE_WORD

_LONGEST_NULL = max(len(word) for word in NULL_WORDS)
_DECIMAL = r"^[+-]?\d{1,6}\.\d*$"

_UNSEEN = "[\u200b-\u200d\u2060\ufeff]"
"""Letters without width, also the mark between joined files: no number differs by them."""

Typed = tuple[pl.Series, pl.Series]
"""Value and state (UInt8) of an item, row by row."""


def answered(cells: pl.Series) -> pl.Series:
    """Tell which cells are not blank: neither empty nor a null word."""
    trimmed = cells.str.strip_chars()
    given = cells.is_not_null()
    places = (trimmed.str.len_bytes() <= _LONGEST_NULL).arg_true()
    if not len(places):
        return given
    words = trimmed.gather(places).str.to_lowercase()
    return given.scatter(places, ~words.is_in(list(NULL_WORDS)))


def why_empty(cells: pl.Series, meanings: Mapping[str, str]) -> pl.Series:
    """Return the states of cells that hold text but no value: blank, not known, unreadable."""
    unknown = [word for word, meaning in meanings.items() if meaning == NOT_KNOWN_NODE]
    nothing = [word for word, meaning in meanings.items() if meaning == NONE_WORD]
    spoken = pl.col("words").is_in(unknown)
    state = (
        pl.when(spoken)
        .then(int(ItemState.NOT_KNOWN))
        .when(~pl.col("answered") | pl.col("words").is_in(nothing))
        .then(int(ItemState.BLANK))
        .otherwise(int(ItemState.UNREADABLE))
    )
    frame = pl.DataFrame({"words": _words(cells), "answered": answered(cells)})
    return frame.select(state.cast(pl.UInt8).alias("state"))["state"]


def states_of(cells: pl.Series, value: pl.Series, meanings: Mapping[str, str]) -> pl.Series:
    """Return GIVEN where there is a value, else why there is none."""
    state = cells.is_null().cast(pl.UInt8) * int(ItemState.BLANK)
    places = (value.is_null() & cells.is_not_null()).arg_true()
    if not len(places):
        return state
    return state.scatter(places, why_empty(cells.gather(places), meanings))


def emptied(values: pl.Series, where: pl.Series) -> pl.Series:
    """Return the values, null where the mask is true."""
    mask = where.fill_null(value=False)
    if not mask.any():
        return values
    return values.zip_with(~mask, pl.repeat(None, len(values), dtype=values.dtype, eager=True))


def without_words(cells: pl.Series, own: Mapping[str, str]) -> pl.Series:
    """Empty what the profile calls no answer, even where it could be read as one."""
    return emptied(cells, _words(cells).is_in(list(own))) if own else cells


def _words(cells: pl.Series) -> pl.Series:
    """Return cells as `standard.codes.normalised` compares words."""
    return cells.str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()


def read_cells(frame: pl.DataFrame, feed: Feed) -> Typed:
    """Return the values and states of an item that a single column feeds."""
    source = feed.sources[0]
    cells, own = frame[source.header], dict(source.column.codes)
    value = _value(without_words(cells, own), feed)
    return value, states_of(cells, value, {**feed.meanings, **own})


def _value(cells: pl.Series, feed: Feed) -> pl.Series:
    if feed.item.kind is Kind.WHOLE:
        return _whole(cells)
    if feed.item.kind in {Kind.AREA, Kind.DISTRICT}:
        return _formed(cells, f"^(?:{feed.form})$")
    if feed.item.kind is Kind.NUMBER_ID:
        cells = _seen(cells)
    if feed.item.kind is Kind.POSTCODE:
        cells = emptied(cells, _words(cells).is_in(list(feed.meanings)))
    return emptied(cells.str.strip_chars(), ~answered(cells))


def _seen(cells: pl.Series) -> pl.Series:
    """Take letters away that nobody sees; plain ASCII, as nearly always, costs two sums."""
    if cells.str.len_bytes().sum() == cells.str.len_chars().sum():
        return cells
    return cells.str.replace_all(_UNSEEN, "")


def _whole(cells: pl.Series) -> pl.Series:
    """Read whole numbers; decimals are cut down, as an infant of 0.5 years is aged 0."""
    value = cells.cast(pl.Int16, strict=False)
    places = (value.is_null() & cells.is_not_null()).arg_true()
    if not len(places):
        return value
    left = cells.gather(places).str.strip_chars()
    number = left.cast(pl.Int16, strict=False)
    decimal = left.str.contains(_DECIMAL)
    floor = left.cast(pl.Float64, strict=False).floor().cast(pl.Int16, strict=False)
    read = number.zip_with(number.is_not_null(), emptied(floor, ~decimal))
    return value.scatter(places, read)


def _formed(cells: pl.Series, form: str) -> pl.Series:
    """Keep codes that have their form, after trimming and capitals; others are unreadable."""
    fits = cells.str.contains(form).fill_null(value=False)
    others = (~fits & cells.is_not_null()).arg_true()
    if not len(others):
        return cells
    better = cells.gather(others).str.strip_chars().str.to_uppercase()
    # `scatter` writes into the series that it is called on.
    return cells.clone().scatter(others, emptied(better, ~better.str.contains(form)))
