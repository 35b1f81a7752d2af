"""Coarser questions to try where a table would be mostly hidden, the finest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from tiig.model.question import EVERY, By, Question
from tiig.standard import Standard, dimensions
from tiig.standard.columns import Dimension

_LADDERS = (
    ("month", "quarter", "year"),
    ("month_of_year", "three_months"),
    ("age_band", "age_group"),
)
_AREA_LEVELS = ("lsoa", "msoa", "la")
_SIZES = {
    "month": 36, "quarter": 12, "year": 3, "financial_year": 3,
    "month_of_year": 12, "three_months": 4, "twelve_months": 2, "halves": 2, "presence": 2,
    "lsoa": 1700, "msoa": 350, "la": 10, "district": 60, "site": 15, "provider": 8,
}  # fmt: skip
"""Roughly how many rows a dimension gives: only to put coarser tables in order."""

_Rung = tuple[By | None, str | None]


def coarser(question: Question, standard: Standard) -> tuple[tuple[Question, tuple[str, ...]], ...]:
    """Return coarser questions, the finest first, each with what was merged in it.

    Months merge into quarters, years, the whole period; trees go up a level; age bands
    merge into groups, areas into larger areas. Leaving a dimension out comes last.
    What the question holds is not merged.
    """
    known = dimensions(standard)
    ladders = [
        ((by, None),) if {by.dimension, EVERY} & set(question.hold) else tuple(_ladder(by, known))
        for by in question.by
    ]
    ranked = []
    for number, rungs in enumerate(product(*ladders)):
        merged = tuple(sentence for _, sentence in rungs if sentence is not None)
        kept = [by for by, _ in rungs if by is not None]
        if not merged or len({by.dimension for by in kept}) < len(kept):
            continue
        cells = 1
        for by in kept:
            cells *= _size(by, known[by.dimension]) + 1
        order = (len(rungs) - len(kept), -cells, number)
        ranked.append((order, replace(question, by=tuple(kept)), merged))
    return tuple((wider, merged) for _, wider, merged in sorted(ranked, key=lambda entry: entry[0]))


def _ladder(by: By, known: dict[str, Dimension]) -> Iterator[_Rung]:
    dimension = known[by.dimension]
    yield by, None
    for name in _merged_into(dimension, known):
        label = known[name].label.lower()
        yield By(name), f"{dimension.label} was merged into {label}."
    if dimension.tree is not None and not _on_ladder(dimension):
        depth = by.depth or dimension.depth or dimension.tree.depth
        for level in range(depth - 1, 0, -1):
            yield By(by.dimension, level), f"{dimension.label} was merged to level {level}."
    end = "the whole period" if by.dimension in _LADDERS[0] else "one total"
    yield None, f"{dimension.label} was merged into {end}."


def _on_ladder(dimension: Dimension) -> bool:
    return any(dimension.id in ladder for ladder in _LADDERS) or dimension.id == "financial_year"


def _merged_into(dimension: Dimension, known: dict[str, Dimension]) -> Iterator[str]:
    """Yield the dimensions that hold the same, wider."""
    for ladder in _LADDERS:
        if dimension.id in ladder:
            yield from (name for name in ladder[ladder.index(dimension.id) + 1 :] if name in known)
    if dimension.level in _AREA_LEVELS:
        stem = dimension.id.removesuffix(f"_{dimension.level}")
        wider = _AREA_LEVELS[_AREA_LEVELS.index(dimension.level) + 1 :]
        yield from (f"{stem}_{level}" for level in wider if f"{stem}_{level}" in known)


def _size(by: By, dimension: Dimension) -> int:
    if by.dimension in _SIZES:
        return _SIZES[by.dimension]
    if dimension.tree is None:
        return _SIZES.get(dimension.level or "", 10)
    return len(dimension.tree.nodes_at_depth(by.depth or dimension.depth or dimension.tree.depth))
