"""Rows that were erased do not come back: they are known again by marks that name nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from tiig.deidentify.pseudonym import keyed
from tiig.model.erasure import Erasable, ErasedMark, ErasedMarks, row_name

NumberIds = Callable[[Erasable, int], pl.Series]
"""Gives the ids of a batch's persons or attendances under so many layers of keys."""


def marks_of(
    kind: Erasable, ids: Sequence[str], marks: ErasedMarks, *, layers: int, erasure: str
) -> frozenset[ErasedMark]:
    """Return the marks of ids (or of `row_name`s) that are erased."""
    made = keyed(pl.Series("id", sorted(set(ids)), dtype=pl.String), (marks.key,))
    return frozenset(ErasedMark(kind, layers, mark, erasure) for mark in made)


def erased(rows: pl.Series, fingerprint: str, ids: NumberIds, marks: ErasedMarks) -> pl.Series:
    """Return which rows of a batch were erased before (Boolean).

    `rows` are their numbers in the file of this fingerprint.
    """
    gone = pl.zeros(len(rows), pl.Boolean, eager=True)
    for kind in Erasable:
        for layers in marks.layers(kind):
            named = _names(rows, fingerprint) if kind is Erasable.ROW else ids(kind, layers)
            known = keyed(named, (marks.key,)).is_in(sorted(marks.of(kind, layers)))
            gone = gone | known.fill_null(False)
    return gone


def _names(rows: pl.Series, fingerprint: str) -> pl.Series:
    row = rows.alias("row").to_frame()
    return row.select(pl.format(row_name(fingerprint, "{}"), pl.col("row"))).to_series()
