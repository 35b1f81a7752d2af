"""A stored table as integers, and its tally: one pass of filter, group and count.

The pass is written over Narwhals, so that the same code counts on other engines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import narwhals as nw
import numpy as np
import polars as pl

from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE, ItemState

_KEY = "~key"
COUNT = "~count"
_WIDE = "~wide "
_FEW_RUNS = 4


@dataclass(frozen=True, eq=False)
class CodedTable:
    """Columns of a table as integers, with the text that each code of a column stands for."""

    frame: pl.DataFrame
    values: dict[str, tuple[str, ...]]

    def is_any(self, column: str, wanted: frozenset[str]) -> nw.Expr:
        """Return the rows whose text is one of some."""
        codes = [code for code, text in enumerate(self.values[column]) if text in wanted]
        runs = _runs(codes)
        if not 0 < len(runs) <= _FEW_RUNS:
            return nw.col(column).is_in(codes)
        first, *others = [_between(column, low, high) for low, high in runs]
        for other in others:
            first = first | other
        return first


def _runs(codes: Sequence[int]) -> list[tuple[int, int]]:
    """Return unbroken runs of ascending codes: comparing is quicker than looking up."""
    runs: list[tuple[int, int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


def _between(column: str, low: int, high: int) -> nw.Expr:
    value = nw.col(column)
    return value == low if low == high else (value >= low) & (value <= high)


@dataclass(frozen=True)
class Key:
    """A column to group by, and the column of states that says why a value is missing.

    `groups` leads from a value to a wider group before rows are counted, where there are
    few groups of many values; `other` is the group of the rest.
    """

    column: str
    state: str | None = None
    name: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    other: str = ""

    @property
    def title(self) -> str:
        """The column of the tally."""
        return self.name or self.column

    def names(self, values: Sequence[str]) -> list[str]:
        """Return what each digit of the key stands for, missing ones last."""
        known = sorted({*self.groups.values(), self.other}) if self.groups else values
        return [*known, NOT_KNOWN_NODE, NOT_RECORDED_NODE]


def coded(table: pl.DataFrame, columns: Iterable[str]) -> CodedTable:
    """Turn the texts of these columns into integers; Enum columns are only looked at."""
    chosen = table.select(list(dict.fromkeys(columns)))
    values: dict[str, tuple[str, ...]] = {}
    codes = []
    for name, kind in chosen.schema.items():
        if isinstance(kind, pl.String | pl.Categorical):
            texts = chosen[name].cast(pl.String).drop_nulls().unique().sort()
            kind = pl.Enum(texts)  # noqa: PLW2901 - plain text is coded first, then treated alike
            chosen = chosen.with_columns(pl.col(name).cast(kind))
        if isinstance(kind, pl.Enum):
            values[name] = tuple(kind.categories.to_list())
            codes.append(pl.col(name).cat.physical())
    return CodedTable(chosen.with_columns(codes), values)


def tally(table: CodedTable, keys: Sequence[Key], where: Sequence[nw.Expr]) -> pl.DataFrame:
    """Count the rows that pass every filter, for each combination of values that occurs.

    A missing value is `~not_known` where its state says so, and `~not_recorded` otherwise.
    """
    names = [key.names(table.values[key.column]) for key in keys]
    wide = nw.UInt32 if prod(map(len, names)) < 2**32 else nw.UInt64
    rows = nw.from_native(table.frame.lazy())
    for condition in where[:1]:
        for more in where[1:]:
            condition = condition & more  # noqa: PLW2901 - one filter, one pass
        rows = rows.filter(condition)
    rows = nw.from_native(rows.to_native().with_columns(_wider_groups(table, keys, names)))
    place = nw.lit(0, wide)
    for key, meant in zip(keys, names, strict=True):
        place = place * len(meant) + _digit(table, key, meant, wide)
    found = rows.select(place.alias(_KEY)).group_by(_KEY).agg(nw.len().alias(COUNT))
    return _decoded(found.collect().to_polars(), keys, names)


def _wider_groups(
    table: CodedTable, keys: Sequence[Key], names: Sequence[Sequence[str]]
) -> Iterator[pl.Expr]:
    """Yield the wider group of each row, found by its place: twenty times as fast as by a join."""
    for key, meant in zip(keys, names, strict=True):
        if key.groups:
            place = {name: number for number, name in enumerate(meant)}
            groups = [place[key.groups.get(one, key.other)] for one in table.values[key.column]]
            found = pl.lit(pl.Series(groups, dtype=pl.UInt32)).gather(pl.col(key.column))
            yield found.alias(_WIDE + key.title)


def _digit(
    table: CodedTable, key: Key, names: Sequence[str], wide: type[nw.UInt32 | nw.UInt64]
) -> nw.Expr:
    code = nw.col(_WIDE + key.title if key.groups else key.column).cast(wide)
    if not table.frame[key.column].null_count():
        return code
    last = len(names) - 1
    if key.state is None:
        return code.fill_null(last)
    unknown = (nw.col(key.state) == int(ItemState.NOT_KNOWN)).cast(wide)
    return nw.when(code.is_null()).then(nw.lit(last, wide) - unknown).otherwise(code)


def _decoded(found: pl.DataFrame, keys: Sequence[Key], names: list[list[str]]) -> pl.DataFrame:
    """Turn the combined key back into texts, in the order of the key: the same every time."""
    order = np.argsort(rest := found[_KEY].to_numpy())
    rest, texts = rest[order], []
    for key, meant in zip(reversed(keys), reversed(names), strict=True):
        rest, digit = np.divmod(rest, len(meant))
        texts.append(pl.Series(key.title, meant, dtype=pl.String)[digit])
    count = pl.Series(COUNT, found[COUNT].to_numpy()[order].astype(np.int64))
    return pl.DataFrame([*reversed(texts), count])
