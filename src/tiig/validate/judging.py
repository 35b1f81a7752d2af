"""Judge one batch: every row is kept or set aside, every fault becomes a finding."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tiig.model.identified import ROW, JudgedRows, TypedRows
from tiig.model.states import ItemState, state_column
from tiig.validate.cells import DUPLICATE, REPEATED, Cells, Declared, with_absent
from tiig.validate.memory import RowMemory
from tiig.validate.outcomes import Outcomes
from tiig.validate.rules import Effect, Origin, Rule, RuleBook


@dataclass(frozen=True, eq=False)
class Judged:
    """A batch after judgement; findings hold row, rule and item numbers, never a value.

    `findings`: row UInt32, rule UInt16, item UInt16, of kept rows only, by rule and then
    in the order of the rows. `set_aside`: row
    UInt32, rule UInt16, each row once, with the first reason. `counts`: rule UInt16 and
    Int64 met, missed, not_applicable, error - of all rows for the rules that set aside
    (a row set aside already is not applicable to a later whole-file rule), of the kept
    rows for all others.
    """

    kept: JudgedRows
    findings: pl.DataFrame
    set_aside: pl.DataFrame
    counts: pl.DataFrame

    def __repr__(self) -> str:
        return f"<Judged: {self.kept.height} rows kept, {self.set_aside.height} set aside>"


def judge(typed: TypedRows, book: RuleBook, *, declared: Declared, memory: RowMemory) -> Judged:
    """Judge a batch by the book; `memory` carries what the file's earlier batches showed."""
    if not typed.frame[ROW].equals(typed.raw.frame[ROW]):
        message = "typed rows and raw cells are not of the same rows"
        raise ValueError(message)
    cells = Cells(book.standard, declared)
    rows = with_absent(typed.frame, book.standard)
    memory.note_read(rows, declared)
    by_row = Outcomes.of(rows, _rules(book, Origin.ROW, aside=True), cells)
    countable = ~by_row.missed_any
    candidates, raw = rows, typed.raw.frame.drop(ROW)
    if not countable.all():
        candidates, raw = rows.filter(countable), raw.filter(countable)
    copies, repeats = memory.recognise(candidates, raw)
    candidates = candidates.with_columns(copies.alias(DUPLICATE), repeats.alias(REPEATED))
    by_file = Outcomes.of(candidates, _rules(book, Origin.FILE, aside=True), cells)
    kept = candidates.filter(~by_file.missed_any) if by_file.missed_any.any() else candidates
    memory.note_kept(kept)
    faults = Outcomes.of(kept, _rules(book, *Origin, aside=False), cells)
    early = rows.height - candidates.height
    return Judged(
        kept=JudgedRows(_blanked(kept, faults).select(typed.frame.columns), typed.raw),
        findings=faults.findings(kept[ROW], book.item_numbers),
        set_aside=pl.concat(
            [by_row.first_reason(rows[ROW]), by_file.first_reason(candidates[ROW])]
        ).sort(ROW),
        counts=pl.concat(
            [by_row.counts(), by_file.counts(not_applicable=early), faults.counts()]
        ).sort("rule"),
    )


def _rules(book: RuleBook, *origins: Origin, aside: bool) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in book.rules
        if rule.origin in origins and (rule.effect is Effect.SET_ASIDE) is aside
    )


def _blanked(kept: pl.DataFrame, faults: Outcomes) -> pl.DataFrame:
    """Take away the values that missed a rule: unreadable is what they are from now on.

    An item without a value - unmapped, unreadable - keeps the state that says why.
    """
    wrong: dict[str, pl.Series] = {}
    for rule, missed in faults.missed(Effect.BLANK):
        wrong[rule.item] = wrong[rule.item] | missed if rule.item in wrong else missed
    unreadable = pl.Series([int(ItemState.UNREADABLE)], dtype=pl.UInt8)
    columns = []
    for item, missed in wrong.items():
        value, state = kept[item], kept[state_column(item)]
        faulty = missed & value.is_not_null()
        if faulty.any():
            nothing = pl.Series([None], dtype=value.dtype)
            columns.append(nothing.zip_with(faulty, value).alias(item))
            columns.append(unreadable.zip_with(faulty, state).alias(state.name))
    return kept.with_columns(columns)
