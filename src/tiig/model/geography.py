"""A geography as it was imported: its areas, its parts, and where each part comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

import polars as pl

LEVELS = ("lsoa", "msoa", "ward", "la")
"""Levels of areas, the finest first."""


class PartKind(StrEnum):
    """What a file can tell of areas."""

    BOUNDARIES = "boundaries"
    LOOKUP = "lookup"
    POSTCODES = "postcodes"
    POPULATION = "population"
    DEPRIVATION = "deprivation"


@dataclass(frozen=True)
class GeographyPart:
    """One imported file: what it tells, of which vintage, and under which licence.

    `vintage_by` says who told the vintage, `fingerprint` is the SHA-256 of the file's bytes,
    `frame` the id of its stored table, `detail` what distinguishes parts of one kind and level.
    """

    kind: PartKind
    level: str
    vintage: str
    vintage_by: str
    detail: str
    rows: int
    file: str
    fingerprint: str
    licence: str
    attribution: str
    frame: str
    remarks: tuple[str, ...] = ()

    @property
    def role(self) -> tuple[str, str, str]:
        """What a later file must share with this one to take its place."""
        return (self.kind, self.level, self.detail)


@dataclass(frozen=True)
class GeographyRecord:
    """A geography by name, the vintage of its areas, and version.

    `frames` are the ids of the tables that were joined from all parts, `measured` sentences
    about how well the parts fit each other.
    """

    name: str
    vintage: str
    source: str
    schematic: bool
    areas: Mapping[str, int]
    version: int = 1
    known_from: datetime | None = None
    parts: tuple[GeographyPart, ...] = ()
    frames: Mapping[str, str] = field(default_factory=dict)
    measured: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """Name, vintage and version, as lineage tells them."""
        told = self.name if self.vintage in self.name else f"{self.name} {self.vintage}"
        return told if self.schematic else f"{told}, version {self.version}"

    @property
    def key(self) -> str:
        """What names this version and no other."""
        return self.name if self.schematic else f"{self.name}@{self.version}"

    @property
    def every_frame(self) -> frozenset[str]:
        """The ids of all stored tables of this version."""
        return frozenset(self.frames.values()) | {part.frame for part in self.parts}

    def part(self, kind: PartKind, level: str, detail: str | None = None) -> GeographyPart | None:
        """Return the part of a kind at a level, if there is one."""
        for one in self.parts:
            if one.kind is kind and one.level == level and detail in {None, one.detail}:
                return one
        return None

    def to_json(self) -> str:
        """Write the record, without the moment from which it is known."""
        told = {name: value for name, value in asdict(self).items() if name != "known_from"}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str, known_from: datetime) -> Self:
        """Read what `to_json` wrote."""
        told: dict[str, Any] = json.loads(text)
        parts = tuple(_part(one) for one in told.pop("parts"))
        measured = tuple(told.pop("measured"))
        return cls(**told, parts=parts, measured=measured, known_from=known_from)


def _part(told: dict[str, Any]) -> GeographyPart:
    kind, remarks = PartKind(told.pop("kind")), tuple(told.pop("remarks"))
    return GeographyPart(**told, kind=kind, remarks=remarks)


@dataclass(frozen=True)
class GeographyVersion:
    """A version of a geography as the catalogue keeps it; `body` is its record as JSON."""

    name: str
    version: int
    known_from: datetime
    body: str

    @property
    def record(self) -> GeographyRecord:
        """The record."""
        return GeographyRecord.from_json(self.body, self.known_from)


@dataclass(frozen=True, eq=False)
class Population:
    """How many people live in areas of a level: `area`, `population`, any of `sex`, `age_band`."""

    level: str
    frame: pl.DataFrame
    source: str

    @property
    def tells(self) -> frozenset[str]:
        """What it is broken down by besides area."""
        return frozenset(self.frame.columns) - {"area", "population"}
