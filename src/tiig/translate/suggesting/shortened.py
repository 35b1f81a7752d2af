"""Codes that are words cut short: `RESINST` of residential institution, `STRNGR` of stranger."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[a-z]{4,12}")
_VOWELS = re.compile(r"(?<!^)[aeiou]")


def is_token(text: str) -> bool:
    """Tell a text of one run of letters that may be words cut short."""
    return bool(_TOKEN.fullmatch(text))


@lru_cache(maxsize=100_000)
def shortens(token: str, phrase: tuple[str, ...]) -> bool:
    """Tell whether a token is made of the beginnings of a phrase's words, or lost its vowels."""
    if not phrase or token[0] != phrase[0][0] or len(token) >= sum(map(len, phrase)):
        return False
    if len(phrase) == 1:
        return len(token) >= 4 and _VOWELS.sub("", phrase[0]) == token
    return _begins(token, phrase)


def _begins(token: str, phrase: tuple[str, ...]) -> bool:
    """Tell whether the token falls into beginnings, one of each word, one of them of three."""
    if len(phrase) > 3:
        return False
    if len(phrase) == 1:
        return phrase[0].startswith(token)
    first, rest = phrase[0], phrase[1:]
    return any(
        first.startswith(token[:cut]) and _begins(token[cut:], rest)
        for cut in range(1, len(token) - len(rest) + 1)
    )
