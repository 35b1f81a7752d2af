"""Which names of columns may be told: a header can be a row of cells in disguise."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from tiig.model.proposal import ColumnSuggestion, Proposal
from tiig.translate.naming import is_plausible
from tiig.translate.suggesting.dates import written
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.looked_at import LookedAt
from tiig.translate.suggesting.xml_naming import is_of_a_schema

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_FITS = 0.6
"""How well a name must fit to be told whatever else stands in it, titled people apart."""
_KNOWN = 0.8
"""How well a name fits something that extracts hold if it is surely a heading."""


def is_disguised(looked: LookedAt) -> bool:
    """Tell whether half of the header reads like cells, or its only name like nothing known."""
    if looked.paths:
        return False  # names of elements stand in no row
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
    called = _called_by_place(proposal, looked)
    sheet = proposal.file.sheet
    file = proposal.file
    if sheet is not None and not may_be_told(sheet, looked):
        file = replace(file, sheet="")
    if not called:
        return replace(proposal, file=file)
    read = {looked.paths.get(one.name, one.name) for one in looked.facts}
    period = proposal.period
    if period is not None:
        start, end, form = period
        period = (called.get(start, start), called.get(end, end), form)
    return replace(
        proposal,
        file=file,
        columns=tuple(_told(one, called, read) for one in proposal.columns),
        period=period,
        notes=(*proposal.notes, f"Called by their places, since {_WHY}: {len(called)} columns."),
    )


def _called_by_place(proposal: Proposal, looked: LookedAt) -> Mapping[str, str]:
    """Return what columns are called whose names say too much; of XML also what stands aside."""
    if looked.paths:
        named = {one.name: one.place for one in proposal.columns}
        hidden = [name for name in named if not is_of_a_schema(name, looked.names_nobody)]
        return {name: f"column {named[name]}" for name in hidden}
    return {
        one.name: f"column {one.place}" for one in looked.facts if _like_a_cell(one, looked)
    }  # fmt: skip


_WHY = "their names are long, read like cells or may identify"


def _told(
    column: ColumnSuggestion, called: Mapping[str, str], read: Collection[str]
) -> ColumnSuggestion:
    """Return a column by whose names nothing is told; the profile's writer knows the places.

    What is not `read` was held against nothing, and its reason repeats no name.
    """
    if column.name in called:
        by = f"{column.confidence:.2f} by its values and its name"
        said = f"{by}, which" if column.name in read else f"{column.reason}; its name"
        reason = f"{said} is not repeated"
        column = replace(column, name=called[column.name], named=False, reason=reason)
    return replace(
        column,
        describes=called.get(column.describes or "", column.describes),
        description=called.get(column.description or "", column.description),
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
