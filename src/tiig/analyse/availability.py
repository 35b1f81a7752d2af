"""Where a cell can be told at all: what nobody sent, or nobody can tell, is not zero."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from tiig.analyse.facts import NESTED
from tiig.analyse.margins import with_margins
from tiig.analyse.plan import Plan, axis_told_by_assaults
from tiig.model.figures import ALL

_TWO = 2
_TOLD, _TELLS = "~told", "~tells"


def with_availability(cube: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Add `available`: whether any site-month behind a cell was sent and can tell it.

    A total that only some sites can tell is available; the notes name those that cannot.
    """
    return _nested(_available(cube, plan), plan)


def _nested(cube: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Mark as not `possible` the cells whose small area does not lie in their large one."""
    geography = plan.world.geography
    areas = [axis for axis in plan.axes if axis.dimension.level in NESTED]
    if geography is None or len(areas) < _TWO:
        return cube
    areas.sort(key=lambda axis: NESTED.index(axis.dimension.level or ""))
    possible = pl.lit(True)
    for large, small in pairwise(areas):
        up = geography.up_to(large.dimension.level or "")
        own = geography.up_to(small.dimension.level or "")
        within = {own[lsoa]: up[lsoa] for lsoa in geography.lookup["lsoa"]}
        holds = pl.col(small.id).replace_strict(within, default=pl.col(small.id))
        either = (pl.col(large.id) == ALL) | (pl.col(small.id) == ALL)
        possible = possible & (either | (holds == pl.col(large.id)))
    return cube.with_columns(pl.col("available") & possible, possible.alias("possible"))


def _available(cube: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    told = _told(plan)
    if told is None:
        return cube.with_columns(pl.lit(True).alias("available"))
    names = [column for column in told.columns if column not in {_TOLD, _TELLS}]
    cells = with_margins(told, names, [pl.col(_TOLD).any(), pl.col(_TELLS).any()])
    if names:
        joined = cube.join(cells, on=names, how="left", maintain_order="left")
    else:
        joined = cube.join(cells, how="cross", maintain_order="left")
    by_assault = [
        pl.col(axis.id).is_in(sorted(nodes))
        for axis in plan.axes
        if (nodes := axis_told_by_assaults(axis))
    ]
    needs = pl.any_horizontal(pl.lit(plan.needs_assaults), *by_assault)
    available = pl.when(needs).then(_TELLS).otherwise(_TOLD).fill_null(False)
    # What was counted was told, whatever was declared: a figure is never called absent.
    seen = pl.col("count") > 0
    return joined.with_columns((available | seen).alias("available")).drop(_TOLD, _TELLS)


def _told(plan: Plan) -> pl.DataFrame | None:
    """Return, for each site-month, whether it was sent and whether it tells assaults.

    Its columns are the table's dimensions of place and time. None where nothing is known.
    """
    facts, months = plan.world.sites, [str(month) for month in plan.world.period or ()]
    if not facts.names:
        return None
    every = [(site, month) for site in sorted(facts.names) for month in months]
    sent = set(every) if facts.received is None else facts.received
    shut_out = frozenset() if plan.needs_assaults else facts.assaults_only
    pairs = pl.DataFrame(every, schema={"site": pl.String, "month": pl.String}, orient="row")
    told = pl.Series([pair in sent and pair[0] not in shut_out for pair in every], dtype=pl.Boolean)
    tells = told & ~pairs["site"].is_in(sorted(facts.cannot_tell_assaults))
    columns = []
    for axis in plan.axes:
        if axis.id == "site":
            columns.append(pl.col("site").alias(axis.id))
        elif axis.dimension.column == "site":
            columns.append(pl.col("site").replace_strict(axis.node_of, default=None).alias(axis.id))
        elif axis.id == "provider":
            columns.append(
                pl.col("site").replace_strict(facts.providers, default=ALL).alias(axis.id)
            )
        elif axis.dimension.column == "month":
            columns.append(
                pl.col("month").replace_strict(axis.node_of, default=None).alias(axis.id)
            )
    return pairs.select(*columns, told.alias(_TOLD), tells.alias(_TELLS))
