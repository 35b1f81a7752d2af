"""The nouns of the standard that stand for columns: items as sent, and what is derived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What an item's cells are; decides its type in a batch and what becomes of it."""

    CODE = "code"
    MOMENT = "moment"
    WHOLE = "whole"
    NUMBER_ID = "number_id"
    AREA = "area"
    DISTRICT = "district"
    POSTCODE = "postcode"
    BIRTH_DATE = "birth_date"
    TEXT = "text"
    SITE = "site"


class Sensitivity(StrEnum):
    """How carefully an item is to be treated; identifying items are never stored."""

    OPEN = "open"
    RESTRICTED = "restricted"
    SPECIAL = "special"
    IDENTIFYING = "identifying"


class Coarsening(StrEnum):
    """What "one step coarser" means for an item.

    `tree` goes one level up in its tree, `month` keeps the month of a moment, `age-band`
    the band of an age, `age` the age at arrival, `district` the postcode district, `area`
    the next larger area, `keyed` replaces a number or phrase by a keyed id, `drop` leaves it
    out.
    """

    NONE = "none"
    TREE = "tree"
    MONTH = "month"
    AGE_BAND = "age-band"
    AGE = "age"
    DISTRICT = "district"
    AREA = "area"
    KEYED = "keyed"
    DROP = "drop"


class SensitiveClass(StrEnum):
    """Classes that are never crossed with small areas, days or hours."""

    DOMESTIC = "domestic"
    SEXUAL = "sexual"
    CHILD = "child"


@dataclass(frozen=True)
class Item:
    """One data item of the standard, declared once.

    `code_sets` may name several schemes that feed the same tree. `required` holds for all
    attendances, `required_for` for some injury groups. `tells_assaults` marks items that
    can say by themselves that an attendance was an assault. An item `of_assaults` says
    nothing where assaults cannot be told, of another item `assault_node` says nothing.
    `keyed_as` names the column of keyed ids that stands for an item which is itself never
    stored; `coarsens_to` the stored item that a coarsened value goes to. `why` says to a
    hospital why it is asked, `write` what to put into words; `sus` are field names of it seen
    in public SQL.
    """

    id: str
    label: str
    meaning: str
    kind: Kind
    source: str
    since: date | None
    why: str = ""
    write: str = ""
    tree: str | None = None
    code_sets: tuple[str, ...] = ()
    ecds: str | None = None
    sus: tuple[str, ...] = ()
    istv: str | None = None
    mandation: str | None = None
    required: bool = False
    required_for: tuple[str, ...] = ()
    sensitivity: Sensitivity = Sensitivity.RESTRICTED
    sensitive_class: SensitiveClass | None = None
    coarsens: Coarsening = Coarsening.NONE
    coarsens_to: str | None = None
    stored: bool = True
    low: int | None = None
    high: int | None = None
    repeats: bool = False
    tells_assaults: bool = False
    of_assaults: bool = False
    assault_node: str | None = None
    keyed_as: str | None = None
    level: str | None = None

    @property
    def coded(self) -> bool:
        """Whether the item's values are nodes of a tree."""
        return self.kind is Kind.CODE


@dataclass(frozen=True)
class Derived:
    """One column that `derive` computes; `definition` is its public, exact sentence.

    `stateful` says that the value may be untellable, so that an item state stands beside
    it; `of_assaults` and `assault_node` say what they say of an item. A derived column
    without a tree is `month`, whose tree is made by the calendar. `shows` names the items
    whose content it tells. A joined column comes to a row when it is read; its values may be
    codes of areas of a `level`, and then it has no tree.
    """

    id: str
    label: str
    definition: str
    tree: str
    since: date | None
    source: str
    sensitivity: Sensitivity = Sensitivity.RESTRICTED
    sensitive_class: SensitiveClass | None = None
    stateful: bool = False
    dimension: bool = True
    of_assaults: bool = False
    assault_node: str | None = None
    shows: tuple[str, ...] = ()
    level: str | None = None
