"""Full dates in cells, as days on a rough scale that is exact enough to tell a birthday.

A column that is no declared moment may hold dates of the visit; one that lies more than
a year before the row's own moments is read as a date of birth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from tiig.deidentify.suspicion import FULL_DATE

YEAR: Final = 372
"""Days of a year on the rough scale: twelve months of thirty-one days."""
_EARLIEST, _LATEST = 1890, 2200
_THIS_CENTURY, _LAST_CENTURY = 2000, 1900
_PYTHON_DATE: Final = re.compile(FULL_DATE)
_ANY_DATE: Final = (
    r"(?:(?<![0-9])(?:19|20)[0-9]{10}(?:[0-9]{2})?(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2} ?[0-9]{2} ?(?:[12][0-9])?[0-9]{2}(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2}[^0-9A-Za-z]{1,3}[0-9]{1,2}[^0-9A-Za-z]{1,3}(?:[12][0-9])?[0-9]{2}(?![0-9])"
    r"|(?<![0-9])[1-4][0-9]{4}(?![0-9])"
    rf"|(?<![0-9])[12][0-9]{{3}} ?[0-9]{{2}} ?[0-9]{{2}}(?![0-9])|{FULL_DATE})"
)
_BIRTH: Final = (
    r"d[ ./\-]{0,2}o[ ./\-]{0,2}b\.?|dyddiad geni|(?<![a-z])bd(?![a-z])|born"
    r"|birth(?:day| ?date)?|b ?da(?:y|te)|d ?of ?b"
)
_BORN: Final = re.compile(
    rf"(?<![a-z])(?:{_BIRTH}|b[.:](?= ?[0-9]))[^0-9]{{0,30}}?{_ANY_DATE}"
    rf"|(?:{FULL_DATE})[^0-9A-Za-z]{{1,4}}(?:d\.?o\.?b|birth|born)",
    re.IGNORECASE,
)
"""A date in any form, digits run together or spaced too, that the words before it call so."""
_TEXT: Final = pl.col("text")
_SERIAL: Final = r"^\s*([1-6][0-9]{4})(?:\.[0-9]+)?\s*$"
_TOGETHER: Final = r"^\s*([0-9]{8})(?:[^0-9].*|[0-9]{4,6})?$"
"""A day without separators, with or without a time behind it."""
_MONTHS: Final = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())


def rough(day: date) -> int:
    """Place a day on the rough scale."""
    return day.year * YEAR + day.month * 31 + day.day


def rough_day(text: pl.Expr, newest: int) -> pl.Expr:
    """Place the first full date of a text on the rough scale; null if it holds none.

    Two-digit years are read as the latest century not after `newest` (a rough day).
    Slow: meant for distinct texts.
    """
    numbers = text.str.extract_groups(
        r"(?:^|[^0-9])([0-9]{1,2}) ?[ /.\\\-] ?([0-9]{1,2}) ?[ /.\\\-] ?'?([12][0-9]{3}|[0-9]{2})",
    )
    first, second, last = (_whole(numbers.struct.field(str(place))) for place in (1, 2, 3))
    iso = text.str.extract_groups(
        r"(?:^|[^0-9])([12][0-9]{3})[ /.\-]([0-9]{1,2})[ /.\-]([0-9]{1,2})"
    )
    year, month, day = (_whole(iso.struct.field(str(place))) for place in (1, 2, 3))
    lower, months = text.str.to_lowercase(), "|".join(_MONTHS)
    words = lower.str.extract_groups(
        rf"([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ \-.,/]{{0,2}}({months})[a-z]*[ ,.'\-/]*"
        r"([12][0-9]{3}|[0-9]{2})",
    )
    ahead = lower.str.extract_groups(
        rf"({months})[a-z]*[ .\-]{{1,2}}([0-9]{{1,2}})(?:st|nd|rd|th)?[ ,.\-]{{1,2}}'?"
        r"([12][0-9]{3}|[0-9]{2})",
    )
    back = lower.str.extract_groups(rf"([12][0-9]{{3}})[ \-/]({months})[a-z]*[ \-/]([0-9]{{1,2}})")
    swapped = second > len(_MONTHS)
    return pl.coalesce(
        _scaled(year, month, day, newest),
        _scaled(
            last, pl.when(swapped).then(first).otherwise(second),
            pl.when(swapped).then(second).otherwise(first), newest,
        ),
        _scaled(first, second, last, newest),
        *(
            _scaled(
                _whole(found.struct.field(year)), _named_month(found.struct.field(month)),
                _whole(found.struct.field(day)), newest,
            )
            for found, (day, month, year) in ((words, "123"), (ahead, "213"), (back, "321"))
        ),
    )  # fmt: skip


def rough_days(texts: pl.Series, newest: int) -> pl.Series:
    """Place the first full date of each text, reading each distinct date once."""
    dates = texts.str.extract(FULL_DATE, 0)
    return _looked_up(dates, rough_day(_TEXT, newest))


def rough_moments(texts: pl.Series) -> pl.Series:
    """Place declared moments on the rough scale: dates, digits run together, or serial days."""
    number = _TEXT.cast(pl.Int32, strict=False).fill_null(0)
    day = pl.date(1899, 12, 30).dt.offset_by(pl.format("{}d", number))
    scaled = day.dt.year() * YEAR + day.dt.month().cast(pl.Int32) * 31 + day.dt.day()
    serials = _looked_up(texts.str.extract(_SERIAL, 1), scaled)
    together = _looked_up(texts.str.extract(_TOGETHER, 1), run_together(_TEXT, _LATEST * YEAR))
    days = rough_days(texts, _LATEST * YEAR)
    return days.zip_with(days.is_not_null(), together).zip_with(serials.is_null(), serials)


def serial_day(text: pl.Expr) -> pl.Expr:
    """Place a spreadsheet's serial day on the rough scale; null for what is no five digits."""
    number = pl.when(text.str.contains(r"^[1-6][0-9]{4}$")).then(_whole(text))
    day = pl.date(1899, 12, 30).dt.offset_by(pl.format("{}d", number.fill_null(0)))
    scaled = day.dt.year() * YEAR + day.dt.month().cast(pl.Int32) * 31 + day.dt.day()
    return pl.when(number.is_not_null()).then(scaled)


