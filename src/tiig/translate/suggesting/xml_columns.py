"""What the columns of a file are called while they are held against the standard.

A table's are called as they are. An element of XML is called by as many of its last steps as
say most - `Injury/Intent` by both, `Message/Body/ArrivalDate` by one - and is looked at in its
first occurrence alone; afterwards it has its path again, and how often it stands in a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import polars as pl

from tiig.model.identified import RawRows
from tiig.model.profile import ColumnRole, Part
from tiig.model.proposal import ColumnSuggestion, Proposal, Use
from tiig.standard import Standard
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.identifying import roles_of
from tiig.translate.suggesting.xml_asides import OPEN, Aside, around, mixed
from tiig.translate.suggesting.xml_doubts import InGroup, groups_of, unmatched
from tiig.translate.suggesting.xml_paths import Element, headings_of
from tiig.translate.suggesting.xml_records import Records
from tiig.translate.xml_layout import FIRST, MORE, MOST_REPEATS, occurrence_in

_SAYS_SOMETHING = 0.45
_ROOM = 6
"""How many occurrences of an item that may repeat are looked at, where a file has fewer."""
_READ = frozenset({Use.ITEM, Use.DESCRIPTION, Use.PERIOD})
_OF_SEVERAL_SITES = (
    "no column of a record tells the site, yet texts stand around the records: if they tell it, "
    "the file is of several sites, which are not told apart here"
)


@dataclass(frozen=True)
class Called:
    """Headings by column in the order of the file; a column that is not there is not looked at.

    `most` is how often an element stands in a record at most; `aside` is what tells nothing of a
    record, `around` that of it which stands around several. `doubts` are reasons why an element
    says less than the file does, `groups` what is known of those in groups that repeat.
    """

    names: Mapping[str, str]
    most: Mapping[str, int]
    aside: tuple[Aside, ...] = ()
    around: bool = False
    doubts: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, InGroup] = field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        """What the columns are called."""
        return tuple(self.names.values())

    @property
    def paths(self) -> Mapping[str, str]:
        """The paths by what they are called; empty for a table, which has none."""
        return {name: path for path, name in self.names.items() if self.most}

    def frame(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return rows under what their columns are called."""
        return frame.select(pl.col(path).alias(name) for path, name in self.names.items())

    def beside(self, proposal: Proposal) -> tuple[str, ...]:
        """Return what stands once outside the records and is ignored: texts, no cells."""
        return tuple(
            column.name
            for column in proposal.columns
            if column.use is Use.IGNORED and column.name in self.most
            and column.name.startswith("/")
        )  # fmt: skip

    def roles(self, proposal: Proposal, standard: Standard) -> Mapping[str, ColumnRole]:
        """Return what each column is to the detectors, later occurrences included."""
        found = roles_of(proposal, standard)
        for column in proposal.columns:
            looked_at = int(column.repeats) if column.repeats.isdigit() else 1
            for number in range(2, looked_at + 1):
                found[f"{column.name}[{number}]"] = found[column.name]
        return found


def parted(raw: RawRows, beside: Sequence[str]) -> tuple[RawRows, Mapping[str, str]]:
    """Part the cells of rows from what is the same in all of them, being no cell of theirs."""
    first = raw.frame.head(1)
    return RawRows(raw.frame.drop(beside)), {name: first[name][0] or "" for name in beside}


def base_of(column: str) -> str:
    """Return the path of which a column is an occurrence."""
    return occurrence_in(column)[0]


def as_they_are(header: Sequence[str]) -> Called:
    """Return the columns of a table."""
    return Called({name: name for name in header}, {})


