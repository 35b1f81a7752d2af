"""Yes/no columns of which each stands for one category: `STABBED`, `Bitten`, `Self harm`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiig.standard.codes import normalised
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.lexicon import OTHER
from tiig.translate.suggesting.meaning import is_no_answer
from tiig.translate.suggesting.vocabulary import Vocabulary

YES = frozenset("y yes true t 1 x -1 checked ticked ✓".split())
NO = frozenset("n no false f 0 unchecked".split())
_ITEMS = ("injury_mechanism", "injury_intent", "injury_place_type")
_FEWEST = 2
_LIKE = 0.8
_NAMED = 0.9
_QUESTIONS = frozenset({"alcohol_involved", "drugs_involved"})


@dataclass(frozen=True)
class Flag:
    """A yes/no column and the category of an item that its yes means."""

    item: str
    node: str
    words: str


def flags_of(columns: Sequence[Facts], words: Mapping[str, Vocabulary]) -> dict[int, Flag]:
    """Return by place the columns of which several together tell one item."""
    asked = [one for one in columns if is_flag(one)]
    found: dict[int, Flag] = {}
    for item in _ITEMS:
        of_item: dict[int, Flag] = {}
        for one in asked:
            meaning = words[item].meaning(_plain(one.name))
            fits = meaning is not None and meaning.score >= _LIKE and not is_no_answer(meaning.node)
            fits = fits and not _asks_otherwise(one.name)
            if meaning is not None and fits and one.place not in found:
                of_item[one.place] = Flag(item, meaning.node, meaning.words)
        if len({flag.node for flag in of_item.values()}) >= _FEWEST:
            found |= of_item
    return found


def _asks_otherwise(name: str) -> bool:
    """Tell a name that asks for something else than a category: alcohol, a breach, the police."""
    fits = heading(name).fits
    return any(
        fit >= _NAMED for concept, (fit, _) in fits.items()
        if concept in _QUESTIONS or concept.startswith(OTHER)
    )  # fmt: skip


def is_flag(one: Facts) -> bool:
    """Tell a column that says yes, no or nothing."""
    said = {normalised(value) for value in one.values}
    return bool(said & YES) and len(said) <= 4 and len(said - YES - NO) <= 1


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).rstrip("?")
