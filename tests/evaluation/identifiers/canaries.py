"""One thousand strings that nothing else writes, to plant in every corner of an input.

A canary holds a token of fourteen letters drawn by a seed. Whoever looks for it afterwards, in
a store, a log, a temporary folder, an export or a backup, looks for the token in each of its
`traces`; compressed or sealed bytes have to be opened first.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass

SEED = 86_420
COUNT = 1_000
CONSONANTS, VOWELS = "bdfgjkqvwxz", "aeiouy"
PAIRS = 7  # of consonant and vowel: 66**7 tokens, so none stands anywhere by chance
SHAPES = {  # kind: how the token stands in the canary
    "word": "{}",
    "name": "{first} {last}",
    "sentence": "punched by {first} {last} outside",
    "email": "{}@canary.example",
    "file": "ed-{}-export",
    "quoted": "\"{}\"; '{}'",
    "cell formula": "={}!A1",
    "markup": "<b>{}</b>&amp;",
    "path": "../{}/x",
    "accents": "É{}ß",
}


@dataclass(frozen=True)
class Canary:
    """A string to plant, what shape it has, and the tokens by which it is found again."""

    kind: str
    text: str
    tokens: tuple[str, ...]

    def traces(self) -> frozenset[bytes]:
        """Return the bytes that betray it: in lower case, capitals, UTF-8, UTF-16 and Base64."""
        found: set[bytes] = set()
        for token in self.tokens:
            for written in (token, token.upper(), token.capitalize()):
                plain = written.encode("ascii")
                found |= {plain, written.encode("utf-16-le"), written.encode("utf-16-be")}
                found |= {inside(plain, before) for before in range(3)}
        return frozenset(found)


def inside(plain: bytes, before: int) -> bytes:
    """Return the Base64 of bytes wherever they stand: without what neighbours would change."""
    coded = base64.b64encode(bytes(before) + plain + bytes(-(before + len(plain)) % 3))
    last = (before + len(plain)) * 8 // 6
    return coded[-(-before * 8 // 6) : last]


def token(chance: random.Random) -> str:
    """Draw a token that can be spoken and means nothing."""
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(PAIRS))


def canaries(seed: int = SEED, count: int = COUNT) -> Iterator[Canary]:
    """Give canaries of every shape in turn; the same seed gives the same ones."""
    chance = random.Random(seed)
    shapes = list(SHAPES.items())
    for number in range(count):
        kind, shape = shapes[number % len(shapes)]
        first, last = token(chance), token(chance)
        text = shape.format(first, first, first=first.capitalize(), last=last.capitalize())
        yield Canary(kind, text, (first, last) if "{last}" in shape else (first,))


CANARIES = tuple(canaries())
