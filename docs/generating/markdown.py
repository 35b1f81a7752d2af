"""Small pieces of Markdown: cells, tables and pages that say where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by docs/generate.py: change the code or the standard, then run it again. -->"


def cell(text: object) -> str:
    """Write something so that it fits into one cell of a table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Write a table with a blank line behind it."""
    lines = [header, ["---"] * len(header), *([cell(one) for one in row] for row in rows)]
    return [*(f"| {' | '.join(line)} |" for line in lines), ""]


def page(title: str, *parts: str | Iterable[str]) -> str:
    """Put a page together: a title, a word on its origin, and paragraphs or lines."""
    lines = [f"# {title}", "", MADE, ""]
    for part in parts:
        lines += [part, ""] if isinstance(part, str) else part
    return "\n".join(lines).rstrip("\n") + "\n"


def code(text: object) -> str:
    """Write something as code; nothing stays nothing."""
    return f"`{text}`" if text not in {None, ""} else ""


def codes(texts: Iterable[object]) -> str:
    """Write several things as code, with commas."""
    return ", ".join(code(text) for text in texts)


def yes(flag: bool) -> str:  # noqa: FBT001 - one word for one flag
    """Write a flag: yes, or nothing."""
    return "yes" if flag else ""
