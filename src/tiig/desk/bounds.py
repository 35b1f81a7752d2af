"""Which counts tell what another count may have been: questions to this desk, and their answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig.desk.answer import answer
from tiig.desk.facts import default_geography, read_geography
from tiig.desk.programme import item_named
from tiig.model.asker import Asker
from tiig.model.bounds import BoundedCount, Kind
from tiig.model.errors import BAD_ARGUMENT, DIMENSION_UNKNOWN, NODE_UNKNOWN, TiigError
from tiig.model.months import Period
from tiig.model.question import EVERY, By, Condition, Question, RateKind
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.services import Services
from tiig.standard import Dimension, dimensions

_UNTOLD = frozenset({NOT_KNOWN_NODE, NOT_RECORDED_NODE})
_INTENT, _ASSAULT, _UNDETERMINED = "injury_intent", "assault", "undetermined"
_TOLD_BY = {"injury_mechanism": "weapon", "age": "age_group", "residence_lsoa": "residence_la"}
"""The dimension that tells a watched item's categories, where it is not the item's own."""
_RESIDENCE = "residence_la"
_LINES = ("site", _RESIDENCE)


@dataclass(frozen=True)
class BoundsAsked:
    """What is asked: a kind, the question that tells it, and one of rows that are so for sure.

    `odds` says how far rows that cannot be told may differ from the others.
    """

    kind: Kind
    told: Question
    sure: Question | None
    by: str | None
    period: Period
    odds: float


@dataclass(frozen=True)
class BoundsWords:
    """A category of an item, and the dimension of lines, as a person writes them."""

    item: str
    node: str
    by: str | None


def bounds_asked(
    words: BoundsWords, period: Period, odds: float, services: Services
) -> BoundsAsked:
    """Read what a person writes; ITEM_UNWATCHED, NODE_UNKNOWN, BAD_ARGUMENT say what may be."""
    found = item_named(words.item, services)
    known = dimensions(services.standard)
    by = words.by
    if by is not None and by not in _LINES:
        raise TiigError(DIMENSION_UNKNOWN, name=by, known=", ".join(_LINES))
    dimension = known.get(_TOLD_BY.get(found, found))
    if dimension is None or (dimension.tree is None and dimension.id != _RESIDENCE):
        what = "bounds are worked out for items with categories: weapon, place, intent, home"
        raise TiigError(BAD_ARGUMENT, what=what)
    lines = () if by is None else (By(by),)
    if found == _INTENT:
        kind, told, sure = _of_intent(words.node, lines, dimension)
        return BoundsAsked(kind, told, sure, by, period, odds)
    if dimension.tree is None:
        code, label = _area(words.node, services)
        kind = Kind(f"Residents of {label}", dimension.id, frozenset({code}), _UNTOLD)
        asked = By(dimension.id)
        lines, by = (lines, by) if by != _RESIDENCE else ((), None)
    else:
        kind, depth = _category(words.node, dimension)
        asked = By(dimension.id, depth)
    question = Question("recorded_assaults", by=(asked, *lines), hold=(EVERY,))
    return BoundsAsked(kind, question, None, by, period, odds)


def bounded_count(
    asked: BoundsAsked, asker: Asker, services: Services, *, preset: str | None
) -> BoundedCount:
    """Answer the questions together, each protected as any count is, and entered in the ledger."""
    questions = [asked.told] if asked.sure is None else [asked.told, asked.sure]
    questions = [replace(one, period=asked.period) for one in questions]
    area = asked.by == _RESIDENCE
    if area:
        people = Question("recorded_assaults", by=(By(_RESIDENCE),), hold=(EVERY,))
        questions.append(replace(people, period=asked.period, rate=RateKind.CRUDE))
    told, *others = answer(asker, questions, services, preset=preset)
    shown_by = services.standard.presets[told.preset]
    return BoundedCount(
        asked.kind,
        told,
        asked.period,
        asked.odds,
        services.standard.measures[asked.told.measure].label,
        shown_by.round_to,
        1 if shown_by.threshold_may_vary else shown_by.smallest_shown,
        by=asked.by,
        sure=others[0] if asked.sure is not None else None,
        people=others[-1] if area else None,
    )


def _of_intent(
    node: str, lines: tuple[By, ...], dimension: Dimension
) -> tuple[Kind, Question, Question]:
    """Ask which injuries may be assaults: those recorded so are, by whichever item says it."""
    if node.strip().casefold() != _ASSAULT:
        raise TiigError(BAD_ARGUMENT, what="of the intent, bounds are worked out for assault")
    kind = Kind("Assaults", dimension.id, frozenset(), _UNTOLD | {_UNDETERMINED})
    not_recorded = Condition(_ASSAULT, ("inferred", "none", NOT_RECORDED_NODE))
    told = Question(
        "injury_attendances", by=(By(dimension.id), *lines), where=(not_recorded,), hold=(EVERY,)
    )
    return kind, told, Question("recorded_assaults", by=lines, hold=(EVERY,))


def _category(word: str, dimension: Dimension) -> tuple[Kind, int]:
    """Return a category by id, last part of it, or label, and the level at which it stands.

    What is recorded by a wider category may be of it.
    """
    tree = dimension.tree
    wanted = word.strip().casefold()
    for node, entry in tree.nodes.items() if tree else ():
        if wanted in {node.casefold(), node.rpartition(".")[2].casefold(), entry.label.casefold()}:
            *wider, _ = tree.path(node) if tree else ()
            possible = _UNTOLD | frozenset(wider)
            return Kind(entry.label, dimension.id, frozenset({node}), possible), len(wider) + 1
    raise TiigError(NODE_UNKNOWN, dimension=dimension.id, node=word)


def _area(word: str, services: Services) -> tuple[str, str]:
    """Return code and name of a local authority; NODE_UNKNOWN."""
    now = services.clock.now()
    lookup = read_geography(default_geography(services), services, at=now).lookup
    name = "la_name" if "la_name" in lookup.columns else "la"
    wanted = word.strip().casefold()
    for code, label in lookup.select("la", name).unique().sort("la").iter_rows():
        if wanted in {code.casefold(), label.casefold()}:
            return code, label
    raise TiigError(NODE_UNKNOWN, dimension=_RESIDENCE, node=word)
