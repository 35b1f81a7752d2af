"""Headings and values as plain words: split, spelled out, put right.

The lists are data (`words/abbreviations.csv`); run-together capitals such as `ARRDATE` are cut
into words that the headings of the house know.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

ROOM: Final = files("tiig.translate.suggesting") / "words"
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W_]+")
_NAMED_BY_PLACE: Final = re.compile(
    r"(?:f|c|v|x|q|n|p|d|k|fld|col|column|field|var|variable|data|item|attr|expr|unnamed|udf|user)?"
    r"[ _.:\-]*\d{1,3}"
)
_AND: Final = re.compile(r"\ba ?& ?e\b|\ba and e\b|\ba/e\b", re.IGNORECASE)
_STOP: Final = frozenset("the of an at on for is was and or with as ct did do".split())
_EMPTY: Final = frozenset(
    "code type number identifier date time snomed name description text national local value"
    " field flag patient emergency department attendance category status".split()
)
"""Words that many headings share: they say little by themselves."""
_SHORTEST_PIECE: Final = 3
_FURTHER: Final = frozenset("23456")
"""Numbers of a second column and those after it, as in `Diag2`; years have more digits."""
_SMALL: Final = frozenset("to in by from".split())
_ASKING: Final = frozenset("yes no flag indicator".split())


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Return what short forms of headings stand for, as words."""
    text = (ROOM / "abbreviations.csv").read_text(encoding="utf-8")
    return {row["short"]: tuple(row["long"].split()) for row in csv.DictReader(text.splitlines())}


def split(text: str) -> list[str]:
    """Return the lower-case words of a text; camel case and digits part them."""
    plain = _CAMEL.sub(" ", _AND.sub(" ae ", text.replace("'", "").replace("’", "")))
    return [word.lower() for word in _WORD.findall(plain)]


def is_meaningless(name: str) -> bool:
    """Tell a heading that only numbers its column: `F7`, `Column 12`, `C_003`."""
    return bool(_NAMED_BY_PLACE.fullmatch(name.strip().lower()))


def without_small(words: Sequence[str]) -> tuple[str, ...]:
    """Leave words away that tell nothing, unless nothing else is left."""
    return tuple(word for word in words if word not in _STOP) or tuple(words)


def spelled_out(name: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return a heading's words with short forms spelled out and small words left away.

    `known` are the words that headings are made of, into which run-together ones are cut.
    """
    found: list[str] = []
    whole = name.strip().lower()
    for word in [whole] if whole.isalpha() and whole in abbreviations() else split(name):
        found += _spelled(word, known)
    return without_small(found)


def _spelled(word: str, known: frozenset[str]) -> Iterable[str]:
    short = abbreviations()
    if len(word) == 1 and word != "a":
        return (word,)
    if word in known and (word not in short or len(word) >= _SHORTEST_PIECE + 1):
        return (word,)
    if word in short:
        return short[word]
    bare = word.rstrip("0123456789")
    if bare != word and len(bare) > 1 and (bare in known or bare in short):
        number = word[len(bare) :]
        counted = (number,) if number in _FURTHER else ()
        return (*short.get(bare, (bare,)), *counted)
    if word.endswith("s") and word[:-1] in known:
        return (word[:-1],)
    pieces = _cut(word, known)
    return pieces or (word,)


@lru_cache(maxsize=4_000)
def _cut(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """Cut a run-together heading into the fewest known pieces; empty where none fit."""
    short = abbreviations()
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for begin in range(max(0, end - 16), end):
            before, piece = best[begin], word[begin:end]
            if before is None:
                continue
            cost, meant = _piece(piece, known, short, first=begin == 0)
            if meant and (best[end] is None or before[0] + cost < best[end][0]):  # type: ignore[index]
                best[end] = (before[0] + cost, before[1] + meant)
    last = best[len(word)]
    return last[1] if last and last[0] < 1.0 + len(word) / 2.4 else ()


_INITIALS: Final = {"a": "arrival", "i": "injury", "d": "departure"}


def _piece(
    piece: str, known: frozenset[str], short: dict[str, tuple[str, ...]], *, first: bool
) -> tuple[float, tuple[str, ...]]:
    """Return what taking a piece costs, and its words; none where it is not known."""
    if len(piece) >= _SHORTEST_PIECE and piece in known:
        return 1.0, (piece,)
    if len(piece) > 1 and piece in short:
        return 1.3 if len(piece) >= _SHORTEST_PIECE else 1.6, short[piece]
    if first and piece in _INITIALS:
        return 1.8, (_INITIALS[piece],)
    if piece.isdigit():
        return 0.5, ()
    return 0.0, ()


def weight(word: str) -> float:
    """Return how much a word of a heading tells."""
    if word.isdigit() or word in _ASKING:
        return 0.15
    return 0.3 if word in _EMPTY or word in _SMALL else 1.0


@lru_cache(maxsize=50_000)
def canonical(text: str) -> tuple[str, ...]:
    """Return a value's words in one form: no signs, no plural, no leading item number."""
    plain = _WALL.sub("", text.translate(_SIGNS))
    words = _joined(split(plain))
    singular = [_singular(word) for word in words if word not in SMALL_WORDS]
    return tuple(same_words().get(word, word) for word in singular)


def _joined(words: list[str]) -> list[str]:
    """Return words in which phrases that are one thing stand as one: `follow up`, `a and e`."""
    phrases = one_word()
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 0, -1):
            whole = phrases.get(tuple(words[place : place + length]))
            if whole is not None:
                found.append(whole)
                place += length
                break
        else:
            found.append(words[place])
            place += 1
    return found


_WALL: Final = re.compile(r"(?i)(?<=chest|minal) wall\b")
"""Of the chest or abdomen: they say the same without it."""
_SIGNS: Final = str.maketrans(
    {"&": " and ", "+": " and ", "<": " under ", ">": " over ", "#": " fracture "}
)
_LONGEST_PHRASE: Final = 5


@lru_cache(maxsize=1)
def same_words() -> dict[str, str]:
    """Return words of values that say the same as another: `laceration` and `lac`."""
    text = (ROOM / "same.csv").read_text(encoding="utf-8")
    return {row["word"]: row["as"] for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=1)
def one_word() -> dict[tuple[str, ...], str]:
    """Return phrases of values that are one thing, each with the one word that it stands for."""
    text = (ROOM / "phrases.csv").read_text(encoding="utf-8")
    return {tuple(row["phrase"].split()): row["as"] for row in csv.DictReader(text.splitlines())}


SMALL_WORDS: Final = frozenset(
    "the of a an to by with in on at and or as due w via joint incl inc".split()
)
"""Words of values that are left away."""


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
