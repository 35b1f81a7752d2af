"""What the whole file has shown so far: flat, small, and free of values.

Sixteen bytes a kept row, and a count for each site-month. Nothing here can be read back.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NoReturn

import polars as pl

from tiig.model.months import Month
from tiig.model.profile import RowUnit
from tiig.model.submission import SiteMonth
from tiig.validate.cells import Declared
from tiig.validate.fingerprints import CONTENT, NUMBER, fingerprints

_MONTHS = 12
_KEYS = ("site", "attendance_number")


class RowMemory:
    """Remembers the rows of one file across its batches; `secret` is random, one a run."""

    __slots__ = (
        "_row_is",
        "_secret",
        "_seen",
        "days_seen",
        "kept",
        "of_listed_site",
        "outside",
        "rows",
        "swapped",
    )

    def __init__(self, secret: bytes, *, row_is: RowUnit) -> None:
        """Begin a file whose rows stand for attendances or injuries."""
        self._secret = secret
        self._row_is = row_is
        self._seen: list[pl.DataFrame] = []
        self.rows = 0
        self.of_listed_site = 0
        self.kept: Counter[SiteMonth] = Counter()
        self.days_seen: dict[str, set[date]] = {}
        self.outside: Counter[Month] = Counter()
        self.swapped = 0

    def __repr__(self) -> str:
        return f"<RowMemory: {self.rows} rows>"

    def __reduce__(self) -> NoReturn:
        message = "RowMemory does not leave the process"
        raise TypeError(message)

    @property
    def wrong_sender(self) -> bool:
        """Whether rows were seen, but none of a declared site."""
        return self.rows > 0 and self.of_listed_site == 0

    @property
    def wrong_month(self) -> bool:
        """Whether rows of declared sites were seen, but none in the declared months."""
        return self.of_listed_site > 0 and not self.kept and bool(self.outside)

    def recognise(self, rows: pl.DataFrame, raw: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """Tell which rows are exact copies, and which repeat an attendance number.

        `rows` are typed and `raw` the cells of the same rows. The second answer is null
        where a row has no number, or where each row is an injury and numbers may repeat.
        """
        made = fingerprints(raw, rows.select(_KEYS), secret=self._secret)
        copies, repeats = self._against_earlier(made)
        self._seen.append(made.filter(~copies) if copies.any() else made)
        numbered = rows["attendance_number"].is_not_null() & rows["site"].is_not_null()
        if self._row_is is RowUnit.INJURY:
            numbered = pl.zeros(rows.height, pl.Boolean, eager=True)
        nothing = pl.Series([None], dtype=pl.Boolean)
        return copies, (repeats & ~copies).zip_with(numbered, nothing)

    def note_kept(self, rows: pl.DataFrame) -> None:
        """Count kept rows by site and month of arrival, and note the days on which any arrived."""
        found = rows.group_by(pl.col("site"), *_year_and_month()).len()
        for site, year, month, count in found.iter_rows():
            self.kept[SiteMonth(site, Month(year, month))] += count
        for site, day in rows.select("site", pl.col("arrival_at").dt.date()).unique().iter_rows():
            self.days_seen.setdefault(site, set()).add(day)

    def note_read(self, rows: pl.DataFrame, declared: Declared) -> None:
        """Count the rows read, those of declared sites, and the months outside the period.

        `swapped` counts those outside that would lie within if day and month changed places.
        """
        self.rows += rows.height
        listed = rows.filter(pl.col("site").is_in(sorted(declared.sites)))
        self.of_listed_site += listed.height
        day = pl.col("arrival_at").dt.date()
        within = declared.days.first, declared.days.last
        outside = listed.filter(~day.is_between(*within))
        turned = outside.filter(day.dt.day() <= _MONTHS).select(_turned(day))
        self.swapped += turned.filter(pl.col("turned").is_between(*within)).height
        for year, month, count in outside.group_by(*_year_and_month()).len().iter_rows():
            try:
                self.outside[Month(year, month)] += count
            except ValueError:  # a year that no calendar of ours holds, as 0026
                continue

    def _against_earlier(self, made: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """Compare with all earlier rows: few share a first fingerprint, the rest is settled."""
        known = self._with_numbers_of(made)
        together = pl.concat([known, made.with_row_index("place").cast({"place": pl.Int64})])
        alike = together.filter(~pl.col(NUMBER).is_unique())
        judged = alike.select(
            "place",
            copy=~pl.struct(NUMBER, CONTENT).is_first_distinct(),
            again=~pl.col(NUMBER).is_first_distinct(),
        ).filter(pl.col("place") >= 0)
        return tuple(
            pl.zeros(made.height, pl.Boolean, eager=True).scatter(
                judged.filter(column)["place"], True
            )
            for column in ("copy", "again")
        )  # type: ignore[return-value]

    def _with_numbers_of(self, made: pl.DataFrame) -> pl.DataFrame:
        earlier = pl.DataFrame(schema={"place": pl.Int64, NUMBER: pl.UInt64, CONTENT: pl.UInt64})
        if not self._seen:
            return earlier
        seen = pl.concat(self._seen, rechunk=False)
        found = seen.filter(pl.col(NUMBER).is_in(made[NUMBER].implode()))
        return found.select(pl.lit(-1, dtype=pl.Int64).alias("place"), NUMBER, CONTENT)


def _turned(day: pl.Expr) -> pl.Expr:
    """Return a day up to the twelfth with day and month in each other's place."""
    return pl.date(day.dt.year(), day.dt.day(), day.dt.month()).alias("turned")


def _year_and_month() -> tuple[pl.Expr, pl.Expr]:
    arrival = pl.col("arrival_at").dt
    return arrival.year().alias("year"), arrival.month().alias("month")
