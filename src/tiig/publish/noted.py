"""Put an author's notes into a paper, and say which figures have moved since they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tiig.model.notes import SECTIONS, Notes
from tiig.publish.notes_file import begin_notes, mark_as_read, read_notes
from tiig.publish.notes_head import moved, seen_now
from tiig.publish.paper import Paper, Section, Text

AT_THE_HEAD = 1_200
"""So many characters of notes leave a bulletin on its two pages (ADR 0017)."""
_SUMMARY_AT_THE_HEAD = 600
_SUMMARY = SECTIONS[0]
_ELSEWHERE = (
    "The author's notes are longer than a bulletin holds: {rest} on a page of its own, last."
)
_UNTOLD = "it cannot be told which of them"


@dataclass(frozen=True)
class Noted:
    """A paper with its notes; `moved` says in words which figures changed since, if any did."""

    paper: Paper
    moved: str = ""


def with_notes(paper: Paper, path: Path, *, read_again: bool = False) -> Noted:
    """Put the notes of a file into a paper.

    Where nothing is written yet, a file with empty sections is left for the author. What is
    written is kept; with `read_again` its head is renewed, since its author has read it
    beside these figures.
    """
    now = seen_now(paper)
    if not path.exists():
        begin_notes(path, now, private=not paper.for_release)
        return Noted(paper)
    notes, split = read_notes(path)
    if read_again or (not notes.sections and split.seen != now):
        mark_as_read(path, split, now, private=not paper.for_release)
        return Noted(_placed(paper, notes, ""))
    if not notes.sections:
        return Noted(paper)
    names = moved(split, paper)
    told = _UNTOLD if names is None else ", ".join(_words(name, paper) for name in names)
    return Noted(_placed(paper, notes, told), told)


def _words(name: str, paper: Paper) -> str:
    """Name an exhibit by its heading in the notes' head and by what it says now."""
    title = next((one.title for one in paper.exhibits if one.id == name), None)
    plain = name.replace("-", " ")
    return plain if title is None else f"{plain} ({title})"


def _placed(paper: Paper, notes: Notes, told: str) -> Paper:
    """Put notes before the figures; what a compact paper has no room for comes last."""
    head = list(_sections(notes))
    last: list[Section] = []
    if paper.compact and notes.length > AT_THE_HEAD:
        head, last = _parted(head)
    if told:
        warned = f"Figures have changed since these notes were written: {told}."
        head.insert(
            0, Section("notes-moved", "Notes to be read again", (Text((warned,)),), wide=True)
        )
    return replace(paper, sections=(*head, *paper.sections, *last))


def _parted(written: list[Section]) -> tuple[list[Section], list[Section]]:
    """Keep a short summary at the head, and say that the rest comes last."""
    summary = written[0]
    size = sum(
        len(one) for block in summary.blocks if isinstance(block, Text) for one in block.paragraphs
    )
    fits = summary.id == f"notes-{_SUMMARY}" and size <= _SUMMARY_AT_THE_HEAD
    kept, rest = (written[:1], written[1:]) if fits else ([], written)
    names = " and ".join(one.heading.lower() for one in rest)
    said = Text((_ELSEWHERE.format(rest=f"{names} stand"),))
    where = Section("notes-elsewhere", "Notes", (said,), wide=True)
    last = [replace(one, apart=place == 0) for place, one in enumerate(rest)]
    return [*kept, where], last


def _sections(notes: Notes) -> Iterator[Section]:
    for name in SECTIONS:
        texts = notes.sections.get(name, ())
        if texts:
            blocks = tuple(Text(text.paragraphs, bullets=text.bullets) for text in texts)
            yield Section(f"notes-{name}", name.capitalize(), blocks, wide=True)
