"""What the catalogue keeps of what people decide: places, codes, the quality programme."""

from __future__ import annotations

from typing import Protocol

from tiig.model.code_ports import CodeReads, CodeWrites
from tiig.model.place_ports import PlaceReads, PlaceWrites
from tiig.model.programme_ports import ProgrammeReads, ProgrammeWrites


class DecisionReads(PlaceReads, CodeReads, ProgrammeReads, Protocol):
    """Questions."""


class DecisionWrites(PlaceWrites, CodeWrites, ProgrammeWrites, Protocol):
    """Writes of one transaction."""
