"""The place of an assault as people type it at reception: a grammar of real-life spellings.

Every name is invented. Nothing here looks like a number, an address or a name of a person,
so that a file is never refused for what this grammar writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np

from tiig.standard import schematic_geography
from tiig.synthesis.recording.world import Venue

Draw = np.random.Generator
_UNKNOWN = (
    "u/k", "unk", "n/k", "unknown", "not known", "unkonwn", "pt unsure", "pt doesnt recall",
    "declined to say", "unable to obtain", "?", "intoxicated unable to say", "N/A",
)  # fmt: skip
_PLACELESS: Mapping[str, tuple[str, ...]] = {
    "home.own": (
        "pt home", "patient's home", "own home", "at home", "home", "home address", "pts house",
        "in own flat", "hx", "outside own home", "o/s home address", "own garden",
        "hallway of flat",
    ),
    "home": (
        "friends house", "at a mates flat", "partners house", "house party", "family home",
        "someone elses house", "brothers address", "neighbours house", "hostel",
    ),
    "public.street": (
        "in the street", "street", "o/s in street", "walking home", "on the road", "bus stop",
        "taxi rank", "town centre", "car park", "alleyway", "pavement", "public place",
        "walking to shop",
    ),
    "public.open-space": ("park", "in the park", "field", "by the canal", "playing fields"),
    "public.transport": ("on the bus", "tram", "tram stop", "train station", "on a train"),
    "licensed": (
        "pub", "in pub", "night club", "bar in town", "club", "o/s pub", "outside a bar in town",
        "nightclub unsure which",
    ),
    "education": ("school", "at school", "in class", "school playground", "college", "o/s school"),
    "work": ("work", "at work", "workplace", "on shift", "warehouse"),
    "sports": ("football match", "gym", "leisure centre", "playing football", "5 a side"),
    "commercial": ("shop", "in a shop", "supermarket", "takeaway", "kebab shop", "shopping centre"),
    "institution": ("care home", "supported living", "residential home"),
    "custody": ("custody", "prison", "police cell"),
    "health-care": ("ED waiting room", "on the ward", "hospital", "mhu", "hosp car park"),
}  # fmt: skip
_NAMED = (
    "{venue}", "{venue}", "{venue} {street}", "{venue}, {street}", "outside {venue}",
    "o/s {venue}", "o/s the {venue}", "@ {venue}", "in {venue}", "{venue} {town}",
    "at {venue} on {street}", "inside {venue}", "{venue} - {street}", "near {venue}",
    "nr {venue} {town}", "{street}", "{street} {town}", "o/s {venue} on {street}",
)  # fmt: skip
_STREETS = (
    "{street}", "{street}", "{street} {town}", "{street}, {town}", "on {street}", "in {street}",
    "walking down {street}", "o/s shops {street}", "bus stop {street}", "{street} nr {venue}",
    "corner of {street}", "outside {venue}", "o/s {venue}", "{town} town centre",
    "alley off {street}", "taxi rank {street}", "car park {street}",
)  # fmt: skip
_LICENSED = (
    "toilets of {venue}", "smoking area {venue}", "dance floor {venue}", "{venue} pub",
    "{venue} bar", "door of {venue}", "beer garden {venue}",
)  # fmt: skip
_SHORTER = {
    "road": "rd", "avenue": "ave", "street": "st", "lane": "ln", "outside": "o/s", "and": "&",
    "patient": "pt", "near": "nr", "square": "sq", "town": "twn", "station": "stn",
}  # fmt: skip
_WORDS = re.compile(r"[A-Za-z]+")
_UNKNOWN_SHARE, _PLACELESS_SHARE = 0.09, 0.22
_LONGEST = 60
_SHORTEST_MISTYPED = 5


def place_texts(
    draw: Draw, kinds: Sequence[str | None], venues: Sequence[Venue | None]
) -> list[str]:
    """Return, for each assault, what was typed as its place."""
    chances = draw.random((len(kinds), 5))
    picks = draw.integers(0, 2**31, (len(kinds), 4))
    return [
        _typed(_meant(kind, venue, float(chance[0]), pick), chance, pick)
        for kind, venue, chance, pick in zip(kinds, venues, chances, picks.tolist(), strict=True)
    ]


def _meant(kind: str | None, venue: Venue | None, chance: float, pick: Sequence[int]) -> str:
    """Return what is said: nothing known, a kind of place, or a place with its name."""
    if chance < _UNKNOWN_SHARE or kind is None:
        return _UNKNOWN[pick[0] % len(_UNKNOWN)]
    if venue is None or chance < _UNKNOWN_SHARE + _PLACELESS_SHARE:
        said = _placeless(kind)
        return said[pick[0] % len(said)]
    said = _STREETS if kind.startswith("public") else _NAMED
    if kind.startswith("licensed"):
        said = _NAMED + _LICENSED
    template = said[pick[0] % len(said)]
    return template.format(venue=venue.name, street=venue.street, town=_town(venue.la))


def _placeless(kind: str) -> tuple[str, ...]:
    return _PLACELESS.get(kind) or _PLACELESS.get(kind.partition(".")[0]) or _UNKNOWN


def _typed(text: str, chances: Sequence[float], pick: Sequence[int]) -> str:
    """Type it in a hurry: abbreviated, in capitals, misspelled, twice, or cut short."""
    abbreviated, cased, mistyped, repeated = (float(one) for one in chances[1:5])
    if abbreviated < 0.45:  # noqa: PLR2004 - shares of a grammar, of no other use
        text = _WORDS.sub(lambda word: _SHORTER.get(word[0].lower(), word[0]), text)
    text = _cased(text, cased)
    if mistyped < 0.06:  # noqa: PLR2004
        text = _slip(text, pick)
    if repeated < 0.015:  # noqa: PLR2004
        text = f"{text} {text}"
    if repeated > 0.98:  # noqa: PLR2004
        text = f"{text}."
    return text[:_LONGEST].rstrip()


def _cased(text: str, chance: float) -> str:
    cases: tuple[tuple[float, Callable[[str], str]], ...] = (
        (0.3, str.lower), (0.42, str.upper), (0.52, str.capitalize),
    )  # fmt: skip
    return next((change(text) for below, change in cases if chance < below), text)


def _slip(text: str, pick: Sequence[int]) -> str:
    """Exchange two letters, or leave one out, inside a longer word."""
    words = [word for word in _WORDS.finditer(text) if len(word[0]) >= _SHORTEST_MISTYPED]
    if not words:
        return text
    word = words[pick[1] % len(words)]
    at = word.start() + 1 + pick[2] % (len(word[0]) - 2)
    if pick[3] % 2:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


@cache
def _towns() -> Mapping[str, str]:
    lookup = schematic_geography().lookup
    return dict(lookup.select("la", "la_name").unique().iter_rows())


def _town(la: str) -> str:
    return _towns().get(la, la)
