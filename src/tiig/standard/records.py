"""Read one row of a file as one value of the standard, refusing what does not fit."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from tiig.model.quality import Dimension
from tiig.model.question import By, Condition, RateKind
from tiig.standard.codes import CodeEntry, Verified
from tiig.standard.files import Row
from tiig.standard.items import Coarsening, Derived, Item, Kind, SensitiveClass, Sensitivity
from tiig.standard.measures import Measure, Preset
from tiig.standard.quality import (
    About,
    Applies,
    Better,
    Kahn,
    QualityItem,
    QualityMeasure,
    Target,
    TargetSet,
    Unit,
)
from tiig.standard.snomed import is_snomed_id
from tiig.standard.themes import StandardTable, Theme
from tiig.standard.trees import Node

_Choice = TypeVar("_Choice", bound=StrEnum)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NODE = re.compile(r"[a-z0-9][a-z0-9.+-]*")

_WHOLE = 100
_ITEM_KEYS = frozenset(
    "label meaning why write kind tree code_sets ecds sus istv mandation required required_for "
    "sensitivity sensitive_class coarsens coarsens_to stored low high repeats tells_assaults "
    "of_assaults assault_node keyed_as level since source".split(),
)
_DERIVED_KEYS = frozenset(
    "label definition tree sensitivity sensitive_class stateful dimension of_assaults "
    "assault_node shows since source".split(),
)
_JOINED_KEYS = _DERIVED_KEYS | {"level"}
_QUALITY_MEASURE_KEYS = frozenset(
    "label sentence dimension kahn about numerator denominator items rules better definition "
    "source since unit".split()
)
_DEFINED_BY = ("published", "own")
_NODE_COLUMNS = frozenset({"node", "parent", "label", "also", "valid_from", "valid_to", "source"})
_PRESET_KEYS = frozenset(
    "label meaning rule mark rates source smallest_shown round_to shows_zero complementary "
    "rate_needs_events threshold_may_vary asks_purpose for_release own_rows_only".split(),
)


def item_of(row: Row) -> Item:
    """Read a table of items.toml."""
    row.only(_ITEM_KEYS)
    if not _NAME.fullmatch(row.key):
        row.refuse("an item is named in lower case, digits and underscores")
    kind = _choice(row, "kind", Kind)
    item = Item(
        id=row.key,
        label=row.text("label"),
        meaning=row.text("meaning"),
        why=row.maybe("why") or "",
        write=row.maybe("write") or "",
        kind=kind or row.refuse("kind is missing"),
        source=row.text("source"),
        since=row.day("since") or row.refuse("since is missing"),
        tree=row.maybe("tree"),
        code_sets=row.words("code_sets"),
        ecds=row.maybe("ecds"),
        sus=row.words("sus"),
        istv=row.maybe("istv"),
        mandation=row.maybe("mandation"),
        required=row.flag("required", default=False),
        required_for=row.words("required_for"),
        sensitivity=_choice(row, "sensitivity", Sensitivity) or Sensitivity.RESTRICTED,
        sensitive_class=_choice(row, "sensitive_class", SensitiveClass),
        coarsens=_choice(row, "coarsens", Coarsening) or Coarsening.NONE,
        coarsens_to=row.maybe("coarsens_to"),
        stored=row.flag("stored", default=True),
        low=row.whole("low"),
        high=row.whole("high"),
        repeats=row.flag("repeats", default=False),
        tells_assaults=row.flag("tells_assaults", default=False),
        of_assaults=row.flag("of_assaults", default=False),
        assault_node=row.maybe("assault_node"),
        keyed_as=row.maybe("keyed_as"),
        level=row.maybe("level"),
    )
    _check_item(row, item)
    return item


def _check_item(row: Row, item: Item) -> None:
    if item.coded and item.tree is None:
        row.refuse("a coded item needs a tree")
    if item.tree is not None and not item.coded:
        row.refuse("only a coded item has a tree")
    if item.stored and (
        item.sensitivity is Sensitivity.IDENTIFYING
        or item.kind in {Kind.TEXT, Kind.POSTCODE, Kind.NUMBER_ID, Kind.BIRTH_DATE}
    ):
        row.refuse("free text and what identifies a person are never stored")
    if item.kind is Kind.AREA and item.level is None:
        row.refuse("an area needs a level")


def derived_column(row: Row) -> Derived:
    """Read a table of derived.toml."""
    row.only(_DERIVED_KEYS)
    return _column(row, row.text("tree"))


def joined_column(row: Row) -> Derived:
    """Read a table of joined.toml: it has categories or areas."""
    row.only(_JOINED_KEYS)
    level = row.maybe("level")
    return _column(row, row.text("tree") if level is None else "", level)


def _column(row: Row, tree: str, level: str | None = None) -> Derived:
    return Derived(
        id=row.key,
        label=row.text("label"),
        definition=row.text("definition"),
        tree=tree,
        since=row.day("since") or row.refuse("since is missing"),
        source=row.text("source"),
        sensitivity=_choice(row, "sensitivity", Sensitivity) or Sensitivity.RESTRICTED,
        sensitive_class=_choice(row, "sensitive_class", SensitiveClass),
        stateful=row.flag("stateful", default=False),
        dimension=row.flag("dimension", default=True),
        of_assaults=row.flag("of_assaults", default=False),
        assault_node=row.maybe("assault_node"),
        shows=row.words("shows"),
        level=level,
    )


def node_of(row: Row) -> Node:
    """Read a line of a tree; columns of its own become attributes."""
    if not _NODE.fullmatch(row.key):
        row.refuse("a node id is written in lower case, digits, dots and hyphens")
    _choice(row, "sensitive_class", SensitiveClass)
    extra = {name: str(cell) for name, cell in row.cells.items() if name not in _NODE_COLUMNS}
    return Node(
        id=row.key,
        label=row.text("label"),
        parent=row.maybe("parent"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        source=row.text("source"),
        also=row.words("also"),
        attributes={name: cell.strip() for name, cell in extra.items() if cell.strip()},
    )


def code_entry(row: Row) -> CodeEntry:
    """Read a line of a code set; a SNOMED id must pass its check digit."""
    code, scheme = row.text("code"), row.text("scheme")
    if scheme == "snomed" and not is_snomed_id(code):
        row.refuse("not a SNOMED id: the check digit fails")
    return CodeEntry(
        code=code,
        scheme=scheme,
        node=row.maybe("node") or "",
        term=row.maybe("term") or "",
        verified=_choice(row, "verified", Verified) or row.refuse("verified is missing"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        source=row.text("source"),
    )


def measure_of(row: Row) -> Measure:
    """Read a table of measures.toml."""
    row.only(frozenset({"label", "meaning", "where"}))
    where = tuple(
        Condition(entry.text("dimension"), entry.words("nodes")) for entry in row.tables("where")
    )
    return Measure(row.key, row.text("label"), row.text("meaning"), where)


def table_of(row: Row) -> StandardTable:
    """Read a table of tables.toml."""
    row.only(frozenset("label by months rate hold measure".split()))
    rate = _choice(row, "rate", RateKind)
    return StandardTable(
        id=row.key,
        label=row.text("label"),
        by=tuple(By.parse(word) for word in row.words("by")),
        months=row.whole("months") or row.refuse("months must be 1 or more"),
        rate=rate,
        hold=row.words("hold"),
        measure=row.maybe("measure"),
    )


def theme_of(row: Row) -> Theme:
    """Read a table of themes.toml."""
    row.only(frozenset("label measure noun profile bulletin".split()))
    return Theme(
        id=row.key,
        label=row.text("label"),
        measure=row.text("measure"),
        noun=row.text("noun"),
        profile=row.words("profile"),
        bulletin=row.words("bulletin"),
    )


def preset_of(row: Row) -> Preset:
    """Read a table of presets.toml."""
    row.only(_PRESET_KEYS)
    smallest = row.whole("smallest_shown")
    return Preset(
        id=row.key,
        label=row.text("label"),
        meaning=row.text("meaning"),
        rule=row.text("rule"),
        mark=row.text("mark"),
        rates=row.text("rates"),
        source=row.text("source"),
        smallest_shown=smallest or row.refuse("smallest_shown must be 1 or more"),
        round_to=row.whole("round_to") or 1,
        shows_zero=row.flag("shows_zero", default=True),
        complementary=row.flag("complementary", default=True),
        rate_needs_events=row.whole("rate_needs_events") or 0,
        threshold_may_vary=row.flag("threshold_may_vary", default=False),
        asks_purpose=row.flag("asks_purpose", default=False),
        for_release=row.flag("for_release", default=True),
        own_rows_only=row.flag("own_rows_only", default=False),
    )


def quality_item_of(row: Row) -> QualityItem:
    """Read a table of quality_items.toml."""
    row.only(frozenset("label applies mandation source".split()))
    return QualityItem(
        item=row.key,
        label=row.text("label"),
        applies=_choice(row, "applies", Applies) or row.refuse("applies is missing"),
        mandation=row.text("mandation"),
        source=row.text("source"),
    )


def target_of(row: Row) -> Target:
    """Read a table of quality_targets.toml; it sets one limit, that of its dimension."""
    row.only(frozenset("label dimension items at_least at_most why source since".split()))
    target = Target(
        id=row.key,
        label=row.text("label"),
        dimension=_choice(row, "dimension", Dimension) or row.refuse("dimension is missing"),
        why=row.text("why"),
        source=row.text("source"),
        since=row.day("since") or row.refuse("since is missing"),
        items=row.words("items"),
        at_least=row.whole("at_least"),
        at_most=row.whole("at_most"),
    )
    days = target.dimension is Dimension.TIMELINESS
    if (target.at_most is None) if days else (target.at_least is None):
        row.refuse("days are set by at_most, shares by at_least")
    if target.at_least is not None and not 0 <= target.at_least <= _WHOLE:
        row.refuse("at_least is a share from 0 to 100")
    return target


def target_set_of(row: Row) -> TargetSet:
    """Read a table of quality_target_sets.toml; shares alone are agreed in sets."""
    row.only(frozenset("label dimension mandation at_least why source since".split()))
    at_least = row.whole("at_least")
    made = TargetSet(
        id=row.key,
        label=row.text("label"),
        dimension=_choice(row, "dimension", Dimension) or row.refuse("dimension is missing"),
        at_least=row.refuse("at_least is missing") if at_least is None else at_least,
        why=row.text("why"),
        source=row.text("source"),
        since=row.day("since") or row.refuse("since is missing"),
        mandation=row.words("mandation"),
    )
    if not 0 < made.at_least <= _WHOLE:
        row.refuse("at_least is a share from 1 to 100")
    if made.dimension in {Dimension.TIMELINESS, Dimension.VOLUME}:
        row.refuse("a set is of shares of items")
    return made


def quality_measure_of(row: Row) -> QualityMeasure:
    """Read a table of quality_measures.toml."""
    row.only(_QUALITY_MEASURE_KEYS)
    definition = row.text("definition")
    if definition not in _DEFINED_BY:
        row.refuse(f"definition is one of {', '.join(_DEFINED_BY)}")
    return QualityMeasure(
        id=row.key,
        label=row.text("label"),
        sentence=row.text("sentence"),
        dimension=row.text("dimension"),
        kahn=_choice(row, "kahn", Kahn) or row.refuse("kahn is missing"),
        about=_choice(row, "about", About) or row.refuse("about is missing"),
        numerator=row.words("numerator") or row.refuse("numerator is missing"),
        denominator=row.words("denominator") or row.refuse("denominator is missing"),
        better=_choice(row, "better", Better) or row.refuse("better is missing"),
        own=definition == "own",
        source=row.text("source"),
        since=row.day("since") or row.refuse("since is missing"),
        items=row.words("items"),
        rules=row.words("rules"),
        unit=_choice(row, "unit", Unit) or Unit.SHARE,
    )


def _choice(row: Row, name: str, kind: type[_Choice]) -> _Choice | None:
    value = row.maybe(name)
    if value is None:
        return None
    try:
        return kind(value)
    except ValueError:
        return row.refuse(f"{name} is none of {', '.join(kind)}")
