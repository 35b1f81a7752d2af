"""Check a file's header against a profile once, and plan how each item is read from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from tiig.model.code_map import CodeMap
from tiig.model.errors import TiigError
from tiig.model.file_errors import COLUMN_MISSING, COLUMN_UNKNOWN, HEADER_TWICE
from tiig.model.profile import Column, ColumnRole, FileFormat, Part, SenderProfile
from tiig.model.states import NOT_KNOWN_NODE
from tiig.standard import Standard, patterns
from tiig.standard.codes import normalised
from tiig.standard.items import Item, Kind
from tiig.translate.checking import always_required
from tiig.translate.naming import is_plausible
from tiig.translate.roles import Known, period_columns, roles


@dataclass(frozen=True)
class Source:
    """A column that is in the file; `shared` where the profile names several for its item."""

    header: str
    column: Column
    description: str | None
    shared: bool


@dataclass(frozen=True)
class Feed:
    """How one item is made: from columns of the file, or the same in every row.

    `meanings` are what normalised texts mean by the standard (sites: by the profile; items
    without categories: the words for "not known"); `form` is the regex of an area; `kind`
    is the type of its values: an Enum of the tree's nodes, in order, where it is coded.
    `approved` is what the code map says of local values that nothing else explains.
    """

    item: Item
    sources: tuple[Source, ...]
    constant: str | None
    meanings: Mapping[str, str]
    form: str | None
    kind: pl.DataType
    approved: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MissingColumn:
    """A column that the profile knows, that may be missing, and is."""

    column: str
    item: str | None


@dataclass(frozen=True, eq=False)
class Plan:
    """How one file is translated: feeds in the order of the standard, a role a column.

    `on` is the day by which codes are read and two-digit years are placed; `date_system`
    the year that a workbook's serial days count from.
    """

    profile: SenderProfile
    on: date
    date_system: int
    feeds: tuple[Feed, ...]
    known: Known
    missing: tuple[MissingColumn, ...]

    def limited_to(self, items: frozenset[str]) -> Plan:
        """Return a plan that reads these items and no others; every column keeps its role."""
        feeds = tuple(feed for feed in self.feeds if feed.item.id in items)
        return replace(self, feeds=feeds)

    def mapped_by(self, codes: CodeMap) -> Plan:
        """Return a plan that reads local values by the code map where nothing else does."""
        feeds = tuple(
            replace(feed, approved=codes.of_item(feed.item.id)) if feed.item.coded else feed
            for feed in self.feeds
        )
        return replace(self, feeds=feeds)

    @property
    def roles(self) -> Mapping[str, ColumnRole]:
        """What each column of the file is to the detectors."""
        return self.known.roles

    @property
    def items(self) -> tuple[str, ...]:
        """The items that this layout has; all others are not in the layout."""
        return tuple(feed.item.id for feed in self.feeds)

    @property
    def tells_assaults_items(self) -> bool:
        """Whether an item of this layout can tell by itself that there was an assault."""
        return any(feed.item.tells_assaults for feed in self.feeds)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the receipt about columns that were not there."""
        return tuple(
            f"Column {gap.column} is missing: {gap.item or 'it'} is read as not in the layout."
            for gap in self.missing
            if not (self.profile.layout.record and gap.column.endswith("]"))
        )

    def file_column(self, item: str) -> str | None:
        """Return the first column that feeds an item; None for a constant or no item."""
        found = [feed.sources for feed in self.feeds if feed.item.id == item]
        return found[0][0].header if found and found[0] else None


def plan(  # noqa: PLR0913 - what a header must be held against
    profile: SenderProfile,
    header: tuple[str, ...],
    standard: Standard,
    *,
    on: date,
    date_system: int | None = None,
    unnamed: Collection[str] = (),
) -> Plan:
    """Plan the translation of a file with these column names.

    Raises COLUMN_MISSING for columns that must be there and COLUMN_UNKNOWN for columns
    that the profile does not name; other missing columns are noted. `unnamed` are headers
    that may not be repeated in a message.
    """
    names = {name.strip(): name for name in header}
    if len(names) < len(header):
        raise TiigError(HEADER_TWICE)
    _check_header(profile, names, unnamed)
    known = roles(profile, standard)
    feeds = [_feed(item, profile, standard, names=names, on=on) for item in standard.items.values()]
    return Plan(
        profile=profile,
        on=on,
        date_system=date_system or 1900,
        feeds=tuple(feed for feed in feeds if feed is not None),
        known=Known(
            {names[name]: role for name, role in known.roles.items() if name in names},
            {names[name]: how for name, how in known.conversions.items() if name in names},
            frozenset(names[name] for name in known.dropped if name in names),
        ),
        missing=tuple(
            MissingColumn(column.name, column.item)
            for column in profile.columns
            if column.name not in names
        ),
    )


def _check_header(
    profile: SenderProfile, names: Mapping[str, str], unnamed: Collection[str]
) -> None:
    required = [column.name for column in profile.columns if always_required(column)]
    required += period_columns(profile)
    missing = [name for name in dict.fromkeys(required) if name not in names]
    if missing:
        raise TiigError(COLUMN_MISSING, columns=", ".join(missing))
    known = {column.name for column in profile.columns} | set(profile.ignored)
    known |= {column.description for column in profile.columns if column.description}
    known |= set(period_columns(profile))
    # A header may be a row of cells in disguise: where the profile knows less than half of
    # it, or where a name does not look like one or has letters that nobody sees, columns are
    # called by their places.
    # Elements of XML are named by a schema and stand in no row.
    xml = profile.layout.format is FileFormat.XML
    disguised = 2 * len(known & names.keys()) < len(names)
    hidden = () if xml else names.keys() if disguised else {*unnamed}
    unknown = [
        name if is_plausible(name, path=xml) and name not in hidden else f"number {place}"
        for place, name in enumerate(names, start=1)
        if name not in known
    ]
    if unknown:
        raise TiigError(COLUMN_UNKNOWN, columns=", ".join(unknown))


def _feed(
    item: Item,
    profile: SenderProfile,
    standard: Standard,
    *,
    names: Mapping[str, str],
    on: date,
) -> Feed | None:
    columns = [column for column in profile.columns if column.item == item.id]
    sources = tuple(
        Source(
            header=names[column.name],
            column=column,
            description=names.get(column.description or ""),
            shared=len(columns) > 1,
        )
        for column in columns
        if column.name in names
    )
    constant = _constant(item, profile) if not columns else None
    timed_only = all(source.column.part is Part.TIME for source in sources)
    if constant is None and timed_only:
        return None
    allowed = patterns(standard).get(item.id)
    meanings = _meanings(item, profile, standard, on)
    return Feed(
        item,
        sources,
        constant,
        meanings,
        form=(allowed.sent or allowed.form) if allowed else None,
        kind=pl.Enum(sorted(allowed.values)) if allowed and allowed.values else pl.String(),
    )


def _meanings(
    item: Item, profile: SenderProfile, standard: Standard, on: date
) -> Mapping[str, str]:
    if item.coded:
        return standard.value_map(item, on)
    if item.kind is Kind.SITE:
        return {normalised(value): site.code for site in profile.sites for value in site.values}
    return dict.fromkeys(map(normalised, standard.not_known_words), NOT_KNOWN_NODE)


def _constant(item: Item, profile: SenderProfile) -> str | None:
    if item.kind is Kind.SITE and len(profile.sites) == 1:
        return profile.sites[0].code
    if item.id == "department_type" and profile.department_type is not None:
        return profile.department_type
    return dict(profile.constants).get(item.id)
