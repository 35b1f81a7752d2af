"""What a hospital is asked for: each item with its heading, its form, and what may stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tiig.model.states import NOT_KNOWN_NODE
from tiig.standard import Item, Sensitivity, Standard
from tiig.standard.codes import normalised
from tiig.standard.items import Kind
from tiig.standard.trees import SPECIAL_LABELS, Tree

PERIOD_START, PERIOD_END = "Period start", "Period end"
"""The two columns in which every row repeats the first and the last day that the file covers."""
PERIOD_ISTV = ("REPORTING PERIOD START DATE", "REPORTING PERIOD END DATE")
DAY_FORM, MOMENT_FORM = "%Y-%m-%d", "%Y-%m-%d %H:%M"
LONGEST_TEXT = 255
_KEPT_NUMBER = "attendance_id"
"""The keyed id that stands for the one identifying item that every agreement needs."""

_ALWAYS, _IF_RECORDED = "always", "where recorded"
_FORMS = {
    Kind.CODE: "One value of the list, written as there, or its code",
    Kind.MOMENT: "Date and time of day, local time: 2026-06-03 21:15; in Excel a date cell. "
    "Where no time is known, the date alone",
    Kind.NUMBER_ID: "As your system writes it; the same attendance has the same number each time",
    Kind.AREA: "Nine characters, such as E01000001",
    Kind.DISTRICT: "The first half of a postcode, such as M1; never the whole",
    Kind.TEXT: f"Words in one line, at most {LONGEST_TEXT} characters",
    Kind.SITE: "The site code of the Organisation Data Service (ODS)",
}


@dataclass(frozen=True)
class Value:
    """One thing that may stand in a coded column: its words, what it lies under, its codes."""

    text: str
    node: str
    path: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """An item as a hospital is asked for it; `values` are empty where it has no list."""

    item: Item
    heading: str
    needed: str
    form: str
    values: tuple[Value, ...]

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id

    def text_of(self, node: str) -> str:
        """Return the words that stand for a node in a file."""
        return next(value.text for value in self.values if value.node == node)


def asked_of(standard: Standard, on: date) -> tuple[Asked, ...]:
    """Return what is asked, in the order of the standard, with the values of that day.

    Of what identifies only the attendance's number is asked: an agreement may name more.
    """
    return tuple(_asked(item, standard, on) for item in standard.items.values() if _is_asked(item))


def _is_asked(item: Item) -> bool:
    return item.sensitivity is not Sensitivity.IDENTIFYING or item.keyed_as == _KEPT_NUMBER


def _asked(item: Item, standard: Standard, on: date) -> Asked:
    return Asked(
        item=item,
        heading=item.label.replace(",", ""),  # parted by commas in a CSV file, and in SQL
        needed=_needed(item, standard),
        form=_form(item),
        values=tuple(_values(item, standard, on)) if item.coded else (),
    )


def _needed(item: Item, standard: Standard) -> str:
    if item.required:
        return _ALWAYS
    if not item.required_for:
        return _IF_RECORDED
    groups = standard.trees["injury_group"]
    injuries = {node for node in groups.top if node != "none"}
    if injuries <= set(item.required_for):
        return "for every injury"
    return "for " + ", ".join(groups.label(node).lower() for node in item.required_for)


def _form(item: Item) -> str:
    if item.kind is Kind.WHOLE:
        return f"A whole number from {item.low} to {item.high}"
    repeats = "; where there are several, the first" if item.repeats else ""
    return f"{_FORMS[item.kind]}{repeats}"


def _values(item: Item, standard: Standard, on: date) -> Iterator[Value]:
    """Yield every category of the day, then the answer that it is not known."""
    tree, meanings = standard.trees[item.tree or ""], standard.value_map(item, on)
    codes: dict[str, list[str]] = {}
    for name in item.code_sets:
        for entry in standard.code_sets[name].entries:
            meant = standard.code_sets[name].node_for(entry.code, on)
            if meant is not None and entry.code not in codes.get(meant, ()):
                codes.setdefault(meant, []).append(entry.code)
    for node in tree.in_order:
        if tree.nodes[node].is_valid(on):
            label = tree.label(node)
            text = label if meanings.get(normalised(label)) == node else node
            yield Value(text, node, _path(tree, node), tuple(codes.get(node, ())))
    not_known = SPECIAL_LABELS[NOT_KNOWN_NODE]
    yield Value(not_known, NOT_KNOWN_NODE, not_known, tuple(codes.get(NOT_KNOWN_NODE, ())))


def _path(tree: Tree, node: str) -> str:
    return " > ".join(tree.label(step) for step in tree.path(node))
