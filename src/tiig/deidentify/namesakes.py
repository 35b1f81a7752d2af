"""Few words of a list that may be somebody's name all the same: `Foster, Marina`."""

from __future__ import annotations

import re
from typing import Final

from tiig.deidentify.vocabulary import listed, sure_names, sure_surnames

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_OWNED: Final = re.compile(r"['’]s$")
_FEWEST: Final = 2


def may_be_a_name(text: str) -> bool:
    """Tell a text with a word that is mostly a name, a first name that owns, or two listed names.

    Stricter than the search for people: it takes no company of words to make a name of one.
    """
    words = _WORD.findall(text.lower())
    bare = [_OWNED.sub("", word) for word in words]
    if any(word in sure_names() or word in sure_surnames() for word in bare):
        return True
    first, last = listed("first_names"), listed("surnames")
    owns = any(_OWNED.search(word) and _OWNED.sub("", word) in first for word in words)
    return owns or sum(word in first or word in last for word in bare) >= _FEWEST
