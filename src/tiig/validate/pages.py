"""The rule book as pages to read: one for each rule, and a list of all."""

from __future__ import annotations

from collections.abc import Mapping

from tiig.validate.rules import Effect, Origin, Rule, RuleBook

_OUTCOMES = """\
Each rule has four outcomes for a row: **met**, **missed**, **not applicable** (the rule says
nothing about this row; an item that the sender's layout does not have is never a miss), and
**error** (the rule itself could not run; counted, never taken for met).
"""

_ORIGINS = {
    Origin.ITEM: "Generated from the data item.",
    Origin.ROW: "Looks at one row.",
    Origin.FILE: "Looks at all earlier rows of the file.",
}


def rule_pages(book: RuleBook, *, examples: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """Return Markdown by file name: `index.md` and one page for each rule.

    `examples` are Markdown tables by rule id, as the specification draws them.
    """
    drawn = examples or {}
    pages = {f"{rule.id}.md": _page(rule, book, drawn.get(rule.id)) for rule in book.rules}
    return {"index.md": _index(book), **pages}


def _index(book: RuleBook) -> str:
    parts = ["# Rule book", "", _OUTCOMES]
    for effect in Effect:
        parts += [f"## {effect.value.capitalize()}", "", effect.sentence, ""]
        parts += ["| number | rule | says |", "|---|---|---|"]
        parts += [
            f"| {rule.number} | [{rule.id}]({rule.id}.md) | {_cell(rule.sentence)} |"
            for rule in book.with_effect(effect)
        ]
        parts.append("")
    return "\n".join(parts)


def _page(rule: Rule, book: RuleBook, example: str | None) -> str:
    item = book.standard.items[rule.item]
    parts = [
        f"# {rule.id}",
        "",
        rule.sentence,
        "",
        f"- **Number:** {rule.number}",
        f"- **Data item:** {item.label} (`{item.id}`)",
        f"- **If missed:** {rule.effect.sentence}",
        f"- **What to do:** {rule.advice}",
        f"- **Kind:** {_ORIGINS[rule.origin]}",
        "",
    ]
    if example is not None:
        parts += ["## Example", "", example.strip(), ""]
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
