"""Populations, wide or long, by as much of area, sex and age as the file tells.

Nothing is invented: a file of persons stays without sexes, a file of totals without ages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from tiig.locate.codes import AreaColumn, checked_level, refuse_rows
from tiig.locate.drafts import Dated, Draft
from tiig.locate.opening import Opened
from tiig.locate.sheets import AGE, TOTALS, code_columns, whole_numbers
from tiig.model.area_errors import AREA_CODE, AREA_FILE_KIND, AREA_NUMBER
from tiig.model.errors import TiigError, Where
from tiig.model.geography import LEVELS, PartKind

Bands = Mapping[str, tuple[int, int]]
"""The standard's age bands: first and last year of each node; the last band is open."""

_SEXES = {
    "persons": "all", "all persons": "all", "all": "all", "total": "all", "p": "all",
    "female": "female", "females": "female", "f": "female",
    "male": "male", "males": "male", "m": "male",
}  # fmt: skip
_ALL_AGES = frozenset({"all ages", "all", "total"})
_OPEN = 10**3
_FORMS = tuple(
    re.compile(rf"^(?:aged )?{form}$")
    for form in (
        r"under (?P<end>1)(?: year)?",
        r"(?P<low>\d+)(?: years?)? and (?P<open>over|older)",
        r"(?P<low>\d+)(?P<open>\+)",
        r"(?P<high>\d+)(?: years?)? and under",
        r"(?P<low>\d+)(?: to |-|–)(?P<high>\d+)(?: years?)?",
        r"(?P<low>\d+)(?: years?)?",
    )
)


def read_population(sheet: pl.DataFrame, opened: Opened, dated: Dated, bands: Bands) -> Draft:
    """Read how many people live in each area; AREA_NUMBER where the numbers do not hold."""
    column = _area_column(sheet, opened)
    where = Where(file=opened.name, column=column.header)
    level = checked_level(sheet[column.header], where, column.level or None)
    names = {name.lower(): name for name in sheet.columns}
    period = _one_period(sheet, names, opened)
    reader = _Reader(sheet, opened, column, names)
    cells = reader.long() if "value" in names else reader.wide()
    frame = _summed(_banded(cells, bands, opened), opened)
    vintage, by = dated.vintage(period=period)
    told = [word for word, name in (("sex", "sex"), ("age", "age_band")) if name in frame.columns]
    return Draft(
        kind=PartKind.POPULATION,
        level=level,
        frame=frame,
        file=opened.name,
        fingerprint=opened.fingerprint,
        vintage=vintage,
        vintage_by=by,
        areas_of=column.year,
        detail=f"by {' and '.join(told)}" if told else "totals",
        remarks=opened.remarks,
    )


def age_of(words: str) -> tuple[int, int] | None:
    """Return first and last year of an age in words, or None where it is all ages or no age."""
    said = words.strip().lower()
    for form in _FORMS:
        if found := form.match(said):
            told = found.groupdict()
            low = int(told.get("low") or 0)
            if told.get("open"):
                return low, _OPEN
            return low, int(told.get("high") or low)
    return None


def _area_column(sheet: pl.DataFrame, opened: Opened) -> AreaColumn:
    """Return the finest column of codes."""
    found = code_columns(sheet)
    for level in LEVELS:
        for one in found:
            if one.level == level:
                return one
    header = next((name for name in sheet.columns if name.lower() == "area_code"), None)
    if header is None:
        raise TiigError(AREA_FILE_KIND, opened.where, what="it has no column with codes of areas")
    return AreaColumn(header, "", "", names=False)


def _one_period(sheet: pl.DataFrame, names: Mapping[str, str], opened: Opened) -> str:
    if "period" not in names:
        return ""
    found = sheet[names["period"]].drop_nulls().unique()
    if found.len() > 1:
        where = Where(file=opened.name, column=names["period"])
        what = f"it holds {found.len()} periods; keep the rows of one"
        raise TiigError(AREA_FILE_KIND, where, what=what)
    return str(found[0]) if found.len() else ""


