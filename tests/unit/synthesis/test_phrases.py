"""The place of an assault as people type it: varied, and nobody's identifier."""

from __future__ import annotations

import numpy as np
import polars as pl

from tiig.deidentify.spans import identifiers
from tiig.deidentify.suspicion import FULL_DATE
from tiig.model.months import Month
from tiig.synthesis import make_world
from tiig.synthesis.recording.phrases import place_texts

KINDS = (
    "home.own", "home.other", "public.street", "public.open-space", "public.transport",
    "licensed.pub", "licensed.club", "education", "work", "sports", "commercial", "institution",
    "custody", "health-care", "other", None,
)  # fmt: skip
MANY = 24_000


def typed(seed: int = 1) -> pl.Series:
    """Type many places, at venues of the synthetic world and without one."""
    venues = make_world(seed=1, first=Month(2026, 6), months=24, scale=0.01).venues
    draw = np.random.default_rng(seed)
    kinds = [KINDS[one] for one in draw.integers(0, len(KINDS), MANY)]
    named = [
        None if place % 3 == 0 else venues[one]
        for place, one in enumerate(draw.integers(0, len(venues), MANY))
    ]
    return pl.Series(place_texts(draw, kinds, named))


def test_nothing_looks_like_an_identifier() -> None:
    """No text names a person, a number, a date, a postcode or an address."""
    texts = typed()
    found = [text for text in texts.unique() if any(identifiers(text))]
    assert not found
    assert not texts.str.contains(FULL_DATE).any()


def test_spellings_are_those_of_real_life() -> None:
    """Unknowns, abbreviations, capitals, and the same place in many spellings."""
    texts = typed()
    assert set(texts.unique()) >= {"u/k", "unk", "n/k", "pt home"}
    for part in ("o/s ", "@ ", " rd", "&"):
        assert texts.str.to_lowercase().str.contains(part, literal=True).any(), part
    assert texts.n_unique() > MANY / 10
    assert (texts.str.len_chars() <= 60).all()


def test_equal_draws_give_equal_texts() -> None:
    """The grammar has no chance of its own."""
    assert typed().equals(typed())
    assert not typed().equals(typed(2))
