"""Which departments reported which month: it stands beside every count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tiig.kit.hashing import digest
from tiig.model.months import Month


class Standing(StrEnum):
    """How a site-month stands at a moment."""

    ABSENT = "absent"
    NIL = "nil"
    HELD = "held"
    PARTIAL = "partly received"
    PROVISIONAL = "provisional"
    SETTLED = "settled"

    @property
    def reported(self) -> bool:
        """Whether figures of the site-month are counted."""
        return self not in {Standing.ABSENT, Standing.HELD}

    @property
    def complete(self) -> bool:
        """Whether all days of the site-month were reported; a part of them is no month."""
        return self.reported and self is not Standing.PARTIAL


@dataclass(frozen=True)
class Coverage:
    """How each expected site-month of an answer stood; no figure of any person.

    `sites` are codes and names in order of code; `standings` are (site, month, standing),
    by month and site. A site is expected from the first month that it delivered. `lacks` are
    (site, month, days) of those that are partly received: the days that nobody has told of.
    """

    sites: tuple[tuple[str, str], ...] = ()
    standings: tuple[tuple[str, Month, Standing], ...] = ()
    lacks: tuple[tuple[str, Month, str], ...] = ()

    def missing(self, month: Month) -> tuple[str, ...]:
        """Return the names of the expected sites that a month lacks, wholly or `(in part)`."""
        return tuple(
            self.name_in(site, when)
            for site, when, standing in self.standings
            if when == month and not standing.complete
        )

    def missing_words(self, month: Month) -> str:
        """Say how many departments a month lacks, wholly or in part; empty where none."""
        missing = self.missing(month)
        part = any(when == month for _, when, _ in self.lacks)
        words = f"{len(missing)} of {len(self.sites)} departments missing"
        return f"{words}{' or in part' if part else ''}" if missing else ""

    def name_in(self, site: str, month: Month) -> str:
        """Return the name of a site, marked where only some days of the month were received."""
        name = dict(self.sites).get(site, site)
        partly = any(one[:2] == (site, month) for one in self.lacks)
        return f"{name} (in part)" if partly else name

    def as_json(self) -> dict[str, object]:
        """Return it as answers print it."""
        return {
            "sites": dict(self.sites),
            "standings": [[site, str(month), one] for site, month, one in self.standings],
            "lacks": [[site, str(month), days] for site, month, days in self.lacks],
        }

    @cached_property
    def digest(self) -> str:
        """Name it by its content."""
        told = [list(self.sites), [[site, str(at), str(how)] for site, at, how in self.standings]]
        return digest([*told, *[[site, str(at), days] for site, at, days in self.lacks]])

    @cached_property
    def throughout(self) -> frozenset[str]:
        """The sites that reported all days of every month that the answer is about."""
        months = {month for _, month, _ in self.standings}
        reported: dict[str, int] = {}
        for site, _, standing in self.standings:
            reported[site] = reported.get(site, 0) + standing.complete
        return frozenset(site for site, count in reported.items() if count == len(months))


NOTHING_TOLD = Coverage()
"""The coverage of a table that no desk has answered."""
