"""What `tiig codes` prints: questions, decisions, and figures that would move."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiig.cli.door import printable
from tiig.desk import CodeEffects, CodeMeaning, CodeQuestion, CodeQuestions, MovedRelease
from tiig.journeys import decide_codes as deciding
from tiig.kit.spreadsheet import escaped
from tiig.model.code_map import CodeDecision, CodeState

_CELLS_SHOWN = 12
"""Figures of one release that are printed; `--json` has them all."""


def question_row(one: CodeQuestion) -> tuple[str, ...]:
    """Return a line of the list."""
    months = ", ".join(f"{month}: {rows}" for month, rows in one.by_month.items())
    return (
        one.sender,
        one.item,
        one.value,
        _state(one),
        one.rows,
        months,
        f"{one.first_seen:%Y-%m-%d}",
        "; ".join(f"{may.node} ({may.confidence}: {may.reason})" for may in one.suggestions),
    )


def _state(one: CodeQuestion) -> str:
    decision = one.standing.last
    if decision is None:
        return "open"
    means = f" {decision.node}" if decision.node else ""
    alone = ", alone" if decision.alone else ""
    waits = ", waits for a second name" if one.state is CodeState.CONFIRMED else ""
    return f"{one.state}{means} by {decision.person}{alone}{waits}"


def question_cells(one: CodeQuestion) -> tuple[str, ...]:
    """Return a line of the file: what is told, then the category, to fill in or as it stands."""
    may = one.suggestions[0] if one.suggestions else None
    stands = one.standing.last
    return (
        one.sender,
        one.item,
        escaped(one.value),
        one.rows,
        f"{one.first_seen:%Y-%m-%d}",
        str(one.state),
        may.node if may else "",
        may.reason if may else "",
        (stands.node or "") if stands else "",
    )


def lines_beside(found: CodeQuestions, output: Path | None) -> Iterator[str]:
    """Say what the table does not."""
    if output is not None:
        yield f"Written: {len(found.questions):,} local values."
    for one in found.unlisted:
        yield f"{one.sender}, {one.item}: {one.rows} rows hold values that are not listed."


def decided_lines(done: str, found: deciding.CodesDecided) -> Iterator[str]:
    """Say how many values were decided."""
    count = len(found.decisions)
    yield f"{done}: {count:,} local {'value' if count == 1 else 'values'}."
    if found.unchanged:
        yield f"So already: {found.unchanged:,}."


def meaning_lines(found: deciding.CodesDecided) -> Iterator[str]:
    """Say of each value that is to be approved what it means, and who confirmed that."""
    for one in found.meanings:
        why = printable(one.because)
        yield f"{_means(one)}, confirmed by {one.person} on {one.at:%Y-%m-%d} because {why}"


def left_lines(found: deciding.CodesDecided) -> Iterator[str]:
    """Say what counts of each value once its last decision is taken back, or that nothing does."""
    counts = {(one.sender, one.item, one.value): one for one in found.meanings}
    for decision in found.decisions:
        left = counts.get(decision.question)
        if left is None:
            yield f"{_named(decision)}: nothing counts now; rederive reads its rows as unmapped."
        else:
            yield f"{_means(left)} counts, approved by {left.person} on {left.at:%Y-%m-%d}."


def _means(one: CodeMeaning) -> str:
    return f"{_named(one)} -> {one.node} ({one.label})"


def _named(one: CodeMeaning | CodeDecision) -> str:
    return f"{one.sender}, {one.item}: {printable(one.value)}"


def effect_lines(found: CodeEffects) -> Iterator[str]:
    """Say which rows and which released figures would move."""
    if not found.rows:
        yield "No row in force would read otherwise."
        return
    yield "Rows that would read otherwise once rederived:"
    for key, rows in found.rows.items():
        yield f"  {key}: {rows}"
    yield (
        f"Released questions answered again: {found.questions:,}; "
        f"figures of {len(found.moved):,} would move."
    )
    yield "Quality and receipts are not answered again; quality follows from the rows."
    if found.beside:
        yield (
            f"Releases of papers and standard tables that rest on these rows: {found.beside:,}; "
            "their figures are not foretold."
        )
    if found.older:
        yield f"{found.older:,} older questions were not answered again."
    for one in found.moved:
        yield from _moved(one)


def _moved(one: MovedRelease) -> Iterator[str]:
    by = f" by {', '.join(one.by)}" if one.by else ""
    where = f" where {' and '.join(one.where)}" if one.where else ""
    yield (
        f"{one.measure}{by}{where}, released under {one.preset} {len(one.releases):,} times, "
        f"last {one.released_at} UTC (release {one.releases[0]}):"
    )
    if one.other_categories:
        yield "  (it would be shown finer or coarser than now)"
    for cell in one.cells[:_CELLS_SHOWN]:
        yield f"  {' / '.join(cell.nodes) or 'total'}: {cell.before} -> {cell.after}"
    if len(one.cells) > _CELLS_SHOWN:
        yield f"  and {len(one.cells) - _CELLS_SHOWN:,} more figures; see them with --json"


def decision_row(one: CodeDecision) -> tuple[str, ...]:
    """Return a line of the decisions."""
    return (
        f"{one.at:%Y-%m-%d %H:%M}",
        one.person,
        f"{one.step}, alone" if one.alone else str(one.step),
        one.sender,
        one.item,
        one.value,
        one.node or "",
        one.because,
    )
