"""What a map on the screen needs to know of its areas: their class, and words for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiig.kit.rounding import rounded
from tiig.model.cleared import Cleared, ClearedRow
from tiig.model.figures import Mark
from tiig.publish.exhibits.cells import figure, labels
from tiig.publish.exhibits.charts import SHADES
from tiig.publish.exhibits.choropleth import areas_of, breaks_of, rate_of, smallest
from tiig.publish.exhibits.subject import Subject
from tiig.publish.tables import LEGEND

HIDDEN = "hidden: a small number, or one that would give a small number back"


@dataclass(frozen=True)
class AreaMark:
    """One area of a map: its class from 0 (None: no rate is shown), and a sentence."""

    code: str
    place: int | None
    text: str


@dataclass(frozen=True)
class ScreenMap:
    """The areas of a map with their classes: `level` is lsoa, msoa or la, `key` a geography."""

    level: str
    key: str
    marks: tuple[AreaMark, ...]
    legend: tuple[tuple[str, str], ...]
    credits: tuple[str, ...] = ()

    def as_marks(self) -> dict[str, object]:
        """Return what the page hands to its script: colours by class, and a mark an area."""
        return {
            "shades": [shade for shade, _ in self.legend],
            "areas": [[one.code, one.place, one.text] for one in self.marks],
        }


def screen_map(table: Cleared, subject: Subject, key: str, credits_: tuple[str, ...]) -> ScreenMap:
    """Return the classes of a table's smallest areas, made from nothing but what it shows."""
    name, _ = smallest(table)
    areas = areas_of(table, name, subject)
    rates = [rate for row in areas.values() if (rate := rate_of(row)) is not None]
    breaks, names = breaks_of(rates) if rates else [], labels(table, name)
    marks = tuple(
        AreaMark(code, _class(rate_of(row), breaks), f"{names[code]}: {_words(row)}")
        for code, row in areas.items()
    )
    level = name.removeprefix("residence_")
    return ScreenMap(level, key, marks, tuple(_legend(breaks)), credits_)


def _class(rate: float | None, breaks: list[int]) -> int | None:
    return None if rate is None else sum(rate >= one for one in breaks)


def _words(row: ClearedRow) -> str:
    rate = rate_of(row)
    if rate is None:
        mark = row.rate.mark if row.rate is not None else row.count.mark
        return HIDDEN if mark is Mark.SUPPRESSED else LEGEND.get(mark, "no rate")
    ends = (row.lower, row.upper)
    low, high = (figure(one, 1).text for one in ends)
    return f"{rounded(rate, 1):,} per 100,000 residents ({low} to {high})"


def _legend(breaks: list[int]) -> Iterator[tuple[str, str]]:
    """Yield colour and words of each class, and of what is hidden."""
    ends = [None, *breaks, None]
    for shade, low, high in zip(SHADES, ends, ends[1:], strict=False):
        if low is None and high is None:
            yield shade, "all rates"
        elif low is None:
            yield shade, f"under {high:,}"
        else:
            yield shade, f"{low:,} and more" if high is None else f"{low:,} to under {high:,}"
    yield "#ffffff", "no rate is shown"
