"""The word lists by which people and places in free text are told apart, read once.

They stand in `lists/` as text with their source at the top: first names and surnames (a star
marks those that are ordinary words too), ordinary words of notes, places and chains of venues.
What else is English is told by the dictionary that `symspellpy` ships.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

_ENDINGS: Final = ("s", "es", "ed", "ing", "ly", "er", "ers", "nt", "n't", "'s")
_MAY_END_IN_E: Final = frozenset({"es", "ed", "ing", "er", "ers"})
_SHORTEST: Final = 3
_SPELLED_WRONG: Final = 5
_NAMES: Final = ("first_names", "surnames")
_STAR: Final = "*"


@lru_cache(maxsize=8)
def listed(name: str) -> frozenset[str]:
    """Return the words of one list; comments and stars are left off."""
    return frozenset(word.rstrip(_STAR) for word in _words(name))


@lru_cache(maxsize=8)
def doubtful(name: str) -> frozenset[str]:
    """Return the names of one list that are ordinary words too."""
    return frozenset(word.rstrip(_STAR) for word in _words(name) if word.endswith(_STAR))


@lru_cache(maxsize=1)
def sure_names() -> frozenset[str]:
    """Return the first names that are nothing else."""
    alone = listed("first_names") - doubtful("first_names")
    return alone - listed("ordinary_words") - listed("places")


@lru_cache(maxsize=1)
def sure_surnames() -> frozenset[str]:
    """Return the surnames that are neither ordinary words nor places."""
    return listed("surnames") - doubtful("surnames") - listed("places")


@lru_cache(maxsize=1)
def venues() -> frozenset[tuple[str, ...]]:
    """Return names of venues that hold a person's, as words."""
    return frozenset(tuple(phrase.split("+")) for phrase in _words("venues"))


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """Return the words of English, some names among them."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = text.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.partition(" ")[0] for line in lines)


def ordinary(word: str) -> bool:
    """Tell an ordinary word, its usual endings tried off."""
    known = listed("ordinary_words")
    if word in known:
        return True
    if any(word in listed(name) for name in (*_NAMES, "places")):
        return False
    if word in dictionary() or any(stem in known for stem in _stems(word)):
        return True
    if "-" in word:
        return all(ordinary(part) for part in word.split("-") if part)
    return False


def common(word: str) -> bool:
    """Tell a word that notes are full of from one that only a dictionary knows."""
    known = listed("ordinary_words")
    return word in known or any(stem in known for stem in _stems(word))


def may_be_a_word(word: str) -> bool:
    """Tell whether a name is an ordinary word too, so that it proves nothing by itself."""
    held = [name for name in _NAMES if word in listed(name)]
    return bool(held) and all(word in doubtful(name) for name in held)


def _stems(word: str) -> list[str]:
    """Return what may stand before a word's usual endings."""
    stems = []
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST:
            continue
        stems += [stem, stem[:-1]] if stem[-1] == stem[-2] else [stem]
        if ending in _MAY_END_IN_E:
            stems.append(stem + "e")
    return stems


@lru_cache(maxsize=20_000)
def put_right(word: str) -> str:
    """Return a word that was typed with its letters in the wrong order as it was meant.

    Of notes any order of the letters is put right, of other words two letters.
    """
    if len(word) < _SPELLED_WRONG or word in dictionary() or word in _all_known():
        return word
    if any(stem in listed("ordinary_words") for stem in _stems(word)):
        return word
    swapped = (
        word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        for place in range(len(word) - 1)
    )
    meant = (other for other in swapped if other in dictionary() and other not in _all_names())
    return _letters_known().get(_letters(word)) or next(meant, word)


@lru_cache(maxsize=1)
def _all_names() -> frozenset[str]:
    return listed("first_names") | listed("surnames")


@lru_cache(maxsize=1)
def _all_known() -> frozenset[str]:
    return _all_names() | listed("ordinary_words") | listed("places")


@lru_cache(maxsize=1)
def _letters_known() -> dict[str, str]:
    return {_letters(word): word for word in sorted(listed("ordinary_words"))}


def _letters(word: str) -> str:
    """Return a word's letters in order: letters in the wrong order leave them the same."""
    return "".join(sorted(word))


def _words(name: str) -> list[str]:
    text = files("tiig.deidentify").joinpath("lists", f"{name}.txt").read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
