"""Write `texts.csv` from the hand-written texts and the templates in `sources/`.

From the root of the checkout: `python -m tests.evaluation.identifiers.make_texts`.
The seed is fixed; the same sources give the same bytes.
"""

from __future__ import annotations

import csv
import json
import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SEED = 20_261_127
OWN_SEEDS = {  # of the later parts, so that the other parts' draws stay equal
    "fresh": 27_112_030,
    "last": 27_112_359,
    "newest": 27_112_417,
    "counted": 27_112_451,
}
HERE = Path(__file__).parent
SOURCES = HERE / "sources"
PARTS = ("dev", "held_out", "fresh", "last", "newest", "counted")
KINDS = {"[": "name", "{": "place", "<": "contact"}
MARKED = re.compile(r"(\[[^\]]*\]|\{[^}]*\}|<[^>]*>)")
PLACES = {
    "v": "venue",
    "s": "street",
    "t": "town",
    "m": "landmark",
    "u": "pub",  # this and the next ones: in the parts from `last` on only
    "w": "shop",
    "b": "stop",
    "o": "hospital",
    "k": "park",
    "c": "school",
}
SEXES = {"M": "men", "F": "women"}  # in the parts from `last` on only
FILLS = {  # of templates with a name and a place, a name, a place: about half hold a name
    "dev": (8, 6, 14),
    "held_out": (8, 6, 14),
    "fresh": (5, 5, 7),
    "last": (4, 3, 3),
    "newest": (5, 5, 3),
    "counted": (8, 7, 4),
}
NUMBERS = {
    "dev": ("07700 900{}", "07700900{}", "0161 496 0{}", "(0161) 4960{}"),
    "held_out": ("07700-900-{}", "+44 7700 900 {}", "0161-4960-{}", "+44 (0)161 496 0{}"),
    "fresh": (
        "07700 900 {}",
        "0770 0900{}",
        "01632 960{}",
        "0121 496 0{}",
        "+447700900{}",
        "0117 4960 {}",
        "028 9649 6{}",
        "(01632) 960 {}",
    ),
    "last": (
        "07700900{}",
        "07700 900{}",
        "07700 900 {}",
        "0161 496 0{}",
        "01614960{}",
        "+44 7700 900{}",
        "0115 496 0{}",
    ),
    "newest": (
        "07700900{}",
        "07700 900{}",
        "07700 900 {}",
        "0161 496 0{}",
        "0161 4960{}",
        "01614960{}",
        "0151 496 0{}",
        "+447700900{}",
    ),
    "counted": (
        "07700900{}",
        "07700 900{}",
        "07700 900 {}",
        "0161 496 0{}",
        "0161 4960 {}",
        "01614960{}",
        "0121 496 0{}",
        "+44 7700 900 {}",
    ),
}
MAILS = {
    "dev": ("{}@example.org", "{}1@mail.example.com"),
    "held_out": ("{}+home@example.net", "{}_x@trust.example"),
    "fresh": ("{}77@mail.example.org", "{}.home@nhs.example.net", "the.{}s@example.com"),
    "last": ("{}@inbox.example.com", "{}_84@example.net", "{}.m@post.example.org"),
    "newest": ("{}.p@uk.mail.example", "{}.1979@webmail.example.org", "{}@nhs.example"),
    "counted": ("{}.k@post.example", "{}1964@mailbox.example.net", "{}_r@home.example.org"),
}  # fmt: skip

Words = dict[str, list[str]]
Piece = tuple[str, str]  # kind ("" for the words between), text
Span = tuple[int, int, str]  # start and end in code points, kind


def lines(path: Path) -> list[str]:
    """Return the lines of a source without its comments."""
    return [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]


@cache
def words(part: str) -> Words:
    """Read a part's lists of names and places."""
    told = tomllib.loads((SOURCES / f"words_{part}.toml").read_text("utf-8"))
    return {key: text.replace("\n", "|").strip("|").split("|") for key, text in told.items()}


def pieces(marked: str) -> list[Piece]:
    """Cut a marked text into its spans and the words between them."""
    found = (piece for piece in MARKED.split(marked) if piece)
    return [(KINDS[p[0]], p[1:-1]) if MARKED.fullmatch(p) else ("", p) for p in found]


