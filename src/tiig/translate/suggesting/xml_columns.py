"""What the columns of a file are called while they are held against the standard.

A table's are called as they are. An element of XML is called by as many of its last steps as
say most - `Injury/Intent` by both, `Message/Body/ArrivalDate` by one - and is looked at in its
first occurrence alone; afterwards it has its path again, and how often it stands in a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import polars as pl

from tiig.model.identified import RawRows
from tiig.model.profile import ColumnRole, Part
from tiig.model.proposal import ColumnSuggestion, Proposal, Use
from tiig.standard import Standard
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.identifying import roles_of
from tiig.translate.suggesting.xml_records import Element, Records
from tiig.translate.xml_layout import FIRST, MORE, occurrence_in

_LONGEST, _MORE_THAN_SHOWN = 3, 9
"""Steps that make a heading at most, and how often what repeats without end is said to stand."""
_SAYS_SOMETHING = 0.45
_ROOM = 6
"""How many occurrences of an item that may repeat are looked at, where a file has fewer."""
_AROUND = "it stands {times:,} times around the records, and nothing tells of which it speaks"


@dataclass(frozen=True)
class Called:
    """Headings by column in the order of the file; a column that is not there is not looked at.

    `most` is how often an element stands in a record at most; `aside` are columns that tell
    nothing of a record, with the reason.
    """

    names: Mapping[str, str]
    most: Mapping[str, int]
    aside: Mapping[str, str]

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
    return Called({name: name for name in header}, {}, {})


def called(header: Sequence[str], elements: Sequence[Element], records: Records) -> Called:
    """Return what the columns of an XML file are called."""
    times = {one.path: one.times for one in elements}
    reasons = dict(records.aside)
    aside = {
        column: reasons.get(column) or _AROUND.format(times=times[column])
        for column in header
        if column in reasons or (column.startswith("/") and times.get(column, 1) > 1)
    }
    most: dict[str, int] = {}
    for column in header:
        path, number = occurrence_in(column)
        if path not in aside:
            most[path] = _MORE_THAN_SHOWN if number == MORE else int(number)
    found: dict[str, str] = {}
    for path in sorted(most, key=lambda one: one.startswith("/")):  # a record's own come first
        free = (one for one in _headings(path) if one not in found.values())
        found[path] = next(free)
    return Called({path: found[path] for path in most}, most, aside)


def _headings(path: str) -> Iterator[str]:
    """Yield what an element may be called, the best first, and no end of others."""
    steps = [step.lstrip("@").replace("_", " ") for step in path.split("/") if step]
    some = [" ".join(steps[-last:]) for last in range(1, min(len(steps), _LONGEST) + 1)]
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
    columns += [
        _aside(place, column, reason)
        for place, (column, reason) in enumerate(names.aside.items(), start=len(columns) + 1)
    ]
    period = proposal.period
    if period is not None:
        period = (paths[period[0]], paths[period[1]], period[2])
    return replace(proposal, columns=tuple(columns), period=period)


def _with_path(
    column: ColumnSuggestion, paths: Mapping[str, str], names: Called, standard: Standard
) -> ColumnSuggestion:
    path = paths[column.name]
    return replace(
        column,
        name=path,
        describes=paths.get(column.describes or ""),
        description=paths.get(column.description or ""),
        repeats=_repeats(column, names.most[path], standard),
    )


def _repeats(column: ColumnSuggestion, most: int, standard: Standard) -> str:
    """Return how many occurrences are looked at: of what may be said several times, all."""
    if most == 1:
        return ""
    several = column.item is not None and standard.items[column.item].repeats
    return str(max(most, _ROOM)) if several and column.description is None else FIRST


def _aside(place: int, column: str, reason: str) -> ColumnSuggestion:
    return ColumnSuggestion(
        place=place,
        name=column,
        use=Use.IGNORED,
        item=None,
        part=str(Part.WHOLE),
        formats=(),
        confidence=0.9,
        reason=reason,
    )
