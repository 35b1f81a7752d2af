"""Phrases by what a person writes: an id, its beginning, or one from before a change of keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from tiig.desk.phrases import Seen
from tiig.kit.keyed import ID_LENGTH, keyed
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.place_errors import (
    PHRASE_MANY,
    PHRASE_OF_HOMES,
    PHRASE_UNKNOWN,
    PHRASES_OURS,
    PHRASES_PURPOSE,
)
from tiig.services import Services

SHORTEST = 8
"""Letters of an id that a person must give: four thousand million ids begin differently."""
_ID = re.compile(rf"[0-9a-f]{{{SHORTEST},{ID_LENGTH}}}")


def check_reader(asker: Asker) -> None:
    """Refuse whoever asks under an agreement, or without a purpose: PHRASES_OURS, PHRASES_PURPOSE.

    Phrases are what patients or staff said; only the team itself reads them, for its own work.
    """
    if asker.agreement is not None:
        raise TiigError(PHRASES_OURS)
    if not (asker.purpose or "").strip():
        raise TiigError(PHRASES_PURPOSE)


def phrase_named(text: str, seen: Seen, services: Services) -> str:
    """Return the id in force of the phrase that a person means.

    PHRASE_UNKNOWN, PHRASE_MANY, PHRASE_OF_HOMES where it is none that can be decided.
    """
    written = text.strip().lower()
    if not _ID.fullmatch(written):
        raise TiigError(PHRASE_UNKNOWN)
    known = seen.sightings.keys() | seen.homes | seen.decided.keys()
    if len(written) < ID_LENGTH:
        found = {one for one in known if one.startswith(written)}
    else:
        found = known & set(_brought_on(written, services))
    if len(found) > 1:
        raise TiigError(PHRASE_MANY)
    if not found:
        raise TiigError(PHRASE_UNKNOWN)
    phrase = found.pop()
    if phrase == seen.home:
        raise TiigError(PHRASE_OF_HOMES)
    return phrase


def _brought_on(phrase: str, services: Services) -> Iterator[str]:
    """Yield an id as it is, and as it reads today if it was written down under fewer keys."""
    keys = services.keys.pseudonyms().phrase
    yield phrase
    for layers in range(1, len(keys)):
        yield keyed(pl.Series([phrase]), keys[layers:]).item()
