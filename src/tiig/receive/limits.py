"""How much of a file is taken in at once, and how much at all."""

from __future__ import annotations

from dataclasses import dataclass

_MEBI = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds that keep memory flat and hostile files out; sizes in bytes.

    `chunk` is read at once; a single record longer than `record` is refused. A workbook may
    be `workbook` large, inflate to `inflated` in all and by `ratio` times, have `parts` parts
    and span `cells` cells (first to last used, empty ones included). Elements of XML stand
    at most `depth` in one another, have `attributes`, and no more than `elements` of them
    make a record; `columns` is how many different ones a file may have. An archive inflates
    to `file` at most, and from its first 64 MiB on by `ratio` times.
    """

    file: int = 8192 * _MEBI
    chunk: int = 64 * _MEBI
    record: int = 4 * _MEBI
    workbook: int = 256 * _MEBI
    inflated: int = 2048 * _MEBI
    ratio: int = 200
    parts: int = 5_000
    cells: int = 60_000_000
    depth: int = 64
    attributes: int = 256
    elements: int = 20_000
    columns: int = 2_000


USUAL = Limits()
"""The limits that hold where nobody sets others."""
