"""The head of a notes file: what each exhibit showed when the notes were written.

It is short, and a person can read it: between two lines of `---`, a line an exhibit with
its name and eight characters that change when its figures do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from tiig.kit.hashing import digest
from tiig.model.errors import NOTES_INVALID, TiigError
from tiig.model.notes import SECTIONS
from tiig.publish.paper import Cards, Paper

_FENCE, _FIGURES = "---", "figures:"
_LENGTH, _OLD_LENGTH = 8, 16
_CARDS = "headlines"
Seen = Mapping[str, str]


@dataclass(frozen=True)
class Split:
    """A notes file in two: the digests of its head (None: it has none) and the text below.

    `whole` is the single digest of notes that were begun before exhibits had their own.
    `lines` counts those of the head.
    """

    seen: Seen | None
    whole: str | None
    body: str
    lines: int


def seen_now(paper: Paper) -> dict[str, str]:
    """Digest each exhibit of a paper, and its headline figures, by name."""
    cards = [
        [[card.label, card.value.text, *card.lines] for card in block.cards]
        for section in paper.sections
        for block in section.blocks
        if isinstance(block, Cards)
    ]
    shown: dict[str, object] = {_CARDS: cards} if cards else {}
    for one in paper.exhibits:
        rows = [[cell.text for cell in row] for row in one.grid.rows]
        shown[one.id] = [list(one.grid.columns), rows]
    return {name: digest(what)[:_LENGTH] for name, what in shown.items()}


def whole_now(paper: Paper) -> str:
    """Digest all tables of a paper at once, as notes files were headed before."""
    shown = [
        [one.id, [[cell.text for cell in row] for row in one.grid.rows]] for one in paper.exhibits
    ]
    return digest(shown)[:_OLD_LENGTH]


def head_of(seen: Seen) -> str:
    """Write the head of a notes file."""
    lines = [_FENCE, _FIGURES, *(f"  {name}: {what}" for name, what in seen.items()), _FENCE]
    return "\n".join(lines) + "\n"


def moved(split: Split, paper: Paper) -> tuple[str, ...] | None:
    """Name the exhibits that are not as they were; None where nobody can tell which."""
    now = seen_now(paper)
    if split.seen is None:
        return () if split.whole == whole_now(paper) else None
    names = dict.fromkeys([*now, *split.seen])
    return tuple(name for name in names if now.get(name) != split.seen.get(name))


def split_notes(text: str) -> Split:
    """Part the head of a notes file from its text; NOTES_INVALID names a line of it."""
    first, _, rest = text.partition("\n")
    if first.startswith(_FIGURES):
        return Split(None, first.removeprefix(_FIGURES).strip(), rest, 1)
    if first.rstrip() != _FENCE:
        return Split(None, None, text, 0)
    lines = text.split("\n")
    fences = [place for place, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(fences) == 1:
        _refuse("the head that line 1 opens is never closed by a line of ---")
    end = fences[1]
    return Split(_digests(lines[1:end]), None, "\n".join(lines[end + 1 :]), end + 1)


def _digests(lines: list[str]) -> dict[str, str]:
    found = {}
    for number, line in enumerate(lines, start=2):
        name, colon, what = line.strip().partition(":")
        if line.strip() in {"", _FIGURES}:
            continue
        if not colon or not what.strip() or not line.startswith(" "):
            _refuse(f"line {number} of the head is not a name with its figures")
        found[name.strip()] = what.strip()
    return found


def _refuse(what: str) -> NoReturn:
    raise TiigError(NOTES_INVALID, what=what, known=", ".join(SECTIONS))