def run_together(text: pl.Expr, newest: int) -> pl.Expr:
    """Place five to eight digits on the rough scale; null where they are no day.

    Eight (or seven, a nought lost) are a day with its year last or first, six (or five) one
    with a year of two digits, last.
    """
    long, short = text.str.zfill(8), text.str.zfill(6)
    part = _parts_of(long)
    eight = pl.coalesce(
        _scaled(part[4:8], part[2:4], part[0:2], newest),
        _scaled(part[0:4], part[4:6], part[6:8], newest),
    )
    brief = _parts_of(short)
    return (
        pl.when(text.str.len_chars() > 6)  # noqa: PLR2004 - a year of four digits or of two
        .then(eight)
        .otherwise(_scaled(brief[4:6], brief[2:4], brief[0:2], newest))
    )


class _parts_of:  # noqa: N801 - reads as a function
    """Digits of a text as whole numbers, by their places."""

    def __init__(self, text: pl.Expr) -> None:
        self._text = text

    def __getitem__(self, places: slice) -> pl.Expr:
        return _whole(self._text.str.slice(places.start, places.stop - places.start))


def birthdays(text: str) -> Iterator[tuple[str, int, int]]:
    """Find dates that the words before them call a birthday (`DOB 01/02/1980`)."""
    for match in _BORN.finditer(text):
        yield "birth_date", match.start(), match.end()


def full_dates(text: str) -> Iterator[tuple[str, int, int]]:
    """Find every full date, whatever it stands for."""
    for match in _PYTHON_DATE.finditer(text):
        yield "birth_date", match.start(), match.end()


def _named_month(text: pl.Expr) -> pl.Expr:
    return pl.coalesce(pl.when(text == name).then(number) for number, name in enumerate(_MONTHS, 1))


def _whole(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Int32, strict=False)


def _scaled(year: pl.Expr, month: pl.Expr, day: pl.Expr, newest: int) -> pl.Expr:
    century = pl.when(year >= 100).then(year)  # noqa: PLR2004 - two digits or four
    recent = _THIS_CENTURY + year
    short = pl.when(recent * YEAR > newest).then(_LAST_CENTURY + year).otherwise(recent)
    full = pl.coalesce(century, short)
    sound = month.is_between(1, 12) & day.is_between(1, 31) & full.is_between(_EARLIEST, _LATEST)
    return pl.when(sound).then(full * YEAR + month * 31 + day)


def _looked_up(texts: pl.Series, reading: pl.Expr) -> pl.Series:
    distinct = texts.drop_nulls().unique().to_frame("text")
    known = distinct.with_columns(day=reading.cast(pl.Int32))
    frame = texts.to_frame("text").join(known, on="text", how="left", maintain_order="left")
    return frame["day"]
