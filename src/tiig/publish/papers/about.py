"""What a paper is about, who made it, and the lines that open and close it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tiig.model.cleared import Cleared
from tiig.model.given import FOR_THE_PUBLIC, GivenTo
from tiig.model.months import Month
from tiig.publish.exhibits import Subject
from tiig.publish.exhibits.cells import month_words
from tiig.publish.exhibits.choropleth import Outline
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Status
from tiig.standard import YEAR

_NAMED = 4
"""How many missing site-months stand at the top of a page; all stand in the coverage table."""


@dataclass(frozen=True)
class About:
    """The subject of a paper, its makers, and the rules that its figures keep.

    `places` gives column and row of each area on the tile map, `outlines` the shapes of its
    areas; `counting_rule` and `preset_mark` are the sentences of the standard; `given` says
    for whom it is made, for what and under which agreement.
    """

    subject: Subject
    theme: str
    author: str
    status: Status
    made_on: date
    preset: str
    preset_mark: str
    counting_rule: tuple[str, ...]
    places: Mapping[str, tuple[int, int]]
    outlines: Sequence[Outline] = ()
    given: GivenTo = FOR_THE_PUBLIC

    @property
    def stem(self) -> str:
        """The end of file names: month (both ends where they are no year) and area."""
        month, span = self.subject.month, self.subject.span
        months = str(month) if span == YEAR else f"{month.plus(1 - span)}-to-{month}"
        return f"{months}-{self.subject.area or 'all-areas'}"


def marks_of(tables: Iterable[Cleared], about: About) -> tuple[str, ...]:
    """Return what stands on every page: synthetic data, and departments that are missing."""
    every = list(tables)
    marks = [f"{SYNTHETIC}."] if any(table.synthetic for table in every) else []
    month = about.subject.month
    missing = dict.fromkeys(name for table in every for name in table.coverage.missing(month))
    if missing:
        names = ", ".join(missing)
        marks.append(f"Departments missing in {month_words(month)}: {names}.")
    marks += _not_in_totals(every, about.subject)
    if any(not table.for_release for table in every):
        marks.append("Exact figures: not for release.")
    return tuple(marks)


def _not_in_totals(tables: Sequence[Cleared], subject: Subject) -> list[str]:
    """Name the site-months that the totals of the paper's months lack, but for the last month's."""
    first = subject.month.plus(1 - subject.span)
    names: dict[tuple[str, Month], str] = {}
    standing = {}
    for table in tables:
        for site, month, one in table.coverage.standings:
            if first <= month <= subject.month:
                standing[site, month] = one
                names[site, month] = table.coverage.name_in(site, month)
    lacking = sorted(key for key, one in standing.items() if not one.complete)
    told = [f"{names[site, month]} in {month_words(month)}" for site, month in lacking]
    if all(month == subject.month for _, month in lacking):
        return []  # these stand in a mark of their own
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    of = f"{len(lacking)} of {len(standing)} site-months"
    return [f"Not in totals of {subject.when} ({of}): {', '.join(told[:_NAMED])}{more}."]


def lineage_of(tables: Mapping[str, Cleared], about: About) -> tuple[str, ...]:
    """Return the closing lines: the counting rule, the preset, releases and lineage."""
    manifests = sorted({table.manifest for table in tables.values()})
    releases = ", ".join(f"{name} {table.release}" for name, table in tables.items())
    return (
        " ".join(about.counting_rule),
        about.preset_mark,
        about.given.sentence,
        f"Lineage: {', '.join(manifests)}. Releases: {releases}.",
        "Each release can be worked out again: tiig release verify ID.",
    )
