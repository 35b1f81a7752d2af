"""Gate two: turn exact figures into what this audience may see, and let them die."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from tiig.disclose.bounds import Rule
from tiig.disclose.cube import Cells, Flags, cube_of
from tiig.disclose.joining import joined
from tiig.disclose.lines import close_lines
from tiig.disclose.notes import notes_of
from tiig.disclose.protect import protect
from tiig.disclose.shown_rates import rates_of
from tiig.kit.rounding import to_nearest
from tiig.model.cleared import Cleared, ClearedRow, Shown
from tiig.model.clearing import make_cleared
from tiig.model.figures import FigureTable, Mark
from tiig.model.question import Question
from tiig.standard.measures import Preset

NOT_AVAILABLE = Shown(None, Mark.NOT_AVAILABLE)
NO_SUCH_CELL = Shown(None, Mark.NOT_APPLICABLE)
HIDDEN = Shown(None, Mark.SUPPRESSED)


@dataclass(frozen=True)
class Exact:
    """A table of exact figures that is to be shown.

    `asked` is the question before it was made coarser, `merged` says how.
    """

    table: FigureTable
    asked: Question | None = None
    merged: tuple[str, ...] = ()


def clear(
    table: FigureTable,
    preset: Preset,
    *,
    threshold: int | None = None,
    merged: tuple[str, ...] = (),
    asked: Question | None = None,
) -> Cleared:
    """Protect one table by itself; see `clear_together`."""
    return clear_together([Exact(table, asked, merged)], preset, threshold=threshold)[0]


def clear_together(
    tables: Sequence[Exact], preset: Preset, *, threshold: int | None = None
) -> list[Cleared]:
    """Protect tables that one person may hold, for the audience of a preset.

    This is the only way to a `Cleared`. Small counts are hidden, and with them whatever in any
    of the tables would give them back; other counts are rounded as the preset says; rates
    follow their counts. `threshold` (the smallest count shown) counts only where the preset
    lets it vary. `share_shown` is the share of the available cells that are not hidden: a zero
    is shown, and counts as such. Raises ValueError for a table whose sums do not hold, since
    it cannot be proven safe.
    """
    preset = with_threshold(preset, threshold)
    counts = joined([one.table for one in tables])
    hidden = protect(counts, rule_of(preset), complementary=preset.complementary)
    return [
        _cleared(one, preset, _Rows(counts.values[cells], counts.available[cells], hidden[cells]))
        for one, cells in zip(tables, counts.cell_of_row, strict=True)
    ]


def hidden_again(one: Exact, preset: Preset, rows: Sequence[int], threshold: int | None) -> str:
    """Return the digest of what was shown of a table whose hidden rows are known.

    It shows nothing to anybody: it tells whether figures are still what they were.
    """
    cube = cube_of(one.table)
    stars = np.zeros(cube.size, dtype=np.bool_)
    stars[list(rows)] = True
    told = _Rows(cube.values[cube.cell_of_row], cube.available[cube.cell_of_row], stars)
    return _cleared(one, with_threshold(preset, threshold), told).shown_digest


def best_share(table: FigureTable, preset: Preset, *, threshold: int | None = None) -> float:
    """Return a share that `clear` cannot beat, at once: only small counts are hidden yet."""
    cube = cube_of(table)
    return _share_shown(cube.available, rule_of(with_threshold(preset, threshold)).small(cube))


def likely_share(table: FigureTable, preset: Preset, *, threshold: int | None = None) -> float:
    """Return the share that the line rule leaves; the proof may hide a little more."""
    counts = joined([table])
    small = rule_of(with_threshold(preset, threshold)).small(counts)
    hidden = close_lines(counts, small) if preset.complementary and small.any() else small
    cells = counts.cell_of_row[0]
    return _share_shown(counts.available[cells], hidden[cells])


class _Rows(NamedTuple):
    """Of each row of a table: its count, whether it can be told, whether it is hidden."""

    values: Cells
    available: Flags
    hidden: Flags


def _cleared(one: Exact, preset: Preset, rows: _Rows) -> Cleared:
    table = one.table
    counts = _counts(rows, preset, impossible=_impossible(table))
    return make_cleared(
        question=(one.asked or table.question).as_json(),
        answered=table.question.as_json(),
        columns=table.columns,
        rows=_rows(table, counts, preset),
        preset=preset.id,
        unit=table.unit,
        method=table.method,
        manifest=table.manifest,
        notes=notes_of(table, counts, preset),
        merged=one.merged,
        for_release=preset.for_release,
        share_shown=_share_shown(rows.available, rows.hidden),
        release="",
        coverage=table.coverage,
        synthetic=table.synthetic,
    )


def with_threshold(preset: Preset, threshold: int | None) -> Preset:
    """Return the preset with the threshold of an agreement, where it may vary."""
    if threshold is None or not preset.threshold_may_vary:
        return preset
    if threshold < 1:
        message = "the smallest count shown is at least 1"
        raise ValueError(message)
    return replace(preset, smallest_shown=threshold)


def rule_of(preset: Preset) -> Rule:
    """Return what a preset says about counts."""
    return Rule(preset.smallest_shown, preset.round_to, shows_zero=preset.shows_zero)


def _share_shown(available: Flags, hidden: Flags) -> float:
    told = int(available.sum())
    return 1.0 if told == 0 else 1 - int(hidden.sum()) / told


def _impossible(table: FigureTable) -> frozenset[int]:
    """Return the rows that no attendance can be in: a small area outside its large one."""
    if "possible" not in table.frame.columns:
        return frozenset()
    return frozenset((~table.frame["possible"]).arg_true().to_list())


def _counts(rows: _Rows, preset: Preset, *, impossible: frozenset[int]) -> tuple[Shown, ...]:
    """Return what stands in each row of the table for its count."""
    marks = zip(rows.values.tolist(), rows.available.tolist(), rows.hidden.tolist(), strict=True)
    return tuple(
        NO_SUCH_CELL
        if row in impossible
        else NOT_AVAILABLE
        if not available
        else HIDDEN
        if hidden
        else Shown(to_nearest(value, preset.round_to))
        for row, (value, available, hidden) in enumerate(marks)
    )


def _rows(table: FigureTable, counts: tuple[Shown, ...], preset: Preset) -> tuple[ClearedRow, ...]:
    frame = table.frame
    names = [column.dimension for column in table.columns]
    nodes = frame.select(names).rows() if names else [()] * frame.height
    if table.question.rate is None:
        return tuple(map(ClearedRow, nodes, counts))
    rates = rates_of(table, counts, preset)
    return tuple(
        ClearedRow(node, count, people, rate, lower, upper)
        for node, count, people, (rate, lower, upper) in zip(
            nodes, counts, frame["population"], rates, strict=True
        )
    )
