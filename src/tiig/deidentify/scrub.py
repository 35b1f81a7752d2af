"""Free text without the people in it: identifiers and names go, place words stay."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

from tiig.deidentify.relations import ACTS, AGENTS, NAMED, RELATIONS, SAYS
from tiig.deidentify.spans import without_identifiers
from tiig.deidentify.suspicion import suspicious
from tiig.deidentify.tokens import MORE_PLACE_WORDS, unaccented
from tiig.deidentify.vocabulary import listed, ordinary

_SIGNS: Final = r"[\"\u201c(=\u00c0-\u024f]|\b[A-Z]\.? ?[A-Z]|['\u2019]s\b"
_SHORTEST: Final = 3
"""Signs that let a text name somebody though no word of the lists stands in it."""


def scrub(texts: pl.Series) -> pl.Series:
    """Return the texts with every identifier, person and full date as `[removed]`.

    Same length, order and name; nulls stay null. Each distinct text is read once.
    """
    written = texts.cast(pl.String)
    distinct = written.drop_nulls().unique(maintain_order=True).alias("text")
    marks = distinct.to_frame().select(suspicious(pl.col("text"), dates=True)).to_series()
    doubtful = marks | _may_name(distinct)
    clean = pl.Series(
        texts.name,
        [
            without_identifiers(text) if doubt else text
            for text, doubt in zip(distinct, doubtful, strict=True)
        ],
        dtype=pl.String,
    )
    if distinct.equals(clean):
        return written
    return clean.gather(written.cast(pl.Enum(distinct)).to_physical())


def _may_name(texts: pl.Series) -> pl.Series:
    """Say which texts deserve to be read word by word: few place texts speak of people."""
    words = texts.str.to_lowercase().str.extract_all(r"\p{L}+")
    telling = [word for word in words.explode().drop_nulls().unique() if _tells(word)]
    named = words.list.eval(pl.element().is_in(telling)).list.any().fill_null(value=False)
    return named | texts.str.contains(_SIGNS)


@lru_cache(maxsize=20_000)
def _tells(word: str) -> bool:
    """Whether a text with this word may speak of somebody: no list knows it, or one of names."""
    plain = unaccented(word)
    if plain in _people() or any(plain in listed(name) for name in ("first_names", "surnames")):
        return True
    known = ordinary(plain) or plain in listed("places") or plain in MORE_PLACE_WORDS
    return len(plain) >= _SHORTEST and not known


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    """Return the words beside which people are named."""
    return frozenset({*RELATIONS, *AGENTS, *NAMED, *SAYS, *ACTS, "known", "goes", "to", "b"})