@dataclass(frozen=True)
class _Reader:
    """A sheet as cells: `area`, `sex` ("all", "female", "male"), `low`, `high`, `population`.

    Null ages are a total of all ages.
    """

    sheet: pl.DataFrame
    opened: Opened
    column: AreaColumn
    names: Mapping[str, str]

    def long(self) -> pl.DataFrame:
        """Read a table with one number a row."""
        header = next(
            (self.names[name] for name in ("age", "age_group", "indicator") if name in self.names),
            None,
        )
        frame = self.sheet.select(
            pl.col(self.column.header).alias("area"),
            self._sex(),
            (pl.lit(None, pl.String) if header is None else pl.col(header)).alias("words"),
            self._numbers([self.names["value"]])[0].alias("population"),
        )
        spoken = frame["words"].drop_nulls().unique().to_list()
        ages = {words: age_of(words) for words in spoken}
        strange = [one for one, age in ages.items() if not age and one.lower() not in _ALL_AGES]
        if strange and header != self.names.get("indicator"):
            unread = frame["words"].is_in(strange)
            refuse_rows(unread, AREA_NUMBER, self._where(header), "an age cannot be read")
        low = {words: age[0] for words, age in ages.items() if age}
        high = {words: age[1] for words, age in ages.items() if age}
        return frame.with_columns(
            pl.col("words").replace_strict(low, default=None, return_dtype=pl.Int64).alias("low"),
            pl.col("words").replace_strict(high, default=None, return_dtype=pl.Int64).alias("high"),
        ).drop("words")

    def wide(self) -> pl.DataFrame:
        """Read a table with a column an age, and perhaps one of the total."""
        headers = [name for name in self.sheet.columns if AGE.match(name.lower())]
        totals = [self.names[name] for name in TOTALS if name in self.names]
        pieces = []
        every = [*totals[:1], *headers]
        for header, numbers in zip(every, self._numbers(every), strict=True):
            low = high = None
            sex: pl.Expr | pl.Series = self._sex()
            if found := AGE.match(header.lower()):
                low = int(found["low"])
                high = _OPEN if found["open"] or low >= _LAST else low
                sex = pl.lit(_SEXES[found["sex"]]).alias("sex") if found["sex"] else sex
            pieces.append(
                self.sheet.select(
                    pl.col(self.column.header).alias("area"),
                    sex,
                    numbers.alias("population"),
                    pl.lit(low, pl.Int64).alias("low"),
                    pl.lit(high, pl.Int64).alias("high"),
                )
            )
        return pl.concat(pieces)

    def _sex(self) -> pl.Expr | pl.Series:
        if "sex" not in self.names:
            return pl.lit("all").alias("sex")
        header = self.names["sex"]
        words = self.sheet[header].str.to_lowercase()
        bad = ~words.is_in(list(_SEXES)).fill_null(value=False)
        refuse_rows(bad, AREA_NUMBER, self._where(header), "a sex cannot be read")
        return words.replace_strict(_SEXES).alias("sex")

    def _numbers(self, headers: Sequence[str]) -> list[pl.Series]:
        found = []
        for header in headers:
            numbers, bad = whole_numbers(self.sheet[header])
            for faulty, told in ((bad, "not whole"), (numbers < 0, "below zero")):
                what = f"a number of people is {told}"
                refuse_rows(faulty, AREA_NUMBER, self._where(header), what)
            found.append(numbers)
        return found

    def _where(self, header: str | None) -> Where:
        return Where(file=self.opened.name, column=header)


_SEXES_ADD = "persons are not the sum of females and males"
_AGES_ADD = "the total is not the sum of the ages"
_LAST = 90
"""Where ONS closes its single years: 90 means 90 and over."""


