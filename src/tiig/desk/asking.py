"""Turn what a person writes (`--by`, `--where`) into a Question, or say what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from tiig.model.errors import BAD_ARGUMENT, DIMENSION_UNKNOWN, NODE_UNKNOWN, TiigError
from tiig.model.figures import ALL
from tiig.model.months import Period, period_of
from tiig.model.question import EVERY, By, Condition, Question, RateKind
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.standard import Standard, dimensions
from tiig.standard.columns import Dimension

MONTH = "month"
_ANYWHERE = frozenset({NOT_KNOWN_NODE, NOT_RECORDED_NODE})


def question_of(  # noqa: PLR0913 - one argument for each thing that a person may say
    standard: Standard,
    *,
    by: Iterable[str] = (),
    where: Iterable[str] = (),
    measure: str = "attendances",
    rate: str | None = None,
    geography: str | None = None,
    as_known_at: str | None = None,
    hold: Iterable[str] = (),
) -> Question:
    """Read a question; each part that is not understood is refused with what would be."""
    known = dimensions(standard)
    if measure not in standard.measures:
        names = ", ".join(sorted(standard.measures))
        raise TiigError(BAD_ARGUMENT, what=f"there is no measure of that name; known are {names}")
    conditions = [_condition(text, known) for text in where]
    return Question(
        measure=measure,
        by=tuple(_by(text, known) for text in by),
        where=tuple(one for one in conditions if isinstance(one, Condition)),
        period=_period([one for one in conditions if isinstance(one, Period)]),
        rate=_rate(rate),
        geography=geography,
        as_known_at=_moment(as_known_at),
        hold=tuple(_held(name, known) for name in hold),
    )


def _held(name: str, known: Mapping[str, Dimension]) -> str:
    if name != EVERY and name not in known:
        raise TiigError(DIMENSION_UNKNOWN, name=name, known=", ".join(sorted(known)))
    return name


def _by(text: str, known: Mapping[str, Dimension]) -> By:
    name, colon, depth = text.strip().partition(":")
    if name not in known:
        raise TiigError(DIMENSION_UNKNOWN, name=name, known=", ".join(sorted(known)))
    if not colon:
        return By(name)
    if not depth.isdigit():
        raise TiigError(BAD_ARGUMENT, what=f"the level of {name} is a number, 1 at the top")
    return By(name, int(depth))


def _condition(text: str, known: Mapping[str, Dimension]) -> Condition | Period:
    name, equals, values = text.strip().partition("=")
    if not equals or not values:
        raise TiigError(BAD_ARGUMENT, what="a condition is written dimension=category")
    if name not in known:
        raise TiigError(DIMENSION_UNKNOWN, name=name, known=", ".join(sorted(known)))
    if name == MONTH:
        return period_of(values)
    nodes = tuple(value.strip() for value in values.split("|"))
    for node in nodes:
        _check_node(known[name], node)
    return Condition(name, nodes)


def _check_node(dimension: Dimension, node: str) -> None:
    if node in _ANYWHERE or node == ALL or dimension.tree is None:
        return
    if node not in dimension.tree.nodes:
        raise TiigError(NODE_UNKNOWN, dimension=dimension.id, node=node)


def _period(periods: list[Period]) -> Period | None:
    if len(periods) > 1:
        raise TiigError(BAD_ARGUMENT, what="months are named once, as one run")
    return periods[0] if periods else None


def _rate(text: str | None) -> RateKind | None:
    if text is None:
        return None
    try:
        return RateKind(text)
    except ValueError:
        raise TiigError(BAD_ARGUMENT, what="a rate is crude or standardised") from None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        what = "a moment is written like 2026-06-30 or 2026-06-30T12:00"
        raise TiigError(BAD_ARGUMENT, what=what) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
