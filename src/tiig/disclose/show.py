"""Gate two: turn exact figures into what this audience may see, and let them die."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tiig.disclose.bounds import Rule
from tiig.disclose.cube import Cube, Flags, cube_of
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


def clear(  # noqa: PLR0913 - a table, its audience, and what the desk alone can say of it
    table: FigureTable,
    preset: Preset,
    *,
    threshold: int | None = None,
    merged: tuple[str, ...] = (),
    asked: Question | None = None,
    release: str = "",
    also: frozenset[tuple[str, ...]] = frozenset(),
) -> Cleared:
    """Protect a table for the audience of a preset; the only way to a `Cleared`.

    Small counts are hidden, and with them whatever would give them back; other counts are
    rounded as the preset says; rates follow their counts. `threshold` (the smallest count
    shown) counts only where the preset lets it vary. `asked` is the question before it was
    made coarser, `merged` says how, `release` names the ledger's row. `share_shown` is the
    share of the available cells that are not hidden: a zero is shown, and counts as such.
    `also` are cells (by their nodes) that are hidden like small ones, for other tables' sake.
    Raises ValueError for a table whose sums do not hold, since it cannot be proven safe.
    """
    preset = with_threshold(preset, threshold)
    cube = cube_of(table)
    more = _cells_of(table, cube, also)
    hidden = protect(cube, rule_of(preset), more, complementary=preset.complementary)
    counts = _counts(cube, hidden, preset, impossible=_impossible(table))
    return make_cleared(
        question=(asked or table.question).as_json(),
        answered=table.question.as_json(),
        columns=table.columns,
        rows=_rows(table, counts, preset),
        preset=preset.id,
        unit=table.unit,
        method=table.method,
        manifest=table.manifest,
        notes=notes_of(table, counts, preset),
        merged=merged,
        for_release=preset.for_release,
        share_shown=_share_shown(cube, hidden),
        release=release,
        coverage=table.coverage,
        synthetic=table.synthetic,
        also_hidden=tuple(sorted(also)),
    )


def _cells_of(table: FigureTable, cube: Cube, nodes: frozenset[tuple[str, ...]]) -> Flags:
    """Return the cells of these nodes, but for zeros and what is not available."""
    found = np.zeros(cube.size, dtype=np.bool_)
    if nodes:
        names = [column.dimension for column in table.columns]
        rows = table.frame.select(names).rows()
        found[[cube.cell_of_row[place] for place, row in enumerate(rows) if row in nodes]] = True
    return found & cube.available & (cube.values > 0)


def best_share(table: FigureTable, preset: Preset, *, threshold: int | None = None) -> float:
    """Return a share that `clear` cannot beat, at once: only small counts are hidden yet."""
    cube = cube_of(table)
    return _share_shown(cube, rule_of(with_threshold(preset, threshold)).small(cube))


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


def _share_shown(cube: Cube, hidden: Flags) -> float:
    available = int(cube.available.sum())
    return 1.0 if available == 0 else 1 - int(hidden.sum()) / available


def _impossible(table: FigureTable) -> frozenset[int]:
    """Return the rows that no attendance can be in: a small area outside its large one."""
    if "possible" not in table.frame.columns:
        return frozenset()
    return frozenset((~table.frame["possible"]).arg_true().to_list())


def _counts(
    cube: Cube, hidden: Flags, preset: Preset, *, impossible: frozenset[int]
) -> tuple[Shown, ...]:
    """Return what stands in each row of the table for its count."""
    shown = np.array([to_nearest(int(value), preset.round_to) for value in cube.values])
    return tuple(
        NO_SUCH_CELL
        if row in impossible
        else NOT_AVAILABLE
        if not cube.available[cell]
        else HIDDEN
        if hidden[cell]
        else Shown(int(shown[cell]))
        for row, cell in enumerate(cube.cell_of_row)
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
