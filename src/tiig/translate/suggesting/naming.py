"""Which names of columns may be told: a header can be a row of cells in disguise."""

from __future__ import annotations

import re
from dataclasses import replace

from tiig.model.proposal import ColumnSuggestion, Proposal
from tiig.translate.naming import is_plausible
from tiig.translate.suggesting.dates import written
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.looked_at import LookedAt

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_FITS = 0.6
"""How well a name must fit to be told whatever else stands in it, titled people apart."""
_KNOWN = 0.8
"""How well a name fits something that extracts hold if it is surely a heading."""


def is_disguised(looked: LookedAt) -> bool:
    """Tell whether half of the header reads like cells, or its only name like nothing known."""
    if len(looked.facts) == 1 and looked.headings[1].best < _KNOWN:
        return True
    return 2 * sum(_like_a_cell(one, looked) for one in looked.facts) >= len(looked.facts)


def may_be_told(name: str, looked: LookedAt) -> bool:
    """Tell whether a name is mostly of headings' words, or looks like a name and names nobody."""
    if heading(name).best >= _FITS:
        return name.isprintable() and all(map(is_plausible, name.split()))
    return is_plausible(name) and looked.names_nobody(name)


def told_by_place(proposal: Proposal, looked: LookedAt) -> Proposal:
    """Return a proposal in which columns are called by their places where names say too much."""
    untold = {one.name for one in looked.facts if _like_a_cell(one, looked)}
    sheet = proposal.file.sheet
    file = proposal.file
    if sheet is not None and not may_be_told(sheet, looked):
        file = replace(file, sheet="")
    if not untold:
        return replace(proposal, file=file)
    period = proposal.period
    return replace(
        proposal,
        file=file,
        columns=tuple(_told(one, untold) for one in proposal.columns),
        period=None if period is not None and untold & {*period[:2]} else period,
        notes=(*proposal.notes, f"{len(untold)} columns are called by place: {_WHY}."),
    )


_WHY = "their names are long, read like cells or may identify"


def _told(column: ColumnSuggestion, untold: set[str]) -> ColumnSuggestion:
    if column.name in untold:
        return replace(
            column,
            name=f"column {column.place}",
            named=False,
            reason=f"{column.confidence:.2f} by its values and its name, which is not repeated",
            describes=None if column.describes in untold else column.describes,
            description=None if column.description in untold else column.description,
        )
    return replace(
        column,
        describes="a column called by place" if column.describes in untold else column.describes,
        description=None if column.description in untold else column.description,
    )


def _like_a_cell(facts: Facts, looked: LookedAt) -> bool:
    """Tell whether a name may not be told, or reads like what stands below it."""
    name = facts.name.strip()
    if name == str(facts.place):
        return False  # columns that are numbered
    if not may_be_told(name, looked) or _NUMBER.fullmatch(name):
        return True
    if heading(name).best >= _KNOWN:
        return False  # also where a file of several exports repeats its header among the rows
    return name in facts.values or written({name: 1}, workbook=looked.workbook) is not None
