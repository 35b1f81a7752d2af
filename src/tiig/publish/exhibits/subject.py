"""What a set of exhibits is about, and the words for it in sentences."""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass

from tiig.model.cleared import Cleared
from tiig.model.figures import ALL
from tiig.model.months import Month
from tiig.standard import YEAR

AREA = "residence_la"


@dataclass(frozen=True)
class Subject:
    """A noun (`recorded assaults`), an area (code None: the whole region) and its months.

    They are `span` months to `month`, set beside as many before.
    """

    noun: str
    month: Month
    region: str
    area: str | None = None
    area_name: str = ""
    span: int = YEAR

    @property
    def when(self) -> str:
        """The months in words."""
        return f"the {self.span} months to {month_name[self.month.number]} {self.month.year}"

    @property
    def per(self) -> str:
        """What rates are given per: residents in a year, unless the months are no year."""
        over = "" if self.span == YEAR else f" over {self.span} months"
        return f"per 100,000 residents{over}"

    @property
    def where(self) -> str:
        """The area in words."""
        return self.area_name if self.area else self.region

    @property
    def whom(self) -> str:
        """Whom the figures are of: residents of an area, or all who came to the departments."""
        return f"residents of {self.area_name}" if self.area else f"patients in {self.region}"

    def cut(self, table: Cleared) -> Cleared:
        """Return the part of a table that is about the area; others stay as they are."""
        if AREA not in {column.dimension for column in table.columns}:
            return table
        return table.at(**{AREA: self.area or ALL})

    @property
    def Noun(self) -> str:  # noqa: N802 - the noun as it begins a sentence
        """The noun with a capital."""
        return sentence(self.noun)


def sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]
