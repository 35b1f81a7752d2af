"""Notes files: Markdown by section, written by an author beside a paper and kept by every run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from tiig.model.errors import NOTES_INVALID, TiigError
from tiig.model.notes import SECTIONS, Notes, NoteText
from tiig.publish.notes_head import Seen, Split, head_of, split_notes
from tiig.publish.paper import PRIVATE_FILE

_LONGEST = 4_000
_HEADINGS = "\n## Summary\n\n## Interpretation\n\n## Recommendations\n"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def notes_path(folder: Path, stem: str) -> Path:
    """Return where the notes of a paper stand: in `notes` beside it."""
    return folder / "notes" / f"{stem}.md"


def begin_notes(path: Path, seen: Seen, *, private: bool) -> None:
    """Leave a file with empty sections for an author; a private one is that person's alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, head_of(seen) + _HEADINGS, private=private)


def mark_as_read(path: Path, split: Split, seen: Seen, *, private: bool) -> None:
    """Put a new head over the same text: its author has read it beside these figures."""
    _write(path, head_of(seen) + split.body, private=private)


def _write(path: Path, text: str, *, private: bool) -> None:
    """Write beside and rename: an author's words are never lost to a full disk."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    if private:
        part.chmod(PRIVATE_FILE)
    part.replace(path)


def read_notes(path: Path) -> tuple[Notes, Split]:
    """Read a notes file and its head; NOTES_INVALID names the line of what cannot be used."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - papers alone need it

    split = split_notes(_read(path))
    found: dict[str, list[NoteText]] = {}
    here: str | None = None
    tokens = MarkdownIt("commonmark", {"html": False}).parse(split.body)
    for place, token in enumerate(tokens):
        line = (token.map or [0])[0] + 1 + split.lines
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
    return Notes({name: tuple(texts) for name, texts in found.items() if texts}), split


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
