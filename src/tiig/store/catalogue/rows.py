"""Nouns to rows and back: columns bear the nouns' own names, so little needs saying."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, TypeVar

from sqlalchemy import RowMapping

from tiig.model.destruction import Destruction
from tiig.model.submission import Pair, Submission, Tally

Noun = TypeVar("Noun")


def noun(kind: type[Noun], row: RowMapping) -> Noun:
    """Build a noun from the columns that bear its fields' names."""
    return kind(**{name: row[name] for name in _names(kind)})


def cells(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any noun whose fields are columns
    """Return a noun as columns."""
    return {name: getattr(value, name) for name in _names(type(value))}


def submission_cells(submission: Submission) -> dict[str, Any]:
    """Return a submission as columns, its tally spread out."""
    told = cells(submission)
    return told | asdict(told.pop("tally"))


def submission_noun(row: RowMapping) -> Submission:
    """Build a submission."""
    tally = {name: row[name] for name in _names(Tally)}
    rest = {name: row[name] for name in _names(Submission) if name != "tally"}
    return Submission(tally=Tally(**tally), **rest)


def pair_order(pair: Pair) -> tuple[object, ...]:
    """Return what pairs are sorted by: month, site, first day, when they came in force."""
    first = pair.first_day or pair.month.first_day
    return pair.month, pair.site, first, pair.known_from, pair.id


def destruction_order(order: Destruction) -> tuple[object, ...]:
    """Return what orders to destroy are sorted by: when they were given."""
    return order.ordered_at, order.id


_NAMES: dict[type[Any], tuple[str, ...]] = {}


def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a noun, looked up once: there are many rows."""
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind))
    return _NAMES[kind]
