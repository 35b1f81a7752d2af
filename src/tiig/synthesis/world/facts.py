"""The tables of shares and shapes that the world is made from, read once."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Stream:
    """A kind of event that brings people to hospital; streams.toml explains each part."""

    number: int
    name: str
    group: str
    intent: str
    a_year: float
    male: float
    ages: str
    deprivation: float
    week: tuple[float, ...]
    season: str
    special: str
    hours: tuple[str, str]
    where: str
    together: float
    returning: float
    delay: str
    ages_female: str = ""

    def curve(self, sex: str) -> str:
        """Name the curve over age of a sex."""
        return self.ages_female if sex == "female" and self.ages_female else self.ages


@cache
def streams() -> tuple[Stream, ...]:
    """Return the kinds of events in their order."""
    return tuple(
        Stream(number, name, **{part: _frozen(value) for part, value in parts.items()})
        for number, (name, parts) in enumerate(table("streams").items())
    )


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a TOML file of facts."""
    return tomllib.loads(_text(f"{name}.toml"))


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a CSV file of facts."""
    return tuple(csv.DictReader(_text(f"{name}.csv").splitlines()))


def _text(name: str) -> str:
    return (files("tiig.synthesis.world") / "facts" / name).read_text(encoding="utf-8")


def _frozen(value: object) -> Any:  # noqa: ANN401 - what TOML may hold
    return tuple(value) if isinstance(value, list) else value
