"""The words of the house for headings and values, read once from the files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tiig.translate.suggesting.words import ROOM, without_small

OTHER = "other."
"""Begins the names of concepts that are no items of the standard."""


@dataclass(frozen=True)
class Concept:
    """What a column may be: an item, or something else that extracts hold.

    `identifies` names the kind of identifier that such a column holds; `free` marks words.
    """

    id: str
    phrases: tuple[tuple[str, ...], ...]
    identifies: str | None = None
    free: bool = False


@lru_cache(maxsize=1)
def concepts() -> Mapping[str, Concept]:
    """Return everything that a column may be, by name."""
    content = tomllib.loads((ROOM / "headers.toml").read_text(encoding="utf-8"))
    others = content.pop("other")
    tables = {**content, **{OTHER + name: table for name, table in others.items()}}
    return {name: _concept(name, table) for name, table in tables.items()}


def _concept(name: str, table: Mapping[str, Any]) -> Concept:
    phrases = tuple(without_small(phrase.split()) for phrase in table["phrases"])
    return Concept(name, phrases, table.get("identifies"), bool(table.get("free")))


@lru_cache(maxsize=1)
def words_of_headings() -> frozenset[str]:
    """Return every word that a heading of the lexicon is made of."""
    extra = "date time code text description number name flag type yes no national snomed".split()
    found = {
        word for concept in concepts().values() for phrase in concept.phrases for word in phrase
    }
    return frozenset(word for word in found | set(extra) if len(word) > 1)


@lru_cache(maxsize=1)
def doubtful_nodes() -> frozenset[str]:
    """Return the categories whose borders systems draw differently."""
    content = tomllib.loads((ROOM / "doubtful.toml").read_text(encoding="utf-8"))
    return frozenset(content["nodes"])


@lru_cache(maxsize=1)
def doubtful_words() -> frozenset[str]:
    """Return the words that systems mean for several categories."""
    content = tomllib.loads((ROOM / "doubtful.toml").read_text(encoding="utf-8"))
    return frozenset(content["words"])


@lru_cache(maxsize=1)
def doubtful_parts() -> frozenset[str]:
    """Return the words that leave a doubt wherever they stand in a value."""
    content = tomllib.loads((ROOM / "doubtful.toml").read_text(encoding="utf-8"))
    return frozenset(content["parts"])


@lru_cache(maxsize=1)
def words_of_values() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the words of systems by item and node (`yes_no`: of several items; `every`: all)."""
    content = tomllib.loads((ROOM / "values.toml").read_text(encoding="utf-8"))
    return {
        item: {node: tuple(words) for node, words in table.items()}
        for item, table in content.items()
    }
