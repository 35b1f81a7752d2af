"""The names of a workbook's visible sheets, for who does not know yet which one to read."""

from __future__ import annotations

from pathlib import Path

from tiig.model.errors import Where
from tiig.receive.limits import USUAL, Limits
from tiig.receive.package import Package
from tiig.receive.source import Handle


def sheet_names(path: Path, *, limits: Limits = USUAL) -> tuple[str, ...]:
    """Gate a workbook and name its sheets, hidden ones last."""
    where = Where()
    with Handle(path, where, largest=limits.workbook) as handle:
        package = Package(handle.read(handle.size + 1), limits, where)
    found = [(place.startswith("hidden"), name) for place, name, _ in package.other_sheets(None)]
    return tuple(name for _, name in sorted(found, key=lambda one: one[0]))
