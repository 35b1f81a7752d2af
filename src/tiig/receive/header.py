"""The names of the columns, and what may stand in a row below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiig.model.errors import TiigError, Where
from tiig.model.file_errors import HEADER_BLANK, HEADER_RESERVED, HEADER_TWICE
from tiig.model.rows import ROW


@dataclass(frozen=True)
class Header:
    """Column names in the order of the file, trimmed; all differ and none is blank.

    Blank headers at the right end are tolerated as long as nothing stands below them (an
    export that ends each line with a delimiter): `unnamed` counts them.
    """

    names: tuple[str, ...]
    unnamed: int

    @property
    def width(self) -> int:
        """How many fields every record has."""
        return len(self.names) + self.unnamed

    @property
    def fields(self) -> tuple[str, ...]:
        """A name for every field, the unnamed ones under names that no header can have."""
        return (*self.names, *(f"\n{number}" for number in range(self.unnamed)))


def header_of(cells: Sequence[str | None], where: Where) -> Header:
    """Take the header's cells; a blank, doubled or reserved name is refused."""
    names = [(cell or "").strip() for cell in cells]
    width = len(names)
    while names and not names[-1]:
        names.pop()
    if "" in names or not names:
        raise TiigError(HEADER_BLANK, where)
    if len(set(names)) < len(names):
        raise TiigError(HEADER_TWICE, where)
    if ROW in names:
        raise TiigError(HEADER_RESERVED, where, name=ROW)
    return Header(tuple(names), width - len(names))


def is_filled(cells: Sequence[str | None], header: Header) -> bool:
    """Tell whether more than half of the columns hold something, as no footer does."""
    return sum(bool(cell and cell.strip()) for cell in cells) * 2 > len(header.names)
