"""The rows of one measure, for many questions about it: the rest need not be passed again."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from tiig.analyse.coded import coded
from tiig.analyse.conditions import dimension_of, filter_of
from tiig.analyse.count import COUNTED
from tiig.analyse.facts import GeographyFrames
from tiig.analyse.plan import UNIT
from tiig.model.question import Condition
from tiig.standard import Standard, dimensions

_FEW = 0.1
"""Of more rows than this share a copy costs more than passing over the others."""


def rows_of(
    table: pl.DataFrame, measure: str, *, standard: Standard, geography: GeographyFrames | None
) -> pl.DataFrame:
    """Return the rows that a measure can count, and the whole table where they are many.

    Counting gives the same figures from either. What the counting rule leaves out stays in,
    because notes tell how much that is.
    """
    known = dimensions(standard)
    own = [one for one in standard.measures[measure].where if one.dimension not in UNIT]
    meant = [dimension_of(one.dimension, known) for one in own]
    names = [COUNTED, *(name for one in meant for name in (one.column, one.state_column) if name)]
    rows = coded(table, [name for name in names if name in table.columns])
    keep = nw.col(COUNTED)
    for one, dimension in zip(own, meant, strict=True):
        condition = Condition(one.dimension, one.nodes)
        keep = keep & filter_of(condition, dimension, table=rows, geography=geography)
    mask = nw.from_native(rows.frame).select(kept=keep).to_native()["kept"]
    return table.filter(mask) if int(mask.sum()) < _FEW * table.height else table
