"""The names of the columns, and what may stand in a row below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tiig.model.errors import TiigError, Where
from tiig.model.file_errors import HEADER_BLANK, HEADER_RESERVED, HEADER_TWICE
from tiig.model.identified import ROW

_SHOWN = 10


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
    def schema(self) -> dict[str, type[pl.String]]:
        """All columns as text, the unnamed ones under names that no header can have."""
        blanks = [f"\n{number}" for number in range(self.unnamed)]
        return dict.fromkeys((*self.names, *blanks), pl.String)


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


def without_unnamed(frame: pl.DataFrame, header: Header, where: Where) -> pl.DataFrame:
    """Drop the unnamed columns, or refuse the file if a cell stands in one of them.

    `frame` has the columns of `header.schema` and `row`.
    """
    if not header.unnamed:
        return frame
    blanks = list(header.schema)[len(header.names) :]
    held = frame.filter(pl.any_horizontal(pl.col(blanks).is_not_null()))
    if held.height:
        rows = tuple(held[ROW].head(_SHOWN).to_list())
        raise TiigError(HEADER_BLANK, Where(file=where.file, sheet=where.sheet, rows=rows))
    return frame.drop(blanks)


def split_empty(frame: pl.DataFrame, header: Header) -> tuple[pl.DataFrame, list[int]]:
    """Part the rows that hold a cell from those that hold none, given by their row numbers."""
    empty = pl.all_horizontal(pl.col(list(header.schema)).is_null())
    none = frame.select(empty.alias(ROW))[ROW]
    if not none.any():
        return frame, []
    return frame.filter(~none), frame[ROW].filter(none).to_list()
