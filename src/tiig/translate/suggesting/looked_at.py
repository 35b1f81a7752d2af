"""The rows that a proposal is made from, and what was found out about them before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from tiig.model.proposal import FileSuggestion
from tiig.standard import Standard
from tiig.translate.suggesting.facts import Facts, facts_of
from tiig.translate.suggesting.headings import Heading, heading
from tiig.translate.suggesting.shown import Passes, Screen


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
    `frame` holds text cells under the file's own column names; `paths` are those of XML by what
    its columns are called.
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
    paths: Mapping[str, str] = field(default_factory=dict)

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
