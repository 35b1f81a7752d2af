"""The data dictionary: items, what is derived from them, dimensions, categories, code sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from generating.markdown import cell, code, codes, page, table, yes
from tiig.model.states import ItemState
from tiig.standard import Derived, Dimension, Item, Standard, details_of, dimensions
from tiig.standard.codes import Verified
from tiig.standard.trees import Tree

_CALENDARS = {
    "calendar": "Calendar years, quarters (`2026-Q1`) and months (`2026-06`), by the calendar.",
    "financial": "Financial years (`2026-27`, from April) and their months, by the calendar.",
}
_STATES = {
    ItemState.GIVEN: "a value is there",
    ItemState.BLANK: "no answer",
    ItemState.NOT_KNOWN: "a declared answer: it is not known",
    ItemState.UNREADABLE: "something stands there that cannot be read, or a rule took it away",
    ItemState.UNMAPPED: "a code that nobody has explained yet",
    ItemState.NOT_IN_LAYOUT: "the sender's file has no such item",
    ItemState.PART: "a moment of which only the date is given",
}


def dictionary(standard: Standard) -> str:
    """Return the page of the data dictionary."""
    return page(
        "Data dictionary",
        "What a row may hold, what is worked out from it, and what one can count by. Sources "
        "are named in short and explained [at the end](#sources).",
        ["## Items", "", "What hospitals send; some of it is never stored.", ""],
        table(
            ("item", "label", "kind", "categories", "required", "stored", "sensitivity"),
            (_item_row(item) for item in standard.items.values()),
        ),
        *(_item(item) for item in standard.items.values()),
        ["## Item states", "", "A state stands beside each item; blank is not `not known`.", ""],
        table(("number", "state", "meaning"), ((int(s), _state(s), _STATES[s]) for s in ItemState)),
        *_columns(
            "Derived columns",
            "Worked out from one attendance, exactly as defined here.",
            standard.derived.values(),
        ),
        *_columns(
            "Joined columns",
            "Said by people later than the row, and joined to it when it is read.",
            standard.joined.values(),
        ),
        ["## Dimensions", "", "What `--by` and `--where` take; `name:2` asks for level 2.", ""],
        table(
            (
                "dimension",
                "label",
                "categories or areas",
                "level shown",
                "sensitive class",
                "told only where assaults are",
            ),
            (_dimension_row(one) for one in dimensions(standard).values()),
        ),
        ["## Measures", "", "What `--measure` takes.", ""],
        table(
            ("measure", "label", "meaning", "conditions"),
            ((code(m.id), m.label, m.meaning, codes(m.where)) for m in standard.measures.values()),
        ),
        ["## Categories", "", "Each tree once, a node under its parent.", ""],
        *(_tree(tree) for tree in standard.trees.values()),
        *_code_sets(standard),
        ["## Sources", ""],
        table(("source", "what it is"), sorted(standard.sources.items())),
    )


def _columns(title: str, sentence: str, columns: Iterable[Derived]) -> Iterator[list[str]]:
    yield [f"## {title}", "", sentence, ""]
    yield table(
        ("column", "label", "definition", "categories", "tells of", "source"),
        (_derived_row(one) for one in columns),
    )


def _derived_row(column: Derived) -> tuple[str, ...]:
    tree = f"[{column.tree}](#categories-{column.tree})"
    categories = tree if column.level is None else "local authorities"
    told = (column.label, column.definition, categories, codes(column.shows), column.source)
    return (code(column.id), *told)


def _state(state: ItemState) -> str:
    return state.name.lower().replace("_", " ")


def _item_row(item: Item) -> tuple[str, ...]:
    return (
        f"[`{item.id}`](#item-{item.id})",
        item.label,
        item.kind.value.replace("_", " "),
        f"[{item.tree}](#categories-{item.tree})" if item.tree else "",
        "always" if item.required else ", ".join(item.required_for),
        yes(item.stored),
        item.sensitivity.value,
    )


def _item(item: Item) -> list[str]:
    facts = {
        "Why it is asked": item.why,
        "What to write": item.write,
        "ECDS element": code(item.ecds),
        "Seen in public SQL, to be checked": codes(item.sus),
        "ISTV element": item.istv and f"{item.istv} ({item.mandation or 'no mandation'})",
        "Code sets": codes(item.code_sets),
        "Range": f"{item.low} to {item.high}" if item.high is not None else None,
        "Kept as": code(item.keyed_as) or (code(item.coarsens_to) if not item.stored else None),
        "Details that an [agreement](../how-to/agreements.md) may name": codes(details_of(item)),
        "One step coarser": None if item.coarsens.value == "none" else item.coarsens.value,
        "Tells assaults": yes(item.tells_assaults),
        "Told only where assaults are": _of_assaults(item),
        "Never crossed with small areas, days or hours": item.sensitive_class
        and item.sensitive_class.value,
        "Since": f"{item.since}, source {item.source}",
    }
    return [
        f'### <a id="item-{item.id}"></a>`{item.id}`: {item.label}',
        "",
        item.meaning,
        "",
        *(f"- {name}: {fact}" for name, fact in facts.items() if fact),
        "",
    ]


def _dimension_row(one: Dimension) -> tuple[str, ...]:
    areas = {
        "la": "local authorities", "msoa": "middle layer areas", "lsoa": "lower layer areas",
        "district": "postcode districts", "site": "sites", "provider": "providers",
        "place_la": "local authorities", "deprivation": "fifths of deprivation",
        "": "follows from the months asked about",
    }  # fmt: skip
    return (
        code(one.id),
        one.label,
        f"[{one.tree.id}](#categories-{one.tree.id})" if one.tree else areas[one.level or ""],
        f"{one.depth} of {one.tree.depth}" if one.tree else "",
        ", ".join(sorted(one.classes())),
        _of_assaults(one),
    )


def _of_assaults(one: Item | Dimension) -> str:
    return "all" if one.of_assaults else code(one.assault_node)


def _tree(tree: Tree) -> list[str]:
    head = [f'### <a id="categories-{tree.id}"></a>{tree.id}', ""]
    if tree.id in _CALENDARS:
        return [*head, _CALENDARS[tree.id], ""]
    nodes = (
        f"{'  ' * (len(tree.path(node)) - 1)}- `{node}` {cell(tree.label(node))}"
        for node in tree.in_order
    )
    return [*head, *nodes, ""]


def _code_sets(standard: Standard) -> Iterable[list[str]]:
    told = "Only codes that are verified map a value; candidates wait for a person and map nothing."
    yield ["## Code sets", "", told, ""]
    names = [level.value for level in Verified]
    counts = {
        name: Counter(entry.verified.value for entry in one.entries)
        for name, one in standard.code_sets.items()
    }
    yield table(
        ("code set", "codes that map", *names, "feeds"),
        (
            (
                code(name),
                sum(counts[name][level.value] for level in Verified if level.maps),
                *(counts[name][level] or "" for level in names),
                codes(i.id for i in standard.items.values() if name in i.code_sets),
            )
            for name in standard.code_sets
        ),
    )
    empty = [name for name, count in counts.items() if not count]
    if empty:
        yield [f"No code is known yet for: {codes(empty)}. Import ETOS to fill them.", ""]