def called(header: Sequence[str], elements: Sequence[Element], records: Records) -> Called:
    """Return what the columns of an XML file are called."""
    told = {one.name for one in records.aside}
    outside = around(elements, [one for one in header if one not in told], records.path)
    told |= {one.name for one in outside}
    most = _most([one for one in header if one not in told], elements, records)
    found: dict[str, str] = {}
    for path in sorted(most, key=lambda one: one.startswith("/")):  # a record's own come first
        free = (one for one in _headings(path) if one not in found.values())
        found[path] = next(free)
    names = {path: found[path] for path in most}
    doubts = {
        one.path.removeprefix(f"{records.path}/"): mixed(one)
        for one in elements
        if one.mixed and one.path != records.path
    }
    groups = groups_of(elements, records.path)
    return Called(names, most, (*records.aside, *outside), bool(outside), doubts, groups)


def _most(
    header: Sequence[str], elements: Sequence[Element], records: Records
) -> Mapping[str, int]:
    """Return how often each path stands in a record at most.

    Beyond what is told apart it is a bound: how often each element stands in the one around it.
    """
    within = {one.path: one.most for one in elements}
    found: dict[str, int] = {}
    for column in header:
        path, number = occurrence_in(column)
        if number != MORE:
            found[path] = int(number)
            continue
        at, times = records.path, 1
        for step in path.split("/"):
            at = f"{at}/{step}"
            times *= within.get(at, 1)
        found[path] = times
    return found


def _headings(path: str) -> Iterator[str]:
    """Yield what an element may be called, the best first; in the end one that no other has."""
    some = headings_of(path)
    fits = {one: heading(one).best for one in some}
    if max(fits.values()) >= _SAYS_SOMETHING:
        some.sort(key=lambda one: (round(fits[one], 2), len(one)), reverse=True)
    yield from (*some, path)
    yield from (f"{path} {number}" for number in count(2))


def by_path(proposal: Proposal, names: Called, standard: Standard) -> Proposal:
    """Return a proposal whose columns have their paths again, with what stands aside behind."""
    if not names.most:
        return proposal
    paths = names.paths
    columns = [_with_path(one, paths, names, standard) for one in proposal.columns]
    read = [one.name for one in columns if one.use in _READ]
    doubts = {**names.doubts, **unmatched(read, names.groups)}
    columns = [
        _doubted(one, doubts[one.name]) if one.use in _READ and one.name in doubts else one
        for one in columns
    ]
    columns += [_aside(place, one) for place, one in enumerate(names.aside, len(columns) + 1)]
    period = proposal.period
    if period is not None:
        period = (paths[period[0]], paths[period[1]], period[2])
    sites = proposal.sites
    if names.around and all(column.item != "site" for column in columns):
        sites = tuple(replace(site, reason=_OF_SEVERAL_SITES) for site in sites)
    return replace(proposal, columns=tuple(columns), period=period, sites=sites)


def _doubted(column: ColumnSuggestion, why: str) -> ColumnSuggestion:
    sure = min(column.confidence, OPEN)
    return replace(column, confidence=sure, reason=f"{column.reason}; {why}")


def _with_path(
    column: ColumnSuggestion, paths: Mapping[str, str], names: Called, standard: Standard
) -> ColumnSuggestion:
    path = paths[column.name]
    repeats = _repeats(column, names.most[path], standard)
    several = f"; up to {names.most[path]:,} in a record" if repeats else ""
    return replace(
        column,
        name=path,
        describes=paths.get(column.describes or ""),
        description=paths.get(column.description or ""),
        repeats=repeats,
        reason=f"{column.reason}{several}",
    )


def _repeats(column: ColumnSuggestion, most: int, standard: Standard) -> str:
    """Return how many occurrences are looked at: of what may be said several times, all."""
    if most == 1:
        return ""
    several = column.item is not None and standard.items[column.item].repeats
    if several and column.description is None and most <= MOST_REPEATS:
        return str(max(most, _ROOM))
    return FIRST


def _aside(place: int, aside: Aside) -> ColumnSuggestion:
    return ColumnSuggestion(
        place=place,
        name=aside.name,
        use=Use.IGNORED,
        item=None,
        part=str(Part.WHOLE),
        formats=(),
        confidence=aside.sure,
        reason=aside.reason,
    )
