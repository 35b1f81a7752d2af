"""Columns of codes beside which another column says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tiig.translate.suggesting.facts import Facts

_AGREES = 0.97
_NEAR = 2
_NO_LETTERS = 0.02
_FEWEST, _MOST = 3, 1_500


@dataclass(frozen=True)
class Beside:
    """The words that stand beside a code most often, and in how many rows of how many."""

    words: str
    rows: int
    of: int

    @property
    def mostly(self) -> bool:
        """Whether more rows of the code have these words than all others together."""
        return 2 * self.rows > self.of


def described(columns: Sequence[Facts], frame: pl.DataFrame) -> dict[int, int]:
    """Return by place of a column of codes the place of the column that says them in words."""
    able = [one for one in columns if _may_pair(one)]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for codes in able:
        if not _is_coded(codes):
            continue
        near = sorted(able, key=lambda one: (abs(one.place - codes.place), -one.place))
        for words in near:
            if words.place in taken or words.place in found or not _says_more(codes, words):
                continue
            if abs(words.place - codes.place) > _NEAR and not _named_alike(codes, words):
                continue
            if _agree(codes, words, frame):
                found[codes.place] = words.place
                taken.add(words.place)
                break
    return found


def words_beside(codes: Facts, words: Facts, frame: pl.DataFrame) -> dict[str, Beside]:
    """Return for each code the words that stand beside it most often."""
    pair = _pair(codes, words, frame).select("code", "word", "len", "all")
    return {code: Beside(*told) for code, *told in pair.iter_rows()}


def _may_pair(one: Facts) -> bool:
    return _FEWEST <= one.distinct <= _MOST and one.uniqueness < 0.5 and one.moments is None


def _is_coded(one: Facts) -> bool:
    return one.spaced < 0.05 and one.length <= 18


def _says_more(codes: Facts, words: Facts) -> bool:
    numbers = codes.lettered < _NO_LETTERS  # numbers may be longer than the words beside them
    lettered = words.lettered > 0.9 and (numbers or words.length > codes.length + 1)
    return lettered and (words.spaced > 0.1 or words.length > 5)


def _named_alike(codes: Facts, words: Facts) -> bool:
    one, other = codes.name.lower(), words.name.lower()
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return shared >= 4


def _pair(codes: Facts, words: Facts, frame: pl.DataFrame) -> pl.DataFrame:
    both = frame.select(
        pl.col(codes.name).str.strip_chars().alias("code"),
        pl.col(words.name).str.strip_chars().alias("word"),
    ).drop_nulls()
    counts = both.group_by("code", "word").len()
    counts = counts.with_columns(pl.col("len").sum().over("code").alias("all"))
    counts = counts.sort("len", "word", descending=[True, False])
    return counts.unique("code", keep="first", maintain_order=True)


def _agree(codes: Facts, words: Facts, frame: pl.DataFrame) -> bool:
    """Tell whether a code always has the same words, and different codes mostly others."""
    best = _pair(codes, words, frame)
    if best.height < _FEWEST:
        return False
    agreeing = int(best["len"].sum()) / max(1, min(codes.filled, words.filled))
    return agreeing >= _AGREES and best["word"].n_unique() >= 0.6 * best.height
