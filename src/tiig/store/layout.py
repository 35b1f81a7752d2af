"""What the lake may hold, taken from the standard: columns, types, closed sets and forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Self

import polars as pl

from tiig.model.errors import STANDARD_INVALID, TiigError
from tiig.model.states import LOCAL_SUFFIX, STATE_SUFFIX, state_column
from tiig.standard import Standard, patterns, storage_columns

ROW, SITE, MONTH = "row", "site", "month"
ATTENDANCE, ROW_RANK = "attendance_id", "row_rank"
ALWAYS_THERE = (ROW, SITE, MONTH)
KEYED_LETTERS = 32
KEYED_ID = rf"[0-9a-f]{{{KEYED_LETTERS}}}"
"""The form of keyed ids: 128 bits in hexadecimal, read back as UInt128."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The columns of a pack under one version of the standard.

    A text column stands either in `closed` (its sorted values) or in `forms` (a regex that
    the whole value must match): there is no third way, and so no free text.
    """

    version: str
    columns: Mapping[str, pl.DataType]
    closed: Mapping[str, pl.Enum]
    forms: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse a text column that is free, and a pack without site, month or row."""
        texts = {name for name, kind in self.columns.items() if kind == pl.String()}
        free = sorted(texts - self.closed.keys() - self.forms.keys())
        absent = sorted(set(ALWAYS_THERE) - self.columns.keys())
        if free or absent:
            what = f"text without a closed set or form: {', '.join(free) or 'none'}"
            what += f"; columns that every row needs: {', '.join(absent) or 'all there'}"
            raise TiigError(STANDARD_INVALID, what=what)

    @classmethod
    def of(cls, standard: Standard) -> Self:
        """Return what the standard lets into the lake."""
        columns, allowed = storage_columns(standard), patterns(standard)
        closed, forms = {}, {}
        for name, kind in columns.items():
            rule = allowed.get(name)
            if kind != pl.String() or rule is None:
                continue
            if rule.values is not None:
                closed[name] = pl.Enum(sorted(rule.values))
            elif rule.form is not None:
                forms[name] = rule.form
        return cls(standard.version, columns, closed, forms)

    def only(self, names: Collection[str]) -> Self:
        """Return the layout of these columns alone, and of what every row needs."""
        kept = {*names, *ALWAYS_THERE}
        return replace(
            self,
            columns={name: kind for name, kind in self.columns.items() if name in kept},
            closed={name: kind for name, kind in self.closed.items() if name in kept},
            forms={name: form for name, form in self.forms.items() if name in kept},
        )

    @property
    def keyed(self) -> tuple[str, ...]:
        """The columns of keyed ids."""
        return tuple(name for name, form in self.forms.items() if form == KEYED_ID)

    @property
    def counted_columns(self) -> tuple[str, ...]:
        """The columns of a table: all but local value ids, which only re-derivation reads."""
        return tuple(name for name in self.columns if not name.endswith(LOCAL_SUFFIX))

    def stateful(self, name: str) -> bool:
        """Tell whether an item state stands beside a column."""
        return state_column(name) in self.columns

    def is_state(self, name: str) -> bool:
        """Tell whether a column holds item states."""
        return name.endswith(STATE_SUFFIX)
