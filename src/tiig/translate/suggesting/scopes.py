"""Which attendances a file covers, by the shares of its rows; and which months."""

from __future__ import annotations

from collections.abc import Sequence

from tiig.model.profile import Part, Scope
from tiig.model.proposal import ColumnSuggestion, Said
from tiig.translate.moments import read_texts
from tiig.translate.suggesting.looked_at import LookedAt

_NEARLY_ALL = 0.97


def months_of(
    looked: LookedAt, columns: Sequence[ColumnSuggestion]
) -> tuple[str | None, str | None]:
    """Return the first and last month of the arrivals."""
    column = next(
        (one for one in columns if one.item == "arrival_at" and one.part != Part.TIME), None
    )
    if column is None:
        return None, None
    value = read_texts(
        looked.frame[column.name], column.formats, Part(column.part), looked.date_system
    ).drop_nulls()
    months = value.dt.strftime("%Y-%m").sort()
    return (months[0], months[-1]) if len(months) else (None, None)


def scope_of(looked: LookedAt, columns: Sequence[ColumnSuggestion]) -> Said:
    """Suggest a scope from the columns that tell assaults and injuries."""
    assaults = max((_share(looked, one, "assault") for one in columns), default=0.0)
    injuries = max((_answered(looked, one) for one in columns), default=0.0)
    if assaults >= _NEARLY_ALL:
        return Said(Scope.ASSAULTS_ONLY, 0.9, f"{assaults:.0%} of the rows are assaults")
    if injuries >= _NEARLY_ALL:
        return Said(
            Scope.ALL_INJURIES, 0.7, f"{injuries:.0%} of the rows say how an injury happened"
        )
    if injuries or assaults:
        return Said(
            Scope.ALL_ATTENDANCES, 0.8, f"only {injuries:.0%} of the rows speak of an injury"
        )
    return Said(Scope.ALL_ATTENDANCES, 0.4, "no column tells injuries apart: ask the sender")


def _share(looked: LookedAt, column: ColumnSuggestion, node: str) -> float:
    if column.item not in {"injury_intent", "assault_flag", "sender_injury_group"}:
        return 0.0
    meant = "yes" if column.item == "assault_flag" else node
    rows = sum(code.rows for code in column.codes if code.node == meant)
    return rows / looked.frame.height if looked.frame.height else 0.0


def _answered(looked: LookedAt, column: ColumnSuggestion) -> float:
    if column.item not in {"injury_intent", "injury_mechanism", "sender_injury_group"}:
        return 0.0
    nothing = sum(code.rows for code in column.codes if code.node in {"none", "~none"})
    facts = looked.facts[column.place - 1]
    return (facts.filled - nothing) / facts.rows if facts.rows else 0.0
