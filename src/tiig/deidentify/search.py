"""The search of gate one: every cell, header, sheet name and file name of a submission.

`Search` is fed batch by batch and keeps counts and row numbers only; the verdict is given
when the whole file has been seen, because two rules need shares over the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final

import polars as pl

from tiig.deidentify import examine, headers
from tiig.deidentify.bare_names import bare_names
from tiig.deidentify.days import rough
from tiig.deidentify.spans import kinds_in
from tiig.deidentify.suspicion import FULL_DATE, suspicious
from tiig.deidentify.tally import FREE_TEXT_LIMIT, Hit, Tally, Verdict
from tiig.model.identified import ROW, RawRows, StrayTexts
from tiig.model.profile import ColumnRole
from tiig.model.states import NULL_WORDS

_DECLARED: Final = frozenset(
    {ColumnRole.CODED, ColumnRole.MOMENT, ColumnRole.WHOLE, ColumnRole.SITE, ColumnRole.AREA},
)
_LONGEST, _SMALLEST = "|longest", "|smallest"
_SAMPLE: Final = 2_000
_LOOKED_AT, _ENOUGH = 500, 1_000
_MAY_NAME: Final = frozenset(
    {ColumnRole.IGNORED, ColumnRole.CODED, ColumnRole.SITE, ColumnRole.AREA, ColumnRole.TREATED}
)
"""Columns in which a name would be read; a number that is none becomes a keyed id."""
_FEW: Final = 0.5
"""Where fewer of the first cells are distinct, each distinct cell is looked at once."""
_CODES: Final = _DECLARED | {ColumnRole.LOCAL_NUMBER}
_LONGEST_NOTHING: Final = 8
"""Bytes up to which a cell may be one of the words for nothing, spaces around it included."""
_SHORTEST: Final = 5
"""No identifier is shorter in bytes: `M11AA`, `Mr Xu`."""
_A_MOMENT: Final = (
    r"^(?:[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{2,4}|[0-9]{4}[/.\-][0-9]{2}[/.\-][0-9]{2})"
    r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?$|^[0-9]{5}(?:[.][0-9]*)?$"
)
"""A declared moment in a usual form holds nothing else: a cheap look that spares the long one."""
_TIME_STAMP: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{4}(?![0-9])")


class Search:
    """Looks through a whole file, batch by batch, and then gives its verdict."""

    def __init__(
        self,
        roles: Mapping[str, ColumnRole],
        *,
        untreated: Mapping[str, str] | None = None,
        converted: Mapping[str, str] | None = None,
        refuse_above: float = FREE_TEXT_LIMIT,
        newest: date | None = None,
    ) -> None:
        """Take the role of each column of the file, as the profile declares them.

        `untreated` names columns whose answers identify by what they are, with their kind;
        `converted` those that may hold this kind, since it is agreed, and no other;
        `refuse_above` is the share of free-text cells with a hit that refuses the file;
        `newest` is a day of the file's visits, for rows whose own moment cannot be read.
        """
        self._columns: dict[str, Tally] = {}
        self._untreated, self._converted = untreated or {}, converted or {}
        self._refuse_above = refuse_above
        for name, role in roles.items():
            self._add(name, role)
        self._elsewhere: list[Hit] = []
        self._moments = tuple(name for name, role in roles.items() if role is ColumnRole.MOMENT)
        self._newest = None if newest is None else rough(newest)

    def __repr__(self) -> str:
        return f"<Search: {len(self._columns)} columns>"

    def header(self, names: Sequence[str], sheet: str | None, file_name: str) -> None:
        """Search header cells, the sheet's name and the file's name."""
        places = [(f"header of column {place}", name) for place, name in enumerate(names, 1)]
        for place, text in [*places, ("sheet name", sheet or ""), ("file name", file_name)]:
            kinds = sorted(kinds_in(_named(text)))
            self._elsewhere += [Hit(place, kind, 1, ()) for kind in kinds]

    def around(self, strays: StrayTexts) -> None:
        """Search texts around the table; the makers of a file may be named, not be numbered."""
        for (place,), texts in strays.frame.group_by("place", maintain_order=True):
            found = Counter(
                kind
                for text, of_staff in texts.select("text", "of_staff").iter_rows()
                for kind in kinds_in(_named(text))
                if not (of_staff and kind == "name")
            )
            self._elsewhere += [Hit(str(place), kind, found[kind], ()) for kind in sorted(found)]

    def beside(
        self, place: str, header: Sequence[str | None], raw: RawRows, *, newest: date | None
    ) -> None:
        """Search rows outside the table, as columns that are ignored; `header` may name them.

        A date there is a birthday if it lies more than a year before `newest`; with None no
        date by itself is one.
        """
        names = StrayTexts((f"first row of {place}", text or "", False) for text in header)
        self.around(names)
        role = ColumnRole.MOMENT if newest is None else ColumnRole.IGNORED
        labels = {name: f"{place}, {name}" for name in raw.frame.columns if name != ROW}
        if newest is not None and self._newest is None:
            self._newest = rough(newest)
        for label, text in zip_longest(labels.values(), header):
            if label is not None and label not in self._columns:
                self._columns[label] = Tally(
                    role,
                    label,
                    headers.announced(text or "", sure=False, loose=True),
                    self._refuse_above,
                )
        self.look(RawRows(raw.frame.rename(labels)))

    def look(self, raw: RawRows) -> pl.DataFrame:
        """Search every cell of a batch; return (row, column, kind) of what `scrub` will remove.

        Columns that the profile does not know are searched like ignored ones.
        """
        frame = raw.frame
        for name in frame.columns:
            if name != ROW and name not in self._columns:
                self._add(name, ColumnRole.IGNORED)
        searched = [
            name for name in frame.columns
            if name != ROW
            and (name in self._converted or self._columns[name].role is not ColumnRole.TREATED)
        ]  # fmt: skip
        longest = self._count_filled(frame, searched)
        wanted = [name for name in searched if longest[name] >= _SHORTEST]
        self._look_for_names(frame, wanted)
        moment = _Once(frame, self._moments)
        scrubbed = [pl.DataFrame(schema={ROW: frame.schema[ROW], "column": str, "kind": str})]
        for name, cells in self._suspicious(frame, wanted):
            column = self._columns[name]
            hits = self._examined(column, cells, moment)
            column.add(hits)
            if column.role is ColumnRole.FREE_TEXT:
                scrubbed.append(hits.select(ROW, pl.lit(column.label).alias("column"), "kind"))
        return pl.concat(scrubbed)

    def verdict(self) -> Verdict:
        """Judge the file by all that was seen."""
        hits = (
            *self._elsewhere,
            *(hit for column in self._columns.values() for hit in column.hits()),
        )
        texts = {
            column.label: (column.filled, column.touched)
            for column in self._columns.values() if column.role is ColumnRole.FREE_TEXT
        }  # fmt: skip
        return Verdict(any(hit.refuses for hit in hits), hits, texts)

    def _add(self, name: str, role: ColumnRole) -> None:
        """Open a tally; a header that is itself an identifier is shown by its place only."""
        secret = bool(kinds_in(_named(name)))
        label = f"column {len(self._columns) + 1}" if secret else name
        announces = None
        if name in self._untreated:
            announces = headers.Announced(self._untreated[name], None)
        elif role is not ColumnRole.TREATED:
            announces = headers.announced(
                name, sure=role in _DECLARED, loose=role is ColumnRole.IGNORED
            )
        allowed = self._converted.get(name)
        self._columns[name] = Tally(role, label, announces, self._refuse_above, allowed=allowed)

    def _suspicious(
        self, frame: pl.DataFrame, wanted: Sequence[str]
    ) -> Iterator[tuple[str, pl.DataFrame]]:
        """Yield, per column, the cells (row, cell) that deserve the exact checks."""
        by_value = {
            name for name in wanted
            if self._columns[name].role is not ColumnRole.MOMENT and _few_values(frame[name])
        }  # fmt: skip
        doubt = [
            self._doubt(name, pl.col(name).unique() if name in by_value else pl.col(name))
            for name in wanted
            if name in by_value or self._columns[name].role is ColumnRole.MOMENT
        ]
        doubted = frame.select(one.any() for one in doubt)
        wanted = [name for name in wanted if name not in doubted.columns or doubted[name][0]]
        marks = frame.select(self._suspicion(name, pl.col(name)) for name in wanted)
        for name in wanted:
            mark = marks[name].fill_null(value=False)
            if mark.any():
                yield name, frame.select(pl.col(ROW), pl.col(name).alias("cell")).filter(mark)

    def _doubt(self, name: str, cells: pl.Expr) -> pl.Expr:
        """Say which cells rule out that a column can be passed over as a whole."""
        if self._columns[name].role is ColumnRole.MOMENT:
            return ~cells.str.contains(_A_MOMENT)
        return self._suspicion(name, cells)

    def _suspicion(self, name: str, cells: pl.Expr) -> pl.Expr:
        return suspicious(cells, dates=self._columns[name].role is not ColumnRole.MOMENT)

    def _examined(self, column: Tally, cells: pl.DataFrame, moment: _Once) -> pl.DataFrame:
        """Return (row, kind), each pair once, for the suspicious cells of one column."""
        cells = examine.plain_cells(cells)
        dated = cells.filter(pl.col("cell").str.contains(FULL_DATE))
        if column.role is not ColumnRole.FREE_TEXT:
            ten, passing = examine.ten_digit_cells(cells)
            column.ten_digit_cells += int(ten.sum())
            column.add_passing(passing)
            cells = cells.filter(~ten)
            cells = cells.filter(~self._count_days(column, cells, moment))
        found = [examine.in_texts(cells, codes=column.role in _CODES)]
        if dated.height and column.role is not ColumnRole.MOMENT:
            known = moment.of_rows()
            self._note_newest(moment)
            found.append(examine.old_dates(dated, known, self._newest))
        return pl.concat(found).unique(maintain_order=True)

    def _count_days(self, column: Tally, cells: pl.DataFrame, moment: _Once) -> pl.Series:
        """Count digits that may be days run together; return which cells they are."""
        self._note_newest(moment)
        newest = self._newest or rough(date.max)
        serials = headers.tells_days(column.label) and column.role is ColumnRole.IGNORED
        alone, days = examine.day_like_cells(cells, newest, serials=serials)
        if serials and days.height * 2 < int(alone.sum()):  # run together after all
            alone, days = examine.day_like_cells(cells, newest, serials=False)
        if alone.any():
            column.add_days(days, int(alone.sum()), newest)
        return alone

    def _look_for_names(self, frame: pl.DataFrame, wanted: Sequence[str]) -> None:
        """Look at some cells of columns, evenly over the batch, for names that stand alone."""
        asked = [
            name for name in wanted
            if self._columns[name].role in _MAY_NAME
            and self._columns[name].looked_at < _ENOUGH
        ]  # fmt: skip
        if not asked:
            return
        some = frame.select(ROW, *asked).gather_every(max(1, frame.height // _LOOKED_AT))
        cells = some.unpivot(index=ROW, variable_name="column", value_name="cell")
        filled = cells.filter(pl.col("cell").str.strip_chars() != "")
        names = bare_names(filled)
        for (column,), looked_at in filled.group_by("column", maintain_order=True):
            of_column = names.filter(pl.col("column") == column)
            self._columns[str(column)].add_names(of_column, looked_at.height)

    def _note_newest(self, moment: _Once) -> None:
        self._newest = max((day for day in (self._newest, moment.newest) if day), default=None)

    def _count_filled(self, frame: pl.DataFrame, searched: Sequence[str]) -> Mapping[str, int]:
        """Count answers: exactly where a rule shows them, by length elsewhere.

        Returns how many bytes the longest cell of each column has.
        """
        if not searched:
            return {}
        lengths = pl.col(searched).str.len_bytes()
        extent = frame.select(
            lengths.max().fill_null(0).name.suffix(_LONGEST),
            lengths.min().fill_null(1).name.suffix(_SMALLEST),
        ).row(0, named=True)
        for name in searched:
            column = self._columns[name]
            if column.announces is not None:
                self._count_announced(frame, name, column.announces)
                continue
            column.filled += frame.height - frame[name].null_count()
            if extent[name + _SMALLEST] == 0:
                column.filled -= int((frame[name] == "").sum())
            if column.role is ColumnRole.FREE_TEXT:
                # Few cells are short enough to be a word for nothing: only they are spelled.
                short = frame.filter(pl.col(name).str.len_bytes() <= _LONGEST_NOTHING)
                nothing = short.select((_is_nothing(name) & (pl.col(name) != "")).sum())
                column.filled -= int(nothing.item())
        return {name: extent[name + _LONGEST] for name in searched}

    def _count_announced(self, frame: pl.DataFrame, name: str, told: headers.Announced) -> None:
        """Count the answers of a column whose header says what it holds, and those that are it."""
        column = self._columns[name]
        filled = frame.filter(pl.col(name).is_not_null() & ~_is_nothing(name))
        column.filled += filled.height
        shaped = (
            filled if told.shape is None else filled.filter(pl.col(name).str.contains(told.shape))
        )
        column.announced.add(shaped[ROW])


def _named(text: str) -> str:
    """Read a header or file name: underscores part words, time stamps are no numbers."""
    return _TIME_STAMP.sub(" ", text.replace("_", " "))


def _is_nothing(name: str) -> pl.Expr:
    """Tell cells that are a word for nothing."""
    return pl.col(name).str.strip_chars().str.to_lowercase().is_in(list(NULL_WORDS))


def _few_values(cells: pl.Series) -> bool:
    """Tell a column of answers that recur from one of numbers."""
    sample = cells.head(_SAMPLE)
    return sample.n_unique() < _FEW * sample.len()


class _Once:
    """The declared moments of a batch, read when first asked for."""

    def __init__(self, frame: pl.DataFrame, columns: Sequence[str]) -> None:
        self._frame = frame
        self._columns = [name for name in columns if name in frame.columns]
        self._moments: pl.DataFrame | None = None

    def of_rows(self) -> pl.DataFrame:
        if self._moments is None:
            self._moments = examine.moments(self._frame, self._columns)
        return self._moments

    @property
    def newest(self) -> int | None:
        newest = self.of_rows()["moment"].max()
        return None if newest is None else int(str(newest))
