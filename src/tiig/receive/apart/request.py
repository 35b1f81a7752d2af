"""What a reader is asked: how to open the bytes that it was given, and within which limits."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Self

from tiig.model.profile import FileFormat, FileLayout, RowUnit
from tiig.receive.limits import Limits
from tiig.receive.ways import Way


@dataclass(frozen=True)
class Request:
    """One file: its layout, its limits, and in what way it is read."""

    layout: FileLayout
    limits: Limits
    way: Way = Way.ROWS

    def to_line(self) -> bytes:
        """Write the request as one line."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """Read the request back."""
        told = json.loads(line)
        layout = told["layout"]
        layout["format"] = FileFormat(layout["format"])
        layout["also"] = tuple(map(FileFormat, layout["also"]))
        layout["paths"] = tuple(layout["paths"])
        layout["beside"] = tuple(layout["beside"])
        layout["row_is"] = RowUnit(layout["row_is"])
        return cls(FileLayout(**layout), Limits(**told["limits"]), Way(told["way"]))
