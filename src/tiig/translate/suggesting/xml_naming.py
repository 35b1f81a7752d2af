"""Which names of elements may be told: steps of a schema, of which none may be a person's."""

from __future__ import annotations

from collections.abc import Sequence

from tiig.model.errors import TiigError, Where
from tiig.model.proposal import Said
from tiig.model.xml_errors import (
    ELEMENT_AMBIGUOUS,
    ELEMENT_REPEATS,
    MIXED_CONTENT,
    NAMESPACES_MIXED,
    RECORD_HIDDEN,
)
from tiig.translate.naming import is_plausible
from tiig.translate.suggesting.headings import heading
from tiig.translate.suggesting.shown import Passes
from tiig.translate.suggesting.xml_paths import Element
from tiig.translate.suggesting.xml_records import Records

_FITS = 0.6
"""How well a step must fit a heading to be told whatever else stands in it."""
_NAMING = (ELEMENT_AMBIGUOUS, ELEMENT_REPEATS, MIXED_CONTENT, NAMESPACES_MIXED)
_UNNAMED = "its name is not repeated, since it may identify"


def is_of_a_schema(path: str, names_nobody: Passes) -> bool:
    """Tell whether a path is one of names that a schema gives, and names nobody."""
    path = path.removesuffix("/*")
    steps = (step.strip("@").replace("_", " ").replace(".", " ") for step in path.split("/"))
    return is_plausible(path, path=True) and all(
        heading(step).best >= _FITS or names_nobody(step) for step in steps if step
    )


def said_of(
    records: Records, elements: Sequence[Element], names_nobody: Passes, where: Where
) -> Said:
    """Return what is told of the records; elements that may name somebody are not named.

    RECORD_HIDDEN where the record itself is such an element, and nobody has named it.
    """
    reasons = [records.reason]
    for doubt in records.doubts:
        told = doubt.other if is_of_a_schema(doubt.other, names_nobody) else "another element"
        reasons.append(doubt.reason.format(other=told.lstrip("/")))
    value = _told_path(records, elements, names_nobody, where)
    return Said(value, records.sure, "; ".join(reasons))


def _told_path(
    records: Records, elements: Sequence[Element], names_nobody: Passes, where: Where
) -> str:
    """Return the path of the records, or as many of its last steps as may be told and fit."""
    steps = records.path.lstrip("/").split("/")
    if is_of_a_schema(records.path, names_nobody):
        return "/".join(steps)
    for first in range(1, len(steps)):
        tail = "/".join(steps[first:])
        fits = [one for one in elements if one.path.endswith(f"/{tail}")]
        if len(fits) == 1 and is_of_a_schema(tail, names_nobody):
            return f"//{tail}"
    if records.named is None:
        raise TiigError(RECORD_HIDDEN, where)
    return records.named.strip().rstrip("/")


def told_fault(fault: TiigError, names_nobody: Passes) -> TiigError:
    """Return a fault of the reader that names no element which may name somebody."""
    told = str(fault.facts.get("columns", ""))
    if fault.kind not in _NAMING or is_of_a_schema(told, names_nobody):
        return fault
    return TiigError(fault.kind, fault.where, **{**fault.facts, "columns": _UNNAMED})
