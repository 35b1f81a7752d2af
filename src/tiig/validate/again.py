"""Judge stored rows anew by the rules that rest on coded items, and on nothing else but ages.

A code map may change long after a file was judged. What rests on moments or texts stays as it was
found: the agreement may have kept less of them than the rules saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from tiig.model.days import Days
from tiig.model.identified import ROW
from tiig.model.states import ItemState, state_column
from tiig.validate.cells import Cells, Declared, with_absent
from tiig.validate.outcomes import Outcomes
from tiig.validate.rules import Effect, Origin, Rule, RuleBook

_AGE = "age"
_TELL_AN_AGE = frozenset({"arrival_at", "date_of_birth"})
"""What else may tell an age, of a date of birth that is never stored: the age is, since then."""
_NOTHING = Declared(frozenset(), Days(date(2000, 1, 1), date(2000, 1, 1)), date(2000, 1, 1))
"""What a file declares itself to be: no rule that is judged here asks for it."""


def judge_again(rows: pl.DataFrame, found: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """Return what the rules find in stored rows as they read now: `row`, `rule`, `item`.

    `found` is what they found when the rows came; of rules that are not judged anew it stays.
    """
    cells = Cells(book.standard, _NOTHING)
    frame = with_absent(rows, book.standard)
    outcomes = Outcomes.of(frame, _of_codes(frame, book, cells), cells)
    anew = [rule.number for rule in outcomes.rules if rule.id in outcomes.told.columns]
    stays = found.filter(
        pl.col(ROW).is_in(frame[ROW].implode()), ~pl.col("rule").is_in(anew)
    ).select(ROW, "rule", "item")
    return pl.concat([stays, outcomes.findings(frame[ROW], book.item_numbers)]).sort("rule", ROW)


def _of_codes(frame: pl.DataFrame, book: RuleBook, cells: Cells) -> tuple[Rule, ...]:
    """Return the rules that ask for coded items, and ages, that are kept as they were read."""
    items = book.standard.items.values()
    kept = [one for one in items if one.coded or one.id == _AGE]
    kept = [one for one in kept if not _is_kept_valueless(frame, one.id)]
    known = {name for one in kept for name in (one.id, state_column(one.id))}
    coded = known - {_AGE, state_column(_AGE)}
    found = []
    for rule in book.rules:
        asked = set(rule.test(cells).meta.root_names())
        if _AGE in asked:
            asked -= _TELL_AN_AGE
        judged = rule.effect is not Effect.SET_ASIDE and rule.origin is not Origin.FILE
        if judged and asked <= known and asked & coded:
            found.append(rule)
    return tuple(found)


def _is_kept_valueless(frame: pl.DataFrame, item: str) -> bool:
    """Tell whether an item is kept as given without its value, as some agreements want."""
    given = pl.col(state_column(item)) == int(ItemState.GIVEN)
    return bool(frame.select((given & pl.col(item).is_null()).any()).item())


def rows_missed(findings: pl.DataFrame, book: RuleBook) -> Mapping[str, pl.Series]:
    """Return the rows that missed some rules, by what quality counts them as."""
    return {
        measure.rows_missed: findings.filter(
            pl.col("rule").is_in([book.by_id[rule].number for rule in measure.rules])
        )[ROW]
        for measure in book.standard.quality_measures.values()
        if measure.rules
    }