def joined(cut: list[Piece]) -> tuple[str, list[Span]]:
    """Join pieces to a text and tell where its spans lie."""
    text, spans = "", []
    for kind, piece in cut:
        if kind:
            spans.append((len(text), len(text) + len(piece), kind))
        text += piece
    return text, spans


def a_name(slot: str, known: Words, chance: random.Random) -> str:
    """Fill a name slot: 1 first, 2 first and last, L last, S LAST, First, I initial and last."""
    first, last = chance.choice(known["first"]), chance.choice(known["last"])
    single = first.split()[-1]
    return {
        "1": first,
        "2": f"{single} {last}",
        "L": last,
        "S": f"{last.upper()}, {single}",
        "I": f"{single[0]}. {last}" if chance.random() < 0.5 else f"{single[0]} {last}",
    }[slot]


def filled(kind: str, slot: str, part: str, chance: random.Random) -> str:
    """Fill one slot of a template; text that is no slot stands as it is."""
    known = words(part)
    if kind == "name" and slot in "12LSI":
        return a_name(slot, known, chance)
    if kind == "name" and slot in SEXES:
        return chance.choice(known[SEXES[slot]])
    if kind == "place" and slot in PLACES:
        return chance.choice(known[PLACES[slot]])
    if kind == "contact" and slot == "p":
        return chance.choice(NUMBERS[part]).format(f"{chance.randrange(1000):03}")
    if kind == "contact" and slot == "e":
        name = chance.choice(known["first"]).split()[-1].lower()
        plain = name.encode("ascii", "ignore").decode().replace("-", ".")
        return chance.choice(MAILS[part]).format(plain)
    return slot


def mistyped(piece: str, chance: random.Random) -> str:
    """Swap two letters inside one longer word between the spans."""
    long = list(re.finditer(r"[a-z]{6,}", piece))
    if not long:
        return piece
    at = chance.choice(long).start() + chance.randrange(1, 4)
    return piece[:at] + piece[at + 1] + piece[at] + piece[at + 2 :]


def roughened(cut: list[Piece], part: str, chance: random.Random) -> list[Piece]:
    """Write as people in a hurry do: no capitals, all capitals, a slip, a curly apostrophe.

    From the part `fresh` on some also leave out commas and stops.
    """
    luck = chance.random()
    if luck < 0.28:
        cut = [(kind, piece.lower()) for kind, piece in cut]
    elif luck < 0.34:
        cut = [(kind, piece.upper()) for kind, piece in cut]
    elif luck < 0.50:
        cut = [(kind, piece if kind else mistyped(piece, chance)) for kind, piece in cut]
    elif luck < 0.56:
        cut = [(kind, piece.replace("'", "’")) for kind, piece in cut]
    elif luck < 0.68 and part in OWN_SEEDS:
        cut = [(kind, piece if kind else re.sub(r"[,.;](?= |$)", "", piece)) for kind, piece in cut]
    return cut


def times(template: str, part: str) -> int:
    """Tell how often a template is filled."""
    both, name, place = FILLS[part]
    kinds = {kind for kind, text in pieces(template) if kind and len(text) == 1}
    if not kinds:
        return 1
    if "name" not in kinds:
        return place
    return both if "place" in kinds else name


def from_templates(part: str, chance: random.Random) -> Iterator[list[Piece]]:
    """Fill every template of a part."""
    for template in lines(SOURCES / f"templates_{part}.txt"):
        for _ in range(times(template, part)):
            cut = [(kind, filled(kind, text, part, chance)) for kind, text in pieces(template)]
            yield roughened(cut, part, chance)


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Give id, part, source, text and spans; a text that stands already is left out."""
    shared, seen = random.Random(SEED), set[str]()
    for part in PARTS:
        chance = random.Random(OWN_SEEDS[part]) if part in OWN_SEEDS else shared
        written = (pieces(line) for line in lines(SOURCES / f"written_{part}.txt"))
        sources = {"written": written, "template": from_templates(part, chance)}
        for source, texts in sources.items():
            for text, spans in map(joined, texts):
                if text.casefold() not in seen:
                    seen.add(text.casefold())
                    yield (f"T{len(seen):04}", part, source, text, json.dumps(spans))


if __name__ == "__main__":
    with (HERE / "texts.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("id", "part", "source", "text", "spans"))
        table.writerows(rows())
