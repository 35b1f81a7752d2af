"""Place phrases as rows in force name them, and what was decided of them at a moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import polars as pl

from tiig import deidentify, locate
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.model.places import PLACE_TYPE, PlaceDecision, Sighting, decided_at
from tiig.model.submission import Pair
from tiig.services import Services

_TRIES = 3

Read = TypeVar("Read")


@dataclass(frozen=True)
class Seen:
    """How often each phrase was seen outside homes, by id under so many `layers` of keys.

    `home` is the id that stands for every home, `homes` are it and what people decided to be
    homes; none is among the sightings. `decided` is what stands decided, by phrase.
    """

    layers: int
    sightings: Mapping[str, Sighting] = field(repr=False)
    decided: Mapping[str, PlaceDecision] = field(repr=False)
    home: str
    homes: frozenset[str]

    @property
    def frequent(self) -> frozenset[str]:
        """The phrases that were seen often enough to be read, and to be kept longer."""
        return frozenset(one.phrase for one in self.sightings.values() if one.frequent)


def steadily(read: Callable[[], Read], services: Services) -> tuple[Read, int]:
    """Read what must belong to the same layers of phrase ids; returns it and how many.

    A change of keys brings packs and decisions to the next layer in one transaction, but not
    in the middle of two readings. STORE_LOCKED where it will not hold still.
    """
    for _ in range(_TRIES):
        layers = services.catalogue.key_layers().phrase
        found = read()
        if layers == services.catalogue.key_layers().phrase:
            return found, layers
    raise TiigError(STORE_LOCKED)


def in_force_with_decisions(
    at: datetime | None, services: Services
) -> tuple[tuple[Pair, ...], Mapping[str, PlaceDecision]]:
    """Return the pairs in force at a moment (None: now) and what was decided of phrases then."""

    def read() -> tuple[tuple[Pair, ...], tuple[PlaceDecision, ...]]:
        return services.catalogue.pairs(as_known_at=at), services.catalogue.place_decisions()

    (pairs, decisions), _ = steadily(read, services)
    return pairs, decided_at(decisions, at)


def seen_phrases(services: Services, sender: str | None = None) -> Seen:
    """Return the phrases that rows in force name, of one sender or of all."""

    def read() -> tuple[pl.DataFrame, Mapping[str, PlaceDecision], str]:
        pairs, decided = in_force_with_decisions(None, services)
        table = services.lake.table(pairs)
        if sender is not None:
            table = _of(table, [one for one in pairs if one.sender == sender])
        return table, decided, deidentify.phrase_of_homes(services.keys.pseudonyms())

    (table, decided, home), layers = steadily(read, services)
    types = home_types(services)
    homes = {phrase for phrase, one in decided.items() if one.place_type in types} | {home}
    found = locate.sightings(table, types)
    told = {one.phrase: one for one in found if one.phrase not in homes}
    return Seen(layers, told, decided, home, frozenset(homes))


def places_notes(decided: Mapping[str, PlaceDecision], *, areas: bool) -> tuple[str, ...]:
    """Say what an answer takes from decisions: the sender's own words come first."""
    where = ("Areas of decided places are where it happened, never where the patient lives.",)
    if not decided:
        told = "No place text has been decided yet: places are as the senders gave them."
        return (told, *(where if areas else ()))
    last = max(one.at for one in decided.values())
    told = (
        "Where the sender gave no place type, places are as people decided them from the place "
        f"text; decisions that stand: {len(decided):,}, the last of {last:%Y-%m-%d %H:%M} UTC."
    )
    return (told, *(where if areas else ()))


def home_types(services: Services) -> frozenset[str]:
    """Return the place types that are homes, as the standard says."""
    tree = services.standard.tree_of(PLACE_TYPE)
    return frozenset(node for node in tree.nodes if tree.attribute(node, "home"))


def _of(table: pl.DataFrame, pairs: Collection[Pair]) -> pl.DataFrame:
    """Return the rows of these site-months; each has one pair in force."""
    here = pl.DataFrame(
        {"site": [one.site for one in pairs], "month": [str(one.month) for one in pairs]},
        schema={"site": pl.String(), "month": pl.String()},
    )
    keys = table.select(pl.col("site", "month").cast(pl.String)).with_row_index("~place")
    wanted = keys.join(here, on=["site", "month"], how="semi", maintain_order="left")
    return table[wanted["~place"]]
