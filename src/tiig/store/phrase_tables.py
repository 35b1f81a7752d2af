"""Phrase tables: what stands sealed beside a submission, by keyed phrase id.

A table says how many layers its ids have, so that one which a change of keys has not
reached yet is known as such.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from tiig.kit.keyed import keyed

FIRST_LAYER = 1
_LAYERS, _PHRASES = "layers", "phrases"


def written(phrases: Mapping[str, Any], layers: int) -> bytes:
    """Return the bytes of a table whose ids have so many layers."""
    return json.dumps({_LAYERS: layers, _PHRASES: dict(phrases)}, ensure_ascii=False).encode()


def read(content: bytes) -> tuple[int, dict[str, Any]]:
    """Return layers and phrases by id; a table that says nothing of layers has the first."""
    told: dict[str, Any] = json.loads(content)
    if set(told) == {_LAYERS, _PHRASES}:
        return int(told[_LAYERS]), told[_PHRASES]
    return FIRST_LAYER, told


def rekeyed(content: bytes, keys: tuple[bytes, ...]) -> bytes | None:
    """Return a table brought to all these layers; None where it is there already."""
    layers, phrases = read(content)
    if layers >= len(keys):
        return None
    ids = keyed(pl.Series(list(phrases), dtype=pl.String()), keys[layers:])
    return written(dict(zip(ids, phrases.values(), strict=True)), len(keys))
