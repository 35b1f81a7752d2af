"""A fair comparison for others: the own department named, the others without a name or a count."""

from __future__ import annotations

from tiig.model.cleared_comparison import ClearedComparison, ShownSite
from tiig.publish.plain_tables import table_csv

OTHER = "another department"
_HEADER = ("Department", "Adjusted share, per cent", "Beside the usual")
_HUNDRED = 100


def shown_grid(answer: ClearedComparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows: the named department first, the others by what is shown."""
    return _HEADER, [_row(one) for one in answer.lines]


def shown_lines(answer: ClearedComparison) -> list[str]:
    """Return what the figures mean and how they are protected."""
    factors = ", ".join(one.lower() for one in answer.asked.factors)
    return [
        f"Of {answer.asked.among} at {answer.number} departments, as if patients were alike.",
        f"Alike in: {factors}.",
        "Shares stand in steps, of whole years, and come from missing rows told as ranges:",
        "an exact share may lie a little beside its step. *: too few rows.",
        "Others are not named: a habit is changed by asking, not by a rank.",
        "Usual: where 95 % of departments like it lie. No word beside it: the step cannot tell.",
        answer.given.sentence,
        f"Disclosure preset: {answer.preset}. Release {answer.release}.",
    ]


def shown_csv(answer: ClearedComparison) -> str:
    """Return the table as CSV."""
    return table_csv(_HEADER, [_row(one) for one in answer.lines], shown_lines(answer))


def _row(one: ShownSite) -> tuple[str, ...]:
    return (
        one.name or OTHER,
        _step(one),
        "" if one.beside is None else str(one.beside),
    )


def _step(one: ShownSite) -> str:
    if one.low is None or one.high is None:
        return "*"
    if one.low == 0:
        return f"under {one.high}"
    return f"{one.low} or more" if one.high == _HUNDRED else f"{one.low} to under {one.high}"
