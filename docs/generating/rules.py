"""The rule book: an index, and a page for each rule with the picture that tests it."""

from __future__ import annotations

from pathlib import Path

from generating.markdown import MADE
from tiig.standard import Standard
from tiig.validate import rule_book, rule_pages

_MARKS = (
    "`-` blank, `?` not known, `!` unreadable, `%` unmapped, `.` not in the layout; "
    "a date without a time is a date alone."
)


def rule_book_pages(standard: Standard, pictures: Path) -> dict[str, str]:
    """Return `rule-book.md` and `rules/<rule>.md`, examples taken from the spec tests."""
    shown = _pictures(pictures)
    pages = dict(rule_pages(rule_book(standard)))
    index = pages.pop("index.md").replace("](", "](rules/")
    found = {"rule-book.md": _marked(index)}
    for name, text in pages.items():
        rule = name.removesuffix(".md")
        examples = ["## Examples", "", shown[rule], "", _MARKS] if rule in shown else []
        body = [_marked(text).rstrip("\n"), "", *examples, "", "[All rules](../rule-book.md)"]
        found[f"rules/{name}"] = "\n".join(body).replace("\n\n\n", "\n\n") + "\n"
    return found


def _pictures(folder: Path) -> dict[str, str]:
    """Return the table of each rule, as the chapters of tests/spec/rules hold it."""
    found = {}
    for chapter in sorted(folder.glob("*.md")):
        for section in chapter.read_text(encoding="utf-8").split("\n## ")[1:]:
            name, _, rest = section.partition("\n")
            found[name.strip()] = "\n".join(x for x in rest.splitlines() if x.startswith("|"))
    return found


def _marked(text: str) -> str:
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{MADE}\n{rest}"
