"""Exact figures before disclosure control; they die at gate two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn, final

import polars as pl

from tiig.model.coverage import NOTHING_TOLD, Coverage
from tiig.model.question import Question

ALL = "~all"
"""Node that stands for the total over a dimension."""

OUTSIDE = "~outside"
"""Node for areas outside the geography that a table was made with."""

COUNT_IN_NOTE = re.compile(r"\{(\d+)\}")
"""A note holds exact counts as `{12}` only, so that gate two can protect them like cells."""


class Mark(StrEnum):
    """What stands in a cell instead of, or beside, its value."""

    SHOWN = "shown"
    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"
    UNRELIABLE = "unreliable"


@dataclass(frozen=True)
class TableColumn:
    """One dimension of a table: its id and label, and the label of each node in order."""

    dimension: str
    label: str
    nodes: tuple[tuple[str, str], ...]


Atoms = frozenset[str]
"""Stored values of one column that a category takes in; those outside its codes by their node."""


@dataclass(frozen=True)
class Made:
    """What the cells of a table are made of, so that equal cells of two tables are known.

    `whole` says, by stored column, which values the whole table is confined to; `nodes`, by
    dimension, the column and what each node takes in. A node that is not named is itself.
    """

    whole: Mapping[str, Atoms] = field(default_factory=dict)
    nodes: Mapping[str, tuple[str, Mapping[str, Atoms]]] = field(default_factory=dict)


@final
class FigureTable:
    """All cells of one answer with every margin, exact.

    `frame` has one String column a dimension (node ids; `~all` = total over it) and
    `count` Int64, `available` Boolean (False: the item cannot be told by any sender in
    the cell), `contributors` Int32 (sites), `largest` Int64 (largest site's count), and
    for rates `population` Int64, `rate`, `lower`, `upper` Float64 per 100,000. Every cell
    of the cube stands in it, zero cells included.
    """

    __slots__ = (
        "columns", "coverage", "frame", "made", "manifest", "method", "notes", "question",
        "synthetic", "unit",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913 - a table is what these say, nothing can be left out
        self,
        question: Question,
        columns: tuple[TableColumn, ...],
        frame: pl.DataFrame,
        *,
        unit: str,
        method: str | None,
        notes: tuple[str, ...],
        manifest: str,
        coverage: Coverage = NOTHING_TOLD,
        synthetic: bool = False,
        made: Made | None = None,
    ) -> None:
        """Hold the cells with what is needed to read them."""
        self.question = question
        self.columns = columns
        self.frame = frame
        self.unit = unit
        self.method = method
        self.notes = notes
        self.manifest = manifest
        self.coverage = coverage
        self.synthetic = synthetic
        self.made = made or Made()

    def __repr__(self) -> str:
        return f"<FigureTable: {self.frame.height} cells>"

    def __reduce__(self) -> NoReturn:
        message = "exact figures do not leave the process"
        raise TypeError(message)
