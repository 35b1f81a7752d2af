"""Which element of an XML file is one attendance, judged by what repeats and what it holds.

An element that stands more than once within the one around it may be a record. The more fields
stand once in it, and the more often it comes, the likelier it is; lists within a record and
groups of records hold fewer. Nothing here reads a cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from tiig.model.errors import TiigError, Where
from tiig.model.xml_errors import RECORD_MISSING, RECORD_NESTED, RECORD_UNTOLD
from tiig.translate.suggesting.xml_asides import Aside, asides_of
from tiig.translate.suggesting.xml_doubts import Doubt, doubts_of, has_arrival
from tiig.translate.suggesting.xml_paths import Element, is_within

_FEWEST_FIELDS = 3
"""What holds fewer is a list of codes or a group, and no attendance."""
_FEW = 5
_SURE, _RIVALLED, _DOUBTED = 0.97, 0.7, 0.6
_NEAR = 0.25
"""How near the next element may come before it is a rival."""


@dataclass(frozen=True)
class Records:
    """The element taken for a record, how sure that is and why, and what is not read beside it.

    `path` begins with a slash; `doubts` are other elements that come near or may be attendances
    as well; `named` is what a person called it.
    """

    path: str
    sure: float
    reason: str
    doubts: tuple[Doubt, ...] = ()
    aside: tuple[Aside, ...] = ()
    named: str | None = None


def records_of(elements: Sequence[Element], named: str | None, where: Where) -> Records:
    """Return the record element: the one that was named, else the likeliest.

    RECORD_UNTOLD where nothing repeats that could be one, RECORD_MISSING and RECORD_NESTED
    where the name fits none or several.
    """
    rivals: tuple[Doubt, ...] = ()
    if named is not None:
        path, sure, reason = _named(elements, named, where), 1.0, "you named it"
    else:
        path, sure, reason, rivals = _likeliest(elements, where)
    doubts = doubts_of(elements, path)
    if doubts and named is None:
        sure = min(sure, _DOUBTED)
    alike = {doubt.other for doubt in doubts}
    rivals = tuple(rival for rival in rivals if rival.other not in alike)
    aside = asides_of(elements, path, alike)
    return Records(path, round(sure, 2), reason, (*rivals, *doubts), aside, named)


def _named(elements: Sequence[Element], named: str, where: Where) -> str:
    name = named.strip().rstrip("/")
    ends = name if name.startswith("//") else f"/{name.lstrip('/')}"
    fits = [
        one.path
        for one in elements
        if one.path == ends or (ends.startswith("//") and one.path.endswith(ends[1:]))
    ]
    if not fits:
        raise TiigError(RECORD_MISSING, where, record=named)
    if len(fits) > 1:
        raise TiigError(RECORD_NESTED, where)
    return fits[0]


class _Weighed(NamedTuple):
    """An element that may be a record, what speaks for it, and how many fields it holds."""

    weight: float
    fields: int
    element: Element


def _weighed(elements: Sequence[Element]) -> list[_Weighed]:
    """Weigh every element that repeats within the one around it and holds enough fields."""
    fields = _fields(elements)
    return [
        _Weighed(fields[one.path] * log2(1 + one.times), fields[one.path], one)
        for one in elements
        if one.most > 1 and fields[one.path] >= _FEWEST_FIELDS
    ]


def _fields(elements: Sequence[Element]) -> Counter[str]:
    """Count for each element what stands at most once in it, at whatever depth."""
    found: Counter[str] = Counter()
    for one in sorted(elements, key=lambda each: -each.path.count("/")):
        if one.most == 1:
            found[one.around] += one.holds + found[one.path]
    return found


def _likeliest(
    elements: Sequence[Element], where: Where
) -> tuple[str, float, str, tuple[Doubt, ...]]:
    """Return the element that weighs most, how sure that is and why, and what comes near."""
    weighed = sorted(_weighed(elements), key=lambda one: -one.weight)
    if not weighed:
        raise TiigError(RECORD_UNTOLD, where)
    best = weighed[0].element
    reason = f"it stands {best.times:,} times and holds {weighed[0].fields} fields"
    sure = _SURE
    near = [one for one in weighed[1:] if one.weight > _NEAR * weighed[0].weight]
    for rival in near:
        is_around = is_within(best.path, rival.element.path)
        far = 1.05 - rival.weight / weighed[0].weight * _DOUBTED
        sure = min(sure, far if is_around else _RIVALLED)
    if best.times < _FEW:
        sure = min(sure, _DOUBTED)
        reason += "; so few may as well be a list within one attendance"
    lists = any(is_within(one.element.path, best.path) for one in weighed[1:])
    if lists and not has_arrival(elements, best.path):
        sure = min(sure, _DOUBTED)
        reason += "; nothing that stands once in it reads like an arrival"
    return best.path, sure, reason, tuple(map(_rival, weighed[1:2]))


def _rival(one: _Weighed) -> Doubt:
    told = f"{{other}} stands {one.element.times:,} times and holds {one.fields}"
    return Doubt(one.element.path, told)
