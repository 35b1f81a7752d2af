"""What may be shown of quality counts: shares in whole per cent or their limits, and marks.

The second type that gate two makes, beside `Cleared`: a table of counts needs margins that
agree, a matrix of shares needs each cell to be safe by itself (decision 0016).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Self, final

from tiig.kit.hashing import digest
from tiig.model.coverage import Coverage, Standing
from tiig.model.figures import Mark
from tiig.model.given import FOR_THE_PUBLIC, GivenTo
from tiig.model.months import Month, Period
from tiig.model.quality import Outcome

_MAKER = object()


@dataclass(frozen=True)
class ShownShare:
    """A share from `low` to `high` whole per cent (rounded down; equal: the share itself).

    `outcome` is None where the target lies between the limits, or there is none. `part`
    and `whole` stand in exact answers only.
    """

    low: int | None = None
    high: int | None = None
    mark: Mark = Mark.SHOWN
    outcome: Outcome | None = None
    part: int | None = None
    whole: int | None = None

    @property
    def told(self) -> tuple[object, ...]:
        """All that is shown, in short."""
        return (self.low, self.high, self.mark, self.outcome, self.part, self.whole)

    @property
    def value(self) -> int | None:
        """The share where it is shown itself, not by a limit."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True)
class ShownItem:
    """One item in one site-month as it may be shown; `not_sent`: the file has no such column.

    `rows` stand in exact answers only: beside a table of counts they could be subtracted.
    """

    site: str
    month: Month
    item: str
    usable: ShownShare
    completeness: ShownShare
    validity: ShownShare
    unknown: ShownShare
    not_sent: bool = False
    rows: int | None = None

    @property
    def told(self) -> tuple[object, ...]:
        """All that is shown, in short."""
        shares = (self.usable, self.completeness, self.validity, self.unknown)
        key = (self.site, str(self.month), self.item, self.not_sent, self.rows)
        return (*key, *(share.told for share in shares))


@dataclass(frozen=True)
class ShownMonth:
    """One site-month as it may be shown: standing and days tell of files, not of people."""

    site: str
    month: Month
    standing: Standing
    reported: Outcome
    volume: ShownShare
    days: int | None
    in_time: Outcome
    history: bool
    rows: int | None = None

    @property
    def told(self) -> tuple[object, ...]:
        """All that is shown, in short."""
        key = (self.site, str(self.month), self.standing, self.reported, self.volume.told)
        return (*key, self.days, self.in_time, self.history, self.rows)


@dataclass(frozen=True)
class Watched:
    """An item in words: its label, the rows it applies to, who asks for it."""

    item: str
    label: str
    applies: str
    mandation: str


@dataclass(frozen=True)
class Aim:
    """A target in words; `level` is `at least 80 %` or `at most 31 days`.

    One that was agreed has `months`, from the first to the last (None: on), and mostly a `site`.
    """

    id: str
    label: str
    dimension: str
    level: str
    items: tuple[str, ...]
    why: str
    at_least: int | None = None
    site: str = ""
    months: tuple[Month, Month | None] | None = None

    def judges(self, item: str, site: str, month: Month) -> bool:
        """Tell whether it may be what an item (empty: the month) of a site-month is judged by."""
        if (self.items and item not in self.items) or self.site not in {"", site}:
            return False
        if self.months is None:
            return True
        first, last = self.months
        return first <= month and (last is None or month <= last)

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """The smallest of those that judge is the one that counts: the more particular first."""
        return self.months is None, not self.site, not self.items


@final
@dataclass(frozen=True)
class ClearedQuality:
    """Quality by site, item and month after disclosure control; no exact number behind it.

    `preset_mark` says how it is protected, `exact` that nothing is hidden or rounded,
    `given` for whom it is, for what and under which agreement.
    """

    period: Period
    items: tuple[Watched, ...]
    aims: tuple[Aim, ...]
    cells: tuple[ShownItem, ...]
    months: tuple[ShownMonth, ...]
    coverage: Coverage
    preset: str
    preset_mark: str
    for_release: bool
    exact: bool
    manifest: str
    notes: tuple[str, ...]
    synthetic: bool
    release: str = ""
    given: GivenTo = FOR_THE_PUBLIC
    maker: object = None

    def __post_init__(self) -> None:
        """Refuse any maker but gate two."""
        if self.maker is not _MAKER:
            message = "only disclose makes ClearedQuality"
            raise TypeError(message)
        object.__setattr__(self, "maker", None)

    def under(self, release: str, given: GivenTo) -> Self:
        """Return the same answer under the ledger row that names it, for whom it is given."""
        return replace(self, release=release, given=given, maker=_MAKER)

    @cached_property
    def shown_digest(self) -> str:
        """Name what is shown by its content."""
        told = [[one.told for one in self.cells], [one.told for one in self.months]]
        return digest([told, self.preset, str(self.period)])

    @cached_property
    def by_key(self) -> dict[tuple[str, str, Month], ShownItem]:
        """The cells by site, item and month."""
        return {(one.site, one.item, one.month): one for one in self.cells}

    @cached_property
    def by_month(self) -> dict[tuple[str, Month], ShownMonth]:
        """The site-months by site and month."""
        return {(one.site, one.month): one for one in self.months}

    def as_json(self) -> dict[str, object]:
        """Return the answer as `--json` prints it."""
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "maker"}
        told["coverage"] = self.coverage.as_json()
        return told