def _banded(cells: pl.DataFrame, bands: Bands, opened: Opened) -> pl.DataFrame:
    """Put each age into the one band that holds it; refuse an age that lies across bands."""
    ages = cells.select("low", "high").unique().drop_nulls().rows()
    band_of: dict[int, str] = {}
    oldest = max(last for _, last in bands.values())
    for low, high in ages:
        end = min(high, oldest)
        found = [node for node, (first, last) in bands.items() if first <= low and end <= last]
        if not found:
            what = f"the ages {low} to {'the end' if high == _OPEN else high} fit no age band"
            raise TiigError(AREA_NUMBER, opened.where, what=what)
        band_of[low] = found[0]
    banded = pl.col("low").replace_strict(band_of, default=None, return_dtype=pl.String)
    keys = ["area", "sex", "low", "high"]
    if cells.select(keys).is_duplicated().any():
        twice = cells.filter(cells.select(keys).is_duplicated())["area"].n_unique()
        what = f"{twice} areas stand more than once for the same sex and age"
        raise TiigError(AREA_CODE, opened.where, what=what)
    _check_years(cells, opened)
    return cells.with_columns(banded.alias("age_band"))


def _check_years(cells: pl.DataFrame, opened: Opened) -> None:
    """Refuse ages with gaps, or areas that lack some of them."""
    aged = cells.filter(pl.col("low").is_not_null())
    if aged.is_empty():
        return
    ends = sorted(aged.select("low", "high").unique().rows())
    gaps = [high for (_, high), (low, _) in pairwise(ends) if low != high + 1]
    if gaps or ends[0][0] != 0 or ends[-1][1] != _OPEN:
        what = "the ages do not follow one another from 0 to the open end, each once"
        raise TiigError(AREA_NUMBER, opened.where, what=what)
    wanted = len(ends) * aged["sex"].n_unique()
    short = aged.group_by("area").len().filter(pl.col("len") != wanted).sort("area")
    if not short.is_empty():
        what = f"{short.height} areas do not have every sex and age, first {short['area'][0]}"
        raise TiigError(AREA_NUMBER, opened.where, what=what)


def _summed(cells: pl.DataFrame, opened: Opened) -> pl.DataFrame:
    """Return the finest population that the cells tell, after its totals were found to hold."""
    sexes = set(cells["sex"].unique())
    by_sex = {"female", "male"} <= sexes
    if not by_sex and sexes != {"all"}:
        raise TiigError(AREA_NUMBER, opened.where, what="one of the two sexes is missing")
    aged = cells["low"].is_not_null().any()
    if by_sex:
        _check_sum(_sides(cells, pl.col("sex") == "all", ["area", "low"]), opened, _SEXES_ADD)
    _check_sum(_sides(cells, pl.col("low").is_null(), ["area", "sex"]), opened, _AGES_ADD)
    if by_sex and aged:
        total = (pl.col("sex") == "all") & pl.col("low").is_null()
        parts = cells.filter(total | ((pl.col("sex") != "all") & pl.col("low").is_not_null()))
        _check_sum(_sides(parts, total, ["area"]), opened, _AGES_ADD)
    kept = cells.filter(pl.col("sex") != "all") if by_sex else cells
    kept = kept.filter(pl.col("low").is_not_null()) if aged else kept
    keys = ["area", *(["sex"] if by_sex else []), *(["age_band"] if aged else [])]
    return kept.group_by(keys).agg(pl.col("population").sum()).sort(keys)


def _sides(cells: pl.DataFrame, total: pl.Expr, keys: list[str]) -> pl.DataFrame:
    """Return `all` and `parts` of each group that tells both a total and its parts."""
    people = pl.col("population")
    both = cells.group_by(keys).agg(
        people.filter(total).sum().alias("all"),
        people.filter(~total).sum().alias("parts"),
        total.any().alias("told"),
        (~total).any().alias("split"),
    )
    return both.filter(pl.col("told") & pl.col("split"))


def _check_sum(both: pl.DataFrame, opened: Opened, told: str) -> None:
    wrong = both.filter(pl.col("all") != pl.col("parts")).sort("area")
    if not wrong.is_empty():
        areas = wrong["area"].n_unique()
        what = f"{told} in {areas} areas, first {wrong['area'][0]}"
        raise TiigError(AREA_NUMBER, opened.where, what=what)
