"""What each column that a profile names is to the detectors, and what it needs to be taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tiig.model.profile import ColumnRole, SenderProfile, Treatment
from tiig.standard import Standard
from tiig.standard.items import Item, Kind
from tiig.translate.profile_keys import CELL

_ROLES: Mapping[Kind, ColumnRole] = {
    Kind.CODE: ColumnRole.CODED,
    Kind.MOMENT: ColumnRole.MOMENT,
    Kind.WHOLE: ColumnRole.WHOLE,
    Kind.SITE: ColumnRole.SITE,
    Kind.AREA: ColumnRole.AREA,
    Kind.DISTRICT: ColumnRole.AREA,
    Kind.NUMBER_ID: ColumnRole.LOCAL_NUMBER,
    Kind.TEXT: ColumnRole.FREE_TEXT,
    Kind.POSTCODE: ColumnRole.TREATED,
    Kind.BIRTH_DATE: ColumnRole.TREATED,
}
_RAW_KINDS: Mapping[Kind, str] = {Kind.POSTCODE: "postcode", Kind.BIRTH_DATE: "birth_date"}
"""Items that are direct identifiers as they arrive; a local number without an agreement is only
not read."""


@dataclass(frozen=True)
class Conversion:
    """A column whose raw form identifies: the item and treatment that must be agreed."""

    item: str
    treatment: str
    kind: str


@dataclass(frozen=True)
class Known:
    """Roles by column, and the columns that are converted here if an agreement says so.

    `dropped` columns are left out by the hospital; from there on they are searched.
    """

    roles: Mapping[str, ColumnRole]
    conversions: Mapping[str, Conversion]
    dropped: frozenset[str] = frozenset()

    def untreated(self, agreed: Collection[tuple[str, str]] | None) -> dict[str, str]:
        """Return the columns that no agreed (item, treatment) covers, with what they hold.

        None: the rows are the hospital's own, which converts as its profile says.
        """
        if agreed is None:
            return {}
        return {
            name: one.kind
            for name, one in self.conversions.items()
            if (one.item, one.treatment) not in agreed
        }


def role_of(item: Item) -> ColumnRole:
    """Return what a column that feeds an item is to the detectors."""
    return _ROLES[item.kind]


def roles(profile: SenderProfile, standard: Standard) -> Known:
    """Return what the profile says of its columns, whether or not a file has them."""
    found = dict.fromkeys(profile.ignored, ColumnRole.IGNORED)
    found |= dict.fromkeys(period_columns(profile), ColumnRole.MOMENT)
    described = (column.description for column in profile.columns if column.description)
    found |= dict.fromkeys(described, ColumnRole.CODED)
    conversions = {}
    for column in reversed(profile.columns):
        if column.item is not None:
            kind = standard.items[column.item].kind
            found[column.name] = _ROLES[kind]
            if kind in _RAW_KINDS:
                how = str(column.treatment)
                conversions[column.name] = Conversion(column.item, how, _RAW_KINDS[kind])
        else:
            found[column.name] = ColumnRole.FREE_TEXT if column.free_text else ColumnRole.TREATED
    dropped = {column.name for column in profile.columns if column.treatment is Treatment.DROP}
    return Known(found, conversions, frozenset(dropped))


def period_columns(profile: SenderProfile) -> list[str]:
    """Return the columns in which a file declares its period."""
    cells = profile.period_cells
    places = (cells.start, cells.end) if cells else ()
    return [place for place in places if not place.startswith(CELL)]
