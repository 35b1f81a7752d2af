"""How a department's records differ by hour of arrival and arrival mode, from rows in the lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tiig import derive, quality
from tiig.desk.counting import layouts_of, not_known_phrases
from tiig.desk.programme import site_names
from tiig.model.count_ports import PLACE
from tiig.model.months import Period
from tiig.model.parts import by_site_month, lacking
from tiig.model.shifts import Axis, ShiftCell, ShiftLine, Shifts, Verdict
from tiig.model.submission import Pair
from tiig.quality import shifts as judging
from tiig.quality.discoveries import false_discoveries, is_told
from tiig.services import Services
from tiig.standard.quality import Better
from tiig.standard.standard import Standard

SHIFTS = "shifts"
"""The kind of these answers in the ledger."""
UNTOLD = "not told"
"""Rows without an hour, or of a mode that is not known."""
_DIGITS = 4
"""Digits of a chance that are told."""
_GROUPED = {"group": pl.UInt32, "item": pl.String, "measure": pl.String, "count": pl.Int64}


def shifts_of(asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services) -> Shifts:
    """Return what differs at a site: `site`, `period`, and `item` or null.

    All items are judged even where one is asked for, because how many of the differences may be
    false is kept low over all of them.
    """
    site = asked["site"]
    whole = _whole(pairs)
    axes = [_Cells.of(axis, services.standard) for axis in Axis]
    lines = _lines(_shares(whole, axes, services), axes, services.standard)
    return Shifts(
        site=site,
        site_name=site_names(services).get(site, site),
        period=Period.parse(asked["period"]),
        months=len({pair.month for pair in whole}),
        lines=tuple(
            sorted((one for one in lines if asked["item"] in {None, one.item}), key=_order)
        ),
    )


@dataclass(frozen=True, eq=False)
class _Cells:
    """The cells of an axis by node of its column, `UNTOLD` last among their `labels`."""

    axis: Axis
    column: str
    labels: tuple[str, ...]
    place: Mapping[str, int]

    @classmethod
    def of(cls, axis: Axis, standard: Standard) -> _Cells:
        if axis is Axis.HOUR:
            column, tree = "arrival_hour", standard.trees["hour"]
        else:
            column, tree = "arrival_mode", standard.tree_of("arrival_mode")
        tops = {top: place for place, top in enumerate(tree.top)}
        labels = (*(tree.nodes[top].label.partition(",")[0] for top in tops), UNTOLD)
        return cls(axis, column, labels, {node: tops[tree.path(node)[0]] for node in tree.nodes})

    def places(self, values: pl.Series) -> NDArray[np.intp]:
        """Return the place of each value among the labels."""
        told = values.cast(pl.String).replace_strict(
            dict(self.place), default=len(self.labels) - 1, return_dtype=pl.Int64
        )
        return told.to_numpy().astype(np.intp)


def _whole(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs with rows of site-months that are wholly in force."""
    return [
        part
        for key, parts in by_site_month(pairs).items()
        if not lacking(key, parts)
        for part in parts
        if part.rows
    ]


def _shares(pairs: Sequence[Pair], axes: Sequence[_Cells], services: Services) -> pl.DataFrame:
    """Return `month`, a column for each axis, `item`, `measure`, `count` and `out_of`."""
    standard = services.standard
    sizes = [len(axis.labels) for axis in axes]
    layouts = [one for one in layouts_of(pairs, services) for _ in range(int(np.prod(sizes)))]
    not_known = not_known_phrases(services)
    parts = [pl.DataFrame(schema=_GROUPED)]
    columns = derive.watched_columns(standard) | {axis.column for axis in axes}
    for rows in services.lake.pieces(pairs, columns):
        places = (rows[PLACE].to_numpy(), *(axis.places(rows[axis.column]) for axis in axes))
        cells = np.ravel_multi_index(places, (len(pairs), *sizes))
        grouped = derive.Grouped(cells, layouts)
        parts.append(derive.grouped_counts(rows, standard, grouped, not_known, {}))
    found = quality.shares(
        pl.concat(parts),
        [standard.quality_measures[name] for name in judging.MEASURES],
        standard.quality_items,
        keys=("group",),
    ).filter(pl.col("out_of") > 0)
    pair, *at = np.unravel_index(found["group"].to_numpy(), (max(len(pairs), 1), *sizes))
    months = pl.Series([str(pairs[place].month) for place in pair], dtype=pl.String)
    labels = [
        pl.Series(axis.axis, [axis.labels[one] for one in here], dtype=pl.String)
        for axis, here in zip(axes, at, strict=True)
    ]
    return found.with_columns(months.alias("month"), *labels)


def _lines(shares: pl.DataFrame, axes: Sequence[_Cells], standard: Standard) -> list[ShiftLine]:
    """Return a line for each axis, item and measure; what differs by chance alone is told apart."""
    by = dict(shares.group_by("item", "measure"))
    found = [
        _line(by[item, measure], axis, (item, measure), standard)
        for axis in axes
        for item in standard.quality_items
        for measure in judging.MEASURES
        if (item, measure) in by
    ]
    told = false_discoveries([one.chance for one in found])
    return [
        replace(line, verdict=Verdict.DIFFERS)
        if is_told(discovery) and line.worst
        else replace(line, worst="")
        for line, discovery in zip(found, told, strict=True)
    ]


def _line(shares: pl.DataFrame, axis: _Cells, of: tuple[str, str], standard: Standard) -> ShiftLine:
    """Judge one measure of an item along one axis, as if it were the only one."""
    item, measure = of
    declared = standard.quality_measures[measure]
    (other,) = (one for one in Axis if one is not axis.axis)
    table = shares.with_columns(
        cell=pl.col(axis.axis), stratum=pl.col("month") + " " + pl.col(other)
    )
    judged = judging.judge_cells(table, axis.labels[:-1])
    sums = {
        cell: (count, out_of)
        for cell, count, out_of in table.group_by("cell")
        .agg(pl.col("count", "out_of").sum())
        .iter_rows()
    }
    expected = dict(zip(axis.labels, judged.expected, strict=False))
    cells = tuple(
        ShiftCell(label, *sums.get(label, (0, 0)), _told(expected.get(label)))
        for label in axis.labels
    )
    return ShiftLine(
        axis=axis.axis,
        item=item,
        item_label=standard.quality_items[item].label,
        measure=measure,
        label=declared.label,
        better=str(declared.better),
        cells=cells,
        verdict=Verdict.TOO_FEW if judged.chance is None else Verdict.CHANCE,
        chance=None if judged.chance is None else float(f"{judged.chance:.{_DIGITS - 1}e}"),
        worst=judging.worst_cell(cells, higher=declared.better is Better.HIGHER),
    )


def _told(expected: float | None) -> float | None:
    return None if expected is None or np.isnan(expected) else round(float(expected), 1)


def _order(line: ShiftLine) -> tuple[bool, bool, float]:
    """Put what differs first, and of that what chance explains least."""
    return line.verdict is not Verdict.DIFFERS, line.chance is None, line.chance or 0.0
