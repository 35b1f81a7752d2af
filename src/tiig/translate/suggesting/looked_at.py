"""The rows that a proposal is made from, and what was found out about them before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from tiig.model.identified import ROW, RawRows
from tiig.model.proposal import FileSuggestion
from tiig.standard import Standard
from tiig.translate.suggesting.facts import Facts, facts_of
from tiig.translate.suggesting.headings import Heading, heading
from tiig.translate.suggesting.shown import Passes, Screen

MOST_ROWS = 20_000
"""Rows that are looked at closely; more would hardly change what is suggested."""


@dataclass(frozen=True)
class Earlier:
    """What this workspace knows already: what senders' local values and headings mean.

    `meanings` are nodes by item and normalised value, `headings` items by a heading's words;
    what two senders said differently is left out.
    """

    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class LookedAt:
    """A file that was opened: its form, what stands above its header, and some of its rows.

    `passes` tells whether the detectors find nothing in a text, `names_nobody` also that no
    person is named without a title, `no_namesake` that its words are not listed names together.
    `frame` holds text cells under the file's own column names.
    """

    file: FileSuggestion
    header: tuple[str, ...]
    frame: pl.DataFrame
    date_system: int
    preamble: tuple[tuple[str | None, ...], ...]
    passes: Passes
    names_nobody: Passes
    no_namesake: Passes
    standard: Standard
    earlier: Earlier

    @property
    def screen(self) -> Screen:
        """What the detectors say of a text."""
        return Screen(self.passes, self.names_nobody, self.no_namesake)

    @property
    def workbook(self) -> bool:
        """Whether the cells come from a workbook."""
        return self.file.format == "xlsx"

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """What each column's values are."""
        return tuple(
            facts_of(self.frame[name], place, name, workbook=self.workbook)
            for place, name in enumerate(self.header, start=1)
        )

    @cached_property
    def headings(self) -> Mapping[int, Heading]:
        """What each column's heading says, by place."""
        return {place: heading(name) for place, name in enumerate(self.header, start=1)}


def gathered(batches: Sequence[RawRows], header: Sequence[str]) -> pl.DataFrame:
    """Return evenly chosen rows of a file, at most MOST_ROWS, without their numbers."""
    frame = pl.concat([one.frame for one in batches]).drop(ROW).select(header)
    step = -(-frame.height // MOST_ROWS) if frame.height else 1
    return frame.gather_every(max(1, step))
