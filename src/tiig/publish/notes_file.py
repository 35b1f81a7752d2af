"""Notes files: Markdown by section, written by an author beside a paper and never overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from tiig.kit.hashing import digest
from tiig.model.errors import NOTES_INVALID, TiigError
from tiig.model.notes import SECTIONS, Notes, NoteText
from tiig.publish.paper import NotShown, Paper, Section, Text

_LONGEST = 4_000
_SEEN = "figures: "
_TEMPLATE = """{seen}

## Summary

## Interpretation

## Recommendations
"""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MOVED = (
    "The figures have changed since these notes were written. Read them again, and then put this "
    "line at the head of the notes file: {seen}"
)


def notes_path(folder: Path, stem: str) -> Path:
    """Return where the notes of a paper stand: in `notes` beside it."""
    return folder / "notes" / f"{stem}.md"


def figures_of(paper: Paper) -> str:
    """Digest what a paper shows: the texts of all its tables."""
    shown = [
        [one.id, [[cell.text for cell in row] for row in one.grid.rows]] for one in paper.exhibits
    ]
    return digest(shown)[:16]


def with_notes(paper: Paper, path: Path) -> tuple[Paper, bool]:
    """Put an author's notes at the head of a paper; tell whether its figures have moved since.

    Where there is no file yet, an empty one is left for the author. It is never changed.
    """
    seen = figures_of(paper)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_TEMPLATE.format(seen=_SEEN + seen), encoding="utf-8", newline="\n")
        return paper, False
    notes = read_notes(path)
    sections = tuple(_sections(notes))
    moved = bool(sections) and notes.seen != seen
    if moved:
        warned = NotShown("Agreement of notes and figures", _MOVED.format(seen=_SEEN + seen))
        sections = (replace(sections[0], blocks=(warned, *sections[0].blocks)), *sections[1:])
    return replace(paper, sections=(*sections, *paper.sections)), moved


def read_notes(path: Path) -> Notes:
    """Read a notes file; NOTES_INVALID names the line of what cannot be used."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - papers alone need it

    text = _read(path)
    first, _, rest = text.partition("\n")
    seen = first.removeprefix(_SEEN).strip() if first.startswith(_SEEN) else None
    offset = 1 if seen is not None else 0
    found: dict[str, list[NoteText]] = {}
    here: str | None = None
    tokens = MarkdownIt("commonmark", {"html": False}).parse(rest if seen is not None else text)
    for place, token in enumerate(tokens):
        line = (token.map or [0])[0] + 1 + offset
        if token.type == "heading_open":
            if token.tag != "h2":
                _refuse(f"the heading on line {line} does not begin with ##")
            here = _section(tokens[place + 1].content, line)
            found.setdefault(here, [])
        elif token.type in {"paragraph_open", "bullet_list_open", "ordered_list_open"}:
            if token.level > 0:
                continue
            if here is None:
                _refuse(f"line {line} stands before the first heading")
            found[here].append(_text(tokens, place, line))
        elif token.type in {"fence", "code_block", "html_block", "blockquote_open"}:
            _refuse(f"line {line} is neither a paragraph nor a list")
    return Notes({name: tuple(texts) for name, texts in found.items() if texts}, seen)


def _read(path: Path) -> str:
    """Return the text of a notes file; what no format can print is refused."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        _refuse("the file is not written in UTF-8")
    for line, said in enumerate(text.split("\n"), start=1):
        if _UNPRINTABLE.search(said):
            _refuse(f"line {line} holds characters that cannot be printed")
    return text


def _section(text: str, line: int) -> str:
    name = text.strip().casefold()
    if name not in SECTIONS:
        _refuse(f"there is no section of the name on line {line}")
    return name


def _text(tokens: Sequence[object], place: int, line: int) -> NoteText:
    opened = tokens[place]
    kind = getattr(opened, "type", "")
    closing = kind.replace("_open", "_close")
    said = []
    for token in tokens[place + 1 :]:
        if getattr(token, "type", "") == closing and getattr(token, "level", 1) == 0:
            break
        if getattr(token, "type", "") == "inline":
            said.append(_plain(token))
    if sum(map(len, said)) > _LONGEST:
        _refuse(f"the text from line {line} on has more than {_LONGEST:,} characters")
    return NoteText(tuple(said), bullets=kind != "paragraph_open")


def _plain(token: object) -> str:
    """Return the words of a line: emphasis is dropped, a picture is refused."""
    parts = []
    for child in getattr(token, "children", None) or []:
        if child.type == "image":
            _refuse("a notes file holds no pictures")
        parts.append(" " if child.type in {"softbreak", "hardbreak"} else child.content)
    return "".join(parts).strip()


def _refuse(what: str) -> NoReturn:
    raise TiigError(NOTES_INVALID, what=what, known=", ".join(SECTIONS))


def _sections(notes: Notes) -> Iterator[Section]:
    for name in SECTIONS:
        texts = notes.sections.get(name, ())
        if texts:
            blocks = tuple(Text(text.paragraphs, bullets=text.bullets) for text in texts)
            yield Section(f"notes-{name}", name.capitalize(), blocks, wide=True)
