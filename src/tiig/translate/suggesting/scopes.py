"""Which attendances a file covers, by what its rows speak of; which months, and how often."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tiig.model.profile import Cadence, Part, Scope
from tiig.model.proposal import CodeSuggestion, ColumnSuggestion, Said
from tiig.model.states import NULL_WORDS
from tiig.standard import Standard
from tiig.standard.codes import normalised
from tiig.translate.moments import read_texts
from tiig.translate.suggesting.looked_at import LookedAt

_NEARLY_ALL, _MOST = 0.97, 0.92
_OF_INJURIES = ("injury_intent", "injury_mechanism", "sender_injury_group")
_OF_ASSAULTS = ("injury_intent", "assault_flag", "sender_injury_group")
_NO_INJURY = frozenset({"none", "~none"})


def months_of(
    looked: LookedAt, columns: Sequence[ColumnSuggestion]
) -> tuple[str | None, str | None]:
    """Return the first and last month of the arrivals."""
    days = _arrivals(looked, columns)
    months = days.dt.strftime("%Y-%m").sort()
    return (months[0], months[-1]) if len(months) else (None, None)


def _arrivals(looked: LookedAt, columns: Sequence[ColumnSuggestion]) -> pl.Series:
    for one in columns:
        if one.item == "arrival_at" and one.part != Part.TIME:
            cells = looked.frame[one.name]
            return read_texts(cells, one.formats, Part(one.part), looked.date_system).drop_nulls()
    return pl.Series([], dtype=pl.Datetime("us"))


def scope_of(looked: LookedAt, columns: Sequence[ColumnSuggestion]) -> Said:
    """Suggest a scope from the columns that tell assaults and injuries."""
    rows = looked.frame.height
    injured = _rows_that_say(looked, columns, _OF_INJURIES)
    assaults = max((_assaults(looked, one) for one in columns), default=0) / max(1, rows)
    share = injured / max(1, rows)
    if assaults >= _NEARLY_ALL:
        return Said(Scope.ASSAULTS_ONLY, 0.93, f"{assaults:.0%} of the rows are assaults")
    if not any(one.item in _OF_ASSAULTS for one in columns):
        about = sum(
            1 for one in columns if "assault" in one.name.lower() or "assault" in (one.item or "")
        )
        attackers = _rows_that_say(looked, columns, ("assault_relationship",)) / max(1, rows)
        if about >= 2 and (attackers > 0.8 or share > 0.8):
            return Said(
                Scope.ASSAULTS_ONLY, 0.8, "its columns speak of assaults, in nearly all rows"
            )
    ill = sum(
        _rows(looked, one, code)
        for one in columns
        for code in one.codes
        if _tells_illness(one.item, code)
    )
    if ill > 0.04 * rows:
        reason = f"{ill / rows:.0%} of the rows are no injuries"
        return Said(Scope.ALL_ATTENDANCES, 0.9, reason)
    if share >= _MOST:
        sure = 0.85 if share >= _NEARLY_ALL else 0.7
        return Said(Scope.ALL_INJURIES, sure, f"{share:.0%} of the rows speak of an injury")
    if any(one.item in _OF_INJURIES for one in columns):
        sure = 0.85 if share < 0.85 else 0.6
        return Said(Scope.ALL_ATTENDANCES, sure, f"only {share:.0%} of the rows speak of an injury")
    return Said(Scope.ALL_ATTENDANCES, 0.4, "no column tells injuries apart: ask the sender")


def _rows(looked: LookedAt, column: ColumnSuggestion, code: CodeSuggestion) -> int:
    return looked.facts[column.place - 1].values.get(code.value, 0)


def _tells_illness(item: str | None, code: CodeSuggestion) -> bool:
    return item == "sender_injury_group" and code.node == "none"


def _assaults(looked: LookedAt, column: ColumnSuggestion) -> int:
    if column.item not in _OF_ASSAULTS:
        return 0
    meant = "yes" if column.item == "assault_flag" else "assault"
    return sum(_rows(looked, column, code) for code in column.codes if code.node == meant)


def _rows_that_say(
    looked: LookedAt, columns: Sequence[ColumnSuggestion], items: Sequence[str]
) -> int:
    """Count the rows in which one of these items says that there was something."""
    says = []
    for one in columns:
        if one.item not in items or one.name not in looked.frame.columns:
            continue
        nothing = {normalised(code.value) for code in one.codes if code.node in _NO_INJURY}
        cells = pl.col(one.name).str.strip_chars().str.to_lowercase().fill_null("")
        says.append(~cells.is_in(list({*nothing, *NULL_WORDS})))
    if not says:
        return 0
    return int(looked.frame.select(pl.any_horizontal(says).sum()).item())


def facts_of_sender(
    looked: LookedAt, columns: Sequence[ColumnSuggestion], standard: Standard
) -> tuple[tuple[str, Said], ...]:
    """Suggest what else a profile says of its sender."""
    found = [("cadence", _cadence(looked, columns))]
    fed = {one.item for one in columns if one.item}
    if "department_type" not in fed:
        found.append(("department_type", Said("01", 0.5, "most senders are of this type: ask")))
    if not any(standard.items[item].tells_assaults for item in fed):
        reason = "no column can tell an assault: counts of assaults are not available"
        found.append(("tells_assaults", Said("false", 0.9, reason)))
    return tuple(found)


def _cadence(looked: LookedAt, columns: Sequence[ColumnSuggestion]) -> Said:
    days = _arrivals(looked, columns)
    if not len(days):
        return Said(Cadence.MONTHLY, 0.5, "senders send monthly as a rule")
    span = int(
        (days.dt.epoch("d").quantile(0.995) or 0) - (days.dt.epoch("d").quantile(0.005) or 0)
    )
    for most, cadence in (
        (16, Cadence.FORTNIGHTLY),
        (45, Cadence.MONTHLY),
        (100, Cadence.QUARTERLY),
    ):
        if span <= most:
            sure = 0.8 if cadence is Cadence.MONTHLY and span > 20 else 0.5
            return Said(cadence, sure, f"its rows span {span + 1} days")
    return Said(Cadence.YEARLY, 0.5, f"its rows span {span + 1} days")
