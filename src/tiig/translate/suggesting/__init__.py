"""Propose a whole profile for a file that nobody has described: evidence, never a decision.

Each column is held against every item by its name and by its values, all columns are assigned
together, and each line says how sure it is and why. It sees rows that may still identify: a cell
that it hands out passed the detectors, and is frequent or known to the house's own lists.
"""

from tiig.translate.suggesting.decisions import Decided, decisions_in, table_of, with_decisions
from tiig.translate.suggesting.earlier import earlier
from tiig.translate.suggesting.identifying import with_identifiers
from tiig.translate.suggesting.layouts import layouts_of, layouts_of_lines
from tiig.translate.suggesting.lines import lines_of
from tiig.translate.suggesting.looked_at import Earlier, LookedAt
from tiig.translate.suggesting.naming import is_disguised, told_by_place
from tiig.translate.suggesting.proposing import propose
from tiig.translate.suggesting.sampling import Sample
from tiig.translate.suggesting.sheets import sheet_layouts
from tiig.translate.suggesting.writing import draft
from tiig.translate.suggesting.xml_columns import (
    Called,
    as_they_are,
    base_of,
    by_path,
    called,
    parted,
)
from tiig.translate.suggesting.xml_naming import said_of, told_fault
from tiig.translate.suggesting.xml_paths import Element, elements_in
from tiig.translate.suggesting.xml_records import Records, records_of

__all__ = [
    "Called",
    "Decided",
    "Earlier",
    "Element",
    "LookedAt",
    "Records",
    "Sample",
    "as_they_are",
    "base_of",
    "by_path",
    "called",
    "decisions_in",
    "draft",
    "earlier",
    "elements_in",
    "is_disguised",
    "layouts_of",
    "layouts_of_lines",
    "lines_of",
    "parted",
    "propose",
    "records_of",
    "said_of",
    "sheet_layouts",
    "table_of",
    "told_by_place",
    "told_fault",
    "with_decisions",
    "with_identifiers",
]
